"""The shipped checklist's formulas over whatever people fill in, held to a plain reckoning of the same rows."""

from __future__ import annotations

import datetime
import io
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cplist.carryover.previous import Previous
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pipeline import Built, build
from cplist.workspace.batch import Builder

pytestmark = pytest.mark.slow

CITY = Path(__file__).resolve().parents[4] / "profiles" / "city-bank.yaml"
FILLED, STATE, DUE = "履职情况", "本期状态", "到期日（本机构自定）"
UMBRELLA = ("1.1-03", "2.3-08", "4.2-01")
DAY = datetime.date(2026, 12, 1)
DONE = {"已建立", "按期", "本期未触发", "已办结", "未发生", "已开展", "未开展（不考核）", "已认定并问责"}
DOING = {"修订中", "办理中", "已发生待认定"}
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def builder() -> Builder:
    return Builder([])


def made(builder: Builder, over: bytes = b"") -> Built:
    profile = builder.profile(str(CITY))
    pack = builder.pack_of(profile)
    previous = Previous(over, "清单.xlsx", "清单.旧1.xlsx") if over else None
    return build(Inputs(profile, pack, Request(("checklist",)), previous))


@pytest.fixture(scope="module")
def unfilled(builder: Builder) -> bytes:
    """The checklist of a first build."""
    return made(builder).file("checklist").content


def cells(sheet: Any, title: str) -> Rows:
    lines = [list(row) for row in sheet.iter_rows()]
    header = next(number for number, row in enumerate(lines) if title in [cell.value for cell in row])
    titles = [cell.value for cell in lines[header]]
    return [dict(zip(titles, row, strict=True)) for row in lines[header + 1 :]]


def fill_in(content: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    book = load_workbook(io.BytesIO(content))
    choices = {row[0].value: [c.value for c in row[1:] if c.value] for row in book["选项"].iter_rows()}
    rows = cells(book[FILLED], "行标识")
    for row in rows:
        states = choices.get(str(row["状态选项"].value or "").removeprefix("choice_"))
        if states and chance.random() < 0.8:
            row[STATE].value = chance.choice(states)
        if chance.random() < 0.4:
            row[DUE].value = DAY + datetime.timedelta(days=chance.randint(-300, 300))
    for line in cells(book["履职台账"], "编号")[:60]:
        row = chance.choice(rows[:80])
        line["编号"].value, line["责任主体"].value = row["编号"].value, row["主体名称"].value
        line["日期"].value = datetime.date(2026, 1 + chance.randint(0, 8), 3)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def judged(row: dict[str, Any]) -> str:
    """What the state and the day of a row come to."""
    state, due = row[STATE], row[DUE]
    late = due is not None and due.date() < DAY
    if state is None:
        return "逾期未填报" if late else "未填报"
    if state == "逾期" or (late and state not in DONE):
        return "逾期"
    return "在办" if state in DOING else "正常" if state in DONE or state == "未到期" else "需关注"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_states_umbrellas_and_the_ledger_are_summed_up(builder: Builder, unfilled: bytes, seed: int) -> None:
    filled = fill_in(unfilled, seed)
    book = load_workbook(io.BytesIO(made(builder, filled).file("checklist").content), data_only=True)
    rows = [{title: cell.value for title, cell in row.items()} for row in cells(book[FILLED], "行标识")]
    ledger = [{t: c.value for t, c in row.items()} for row in cells(book["履职台账"], "编号") if row["编号"].value]
    parts = [row for row in rows if row["编号"] not in UMBRELLA]
    assert [row["状态判断"] for row in parts] == [judged(row) for row in parts]
    for row in rows:
        ids = row["台账范围"].strip("|").split("|")
        acts = [line["日期"] for line in ledger if line["编号"] in ids and line["责任主体"] == row["主体名称"]]
        assert (row["次数"], row["最近日期"] or None) == (len(acts), max(acts, default=None)), row["行标识"]
        if row["编号"] in UMBRELLA:
            below = [other for other in parts if f"|{row['编号']}|" in other["统计归属"]]
            own = [other for other in below if other["主体代号"] == row["主体代号"]] or below
            count = Counter(judged(other) for other in own)
            missing = count["未填报"] + count["逾期未填报"]
            assert row[STATE] == (
                f"由子项汇总：已填{len(own) - missing}／{len(own)}，逾期{count['逾期'] + count['逾期未填报']}，"
                f"需关注{count['需关注']}，在办{count['在办']}"
            )
            assert len(ids) > 1


PERIOD = [
    "本期状态",
    "状态判断",
    "佐证（名称、文号、日期、存放处）",
    "经办人",
    "复核人",
    "复核日期",
    "复核意见",
    "备注",
]
YEARLY = [
    *("本机构措施（制度名称、文号、条款）", "频次", "频次来源"),
    *("责任人（姓名、职务、任职日期）", "到期日（本机构自定）"),
]
CHARACTER, PADDING, BESIDE, SCREEN = 8, 5, 70, 1366
"""Pixels: a character's width, what each column has besides, what numbers of rows and the scroll bar take."""


def test_a_clerk_sees_the_duty_and_all_of_the_period_on_a_small_screen(unfilled: bytes) -> None:
    sheet = load_workbook(io.BytesIO(unfilled))[FILLED]
    header = next(row for row in sheet.iter_rows() if "编号" in [cell.value for cell in row])
    shown = [cell for cell in header if not sheet.column_dimensions[cell.column_letter].hidden]
    titles = [cell.value for cell in shown]
    frozen = [cell.value for cell in shown if cell.column < sheet[sheet.freeze_panes].column]
    assert frozen == titles[:4] == ["编号", "牵头", "责任主体", "条款原文"]
    assert titles[4:12] == PERIOD and titles[12:17] == YEARLY
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in shown[:12]]
    assert sum(width * CHARACTER + PADDING for width in widths) + BESIDE < SCREEN
    styles = [cell.style for cell in shown]
    assert set(styles[4:12]) == {"header_period"} and set(styles[12:17]) == {"header_year"}


def test_the_star_stands_apart_so_that_a_party_is_one_choice_of_the_filter(unfilled: bytes) -> None:
    book = load_workbook(io.BytesIO(unfilled), data_only=True)
    rows = [{title: cell.value for title, cell in row.items()} for row in cells(book[FILLED], "行标识")]
    assert all(row["责任主体"] == row["主体名称"] for row in rows)
    shared = Counter(row["编号"] for row in rows)
    assert {row["牵头"] for row in rows} == {"★", "—"}
    assert Counter(row["编号"] for row in rows if row["牵头"] == "★") == Counter(
        {duty: 1 for duty, count in shared.items() if count > 1}
    )


@pytest.mark.parametrize("seed", [4])
def test_the_first_sheet_counts_what_is_done_and_names_what_is_late(
    builder: Builder, unfilled: bytes, seed: int
) -> None:
    filled = fill_in(unfilled, seed)
    book = load_workbook(io.BytesIO(made(builder, filled).file("checklist").content), data_only=True)
    assert book.sheetnames[0] == "从这里开始"
    start = [[cell.value for cell in row] for row in book["从这里开始"].iter_rows()]
    rows = [{title: cell.value for title, cell in row.items()} for row in cells(book[FILLED], "行标识")]
    parts = [row for row in rows if row["编号"] not in UMBRELLA]
    done = sum(row[STATE] is not None for row in parts)
    late = [row for row in parts if judged(row).startswith("逾期")]
    said = {str(row[0]): row[1] for row in start}
    assert (said["应填"], said["已填"], said["逾期"]) == (len(parts), done, len(late))
    assert said["完成率"] == f"{int(done / len(parts) * 100 + 0.5)}%"
    assert [row[4] for row in start if row[0] in ("第一步", "第三步")] == [
        f"已填{done}／{len(parts)}",
        f"逾期{len(late)}项",
    ]
    late.sort(key=lambda row: row[DUE] or datetime.datetime(2999, 1, 1))
    listed = [row[1:5] for row in start if row[0] in range(1, 11)]
    assert listed == [[row["编号"], row["条款原文"], row["责任主体"], row["状态判断"]] for row in late[:10]]
    progress = {row["责任主体"].value: row for row in cells(book["进度"], "应填行数") if row["应填行数"].value}
    for party, row in progress.items():
        own = [other for other in parts if party in ("合计", other["主体名称"])]
        share = sum(other[STATE] is not None for other in own) / len(own)
        assert (row["应填行数"].value, row["完成率"].value) == (len(own), pytest.approx(share))
