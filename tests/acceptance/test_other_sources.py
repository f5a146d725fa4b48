"""Other rules than the notice in the workbook: rows of their own, which people fill in, and no count has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, Build, Builds, Cplist
from .reading import Book

pytestmark = pytest.mark.slow

OUTLET = ROOT / "profiles" / "outlet.yaml"
SHEET, ASSESSMENT = "依据其他规定", "监管评价要素"
KEY, STATE, REMARK, REVIEW = "行标识", "本期状态", "备注", "待复核"
VERIFIED = "\nsources: {complaints: 2026年11月20日核实}\n"


@pytest.fixture
def filled(build: Builds, tmp_path: Path) -> Build:
    """An outlet's workbook, with answers in two rows of the other sources."""
    made = build.start(OUTLET, tmp_path / "out")
    book = Book(made.path("checklist"))
    for number, row in enumerate(book.cells(SHEET, KEY)):
        if number < 2:
            row[STATE].value, row[REMARK].value = "办理中", f"{row[KEY].value}的备注"
    book.save()
    return made


def answers(path: Path) -> dict[str, str]:
    return {row[KEY]: row[REMARK] for row in Book(path).rows(SHEET, KEY) if row[REMARK]}


def test_each_row_names_its_source_and_that_it_is_not_verified(build: Builds) -> None:
    rows = Book(build.once(OUTLET).path("checklist")).rows(SHEET, KEY)
    assert len(rows) >= 5
    assert all(row["依据"].startswith("《") and row["核实情况"] == "待核" for row in rows)
    assert not {row["编号"] for row in rows} & {
        row["编号"] for row in Book(build.once(OUTLET).path("checklist")).rows("责任清单")
    }


def test_answers_stay_in_their_rows_when_a_source_was_verified(
    filled: Build, cplist: Cplist, profile: Callable[..., Path], tmp_path: Path
) -> None:
    before = answers(filled.path("checklist"))
    assert len(before) == 2
    said = cplist("build", profile(OUTLET, more=VERIFIED), "--only", "checklist", "-o", tmp_path / "out")
    assert said.status == 0, said.err
    assert answers(filled.path("checklist")) == before
    rows = {row[KEY]: row for row in Book(filled.path("checklist")).rows(SHEET, KEY)}
    assert {row["核实情况"] for key, row in rows.items() if key.startswith("ts-")} == {
        "已核实（2026年11月20日核实）"
    }
    assert not [row for row in rows.values() if row[REVIEW]]


def test_answers_follow_who_bears_the_row_now_and_the_row_says_so(
    filled: Build, cplist: Cplist, profile: Callable[..., Path], tmp_path: Path
) -> None:
    """The outlet's officer has another id and another post."""
    before = answers(filled.path("checklist"))
    renamed = profile(OUTLET, ("officer", "clerk"), ("消保专员", "消保联系人"))
    said = cplist("build", renamed, "--only", "checklist", "-o", tmp_path / "out")
    assert said.status == 0, said.err
    rows = {row[KEY]: row for row in Book(filled.path("checklist")).rows(SHEET, KEY)}
    assert sorted(row[REMARK] for row in rows.values() if row[REMARK]) == sorted(before.values())
    assert rows["ts-01|clerk"][REMARK] == "ts-01|officer的备注"
    assert rows["ts-01|clerk"][REVIEW] == "责任主体原为“消保专员”"


def test_neither_coverage_nor_a_collection_counts_them(filled: Build, cplist: Cplist, tmp_path: Path) -> None:
    duties = cplist("coverage", OUTLET, "--json").data["duties"]
    assert len(duties) == 177
    book = Book(filled.path("checklist"))
    collected = cplist("collect", tmp_path / "out", "-o", tmp_path / "all", "--on", "2026-12-31", "--json").data
    (institution,) = collected["institutions"]
    rows = [row["key"] for row in institution["rows"]]
    assert rows == [row[KEY] for row in book.rows("履职情况")]
    assert not [row for row in institution["rows"] if row["kind"] not in ("blank", "summed")]
    assert collected["problems"] == []
    assert {duty["id"] for duty in collected["duties"]} <= {duty["id"] for duty in duties}


def test_the_assessment_stands_there_if_the_profile_asks(
    build: Builds, profile: Callable[..., Path], tmp_path: Path
) -> None:
    assert ASSESSMENT not in Book(build.once(OUTLET).path("checklist")).xlsx.sheetnames
    asked = profile(OUTLET, ("\ndocument:\n", "\ndocument:\n  assessment: true\n"))
    sheet = Book(build(asked, tmp_path / "asked", "--only", "checklist").path("checklist")).xlsx[ASSESSMENT]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    elements = ("体制机制", "适当性管理", "营销行为管理", "纠纷化解", "金融教育", "消费者服务", "个人信息保护")
    assert [name for name in elements if not any(text.startswith(f"{name}（权重") for text in texts)] == []
    assert "待核" in texts[1]
    assert texts.count("通知没有直接对应的事项") == 2
