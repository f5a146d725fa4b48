"""Workbooks as many programs write them, in hand-made XML: what a reader sees is what is read, and nothing but a
damaged part with cells in it costs an answer."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping

import pytest

from cplist.carryover.grid import Grid
from cplist.carryover.last_workbook import RefusedError, read_book
from cplist.carryover.previous import Previous
from cplist.carryover.reading.kinds import refusal
from cplist.carryover.reading.parts import moment
from cplist.core.workbook import Formula

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DAY = datetime.datetime(2026, 12, 31)
SERIAL = 46387


def workbook(sheet: str, more: Mapping[str, str] | None = None, about: str = "") -> bytes:
    """A workbook of one sheet; `about` stands before its list of sheets."""
    leads = (
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/one.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/styles" Target="/xl/styles.xml"/>'
        f'<Relationship Id="r3" Type="{RELATIONS}/sharedStrings" Target="strings.xml"/>'
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" '
        f'Type="{RELATIONS}/officeDocument" Target="/xl/book.xml"/></Relationships>',
        "xl/book.xml": f'<x:workbook xmlns:x="{MAIN}" xmlns:q="{RELATIONS}">{about}'
        '<x:sheets><x:sheet name="表" sheetId="1" q:id="r1"/></x:sheets></x:workbook>',
        "xl/_rels/book.xml.rels": f'<Relationships xmlns="{PACKAGE}">{leads}</Relationships>',
        "xl/worksheets/one.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        **(more or {}),
    }
    return packed(parts)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def grid(content: bytes) -> Grid:
    return read_book(Previous(content, "表.xlsx", "表.旧1.xlsx")).sheets["表"]


def rows(sheet: str, more: Mapping[str, str] | None = None, about: str = "") -> tuple[tuple[object, ...], ...]:
    return grid(workbook(f"<sheetData>{sheet}</sheetData>", more, about)).rows


def formats(*numbers: int, own: str = "") -> dict[str, str]:
    """A part of styles with a cell format for each number format."""
    cells = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
    return {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{own}<cellXfs>{cells}</cellXfs></styleSheet>'}


def test_cells_need_no_addresses() -> None:
    assert rows("<row><c><v>1</v></c><c/><c t='str'><v>二</v></c></row><row r='4'><c><v>0.5</v></c></row>") == (
        *((1, "", "二"), (), ()),
        (0.5,),
    )


def test_texts_stand_in_cells_or_in_a_part_with_or_without_looks_and_are_decoded_once() -> None:
    text = "<r><rPr><b/></rPr><t>甲_x000D_\n</t></r><r><t>乙</t></r><rPh sb='0' eb='1'><t>jia</t></rPh>"
    strings = {"xl/strings.xml": f'<sst xmlns="{MAIN}"><si>{text}</si><si><t>_x005F_x000D_</t></si></sst>'}
    inline = f"<row><c t='inlineStr'><is>{text}</is></c><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"
    assert rows(inline, strings) == (("甲\n乙", "甲\n乙", "_x000D_"),)


def test_what_xml_can_not_hold_is_left_out() -> None:
    assert rows("<row><c t='inlineStr'><is><t>甲_x0001__xD83D_乙_x000a_丙</t></is></c></row>") == (("甲乙\n丙",),)


@pytest.mark.parametrize("number", [14, 22, 27, 31, 36, 57, 58])
def test_days_are_told_by_their_formats_those_of_chinese_programs_too(number: int) -> None:
    assert rows(f"<row><c s='0'><v>{SERIAL}</v></c></row>", formats(number)) == ((DAY,),)


@pytest.mark.parametrize("number", [0, 1, 4, 9, 11, 49, 163])
def test_other_numbers_stay_numbers(number: int) -> None:
    assert rows(f"<row><c s='0'><v>{SERIAL}</v></c></row>", formats(number)) == ((SERIAL,),)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ('[$-804]yyyy"年"m"月"d"日";@', DAY),
        ("[DBNum1][$-804]aaaa", DAY),
        ('0"day"', SERIAL),
        ("[Red]#,##0", SERIAL),
        ("[h]:mm", "46387 days, 0:00:00"),
    ],
)
def test_days_are_told_by_formats_of_peoples_own(code: str, value: object) -> None:
    own = f"<numFmts><numFmt numFmtId='176' formatCode='{code}'/></numFmts>"
    assert rows(f"<row><c s='0'><v>{SERIAL}</v></c></row>", formats(176, own=own)) == ((value,),)


def test_days_that_count_from_1904_are_the_same_days() -> None:
    cells = f"<row><c s='0'><v>{SERIAL - 1462}</v></c><c s='0'><f>TODAY()</f><v>{SERIAL - 1462}</v></c></row>"
    day, formula = rows(cells, formats(14), "<x:workbookPr date1904='1'/>")[0]
    assert day == DAY
    assert isinstance(formula, Formula) and formula.value == SERIAL


@pytest.mark.parametrize("typed", [20261231, 99999999, 12, 60])
def test_a_number_that_is_no_day_is_as_it_was_typed(typed: int) -> None:
    assert rows(f"<row><c s='0'><v>{typed}</v></c></row>", formats(14)) == ((typed,),)


def test_a_day_in_isos_form_is_one() -> None:
    assert rows("<row><c t='d'><v>2026-12-31T00:00:00</v></c><c t='d'><v>年底</v></c></row>") == ((DAY, "年底"),)


def test_a_shared_formula_speaks_of_each_row() -> None:
    first = "<c r='A1'><f t='shared' ref='A1:A2' si='0'>B1*2</f><v>4</v></c>"
    second = "<c r='A2'><f t='shared' si='0'/><v>6</v></c>"
    assert [str(row[0].text) for row in rows(f"<row>{first}</row><row>{second}</row>")] == ["=B1*2", "=B2*2"]  # type: ignore[attr-defined]


def test_one_cell_far_away_costs_nothing() -> None:
    near = "<row r='1'><c r='A1'><v>1</v></c></row>"
    found = rows(f"{near}<row r='1048576'><c r='A1048576'><v>2</v></c></row>")
    assert (len(found), found[0], found[-1], set(found[1:-1])) == (1_048_576, (1,), (2,), {()})
    wide = rows(
        "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c></row><row r='2'><c r='A2'><v>3</v></c></row>"
    )
    assert (len(wide[0]), wide[1]) == (16_384, (3,))


def test_what_merged_ranges_cover_is_not_seen() -> None:
    cells = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"
    found = grid(workbook(f"<sheetData>{cells}</sheetData><mergeCells><mergeCell ref='A1:A9999'/></mergeCells>"))
    assert found.rows == ((1, 2), ("", 4))
    assert (dict(found.covered), list(map(str, found.merged))) == ({(1, 0): (0, 0)}, ["A1:A9999"])


@pytest.mark.parametrize("styles", ["<styleSheet/>", "no XML", ""])
def test_looks_that_can_not_be_read_are_none(styles: str) -> None:
    assert rows("<row><c s='7'><v>1</v></c></row>", {"xl/styles.xml": styles}) == ((1,),)


def test_numbers_in_attributes_that_are_none_do_not_matter() -> None:
    sheet = "<cols><col min='a' max='' width='x'/></cols>"
    sheet += "<sheetData><row r='x'><c r='??' s='y'><v>1</v></c></row></sheetData>"
    more = "<mergeCells><mergeCell ref='A'/><mergeCell/></mergeCells><hyperlinks><hyperlink/></hyperlinks>"
    assert grid(workbook(sheet + more)).rows == ((1,),)


def test_a_workbook_that_does_not_list_its_sheets_is_damaged() -> None:
    with pytest.raises(RefusedError) as refused:
        read_book(Previous(workbook("", {"xl/book.xml": "<a"}), "表.xlsx", ""))
    assert refused.value.finding.rule == "workbook-unreadable"


def test_a_text_that_the_file_has_not_costs_its_cell_alone() -> None:
    cells = "<c t='s'><v>5</v></c><c t='s'><v>x</v></c><c t='str'><v>答</v></c>"
    found = grid(workbook(f"<sheetData><row>{cells}</row></sheetData>"))
    assert (found.rows, found.unreadable) == ((("", "", "答"),), {(0, 0), (0, 1)})


@pytest.mark.parametrize("sheet", ["<row>", "<sheetData><row><c/></sheetData>"])
def test_a_sheet_of_a_users_own_that_is_damaged_costs_no_other(sheet: str) -> None:
    assert read_book(Previous(workbook(sheet), "表.xlsx", "")).unread == ("表",)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-12-20T10:00:00Z", "2026-12-20T10:00:00"),
        ("2026-12-20T18:00:00+08:00", "2026-12-20T10:00:00"),
        ("2026-12-20 10:00:00", "2026-12-20T10:00:00"),
        ("2026/12/20", "2026-12-20T00:00:00"),
        ("20. December", ""),
        ("", ""),
    ],
)
def test_when_it_was_saved_is_read_however_it_is_written(text: str, read: str) -> None:
    assert moment(text) == read


COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
ODS = packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
XML_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@pytest.mark.parametrize(
    ("content", "name", "rule", "kind"),
    [
        (COMPOUND, "a.xlsx", "workbook-xls", ""),
        (COMPOUND, "a.et", "workbook-format", "WPS (.et)"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "workbook-password", ""),
        (ODS, "a.xlsx", "workbook-format", "OpenDocument (.ods)"),
        (packed({"xl/workbook.bin": b"\1"}), "a.xlsx", "workbook-format", "Excel Binary (.xlsb)"),
        (packed({"Index/Document.iwa": b"\1"}), "a.numbers", "workbook-format", "Numbers"),
        (packed({"xl/vbaProject.bin": b"\1"}), "a.xlsm", "workbook-macros", ""),
        (packed({"xl/macrosheets/sheet1.xml": b"<a/>"}), "a.xlsx", "workbook-macros", ""),
        (b"<HTML><table>", "a.xls", "workbook-format", "HTML"),
        (XML_2003, "a.xls", "workbook-format", "XML Spreadsheet 2003"),
        ("编号,状态\n".encode("gb18030"), "a.csv", "workbook-format", "CSV"),
        ("编号,状态\n一,按期\n".encode("gb18030"), "a.xlsx", "workbook-format", "CSV"),
        ("\ufeff编号\t状态\r\n".encode(), "a.xlsx", "workbook-format", "CSV"),
        ("编号\t状态\r\n".encode("utf-16"), "a.xlsx", "workbook-format", "CSV"),
        (b"", "a.xlsx", "workbook-empty", ""),
        (bytes(range(1, 250)) * 9, "a.xlsx", "workbook-unreadable", ""),
        (b"not a zip", "a.xlsx", "workbook-unreadable", ""),
        (packed({"a.xml": "<!DOCTYPE a><a/>"}), "a.xlsx", "workbook-unreadable", ""),
    ],
)
def test_what_can_not_be_read_is_named_for_what_it_is(content: bytes, name: str, rule: str, kind: str) -> None:
    found = refusal(content, name)
    assert found is not None
    assert (found.rule, found.arguments.get("kind", "")) == (rule, kind)
