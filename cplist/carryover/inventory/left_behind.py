"""What of the last workbook isn't in the new one: both are looked through in the same way, and what the one has and
the other lacks is named. What the program wrote into both cancels out.

How a sheet is shown and printed is compared as properties (pages.py); the heights of its rows aren't: they follow
what stands in the rows. A filter is named where it hides rows, which the new sheet shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cplist.carryover.grid import Grid
from cplist.carryover.inventory.cells import CellThings
from cplist.carryover.inventory.packages import Package
from cplist.carryover.inventory.pages import (
    as_range,
    calculated_otherwise,
    hidden_columns,
    rows_otherwise,
    said_otherwise,
    shown_otherwise,
    titles_made,
)
from cplist.carryover.inventory.places import Place, listed_places, new_places
from cplist.carryover.inventory.things import Thing, missing
from cplist.carryover.inventory.words import called
from cplist.carryover.matched import WorkbookMatch
from cplist.carryover.plan import CarryOverPlan, LeftBehind, RemarkKind
from cplist.core.document_properties import said_of
from cplist.core.opc import unzipped
from cplist.core.shown import Properties
from cplist.core.workbook import CHOICES_SHEET, RECORD_SHEET, At
from cplist.formulas.references import letter

_ROW_FROM_THE_LEFT = re.compile(r"A(\d+):[A-Z]+\1")
WORKBOOK = "工作簿"
"""What a finding calls the place of what belongs to no sheet."""


def left_behind(match: WorkbookMatch, plan: CarryOverPlan, new: bytes) -> tuple[LeftBehind, ...]:
    """What stands in the last workbook and not in the new one (`new`: its bytes) beside the values of cells, each
    thing once, in the order of the sheets."""
    old, now = Package(match.last.parts), Package(unzipped(new))
    names = {origin: name for name, origin in match.origins.items()}
    own = {one.grid.name: one.written.name for one in plan.own_sheets if one.written}
    told = {(cell.sheet, cell.address) for one in plan.remarked(RemarkKind.RANGE) for cell in one.cells}
    last = match.last
    comparison = _Comparison(
        old, now, new_places(match, plan), listed_places(plan), told, last.sheets, last.record.pages
    )
    left = [*comparison.of_workbook(set(last.record.fields))]
    for name, (path, kind) in old.sheets.items():
        if name in (CHOICES_SHEET, RECORD_SHEET):
            continue
        if to := names.get(name) or own.get(name):
            lost = sorted(last.sheets[name].unreadable)
            left += (LeftBehind(name, called("unreadable"), address) for address in addresses(lost))
            left += comparison.of_sheet(name, to, own=name in own)
        elif path not in old.parts or kind != "worksheet":
            left.append(LeftBehind(name, called(kind)))
    return tuple(dict.fromkeys(left))


@dataclass(frozen=True)
class _Comparison:
    """The last package beside the new one. `places` tells where cells are now, `listed` which user cells are on a
    list, `told` which ranges are told of already, by sheet and address; `grids` are the last workbook's sheets,
    `made` is how the program showed and printed its own."""

    old: Package
    new: Package
    places: Mapping[Place, Place]
    listed: set[Place]
    told: set[tuple[str, str]]
    grids: Mapping[str, Grid]
    made: Mapping[str, Properties]

    def of_workbook(self, fields: set[str]) -> Iterator[LeftBehind]:
        """What belongs to no sheet; `fields` are the names that the program gave to single cells."""
        names = (one for one in self.old.names() if one.mark not in fields)
        for name in missing(names, self.new.names()):
            yield LeftBehind(WORKBOOK, f"{called(name.kind)}“{name.mark}”", "")
        for thing in missing(self.old.things(), self.new.things()):
            yield LeftBehind(WORKBOOK, called(thing.kind), "")
        for kind in calculated_otherwise(self.old.root, self.new.root):
            yield LeftBehind(WORKBOOK, called(kind))
        for said in said_otherwise(said_of(self.old.parts), said_of(self.new.parts)):
            yield LeftBehind(WORKBOOK, f"文档属性“{called(said)}”")

    def of_sheet(self, name: str, now: str, *, own: bool) -> Iterator[LeftBehind]:
        """What stood on a sheet and doesn't stand on the one that continues it; of a list that lists nothing any
        more, what stands on no sheet."""
        continued = [now] if now in self.new.sheets else list(self.new.sheets)
        there = (thing for one in continued for thing in self.new.things_of(one))
        were = self.old.things_of(name)
        for thing in missing((thing for thing in were if own or not _is_banner(thing)), there):
            if (name, thing.address) not in self.told:
                yield LeftBehind(name, called(thing.kind), thing.address)
        if now in self.new.sheets:
            yield from self._of_page(name, now, own=own)
            yield from self._of_cells(name, now, own=own)

    def _of_page(self, name: str, now: str, *, own: bool) -> Iterator[LeftBehind]:
        """How a sheet was shown and printed, where the new one isn't."""
        old, new = self.old.sheet(name), self.new.sheet(now)
        made = self.made.get(now)
        yield from (LeftBehind(name, called(kind)) for kind in shown_otherwise(old, new, made, own=own))
        printed = self.old.printed.get(name, set()) - self.new.printed.get(now, set())
        for thing in sorted(printed - (set() if own else titles_made(made)), key=lambda one: one.kind):
            yield LeftBehind(name, called(thing.kind), thing.mark)
        if name in self.old.hidden and now not in self.new.hidden:
            yield LeftBehind(name, called("hidden"))
        if columns := self._otherwise(name, now, "hidden", own=own):
            yield LeftBehind(name, called("col"), as_range(columns))
        if grouped := self._otherwise(name, now, "outlineLevel", own=own):
            yield LeftBehind(name, called("outlineLevel"), as_range(grouped))
        cells, there = self.old.cells(self.old.sheets[name][0]), self.new.cells(self.new.sheets[now][0])
        if known := cells.hidden | cells.grouped:
            rows = {row: row for row in known} if own else self._rows_of(name, now)
            yield from (LeftBehind(name, called(kind), at) for kind, at in rows_otherwise(cells, there, rows))

    def _otherwise(self, name: str, now: str, attribute: str, *, own: bool) -> set[int]:
        """The columns of a sheet that are hidden, or grouped, and aren't on the one that continues it."""
        columns = set(hidden_columns(self.old.sheet(name), attribute))
        if not columns:
            return columns
        return columns - self._columns_of(name, now, hidden_columns(self.new.sheet(now), attribute), own=own)

    def _rows_of(self, name: str, now: str) -> dict[int, int]:
        """Where the rows of a sheet are on the one that continues it."""
        return {was: row for (sheet, was, _), (to, row, _) in self.places.items() if sheet == name and to == now}

    def _columns_of(self, name: str, now: str, hidden: Iterable[int], *, own: bool) -> set[int]:
        """Which columns of a sheet are hidden on the one that continues it."""
        if own:
            return set(hidden)
        there = set(hidden)
        return {
            was
            for (sheet, _, was), (to, _, column) in self.places.items()
            if sheet == name and to == now and column in there
        }

    def _of_cells(self, name: str, now: str, *, own: bool) -> Iterator[LeftBehind]:
        cells, new = self.old.cells(self.old.sheets[name][0]), self.new.cells(self.new.sheets[now][0])
        lost: dict[str, list[At]] = {}
        for at, features in cells.features.items():
            place = self._place(name, now, at, own=own)
            there = new.features.get(place, set()) if place else set()
            for feature in sorted(features - there):
                lost.setdefault(called(feature), []).append(at)
        for at, kinds in self._looks(name, now, cells, new, own=own):
            for kind in kinds:
                lost.setdefault(called(kind), []).append(at)
        for what, places in lost.items():
            yield from (LeftBehind(name, what, address) for address in addresses(places))

    def _looks(
        self, name: str, now: str, cells: CellThings, new: CellThings, *, own: bool
    ) -> Iterator[tuple[At, list[str]]]:
        """The cells that look unlike their column and unlike what the new cell is."""
        for at, properties in cells.unusual(self.old.looks):
            place = self._place(name, now, at, own=own)
            if (place is None and (name, *at) not in self.listed) or at in self.grids[name].covered:
                continue
            there = self.new.looks.of(new.styles.get(place, -1)) if place else frozenset()
            skipped = {"number"} if place is None or place in new.texts or at not in cells.filled else set()
            if kinds := sorted({kind for kind, _ in properties - there} - skipped):
                yield at, kinds

    def _place(self, name: str, now: str, at: At, *, own: bool) -> At | None:
        """Where a cell is on the new sheet; None where it isn't there."""
        if own:
            return at
        place = self.places.get((name, *at))
        return place[1:] if place and place[0] == now else None


def _is_banner(thing: Thing) -> bool:
    """Whether it is what the program merges on its own sheets: a title, a note or a banner, over the whole table,
    which may have had another width then."""
    return thing.kind == "mergeCell" and _ROW_FROM_THE_LEFT.fullmatch(thing.address) is not None


def addresses(places: Iterable[At]) -> Iterator[str]:
    """The cells as ranges: those below each other together."""
    found: list[list[int]] = []
    for column, row in sorted((column, row) for row, column in places):
        if found and found[-1][0] == column and found[-1][2] == row - 1:
            found[-1][2] = row
        else:
            found.append([column, row, row])
    for column, first, last in found:
        ends = dict.fromkeys(f"{letter(column)}{row + 1}" for row in (first, last))
        yield ":".join(ends)
