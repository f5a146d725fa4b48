"""One table of the last workbook into the new one: every answer to its row, everything else named.

A row is known by its hidden key alone. What the program had written there (record.py) tells what people changed.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cplist.blocks import KEY, Column, Computed, Formula, Sheet, Value
from cplist.formulas import formula_mark
from cplist.oldtable import OldRow, OldTable
from cplist.record import RecordedTable

REVIEW = "review"
"""The key of the column that says what must be looked at again."""
EDITED, COPIED, UNKNOWN, GONE, TAKEN = "edited", "copied", "unknown", "gone", "taken"
"""Why a cell is listed: a generated cell that was changed; a row that stands twice; a row without a key of ours;
a row that is no more; a cell that people don't fill in any longer."""
PLAIN_FORMAT, PLAIN_DATE = "filled", "filled_date"


@dataclass(frozen=True)
class Listed:
    """A cell that doesn't stand at its place any more: where it stood, what it held, what stands there now."""

    sheet: str
    row: str
    subject: str
    column: str
    content: Value
    generated: Value
    reason: str


@dataclass
class Filling:
    """What became of one table: the new one, the cells found and carried, and all that is to be said."""

    table: Sheet
    found: int = 0
    carried: int = 0
    listed: list[Listed] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    rekeyed: list[str] = field(default_factory=list)
    reviewed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def filled(new: Sheet, old: OldTable, known: RecordedTable | None, replaced: Mapping[str, str]) -> Filling:
    """The new table with what people had filled in. `replaced` says which duty takes the place of which."""
    if not old.found:
        gone = [column.title for column in new.columns if column.filled_in] if known else []
        return Filling(new, missing=gone)
    widened = _with_columns(new, old, known)
    work = _Work(widened, old, known, replaced)
    if any(column.key == KEY for column in new.columns):
        work.keyed()
    elif new.spare:
        work.lines()
    else:
        work.unkeyed()
    return work.done()


def _with_columns(new: Sheet, old: OldTable, known: RecordedTable | None) -> Sheet:
    """The new table with the columns that people added at its right, and people's columns that it no longer has."""
    ours = {column.title for column in new.columns}
    answered = _answered_before(known) - ours
    widths = {title: 14.0 for row in old.rows for title in row.cells if title in answered} | dict(old.extra)
    added = tuple(Column(title, title, width, PLAIN_FORMAT, filled_in=True) for title, width in widths.items())
    if not added:
        return new
    blank = ("",) * len(added)
    return replace(new, columns=(*new.columns, *added), rows=tuple((*row, *blank) for row in new.rows))


def _answered_before(known: RecordedTable | None) -> set[str]:
    """The columns of the last table in which the program had written nothing."""
    if known is None:
        return set()
    return {
        title for n, title in enumerate(known.titles) if all(n >= len(row) or row[n] == "" for row in known.rows)
    }


class _Work:
    def __init__(self, new: Sheet, old: OldTable, known: RecordedTable | None, replaced: Mapping[str, str]) -> None:
        self.new, self.old, self.known, self.replaced = new, old, known, replaced
        self.columns = {column.title: number for number, column in reversed(list(enumerate(new.columns)))}
        self.rows = [list(row) for row in new.rows]
        self.result = Filling(new)
        self.by_key: dict[str, int] = {}
        self.recorded: dict[str, Mapping[str, Value]] = {}
        titles = {column.title for column in new.columns if column.filled_in}
        before = set(known.titles) if known else titles
        self.result.missing = [t for t in old.missing if t in titles and t in before]

    def done(self) -> Filling:
        self.result.table = replace(self.new, rows=tuple(map(tuple, self.rows)))
        return self.result

    # tables whose rows have a key

    def keyed(self) -> None:
        index = next(number for number, column in enumerate(self.new.columns) if column.key == KEY)
        title = self.new.columns[index].title
        self.by_key = {str(row[index]): number for number, row in enumerate(self.rows) if row[index] != ""}
        self.recorded = self._records(title)
        seen: set[str] = set()
        first: list[OldRow] = []
        keyless = Counter(_shape(row) for row in self._recorded_rows() if not row.get(title))
        for row in self._recognised(title):
            if row.key and row.key in seen:
                self._list(row, COPIED)
            elif row.key and (row.key in self.by_key or row.key in self.recorded or not self.known):
                seen.add(row.key)
                first.append(row)
            elif not self._generated(row, keyless):
                self._list(row, UNKNOWN)
        self._place(first)
        if self.old.found and title not in self.old.missing:
            self.result.deleted = [key for key in self.recorded if key not in seen]

    def _recognised(self, title: str) -> list[OldRow]:
        """The rows, each with the key that its generated cells show it to have, where its own was lost, changed or
        left behind by somebody who sorted the other columns. What can't be told that way keeps its key."""
        hidden = {
            column.title for column in self.new.columns if column.hidden or column.filled_in or column.formula
        }
        shown = [
            t for t in (self.known.titles if self.known else ()) if t not in hidden and t not in self.old.missing
        ]
        keys: dict[tuple[str, ...], list[str]] = {}
        for key, known in self.recorded.items():
            keys.setdefault(tuple(_comparable(known.get(t, "")) for t in shown), []).append(key)
        made = []
        for row in self.old.rows:
            own = keys.get(tuple(_comparable(row.cells.get(t, "")) for t in shown), [])
            if len(own) == 1 and own[0] != row.key and title not in shown:
                row = self._rekeyed(row, own[0], title)
            made.append(row)
        return made

    def _rekeyed(self, row: OldRow, key: str, title: str) -> OldRow:
        """The row with the key that is its own; what a person wrote in the key's place is listed."""
        self.result.rekeyed.append(key)
        if row.key and not self._is_known(row.key):
            self.result.found += 1
            self._add(row, title, row.key, EDITED, key)
        return replace(row, key=key)

    def _is_known(self, key: str) -> bool:
        return key in self.by_key or key in self.recorded

    def _records(self, title: str) -> dict[str, Mapping[str, Value]]:
        rows = self._recorded_rows()
        return {str(row[title]): row for row in rows if row.get(title)}

    def _recorded_rows(self) -> list[Mapping[str, Value]]:
        if self.known is None:
            return []
        return [
            {title: cell for title, cell in zip(self.known.titles, row, strict=False) if cell != ""}
            for row in self.known.rows
        ]

    @staticmethod
    def _generated(row: OldRow, keyless: Counter[frozenset[tuple[str, str]]]) -> bool:
        """Whether that is a row without a key as the program wrote it: a banner, a total."""
        shape = _shape(row.cells)
        if row.extra or not keyless[shape]:
            return row.empty
        keyless[shape] -= 1
        return True

    def _place(self, rows: Sequence[OldRow]) -> None:
        places = self._successors(rows)
        for row in rows:
            place = self.by_key.get(places.get(row.key, row.key))
            if place is None:
                self._list(row, GONE)
            else:
                self._fill(row, place)

    def _successors(self, rows: Sequence[OldRow]) -> dict[str, str]:
        """Old key → new key, for rows that are no more: the duty that replaces theirs; the duty's new parties."""
        moved = {row.key: self._replaced(row.key) for row in rows if row.key not in self.by_key}
        if not any(column.review for column in self.new.columns):
            return moved
        answered = {row.key for row in rows if row.key in self.by_key and self._answers(row)}
        taken = answered | set(moved.values()) | {row.key for row in rows}
        for row in rows:
            if moved.get(row.key) in self.by_key or row.key in self.by_key or not self._answers(row):
                continue
            duty = moved[row.key].partition("|")[0]
            known = self.recorded
            come = [k for k in self.by_key if k.partition("|")[0] == duty and k not in taken and k not in known]
            if come:
                moved[row.key] = come[0]
                taken.add(come[0])
        return moved

    def _replaced(self, key: str) -> str:
        duty, bar, party = key.partition("|")
        return self.replaced.get(duty, duty) + bar + party

    def _answers(self, row: OldRow) -> bool:
        return bool(row.extra) or any(self._is_answer(row, title) for title in row.cells)

    def _is_answer(self, row: OldRow, title: str) -> bool:
        """Whether people wrote that cell: its column is theirs, and the program had written nothing there."""
        if self.known and title in self.known.titles:
            return title not in self.recorded.get(row.key, {}) and self._theirs(title)
        number = self.columns.get(title)
        return number is not None and self.new.columns[number].filled_in

    def _theirs(self, title: str) -> bool:
        """Whether people fill in that column, now or when the last workbook was made."""
        number = self.columns.get(title)
        return number is None or self.new.columns[number].filled_in

    def _fill(self, row: OldRow, place: int) -> None:
        """Put a row's answers into the new row; list what can't stand there."""
        target, answered = self.rows[place], bool(row.extra)
        known = self.recorded.get(row.key, {})
        for title, value in {**row.cells, **row.extra}.items():
            number = self.columns.get(title)
            if title in row.extra or self._is_answer(row, title):
                self.result.found += 1
                if number is None or isinstance(target[number], Computed):
                    self._add(row, title, value, TAKEN, "" if number is None else target[number])
                    continue
                target[number] = fitting(value, self.new.columns[number])
                self.result.carried += 1
                answered = answered or self.new.columns[number].key != REVIEW
            elif title != self._key_title() and self._changed(title, known, value):
                self._edited(row, title, value, "" if number is None else target[number])
        for title in known:
            there = title in row.cells or title in self.old.missing or title not in self.columns
            if self.known and not there and title != self._key_title():
                self._edited(row, title, "", target[self.columns[title]])
        if answered:
            self._review(row, place)

    def _changed(self, title: str, known: Mapping[str, Value], value: Value) -> bool:
        """Whether a person changed that generated cell; without a record, whether a formula is none any more."""
        if self.known:
            return not same(known.get(title, ""), value)
        number = self.columns.get(title)
        return number is not None and bool(self.new.columns[number].formula) and not isinstance(value, Formula)

    def _edited(self, row: OldRow, title: str, value: Value, now: Value) -> None:
        """A generated cell that a person changed; if the program now writes the same, all is well."""
        self.result.found += 1
        if same(now, value):
            self.result.carried += 1
        else:
            self._add(row, title, value, EDITED, now)

    def _review(self, row: OldRow, place: int) -> None:
        """Say in the row what has changed since it was filled in."""
        target = self.rows[place]
        number = next((n for n, column in enumerate(self.new.columns) if column.key == REVIEW), None)
        if number is None:
            return
        known = self.recorded.get(row.key) or row.cells
        notes = [str(target[number])] if target[number] != "" else []
        for column_number, column in enumerate(self.new.columns):
            before, now = str(known.get(column.title, "")), target[column_number]
            if column.review and before and not same(before, now):
                notes.append(f"{column.title}原为“{before}”")
        text = "；".join(dict.fromkeys(notes))
        if text != target[number]:
            self.result.reviewed.append(row.key)
            target[number] = text

    # tables without keys

    def lines(self) -> None:
        """People's own lines, in their order, before those that wait for more."""
        spare = self.rows[-self.new.spare :]
        theirs = [number for number, column in enumerate(self.new.columns) if column.filled_in]
        lines = []
        for row in self.old.rows:
            values = {**row.cells, **row.extra}
            if not any(self.new.columns[n].title in values for n in theirs):
                continue
            line = list(spare[0])
            for number in theirs:
                column = self.new.columns[number]
                if column.title in values:
                    line[number] = fitting(values[column.title], column)
                    self.result.found += 1
                    self.result.carried += 1
            lines.append(line)
        self.rows = self.rows[: len(self.rows) - self.new.spare] + lines + spare

    def unkeyed(self) -> None:
        """Nothing is filled in here; rows that aren't as the program wrote them are listed."""
        written = Counter(_shape(row) for row in self._recorded_rows())
        for row in self.old.rows:
            if self.known and not self._generated(row, written):
                self._list(row, EDITED)

    # what finds no place

    def _list(self, row: OldRow, reason: str) -> None:
        """List every cell of a row that people wrote; of a row that isn't ours, every cell."""
        known = self.recorded.get(row.key, {})
        for title, value in {**row.cells, **row.extra}.items():
            ours = same(known[title], value) if title in known else self._is_written(title, value)
            generated = not self.known and not self._theirs(title)
            if ours or generated or (title == self._key_title() and (self._is_known(row.key) or not self.known)):
                continue
            self.result.found += 1
            self._add(row, title, value, reason, known.get(title, ""))

    def _is_written(self, title: str, value: Value) -> bool:
        """Whether the program had written that anywhere in the column."""
        return any(same(row[title], value) for row in self._recorded_rows() if title in row)

    def _key_title(self) -> str:
        return next((column.title for column in self.new.columns if column.key == KEY and column.hidden), "")

    def _add(self, row: OldRow, title: str, value: Value, reason: str, generated: Value) -> None:
        shown = "" if isinstance(generated, Computed) or str(generated).startswith("=") else generated
        held = value.text if isinstance(value, Formula) else value  # elsewhere it would give something else
        subject = self._subject(row)
        self.result.listed.append(Listed(self.new.name, row.key, subject, title, held, shown, reason))

    def _subject(self, row: OldRow) -> str:
        """What a reader knows the row by: its short generated cells, in their order."""
        cells = self.recorded.get(row.key) or row.cells
        hidden = {column.title for column in self.new.columns if column.hidden or column.filled_in}
        shown = (str(value) for title, value in cells.items() if title not in hidden)
        return "　".join([word for word in shown if not word.startswith("=")][:4])[:200]


def fitting(value: Value, column: Column) -> Value:
    """The value as that column shows it: a day that stands among texts is written out."""
    if not isinstance(value, datetime.date) or column.date:
        return value
    text = value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return text.removesuffix(" 00:00:00")


def same(written: Value, found: Value) -> bool:
    """Whether a cell still holds what the program wrote (of a formula, its mark)."""
    if isinstance(written, Computed):
        written = formula_mark(written.text)
    if isinstance(found, Formula):
        return written == formula_mark(found.text)
    if isinstance(written, str) and isinstance(found, str):
        return written == found or written.replace("\r\n", "\n").strip() == found.strip()
    if isinstance(written, int | float) and isinstance(found, int | float):
        return float(written) == float(found)
    return str(written) == str(found)


def _shape(cells: Mapping[str, Value]) -> frozenset[tuple[str, str]]:
    """A row's cells in a form that can be compared, formulas without their addresses."""
    return frozenset((title, _comparable(value)) for title, value in cells.items())


def _comparable(value: Value) -> str:
    if isinstance(value, Formula):
        return formula_mark(value.text)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def cells_of(rows: Iterable[Sequence[Value]]) -> int:
    """How many cells hold something."""
    return sum(cell != "" for row in rows for cell in row)
