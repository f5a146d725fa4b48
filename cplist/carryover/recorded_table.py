"""What the program had written in a table of the last workbook, as its record (carryover/record.py) tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from cplist.carryover.cell_values import Shape, same, shape
from cplist.carryover.record import RecordedTable
from cplist.core.workbook import Sheet, Value

Written = Mapping[str, Value]
"""A row's generated cells that hold something, by their column's title."""


class Known:
    """A recorded table; without a record nothing is known. `key` is the title of the column with the rows' keys."""

    def __init__(self, recorded: RecordedTable | None, key: str) -> None:
        self.there = recorded is not None
        self.titles = recorded.titles if recorded else ()
        rows = recorded.rows if recorded else ()
        self.rows: list[Written] = [
            {title: cell for title, cell in zip(self.titles, row, strict=False) if cell != ""} for row in rows
        ]
        self.by_key = {str(row[key]): row for row in self.rows if row.get(key)}
        self._key = key

    def of(self, key: str) -> Written:
        return self.by_key.get(key, {})

    def keyless(self) -> Counter[Shape]:
        """How often each row without a key was written: banners, totals."""
        return Counter(shape(row) for row in self.rows if not row.get(self._key))

    def wrote(self, title: str, value: Value) -> bool:
        """Whether the program had written that anywhere in the column."""
        return any(same(row[title], value) for row in self.rows if title in row)

    @cached_property
    def unwritten(self) -> frozenset[str]:
        """The columns in which the program had written nothing: they were people's."""
        return frozenset(self.titles) - {title for row in self.rows for title in row}


def by_todays_titles(recorded: RecordedTable | None, table: Sheet) -> RecordedTable | None:
    """The recorded table, its columns called as they are now: a column whose title the pack has changed since says
    its old one as its key."""
    if recorded is None:
        return None
    now = {column.title for column in table.columns}
    before = {column.key: column.title for column in table.columns if column.key not in now}
    return replace(recorded, titles=tuple(before.get(title, title) for title in recorded.titles))
