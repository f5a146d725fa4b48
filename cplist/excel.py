"""A composed workbook → an .xlsx: a skeleton made once by openpyxl, the rows spliced in as XML.

Styles, panes, validations, filters and page setups stay with openpyxl; rows, cells and shared strings are
written straight, from precomputed formats. Ranges that end at the last row carry a sentinel in the skeleton.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from openpyxl.utils import get_column_letter

from cplist.blocks import Column, Formula, Sheet, Value, Workbook
from cplist.excel_skeleton import HEADER_TEXT, SENTINEL, Layout, Skeleton, skeleton
from cplist.files import zipped
from cplist.rowheight import RowHeights
from cplist.xmltext import DECLARATION, core_properties, custom_properties, escaped

TITLE, NOTE, HEADER, BANNER = "title", "note", "header", "banner"
"""Formats that every checklist.yaml has, beside those that its columns name."""
LONGEST_HEADER = 100
"""Characters of the name at the top of a printed page; Excel takes 255 in all, an & counting twice."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as the code of a character (_x0041_ as A)."""
_EPOCH = datetime.date(1899, 12, 30)
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write_xlsx(workbook: Workbook, subject: str, author: str, date: str) -> bytes:
    """The .xlsx of a composed workbook; `date` is an ISO day or "" (no clock is asked)."""
    layouts = tuple(Layout.of(sheet) for sheet in workbook.sheets)
    made = skeleton(layouts, tuple(workbook.formats.values()), tuple(workbook.choices.items()))
    writer = _Writer(made, workbook)
    parts = dict(made.parts)
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


_Column = tuple[str, dict[Value, str], tuple[int, int]]
"""How a column's cells begin, what stands behind the row number by value, its style numbers."""


class _Writer:
    """Writes the sheets; texts go to the shared strings as they come."""

    def __init__(self, skeleton: Skeleton, workbook: Workbook) -> None:
        self.skeleton, self.book = skeleton, workbook
        self.strings: dict[str, int] = {}
        self.last_rows: dict[int, int] = {}
        self.has_formulas = False
        self.header = escaped(workbook.header[:LONGEST_HEADER].replace("&", "&&"))

    def sheet(self, number: int, sheet: Sheet, layout: Layout) -> tuple[str, str]:
        name, before, after = self.skeleton.sheets[number]
        rows = "".join(self._rows(sheet, layout))
        last = max(layout.header_row + len(sheet.rows), layout.header_row + 1)
        self.last_rows[SENTINEL + number] = last
        after = self._after(after, sheet, layout)
        after = after.replace(str(SENTINEL + number), str(last)).replace(HEADER_TEXT, self.header)
        return name, f"{before}<sheetData>{rows}</sheetData>{after}"

    def _after(self, after: str, sheet: Sheet, layout: Layout) -> str:
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
        new = (
            f'<rowBreaks count="{len(breaks)}" manualBreakCount="{len(breaks)}">{brk}</rowBreaks>' if breaks else ""
        )
        return re.sub(r"<rowBreaks.*?</rowBreaks>", lambda _: new, after)

    def _rows(self, sheet: Sheet, layout: Layout) -> Iterator[str]:
        heights = RowHeights(sheet.columns, self.book.formats)
        width = sum(column.width for column in sheet.columns if not column.hidden)
        title, note = self.book.formats[TITLE], self.book.formats[NOTE]
        yield self._line(1, heights.of_text(sheet.title, width, title), sheet.title, TITLE, sheet.columns)
        if sheet.note:
            yield self._line(2, heights.of_text(sheet.note, width, note), sheet.note, NOTE, sheet.columns)
        titles = [column.title for column in sheet.columns]
        head = "header_turned" if sheet.turned_header else HEADER
        yield self._header(layout.header_row, titles, sheet, heights, head)
        columns: list[_Column] = [
            (f'<c r="{letter}', {}, self.skeleton.styles[column.format])
            for letter, column in zip(_letters(len(sheet.columns)), sheet.columns, strict=True)
        ]
        for number, row in enumerate(sheet.rows, layout.header_row + 1):
            if number - layout.header_row - 1 in sheet.banners:
                high = heights.of_text(str(row[0]), width, self.book.formats[BANNER])
                yield self._line(number, high, str(row[0]), BANNER, sheet.columns)
            else:
                yield self._row(number, row, columns, heights.of_row(row))

    def _header(self, number: int, titles: Sequence[str], sheet: Sheet, heights: RowHeights, turned: str) -> str:
        high = heights.of_header(titles, self.book.formats[HEADER])
        cells = []
        for letter, column in zip(_letters(len(sheet.columns)), sheet.columns, strict=True):
            style = turned if column.format.startswith("mark") else HEADER
            cells.append(f'<c r="{letter}{number}{self._rest(column.title, self.skeleton.styles[style])}')
        if any(column.format.startswith("mark") for column in sheet.columns):
            high = max(high, heights.of_turned(titles, self.book.formats[turned]))
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{"".join(cells)}</row>'

    def _line(self, number: int, high: float, text: str, style: str, columns: Sequence[Column]) -> str:
        """A row of one merged cell."""
        styles = self.skeleton.styles[style]
        values = [text, *[""] * (len(columns) - 1)]
        cells = "".join(
            f'<c r="{letter}{number}{self._rest(value, styles)}'
            for letter, value in zip(_letters(len(columns)), values, strict=True)
        )
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{cells}</row>'

    def _row(self, number: int, row: Sequence[Value], columns: Sequence[_Column], high: float) -> str:
        cells = [
            f"{start}{number}{known.get(value) or known.setdefault(value, self._rest(value, styles))}"
            for value, (start, known, styles) in zip(row, columns, strict=True)
        ]
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{"".join(cells)}</row>'

    def _rest(self, value: Value, styles: tuple[int, int]) -> str:
        """A cell's XML behind its row number. A text that Excel would read as a formula gets a quote prefix."""
        if not isinstance(value, str):
            self.has_formulas = self.has_formulas or isinstance(value, Formula)
            return f'" s="{styles[0]}">{_typed(value)}</c>'
        if not value:
            return f'" s="{styles[0]}"/>'
        style = styles[1] if value[0] in "=+-@'\t" else styles[0]
        return f'" s="{style}" t="s"><v>{self.strings.setdefault(value, len(self.strings))}</v></c>'

    def choices(self, number: int) -> tuple[str, str]:
        name, before, after = self.skeleton.sheets[number]
        plain = (0, 0)
        rows = []
        for row, (key, values) in enumerate(self.book.choices.items(), 1):
            cells = (
                f'<c r="{letter}{row}{self._rest(text, plain)}'
                for letter, text in zip(_letters(len(values) + 1), (key, *values), strict=True)
            )
            rows.append(f'<row r="{row}">{"".join(cells)}</row>')
        return name, f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"

    def shared_strings(self) -> str:
        texts = "".join([f'<si><t xml:space="preserve">{_shared(text)}</t></si>' for text in self.strings])
        count = len(self.strings)
        return f'{DECLARATION}<sst xmlns="{_SPREADSHEET}" uniqueCount="{count}">{texts}</sst>'

    def workbook_xml(self) -> str:
        """A person's formula comes without its value: Excel is asked to work it out."""
        xml = self.skeleton.workbook
        if self.has_formulas:
            xml = re.sub(r'fullCalcOnLoad="\w+"', 'fullCalcOnLoad="1"', xml)
        for sentinel, last in self.last_rows.items():
            xml = xml.replace(str(sentinel), str(last))
        return xml


def _shared(text: str) -> str:
    return escaped(_ESCAPE.sub("_x005F_", text) if "_x" in text else text)


@lru_cache(maxsize=64)
def _letters(count: int) -> tuple[str, ...]:
    return tuple(get_column_letter(number) for number in range(1, count + 1))


def _typed(value: int | float | datetime.date | Formula) -> str:
    """What stands in a cell that isn't text: a number, a day (as Excel's serial number), a person's formula."""
    if isinstance(value, Formula):
        return f"<f>{escaped(value.text.removeprefix('='))}</f>"
    if isinstance(value, datetime.datetime):
        moment = value - datetime.datetime.combine(_EPOCH, datetime.time())
        return f"<v>{moment.total_seconds() / 86400:.15g}</v>"
    if isinstance(value, datetime.date):
        return f"<v>{(value - _EPOCH).days}</v>"
    return f"<v>{value!r}</v>"
