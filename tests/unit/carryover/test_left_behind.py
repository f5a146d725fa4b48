"""Whatever stands in the last workbook and not in the new one is named, also what no program knows yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation

from cplist.core.findings import Finding
from cplist.pipeline import Built

from .workbooks import (
    FILLED,
    Parts,
    before_end,
    changed,
    edited,
    lead_from_workbook,
    left,
    opened,
    part_of,
    place,
    put,
    xlsx,
)


def dropped(built: Built) -> list[Finding]:
    return [found for found in built.findings if found.rule == "carry-over-dropped"]


def test_of_a_workbook_that_nobody_touched_nothing_is_left(made: Callable[..., Built], first: bytes) -> None:
    again = made(first)
    assert (left(again), xlsx(again) == first) == ([], True)
    assert left(made(edited(first, lambda book: None))) == []


def unknown_extension(parts: Parts) -> None:
    inner = '<q:future sqref="G4:G9"/>'
    xml = f'<extLst><ext uri="{{X}}" xmlns:q="urn:of-tomorrow"><q:futures>{inner}</q:futures></ext></extLst>'
    before_end(parts, part_of(parts, FILLED), xml)


def unknown_part(parts: Parts) -> None:
    lead_from_workbook(parts, "urn:of-tomorrow/hologram", "hologram.xml", b"<h/>", "application/hologram+xml")


def unknown_element_of_the_workbook(parts: Parts) -> None:
    before_end(parts, "xl/workbook.xml", '<extLst><ext uri="{Y}"><q:moods xmlns:q="urn:q"/></ext></extLst>')


def unknown_attribute(parts: Parts) -> None:
    put(parts, "H3", '<c {r}{s} t="str" mood="2"><v>答复</v></c>')


def unknown_look(parts: Parts) -> None:
    styles = parts["xl/styles.xml"].decode()
    count = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0].count("<xf ")
    fonts = styles.partition("<fonts")[2].partition("</fonts>")[0].count("<font>")
    styles = styles.replace("</fonts>", '<font><glow val="3"/><sz val="11"/></font></fonts>')
    styles = styles.replace("</cellXfs>", f'<xf numFmtId="0" fontId="{fonts}" fillId="0" borderId="0"/></cellXfs>')
    parts["xl/styles.xml"] = styles.encode()
    put(parts, "H3", f'<c {{r}} s="{count}" t="str"><v>答复</v></c>')


UNKNOWN: dict[str, tuple[Callable[[Parts], None], str]] = {
    "an extension": (unknown_extension, "履职情况!G4:G9·future"),
    "a part": (unknown_part, "工作簿·hologram"),
    "an element of the workbook": (unknown_element_of_the_workbook, "工作簿·moods"),
    "an attribute": (unknown_attribute, "履职情况!H3·@mood"),
    "a look": (unknown_look, "履职情况!H3·glow"),
}


@pytest.mark.parametrize("name", list(UNKNOWN))
def test_what_no_program_knows_yet_is_named(made: Callable[..., Built], first: bytes, name: str) -> None:
    change, named = UNKNOWN[name]
    built = made(changed(first, change))
    assert named in left(built)
    (found,) = dropped(built)
    assert named in found.arguments["rows"] and found.arguments["file"] == "清单.旧1.xlsx"


def validation(book: Any) -> None:
    rule = DataValidation(type="whole", operator="between", formula1="1", formula2="9")
    rule.add("B4:B7")
    book[FILLED].add_data_validation(rule)


def condition(book: Any) -> None:
    book[FILLED].conditional_formatting.add(
        "B4:B9", FormulaRule(formula=["LEN($B4)>99"], font=Font(color="FF0000"))
    )


KNOWN: dict[str, tuple[Callable[[Any], None], str]] = {
    "a drop-down on a sheet of the program's": (validation, "履职情况!B4:B7·数据验证（下拉列表等）"),
    "a conditional format there": (condition, "履职情况!B4:B9·条件格式"),
    "a thick border": (
        lambda book: setattr(place(book, "备注"), "border", Border(left=Side(style="thick"))),
        "·边框",
    ),
    "a protected sheet": (lambda book: book[FILLED].protection.enable(), "履职情况·工作表保护"),
}


@pytest.mark.parametrize("name", list(KNOWN))
def test_what_people_put_on_the_programs_sheets_is_named_with_its_cells(
    made: Callable[..., Built], first: bytes, name: str
) -> None:
    edit, named = KNOWN[name]

    def with_answer(book: Any) -> None:
        place(book, "备注").value = "答复"
        edit(book)

    (one,) = left(made(edited(first, with_answer)))
    assert named in one


def test_comments_that_came_along_are_not_named(made: Callable[..., Built], first: bytes) -> None:
    def edit(book: Any) -> None:
        place(book, "备注").value = "答复"
        place(book, "备注").comment = Comment("问一问", "张三")

    assert left(made(edited(first, edit))) == []


def test_a_merged_range_whose_rows_all_have_its_value_is_told_of_once(
    made: Callable[..., Built], first: bytes
) -> None:
    def edit(book: Any) -> None:
        book[FILLED]["H3"] = "答复"
        book[FILLED].merge_cells("H3:H5")

    built = made(edited(first, edit))
    assert [opened(xlsx(built))[FILLED][f"H{row}"].value for row in (3, 4, 5)] == ["答复"] * 3
    assert left(built) == []
    assert "carry-over-range" in [found.rule for found in built.findings]


def filtered(book: Any) -> None:
    """Rows 4 and 6 hidden by what the filter is set to."""
    sheet = book[FILLED]
    sheet.auto_filter.ref = "A2:H9"
    sheet.auto_filter.add_filter_column(7, ["答复"])
    for row in (4, 6):
        sheet.row_dimensions[row].hidden = True


def hidden(book: Any) -> None:
    for row in (4, 5, 7):
        book[FILLED].row_dimensions[row].hidden = True


def grouped(book: Any) -> None:
    book[FILLED].row_dimensions.group(4, 5)
    book[FILLED].column_dimensions.group("E", "F")


ROWS: dict[str, tuple[Callable[[Any], None], list[str]]] = {
    "hidden by hand": (hidden, ["履职情况!4:5·隐藏的行", "履职情况!7:7·隐藏的行"]),
    "hidden by a filter": (filtered, ["履职情况!4:6·筛选所隐藏的行"]),
    "grouped": (grouped, ["履职情况!E:F·分级显示（分组）", "履职情况!4:5·分级显示（分组）"]),
}


@pytest.mark.parametrize("name", list(ROWS))
def test_rows_that_the_new_sheet_shows_again_are_named(made: Callable[..., Built], first: bytes, name: str) -> None:
    edit, named = ROWS[name]
    built = made(edited(first, edit))
    assert left(built) == named
    (found,) = dropped(built)
    assert [f"{cell.sheet}!{cell.address}" for cell in found.cells] == [one.partition("·")[0] for one in named]


def test_rows_of_a_sheet_of_ones_own_stay_hidden(made: Callable[..., Built], first: bytes) -> None:
    def edit(book: Any) -> None:
        own = book.create_sheet("我的附表")
        own["A1"], own["A2"] = "一", "二"
        own.row_dimensions.group(1, 2)
        own.row_dimensions[2].hidden = True

    built = made(edited(first, edit))
    assert left(built) == []
    assert opened(xlsx(built))["我的附表"].row_dimensions[2].hidden
