"""Forms as people fill them in: texts as they type them, mistakes at their cells."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from cplist.core.findings import Finding, FindingsError
from cplist.form.convert import as_form, blank_form
from cplist.form.read import document_of, read_form
from cplist.form.sheets import SeenSheet, seen_sheets
from cplist.profile.profile import read_profile
from cplist.yamldoc.document import Document

DATA: dict[str, Any] = {
    "schema": "1",
    "institution": {
        "name": "示例经纪有限公司",
        "short_name": "示例经纪",
        "type": "insurance_intermediary",
        "tier": "legal_entity",
    },
    "levels": [{"tier": "legal_entity", "name": "总公司"}, {"tier": "outlet", "name": "营业部"}],
    "leaders": [
        {"id": "gm", "post": "总经理", "roles": ["chief"]},
        {"id": "vp", "post": "副总经理", "roles": ["cp_deputy", "other"], "oversees": ["cp", "sales"]},
    ],
    "departments": [
        {"id": "cp", "name": "客户服务部", "lines": ["back"], "functions": ["cp_lead", "complaints"]},
        {"id": "sales", "name": "业务部", "lines": ["front"], "functions": ["marketing"]},
    ],
}
NAMES = {"options": {"handover": "办理交接"}, "own_rules": {"review": "审查制度"}}
Fill = Callable[[Any], None]
Change = Callable[[str, bytes], bytes]
"""A part's name and content → what stands there instead."""


@cache
def form() -> bytes:
    """The form of that profile."""
    return as_form(Document("p.yaml", DATA), NAMES)[0]


@cache
def sheets() -> tuple[SeenSheet, ...]:
    return tuple(seen_sheets(form(), "f.xlsx"))


def at(sheet: SeenSheet, mark: str, row: int) -> tuple[int, int]:
    """The cell to fill in, from 0: of a line's column with that mark, or of the line with it."""
    for (line, column), text in sheet.texts.items():
        if line == 0 and column > 0 and text == mark:
            return row - 1, column
    return next((line, 2) for (line, column), text in sheet.texts.items() if column == 0 and text == mark)


def typed_in(*cells: tuple[str, str, int, str | None]) -> list[SeenSheet]:
    """The sheets of the form, after somebody has typed those texts: sheet, mark, row, text."""
    changed = {sheet.name: dict(sheet.texts) for sheet in sheets()}
    by_name = {sheet.name: sheet for sheet in sheets()}
    for name, mark, row, text in cells:
        changed[name].pop(at(by_name[name], mark, row), None)
        if text:
            changed[name][at(by_name[name], mark, row)] = text
    return [replace(sheet, texts=changed[sheet.name]) for sheet in sheets()]


def read(*cells: tuple[str, str, int, str | None]) -> tuple[Document, list[Finding]]:
    return document_of(typed_in(*cells), "f.xlsx")


def filled(fill: Fill) -> tuple[Any, list[Finding]]:
    """A form's data, after somebody has worked on it with openpyxl."""
    book = load_workbook(io.BytesIO(form()))
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return read_form(stream.getvalue(), "f.xlsx")


def cell_of(sheet: Worksheet, mark: str, row: int = 6) -> Any:
    """The cell to fill in: of a line's column with that mark, or of the line with it."""
    for cell in sheet[1]:
        if cell.value == mark:
            return sheet.cell(row, cell.column)
    return next(
        sheet.cell(line[0].row, 3) for line in sheet.iter_rows(min_col=1, max_col=1) if line[0].value == mark
    )


@pytest.mark.parametrize(
    ("sheet", "mark", "typed", "path", "value"),
    [
        ("机构", "type", " 保险专业中介机构　", ("institution", "type"), "insurance_intermediary"),
        ("机构", "type", "insurance_intermediary", ("institution", "type"), "insurance_intermediary"),
        ("机构", "name", "　示例保险经纪有限公司 ", ("institution", "name"), "示例保险经纪有限公司"),
        ("机构", "superior.counts_as_superior", "否", ("institution", "superior", "counts_as_superior"), "false"),
        ("机构", "also=tier1_branch", "√", ("institution", "also"), ["tier1_branch"]),
        ("机构", "also=tier1_branch", "x", ("institution", "also"), ["tier1_branch"]),
        ("文件", "date", "２０２６年12月1日", ("document", "date"), "2026-12-01"),
        ("文件", "date", "2026/12/1", ("document", "date"), "2026-12-01"),
        ("文件", "cover", "是", ("document", "cover"), "true"),
        ("文件", "interpreter", "ｃｐ", ("document", "interpreter"), "cp"),
        ("文件", "interpreter", "cp（客户服务部）", ("document", "interpreter"), "cp"),
        ("文件", "interpreter", "客户服务部", ("document", "interpreter"), "cp"),
        ("层级", "count", " 6", ("levels", 0, "count"), "6"),
        ("层级", "count", "６", ("levels", 0, "count"), "6"),
        ("责任书", "year", "２０２７", ("letters", "year"), "2027"),
        ("负责人", "oversees", "客户服务部，业务部", ("leaders", 0, "oversees"), ["cp", "sales"]),
        ("负责人", "oversees", "cp sales", ("leaders", 0, "oversees"), ["cp", "sales"]),
        ("负责人", "oversees", "无", ("leaders", 0, "oversees"), []),
        ("负责人", "letter", "√", ("leaders", 0, "letter"), "none"),
        ("部门", "functions=risk", "是", ("departments", 0, "functions"), ["cp_lead", "complaints", "risk"]),
        ("部门", "functions=*", "claims", ("departments", 0, "functions"), ["cp_lead", "complaints", "claims"]),
        ("部门", "functions=risk", "否", ("departments", 0, "functions"), ["cp_lead", "complaints"]),
        ("本机构制度", "id", "review（审查制度）", ("own_rules", 0, "id"), "review"),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(
    sheet: str, mark: str, typed: str, path: Any, value: object
) -> None:
    document, findings = read((sheet, mark, 6, typed))
    found = document.data
    for step in path:
        found = found[step]
    assert (found, findings) == (value, [])


def test_what_excel_makes_of_what_is_typed_is_read_as_it_shows() -> None:
    def fill(book: Any) -> None:
        paper, own = book["文件"], book["机构"]
        cell_of(paper, "date").value = datetime.date(2026, 12, 1)
        for mark, number, code in (("number", 1.1, "0.00"), ("title", 7, "000"), ("heading", 1.1, "General")):
            cell_of(paper, mark).value, cell_of(paper, mark).number_format = number, code
        cell_of(paper, "approval").value = datetime.date(2026, 11, 20)
        cell_of(paper, "approval").number_format = 'yyyy"年"m"月"d"日"'
        cell_of(own, "superior.counts_as_superior").value = True
        cell_of(book["层级"], "count").value = 6
        cell_of(book["责任书"], "year").value = 2027.0

    document, findings = filled(fill)
    paper = document.data["document"]
    assert paper == {
        "number": "1.10",
        "date": "2026-12-01",
        "title": "007",
        "approval": "2026年11月20日",
        "heading": "1.1",
    }
    assert document.data["institution"]["superior"] == {"counts_as_superior": "true"}
    assert (document.data["levels"][0]["count"], document.data["letters"]["year"]) == ("6", "2027")
    assert findings == []


def test_an_optional_item_is_decided_on_the_line_that_proposes_it() -> None:
    document, findings = read(("可选内容", ".", 6, "删去"))
    assert (document.data["options"], findings) == ({"handover": "drop"}, [])
    undecided, _ = read()
    assert "options" not in undecided.data


def test_lines_that_are_left_blank_are_passed_over() -> None:
    law = (("部门", "id", 12, "law"), ("部门", "name", 12, "法务部"), ("部门", "lines=back", 12, "✓"))
    document, findings = read(*law, ("部门", "lines=front", 14, "否"))
    assert [one["id"] for one in document.data["departments"]] == ["cp", "sales", "law"]
    assert document.place(("departments", 2, "name")).within == "部门!C12"
    assert findings == []


def test_what_is_merged_down_a_column_counts_in_each_line() -> None:
    def fill(book: Any) -> None:
        sheet = book["机构种类"]
        for row, id_ in ((6, "a"), (7, "b")):
            cell_of(sheet, "id", row).value, cell_of(sheet, "name", row).value = id_, f"{id_}部"
        parent = cell_of(sheet, "^")
        parent.value = "营业网点"
        sheet.merge_cells(start_row=6, end_row=7, start_column=parent.column, end_column=parent.column)

    document, findings = filled(fill)
    assert document.data["levels"][1]["kinds"] == [{"id": "a", "name": "a部"}, {"id": "b", "name": "b部"}]
    assert findings == []


def test_sorted_columns_and_lines_are_read_alike() -> None:
    def fill(book: Any) -> None:
        sheet = book["负责人"]
        for row in (6, 7):  # a column of their own in front, a line of their own between
            sheet.cell(row, 60).value = "备注"
        sheet.insert_cols(3)
        sheet.insert_rows(7)

    document, findings = filled(fill)
    assert document.data["leaders"] == DATA["leaders"]
    assert {(one.rule, one.location.cell) for one in findings if one.location} == {
        ("form-cell-unread", "BI6"),
        ("form-cell-unread", "BI8"),
    }


SLIPS = [
    ("机构", "type", "银行", 6, "profile-not-allowed"),
    ("机构", "name", None, 6, "profile-missing-key"),
    ("层级", "count", "六家", 6, "profile-wrong-count"),
    ("负责人", "post", None, 7, "profile-missing-key"),
    ("负责人", "post", "副总\n经理", 7, "profile-line-end"),
    ("负责人", "post", "副总经理,董事", 7, "profile-half-width"),
    ("负责人", "oversees", "cp、slaes", 7, "profile-unknown-department"),
    ("负责人", "roles=other", "x", 7, "form-unclear-tick"),
    ("负责人", "roles=other", "也许", 7, "form-unclear-tick"),
    ("负责人", "roles=", "√", 7, "form-nothing-and-ticks"),
    ("部门", "id", "gm", 7, "profile-id-twice"),
    ("部门", "id", "业务", 7, "profile-wrong-id"),
    ("文件", "date", "2026-02-30", 6, "profile-impossible-day"),
    ("文件", "interpreter", "nobody", 6, "profile-unknown-department"),
    ("机构种类", "name", "直属营业部", 6, "form-unknown-parent"),
    ("可选内容", ".", "某些文字", 7, "form-no-key"),
    ("上级集中的职能", "what", "一部分", 6, "profile-missing-key"),
    ("议事机构", "meetings", "每季度一次", 6, "profile-missing-key"),
]


ELSEWHERE = {"机构种类": "^", "可选内容": "#", "上级集中的职能": "function", "议事机构": "name"}
"""Sheet → the column of what is missing where the slip stands in another one."""


def check(sheets_: list[SeenSheet]) -> list[Finding]:
    return list(read_profile(b"", "f.xlsx", read=lambda _, name: document_of(sheets_, name)).findings)


@pytest.mark.parametrize(("sheet", "mark", "typed", "row", "rule"), SLIPS)
def test_each_mistake_is_found_at_its_cell(sheet: str, mark: str, typed: str | None, row: int, rule: str) -> None:
    seen = next(one for one in sheets() if one.name == sheet)
    place = seen.at(*at(seen, ELSEWHERE.get(sheet, mark), row))
    found = check(typed_in((sheet, mark, row, typed)))
    assert [one.location for one in found if one.rule == rule] == [place]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_sheets() -> None:
    slips = [("机构", "type", 6, "银行"), ("层级", "count", 6, "六家"), ("负责人", "post", 7, None)]
    slips += [("负责人", "roles=other", 6, "？"), ("部门", "id", 7, "业务"), ("文件", "date", 6, "2026-02-30")]
    found = check(typed_in(*slips))
    assert [str(one.location) for one in found] == [
        *("f.xlsx:机构!C7", "f.xlsx:层级!D6", "f.xlsx:负责人!G6", "f.xlsx:负责人!C7", "f.xlsx:部门!B7"),
        "f.xlsx:文件!C5",
    ]


def test_formulas_without_a_value_and_errors_are_told_at_their_cells() -> None:
    def fill(book: Any) -> None:
        cell_of(book["负责人"], "name").value = "=VLOOKUP(A1,B1:C9,2)"
        cell_of(book["负责人"], "name", 7).value = "#REF!"

    _, findings = filled(fill)
    assert [(one.rule, one.location and one.location.within) for one in findings] == [
        ("form-no-value", "负责人!D6"),
        ("form-no-value", "负责人!D7"),
    ]


def test_a_second_sheet_of_a_kind_and_sheets_of_their_own_are_named() -> None:
    def fill(book: Any) -> None:
        book.copy_worksheet(book["部门"])
        book.create_sheet("草稿")["B2"] = "想法"
        book["负责人"]["B6"].comment = Comment("待定", "甲")
        book["责任书"].delete_rows(1)

    _, findings = filled(fill)
    assert sorted((one.rule, one.location.sheet) for one in findings if one.location) == [
        ("form-comments", "负责人"),
        ("form-sheet-damaged", "责任书"),
        ("form-sheet-twice", "部门 Copy"),
        ("form-sheet-unread", "草稿"),
    ]


def test_a_sheet_that_was_deleted_is_as_if_nothing_stood_on_it() -> None:
    document, findings = document_of([one for one in sheets() if one.name != "自行确定"], "f.xlsx")
    assert (document.data, findings) == (DATA, [])


def test_a_blank_form_asks_for_what_every_profile_has() -> None:
    profile = read_profile(blank(), "f.xlsx", read=read_form)
    assert [(one.path, one.location and one.location.within) for one in profile.findings] == [
        ("institution.name", "机构!C4"),
        ("institution.short_name", "机构!C5"),
        ("institution.type", "机构!C7"),
        ("institution.tier", "机构!C8"),
        ("levels", "层级!B6"),
        ("leaders", "负责人!B6"),
        ("departments", "部门!B6"),
    ]


@cache
def blank() -> bytes:
    return blank_form(NAMES)


def hostile(change: Change) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"PK\x03\x04", "workbook-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook-xls"),
        (b"a,b\n", "workbook-format"),
        (
            lambda name, part: part + b" " * 70_000_000 if name.endswith("sheet1.xml") else part,
            "workbook-too-large",
        ),
        (
            lambda name, part: b"<!DOCTYPE a>" + part if name.endswith("sheet1.xml") else part,
            "workbook-unreadable",
        ),
        (lambda name, part: part[:-20] if name.endswith("sheet2.xml") else part, "form-unreadable"),
        (lambda name, part: part.replace(b"cplist.form:", b""), "form-not-ours"),
    ],
)
def test_what_is_no_form_is_refused(content: bytes | Change, rule: str) -> None:
    with pytest.raises(FindingsError) as raised:
        read_form(content if isinstance(content, bytes) else hostile(content), "f.xlsx")
    assert [one.rule for one in raised.value.findings] == [rule]
    assert raised.value.findings[0].location is not None
