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


class _Writer:
    """Writes the sheets; texts go to the shared strings as they come."""

    def __init__(self, skeleton: Skeleton, workbook: Workbook) -> None:
        self.skeleton, self.book = skeleton, workbook
        self.strings: dict[str, int] = {}
        self.last_rows: dict[int, int] = {}
        self.header = escaped(workbook.header.replace("&", "&&"))

    def sheet(self, number: int, sheet: Sheet, layout: Layout) -> tuple[str, str]:
        name, before, after = self.skeleton.sheets[number]
        rows = "".join(self._rows(sheet, layout))
        last = max(layout.header_row + len(sheet.rows), layout.header_row + 1)
        self.last_rows[SENTINEL + number] = last
        after = self._after(after, sheet, layout)
        xml = f"{before}<sheetData>{rows}</sheetData>{after}"
        return name, xml.replace(str(SENTINEL + number), str(last)).replace(HEADER_TEXT, self.header)

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
        self,
        number: int,
        row: Sequence[Value],
        cells: Sequence[tuple[str, tuple[int, int], str]],
        high: float,
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
            cells = (
                self._text(f"{letter}{row}", text, plain)
                for letter, text in zip(_letters(len(values) + 1), (key, *values), strict=True)
            )
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
