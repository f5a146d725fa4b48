"""The layouts of a workbook: which columns the program wrote and which users filled in, in each version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

FARTHEST_HEADER = 30
"""Rows of a sheet in which a table's header is looked for."""
Rows = Sequence[Sequence[object]]
TablePlace = tuple[str, int]
"""A sheet's name, and the number of a table on it, from 0."""


@dataclass(frozen=True)
class TableLayout:
    """A table's columns: their titles in order, those that users filled in, those with a formula of the program's.
    Every column between the two of `repeated` was the program's too, one for each party. `now` says of columns that
    users no longer fill in where that goes."""

    titles: tuple[str, ...] = ()
    filled_in: frozenset[str] = frozenset()
    formulas: frozenset[str] = frozenset()
    repeated: tuple[str, str] | None = None
    now: Mapping[str, str] = field(default_factory=dict)

    def on(self, rows: Rows) -> TableLayout:
        """The layout with the titles of the repeated columns, as they stand in a sheet's rows."""
        if self.repeated is None:
            return self
        after, before = self.repeated
        between = next(filter(None, (_between(row, after, before) for row in rows[:FARTHEST_HEADER])), ())
        place = self.titles.index(after) + 1 if after in self.titles else 0
        return replace(self, titles=(*self.titles[:place], *between, *self.titles[place:]))


@dataclass(frozen=True)
class Layout:
    """The layout of a version: its number, its tables by sheet and number."""

    number: int
    tables: Mapping[TablePlace, TableLayout]


NO_TABLE = TableLayout()


def recognised(layouts: Sequence[Layout], number: str, sheets: Mapping[str, Rows]) -> Layout:
    """The layout with which a workbook was made: that of its number, or, of a workbook that names none, the one
    whose titles its sheets show best (of several the first)."""
    named = (layout for layout in layouts if str(layout.number) == number)
    return next(named, None) or max(layouts, key=lambda layout: _likeness(layout, sheets))


def _likeness(layout: Layout, sheets: Mapping[str, Rows]) -> int:
    """How many of a layout's titles the sheets show, less those that they don't."""
    return sum(_shown(set(table.titles), sheets.get(name, ())) for (name, _), table in layout.tables.items())


def _shown(titles: set[str], rows: Rows) -> int:
    found = max((len(titles.intersection(map(str, row))) for row in rows[:FARTHEST_HEADER]), default=0)
    return 2 * found - len(titles)


def _between(row: Sequence[object], after: str, before: str) -> tuple[str, ...]:
    titles = [str(cell) for cell in row]
    if after not in titles or before not in titles:
        return ()
    return tuple(filter(None, titles[titles.index(after) + 1 : titles.index(before)]))
