"""A sheet of any workbook as plain data: its cells, and what is attached to them (comments, links, looks)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cplist.core.shown import Properties
from cplist.core.workbook import At, Note, Value
from cplist.formulas.references import letter

MOST_CELLS = 2_000_000
"""Of one sheet, blanks before others of a row included; as many may be covered by merged ranges."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell looks unlike the rest of its column: only what differs is said."""

    fill: str = ""
    color: str = ""
    bold: bool = False
    number: str = ""
    italic: bool = False
    strike: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached to a cell beside its value: a comment, where its link leads, its look."""

    note: Note | None = None
    url: str = ""
    look: CellLook | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A range of cells, rows and columns from 0."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def first(self) -> At:
        return self.top, self.left

    @property
    def last(self) -> At:
        return self.bottom, self.right

    @property
    def count(self) -> int:
        """How many cells it has; 0 or less for one that ends before it begins."""
        return max(self.bottom - self.top + 1, 0) * (self.right - self.left + 1)

    def covers(self, at: At) -> bool:
        return self.top <= at[0] <= self.bottom and self.left <= at[1] <= self.right

    def cells(self) -> Iterator[At]:
        """Its cells, row by row."""
        columns = range(self.left, self.right + 1)
        return ((row, column) for row in range(self.top, self.bottom + 1) for column in columns)

    def __str__(self) -> str:
        ends = [f"{letter(column)}{row + 1}" for row, column in (self.first, self.last)]
        return ":".join(dict.fromkeys(ends))


@dataclass(frozen=True)
class Grid:
    """A sheet: its cells row by row ("" where blank; a row ends with its last cell that holds something), the
    widths of its columns in characters, what is attached to cells. `merged` are its merged ranges, `covered` the
    cells under them with the one that is seen in their place, `pictures` the cells that show one, `unreadable`
    those whose text isn't in the file, `from_1904` those whose day counted from that year, `hidden` the first and
    the last of the columns that are hidden together, `shown` how it is shown and printed beside that. All from 0.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    widths: Mapping[int, float] = field(default_factory=dict)
    attached: Mapping[At, Attached] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()
    covered: Mapping[At, At] = field(default_factory=dict)
    pictures: frozenset[At] = frozenset()
    unreadable: frozenset[At] = frozenset()
    from_1904: frozenset[At] = frozenset()
    hidden: tuple[tuple[int, int], ...] = ()
    shown: Properties = field(default_factory=dict)

    def __getitem__(self, at: At) -> Value:
        row, column = at
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def is_hidden(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden)

    @cached_property
    def filled_rows(self) -> tuple[int, ...]:
        """The numbers of the rows that hold something."""
        return tuple(number for number, row in enumerate(self.rows) if row)
