"""What a workbook remembers of its own making, in a very hidden sheet: every generated cell, who bears what.

The next build tells by it which cells people changed, which rows they deleted or copied, and what moved since.
Each row begins with what it is: about (once), party, duty, table (a table's titles), row (its generated cells),
field (a single cell above a table), top (a sheet's title, its note, the titles of further tables).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cplist.core.workbook import Computed, Sheet, Value, Workbook
from cplist.formulas.references import formula_mark

VERSION = "1"
"""Of this format; a workbook with a higher one is a newer program's."""
ABOUT, PARTY, DUTY, TABLE, ROW, FIELD, TOP = "about", "party", "duty", "table", "row", "field", "top"
ABOUT_FIELDS = ("institution", "pack", "build", "short_name", "type", "tier", "pack_version")
"""What the about row holds behind the version: the workbook's properties, as cplist.institution and so on."""
Row = tuple[Value, ...]


@dataclass(frozen=True)
class RecordedTable:
    """A table as the program wrote it: its titles, its rows' generated cells ("" where people write)."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Record:
    """A record read back. `parties` and `duties` are the rows of the snapshot by id."""

    about: Row = ()
    parties: Mapping[str, Row] = field(default_factory=dict)
    duties: Mapping[str, Row] = field(default_factory=dict)
    tables: Mapping[tuple[str, int], RecordedTable] = field(default_factory=dict)
    fields: Mapping[str, Value] = field(default_factory=dict)
    tops: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def recorded(workbook: Workbook, snapshot: Iterable[Row]) -> tuple[Row, ...]:
    """The record of a workbook as composed, before anything that people filled in is in it."""
    properties = workbook.properties
    named = [properties.get(f"cplist.{name}", "") for name in ABOUT_FIELDS]
    rows: list[Row] = [(ABOUT, VERSION, *named), *snapshot]
    for sheet in workbook.sheets:
        rows.append((TOP, sheet.name, sheet.title, sheet.note, *(table.title for table in sheet.below)))
        rows += [(FIELD, single.name, _as_text(single.value)) for single in sheet.fields]
        for number, table in enumerate((sheet, *sheet.below)):
            rows += _table(sheet.name, number, table)
    return tuple(rows)


def _table(name: str, number: int, table: Sheet) -> Iterator[Row]:
    if table.lines:
        return
    yield (TABLE, name, number, *(column.title for column in table.columns))
    rows = table.rows[: len(table.rows) - table.spare] if table.spare else table.rows
    hidden = [column.filled_in for column in table.columns]
    for row in rows:
        cells = zip(row, hidden, strict=True)
        yield (ROW, *(_plain(cell) if isinstance(cell, Computed) or not people else "" for cell, people in cells))


def _plain(value: Value) -> Value:
    return formula_mark(value.text) if isinstance(value, Computed) else value


def _as_text(value: Value) -> Value:
    return value.isoformat() if isinstance(value, datetime.date) else value


def read_record(rows: Iterable[Sequence[Any]]) -> Record:
    """The record of those rows (cells' values, None where blank)."""
    about: Row = ()
    snapshot: dict[str, dict[str, Row]] = {PARTY: {}, DUTY: {}}
    tables: dict[tuple[str, int], tuple[tuple[str, ...], list[Row]]] = {}
    fields: dict[str, Value] = {}
    tops: dict[str, tuple[str, ...]] = {}
    current: list[Row] = []
    for kind, *cells in rows:
        row = tuple("" if cell is None else cell for cell in cells)
        if kind == ABOUT:
            about = tuple(str(cell) for cell in row)
        elif kind in snapshot:
            snapshot[kind][str(row[0])] = tuple(str(cell) for cell in row)
        elif kind == TABLE:
            current = []
            tables[str(row[0]), int(row[1])] = (_trimmed(row[2:]), current)
        elif kind == ROW:
            current.append(row)
        elif kind == FIELD:
            fields[str(row[0])] = row[1]
        elif kind == TOP:
            tops[str(row[0])] = tuple(str(cell) for cell in row[1:])
    made = {
        place: RecordedTable(titles, tuple(row[: len(titles)] for row in found))
        for place, (titles, found) in tables.items()
    }
    return Record(about, snapshot[PARTY], snapshot[DUTY], made, fields, tops)


def _trimmed(row: Row) -> tuple[str, ...]:
    titles = [str(cell) for cell in row]
    while titles and not titles[-1]:
        titles.pop()
    return tuple(titles)
