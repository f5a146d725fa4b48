"""A sheet of any workbook as plain data: its cells, and what is attached to them (comments, links, looks)."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cplist.core.bookmarks import is_duty_bookmark
from cplist.core.workbook import At, Formula, Note, Value

MOST_CELLS = 2_000_000
"""Of one sheet, blanks between others included."""
_HEX = re.compile(r"[0-9A-Fa-f]{8}")


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell looks unlike the rest of its column: only what differs is said."""

    fill: str = ""
    color: str = ""
    bold: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached to a cell beside its value: a comment, where its link leads, its look."""

    note: Note | None = None
    url: str = ""
    look: CellLook | None = None


@dataclass(frozen=True)
class Grid:
    """A sheet: its cells row by row ("" where blank), the widths of its columns in characters, what is attached to
    cells by (row, column), all from 0."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    widths: Mapping[int, float] = field(default_factory=dict)
    attached: Mapping[At, Attached] = field(default_factory=dict)

    def __getitem__(self, at: At) -> Value:
        row, column = at
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""


def read_grid(sheet: Any) -> Grid:
    """The grid of an openpyxl worksheet, without the blanks around its cells. Raises ValueError for one that is
    too large."""
    cells = sheet._cells
    filled = {
        place: cell for place, cell in cells.items() if cell.value not in (None, "") and not _is_bare_link(cell)
    }
    last_row = max((row for row, _ in filled), default=0)
    last_column = max((column for _, column in filled), default=0)
    if last_row * max(1, last_column) > MOST_CELLS:
        raise ValueError(f"more than {MOST_CELLS} cells in {sheet.title}")
    rows: list[list[Value]] = [[""] * last_column for _ in range(last_row)]
    for (row, column), cell in filled.items():
        rows[row - 1][column - 1] = value_of(cell)
    return Grid(sheet.title, tuple(map(tuple, rows)), dict(_widths(sheet)), dict(_attached(sheet)))


def _is_bare_link(cell: Any) -> bool:
    """Whether a cell holds nothing but a link of the program's whose row was deleted: openpyxl then gives its
    target as the value."""
    link = cell.hyperlink
    if link is None or not isinstance(cell.value, str):
        return False
    if is_duty_bookmark(link.location or "") and cell.value == link.target:
        return True
    return cell.value == link.location and re.fullmatch(r"'[^']+'!A\d+", cell.value) is not None


def _widths(sheet: Any) -> Iterator[tuple[int, float]]:
    from openpyxl.utils import column_index_from_string

    for letters, dimension in sheet.column_dimensions.items():
        if dimension.width and dimension.customWidth:
            yield column_index_from_string(letters) - 1, float(dimension.width)


def value_of(cell: Any) -> Value:
    """The value of an openpyxl cell: a formula with its text, a truth value in words, line ends as \\n."""
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)), array=not isinstance(value, str))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, str):
        return re.sub(r"\r\n?", "\n", value)
    if isinstance(value, int | float | datetime.date):
        return value
    return str(value)


# what is attached to cells


def _attached(sheet: Any) -> Iterator[tuple[At, Attached]]:
    usual = _usual(sheet)
    looks: dict[tuple[int, ...], CellLook | None] = {}
    for (row, column), cell in sheet._cells.items():
        note = _note(cell.comment) if cell.comment else None
        url = _url(cell.hyperlink) if cell.hyperlink else ""
        look = None
        if cell.value not in (None, "") and (style := _style(cell)) != usual[column]:
            key = (*style, *usual[column])
            if key not in looks:
                looks[key] = _look(sheet.parent, style, usual[column])
            look = looks[key]
        if note or url or look:
            yield (row - 1, column - 1), Attached(note, url, look)


def _note(comment: Any) -> Note:
    return Note(re.sub(r"\r\n?", "\n", str(comment.text)), str(comment.author or ""))


def _url(link: Any) -> str:
    """Where a link leads: to a place of this workbook if it begins with #."""
    return (link.target or "") + (f"#{link.location}" if link.location else "")


def _style(cell: Any) -> tuple[int, int, int]:
    style = cell._style
    return (style.fontId, style.fillId, style.numFmtId) if style else (0, 0, 0)


def _usual(sheet: Any) -> Mapping[int, tuple[int, int, int]]:
    """What most of a column's cells look like, blank ones too."""
    counts: dict[int, Counter[tuple[int, int, int]]] = {}
    for (_, column), cell in sheet._cells.items():
        counts.setdefault(column, Counter())[_style(cell)] += 1
    return {column: max(count, key=lambda style: (count[style], style)) for column, count in counts.items()}


def _look(book: Any, style: tuple[int, int, int], usual: tuple[int, int, int]) -> CellLook | None:
    own, others = _shown(book, style), _shown(book, usual)
    look = CellLook(
        fill=own.fill if own.fill != others.fill else "",
        color=own.color if own.color != others.color else "",
        bold=own.bold and not others.bold,
        number=own.number if own.number != others.number else "",
    )
    return look if look != CellLook() else None


def _shown(book: Any, style: tuple[int, int, int]) -> CellLook:
    font, fill = book._fonts[style[0]], book._fills[style[1]]
    painted = getattr(fill, "fill_type", None) == "solid"
    return CellLook(_rgb(fill.fgColor) if painted else "", _rgb(font.color), bool(font.b), _number(book, style[2]))


def _rgb(color: Any) -> str:
    """A colour as RRGGBB, "" where it is none of its own (automatic, or of a theme)."""
    found = getattr(color, "rgb", None) if getattr(color, "type", "") == "rgb" else None
    return found[2:].upper() if isinstance(found, str) and _HEX.fullmatch(found) else ""


def _number(book: Any, number: int) -> str:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    own = number - 164
    if own < 0:
        return BUILTIN_FORMATS.get(number) or "General"
    return str(book._number_formats[own]) if own < len(book._number_formats) else "General"
