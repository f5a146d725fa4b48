"""Which cells of a workbook were changed since it was handed out: those that people fill in, and others.

The workbook remembers what it was like (carryover/record.py); what a collection finds in one that was returned is
found here as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cplist.carryover.plan import CarryOverPlan, Placement, RemarkKind
from cplist.carryover.reasons import CellOutcome
from cplist.collecting.read_return import opened
from cplist.core.findings import Finding, FoundCell, Location
from cplist.core.messages import finding
from cplist.standing.source import Source

MOST_NAMED = 20
"""Cells that one finding names."""


def workbook_changes(content: bytes, path: Path, source: Source) -> Iterator[Finding]:
    """In what a workbook of that pack differs from the one that was handed out. Raises RefusedError for one that
    can't be read, or that isn't that pack's."""
    _, _, plan = opened(content, path.name, source)
    placed = [one for one in plan.placements() if one.outcome is not CellOutcome.REPEATED]
    comments = [one for one in placed if one.user_cell.note]
    cells = [one for one in placed if not one.user_cell.note]
    edited = [one for one in cells if one.outcome is CellOutcome.LISTED]
    answers = [one for one in cells if one.outcome is CellOutcome.CARRIED]
    yield from _together("verify-answers", (one.found_cell for one in answers), path)
    yield from _together("verify-comments", (one.found_cell for one in comments), path)
    yield from (_edited(one, path) for one in edited)
    yield from _together("verify-looks", (FoundCell(one.sheet, one.address) for one in plan.looks), path)
    yield from _rows_and_columns(plan, path)


def _edited(placement: Placement, path: Path) -> Finding:
    """A cell of the program's that somebody changed, or an answer where none belongs."""
    cell = placement.user_cell
    at = Location(str(path), cell.cell.row + 1, cell.cell.column + 1, cell.cell.sheet)
    was, now = str(placement.listed_generated), str(cell.listed_value)
    told = finding("verify-cell", at, key=cell.key, column=cell.column, was=was, now=now)
    return replace(told, cells=(placement.found_cell,))


def _together(rule: str, cells: Iterable[FoundCell], path: Path) -> Iterator[Finding]:
    """One finding about all those cells; none where there are none."""
    found = tuple(replace(one, now_sheet="", now_address="") for one in cells)
    if found:
        told = finding(rule, Location(str(path)), count=len(found), cells=_named(found))
        yield replace(told, cells=found)


def _named(cells: Sequence[FoundCell]) -> str:
    """The cells by sheet: 履职情况!G7、H7；佐证台账!A2."""
    by_sheet: dict[str, list[str]] = {}
    for cell in cells[:MOST_NAMED]:
        by_sheet.setdefault(cell.sheet, []).append(cell.address)
    more = "…" if len(cells) > MOST_NAMED else ""
    return "；".join(f"{sheet}!{'、'.join(addresses)}" for sheet, addresses in by_sheet.items()) + more


def _rows_and_columns(plan: CarryOverPlan, path: Path) -> Iterator[Finding]:
    at = Location(str(path))
    for kind, rule in _REMARKED.items():
        for one in plan.remarked(kind):
            yield finding(rule, at, sheet=one.sheet, name=one.name, now=one.detail)
    for one in plan.remarked(RemarkKind.MISSING):
        rule = "verify-column-gone" if one.name else "verify-sheet-gone"
        yield finding(rule, at, sheet=one.sheet, name=one.name)
    for sheet in plan.sheets:
        now = plan.origins.get(sheet.name, "")
        if now not in ("", sheet.name):
            yield finding("verify-sheet-renamed", at, sheet=sheet.name, now=now)


_REMARKED: Mapping[RemarkKind, str] = {
    RemarkKind.DELETED: "verify-row-gone",
    RemarkKind.REKEYED: "verify-row-rekeyed",
    RemarkKind.RENAMED: "verify-column-renamed",
}
