"""What the list sheets hold: the lines of the last workbook, but for those whose rows are back, and a line for each
cell that finds no place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cplist.carryover.cell_values import fitting, restored
from cplist.carryover.list_sheets import CONTENT, RETIRED, belongs_to
from cplist.carryover.matched import ListMatch, SheetMatch, WorkbookMatch
from cplist.carryover.plan import CarryOverPlan, Cell, Placement, Remark, RemarkKind, UserCell
from cplist.carryover.plan_cells import REVIEW
from cplist.carryover.reasons import Reason
from cplist.core.findings import FoundCell
from cplist.core.workbook import Sheet, Value, areas, column_of_key

CAME_BACK = "曾列入“{listing}”，现恢复，填写的内容沿用"
"""What a row says that is back, from which list."""


def with_kept_lines(plan: CarryOverPlan, match: WorkbookMatch) -> CarryOverPlan:
    """The plan with the list sheets and the lines that stay there. The answers of rows that are back leave it,
    unless a user wrote beside them."""
    back = list(_rows_back(plan, match))
    by_line = {one.line: one for one in back}
    lists = [_KeptLines(one, by_line if one.sheet.lines == RETIRED else {}) for one in match.lists]
    sheets = {sheet.name: sheet for sheet in (*plan.sheets, *(one.kept() for one in lists))}
    plan = replace(plan, sheets=tuple(sheets[sheet.name] for sheet in match.workbook.sheets))
    plan = plan.plus(placement for one in lists for placement in one.placements())
    listing = next((one.sheet.name for one in match.lists if one.sheet.lines == RETIRED), "")
    for sheet in match.sheets:
        plan = _with_marks(
            plan, sheet.sheet, [one for one in back if one.target.sheet == sheet.sheet.name], listing
        )
    return plan


# rows that are back


@dataclass(frozen=True)
class _Back:
    """A listed answer whose row is back: the number of its line, the row's key, the cell that gets it again, and
    the cell of the list in which it stood."""

    line: int
    key: str
    target: Cell
    value: Value
    listed: Cell | None = None

    @property
    def found_cell(self) -> FoundCell:
        cell, now = self.listed, self.target
        return FoundCell(cell.sheet if cell else "", cell.address if cell else "", now.sheet, now.address)


def _rows_back(plan: CarryOverPlan, match: WorkbookMatch) -> Iterator[_Back]:
    held = {one.target for one in plan.placed} | plan.marks.keys()
    for retired in match.lists:
        if retired.sheet.lines == RETIRED:
            keys = [column.key for column in retired.sheet.columns]
            lines = [dict(zip(keys, row, strict=True)) for row in retired.sheet.rows]
            found, content = retired.found, retired.sheet.columns[keys.index(CONTENT)].title
            for one in match.sheets:
                for back in (back for back in _back_on(one, lines) if back.target not in held):
                    row = found.rows[back.line].number
                    yield replace(back, listed=Cell(found.grid.name, row, found.places.get(content, 0)))


def _back_on(match: SheetMatch, lines: Sequence[Mapping[str, Value]]) -> Iterator[_Back]:
    """The answers of rows that only the new sheet has; of several lines for one cell the last counts."""
    if not match.tables:
        return
    table, by_key, first = match.tables[0].table, match.tables[0].by_key, areas(match.sheet)[0].first - 1
    wanted = {(line["row"], line["column"]): n for n, line in enumerate(lines) if line["sheet"] == table.name}
    for (key, title), number in wanted.items():
        column = table.places.get(str(title))
        if key not in match.tables[0].fresh or column is None or not table.columns[column].filled_in:
            continue
        if table.rows[place := by_key[str(key)]][column] == "":
            value = restored(lines[number][CONTENT], table.columns[column])
            yield _Back(number, str(key), Cell(table.name, first + place, column), value)


def _with_marks(plan: CarryOverPlan, sheet: Sheet, back: Sequence[_Back], listing: str) -> CarryOverPlan:
    """The plan in which those rows of a sheet say that they are back from the list of that name."""
    rows = {one.key: one.target.row for one in sorted(back, key=lambda one: one.line)}
    cells = {key: tuple(one.found_cell for one in back if one.key == key) for key in rows}
    plan = plan.plus(remarks=[Remark(RemarkKind.RETURNED, sheet.name, key, cells=cells[key]) for key in rows])
    column = column_of_key(sheet.columns, REVIEW)
    if column is None or not rows:
        return plan
    held = {one.target: one.written for one in plan.placed if one.target} | dict(plan.marks)
    first = areas(sheet)[0].first - 1
    marks = {}
    said = CAME_BACK.format(listing=listing)
    for row in rows.values():
        cell = Cell(sheet.name, row, column)
        there = held.get(cell, sheet.rows[row - first][column])
        marks[cell] = f"{there}；{said}" if there != "" else said
    return plan.plus(marks=marks)


# lines that stay


@dataclass(frozen=True)
class _KeptLines:
    """The lines of a list, and the answers whose rows are back, by the numbers of the lines."""

    match: ListMatch
    back: Mapping[int, _Back]

    @cached_property
    def places(self) -> Mapping[int, int]:
        """The new row of each line that stays, from 0 in the table."""
        users = [number for number, column in enumerate(self.match.sheet.columns) if column.filled_in]
        rows = enumerate(self.match.sheet.rows)
        stay = (line for line, row in rows if line not in self.back or any(row[number] != "" for number in users))
        return {line: place for place, line in enumerate(stay)}

    @property
    def first(self) -> int:
        """The row of the table's first line on the sheet, from 0."""
        return areas(self.match.sheet)[0].first - 1

    def kept(self) -> Sheet:
        """The list sheet with the lines that stay."""
        sheet, places = self.match.sheet, self.places
        links = {(places[line], column): link for (line, column), link in sheet.links.items() if line in places}
        return replace(sheet, rows=tuple(sheet.rows[line] for line in places), links=links)

    def placements(self) -> Iterator[Placement]:
        """What becomes of the cells that the lines list, of what users wrote beside them, of comments on them."""
        sheet, found = self.match.sheet, self.match.found
        for line, place in ((line, self.places.get(line)) for line in range(len(sheet.rows))):
            for column, value in enumerate(sheet.rows[line]):
                title, row = sheet.columns[column].title, found.rows[line].number
                cell, attached = Cell(found.grid.name, row, found.places.get(title, -1)), found.attached(row, title)
                user_cell = UserCell(cell, value, sheet.name, title, url=attached.url)
                target = None if place is None else Cell(sheet.name, self.first + place, column)
                if value != "" and sheet.columns[column].key == CONTENT:
                    yield from self._listed(line, user_cell, target)
                elif value != "" and sheet.columns[column].filled_in:
                    yield Placement(user_cell, Reason.LISTED_LINE, target, value)
                if attached.note and target:
                    note = UserCell(cell, attached.note.text, sheet.name, title, note=attached.note)
                    yield Placement(note, Reason.LISTED_LINE, target, note.value)

    def _listed(self, line: int, user_cell: UserCell, target: Cell | None) -> Iterator[Placement]:
        if target:
            yield Placement(user_cell, Reason.LISTED_BEFORE, target, user_cell.value)
        if back := self.back.get(line):
            links = [link.url for (row, _), link in self.match.sheet.links.items() if row == line]
            user_cell = replace(user_cell, url=links[-1] if links else "")
            reason = Reason.LISTED_TOO if target else Reason.RESTORED
            yield Placement(user_cell, reason, back.target, back.value)


# lines of this build


def with_listed(plan: CarryOverPlan) -> CarryOverPlan:
    """The plan in which each cell that is listed by this build has its line, behind those that stay."""
    placed = list(plan.placed)
    for sheet in plan.sheets:
        content = column_of_key(sheet.columns, CONTENT) if sheet.lines else None
        if content is None:
            continue
        listed = (number for number, one in enumerate(placed) if belongs_to(one, sheet))
        for row, number in enumerate(listed, areas(sheet)[0].first - 1 + len(sheet.rows)):
            value = fitting(placed[number].user_cell.listed_value, sheet.columns[content])
            placed[number] = replace(placed[number], target=Cell(sheet.name, row, content), written=value)
    return replace(plan, placed=tuple(placed))
