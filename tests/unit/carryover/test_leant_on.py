"""What cells lean on beside their sheets comes along with the sheets that people added, or is named."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.workbook.defined_name import DefinedName

from cplist.core.opc import unzipped
from cplist.pipeline import Built

from .workbooks import (
    FILLED,
    OWN,
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

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
WPS = "http://www.wps.cn/officeDocument"
IMAGES = f'<etc:cellImages xmlns:etc="{WPS}/2017/etCustomData"/>'.encode()
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def first(made: Callable[..., Built]) -> bytes:
    def own(book: Any) -> None:
        sheet = book.create_sheet(OWN)
        book.defined_names["合计范围"] = DefinedName("合计范围", attr_text=f"{OWN}!$B$1:$B$3")
        sheet.defined_names["本表的"] = DefinedName("本表的", attr_text=f"{OWN}!$B$1")
        sheet["A1"], sheet["B1"], sheet["A2"], sheet["A3"] = "=SUM(合计范围)", 3, "两种字", 7

    return edited(xlsx(made()), own)


def extension(inner: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        xml = f'<extLst><ext uri="{{A}}" xmlns:x14="{X14}" xmlns:xm="{XM}">{inner}</ext></extLst>'
        before_end(parts, part_of(parts, OWN), xml)

    return change


def cell_image(parts: Parts) -> None:
    lead_from_workbook(
        parts, f"{WPS}/2020/cellImage", "cellimages.xml", IMAGES, "application/vnd.wps-officedocument.cellimage+xml"
    )
    call = "_xlfn.DISPIMG(&quot;ID_5BA4&quot;,1)"
    put(parts, "H3", f'<c {{r}}{{s}} t="str"><f>{call}</f><v>=DISPIMG</v></c>')


def value_picture(parts: Parts) -> None:
    metadata = b'<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
    lead_from_workbook(parts, f"{OFFICE}/sheetMetadata", "metadata.xml", metadata, kind)
    put(parts, "A3", '<c {r}{s} t="e" vm="1"><v>#VALUE!</v></c>', OWN)


LIST = (
    '<x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>选项!$A$2:$A$4</xm:f>'
    "</x14:formula1><xm:sqref>C1:C10</xm:sqref></x14:dataValidation></x14:dataValidations>"
)
LINES = (
    "<x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>我的附表!B1:B3</xm:f>"
    "<xm:sqref>D1</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups>"
)
ALONG: dict[str, tuple[Callable[[Parts], None], bytes]] = {
    "a drop-down that leads to another sheet": (extension(LIST), "选项!$A$2:$A$4".encode()),
    "a line in a cell": (extension(LINES), b"sparklineGroup"),
    "pictures in cells, of WPS": (cell_image, b"etc:cellImages"),
    "pictures in cells, of Excel": (value_picture, b'vm="1"'),
    "looks within a text": (
        lambda parts: put(
            parts, "A2", "<c {r}{s} t='inlineStr'><is><r><rPr><b/></rPr><t>粗</t></r><r><t>细</t></r></is></c>", OWN
        ),
        "细".encode(),
    ),
}


@pytest.mark.parametrize("name", list(ALONG))
def test_it_comes_along_over_any_number_of_rebuilds(made: Callable[..., Built], first: bytes, name: str) -> None:
    change, mark = ALONG[name]
    content = changed(first, change)
    for _ in range(2):
        built = made(content)
        content = xlsx(built)
        assert any(mark in part for part in unzipped(content).values())
        assert left(built) == []


def test_names_come_along_to_the_workbook_and_to_their_sheet(made: Callable[..., Built], first: bytes) -> None:
    built = made(first)
    book = opened(xlsx(built))
    assert book.defined_names["合计范围"].attr_text == f"{OWN}!$B$1:$B$3"
    assert book[OWN].defined_names["本表的"].attr_text == f"{OWN}!$B$1"
    assert (left(built), xlsx(made(xlsx(built))) == xlsx(built)) == ([], True)


def test_what_speaks_of_another_workbook_keeps_its_value_and_is_named(
    made: Callable[..., Built], first: bytes
) -> None:
    def change(parts: Parts) -> None:
        link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
        lead_from_workbook(parts, f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml", link, kind)
        put(parts, "H3", "<c {r}{s}><f>[1]表!A1</f><v>41</v></c>")
        put(parts, "A3", "<c {r}{s}><f>[1]表!A1</f><v>42</v></c>", OWN)

    built = made(changed(first, change))
    book = opened(xlsx(built))
    assert (place(book, "备注").value, book[OWN]["A3"].value) == (41, 42)
    said = "引用其他工作簿的公式（只沿用数值）"
    assert left(built) == ["工作簿·外部链接", f"{FILLED}!H3·{said}", f"{OWN}!A3·{said}"]


def test_days_that_count_from_1904_are_the_same_days_on_a_sheet_that_was_added(
    made: Callable[..., Built], first: bytes
) -> None:
    def with_day(book: Any) -> None:
        book[OWN]["C1"], book[OWN]["C2"] = datetime.date(2022, 12, 30), 41000

    def from_1904(parts: Parts) -> None:
        parts["xl/workbook.xml"] = re.sub(
            rb"<workbookPr[^>]*/>", b'<workbookPr date1904="1"/>', parts["xl/workbook.xml"]
        )

    built = made(changed(edited(first, with_day), from_1904))
    sheet = opened(xlsx(built))[OWN]
    assert (sheet["C1"].value, sheet["C2"].value) == (datetime.datetime(2026, 12, 31), 41000)
    again = opened(xlsx(made(xlsx(built))))[OWN]
    assert again["C1"].value == datetime.datetime(2026, 12, 31)


def test_a_text_that_the_file_has_not_costs_its_cell_alone_and_is_named(
    made: Callable[..., Built], first: bytes
) -> None:
    def change(parts: Parts) -> None:
        put(parts, "H3", '<c {r}{s} t="s"><v>99999</v></c>')
        put(parts, "H4", '<c {r}{s} t="str"><v>答复</v></c>')
        put(parts, "A2", '<c {r}{s} t="s"><v>x9</v></c>', OWN)
        put(parts, "A3", '<c {r}{s} t="s"><v>-1</v></c>', OWN)

    built = made(changed(first, change))
    book = opened(xlsx(built))
    assert (place(book, "备注").value, place(book, "备注", 1).value) == (None, "答复")
    assert (book[OWN]["A2"].value, book[OWN]["A3"].value, book[OWN]["B1"].value) == (None, None, 3)
    lost = "文件中缺失的文字"
    assert left(built) == [f"{FILLED}!H3·{lost}", f"{OWN}!A2:A3·{lost}"]
