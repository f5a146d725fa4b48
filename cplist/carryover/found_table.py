"""A table of the last workbook as it was found: its header, its rows, the columns that users added.

A table is found by its titles, not by its place: rows and columns may have been sorted, moved, hidden or inserted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cplist.carryover.cell_values import Cells
from cplist.carryover.grid import Attached, Grid, Range
from cplist.core.workbook import At, Formula, Sheet, Value

USUAL_WIDTH = 14.0
"""Of a column whose width nobody set, in characters."""
FARTHEST_HEADER = 30
"""Rows of a sheet of another name in which a header of the program is looked for."""
_MOST = 0.5
"""More than that part of a table's titles stands where the table does."""
_NOTHING = Attached()


@dataclass(frozen=True)
class FoundRow:
    """A row: its key ("" if it has none), its cells in the program's columns (`cells`) and in those that users
    added (`added`), its number on the sheet, from 0."""

    key: str
    cells: Cells
    added: Cells = field(default_factory=dict)
    number: int = -1

    @property
    def all_cells(self) -> Cells:
        return {**self.cells, **self.added}

    def with_moved(self, title: str, to: str) -> FoundRow:
        """The row with what stands in the one column in the other."""
        cells = {name: value for name, value in self.cells.items() if name != title}
        return replace(self, cells={**cells, to: self.cells[title]})


@dataclass(frozen=True)
class FoundTable:
    """A table of the program's with its rows. `header` is the row of its header (None: it isn't there), `places`
    are the columns by title, both from 0 on the sheet. `missing` are the program's titles that weren't found,
    `renamed` those that users changed, with the new title; `added` are the titles of the columns that users added,
    with their widths; `above` is what stands over the header of a sheet's first table. `covered` are the cells that
    merged ranges cover in further rows, with the one whose value a reader sees there, `merged` the ranges that lie
    in its rows."""

    rows: tuple[FoundRow, ...] = ()
    header: int | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    added: Mapping[str, float] = field(default_factory=dict)
    above: Mapping[At, Value] = field(default_factory=dict)
    grid: Grid = field(default_factory=lambda: Grid("", ()))
    covered: Mapping[At, At] = field(default_factory=dict)
    merged: tuple[Range, ...] = ()

    def attached(self, row: int, title: str) -> Attached:
        """What hangs on the cell of a row (its number on the sheet) in that column; of what is merged over several
        rows, the first has the comment."""
        at = (row, self.places.get(title, -1))
        if at not in self.covered:
            return self.grid.attached.get(at, _NOTHING)
        return replace(self.grid.attached.get(self.covered[at], _NOTHING), note=None)

    def at(self, row: int, title: str) -> At:
        """The cell of a row (its number on the sheet) in that column; of what counts in another column than it
        stands in, where it stands."""
        at = (row, self.places.get(title, -1))
        first = self.covered.get(at, at)
        return first if first[0] == row else at

    def counted_in(self, merged: Range) -> int:
        """The column in which the value of a merged range counts, in the range's first row."""
        first = (merged.top, merged.first)
        columns = (column for (row, column), shown in self.covered.items() if (row, shown) == first)
        return next(columns, merged.left)


def find_tables(grid: Grid, tables: Sequence[Sheet], titles: Sequence[Sequence[str]]) -> list[FoundTable]:
    """Those tables on a sheet of the last workbook, in their order; `titles` are those that each was written with,
    if a record tells."""
    headers = list(_headers(grid, tables))
    found = []
    for number, (table, recorded) in enumerate(zip(tables, titles, strict=True)):
        header = headers[number]
        if header is None:
            found.append(FoundTable(missing=tuple(column.title for column in table.columns), grid=grid))
            continue
        later = [other for other in headers[number + 1 :] if other is not None]
        end = min(later, default=len(grid.rows) + 1) - 1
        found.append(_read(grid, header, end, table, recorded, first=number == 0))
    return found


def has_table(grid: Grid, table: Sheet) -> bool:
    """Whether a table stands on a sheet, whatever that is called: most of its titles in one row."""
    return _likeness(grid, table)[0] > _MOST


def most_like(grid: Grid, tables: Sequence[Sheet]) -> list[Sheet]:
    """Of the tables that may stand on a sheet those of which the most stands there: tables share titles."""
    found = [(_likeness(grid, table), table) for table in tables]
    most = max((likeness for likeness, _ in found), default=(0, 0))
    return [table for likeness, table in found if likeness == most and likeness[0] > _MOST]


def _likeness(grid: Grid, table: Sheet) -> tuple[float, int]:
    """Which part of a table's titles stands in one row of a sheet, and how many."""
    titles = {column.title for column in table.columns}
    rows = (row for row in grid.rows[:FARTHEST_HEADER] if row)
    count = max((len(titles & set(map(str, row))) for row in rows), default=0)
    return count / max(len(titles), 1), count


def _headers(grid: Grid, tables: Sequence[Sheet]) -> Iterator[int | None]:
    """The row of each table's header: that which has most of its titles, at least two where there are two."""
    start = 0
    for table in tables:
        titles = {column.title for column in table.columns}
        numbers = grid.filled_rows[bisect_left(grid.filled_rows, start) :]
        counts = {number: len(titles & set(map(str, grid.rows[number]))) for number in numbers}
        best = max(counts, key=lambda number: (counts[number], -number), default=None)
        if best is None or counts[best] < min(2, len(titles)):
            yield None
            continue
        start = best + 1
        yield best


def _read(grid: Grid, header: int, end: int, table: Sheet, recorded: Sequence[str], *, first: bool) -> FoundTable:
    places, others = _columns(grid, header, end, table, recorded)
    renamed = _renamed(places, others, recorded)
    places |= renamed
    added = {index: title for index, title in others.items() if index not in renamed.values()}
    key = "" if table.key_column is None else table.columns[table.key_column].title
    numbers = grid.filled_rows[bisect_left(grid.filled_rows, header + 1) : bisect_left(grid.filled_rows, end)]
    merged = tuple(one for one in grid.merged if header < one.top < end)
    covered = {at: first for at, first in _seen_below(grid, merged, numbers) if at[1] != places.get(key)}
    rows = [_row(grid, places, added, key, number, covered) for number in numbers]
    above = {
        (number, column): cell
        for number, row in enumerate(grid.rows[:header] if first else ())
        for column, cell in enumerate(row)
        if cell != ""
    }
    return FoundTable(
        rows=tuple(row for row in rows if row.cells or row.added),
        header=header,
        places={**{title: index for index, title in added.items()}, **places},
        missing=tuple(column.title for column in table.columns if column.title not in places),
        renamed={title: others[index] for title, index in renamed.items()},
        added={title: grid.widths.get(index, USUAL_WIDTH) for index, title in added.items()},
        above=above,
        grid=grid,
        covered=covered,
        merged=merged,
    )


def _seen_below(grid: Grid, merged: Sequence[Range], numbers: Sequence[int]) -> Iterator[tuple[At, At]]:
    """The cells below the first of each range that is merged over several rows, in those rows, with the cell whose
    value a reader sees there. Rows without anything of their own are none."""
    for one in merged:
        if grid[one.first] != "":
            below = numbers[bisect_left(numbers, one.top + 1) : bisect_left(numbers, one.bottom + 1)]
            yield from (((row, one.left), one.first) for row in below)


def _columns(
    grid: Grid, header: int, end: int, table: Sheet, recorded: Sequence[str]
) -> tuple[dict[str, int], dict[int, str]]:
    """Where the program's titles stand, and what the other columns that hold something are called. A column whose
    title the pack has changed since says its old title as its key."""
    now = {column.title for column in table.columns}
    before = {column.key: column.title for column in table.columns if column.key not in now}
    generated = now | set(recorded)
    places: dict[str, int] = {}
    others: dict[int, str] = {}
    numbers = grid.filled_rows[bisect_left(grid.filled_rows, header) : bisect_left(grid.filled_rows, end)]
    used = {index for number in numbers for index, value in enumerate(grid.rows[number]) if value != ""}
    for index in sorted(used):
        title = str(grid[header, index]).strip()
        title = before.get(title, title)
        if title in generated and title not in places:
            places[title] = index
        else:
            others[index] = _free(title or f"附加列{index + 1}", {*generated, *others.values()})
    return places, others


def _renamed(places: Mapping[str, int], others: Mapping[int, str], titles: Sequence[str]) -> dict[str, int]:
    """The program's titles that users changed: those that are missing between two others that stand as far apart as
    they did, with nothing but unknown columns between."""
    there = [number for number, title in enumerate(titles) if title in places]
    found: dict[str, int] = {}
    for before, after in zip([-1, *there], there, strict=False):
        lost = titles[before + 1 : after]
        start = places[titles[before]] + 1 if before >= 0 else 0
        between = range(start, places[titles[after]])
        if lost and len(between) == len(lost) and all(index in others for index in between):
            found |= dict(zip(lost, between, strict=True))
    return found


def _free(title: str, taken: set[str]) -> str:
    """The title, numbered if it stands there already."""
    number, name = 1, title
    while name in taken:
        number += 1
        name = f"{title}（{number}）"
    return name


def _row(
    grid: Grid,
    places: Mapping[str, int],
    added: Mapping[int, str],
    key: str,
    number: int,
    covered: Mapping[At, At],
) -> FoundRow:
    def seen(index: int) -> Value:
        at = (number, index)
        return grid[at] if at not in covered else _value(grid[covered[at]])

    cells = {title: value for title, index in places.items() if (value := seen(index)) != ""}
    extra = {title: value for index, title in added.items() if (value := seen(index)) != ""}
    return FoundRow(str(cells.get(key, "")) if key else "", cells, extra, number)


def _value(value: Value) -> Value:
    """What a reader sees in further rows: of a formula what it gives, since it speaks of its own row."""
    return value.value if isinstance(value, Formula) and value.value is not None else value
