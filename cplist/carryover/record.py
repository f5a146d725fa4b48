"""What a workbook remembers of its own making, in a very hidden sheet: every generated cell, who bears what.

The next build tells by it which cells users changed, which rows they deleted or copied, and what moved since. Each
row begins with what it is: about (once), party, unit (of a level, that has a workbook), duty, table (a table's
titles), filled (those of them that users fill in), widths (of its columns), hidden (the titles of hidden ones), row
(its generated cells), field (a single cell above a table), top (a sheet's title, its note, the titles of further
tables), page (how a sheet is shown and printed), said (once: the workbook's title, subject, author), merged (what
was brought in from workbooks of parties; merging/memory.py)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cplist.carryover.cell_values import Cells, Shape, same, shape
from cplist.core.layouts import NO_TABLE, TableLayout
from cplist.core.shown import ROW_BREAKS, Properties
from cplist.core.workbook import Computed, Sheet, Value, Workbook
from cplist.formulas.references import formula_mark
from cplist.writers.excel.skeleton import SheetLayout, made_page, pages_end

VERSION = "1"
"""Of this format; a workbook with a higher one is a newer program's."""
ABOUT, PARTY, DUTY, TABLE, ROW, FIELD, TOP = "about", "party", "duty", "table", "row", "field", "top"
UNIT = "unit"
FILLED, WIDTHS, HIDDEN, PAGE, SAID, MERGED = "filled", "widths", "hidden", "page", "said", "merged"
_OF_TABLES = (ROW, FILLED, WIDTHS, HIDDEN)
ABOUT_FIELDS = (
    "institution",
    "pack",
    "build",
    "short_name",
    "type",
    "tier",
    "pack_version",
    "layout",
    "party",
    "party_name",
    "unit",
)
"""What the about row holds behind the version: the workbook's properties, as cplist.institution and so on."""
RecordRow = tuple[Value, ...]


@dataclass(frozen=True)
class RecordedTable:
    """A table as the program wrote it: its titles, its rows' generated cells ("" where users write), the titles of
    the columns that users fill in (None: an earlier version didn't say), the widths of columns by their titles and
    the titles of hidden ones (an earlier version didn't say either)."""

    titles: tuple[str, ...]
    rows: tuple[RecordRow, ...]
    filled_in: frozenset[str] | None = None
    widths: Mapping[str, float] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Record:
    """A record read back. `parties`, `units` and `duties` are the rows of the snapshot by id, `tables` those of
    each sheet by its name and their number on it, `fields` the single cells by their names, `tops` the texts above
    a sheet's tables by its name, `pages` how it was shown and printed, `said` title, subject and author of the
    workbook, `merged` what was brought in from workbooks of parties."""

    about: RecordRow = ()
    parties: Mapping[str, RecordRow] = field(default_factory=dict)
    duties: Mapping[str, RecordRow] = field(default_factory=dict)
    tables: Mapping[tuple[str, int], RecordedTable] = field(default_factory=dict)
    fields: Mapping[str, Value] = field(default_factory=dict)
    tops: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pages: Mapping[str, Properties] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    merged: tuple[RecordRow, ...] = ()
    units: Mapping[str, RecordRow] = field(default_factory=dict)


# writing


def recorded(workbook: Workbook, snapshot: Iterable[RecordRow], said: Sequence[str] = ()) -> tuple[RecordRow, ...]:
    """The record of a workbook as composed, before anything that users filled in is in it; `said` are its title,
    its subject, its author."""
    properties = workbook.properties
    named = [properties.get(f"cplist.{name}", "") for name in ABOUT_FIELDS]
    rows: list[RecordRow] = [(ABOUT, VERSION, *named), *snapshot, (SAID, *said)]
    for sheet in workbook.sheets:
        rows.append((TOP, sheet.name, sheet.title, sheet.note, *(table.title for table in sheet.below)))
        rows.append((PAGE, sheet.name, *_page(sheet, workbook.header)))
        rows += [(FIELD, single.name, _as_text(single.value)) for single in sheet.fields]
        for number, table in enumerate((sheet, *sheet.below)):
            rows += _table(sheet.name, number, table)
    return tuple(rows)


def _page(sheet: Sheet, header: str) -> tuple[str, ...]:
    """How the program shows and prints a sheet, its columns apart."""
    properties = {**made_page(SheetLayout.of(sheet), header), ROW_BREAKS: str(len(pages_end(sheet)))}
    return tuple(f"{key}={value}" for key, value in properties.items())


def _table(name: str, number: int, table: Sheet) -> Iterator[RecordRow]:
    if table.lines:
        return
    yield (TABLE, name, number, *(column.title for column in table.columns))
    yield (FILLED, *(column.title for column in table.columns if column.filled_in))
    yield (WIDTHS, *(column.width for column in table.columns))
    yield (HIDDEN, *(column.title for column in table.columns if column.hidden))
    rows = table.rows[: len(table.rows) - table.spare] if table.spare else table.rows
    filled_in = [column.filled_in for column in table.columns]
    for row in rows:
        cells = zip(row, filled_in, strict=True)
        yield (ROW, *(_plain(cell) if isinstance(cell, Computed) or not user else "" for cell, user in cells))


def _plain(value: Value) -> Value:
    return formula_mark(value.text) if isinstance(value, Computed) else value


def _as_text(value: Value) -> Value:
    return value.isoformat() if isinstance(value, datetime.date) else value


# reading


def read_record(rows: Iterable[Sequence[Any]]) -> Record:
    """The record of those rows (cells' values, None where blank)."""
    once: dict[str, RecordRow] = {ABOUT: (), SAID: ()}
    snapshot: dict[str, dict[str, RecordRow]] = {PARTY: {}, UNIT: {}, DUTY: {}}
    of_sheets: dict[str, dict[str, tuple[str, ...]]] = {TOP: {}, PAGE: {}}
    tables: dict[tuple[str, int], _ReadTable] = {}
    fields: dict[str, Value] = {}
    merged: list[RecordRow] = []
    for kind, *cells in filter(None, rows):
        row = tuple("" if cell is None else cell for cell in cells)
        if kind in once:
            once[kind] = tuple(str(cell) for cell in row)
        elif kind in snapshot:
            snapshot[kind][str(row[0])] = tuple(str(cell) for cell in row)
        elif kind in of_sheets:
            of_sheets[kind][str(row[0])] = tuple(str(cell) for cell in row[1:])
        elif kind == MERGED:
            merged.append(row)
        elif kind == FIELD:
            fields[str(row[0])] = row[1] if len(row) > 1 else ""
        elif kind == TABLE:
            tables[str(row[0]), int(row[1])] = _ReadTable(_trimmed(row[2:]))
        elif kind in _OF_TABLES:
            tables[next(reversed(tables))].add(kind, row)
    made = {place: table.made() for place, table in tables.items()}
    pages = {name: dict(map(_property, filter(None, row))) for name, row in of_sheets[PAGE].items()}
    known = (snapshot[PARTY], snapshot[DUTY], made, fields, of_sheets[TOP], pages)
    return Record(once[ABOUT], *known, said=_trimmed(once[SAID]), merged=tuple(merged), units=snapshot[UNIT])


def _property(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    return key, value


@dataclass
class _ReadTable:
    """A table while it is read: its titles, and the rows that follow them."""

    titles: tuple[str, ...]
    rows: list[RecordRow] = field(default_factory=list)
    others: dict[str, RecordRow] = field(default_factory=dict)

    def add(self, kind: str, row: RecordRow) -> None:
        if kind == ROW:
            self.rows.append(row[: len(self.titles)])
        else:
            self.others[kind] = row

    def made(self) -> RecordedTable:
        filled_in = frozenset(_trimmed(self.others[FILLED])) if FILLED in self.others else None
        widths = zip(self.titles, self.others.get(WIDTHS, ()), strict=False)
        return RecordedTable(
            self.titles,
            tuple(self.rows),
            filled_in,
            {title: float(width) for title, width in widths if isinstance(width, int | float)},
            frozenset(_trimmed(self.others.get(HIDDEN, ()))),
        )


def _trimmed(row: RecordRow) -> tuple[str, ...]:
    titles = [str(cell) for cell in row]
    while titles and not titles[-1]:
        titles.pop()
    return tuple(titles)


# asking


@dataclass(frozen=True)
class GeneratedCells:
    """What the program had written in a table of the last workbook. Without a record (`recorded` is False) its
    layout tells the columns, and no more. `titles` are the columns, called as they are now, `filled_in` those of
    them that users filled in, `formulas` those with a formula, as a layout tells; `rows` the cells that hold
    something, by their column's title; `key` is the title of the column with the rows' keys, `now` the words for
    what became of columns, `widths` and `hidden` what their columns were like."""

    recorded: bool
    titles: tuple[str, ...] = ()
    rows: tuple[Cells, ...] = ()
    key: str = ""
    filled_in: frozenset[str] = frozenset()
    formulas: frozenset[str] = frozenset()
    now: Mapping[str, str] = field(default_factory=dict)
    widths: Mapping[str, float] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    @cached_property
    def by_key(self) -> Mapping[str, Cells]:
        return {str(row[self.key]): row for row in self.rows if row.get(self.key)}

    def of(self, key: str) -> Cells:
        """The cells of the row with that key; none of a row that isn't recorded."""
        return self.by_key.get(key, {})

    def keyless(self) -> Counter[Shape]:
        """How often each row without a key was written: banners, totals."""
        return Counter(shape(row) for row in self.rows if not row.get(self.key))

    def wrote(self, title: str, value: Value) -> bool:
        """Whether the program had written that anywhere in the column."""
        return any(same(row[title], value) for row in self.rows if title in row)


def generated_cells(recorded: RecordedTable | None, table: Sheet, layout: TableLayout = NO_TABLE) -> GeneratedCells:
    """What the program had written in the table that is now `table`; of one that isn't recorded what its layout
    tells. A column whose title the pack has changed since says its old title as its key."""
    key = "" if table.key_column is None else table.columns[table.key_column].title
    now = {column.title for column in table.columns}
    before = {column.key: column.title for column in table.columns if column.key not in now}

    def called(titles: Iterable[str]) -> tuple[str, ...]:
        return tuple(before.get(title, title) for title in titles)

    if recorded is None:
        users, formulas = frozenset(called(layout.filled_in)), frozenset(called(layout.formulas))
        return GeneratedCells(False, called(layout.titles), (), key, users, formulas, layout.now)
    titles = called(recorded.titles)
    rows = tuple({t: cell for t, cell in zip(titles, row, strict=False) if cell != ""} for row in recorded.rows)
    blank = frozenset(titles) - {title for row in rows for title in row}
    users = blank if recorded.filled_in is None else frozenset(called(recorded.filled_in))
    widths = dict(zip(called(recorded.widths), recorded.widths.values(), strict=True))
    hidden = frozenset(called(recorded.hidden))
    return GeneratedCells(True, titles, rows, key, users, now=layout.now, widths=widths, hidden=hidden)
