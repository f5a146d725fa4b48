"""How a person showed and printed a sheet, and what they said of the workbook, comes along or is named; what
programs write as they like when they save is nobody's doing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.packaging.custom import BoolProperty, IntProperty, StringProperty
from openpyxl.styles import Font

from cplist.core.opc import unzipped
from cplist.pipeline import Built

from .workbooks import (
    FILLED,
    KEY,
    OWN,
    Parts,
    before_end,
    changed,
    edited,
    left,
    opened,
    part_of,
    place,
    xlsx,
)


def wide(sheet: Any, title: str, column: Any) -> Any:
    """The dimension of a column by its title."""
    row = next(cells for cells in sheet.iter_rows() if KEY in [cell.value for cell in cells])
    letter = next(cell.column_letter for cell in row if cell.value == title)
    return getattr(sheet.column_dimensions[letter], column)


def set_wide(sheet: Any, title: str, column: str, value: Any) -> None:
    row = next(cells for cells in sheet.iter_rows() if KEY in [cell.value for cell in cells])
    letter = next(cell.column_letter for cell in row if cell.value == title)
    setattr(sheet.column_dimensions[letter], column, value)


def show(book: Any) -> None:
    """All that a person can set of a page in a few clicks."""
    sheet = book[FILLED]
    sheet.sheet_view.zoomScale, sheet.sheet_view.showGridLines = 80, False
    sheet.freeze_panes = "C5"
    sheet.oddHeader.left.text, sheet.oddFooter.center.text = "内部资料 R&D", "第&P页"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", 8
    sheet.page_margins.left = 1.0
    sheet.print_options.horizontalCentered = True
    sheet.sheet_properties.tabColor = "FFFF0000"
    set_wide(sheet, "条款原文", "width", 61)
    set_wide(sheet, "建议频次", "hidden", True)
    book["说明"].sheet_state = "hidden"


def said(book: Any) -> tuple[Any, ...]:
    """What a reader of the file sees of that."""
    sheet = book[FILLED]
    return (
        *(sheet.sheet_view.zoomScale, sheet.sheet_view.showGridLines, sheet.freeze_panes),
        *(sheet.oddHeader.left.text, sheet.oddFooter.center.text),
        *(sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_margins.left),
        *(sheet.print_options.horizontalCentered, sheet.sheet_properties.tabColor.rgb),
        *(wide(sheet, "条款原文", "width"), wide(sheet, "建议频次", "hidden"), book["说明"].sheet_state),
    )


def test_what_a_person_set_comes_along_over_any_number_of_rebuilds(
    made: Callable[..., Built], first: bytes
) -> None:
    content = edited(first, show)
    asked = said(opened(content))
    for _ in range(2):
        built = made(content)
        content = xlsx(built)
        assert said(opened(content)) == asked
        assert (left(built), xlsx(made(content)) == content) == ([], True)


def test_what_a_person_said_of_the_workbook_comes_along(made: Callable[..., Built], first: bytes) -> None:
    def edit(book: Any) -> None:
        about = book.properties
        about.keywords, about.category, about.description = "消保；履职", "内部", "二季度核对过"
        about.subject = "二季度"
        for one in (StringProperty("文号", "15"), IntProperty("份数", 3), BoolProperty("定稿", True)):
            book.custom_doc_props.append(one)

    content = edited(first, edit)
    for _ in range(2):
        built = made(content)
        content = xlsx(built)
        book = load_workbook(io.BytesIO(content))
        about, own = book.properties, {one.name: one.value for one in book.custom_doc_props.props}
        assert (about.keywords, about.category, about.description) == ("消保；履职", "内部", "二季度核对过")
        assert (about.subject, about.title) == ("二季度", load_workbook(io.BytesIO(first)).properties.title)
        assert (own["文号"], own["份数"], own["定稿"]) == ("15", 3, True)
        assert left(built) == []


def manager(parts: Parts) -> None:
    app = parts["docProps/app.xml"].decode()
    parts["docProps/app.xml"] = app.replace("</Properties>", "<Manager>李某</Manager></Properties>").encode()


def in_sheet(pattern: str, new: str, sheet: str = FILLED) -> Callable[[Parts], None]:
    """A change of a sheet's XML."""

    def change(parts: Parts) -> None:
        name = part_of(parts, sheet)
        text, count = re.subn(pattern, new, parts[name].decode(), count=1)
        assert count, pattern
        parts[name] = text.encode()

    return change


def in_book(pattern: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        text, count = re.subn(pattern, new, parts["xl/workbook.xml"].decode(), count=1)
        assert count, pattern
        parts["xl/workbook.xml"] = text.encode()

    return change


def area(parts: Parts) -> None:
    name = f'<definedName name="_xlnm.Print_Area" localSheetId="1">\'{FILLED}\'!$A$1:$C$9</definedName>'
    in_book("</definedNames>", f"{name}</definedNames>")(parts)


NAMED: dict[str, tuple[Callable[[Parts], None], str]] = {
    "a printed range": (area, f"{FILLED}!A1:C9·打印区域"),
    "titles on each page": (in_book(rf"'{FILLED}'!\$2:\$2", f"'{FILLED}'!$1:$2"), f"{FILLED}!1:2·打印标题"),
    "a picture in a header": (in_sheet("<oddHeader>[^<]*", "<oddHeader>&amp;L&amp;G"), f"{FILLED}·页眉"),
    "a zoom that no program takes": (
        in_sheet('workbookViewId="0"', 'workbookViewId="0" zoomScale="9999"'),
        f"{FILLED}·显示比例",
    ),
    "a way of showing of tomorrow": (
        in_sheet('workbookViewId="0"', 'workbookViewId="0" showDepth="3"'),
        f"{FILLED}·显示方式",
    ),
    "a way of printing of tomorrow": (in_sheet("<pageSetup ", '<pageSetup foil="gold" '), f"{FILLED}·页面设置"),
    "an end of a page": (
        lambda parts: before_end(
            parts, part_of(parts, FILLED), '<colBreaks count="1"><brk id="3" man="1"/></colBreaks>'
        ),
        f"{FILLED}·分页符",
    ),
    "an end of a page between rows": (
        lambda parts: before_end(
            parts, part_of(parts, FILLED), '<rowBreaks count="1"><brk id="5" man="1"/></rowBreaks>'
        ),
        f"{FILLED}·分页符",
    ),
    "hidden columns beside the table": (
        in_sheet("</cols>", '<col min="9" max="16384" width="9" hidden="1"/></cols>'),
        f"{FILLED}!I:XFD·隐藏的列",
    ),
    "formulas that are worked out when asked": (
        in_book("<calcPr ", '<calcPr calcMode="manual" '),
        "工作簿·计算方式",
    ),
    "a manager": (manager, "工作簿·文档属性“经理”"),
}


@pytest.mark.parametrize("name", list(NAMED))
def test_what_does_not_come_along_is_named(made: Callable[..., Built], first: bytes, name: str) -> None:
    change, named = NAMED[name]
    assert left(made(changed(first, change))) == [named]


def test_a_font_that_somebody_chose_is_named(made: Callable[..., Built], first: bytes) -> None:
    def edit(book: Any) -> None:
        place(book, "备注").value = "答复"
        place(book, "备注").font = Font(name="楷体", size=10.5)

    assert left(made(edited(first, edit))) == [f"{FILLED}!H3·字体"]


# what programs do by themselves


def as_excel_saves(parts: Parts) -> None:
    """Selected cells, the printer, the scale that was worked out, heights, what each window showed."""
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        text = parts[name].decode()
        text = text.replace('workbookViewId="0"', 'tabSelected="1" zoomScaleNormal="100" workbookViewId="0"')
        text = re.sub("<sheetFormatPr[^>]*>", '<sheetFormatPr defaultRowHeight="13.5" thickTop="1"/>', text)
        text = text.replace("<pageSetup ", '<pageSetup scale="64" horizontalDpi="600" copies="2" ')
        text = re.sub(r'topLeftCell="\w+"', 'topLeftCell="C40"', text)
        text = re.sub(r'width="(\d+)"', r'width="\1.140625"', text)
        parts[name] = text.replace("<sheetPr>", '<sheetPr codeName="Sheet1">').encode()
    in_book("<calcPr ", '<calcPr calcMode="auto" iterate="0" ')(parts)


def as_wps_saves(parts: Parts) -> None:
    """Its own version as a property, blanks and fonts in headers, margins in its own measure."""
    custom = parts["docProps/custom.xml"].decode()
    added = (
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="90" name="KSOProductBuildVer">'
        '<vt:lpwstr xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">2052-12.1'
        "</vt:lpwstr></property></Properties>"
    )
    parts["docProps/custom.xml"] = custom.replace("</Properties>", added).encode()
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        text = parts[name].decode()
        text = text.replace('left="0.4"', 'left="0.393055555555556"').replace(
            "&amp;L", '&amp;L&amp;"宋体,常规"&amp;11 '
        )
        parts[name] = text.replace(
            "<pageMargins", '<printOptions headings="0" gridLinesSet="1"/><pageMargins'
        ).encode()


def as_libreoffice_saves(parts: Parts) -> None:
    """Everything said, also what needs no saying; panes lost where nobody looks."""
    view = 'showGridLines="true" showZeros="true" view="normal" colorId="64" zoomScale="100" zoomScaleNormal="100"'
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        text = re.sub("<pane[^>]*>", "", parts[name].decode())
        text = text.replace("<sheetView ", f"<sheetView {view} ").replace('hidden="1"', 'hidden="true"')
        parts[name] = text.replace("<headerFooter>", '<headerFooter differentFirst="false">').encode()


def as_exporters_save(parts: Parts) -> None:
    """Nothing but cells."""
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        text = re.sub("<cols>.*</cols>|<sheetViews>.*</sheetViews>|<sheetPr>.*</sheetPr>", "", parts[name].decode())
        parts[name] = re.sub("<pageMargins.*</headerFooter>", "", text).encode()
    del parts["docProps/core.xml"]


@pytest.mark.parametrize("save", [as_excel_saves, as_wps_saves, as_libreoffice_saves, as_exporters_save])
def test_mere_saving_is_no_finding_and_changes_nothing(
    made: Callable[..., Built], first: bytes, save: Callable[[Parts], None]
) -> None:
    built = made(changed(first, save))
    assert left(built) == []
    assert "carry-over-dropped" not in [found.rule for found in built.findings]
    sheets = [name for name in unzipped(first) if name.startswith("xl/worksheets/")]
    assert [unzipped(xlsx(built))[name] == unzipped(first)[name] for name in sheets] == [True] * len(sheets)


def test_a_sheet_that_was_added_keeps_its_page_and_a_picture_at_its_top_is_named(
    made: Callable[..., Built], first: bytes
) -> None:
    def own(book: Any) -> None:
        sheet = book.create_sheet(OWN)
        sheet["A1"] = "甲"
        sheet.oddHeader.center.text, sheet.sheet_view.zoomScale = "我的", 70
        sheet.print_area, sheet.print_title_rows = "A1:B2", "1:1"
        sheet.column_dimensions["C"].hidden = True

    def picture(parts: Parts) -> None:
        parts["xl/drawings/vmlDrawing9.vml"] = b"<xml/>"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        lead = f'<Relationship Id="rIdHF" Type="{office}/vmlDrawing" Target="/xl/drawings/vmlDrawing9.vml"/>'
        name = part_of(parts, OWN)
        rels = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        parts[rels] = f'<Relationships xmlns="{package}">{lead}</Relationships>'.encode()
        before_end(parts, name, f'<legacyDrawingHF xmlns:r="{office}" r:id="rIdHF"/>')

    content = edited(first, own)
    built = made(content)
    sheet = opened(xlsx(built))[OWN]
    assert (sheet.oddHeader.center.text, sheet.sheet_view.zoomScale, sheet.print_title_rows) == (
        "我的",
        70,
        "$1:$1",
    )
    assert sheet.column_dimensions["C"].hidden
    assert left(built) == []
    assert left(made(changed(content, picture))) == [f"{OWN}·页眉页脚中的图片"]
