"""Where each cell of the last workbook is in the new one."""

from __future__ import annotations

from cplist.carryover.matched import SheetMatch, TableMatch, WorkbookMatch
from cplist.carryover.plan import CarryOverPlan, Cell
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.core.workbook import Area, areas

Place = tuple[str, int, int]
"""A cell: its sheet's name, its row and its column, from 0."""


def new_places(match: WorkbookMatch, plan: CarryOverPlan) -> dict[Place, Place]:
    """By its place in the last workbook, where a cell of a row that is continued is now, whoever wrote it, and
    every user cell that is carried over or stays on a list."""
    found: dict[Place, Place] = {}
    for sheet in match.sheets:
        if sheet.grid:
            _add_sheet(found, sheet, sheet.grid.name)
    for one in plan.placed:
        if one.target and (one.outcome is CellOutcome.CARRIED or one.reason is Reason.LISTED_BEFORE):
            found[_place(one.user_cell.cell)] = _place(one.target)
    return found


def listed_places(plan: CarryOverPlan) -> set[Place]:
    """The user cells that a list sheet holds."""
    return {_place(one.user_cell.cell) for one in plan.placed if one.outcome is CellOutcome.LISTED}


def _add_sheet(found: dict[Place, Place], sheet: SheetMatch, old: str) -> None:
    for table, area in zip(sheet.tables, areas(sheet.sheet), strict=False):
        rows = dict(_rows(table, area))
        for title, was in table.found.places.items():
            if (now := table.table.places.get(title)) is not None:
                found |= {(old, row, was): (sheet.sheet.name, new, now) for row, new in rows.items()}


def _rows(table: TableMatch, area: Area) -> list[tuple[int, int]]:
    """Old row → new row."""
    rows = [(one.row.number, area.first - 1 + one.places[0]) for one in table.rows if one.continued and one.places]
    return rows if table.found.header is None else [(table.found.header, area.header - 1), *rows]


def _place(cell: Cell) -> Place:
    return cell.sheet, cell.row, cell.column
