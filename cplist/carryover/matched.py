"""What matching gives: the sheets, tables and rows of the new workbook beside those of the last that they continue.

Plain data between matching (carryover/match_sheets.py, carryover/match_rows.py) and planning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from cplist.carryover.cell_values import same
from cplist.carryover.found_table import FoundRow, FoundTable
from cplist.carryover.grid import Grid
from cplist.carryover.last_workbook import LastWorkbook
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.carryover.record import GeneratedCells
from cplist.core.workbook import Formula, Sheet, Value, Workbook


@dataclass(frozen=True)
class RowMatch:
    """A row of the last workbook and the rows of the new table that continue it, by their numbers from 0: the first
    takes its answers over, the others get the same. `reason` says why it is these, or why there are none;
    `row.key` is the key that it has or must have had, `lost_key` what stood there instead ("—" for nothing)."""

    row: FoundRow
    reason: Reason
    places: tuple[int, ...] = ()
    lost_key: str = ""

    @property
    def continued(self) -> bool:
        return self.reason.outcome is CellOutcome.CARRIED


@dataclass(frozen=True)
class TableMatch:
    """A table of the new workbook, as it was found in the last one, and what the program had written there.

    `table` has room for what comes: the columns that users added, a blank row for each line of their own. `rows`
    are the found rows in their order, without those that the program wrote for no key (banners, totals); `fresh`
    are the keys that only the new table has, `deleted` those of rows that users deleted, `given_up` the columns
    that the program no longer has, with the number of their answers."""

    table: Sheet
    found: FoundTable
    generated: GeneratedCells
    rows: tuple[RowMatch, ...] = ()
    fresh: frozenset[str] = frozenset()
    deleted: tuple[str, ...] = ()
    given_up: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> Mapping[str, int]:
        """The number of each row of the new table by its key."""
        column = self.table.key_column
        if column is None:
            return {}
        return {str(row[column]): number for number, row in enumerate(self.table.rows) if row[column] != ""}

    @property
    def hidden_key(self) -> str:
        """The title of the key column, if users don't see it; else ""."""
        column = self.table.key_column
        return "" if column is None or not self.table.columns[column].hidden else self.table.columns[column].title

    def is_known(self, key: str) -> bool:
        """Whether the program gives that key, or gave it to the last workbook."""
        return key in self.by_key or key in self.generated.by_key

    def is_users(self, title: str) -> bool:
        """Whether users fill in that column, now or when the last workbook was made; of one that its record doesn't
        tell of, whether they did then."""
        then, number = self.generated, self.table.places.get(title)
        if title in then.filled_in:
            return True
        if title in then.titles and not then.recorded:
            return False
        return number is None or self.table.columns[number].filled_in

    def is_answer(self, row: FoundRow, title: str) -> bool:
        """Whether a user wrote that cell: its column is theirs, and the program had written nothing there."""
        if title in row.added:
            return True
        if title not in self.generated.titles:
            return title in self.table.places and self.is_users(title)
        return title not in self.generated.of(row.key) and self.is_users(title)

    def is_edited(self, row: FoundRow, title: str) -> bool:
        """Whether a user changed that generated cell; without a record, whether a formula is none any more."""
        value = row.cells[title]
        if title == self.hidden_key:
            return False
        if self.generated.recorded:
            written = self.generated.of(row.key).get(title, "")
            return not (same(written, value) or self._was_moved(title, value))
        return title in self.generated.formulas and not isinstance(value, Formula)

    def with_first_answers(self) -> TableMatch:
        """The match in which a value that users merged over several columns is the answer of the first of them that
        is theirs, where it stands in a cell of the program's."""
        rows, covered = list(self.rows), dict(self.found.covered)
        titles = {column: title for title, column in self.found.places.items()}
        for merged in (one for one in self.found.merged if one.left < one.right):
            first, further = titles.get(merged.left, ""), range(merged.left + 1, merged.right + 1)
            own = [column for column in further if self._theirs(titles.get(column))]
            for place, one in enumerate(rows):
                if own and merged.top <= one.row.number <= merged.bottom and self._is_changed(one.row, first):
                    rows[place] = replace(one, row=one.row.with_moved(first, titles[own[0]]))
                    covered[one.row.number, own[0]] = merged.first
        return replace(self, rows=tuple(rows), found=replace(self.found, covered=covered))

    def _theirs(self, title: str | None) -> bool:
        return title is not None and (title in self.found.added or self.is_users(title))

    def _is_changed(self, row: FoundRow, title: str) -> bool:
        """Whether a user wrote something into a cell of the program's."""
        return title in row.cells and not self.is_answer(row, title) and self.is_edited(row, title)

    def emptied(self, row: FoundRow) -> Iterator[str]:
        """The titles of the generated cells that a user emptied."""
        for title in self.generated.of(row.key):
            gone = title not in row.cells and title not in self.found.missing and title in self.table.places
            if gone and title != self.hidden_key and not self._was_moved(title, ""):
                yield title

    def _was_moved(self, title: str, value: Value) -> bool:
        """Whether what stands in a column that users don't see may be another row's of the program: they sorted
        what they see."""
        number = self.table.places.get(title)
        if number is None or not self.table.columns[number].hidden:
            return False
        if value == "":
            return any(title not in row for row in self.generated.rows)
        return self.generated.wrote(title, value)


@dataclass(frozen=True)
class SheetMatch:
    """A sheet of the new workbook with room for what comes, and the sheet of the last one that it continues (None:
    it isn't there, and, if it is `missing`, it should be). `copies` is its first table as it was found on copies
    that users made of the sheet."""

    sheet: Sheet
    grid: Grid | None = None
    tables: tuple[TableMatch, ...] = ()
    missing: bool = False
    copies: tuple[TableMatch, ...] = ()


@dataclass(frozen=True)
class ListMatch:
    """A list sheet of the new workbook with the columns that users added and the lines of the last one, and those
    lines as they were found."""

    sheet: Sheet
    found: FoundTable


@dataclass(frozen=True)
class WorkbookMatch:
    """The last workbook beside the new one: the sheets that the program fills, and those in which it lists."""

    last: LastWorkbook
    workbook: Workbook
    sheets: tuple[SheetMatch, ...]
    lists: tuple[ListMatch, ...] = ()

    @cached_property
    def origins(self) -> Mapping[str, str]:
        """The name of each sheet that was found in the last workbook, by its name in the new one."""
        filled = {one.sheet.name: one.grid.name for one in self.sheets if one.grid}
        lists = {one.sheet.name: one.found.grid.name for one in self.lists if one.found.header is not None}
        return filled | lists
