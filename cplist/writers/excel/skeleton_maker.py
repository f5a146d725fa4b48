"""The skeleton of a workbook, made by openpyxl."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook as Book
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from cplist.core.opc import unzipped
from cplist.core.workbook import CHOICES_NAME, CHOICES_SHEET, RECORD_SHEET, Format
from cplist.writers.excel.skeleton import HEADER_TEXT, SENTINEL, Frame, Layout, Skeleton

_PAPERS = {"A4": 9, "A3": 8}


def made(frame: Frame) -> Skeleton:
    """The skeleton of a workbook with those sheets, formats and choices."""
    book: Any = Book()  # openpyxl's types know neither its custom properties nor its named styles
    book.remove(book.worksheets[0])
    book.calculation.fullCalcOnLoad = False
    book.custom_doc_props.append(StringProperty(name="cplist", value=""))
    styles = {}
    for number, layout in enumerate(frame.layouts):
        sheet = book.create_sheet(layout.name)
        _lay_out(sheet, layout, SENTINEL + number)
        if number == 0:
            styles = _register(book, sheet, frame.formats)
        _name_fields(book, layout)
    _add_choices(book, frame.choices)
    book.create_sheet(RECORD_SHEET).sheet_state = "veryHidden"
    looks = {f.name: book._differential_styles.add(_look(f)) for f in frame.formats if f.name in frame.conditional}
    stream = io.BytesIO()
    book.save(stream)
    parts = unzipped(stream.getvalue())
    sheets = tuple(_opened(parts, number) for number in range(1, len(book.worksheets) + 1))
    parts["xl/styles.xml"] = _in_order(parts["xl/styles.xml"].decode()).encode()
    _announce_strings(parts)
    workbook = parts.pop("xl/workbook.xml").decode()
    return Skeleton({name: part.decode() for name, part in parts.items()}, workbook, sheets, styles, looks)


def _register(book: Any, sheet: Worksheet, formats: Sequence[Format]) -> dict[str, tuple[int, int]]:
    """Add the formats as named styles; the numbers of their cell formats, plain and with a quote prefix."""
    book._named_styles["Normal"].font = Font(name="宋体", size=11)
    styles = {}
    for row, format_ in enumerate(formats, 1):
        book.add_named_style(_named_style(format_))
        cell: Any = sheet.cell(row, 1)
        cell.style = format_.name
        quoted = copy(cell._style)
        quoted.quotePrefix = True
        styles[format_.name] = (cell.style_id, book._cell_styles.add(quoted))
    return styles


def _announce_strings(parts: dict[str, bytes]) -> None:
    """Name the shared strings as a part; openpyxl does so only in some versions."""
    types, links = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    if b"sharedStrings" in parts[types]:
        return
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Type="{relation}" Target="/xl/sharedStrings.xml" Id="rIdStrings"/></Relationships>'
    parts[types] = parts[types].replace(b"</Types>", part.encode())
    parts[links] = parts[links].replace(b"</Relationships>", link.encode())


def _in_order(styles: str) -> str:
    """styles.xml with the children of each font in the order of the schema, which openpyxl doesn't keep."""
    order = ("b", "u", "sz", "color", "name", "family", "scheme")

    def sorted_font(font: re.Match[str]) -> str:
        children = re.findall(r"<(\w+)[^>]*/>", font[1]), re.findall(r"<\w+[^>]*/>", font[1])
        ranked = sorted(zip(*children, strict=True), key=lambda child: order.index(child[0]))
        return f"<font>{''.join(xml for _, xml in ranked)}</font>"

    return re.sub(r"<font>(.*?)</font>", sorted_font, styles)


def _named_style(format_: Format) -> NamedStyle:
    side = Side(style="thin", color="808080") if format_.border else Side()
    style = NamedStyle(name=format_.name, number_format=format_.number)
    style.font = Font(name=format_.font, size=format_.size, bold=format_.bold, color=format_.color)
    if format_.underline:
        style.font.underline = "single"
    if format_.fill:
        style.fill = PatternFill("solid", fgColor=format_.fill)
    style.border = Border(left=side, right=side, top=side, bottom=side)
    style.alignment = Alignment(
        horizontal=format_.across,
        vertical=format_.down,
        wrap_text=format_.wrap,
        textRotation=255 if format_.turned else 0,
    )
    return style


def _lay_out(sheet: Worksheet, layout: Layout, last_row: int) -> None:
    last = get_column_letter(len(layout.columns))
    for number, (width, hidden) in enumerate(layout.columns, 1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.hidden = width, hidden
    sheet.freeze_panes = f"{get_column_letter(layout.frozen_columns + 1)}{layout.header_row + 1}"
    if layout.filtered:
        sheet.auto_filter.ref = f"A{layout.header_row}:{last}{last_row}"
    sheet.merge_cells(f"A1:{last}1")
    sheet.print_title_rows = f"{layout.header_row}:{layout.header_row}"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_setup.orientation = "landscape" if layout.landscape else "portrait"
    sheet.page_setup.paperSize = _PAPERS[layout.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(layout.one_page)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.75, 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    top, bottom = sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter
    assert top is not None and bottom is not None
    top.left.text, top.right.text, bottom.center.text = HEADER_TEXT, layout.name, "第 &P 页，共 &N 页"
    if layout.has_breaks:
        sheet.row_breaks.append(Break(id=1))


def _name_fields(book: Any, layout: Layout) -> None:
    """Each single cell above a table by its name, so that formulas can say it."""
    for row, name in enumerate(layout.fields, layout.first_field):
        book.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(layout.name)}!$B${row}")


def _look(format_: Format) -> DifferentialStyle:
    """What a condition changes in a cell: colours and weight."""
    fill = PatternFill(bgColor=format_.fill) if format_.fill else None
    return DifferentialStyle(font=Font(bold=format_.bold or None, color=format_.color), fill=fill)


def _add_choices(book: Any, choices: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    sheet = book.create_sheet(CHOICES_SHEET)
    sheet.sheet_state = "hidden"
    for row, (name, values) in enumerate(choices, 1):
        area = f"{quote_sheetname(CHOICES_SHEET)}!$B${row}:${get_column_letter(len(values) + 1)}${row}"
        book.defined_names[f"{CHOICES_NAME}{name}"] = DefinedName(f"{CHOICES_NAME}{name}", attr_text=area)


def _opened(parts: dict[str, bytes], number: int) -> tuple[str, str, str]:
    """A sheet's part: its name, its XML before the rows, its XML after them."""
    name = f"xl/worksheets/sheet{number}.xml"
    xml = re.sub(r"<dimension [^>]*/>", "", parts.pop(name).decode())
    before, after = re.split(r"<sheetData\s*/>|<sheetData>.*</sheetData>", xml, maxsplit=1, flags=re.DOTALL)
    return name, before, after
