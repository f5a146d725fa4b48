"""A client changes checklist.yaml alone: columns, choices, sheets, charts; the old answers come along."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cplist.carryover.previous import Previous
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pack.pack import open_pack
from cplist.pipeline import Built, build
from cplist.workspace.batch import Builder

from .conftest import ROOT

pytestmark = pytest.mark.slow

SHIPPED = ROOT / "templates" / "shandong-2022-1"
PROFILE = ROOT / "profiles" / "village-bank.yaml"
PROOF = "佐证（名称、文号、日期、存放处）"
FILLED, KEY, STATE, REMARK = "履职情况", "行标识", "本期状态", "备注"
REMARK_NOW, INSTRUCTION, OPINION = "备注（分管领导可填）", "分管领导批示", "复核意见"
OWN_SHEET = """\
  - name: 董事会报告用表
    title: '{{ short_name }}向董事会报告的事项'
    rows: 'item in duties if item.kind == "obligation" and item.trigger_id == "periodic"'
    fields:
      - {name: 报告期, value: '"2026年度"', format: filled, hint: 请填写报告期。}
    charts:
      - {title: 事项的字数, stacked: 'true', categories: 编号, series: [字数]}
    columns:
      - {title: 编号, key: key, width: 9, value: item.id}
      - {title: 事项, width: 40, value: item.text}
      - {title: 字数, width: 8, format: computed, formula: 'LEN([事项])', total: sum}
      - {title: 报告情况, width: 30, format: filled, filled_in: 'true', choices: reported}
"""
JUDGED, CHART = "      - title: 状态判断\n", "      - {title: 各责任主体的进度"
CHANGES = [
    (f"{{title: {REMARK}, width: 12,", f"{{title: {REMARK_NOW}, key: {REMARK}, width: 16,"),
    (JUDGED, f"      - {{title: {INSTRUCTION}, width: 20, filled_in: 'true'}}\n{JUDGED}"),
    (
        "      - {title: 建议频次, final_title: 采用的频次, width: 12,"
        " format: suggestion, value: 'pair.duty.advice.frequency if document.draft"
        ' else pair.duty.adopted.frequency or "—"\'}\n',
        "",
    ),
    (f"      - {{title: {OPINION}, width: 14, format: filled, filled_in: 'true', header: header_period}}\n", ""),
    ("periodic: [按期, 逾期, 未到期]", "periodic: [按期, 提前, 逾期, 未到期]"),
    ("closed: [已建立, 按期,", "closed: [已建立, 按期, 提前,"),
    ("  whose: [本机构自定, 采用建议]", "  whose: [本机构自定, 采用建议, 上级规定]\n  reported: [已报告, 未报告]"),
    ("  - name: 变更记录\n", f"{OWN_SHEET}  - name: 变更记录\n"),
    (CHART, f"      - {{title: 未填报, stacked: 'true', categories: 责任主体, series: [未填报]}}\n{CHART}"),
]


def client_pack(folder: Path) -> str:
    """The shipped pack as a client changed it, two columns in another order; its path."""
    shutil.copytree(SHIPPED, folder / "ours")
    file = folder / "ours" / "checklist.yaml"
    text = file.read_text("utf-8")
    for old, new in CHANGES:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    lines = text.split("\n")
    starts = [f"- {{title: {title}," for title in (PROOF, "复核日期")]
    first, second = (next(n for n, line in enumerate(lines) if start in line) for start in starts)
    lines[first], lines[second] = lines[second], lines[first]
    file.write_text("\n".join(lines), "utf-8")
    return str(folder / "ours")


def made(builder: Builder, name: str, over: bytes = b"") -> Built:
    profile = builder.profile(str(PROFILE))
    pack = open_pack(name)
    previous = Previous(over, "清单.xlsx", "清单.旧1.xlsx") if over else None
    return build(Inputs(profile, pack, previous_workbook=previous, request=Request(("checklist",))))


def rows(book: Any, sheet: str = FILLED, key: str = KEY) -> dict[str, dict[str, Any]]:
    """The cells of a sheet's rows by key, then by title."""
    lines = list(book[sheet].iter_rows())
    header = next(number for number, line in enumerate(lines) if key in [cell.value for cell in line])
    titles = [cell.value for cell in lines[header]]
    found = [dict(zip(titles, line, strict=True)) for line in lines[header + 1 :]]
    return {str(row[key].value): row for row in found if row[key].value}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any, Built]:
    """The old workbook, filled in; the new one by the client's pack over it; that build."""
    builder, pack = Builder(), client_pack(tmp_path_factory.mktemp("packs"))
    old = openpyxl.load_workbook(io.BytesIO(made(builder, SHIPPED.name).file("checklist").content))
    for number, row in enumerate(rows(old).values()):
        row[REMARK].value, row[OPINION].value = f"备注{number}", f"意见{number}"
        row[PROOF].value = f"佐证{number}"
        if row["状态选项"].value == "choice_periodic":
            row[STATE].value = "按期"
    stream = io.BytesIO()
    old.save(stream)
    built = made(builder, pack, stream.getvalue())
    return old, openpyxl.load_workbook(io.BytesIO(built.file("checklist").content)), built


def test_every_answer_stands_in_its_row_under_the_new_titles(books: tuple[Any, Any, Built]) -> None:
    before, after = rows(books[0]), rows(books[1])
    assert list(before) == list(after)
    titles = {STATE: STATE, REMARK: REMARK_NOW, PROOF: PROOF}
    for key, row in before.items():
        if row["状态选项"].value:
            assert {t: row[t].value for t in titles} == {t: after[key][new].value for t, new in titles.items()}


def test_answers_of_a_column_that_was_dropped_stay_and_are_named(books: tuple[Any, Any, Built]) -> None:
    after = rows(books[1])
    assert [row[OPINION].value for row in after.values()] == [f"意见{n}" for n in range(len(after))]
    assert any(OPINION in str(f.arguments) for f in books[2].findings)


def test_columns_stand_as_the_client_has_them(books: tuple[Any, Any, Built]) -> None:
    titles = list(next(iter(rows(books[1]).values())))
    assert INSTRUCTION in titles and "建议频次" not in titles and REMARK not in titles
    assert titles.index("复核日期") < titles.index(PROOF)


def test_a_new_choice_can_be_chosen_and_counts_as_done(books: tuple[Any, Any, Built]) -> None:
    lists = {row[0].value: [cell.value for cell in row[1:] if cell.value] for row in books[1]["选项"].iter_rows()}
    assert lists["periodic"] == ["按期", "提前", "逾期", "未到期"]
    assert "提前" in lists["closed"] and "上级规定" in lists["whose"]
    assert "提前" in [cell.value for row in books[1]["进度"].iter_rows() for cell in row]


def test_the_sheet_of_the_clients_own_and_its_charts_are_there(books: tuple[Any, Any, Built]) -> None:
    own = rows(books[1], "董事会报告用表", "编号")
    assert own and all(cell["字数"].value.startswith("=LEN(") for cell in own.values() if cell["字数"].value)
    values = openpyxl.load_workbook(io.BytesIO(books[2].file("checklist").content), data_only=True)
    assert all(r["字数"].value == len(r["事项"].value) for r in rows(values, "董事会报告用表", "编号").values())
    assert (len(books[1]["董事会报告用表"]._charts), len(books[1]["进度"]._charts)) == (1, 2)
