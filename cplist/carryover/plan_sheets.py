"""Where the user cells of the program's own sheets go: those of tables, the single cells above them, comments."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cplist.carryover.grid import Grid
from cplist.carryover.matched import SheetMatch, WorkbookMatch
from cplist.carryover.plan import CarryOverPlan, Cell, Placement, Remark, RemarkKind, UserCell
from cplist.carryover.plan_cells import LONGEST_SUBJECT, plan_table
from cplist.carryover.reasons import Reason
from cplist.carryover.record import Record
from cplist.core.typed_days import typed_day
from cplist.core.workbook import At, Field, Value, areas

ABOVE = "表头之上"
"""What a reader knows a cell above a table by."""


def plan_sheets(match: WorkbookMatch) -> CarryOverPlan:
    """The plan for every sheet that isn't a list."""
    plan = CarryOverPlan(tuple(one.sheet for one in match.sheets), match.origins)
    for one in match.sheets:
        if one.missing:
            plan = plan.plus(remarks=[Remark(RemarkKind.MISSING, one.sheet.name)])
        for table, area in zip(one.tables, areas(one.sheet), strict=False):
            made = plan_table(table, area)
            plan = plan.plus(made.placed, made.marks, made.remarks)
        if one.grid and one.tables:
            plan = plan.plus(_above(one, one.grid, match.last.record))
    return plan


def with_comments(plan: CarryOverPlan, match: WorkbookMatch) -> CarryOverPlan:
    """The plan with the comments whose cells are no more."""
    placed = {one.user_cell.cell for one in plan.placed if one.user_cell.note}
    grids = (match.last.sheets[name] for name in plan.origins.values())
    return plan.plus(one for grid in grids for one in _lost_comments(grid, placed))


def _lost_comments(grid: Grid, placed: Collection[Cell]) -> Iterator[Placement]:
    for at, attached in sorted(grid.attached.items()):
        cell = Cell(grid.name, *at)
        if attached.note and cell not in placed:
            subject = f"批注所在的单元格：{grid[at]}"[:LONGEST_SUBJECT]
            user_cell = UserCell(cell, attached.note.text, grid.name, subject=subject, note=attached.note)
            yield Placement(user_cell, Reason.COMMENT)


def _above(match: SheetMatch, grid: Grid, record: Record) -> Iterator[Placement]:
    """What users wrote above a sheet's first table: into a single cell, which has a name, or anywhere else, which
    is listed, since nothing tells where it belongs. So is a text in a single cell, since formulas can't use it."""
    sheet, fields = match.sheet, dict(_fields(match, grid))
    began = {one.name: str(record.fields.get(one.name, "")) for one in sheet.fields}
    top = record.tops.get(sheet.name)
    generated = {*(top or ()), *began, *began.values(), *(one.hint for one in sheet.fields)}
    above = match.tables[0].found.above if top is not None else {}
    for at in sorted({*above, *fields}):
        number = fields.get(at)
        value = _in_field(grid[at], None if number is None else sheet.fields[number])
        user_cell = UserCell(Cell(grid.name, *at), value, sheet.name, subject=ABOVE)
        listed = at in above and _as_day(value) not in generated and (number is None or isinstance(value, str))
        if listed:
            yield Placement(user_cell, Reason.EDITED)
        if number is not None and value != "" and _as_day(value) != began[sheet.fields[number].name]:
            target = Cell(sheet.name, 1 + bool(sheet.note) + number, 1)
            yield Placement(user_cell, Reason.LISTED_TOO if listed else Reason.FIELD, target, value)


def _fields(match: SheetMatch, grid: Grid) -> Iterator[tuple[At, int]]:
    """Where the single cells stand in the last workbook: behind their names."""
    for number, single in enumerate(match.sheet.fields):
        names = (row for row, cells in enumerate(grid.rows) if len(cells) > 1 and cells[0] == single.name)
        if (row := next(names, None)) is not None:
            yield (row, 1), number


def _in_field(value: Value, single: Field | None) -> Value:
    """What stands in a single cell; where that asks for a day, what means one is one."""
    return (typed_day(value) or value) if single and single.date else value


def _as_day(value: Value) -> str:
    return str(value).removesuffix(" 00:00:00")
