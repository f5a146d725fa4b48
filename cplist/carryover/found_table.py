"""A table of the last workbook as it was found: its header, its rows, the columns that people added.

Found by what it says, not by where it stands: rows and columns may have been sorted, moved, hidden or inserted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cplist.carryover.grid import Attached, Grid
from cplist.carryover.record import RecordedTable
from cplist.core.workbook import KEY, Sheet, Value

Cells = Mapping[str, Value]
"""A row's cells that hold something, by their column's title."""
_NOTHING = Attached()


@dataclass(frozen=True)
class OldRow:
    """One row: its key ("" if it has none), its cells under our titles, and those in columns of people's own; its
    number on the sheet, from 0."""

    key: str
    cells: Cells
    extra: Cells
    number: int = -1

    @property
    def empty(self) -> bool:
        return not self.cells and not self.extra


@dataclass(frozen=True)
class OldTable:
    """`missing` are titles of ours that weren't found, `extra` those of people's own columns, with widths;
    `renamed` are our titles that people gave another name; `above` is what stands over the header; `places` are the
    columns' numbers on the sheet, `header` that of the header's row."""

    rows: tuple[OldRow, ...] = ()
    missing: tuple[str, ...] = ()
    extra: Mapping[str, float] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    above: tuple[Value, ...] = ()
    found: bool = False
    grid: Grid = field(default_factory=lambda: Grid("", ()))
    places: Mapping[str, int] = field(default_factory=dict)
    header: int = -1

    def attached(self, row: int, title: str) -> Attached:
        """What hangs on the cell of a row (its number on the sheet) in that column."""
        return self.grid.attached.get((row, self.places.get(title, -1)), _NOTHING)


def old_tables(grid: Grid, tables: Sequence[Sheet], recorded: Sequence[RecordedTable | None]) -> list[OldTable]:
    """The tables of a sheet, one for each of ours that stood there."""
    headers = list(_headers(grid, tables))
    read = []
    for number, (table, known) in enumerate(zip(tables, recorded, strict=True)):
        header = headers[number]
        if header is None:
            read.append(OldTable(missing=tuple(column.title for column in table.columns)))
            continue
        later = [other for other in headers[number + 1 :] if other is not None]
        end = min(later, default=len(grid.rows) + 1) - 1
        above = [cell for row in grid.rows[:header] for cell in row if cell != ""] if number == 0 else []
        read.append(_read(grid, header, end, table, known, above))
    return read


def _headers(grid: Grid, tables: Sequence[Sheet]) -> Iterator[int | None]:
    """The row of each table's header: that which has most of its titles, at least two where there are two."""
    start = 0
    for table in tables:
        titles = {column.title for column in table.columns}
        counts = {
            number: len(titles & set(map(str, row))) for number, row in enumerate(grid.rows) if number >= start
        }
        best = max(counts, key=lambda number: (counts[number], -number), default=None)
        if best is None or counts[best] < min(2, len(titles)):
            yield None
            continue
        start = best + 1
        yield best


def finds(grid: Grid, table: Sheet) -> bool:
    """Whether a table of ours stands in that sheet, whatever the sheet is called: most of its titles in one row."""
    titles = {column.title for column in table.columns}
    return any(len(titles & set(map(str, row))) * 2 > len(titles) for row in grid.rows[:30])


def _read(
    grid: Grid, header: int, end: int, table: Sheet, known: RecordedTable | None, above: Sequence[Value]
) -> OldTable:
    places, others = _columns(grid, header, end, table, known)
    renamed = _renamed(places, others, known.titles if known else ())
    for title, index in renamed.items():
        places[title] = index
    own = {index: title for index, title in others.items() if index not in renamed.values()}
    key = next((column.title for column in table.columns if column.key == KEY), "")
    rows = [_row(grid.rows[number], places, own, key, number) for number in range(header + 1, end)]
    return OldTable(
        rows=tuple(row for row in rows if not row.empty or row.key),
        missing=tuple(column.title for column in table.columns if column.title not in places),
        extra={title: grid.widths.get(index, 14.0) for index, title in own.items()},
        renamed={title: others[index] for title, index in renamed.items()},
        above=tuple(above),
        found=True,
        grid=grid,
        places={**{title: index for index, title in own.items()}, **places},
        header=header,
    )


def _columns(
    grid: Grid, header: int, end: int, table: Sheet, known: RecordedTable | None
) -> tuple[dict[str, int], dict[int, str]]:
    """Where the titles of ours stand, and what the other columns that hold something are called. A column whose
    title the pack has changed since says its old one as its key."""
    now = {column.title for column in table.columns}
    before = {column.key: column.title for column in table.columns if column.key not in now}
    ours = now | set(known.titles if known else ())
    places: dict[str, int] = {}
    others: dict[int, str] = {}
    width = max((len(row) for row in grid.rows[header:end]), default=0)
    for index in range(width):
        title = str(grid[header, index]).strip()
        title = before.get(title, title)
        if title in ours and title not in places:
            places[title] = index
        elif any(row[index : index + 1] not in ((), ("",)) for row in grid.rows[header:end]):
            others[index] = _free(title or f"附加列{index + 1}", {*ours, *others.values()})
    return places, others


def _renamed(places: Mapping[str, int], others: Mapping[int, str], titles: Sequence[str]) -> dict[str, int]:
    """Our titles that people gave another name: those that are missing between two others that stand as far apart
    as they did, with nothing but unknown columns between."""
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
    row: Sequence[Value], places: Mapping[str, int], others: Mapping[int, str], key: str, number: int
) -> OldRow:
    cells = {title: row[index] for title, index in places.items() if index < len(row) and row[index] != ""}
    extra = {title: row[index] for index, title in others.items() if index < len(row) and row[index] != ""}
    return OldRow(str(cells.get(key, "")) if key else "", cells, extra, number)
