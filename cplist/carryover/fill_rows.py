"""One table of the last workbook into the new one: every answer to its row, everything else named.

A row is known by its hidden key alone. What the program had written there (carryover/record.py) tells what people
changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cplist.carryover.cell_values import same, shape
from cplist.carryover.fill_cells import Filling, TableWork, generated, key_title
from cplist.carryover.found_table import OldRow, OldTable
from cplist.carryover.record import RecordedTable
from cplist.carryover.recorded_table import Known
from cplist.carryover.row_matching import recognised, successors
from cplist.carryover.unplaced import COPIED, EDITED, GONE, MERGED, TAKEN, UNKNOWN
from cplist.core.workbook import KEY, Column, Computed, Sheet, Value

REVIEW = "review"
"""The key of the column that says what must be looked at again."""
PLAIN_FORMAT = "filled"
"""The format of columns that people added."""


def filled(new: Sheet, old: OldTable, recorded: RecordedTable | None, replaced: Mapping[str, str]) -> Filling:
    """The new table with what people had filled in. `replaced` says which duty takes the place of which."""
    if not old.found:
        gone = [column.title for column in new.columns if column.filled_in] if recorded else []
        return Filling(new, missing=gone)
    known = Known(recorded, key_title(new))
    given_up = known.unwritten - {column.title for column in new.columns}
    work = _Work(_with_columns(new, old, given_up), old, known, replaced)
    work.given_up(given_up)
    work.retitled()
    if any(column.key == KEY for column in new.columns):
        work.keyed()
    elif new.spare:
        work.lines()
    else:
        work.unkeyed()
    return work.done()


def _with_columns(new: Sheet, old: OldTable, given_up: Iterable[str]) -> Sheet:
    """The new table with the columns that people added at its right, and people's columns that it no longer has."""
    answered = {title for row in old.rows for title in row.cells}
    widths = {title: 14.0 for title in old.places if title in answered and title in set(given_up)} | dict(old.extra)
    added = tuple(Column(title, title, width, PLAIN_FORMAT, filled_in=True) for title, width in widths.items())
    if not added:
        return new
    blank = ("",) * len(added)
    return replace(new, columns=(*new.columns, *added), rows=tuple((*row, *blank) for row in new.rows))


class _Work(TableWork):
    """Says which row of the last table goes where in the new one."""

    def given_up(self, titles: Iterable[str]) -> None:
        """Count what people wrote in columns that the new table no longer has."""
        counts = Counter(title for row in self.old.rows for title in row.cells)
        self.result.given_up = {title: counts[title] for title in sorted(titles) if counts[title]}

    # tables whose rows have a key

    def keyed(self) -> None:
        index = self.columns[self.key]
        self.by_key = {str(row[index]): number for number, row in enumerate(self.rows) if row[index] != ""}
        keyless = self.known.keyless()
        first: dict[str, OldRow] = {}
        for row in self._recognised():
            if row.key and row.key in first:
                self._list(row, COPIED)
            elif row.key and (self._is_known(row.key) or not self.known.there):
                first[row.key] = row
            elif not generated(row, keyless):
                self._list(row, UNKNOWN)
        self.result.fresh = set(self.by_key) - set(first) - set(self.known.by_key)
        self._place(list(first.values()))
        if self.key not in self.old.missing:
            self.result.deleted = [key for key in self.known.by_key if key not in first]

    def _recognised(self) -> Iterable[OldRow]:
        """The rows with their keys; what a person wrote in the place of a key is listed."""
        for row, lost in recognised(self.new, self.old, self.known, self.key):
            if lost:
                self.result.rekeyed.append(row.key)
            if lost and lost != "—" and not self._is_known(lost):
                self.result.found += 1
                self._add(row, self.key, lost, EDITED, row.key)
            yield row

    def _place(self, rows: Sequence[OldRow]) -> None:
        moved = self._successors(rows)
        for row in rows:
            keys = moved.get(row.key, (row.key,))
            places = [self.by_key[key] for key in keys if key in self.by_key]
            if not places:
                self._list(row, GONE)
                continue
            self._fill(row, places[0])
            for place in places[1:]:
                self._copy(row, place)

    def _successors(self, rows: Sequence[OldRow]) -> dict[str, tuple[str, ...]]:
        gone = {row.key: self._reviewable and self._answers(row) for row in rows if row.key not in self.by_key}
        come = [key for key in self.by_key if key in self.result.fresh]
        return successors(gone, come, self.by_key, self.replaced)

    @property
    def _reviewable(self) -> bool:
        return any(column.review for column in self.new.columns)

    def _answers(self, row: OldRow) -> bool:
        return bool(row.extra) or any(self._is_answer(row, title) for title in row.cells)

    def _fill(self, row: OldRow, place: int) -> None:
        """Put a row's answers into the new row; list what can't stand there."""
        answered = bool(row.extra)
        known = self.known.of(row.key)
        for title, value in {**row.cells, **row.extra}.items():
            number = self.columns.get(title)
            if title in row.extra or self._is_answer(row, title):
                self.result.found += 1
                if self._answer(row, title, value, place):
                    answered = answered or self.new.columns[self.columns[title]].key != REVIEW
            elif title != self._hidden_key and self._changed(title, known, value):
                self._edited(row, title, value, "" if number is None else self.rows[place][number])
        self._emptied(row, known, place)
        self._notes(row, place)
        if answered:
            self._review(row, place)

    def _answer(self, row: OldRow, title: str, value: Value, place: int) -> bool:
        """Put one answer at its place, if that is free."""
        number = self.columns.get(title)
        there = "" if number is None else self.rows[place][number]
        if number is None or isinstance(there, Computed):
            self._add(row, title, value, TAKEN, there)
            return False
        if (place, number) in self.occupied:
            self._add(row, title, value, MERGED, there)
            return False
        self._put(row, title, value, (place, number))
        self.result.carried += 1
        return True

    def _emptied(self, row: OldRow, known: Mapping[str, Value], place: int) -> None:
        """Generated cells that a person emptied."""
        for title in known:
            there = title in row.cells or title in self.old.missing or title not in self.columns
            if not there and title != self._hidden_key:
                self._edited(row, title, "", self.rows[place][self.columns[title]])

    def _copy(self, row: OldRow, place: int) -> None:
        """Put the answers that another row has got into this one too: its party took over as well."""
        for title, value in {**row.cells, **row.extra}.items():
            number = self.columns.get(title)
            answer = title in row.extra or self._is_answer(row, title)
            if answer and number is not None and not isinstance(self.rows[place][number], Computed):
                self._put(row, title, value, (place, number))
        self.result.copied.append(str(self.rows[place][self.columns[self.key]]))
        self._review(row, place)

    def _review(self, row: OldRow, place: int) -> None:
        """Say in the row what has changed since it was filled in."""
        known = self.known.of(row.key) or row.cells
        notes = []
        for number, column in enumerate(self.new.columns):
            before, now = str(known.get(column.title, "")), self.rows[place][number]
            if column.review and before and not same(before, now):
                notes.append(f"{column.title}原为“{before}”")
        if notes:
            self._mark(place, "；".join(notes))

    def _mark(self, place: int, note: str) -> None:
        """Add a note to the row's review column, unless it says that already."""
        number = next((n for n, column in enumerate(self.new.columns) if column.key == REVIEW), None)
        if number is None or note in str(self.rows[place][number]):
            return
        there = self.rows[place][number]
        self.rows[place][number] = f"{there}；{note}" if there != "" else note
        self.result.reviewed.append(str(self.rows[place][self.columns[self.key]]))

    # tables without keys

    def lines(self) -> None:
        """People's own lines, in their order, before those that wait for more."""
        blank, start = self.rows[-1], len(self.rows) - self.new.spare
        spare = self.rows[start:]
        del self.rows[start:]
        theirs = [number for number, column in enumerate(self.new.columns) if column.filled_in]
        for row in self.old.rows:
            values = {**row.cells, **row.extra}
            titles = [self.new.columns[n].title for n in theirs if self.new.columns[n].title in values]
            if titles:
                self.rows.append(list(blank))
                self._line(row, values, titles)
        self.rows += spare

    def _line(self, row: OldRow, values: Mapping[str, Value], titles: Iterable[str]) -> None:
        place = len(self.rows) - 1
        for title in titles:
            self._put(row, title, values[title], (place, self.columns[title]))
            self.result.found += 1
            self.result.carried += 1
        self._notes(row, place)

    def unkeyed(self) -> None:
        """Nothing is filled in here; rows that aren't as the program wrote them are listed."""
        written = Counter(shape(row) for row in self.known.rows)
        for row in self.old.rows:
            if self.known.there and not generated(row, written):
                self._list(row, EDITED)
