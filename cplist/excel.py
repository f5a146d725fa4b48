"""A composed workbook → an .xlsx: a skeleton made once by openpyxl, the rows spliced in as XML.

Styles, panes, validations, filters and page setups stay with openpyxl; rows, cells and shared strings are
written straight, from precomputed formats. Ranges that end at the last row carry a sentinel in the skeleton.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from openpyxl import Workbook as Book
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from cplist.blocks import Column, Format, Formula, Sheet, Value, Workbook
from cplist.files import unzipped, zipped
from cplist.rowheight import RowHeights
from cplist.xmltext import DECLARATION, core_properties, custom_properties, escaped

CHOICES_SHEET = "选项"
CHOICES_NAME = "choice_"
TITLE, NOTE, HEADER, BANNER = "title", "note", "header", "banner"
"""Formats that every checklist.yaml has, beside those that its columns name."""
_SENTINEL = 777_000
_HEADER_TEXT = "CPLIST-HEADER"
_EPOCH = datetime.date(1899, 12, 30)
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PAPERS = {"A4": 9, "A3": 8}


@dataclass(frozen=True)
class _Layout:
    """All of a sheet that doesn't change with its words: what the skeleton depends on."""

    name: str
    columns: tuple[tuple[float, bool, str, str], ...]
    header_row: int
    paper: str
    landscape: bool
    filtered: bool
    frozen_columns: int
    has_breaks: bool

    @classmethod
    def of(cls, sheet: Sheet) -> _Layout:
        keys = [column.key for column in sheet.columns]
        columns = tuple(
            (c.width, c.hidden, c.choices, get_column_letter(keys.index(c.choices_by) + 1) if c.choices_by else "")
            for c in sheet.columns
        )
        return cls(
            sheet.name, columns, 3 if sheet.note else 2, sheet.paper, sheet.landscape,
            sheet.filtered, sheet.frozen_columns, bool(sheet.banners),
        )


@dataclass(frozen=True)
class _Skeleton:
    """The parts that stay; each sheet's XML around its rows; style numbers by format (plain, quoted)."""

    parts: Mapping[str, bytes]
    workbook: str
    sheets: tuple[tuple[str, str, str], ...]
    styles: Mapping[str, tuple[int, int]]


@lru_cache(maxsize=8)
def _skeleton(
    layouts: tuple[_Layout, ...], formats: tuple[Format, ...], choices: tuple[tuple[str, tuple[str, ...]], ...]
) -> _Skeleton:
    book = Book()
    book.remove(book.worksheets[0])
    book.calculation.fullCalcOnLoad = False
    book.custom_doc_props.append(StringProperty(name="cplist", value=""))
    styles = {}
    for number, layout in enumerate(layouts):
        sheet = book.create_sheet(layout.name)
        _lay_out(sheet, layout, _SENTINEL + number)
        if number == 0:
            styles = _register(book, sheet, formats)
    _add_choices(book, choices)
    stream = io.BytesIO()
    book.save(stream)
    parts = unzipped(stream.getvalue())
    sheets = tuple(_opened(parts, number) for number in range(1, len(book.worksheets) + 1))
    parts["xl/styles.xml"] = _in_order(parts["xl/styles.xml"].decode()).encode()
    _announce_strings(parts)
    workbook = parts.pop("xl/workbook.xml").decode()
    return _Skeleton(parts, workbook, sheets, styles)


def _register(book: Book, sheet: Worksheet, formats: Sequence[Format]) -> dict[str, tuple[int, int]]:
    """Add the formats as named styles; the numbers of their cell formats, plain and with a quote prefix."""
    book._named_styles["Normal"].font = Font(name="宋体", size=11)  # type: ignore[attr-defined]
    styles = {}
    for row, format_ in enumerate(formats, 1):
        book.add_named_style(_named_style(format_))
        cell = sheet.cell(row, 1)
        cell.style = format_.name
        plain = cell.style_id
        cell.quotePrefix = True  # type: ignore[union-attr]
        styles[format_.name] = (plain, cell.style_id)
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
    order = ("b", "sz", "color", "name", "family", "scheme")

    def sorted_font(font: re.Match[str]) -> str:
        children = re.findall(r"<(\w+)[^>]*/>", font[1]), re.findall(r"<\w+[^>]*/>", font[1])
        ranked = sorted(zip(*children, strict=True), key=lambda child: order.index(child[0]))
        return f"<font>{''.join(xml for _, xml in ranked)}</font>"

    return re.sub(r"<font>(.*?)</font>", sorted_font, styles)


def _named_style(format_: Format) -> NamedStyle:
    side = Side(style="thin", color="808080") if format_.border else Side()
    style = NamedStyle(name=format_.name, number_format=format_.number)
    style.font = Font(name=format_.font, size=format_.size, bold=format_.bold, color=format_.color)
    if format_.fill:
        style.fill = PatternFill("solid", fgColor=format_.fill)
    style.border = Border(left=side, right=side, top=side, bottom=side)
    style.alignment = Alignment(
        horizontal=format_.across, vertical=format_.down, wrap_text=format_.wrap,
        textRotation=255 if format_.turned else 0,
    )
    return style


def _lay_out(sheet: Worksheet, layout: _Layout, last_row: int) -> None:
    last = get_column_letter(len(layout.columns))
    for number, (width, hidden, _, _) in enumerate(layout.columns, 1):
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
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.75, 0.6
    sheet.oddHeader.left.text = _HEADER_TEXT
    sheet.oddHeader.right.text = layout.name
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if layout.has_breaks:
        sheet.row_breaks.append(Break(id=1))
    _validate(sheet, layout, last_row)


def _validate(sheet: Worksheet, layout: _Layout, last_row: int) -> None:
    first = layout.header_row + 1
    for number, (_, _, choices, by) in enumerate(layout.columns, 1):
        if not choices and not by:
            continue
        formula = f"{CHOICES_NAME}{choices}" if choices else f"INDIRECT(${by}{first})"
        validation = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
        validation.errorTitle, validation.error = "不在选项中", "请从下拉列表中选择；如需说明，请写入“备注”。"
        letter = get_column_letter(number)
        validation.add(f"{letter}{first}:{letter}{last_row}")
        sheet.add_data_validation(validation)


def _add_choices(book: Book, choices: Sequence[tuple[str, tuple[str, ...]]]) -> None:
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


def write_xlsx(workbook: Workbook, subject: str, author: str, date: str) -> bytes:
    """The .xlsx of a composed workbook; `date` is an ISO day or "" (no clock is asked)."""
    layouts = tuple(_Layout.of(sheet) for sheet in workbook.sheets)
    skeleton = _skeleton(layouts, tuple(workbook.formats.values()), tuple(workbook.choices.items()))
    writer = _Writer(skeleton, workbook)
    parts = dict(skeleton.parts)
    for number, (sheet, layout) in enumerate(zip(workbook.sheets, layouts, strict=True)):
        name, xml = writer.sheet(number, sheet, layout)
        parts[name] = xml.encode()
    name, xml = writer.choices(len(workbook.sheets))
    parts[name] = xml.encode()
    parts["xl/sharedStrings.xml"] = writer.shared_strings().encode()
    parts["xl/workbook.xml"] = writer.workbook_xml().encode()
    parts["docProps/core.xml"] = core_properties(workbook.title, subject, author, date).encode()
    parts["docProps/custom.xml"] = custom_properties(dict(workbook.properties)).encode()
    return zipped(parts)


class _Writer:
    """Writes the sheets; texts go to the shared strings as they come."""

    def __init__(self, skeleton: _Skeleton, workbook: Workbook) -> None:
        self.skeleton, self.book = skeleton, workbook
        self.strings: dict[str, int] = {}
        self.last_rows: dict[int, int] = {}
        self.header = escaped(workbook.header.replace("&", "&&"))

    def sheet(self, number: int, sheet: Sheet, layout: _Layout) -> tuple[str, str]:
        name, before, after = self.skeleton.sheets[number]
        rows = "".join(self._rows(sheet, layout))
        last = max(layout.header_row + len(sheet.rows), layout.header_row + 1)
        self.last_rows[_SENTINEL + number] = last
        after = self._after(after, sheet, layout)
        xml = f"{before}<sheetData>{rows}</sheetData>{after}"
        return name, xml.replace(str(_SENTINEL + number), str(last)).replace(_HEADER_TEXT, self.header)

    def _after(self, after: str, sheet: Sheet, layout: _Layout) -> str:
        """The XML behind the rows with this sheet's merged cells and page breaks."""
        last = get_column_letter(len(sheet.columns))
        merged = [1, 2] if sheet.note else [1]
        first = layout.header_row + 1
        merged += [first + row for row in sorted(sheet.banners)]
        cells = "".join(f'<mergeCell ref="A{row}:{last}{row}"/>' for row in merged)
        cells = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>'
        after = re.sub(r"<mergeCells.*?</mergeCells>", lambda _: cells, after)
        breaks = [first + row - 1 for row in sorted(sheet.banners) if row]
        brk = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in breaks)
        new = f'<rowBreaks count="{len(breaks)}" manualBreakCount="{len(breaks)}">{brk}</rowBreaks>' if breaks else ""
        return re.sub(r"<rowBreaks.*?</rowBreaks>", lambda _: new, after)

    def _rows(self, sheet: Sheet, layout: _Layout) -> Iterator[str]:
        heights = RowHeights(sheet.columns, self.book.formats)
        width = sum(column.width for column in sheet.columns if not column.hidden)
        title, note = self.book.formats[TITLE], self.book.formats[NOTE]
        yield self._line(1, heights.of_text(sheet.title, width, title), [sheet.title], TITLE, sheet.columns)
        if sheet.note:
            yield self._line(2, heights.of_text(sheet.note, width, note), [sheet.note], NOTE, sheet.columns)
        titles = [column.title for column in sheet.columns]
        head = "header_turned" if sheet.turned_header else HEADER
        yield self._header(layout.header_row, titles, sheet, heights, head)
        cells = self._cell_writers(sheet.columns)
        for number, row in enumerate(sheet.rows, layout.header_row + 1):
            if number - layout.header_row - 1 in sheet.banners:
                high = heights.of_text(str(row[0]), width, self.book.formats[BANNER])
                yield self._line(number, high, [str(row[0])], BANNER, sheet.columns)
            else:
                yield self._row(number, row, cells, heights.of_row(row))

    def _header(self, number: int, titles: Sequence[str], sheet: Sheet, heights: RowHeights, turned: str) -> str:
        high = heights.of_header(titles, self.book.formats[HEADER])
        cells = []
        for letter, column in zip(_letters(len(sheet.columns)), sheet.columns, strict=True):
            style = turned if column.format.startswith("mark") else HEADER
            cells.append(self._text(f"{letter}{number}", column.title, self.skeleton.styles[style]))
        if any(column.format.startswith("mark") for column in sheet.columns):
            high = max(high, heights.of_turned(titles, self.book.formats[turned]))
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{"".join(cells)}</row>'

    def _line(self, number: int, high: float, texts: Sequence[str], style: str, columns: Sequence[Column]) -> str:
        """A row of one merged cell."""
        plain, _ = styles = self.skeleton.styles[style]
        first = self._text(f"A{number}", texts[0], styles)
        rest = "".join(f'<c r="{letter}{number}" s="{plain}"/>' for letter in _letters(len(columns))[1:])
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{first}{rest}</row>'

    def _cell_writers(self, columns: Sequence[Column]) -> list[tuple[str, tuple[int, int], str]]:
        """For each column: its letter, its style numbers, and the opening of its text cells up to the row."""
        styles = self.skeleton.styles
        return [
            (f'<c r="{letter}', styles[column.format], f'" s="{styles[column.format][0]}" t="s"><v>')
            for letter, column in zip(_letters(len(columns)), columns, strict=True)
        ]

    def _row(
        self, number: int, row: Sequence[Value], cells: Sequence[tuple[str, tuple[int, int], str]], high: float
    ) -> str:
        strings = self.strings
        written = [f'<row r="{number}" ht="{high:g}" customHeight="1">']
        for value, (start, styles, text) in zip(row, cells, strict=True):
            if value.__class__ is not str:
                written.append(_typed(f"{start}{number}", value, styles[0]))
            elif not value:
                written.append(f'{start}{number}" s="{styles[0]}"/>')
            elif value[0] in "=+-@'\t":
                written.append(self._text(f"{start[6:]}{number}", value, styles))
            else:
                index = strings.setdefault(value, len(strings))
                written.append(f"{start}{number}{text}{index}</v></c>")
        written.append("</row>")
        return "".join(written)

    def _text(self, reference: str, text: str, styles: tuple[int, int]) -> str:
        """A text cell; one that Excel would read as a formula gets a quote prefix."""
        style = styles[1] if text[:1] in ("=", "+", "-", "@", "'", "\t") else styles[0]
        index = self.strings.setdefault(text, len(self.strings))
        return f'<c r="{reference}" s="{style}" t="s"><v>{index}</v></c>'

    def choices(self, number: int) -> tuple[str, str]:
        name, before, after = self.skeleton.sheets[number]
        plain = (0, 0)
        rows = []
        for row, (key, values) in enumerate(self.book.choices.items(), 1):
            cells = (self._text(f"{letter}{row}", text, plain) for letter, text in zip(
                _letters(len(values) + 1), (key, *values), strict=True))
            rows.append(f'<row r="{row}">{"".join(cells)}</row>')
        return name, f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"

    def shared_strings(self) -> str:
        texts = "".join([f'<si><t xml:space="preserve">{escaped(text)}</t></si>' for text in self.strings])
        count = len(self.strings)
        return f'{DECLARATION}<sst xmlns="{_SPREADSHEET}" uniqueCount="{count}">{texts}</sst>'

    def workbook_xml(self) -> str:
        xml = self.skeleton.workbook
        for sentinel, last in self.last_rows.items():
            xml = xml.replace(str(sentinel), str(last))
        return xml


@lru_cache(maxsize=64)
def _letters(count: int) -> tuple[str, ...]:
    return tuple(get_column_letter(number) for number in range(1, count + 1))


def _typed(start: str, value: Value, style: int) -> str:
    """A cell that isn't text: a number, a day (as Excel's serial number), or a person's formula."""
    if isinstance(value, Formula):
        return f'{start}" s="{style}"><f>{escaped(value.text.removeprefix("="))}</f></c>'
    if isinstance(value, datetime.datetime):
        moment = value - datetime.datetime.combine(_EPOCH, datetime.time())
        return f'{start}" s="{style}"><v>{moment.total_seconds() / 86400:.10g}</v></c>'
    if isinstance(value, datetime.date):
        return f'{start}" s="{style}"><v>{(value - _EPOCH).days}</v></c>'
    return f'{start}" s="{style}"><v>{value!r}</v></c>'
