"""A sheet's rows as XML: title, note, single cells, then each table with its header, banners and totals.

Rows count from 1 over the whole sheet, heights are in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cplist.core.workbook import Column, Format, Sheet, Value
from cplist.formulas.references import PlacedTable
from cplist.writers.excel.cells import ADDRESS, Cells, letters
from cplist.writers.excel.row_heights import RowHeights, heading

TITLE, NOTE, HEADER, BANNER, TOTAL = "title", "note", "header", "banner", "total"
"""The formats that every checklist.yaml has (TOTAL may be missing), beside those that its columns name."""
FIELD_HIGH = 22.0
_Column = tuple[str, dict[Value, str], tuple[int, int]]
"""A column of cells: how each begins, by value what stands behind the row's number, and the numbers of its
styles."""


class Rows:
    """Writes the rows of sheets; texts go to the shared strings of `cells`."""

    def __init__(self, cells: Cells, formats: Mapping[str, Format]) -> None:
        self.cells, self.formats = cells, formats

    def of_sheet(self, sheet: Sheet, found: tuple[PlacedTable, ...]) -> Iterator[str]:
        heights = RowHeights(sheet.columns, self.formats)
        width = sum(column.width for column in sheet.columns if not column.hidden)
        _, shown = heading(sheet.columns)
        title, note = self.formats[TITLE], self.formats[NOTE]
        yield self._line(1, heights.of_text(sheet.title, shown, title), sheet.title, TITLE, sheet.columns)
        if sheet.note:
            yield self._line(2, heights.of_text(sheet.note, shown, note), sheet.note, NOTE, sheet.columns)
        yield from self._fields(sheet)
        yield from self._table(found[0], heights)
        for table in found[1:]:
            columns = placed(table.sheet.columns, sheet.columns)
            row = table.area.header - 1
            high = heights.of_text(table.sheet.title, width, self.formats[BANNER])
            yield self._line(row, high, table.sheet.title, BANNER, sheet.columns)
            yield from self._table(table, RowHeights(columns, self.formats))

    def _fields(self, sheet: Sheet) -> Iterator[str]:
        """Single cells to fill in: name, cell, hint over the rest of the row."""
        for row, field in enumerate(sheet.fields, 2 + bool(sheet.note)):
            values: list[Value] = [field.name, field.value, field.hint, *[""] * (len(sheet.columns) - 3)]
            styles = [HEADER, field.format, *[NOTE] * (len(values) - 2)]
            cells = "".join(
                f'<c r="{column}{row}{self.cells.ending(value, self.cells.styles[style])}'
                for column, value, style in zip(letters(len(values)), values, styles, strict=True)
            )
            yield f'<row r="{row}" ht="{FIELD_HIGH:g}" customHeight="1">{cells}</row>'

    def _table(self, table: PlacedTable, heights: RowHeights) -> Iterator[str]:
        """A table's header and rows."""
        sheet = table.sheet
        width = sum(column.width for column in sheet.columns if not column.hidden)
        head = "header_turned" if sheet.turned_header else HEADER
        yield self._header(table.area.header, [column.title for column in sheet.columns], sheet, heights, head)
        columns = self._columns(sheet, "")
        last = len(sheet.rows) - sheet.totals
        held = "" if any(column.filled_in for column in sheet.columns) else ' customHeight="1"'
        for index, row in enumerate(sheet.rows):
            number = table.area.first + index
            if index in sheet.banners:
                high = heights.of_text(str(row[0]), width, self.formats[BANNER])
                yield self._line(number, high, str(row[0]), BANNER, sheet.columns)
                continue
            if index == last and TOTAL in self.formats:
                columns = self._columns(sheet, TOTAL)
            styled = self._looking(columns, sheet, index) if sheet.looks else columns
            yield self._row(number, row, styled, f'ht="{heights.of_row(row):g}"{held}')

    def _columns(self, sheet: Sheet, style: str) -> list[_Column]:
        return [
            (f'<c r="{letter}', {}, self.cells.styles[style or column.format])
            for letter, column in zip(letters(len(sheet.columns)), sheet.columns, strict=True)
        ]

    def _looking(self, columns: list[_Column], sheet: Sheet, index: int) -> list[_Column]:
        """The columns of a row in which users gave cells another look."""
        if not any(row == index for row, _ in sheet.looks):
            return columns
        return [
            (start, {}, self.cells.styles[sheet.looks[index, number]])
            if (index, number) in sheet.looks
            else (start, known, styles)
            for number, (start, known, styles) in enumerate(columns)
        ]

    def _header(self, number: int, titles: Sequence[str], sheet: Sheet, heights: RowHeights, turned: str) -> str:
        high = heights.of_header(titles, self.formats[HEADER], filtered=sheet.filtered)
        cells = []
        for at, column in zip(letters(len(sheet.columns)), sheet.columns, strict=True):
            style = turned if column.format.startswith("mark") else column.header or HEADER
            cells.append(f'<c r="{at}{number}{self.cells.ending(column.title, self.cells.styles[style])}')
        if any(column.format.startswith("mark") for column in sheet.columns):
            high = max(high, heights.of_turned(titles, self.formats[turned]))
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{"".join(cells)}</row>'

    def _line(self, number: int, high: float, text: str, style: str, columns: Sequence[Column]) -> str:
        """A row of one merged cell, as wide as the columns."""
        styles = self.cells.styles[style]
        values = [text, *[""] * (len(columns) - 1)]
        cells = "".join(
            f'<c r="{letter}{number}{self.cells.ending(value, styles)}'
            for letter, value in zip(letters(len(columns)), values, strict=True)
        )
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{cells}</row>'

    def _row(self, number: int, row: Sequence[Value], columns: Sequence[_Column], high: str) -> str:
        """A row; where users write, its height isn't held: it grows with what they write."""
        cells = [
            f"{start}{number}{known.get(value) or known.setdefault(value, self.cells.ending(value, styles))}"
            for value, (start, known, styles) in zip(row, columns, strict=True)
        ]
        written = "".join(cells)
        if ADDRESS in written:
            for index, cell in enumerate(cells):
                if ADDRESS in cell:
                    cells[index] = cell.replace(ADDRESS, f"{columns[index][0][6:]}{number}")
            written = "".join(cells)
        return f'<row r="{number}" {high}>{written}</row>'


def placed(columns: Sequence[Column], on: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a table below another, as wide as those that they stand under."""
    return tuple(replace(column, width=above.width) for column, above in zip(columns, on, strict=False))
