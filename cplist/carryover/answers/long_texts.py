"""Texts that are longer than a cell holds, which Excel would take for damage: the cell has the beginning and says
where all of it stands, on the list of what a person has to look at, in pieces that cells hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cplist.carryover.list_sheets import CONFLICTS
from cplist.carryover.plan import CarryOverPlan, Placement, UserCell
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.core.workbook import LONGEST_TEXT, Sheet, Value, areas, cut, length


def is_long(value: Value) -> bool:
    """Whether it is a text that no cell holds."""
    return isinstance(value, str) and length(value) > LONGEST_TEXT


def with_cut_texts(plan: CarryOverPlan) -> CarryOverPlan:
    """The plan in which no cell gets more than it holds: neither what users wrote nor what rows say of
    themselves."""
    listing = next((sheet.name for sheet in plan.sheets if sheet.lines == CONFLICTS), "")
    end = f"……（以下从略，全文见“{listing}”）"
    sheets = {sheet.name: sheet for sheet in plan.sheets}
    placed: list[Placement] = []
    for one in plan.placed:
        placed += _cut(one, end)
    marks = dict(plan.marks)
    for cell, text in plan.marks.items():
        if is_long(text):
            sheet = sheets[cell.sheet]
            column = sheet.columns[cell.column].title
            placed += _pieces(UserCell(cell, text, sheet.name, column, _key(sheet, cell.row)), text)
            marks[cell] = cut(text, end)
    return replace(plan, placed=tuple(placed), marks=marks)


def _cut(one: Placement, end: str) -> Iterator[Placement]:
    """What is placed, as a cell holds it, with the pieces that the list gets beside it."""
    if one.outcome is CellOutcome.LISTED and is_long(one.user_cell.listed_value):
        first, *further = _pieces(one.user_cell, str(one.user_cell.listed_value))
        yield replace(one, user_cell=first.user_cell)
        yield from further
    elif one.outcome is not CellOutcome.LISTED and not one.user_cell.note and is_long(one.written):
        yield replace(one, written=cut(str(one.written), end))
        if one.outcome is CellOutcome.CARRIED:
            yield from _pieces(one.user_cell, str(one.written))
    else:
        yield one


def _pieces(user_cell: UserCell, text: str) -> Iterator[Placement]:
    while text:
        piece = cut(text)
        yield Placement(replace(user_cell, value=piece), Reason.CUT)
        text = text[len(piece) :]


def _key(sheet: Sheet, row: int) -> str:
    if sheet.key_column is None:
        return ""
    return str(sheet.rows[row - (areas(sheet)[0].first - 1)][sheet.key_column])
