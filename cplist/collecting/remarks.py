"""What is to be said of the answers in a returned workbook: which don't count as they stand, what stands beside
them and isn't collected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cplist.carryover.answers.long_texts import is_long
from cplist.carryover.answers.unfit import unfit
from cplist.carryover.grid import Grid
from cplist.carryover.last_workbook import LastWorkbook
from cplist.carryover.list_sheets import DEFAULTS
from cplist.carryover.plan import CarryOverPlan, Cell, Placement, RemarkKind
from cplist.carryover.reasons import CellOutcome
from cplist.collecting.cell_values import clean
from cplist.core.findings import Finding, FoundCell
from cplist.core.messages import finding
from cplist.core.workbook import Formula, Sheet, Workbook
from cplist.standing.cells import as_day

GONE, UNFIT, LONG, RANGE, SECOND, SHEET, BESIDE = RULES = (
    *("collect-gone", "collect-unfit", "collect-long", "collect-range", "collect-second", "collect-sheet"),
    "collect-beside",
)
COLUMN = "collect-column"
"""What a remark says: a row, a column, a sheet or a text that was handed out isn't there; its column can't use an
answer; a text is longer than a cell holds; cells were merged; somebody went on in a copy of a sheet; a sheet of a
user's own; a comment or a picture on a cell; of a party's file only: a column of a user's own, nothing but a
title."""
_PICTURE = "DISPIMG("
"""How WPS writes a picture in a cell."""
MOST_NAMED = 12
"""Cells that a message names."""
_WORDS, LONGEST_WORDS = 4, 40
"""Of a row's words: how many cells, how many characters."""
Places = Mapping[tuple[str, str, str], tuple[str, str]]
"""Where the rows of returned files stand in the collection: a file, a row's key and a column's title → a sheet and
a cell of it."""


@dataclass(frozen=True)
class ReturnRemark:
    """A remark (one of RULES) on a cell of a returned workbook, with the row's key and the column's title where it
    is an answer that was collected, and what stands there."""

    rule: str
    cell: FoundCell
    key: str = ""
    column: str = ""
    value: str = ""


def remarks_on(last: LastWorkbook, plan: CarryOverPlan, workbook: Workbook) -> Iterator[ReturnRemark]:
    """The remarks on a returned workbook. `plan` is that of carrying it over into the one that was handed out,
    `workbook` what that gives."""
    at = {str(one.user_cell.cell): one for one in plan.placed if not one.user_cell.note}
    yield from _gone(last, plan, workbook)
    yield from _unfit(plan, workbook)
    yield from (_remark(LONG, one.found_cell, one) for one in plan.placed if _is_long(one))
    for kind, rule in ((RemarkKind.RANGE, RANGE), (RemarkKind.SECOND, SECOND)):
        for cell in (cell for remark in plan.remarked(kind) for cell in remark.cells):
            first = at.get(f"{cell.sheet}!{cell.address.partition(':')[0]}") if kind is RemarkKind.RANGE else None
            yield _remark(rule, cell, first)
    lists = {sheet.name for sheet in DEFAULTS.values()}
    known = {name for name, _ in last.record.tables} | set(last.record.tops) | set(plan.origins.values()) | lists
    seconds = {cell.sheet for one in plan.remarked(RemarkKind.SECOND) for cell in one.cells}
    for name in (*last.others(), *last.chart_sheets, *last.unread):
        if name not in known | seconds:
            yield ReturnRemark(SHEET, FoundCell(clean(name)))
    for name in plan.origins.values():
        yield from _beside(last.sheets[name])


def _gone(last: LastWorkbook, plan: CarryOverPlan, workbook: Workbook) -> Iterator[ReturnRemark]:
    """The rows, columns and sheets that were handed out and aren't there, and the cells whose text isn't."""
    for sheet in workbook.sheets:
        if sheet.name in plan.origins:
            deleted = {one.name for one in plan.remarked(RemarkKind.DELETED) if one.sheet == sheet.name}
            yield from _rows_of(sheet, deleted)
        else:
            yield from list(_rows_of(sheet)) or [ReturnRemark(GONE, FoundCell(clean(sheet.name)))]
    for one in plan.remarked(RemarkKind.MISSING):
        if one.name and one.sheet in plan.origins:
            yield ReturnRemark(GONE, FoundCell(clean(one.sheet)), column=clean(one.name))
    for name in plan.origins.values():
        for at in sorted(last.sheets[name].unreadable):
            yield ReturnRemark(GONE, FoundCell(clean(name), Cell(name, *at).address))


def _rows_of(sheet: Sheet, keys: Collection[str] | None = None) -> Iterator[ReturnRemark]:
    """The rows of a sheet as it was handed out that are gone (None: all), with their words."""
    shown = next((column.title for column in sheet.columns if not column.hidden), "")
    for key, words in words_of_rows(sheet):
        if keys is None or key in keys:
            yield ReturnRemark(GONE, FoundCell(clean(sheet.name)), clean(key), clean(shown), clean(words))


def words_of_rows(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The rows that have a key, each with what a reader knows it by: its generated texts, in their order."""
    own = [number for number, column in enumerate(sheet.columns) if not (column.hidden or column.filled_in)]
    for table in (sheet, *sheet.below):
        for row in table.rows if table.key_column is not None else ():
            if (key := str(row[table.key_column or 0])) != "":
                words = (row[number] for number in own if number < len(row))
                texts = [one for one in words if isinstance(one, str) and one and not one.startswith("=")]
                yield key, "　".join(texts[:_WORDS])[:LONGEST_WORDS]


def _is_long(placement: Placement) -> bool:
    return placement.outcome is CellOutcome.CARRIED and is_long(placement.written)


def _unfit(plan: CarryOverPlan, workbook: Workbook) -> Iterator[ReturnRemark]:
    came = {one.target: one for one in plan.placed if one.target and not one.user_cell.note}
    for one in unfit(workbook):
        if as_day(one.value) is None and (placement := came.get(one.cell)):
            yield replace(_remark(UNFIT, placement.found_cell, placement), value=clean(str(one.value)))


def _remark(rule: str, cell: FoundCell, placement: Placement | None) -> ReturnRemark:
    """A remark on a cell; where it is now is only known when the collection is made."""
    found = FoundCell(clean(cell.sheet), cell.address)
    if placement is None:
        return ReturnRemark(rule, found)
    return ReturnRemark(rule, found, clean(placement.user_cell.key), clean(placement.user_cell.column))


def _beside(grid: Grid) -> Iterator[ReturnRemark]:
    """The comments on the cells of a sheet, and the pictures in them."""
    shown = set(grid.pictures) | {
        (row, column)
        for row, cells in enumerate(grid.rows)
        for column, value in enumerate(cells)
        if isinstance(value, Formula) and _PICTURE in value.text
    }
    noted = {at for at, attached in grid.attached.items() if attached.note}
    for at in sorted(shown | noted):
        yield ReturnRemark(BESIDE, FoundCell(clean(grid.name), Cell(grid.name, *at).address))


def findings_of(remarked: Iterable[tuple[str, str, ReturnRemark]], places: Places) -> Iterator[Finding]:
    """One finding for each rule, of remarks with the label of the institution and the name of its file."""
    by_rule: dict[str, list[tuple[str, str, ReturnRemark]]] = {}
    for one in remarked:
        by_rule.setdefault(one[2].rule, []).append(one)
    for rule in RULES:
        if found := by_rule.get(rule):
            told = finding(rule, count=len(found), rows=named(found))
            yield replace(told, cells=tuple(_located(file, one, places) for _, file, one in found))


def named(found: Iterable[tuple[str, str, ReturnRemark]]) -> str:
    """What remarks are about, of many the first."""
    names = [f"{label}·{_where(one)}" for label, _, one in found]
    return "、".join(names[:MOST_NAMED]) + (f"等{len(names)}处" if len(names) > MOST_NAMED else "")


def _where(one: ReturnRemark) -> str:
    place = "!".join(filter(None, (one.cell.sheet, one.cell.address)))
    if one.rule in (GONE, COLUMN):
        place = "·".join(filter(None, (place, one.key or one.column)))
        return place + (f"“{one.value}”" if one.value else "")
    return place + (f"“{one.value[:20]}”" if one.value else "")


def _located(file: str, one: ReturnRemark, places: Places) -> FoundCell:
    sheet, address = places.get((file, one.key, one.column), ("", ""))
    return replace(one.cell, file=file, now_sheet=sheet, now_address=address)
