"""How high the rows of a table are: as high as the cell with the most lines. Lengths are in points."""

from __future__ import annotations

from collections.abc import Sequence

from cplist.core.document import JOINS_ABOVE, JOINS_LEFT, Cell, Style, Table
from cplist.writers.word.layout.typography import Typography

BORDER = 0.5
"""What the line between two rows adds to a row, in points."""


class RowHeights:
    """Measures the rows of tables; `rooms` are the widths of the columns."""

    def __init__(self, typography: Typography) -> None:
        self.typography = typography

    def of(self, table: Table, rooms: Sequence[float]) -> list[float]:
        if table.joined:
            return self._joined_heights(table, rooms)
        if table.blanks:
            return self._blank_heights(table, rooms)
        return self.heights(table.rows, rooms, table.text)

    def _blank_heights(self, table: Table, rooms: Sequence[float]) -> list[float]:
        """The rows of a table to be written in: the space around their paragraphs makes them high."""
        measures = self.typography.styles[Style.BLANK]
        around = measures.before + measures.after
        return [height + around for height in self.heights(table.rows, rooms, Style.BLANK)]

    def heights(self, rows: Sequence[Sequence[Cell]], rooms: Sequence[float], style: Style) -> list[float]:
        """The height of each row, that of its highest cell; counted column by column, which is quicker."""
        if not rows:
            return []
        columns = zip(rooms, zip(*rows, strict=True), strict=True)
        counts = [self._line_counts(cells, room, style) for room, cells in columns]
        line, margins = self.typography.styles[style].line, self.typography.cells.down + BORDER
        return [lines * line + margins for lines in map(max, zip(*counts, strict=True))]

    def _joined_heights(self, table: Table, rooms: Sequence[float]) -> list[float]:
        """The height of each row; the last row of a cell that is merged over several is as high as the cell
        needs."""
        heights: list[float] = []
        open_: dict[int, float] = {}
        for row, below in zip(table.rows, (*table.rows[1:], ()), strict=True):
            lines = self._joined_lines(row, rooms, table.text)
            for column, cell in enumerate(below):
                if cell == JOINS_ABOVE and row[column] != JOINS_ABOVE:
                    open_[column], lines[column] = self.height(lines[column], table.text), 1
            height = self.height(max(lines), table.text)
            for column in [column for column in open_ if not below or below[column] != JOINS_ABOVE]:
                height = max(height, open_.pop(column))
            open_ = {column: rest - height for column, rest in open_.items()}
            heights.append(height)
        return heights

    def _joined_lines(self, row: Sequence[Cell], rooms: Sequence[float], style: Style) -> list[int]:
        wide = list(rooms)
        for column in range(len(row) - 1, 0, -1):
            if row[column] == JOINS_LEFT:
                wide[column - 1] += wide[column]
        cells = zip(row, wide, strict=True)
        return [self._line_counts([cell], room, style)[0] for cell, room in cells]

    def height(self, lines: int, style: Style) -> float:
        return lines * self.typography.styles[style].line + self.typography.cells.down + BORDER

    def _line_counts(self, cells: Sequence[Cell], room: float, style: Style) -> list[int]:
        """How many lines each of a column's cells has."""
        counted = self.typography.counted(style, room - self.typography.cells.across)
        return [counted[cell[0].text if len(cell) == 1 else "".join([run.text for run in cell])] for cell in cells]


def column_widths(shares: Sequence[int], room: float) -> list[float]:
    """The columns of a table over that room."""
    total = sum(shares)
    return [room * share / total for share in shares]
