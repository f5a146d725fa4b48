"""One table on its way from the last workbook to the new one: answers put at their places, and lists of what finds
none. carryover/fill_rows.py says which row goes where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cplist.carryover.cell_values import Shape, fitting, same, shape
from cplist.carryover.found_table import OldRow, OldTable
from cplist.carryover.grid import Look
from cplist.carryover.moved_formulas import moved_formula
from cplist.carryover.recorded_table import Known
from cplist.carryover.unplaced import EDITED, RETITLED, Listed
from cplist.core.workbook import KEY, At, Computed, Formula, Link, Note, Sheet, Value


@dataclass
class Filling:
    """What became of one table: the new one, the cells found and carried, the places of comments that came along,
    and all that is to be said. `fresh` are the keys of rows that the last workbook didn't have."""

    table: Sheet
    found: int = 0
    carried: int = 0
    listed: list[Listed] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    rekeyed: list[str] = field(default_factory=list)
    reviewed: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    given_up: dict[str, int] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    noted: set[At] = field(default_factory=set)
    looks: dict[At, Look] = field(default_factory=dict)


class TableWork:
    """Fills one table. `rows` are those of the new table, as they are filled."""

    def __init__(self, new: Sheet, old: OldTable, known: Known, replaced: Mapping[str, str]) -> None:
        self.new, self.old, self.known, self.replaced = new, old, known, replaced
        self.columns = {column.title: number for number, column in reversed(list(enumerate(new.columns)))}
        self.key = key_title(new)
        self.rows = [list(row) for row in new.rows]
        self.result = Filling(new)
        self.by_key: dict[str, int] = {}
        self.occupied: set[At] = set()
        self.notes: dict[At, Note] = {}
        self.links: dict[At, Link] = {}
        theirs = {column.title for column in new.columns if column.filled_in}
        before = set(known.titles) if known.there else theirs
        self.result.missing = [title for title in old.missing if title in theirs and title in before]

    def done(self) -> Filling:
        for title, number in self.columns.items():
            self._note(self.old.header, title, (-1, number))
        self.result.table = replace(
            self.new,
            rows=tuple(map(tuple, self.rows)),
            notes={**self.new.notes, **self.notes},
            links={**self.new.links, **self.links},
        )
        return self.result

    def retitled(self) -> None:
        """List the titles that people gave to columns of ours."""
        for title, name in self.old.renamed.items():
            written = self.old.grid[self.old.header, self.old.places[title]]
            if written != "":
                self.result.found += 1
                listed = Listed(self.new.name, "", f"列标题：{name}", title, written, title, RETITLED)
                self.result.listed.append(listed)

    # one cell

    def _is_known(self, key: str) -> bool:
        return key in self.by_key or key in self.known.by_key

    def _is_answer(self, row: OldRow, title: str) -> bool:
        """Whether people wrote that cell: its column is theirs, and the program had written nothing there."""
        if self.known.there and title in self.known.titles:
            return title not in self.known.of(row.key) and self._theirs(title)
        number = self.columns.get(title)
        return number is not None and self.new.columns[number].filled_in

    def _theirs(self, title: str) -> bool:
        """Whether people fill in that column, now or when the last workbook was made."""
        number = self.columns.get(title)
        return number is None or self.new.columns[number].filled_in

    def _put(self, row: OldRow, title: str, value: Value, at: At) -> None:
        """Put a value there, with its link and its looks."""
        place, number = at
        self.occupied.add(at)
        self.rows[place][number] = fitting(self._moved(value, row, place), self.new.columns[number])
        attached = self.old.attached(row.number, title)
        if attached.url:
            self.links[at] = Link("", "", attached.url)
        if attached.look:
            self.result.looks[at] = attached.look

    def _moved(self, value: Value, row: OldRow, place: int) -> Value:
        """A person's formula goes on speaking of its own row."""
        return moved_formula(value, self.old, self.new, row.number, place) if isinstance(value, Formula) else value

    def _changed(self, title: str, known: Mapping[str, Value], value: Value) -> bool:
        """Whether a person changed that generated cell; without a record, whether a formula is none any more."""
        if self.known.there:
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

    def _notes(self, row: OldRow, place: int) -> None:
        """Comments on the row's cells, at the same cells."""
        for title in self.old.places:
            if title in self.columns:
                self._note(row.number, title, (place, self.columns[title]))

    def _note(self, number: int, title: str, at: At) -> None:
        note = self.old.attached(number, title).note
        if note and at not in self.notes:
            self.notes[at] = note
            self.result.noted.add((number, self.old.places[title]))

    # what finds no place

    def _list(self, row: OldRow, reason: str) -> None:
        """List every cell of a row that people wrote; of a row that isn't ours, every cell."""
        known = self.known.of(row.key)
        for title, value in {**row.cells, **row.extra}.items():
            ours = same(known[title], value) if title in known else self.known.wrote(title, value)
            generated = not self.known.there and not self._theirs(title)
            nameless = title == self._hidden_key and (self._is_known(row.key) or not self.known.there)
            if not (ours or generated or nameless):
                self.result.found += 1
                self._add(row, title, value, reason, known.get(title, ""))

    @property
    def _hidden_key(self) -> str:
        return next((column.title for column in self.new.columns if column.key == KEY and column.hidden), "")

    def _add(self, row: OldRow, title: str, value: Value, reason: str, generated: Value) -> None:
        shown = "" if isinstance(generated, Computed) or str(generated).startswith("=") else generated
        held = value.text if isinstance(value, Formula) else value  # elsewhere it would give something else
        subject = self._subject(row)
        url = self.old.attached(row.number, title).url if title in {**row.cells, **row.extra} else ""
        self.result.listed.append(Listed(self.new.name, row.key, subject, title, held, shown, reason, url))

    def _subject(self, row: OldRow) -> str:
        """What a reader knows the row by: its short generated cells, in their order."""
        cells = self.known.of(row.key) or row.cells
        hidden = {column.title for column in self.new.columns if column.hidden or column.filled_in}
        shown = (str(value) for title, value in cells.items() if title not in hidden)
        return "　".join([word for word in shown if not word.startswith("=")][:4])[:200]


def key_title(table: Sheet) -> str:
    return next((column.title for column in table.columns if column.key == KEY), "")


def generated(row: OldRow, keyless: Counter[Shape]) -> bool:
    """Whether that is a row without a key as the program wrote it: a banner, a total."""
    found = shape(row.cells)
    if row.extra or not keyless[found]:
        return row.empty
    keyless[found] -= 1
    return True
