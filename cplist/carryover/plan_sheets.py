"""Where the user cells of the program's own sheets go: those of tables, the single cells above them, comments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from cplist.carryover.answers.choices import with_words
from cplist.carryover.cell_values import Shape, day_or_typed, shape
from cplist.carryover.found_table import FoundRow
from cplist.carryover.grid import Grid
from cplist.carryover.inventory.places import new_places
from cplist.carryover.matched import SheetMatch, TableMatch, WorkbookMatch
from cplist.carryover.plan import CarryOverPlan, Cell, Placement, Remark, RemarkKind, UserCell
from cplist.carryover.plan_cells import LONGEST_SUBJECT, plan_table
from cplist.carryover.reasons import Reason
from cplist.carryover.record import Record
from cplist.core.document_properties import WRITTEN, Said, said_of
from cplist.core.findings import FoundCell
from cplist.core.shown import of_a_person
from cplist.core.workbook import At, Value, areas
from cplist.writers.excel.foreign.pages import Page

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
        plan = plan.plus(remarks=(remark for copy in one.copies for remark in _second(one, copy)))
    return replace(plan, placed=with_words(plan.placed, plan.sheets, match.workbook.choices))


def _second(match: SheetMatch, copy: TableMatch) -> Iterator[Remark]:
    """The rows of a copy of a sheet in which users wrote what doesn't stand in the sheet itself: in its row of the
    same key, or, in a table without keys, in any row."""
    counted = [(row.key, _answers(row, match.tables[0])) for row in match.tables[0].found.rows]
    by_key = {key: answers for key, answers in counted if key}
    for row in copy.found.rows:
        answers = _answers(row, copy)
        left = answers - by_key.get(row.key, frozenset())
        if left and not (row.key == "" and any(answers <= there for _, there in counted)):
            places = sorted(copy.found.places[title] for title, _ in left if title in copy.found.places)
            cells = (Cell(copy.found.grid.name, row.number, column) for column in places)
            found = tuple(FoundCell(cell.sheet, cell.address) for cell in cells)
            name = row.key or f"第{row.number + 1}行"
            yield Remark(RemarkKind.SECOND, copy.found.grid.name, name, match.sheet.name, found)


def _answers(row: FoundRow, match: TableMatch) -> Shape:
    """What users wrote in a row, by the titles of the columns."""
    return shape({title: value for title, value in row.all_cells.items() if match.is_answer(row, title)})


def with_comments(plan: CarryOverPlan, match: WorkbookMatch) -> CarryOverPlan:
    """The plan with the comments whose cells are no more."""
    placed = {one.user_cell.cell for one in plan.placed if one.user_cell.note}
    grids = (match.last.sheets[name] for name in plan.origins.values())
    return plan.plus(one for grid in grids for one in _lost_comments(grid, placed))


def with_looks(plan: CarryOverPlan, match: WorkbookMatch) -> CarryOverPlan:
    """The plan with the looks that users gave to cells in which they didn't write, of rows that are continued."""
    taken, looks = {one.target for one in plan.placed}, {}
    for (name, row, column), now in new_places(match, plan).items():
        attached, cell = match.last.sheets[name].attached.get((row, column)), Cell(*now)
        if attached and attached.look and cell not in taken:
            looks[cell] = attached.look
    return replace(plan, looks=looks)


def with_pages(plan: CarryOverPlan, match: WorkbookMatch) -> CarryOverPlan:
    """The plan with how users showed and printed sheets, and with what they said of the workbook."""
    last, pages = match.last, {}
    for name, origin in match.origins.items():
        place = last.places.get(origin)
        own = of_a_person(last.sheets[origin].shown, last.record.pages.get(name))
        pages[name] = Page(own, place is not None and place.hidden)
    return replace(plan, pages=pages, said=_said(said_of(last.parts), last.record.said))


def _said(said: Said, generated: Sequence[str]) -> Said:
    """What users said of a workbook, without what the program had said then."""
    own = dict(zip(WRITTEN, generated, strict=False))
    unknown = set(WRITTEN) - set(own)
    core = {name: text for name, text in said.core.items() if name not in unknown and own.get(name) != text}
    return replace(said, core=core)


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
        value = day_or_typed(grid[at]) if number is not None and sheet.fields[number].date else grid[at]
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


def _as_day(value: Value) -> str:
    return str(value).removesuffix(" 00:00:00")
