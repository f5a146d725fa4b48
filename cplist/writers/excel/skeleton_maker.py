"""The skeleton of a workbook, made by openpyxl."""

from __future__ import annotations

import io
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

from cplist.core.namespaces import RELATIONSHIPS, S
from cplist.core.opc import (
    CONTENT_TYPES,
    ContentTypes,
    override_xml,
    relationships_part,
    unzipped,
)
from cplist.core.workbook import CHOICES_NAME, CHOICES_SHEET, RECORD_SHEET, Format
from cplist.core.xml_reading import appended, without
from cplist.writers.excel.fonts import with_fonts_in_order
from cplist.writers.excel.package import SHEETS, WORKBOOK
from cplist.writers.excel.skeleton import (
    CALCULATED,
    EDGE,
    END,
    FOOTER,
    HEADER_TEXT,
    OPAQUE,
    PAPERS,
    SENTINEL,
    SIDE,
    SheetLayout,
    SheetSkeleton,
    WorkbookLayout,
    WorkbookSkeleton,
    taken_apart,
)

STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def made(layout: WorkbookLayout) -> WorkbookSkeleton:
    """The skeleton of a workbook with those sheets, formats and choices. Raises ValueError for an openpyxl that
    writes otherwise than is known here."""
    book: Any = Book()  # openpyxl's types know neither its custom properties nor its named styles
    book.remove(book.worksheets[0])
    book.calculation.fullCalcOnLoad = False
    book.custom_doc_props.append(StringProperty(name="cplist", value=""))
    styles = {}
    for number, sheet_layout in enumerate(layout.sheets):
        sheet = book.create_sheet(sheet_layout.name)
        _lay_out(sheet, sheet_layout, SENTINEL + number)
        if number == 0:
            styles = _register(book, sheet, layout.formats)
        _name_fields(book, sheet_layout)
    _add_choices(book, layout.choices)
    book.create_sheet(RECORD_SHEET).sheet_state = "veryHidden"
    conditional = [format_ for format_ in layout.formats if format_.name in layout.conditional]
    looks = {format_.name: book._differential_styles.add(_look(format_)) for format_ in conditional}
    parts = _saved(book)
    sheets = tuple(_taken_apart(parts, number, len(layout.sheets)) for number in range(len(book.worksheets)))
    workbook = parts.pop(WORKBOOK).decode()
    if CALCULATED not in workbook:
        raise ValueError(f"no {CALCULATED}")
    return WorkbookSkeleton({name: part.decode() for name, part in parts.items()}, workbook, sheets, styles, looks)


def _saved(book: Any) -> dict[str, bytes]:
    """The parts of the workbook, the shared strings announced and the fonts in the order of the schema."""
    stream = io.BytesIO()
    book.save(stream)
    parts = unzipped(stream.getvalue())
    parts[STYLES] = with_fonts_in_order(parts[STYLES])
    if STRINGS not in ContentTypes.of(parts).overrides:  # openpyxl names them only in some versions
        links = relationships_part(WORKBOOK)
        link = f'<Relationship Type="{RELATIONSHIPS}/sharedStrings" Target="/{STRINGS}" Id="rIdStrings"/>'
        parts[CONTENT_TYPES] = appended(parts[CONTENT_TYPES], override_xml(STRINGS, STRINGS_TYPE))
        parts[links] = appended(parts[links], link)
    return parts


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


def _named_style(format_: Format) -> NamedStyle:
    side = Side(style="thin", color="808080") if format_.border else Side()
    style = NamedStyle(name=format_.name, number_format=format_.number)
    style.font = Font(name=format_.font, size=format_.size, bold=format_.bold, color=format_.color)
    if format_.underline:
        style.font.underline = "single"
    if format_.italic:
        style.font.italic = True
    if format_.strike:
        style.font.strike = True
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


def _lay_out(sheet: Worksheet, layout: SheetLayout, last_row: int) -> None:
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
    if layout.tab:
        sheet.sheet_properties.tabColor = f"{OPAQUE}{layout.tab}"
    sheet.page_setup.orientation = "landscape" if layout.landscape else "portrait"
    sheet.page_setup.paperSize = PAPERS[layout.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(layout.one_page)
    sheet.page_margins.left = sheet.page_margins.right = SIDE
    sheet.page_margins.top = sheet.page_margins.bottom = END
    sheet.page_margins.header = sheet.page_margins.footer = EDGE
    top, bottom = sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter
    assert top is not None and bottom is not None
    top.left.text, top.right.text, bottom.center.text = HEADER_TEXT, layout.name, FOOTER
    if layout.has_breaks:
        sheet.row_breaks.append(Break(id=1))


def _name_fields(book: Any, layout: SheetLayout) -> None:
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


def _taken_apart(parts: dict[str, bytes], number: int, visible: int) -> SheetSkeleton:
    """A sheet's part in pieces, which is taken from the parts; those up to `visible` may get relationships."""
    name = f"{SHEETS}{number + 1}.xml"
    xml = without(parts.pop(name), [f"{S}dimension"])
    if number < visible:
        xml = xml.replace(b"<worksheet ", f'<worksheet xmlns:r="{RELATIONSHIPS}" '.encode(), 1)
    return taken_apart(name, xml)
