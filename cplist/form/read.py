"""A form that was filled in → the data of a profile, each value with its cell: then it is a profile like others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.form.building import Building
from cplist.form.layout import FormSheet, SheetKind, Slot, SlotKind, layout
from cplist.form.marks import FILLED_IN, HEAD, MARK, NOTE, PASSED_OVER, SHOWN
from cplist.form.sheets import SeenSheet, seen_sheets
from cplist.form.ticks import Ticks
from cplist.form.values import items_of, meant
from cplist.schema.checks import ID
from cplist.schema.language import inner
from cplist.yamldoc.document import Document, Path

_NOTHING = ("无", "[]")
_BLANKS = " \t\u3000\xa0"


def read_form(content: bytes, name: str) -> tuple[Document, list[Finding]]:
    """The data of a form, and what is wrong with its sheets and cells; what is wrong with the values is for whoever
    checks a profile. Raises FindingsError for a file that is no form."""
    return document_of(seen_sheets(content, name), name)


def document_of(sheets: list[SeenSheet], name: str) -> tuple[Document, list[Finding]]:
    """The same from the sheets of a workbook. Raises FindingsError where none is of a form."""
    marks = {sheet.number: sheet.text(0, 0).strip() for sheet in sheets}
    if not any(mark.startswith(MARK) for mark in marks.values()):
        raise FindingsError([finding("form-not-ours", Location(name))])
    building = Building(name)
    building.findings += _of_sheets(sheets, marks)
    by_mark: dict[str, SeenSheet] = {}
    for sheet in sheets:
        by_mark.setdefault(marks[sheet.number], sheet)
    entries: dict[tuple[str, ...], dict[str, Path]] = {}
    for form in layout():
        if form.mark in by_mark:
            building.findings += by_mark[form.mark].odd_cells()
            _Reading(form, by_mark[form.mark], building, entries).read()
    return building.document(), building.findings


def _of_sheets(sheets: list[SeenSheet], marks: Mapping[int, str]) -> Iterator[Finding]:
    """Sheets that aren't read, and why."""
    known, seen = {form.mark for form in layout()}, set[str]()
    names = {form.name for form in layout()}
    for sheet in sheets:
        mark, at = marks[sheet.number], sheet.at(0, 0)
        if mark in known and mark in seen:
            yield finding("form-sheet-twice", at, sheet=sheet.name)
        elif mark not in known and sheet.name in names:
            yield finding("form-sheet-damaged", at, sheet=sheet.name)
        elif mark not in known and mark != PASSED_OVER and sheet.texts:
            yield finding("form-sheet-unread", at, sheet=sheet.name)
        if sheet.commented:
            yield finding("form-comments", at, sheet=sheet.name)
        seen.add(mark)


class _Reading:
    """Reads one sheet. `entries` are those of the lists that were read: what tells them apart → where they are."""

    def __init__(
        self,
        form: FormSheet,
        sheet: SeenSheet,
        building: Building,
        entries: dict[tuple[str, ...], dict[str, Path]],
    ) -> None:
        self.form, self.sheet, self.building, self.entries = form, sheet, building, entries
        self.columns: dict[str, int] = {}
        for (row, column), text in sorted(sheet.texts.items()):
            if row == 0 and column > 0:
                self.columns.setdefault(text.strip(), column)
        self.slots = {self.columns[slot.mark]: slot for slot in form.slots if slot.mark in self.columns}
        if form.kind is SheetKind.FIELDS:
            self.slots = {}
        self.ticks = Ticks(sheet, form, self._tick_cells())

    @cached_property
    def rows(self) -> list[int]:
        """The numbers of the lines with data."""
        last = max((row for row, _ in self.sheet.texts), default=0)
        if self.form.kind is SheetKind.FIELDS:
            return [row for row in range(1, last + 1) if row not in self.heads]
        return list(range(self.heads[-1] + 1, last + 1))

    @cached_property
    def heads(self) -> list[int]:
        """The numbers of the lines that are no data, the marks' own first."""
        marked = sorted(self.sheet.texts.items())
        return [0, *(row for (row, column), text in marked if column == 0 and text.strip() == HEAD)]

    def _tick_cells(self) -> list[tuple[int, int]]:
        if self.form.kind is SheetKind.FIELDS:
            column = self.columns.get(FILLED_IN, -1)
            by_mark = {slot.mark: slot for slot in self.form.slots}
            marks = {row: by_mark.get(self.sheet.text(row, 0).strip()) for row in self.rows}
            return [(row, column) for row, slot in marks.items() if slot and slot.kind in Ticks.KINDS]
        columns = [column for column, slot in self.slots.items() if slot.kind in Ticks.KINDS]
        return [(row, column) for row in self.rows for column in columns]

    def read(self) -> None:
        match self.form.kind:
            case SheetKind.FIELDS:
                self._fields()
            case SheetKind.ALIKE:
                self._alike()
            case _:
                self._table()
        self.building.findings += self.ticks.findings
        self._unread()

    def _fields(self) -> None:
        column = self.columns.get(FILLED_IN, -1)
        marks = {self.sheet.text(row, 0).strip(): row for row in reversed(self.rows)}
        cells = {slot: (marks[slot.mark], column) for slot in self.form.slots if slot.mark in marks}
        if self.form.required and self.form.path:
            self.building.put(self.form.path, {}, self.sheet.at(*next(iter(cells.values()), (0, 0))))
        self._values(cells, self.form.path)

    def _alike(self) -> None:
        for row in self.rows:
            if (key := self.sheet.text(row, 0).strip()) in (self.form.rows or {}):
                cells = {slot: (row, column) for column, slot in self.slots.items()}
                present = next((cell for slot, cell in cells.items() if slot.kind is SlotKind.PRESENT), None)
                path = (*self.form.path, key)
                if present and self.ticks.is_on(present):
                    self.building.put(path, {}, self.sheet.at(*present))
                self._values(cells, path)

    def _table(self) -> None:
        if self.form.parent is None:
            self.building.blanks[self.form.path] = self.sheet.at(self.heads[-1] + 1, min(self.slots, default=1))
        for row in self.rows:
            if cells := self._cells(row):
                self._line(row, cells)

    def _cells(self, row: int) -> dict[Slot, tuple[int, int]]:
        """The cells of a line, by what stands in them; {} for a line that is blank. What is merged down a column
        counts in each line that has something of its own."""
        own = [c for c, slot in self.slots.items() if self._filled(row, c, slot)]
        if not own:
            return {}
        covered = {
            one.left: one.top
            for one in self.sheet.merged
            if one.left == one.right and one.top < row <= one.bottom and one.top in self.rows
        }
        return {slot: (covered.get(column, row), column) for column, slot in self.slots.items()}

    def _filled(self, row: int, column: int, slot: Slot) -> bool:
        """Whether something of a person's stands there: no key that was only proposed, no cross."""
        text = self.sheet.text(row, column)
        if slot.kind is SlotKind.KEY and self.sheet.text(row, self.columns.get(NOTE, -1)):
            return False
        return bool(text) and not (slot.kind in Ticks.KINDS and self.ticks.is_off((row, column)))

    def _line(self, row: int, cells: Mapping[Slot, tuple[int, int]]) -> None:
        holder = self._holder(row, cells)
        if holder is None:
            return
        texts = {slot: self.sheet.text(*cell).strip() for slot, cell in cells.items()}
        said = [slot for slot, text in texts.items() if text and slot.kind is not SlotKind.PARENT]
        first = next((slot for slot in self.slots.values() if slot.kind is not SlotKind.PARENT), None)
        at = self.sheet.at(*cells[said[0]]) if said else self.sheet.at(row, 1)
        if first and said == [first] and texts[first] in _NOTHING and holder not in self.building.places:
            self.building.put(holder, {} if self.form.kind is SheetKind.NAMED else [], at)
        elif self.form.kind is SheetKind.NAMED:
            self._named(holder, cells)
        else:
            self._entry(holder, cells, at)

    def _holder(self, row: int, cells: Mapping[Slot, tuple[int, int]]) -> Path | None:
        """Where the list or the mapping is to which a line belongs; None where that can't be told."""
        parent = self.form.parent
        if parent is None:
            return self.form.path
        slot = next(slot for slot in self.form.slots if slot.kind is SlotKind.PARENT)
        cell = cells.get(slot, (row, 1))
        text = self.sheet.text(*cell).strip()
        known = self.entries.get(parent.path, {})
        above = known.get(meant(text, slot.rule, named=True))
        if above is None:
            self.building.say(
                "form-unknown-parent",
                self.sheet.at(*cell),
                self.form.path,
                value=text,
                sheet=parent.name,
                known="、".join(known),
            )
            return None
        return (*above, *self.form.path[len(parent.path) :])

    def _named(self, holder: Path, cells: Mapping[Slot, tuple[int, int]]) -> None:
        by_kind = {slot.kind: (slot, cell) for slot, cell in cells.items()}
        if SlotKind.KEY not in by_kind or SlotKind.TEXT not in by_kind:
            return
        (key_slot, key_cell), (slot, cell) = by_kind[SlotKind.KEY], by_kind[SlotKind.TEXT]
        key = meant(self.sheet.text(*key_cell).strip(), key_slot.rule, named=True)
        text = self.sheet.text(*cell).strip()
        path, at = (*holder, key), self.sheet.at(*cell)
        if not key:
            self.building.say("form-no-key", self.sheet.at(*key_cell), holder, value=text)
        elif path in self.building.places:
            first = self.building.places[path].within
            self.building.say("profile-twice", self.sheet.at(*key_cell), path, value=key, first=first)
        else:
            self.building.place(holder, self.sheet.at(*key_cell))
            self.building.put(path, meant(text, slot.rule) if text else None, at)

    def _entry(self, holder: Path, cells: Mapping[Slot, tuple[int, int]], at: Location) -> None:
        number = self.building.length(holder)
        path = (*holder, number)
        own = next((slot for slot in cells if slot.kind is SlotKind.TEXT and not slot.path), None)
        text = self.sheet.text(*cells[own]).strip() if own else ""
        self.building.place(holder, at)
        rest = {slot: cell for slot, cell in cells.items() if slot is not own}
        if text and own and any(self.sheet.text(*cell) for cell in rest.values()):
            self.building.say("form-either", self.sheet.at(*cells[own]), path)
        if text and own:
            self.building.put(path, meant(text, own.rule), at)
            return
        self.building.put(path, {}, at)
        self._values(rest, path)
        self._note_entry(path)

    def _note_entry(self, path: Path) -> None:
        """Remember what tells the entry apart, for the lines of other sheets that belong to it."""
        holder = self.building.data
        for step in path:
            holder = holder[step]  # type: ignore[index]
        if (identity := self.form.identity) and isinstance(id_ := holder.get(identity.path[0]), str):
            self.entries.setdefault(self.form.path, {}).setdefault(id_, path)
            if identity.rule.get("check_with") is ID or "allowed" in identity.rule:
                self.building.call(id_, holder)

    def _values(self, cells: Mapping[Slot, tuple[int, int]], path: Path) -> None:
        """What stands in the cells of one mapping."""
        for slot, cell in cells.items():
            at, text, here = self.sheet.at(*cell), self.sheet.text(*cell), (*path, *slot.path)
            if slot.kind is SlotKind.REMOVE and self.ticks.is_on(cell):
                self.building.put(here, "true", at)
            elif slot.kind is SlotKind.TEXT:
                self._text(slot, text.strip(), here, at)
            elif slot.kind is SlotKind.LIST:
                self._list(slot, text.strip(_BLANKS), here, at)
        groups = {slot.path: slot for slot in cells if slot.kind in (SlotKind.TICK, SlotKind.REST)}
        for group in groups:
            mine = {slot: cell for slot, cell in cells.items() if slot.path == group}
            self.ticks.put(mine, (*path, *group), self.building)

    def _text(self, slot: Slot, text: str, path: Path, at: Location) -> None:
        if not text:
            self.building.blanks[path] = at
            return
        is_identity = self.form.identity is not None and slot.path == self.form.identity.path
        self.building.put(path, meant(text, slot.rule, named=is_identity), at)
        if slot.refers and path in self.building.places:
            self.building.ids.append(path)

    def _list(self, slot: Slot, text: str, path: Path, at: Location) -> None:
        if not text.strip():
            self.building.blanks[path] = at
            return
        self.building.put(path, items_of(text, slot.rule), at)
        if inner(slot.rule, 0).get("check_with") is ID:
            self.building.ids.append(path)

    def _unread(self) -> None:
        """Cells that belong to no line and no column of the form."""
        shown = {column for mark, column in self.columns.items() if mark.startswith(SHOWN)}
        by_mark = {slot.mark for slot in self.form.slots}
        fields = self.form.kind is SheetKind.FIELDS
        known = shown | ({self.columns.get(FILLED_IN, -1)} if fields else {*self.slots}) | {0}
        for (row, column), text in sorted(self.sheet.texts.items()):
            if row not in self.rows or row == 0:
                continue
            mark = self.sheet.text(row, 0).strip()
            lost = column == self.columns.get(FILLED_IN) and mark not in by_mark if fields else False
            lost = lost or (self.form.kind is SheetKind.ALIKE and mark not in (self.form.rows or {}))
            if (column not in known or lost) and column > 0:
                self.building.say("form-cell-unread", self.sheet.at(row, column), value=text[:60])
