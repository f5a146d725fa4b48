"""Answers as people type them, merge them and copy their sheets: what is meant is counted once, in its place."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from cplist.carryover.answers.unfit import unfit
from cplist.carryover.carry_over import carry_over
from cplist.carryover.plan import RemarkKind
from cplist.carryover.previous import CarryOver, Previous
from cplist.carryover.record import recorded
from cplist.core.workbook import LONGEST_TEXT, Column, Format, Formula, Sheet, Workbook, length
from cplist.writers.excel.workbook import write_xlsx

FORMATS = {name: Format(name) for name in ("title", "note", "header", "banner", "text", "filled")}
OURS = (Column("key", "行标识", 4, hidden=True), Column("编号", "编号", 8), Column("频次", "频次", 8))
UNSEEN = Column("范围", "范围", 4, hidden=True)
THEIRS = (
    Column("状态", "状态", 9, "filled", filled_in=True, choices="state"),
    Column("措施", "措施", 20, "filled", filled_in=True),
    Column("经办", "经办", 9, "filled", filled_in=True),
)
FURTHER = tuple(Column(title, title, 9, "filled", filled_in=True) for title in ("甲", "乙", "丙"))
WORDS = ("按期", "未开展（不考核）")


def workbook() -> Workbook:
    """Two sheets to fill in, of which the smaller has titles of the larger only."""
    larger, smaller = (*OURS, *THEIRS, *FURTHER), (*OURS, *THEIRS)
    sheets = tuple(
        Sheet(name, name, columns, tuple((f"{n}|a", str(n), "", *[""] * (len(columns) - 3)) for n in (1, 2, 3)))
        for name, columns in (("履职情况", larger), ("其他", smaller))
    )
    made = Workbook(sheets, FORMATS, {"state": WORDS}, "甲银行", "清单", {"cplist.institution": "甲银行"})
    return replace(made, record=recorded(made, ()))


def carried(edit: Callable[[Any], None], made: Callable[[], Workbook] = workbook) -> CarryOver:
    book = load_workbook(io.BytesIO(write_xlsx(made(), "", "", "")))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return carry_over(Previous(stream.getvalue(), "清单.xlsx", "清单.旧1.xlsx"), made())


def row(made: CarryOver, number: int = 0, sheet: int = 0) -> dict[str, Any]:
    assert made.workbook is not None
    found = made.workbook.sheets[sheet]
    return {
        column.title: value
        for column, value in zip(found.columns, found.rows[number], strict=True)
        if value != "" and column.filled_in
    }


def rules(made: CarryOver) -> set[str]:
    return {one.rule for one in made.findings}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("按期 ", "按期"),
        ("\u3000按 期", "按期"),
        ("按期\u200b\n", "按期"),
        ("未开展(不考核)", "未开展（不考核）"),
        ("未开展（不考核） ", "未开展（不考核）"),
    ],
)
def test_a_word_with_other_blanks_or_of_another_width_is_the_choice(typed: str, meant: str) -> None:
    def edit(book: Any) -> None:
        book["履职情况"]["D3"] = typed

    made = carried(edit)
    assert row(made) == {"状态": meant}
    assert "carry-over-unfit" not in rules(made)
    (placed,) = made.plan.explain("履职情况!D3")
    assert placed.written == meant


@pytest.mark.parametrize("typed", ["按期完成", "是", "100%"])
def test_another_word_stays_as_it_was_typed_and_is_named(typed: str) -> None:
    def edit(book: Any) -> None:
        book["履职情况"]["D3"] = typed

    made = carried(edit)
    assert row(made) == {"状态": typed}
    assert "carry-over-unfit" in rules(made)


@pytest.mark.parametrize(
    ("column", "given", "named"),
    [("状态", "按期", False), ("状态", "#N/A", True), ("日期", 46112, False), ("日期", "年底", True)],
)
def test_what_a_formula_gives_is_held_to_its_column_too(column: str, given: Any, named: bool) -> None:
    columns = (
        Column("状态", "状态", 9, filled_in=True, choices="state"),
        Column("日期", "日期", 9, filled_in=True, date=True),
    )
    cells = tuple(Formula("=A1", given) if one.title == column else "" for one in columns)
    made = Workbook((Sheet("表", "表", columns, (cells,)),), FORMATS, {"state": WORDS}, "", "")
    assert [one.value for one in unfit(made)] == [given] * named


def test_blanks_of_a_text_are_a_persons() -> None:
    def edit(book: Any) -> None:
        book["履职情况"]["E3"] = " 按 期 "

    assert row(carried(edit)) == {"措施": " 按 期 "}


def test_a_copy_is_one_of_the_sheet_that_it_is_most_like() -> None:
    """The other sheet shares its titles: nothing of the copy is held against that one."""

    def edit(book: Any) -> None:
        for name, cell in (("履职情况", "E3"), ("其他", "E4")):
            copied = book.copy_worksheet(book[name])
            copied.title = f"{name} (2)"
            copied[cell] = "在副本上写的"

    remarks = carried(edit).plan.remarked(RemarkKind.SECOND)
    assert [(one.detail, one.sheet, one.name, [cell.address for cell in one.cells]) for one in remarks] == [
        ("履职情况", "履职情况 (2)", "1|a", ["E3"]),
        ("其他", "其他 (2)", "2|a", ["E4"]),
    ]


def test_a_copy_of_one_sheet_is_not_taken_for_another_that_is_gone() -> None:
    def edit(book: Any) -> None:
        copied = book.copy_worksheet(book["履职情况"])
        copied.title, copied["E3"] = "履职情况 (2)", "在副本上写的"
        del book["其他"]

    made = carried(edit)
    assert [one.sheet for one in made.plan.remarked(RemarkKind.MISSING)] == ["其他"]
    assert row(made, sheet=1) == {}


@pytest.mark.parametrize("merged", ["C3:D3", "C3:E3", "C3:D4"])
def test_what_is_merged_over_columns_counts_in_the_first_that_people_fill_in(merged: str) -> None:
    """The value stands in the range's first cell, which is the program's."""

    def edit(book: Any) -> None:
        book["履职情况"]["C3"] = "按期"
        book["履职情况"].merge_cells(merged)

    made = carried(edit)
    assert row(made) == {"状态": "按期"}
    assert row(made, 1) == ({"状态": "按期"} if merged.endswith("4") else {})
    (remark,) = made.plan.remarked(RemarkKind.RANGE)
    assert [(cell.address, cell.now_address) for cell in remark.cells] == [(merged, "D3")]
    (placed,) = made.plan.explain("履职情况!C3")
    assert str(placed.target) == "履职情况!D3"
    assert made.plan.listed == 0


@pytest.mark.parametrize("character", ["长", "𠀀"])
def test_a_text_that_no_cell_holds_is_cut_there_and_listed_whole(character: str) -> None:
    """openpyxl and others write what Excel takes for damage; characters beyond the first plane count twice."""
    text = "".join(f"{number:06}{character}" for number in range(12_000))

    def edit(book: Any) -> None:
        for cell in ("E3", "B4"):  # an answer, and a cell of the program's
            book["履职情况"][cell]._value = text

    made = carried(edit)
    assert made.workbook is not None
    answer = str(row(made)["措施"])
    assert text.startswith(answer.partition("……")[0]) and answer.endswith("全文见“冲突”）")
    lines = [line for sheet in made.workbook.sheets if sheet.lines == "conflicts" for line in sheet.rows]
    for key, column in (("1|a", "措施"), ("2|a", "编号")):
        assert "".join(str(line[5]) for line in lines if line[2] == key and line[4] == column) == text
    values = [value for sheet in made.workbook.sheets for line in sheet.rows for value in line]
    assert max(length(str(value)) for value in values) <= LONGEST_TEXT
    assert "carry-over-cut" in rules(made)
    assert made.plan.found == made.plan.carried + made.plan.listed == 2


def with_unseen() -> Workbook:
    """A sheet with a second column that users don't see, which is blank in its last row."""
    columns = (*OURS, *THEIRS, UNSEEN)
    rows = tuple((f"{n}|a", str(n), "", "", "", "", f"|{n}|" if n < 3 else "") for n in (1, 2, 3))
    sheet = Sheet("履职情况", "履职情况", columns, rows)
    made = Workbook((sheet,), FORMATS, {"state": WORDS}, "甲银行", "清单", {"cplist.institution": "甲银行"})
    return replace(made, record=recorded(made, ()))


@pytest.mark.parametrize(("unseen", "listed"), [(None, 0), ("人写的", 1)])
def test_sorting_what_is_seen_changes_nothing_that_is_not(unseen: str | None, listed: int) -> None:
    """The hidden columns stay where they are; what a person wrote into one is listed."""

    def edit(book: Any) -> None:
        sheet = book["履职情况"]
        sheet["E3"] = "措施一"
        for column in "BCDEF":
            sheet[f"{column}3"].value, sheet[f"{column}5"].value = (
                sheet[f"{column}5"].value,
                sheet[f"{column}3"].value,
            )
        if unseen:
            sheet["G4"] = unseen

    made = carried(edit, with_unseen)
    assert row(made) == {"措施": "措施一"}
    assert made.plan.listed == listed
    assert "carry-over-rekeyed" in rules(made)


def test_what_is_merged_over_columns_to_fill_in_counts_in_the_first() -> None:
    def edit(book: Any) -> None:
        book["履职情况"]["E3"] = "同一件事"
        book["履职情况"].merge_cells("E3:F3")

    made = carried(edit)
    assert row(made) == {"措施": "同一件事"}
    assert [cell.now_address for one in made.plan.remarked(RemarkKind.RANGE) for cell in one.cells] == ["E3"]
