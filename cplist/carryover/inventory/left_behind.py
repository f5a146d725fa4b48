"""What of the last workbook isn't in the new one: both are looked through in the same way, and what the one has and
the other lacks is named. What the program wrote into both cancels out.

How a sheet is shown and printed (widths, filters, panes, paper) belongs to the pack, and isn't compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cplist.carryover.grid import Grid
from cplist.carryover.inventory.cells import CellThings, has_looks, read_cell_things
from cplist.carryover.inventory.looks import Looks
from cplist.carryover.inventory.places import Place, listed_places, new_places
from cplist.carryover.inventory.things import Thing, local, missing, things_of_elements, things_of_parts
from cplist.carryover.inventory.words import called
from cplist.carryover.matched import WorkbookMatch
from cplist.carryover.plan import CarryOverPlan, LeftBehind, RemarkKind
from cplist.carryover.reading.colors import theme_colors
from cplist.core.opc import Parts, Relationship, relationships_of, unzipped
from cplist.core.workbook import CHOICES_NAME, CHOICES_SHEET, RECORD_SHEET, At
from cplist.core.xml_reading import Element, tree
from cplist.formulas.references import letter

SHOWN = (
    *("dimension", "sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "sortState"),
    *("pageMargins", "pageSetup", "printOptions", "headerFooter", "rowBreaks", "colBreaks", "phoneticPr"),
    *("hyperlinks", "legacyDrawing", "ignoredErrors", "sheetCalcPr"),
)
"""Elements of a sheet that say how it is shown, or that are told of its cells."""
OPENED = (
    *("fileVersion", "workbookPr", "revisionPtr", "bookViews", "sheets", "calcPr", "oleSize", "fileRecoveryPr"),
    *("AlternateContent", "calcFeatures", "extCalcPr", "definedNames"),
)
"""Elements of workbook.xml that say how it is opened and calculated, or that are told of its sheets."""
WHOLE = (
    *("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "styles", "theme", "sharedStrings", "calcChain"),
    *("person", "sheetMetadata", "officeDocument", "core-properties", "extended-properties", "custom-properties"),
    *("thumbnail", "docMetadata"),
)
"""Relationships to what each program writes for itself, or what is told of sheets and cells."""
_ROW_FROM_THE_LEFT = re.compile(r"A(\d+):[A-Z]+\1")
WORKBOOK = "工作簿"
"""What a finding calls the place of what belongs to no sheet."""


def left_behind(match: WorkbookMatch, plan: CarryOverPlan, new: bytes) -> tuple[LeftBehind, ...]:
    """What stands in the last workbook and not in the new one (`new`: its bytes) beside the values of cells, each
    thing once, in the order of the sheets."""
    old, now = _Package(match.last.parts), _Package(unzipped(new))
    names = {origin: name for name, origin in match.origins.items()}
    own = {one.grid.name: one.written.name for one in plan.own_sheets if one.written}
    told = {(cell.sheet, cell.address) for one in plan.remarked(RemarkKind.RANGE) for cell in one.cells}
    comparison = _Comparison(old, now, new_places(match, plan), listed_places(plan), told, match.last.sheets)
    left = [*comparison.of_workbook(set(match.last.record.fields))]
    for name, (path, kind) in old.sheets.items():
        if name in (CHOICES_SHEET, RECORD_SHEET):
            continue
        if to := names.get(name) or own.get(name):
            left += comparison.of_sheet(name, to, own=name in own)
        elif path not in old.parts or kind != "worksheet":
            left.append(LeftBehind(name, called(kind)))
    return tuple(dict.fromkeys(left))


class _Package:
    """A workbook's parts, with what is asked of them more than once."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    @cached_property
    def path(self) -> str:
        return next((one.target for one in self._leads("") if one.kind == "officeDocument"), "xl/workbook.xml")

    @cached_property
    def root(self) -> Element:
        return tree(self.parts[self.path])

    @cached_property
    def sheets(self) -> Mapping[str, tuple[str, str]]:
        """The part of each sheet, and its kind, by the sheet's name."""
        leads = {one.id: one for one in self._leads(self.path)}
        found = {}
        for sheet in (one for group in self.root if local(group) == "sheets" for one in group):
            id_ = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            lead = leads.get(id_)
            found[sheet.get("name", "")] = (lead.target, lead.kind) if lead else ("", "worksheet")
        return found

    @cached_property
    def rich(self) -> Sequence[bool]:
        """Of each shared string, whether it has looks within."""
        root = self._part("sharedStrings")
        return [] if root is None else [has_looks(one) for one in root if local(one) == "si"]

    @cached_property
    def looks(self) -> Looks:
        return Looks(self._part("styles"), theme_colors(self._part("theme")))

    def cells(self, path: str) -> CellThings:
        return read_cell_things(self.parts[path], self.rich)

    def names(self) -> Iterator[Thing]:
        """The defined names, but for those that programs give by themselves."""
        for name in (one for group in self.root if local(group) == "definedNames" for one in group):
            if not name.get("name", "").startswith(("_xl", CHOICES_NAME)):
                yield Thing("definedName", name.get("name", ""), name.text or "")

    def _leads(self, path: str) -> list[Relationship]:
        return relationships_of(self.parts, path)

    def _part(self, kind: str) -> Element | None:
        """The root of a part to which the workbook leads; None for none, or one that can't be read."""
        target = next((one.target for one in self._leads(self.path) if one.kind == kind), "")
        try:
            return tree(self.parts[target]) if target in self.parts else None
        except (ValueError, LookupError, SyntaxError):
            return None


@dataclass(frozen=True)
class _Comparison:
    """The last package beside the new one. `places` tells where cells are now, `listed` which user cells are on a
    list, `told` which ranges are told of already, by sheet and address; `grids` are the last workbook's sheets."""

    old: _Package
    new: _Package
    places: Mapping[Place, Place]
    listed: set[Place]
    told: set[tuple[str, str]]
    grids: Mapping[str, Grid]

    def of_workbook(self, fields: set[str]) -> Iterator[LeftBehind]:
        """What belongs to no sheet; `fields` are the names that the program gave to single cells."""
        names = (one for one in self.old.names() if one.mark not in fields)
        for name in missing(names, self.new.names()):
            yield LeftBehind(WORKBOOK, f"{called(name.kind)}“{name.mark}”", "")
        for thing in missing(_of_package(self.old), _of_package(self.new)):
            yield LeftBehind(WORKBOOK, called(thing.kind), "")

    def of_sheet(self, name: str, now: str, *, own: bool) -> Iterator[LeftBehind]:
        """What stood on a sheet and doesn't stand on the one that continues it; of a list that lists nothing any
        more, what stands on no sheet."""
        continued = [now] if now in self.new.sheets else list(self.new.sheets)
        there = (thing for one in continued for thing in _of_sheet(self.new.parts, self.new.sheets[one][0]))
        were = _of_sheet(self.old.parts, self.old.sheets[name][0])
        for thing in missing((thing for thing in were if own or not _is_banner(thing)), there):
            if (name, thing.address) not in self.told:
                yield LeftBehind(name, called(thing.kind), thing.address)
        if now in self.new.sheets:
            yield from self._of_cells(name, now, own=own)

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
            yield from (LeftBehind(name, what, address) for address in _addresses(places))

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


def _of_package(package: _Package) -> Iterator[Thing]:
    yield from things_of_parts(package.parts, "", WHOLE)
    yield from things_of_parts(package.parts, package.path, WHOLE)
    yield from things_of_elements(package.root, OPENED)


def _of_sheet(parts: Parts, path: str) -> Iterator[Thing]:
    yield from things_of_elements(tree(parts[path]), SHOWN)
    yield from things_of_parts(parts, path)


def _is_banner(thing: Thing) -> bool:
    """Whether it is what the program merges on its own sheets: a title, a note or a banner, over the whole table,
    which may have had another width then."""
    return thing.kind == "mergeCell" and _ROW_FROM_THE_LEFT.fullmatch(thing.address) is not None


def _addresses(places: Iterable[At]) -> Iterator[str]:
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
