"""How high a row must be to show all of its wrapped text; LibreOffice and previewers don't fit it themselves.

Heights and sizes of fonts are in points, widths of columns in characters: digits of the default font.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cplist.core.workbook import Column, Format, Formula, Value

HIGHEST = 409.0
"""Excel's limit, in points."""
LEAST = 20.0
PADDING = 6.0
RAGGED = 1.04
"""How much longer a text is over several lines, as punctuation mustn't begin one."""
ARROW = 2.2
"""What the arrow of a filter takes of a column's width, in characters."""
LEADING = 1.32
"""Line height as a multiple of the font's size: what 宋体 takes in Excel, WPS and LibreOffice, rounded up."""


SCREEN = 150.0
"""How wide a title and a note may be, so that a screen of 1366 pixels shows all of them, in characters."""


def heading(columns: Sequence[Column]) -> tuple[int, float]:
    """Over how many columns a sheet's title and note stand, and how wide those are."""
    width = 0.0
    for number, column in enumerate(columns):
        if not column.hidden and width and width + column.width > SCREEN:
            return number, width
        width += 0 if column.hidden else column.width
    return len(columns), width


class RowHeights:
    """The heights of one sheet's rows, in points.

    A column's width counts digits of the default font; a Chinese character of 10.5 points takes two of them,
    with a tenth to spare for padding and for punctuation that mustn't begin a line.
    """

    def __init__(self, columns: Sequence[Column], formats: Mapping[str, Format]) -> None:
        self._columns: list[tuple[int, float, float, dict[Value, float]]] = [
            (index, _room(column.width, formats[column.format]), formats[column.format].size, {})
            for index, column in enumerate(columns)
            if not column.hidden and formats[column.format].wrap
        ]
        self._widths = [None if column.hidden else column.width for column in columns]

    def of_row(self, row: Sequence[Value]) -> float:
        """The height for a row of values."""
        most = 0.0
        for index, room, size, known in self._columns:
            if value := row[index]:
                if value.__class__ is Formula:
                    value = _shown(value)
                points = known.get(value)
                if points is None:
                    points = known[value] = _lines(_shown(value), room) * size
                if points > most:
                    most = points
        return _height(most)

    def of_text(self, text: str, width: float, format_: Format) -> float:
        """The height for a text in a cell of that width."""
        return _height(_lines(text, _room(width, format_)) * format_.size)

    def of_header(self, titles: Sequence[str], format_: Format, *, filtered: bool = False) -> float:
        """The height for titles in the header; the arrow of a filter takes room beside each."""
        arrow = ARROW if filtered else 0.0
        shown = ((t, width) for t, width in zip(titles, self._widths, strict=True) if width is not None)
        lines = max((_lines(t, _room(width - arrow, format_)) for t, width in shown), default=1)
        return _height(lines * format_.size)

    def of_turned(self, titles: Sequence[str], format_: Format) -> float:
        """The height for titles that are written downwards, one character under the other."""
        return min(HIGHEST, max(len(title) for title in titles) * format_.size * 1.15 + PADDING)


def _shown(value: Value) -> str:
    """The text that a cell shows, as far as it can be long: a number or a day takes one line."""
    if isinstance(value, Formula):
        return value.value if isinstance(value.value, str) else ""
    return value if isinstance(value, str) else ""


def _room(width: float, format_: Format) -> float:
    """How many digits of the format's size fit in a line of that width, whole ones."""
    return max(2.0, (width - 1.2) * 10.5 // format_.size)


def _lines(text: str, room: float) -> int:
    """How many lines the text takes; a character has two bytes in GB 18030 where it is two digits wide."""
    if "\n" in text:
        return sum(_lines(part, room) for part in text.split("\n"))
    wide = len(text.encode("gb18030", "replace"))
    return int(-(-(wide * RAGGED if wide > room else wide) // room)) or 1


def _height(points: float) -> float:
    return round(min(HIGHEST, max(LEAST, points * LEADING + PADDING)), 1)
