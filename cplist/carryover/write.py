"""The plan of a carry-over → the sheets of the new workbook, with what users had filled in."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from cplist.carryover.grid import CellLook
from cplist.carryover.list_sheets import CHANGES, belongs_to, line_of, with_lines
from cplist.carryover.plan import CarryOverPlan, Placement
from cplist.carryover.previous import without_empty
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.core.workbook import (
    Area,
    At,
    Computed,
    Field,
    Format,
    Formula,
    Link,
    Note,
    Sheet,
    Value,
    Workbook,
    areas,
)

Line = Mapping[str, Value]
T = TypeVar("T")


def write(plan: CarryOverPlan, workbook: Workbook, changes: Iterable[Line], when: str) -> Workbook:
    """The new workbook with all that the plan places, and with its lists. `changes` are the lines of what moved
    since the last build, `when` is how lists name this one."""
    written = _written(plan)
    looks = CellLooks(workbook.formats)
    sheets = []
    for sheet in plan.sheets:
        if sheet.lines:
            listed = (line_of(one) for one in plan.placed if belongs_to(one, sheet))
            sheet = with_lines(sheet, changes if sheet.lines == CHANGES else listed, when)
        sheets.append(_filled(sheet, written[sheet.name], looks))
    return without_empty(replace(workbook, sheets=tuple(sheets), formats=looks.formats))


def write_values(plan: CarryOverPlan, workbook: Workbook) -> Workbook:
    """The new workbook with the values that the plan places, whatever they look like."""
    written = _written(plan)
    sheets = (_filled(sheet, written[sheet.name], None) for sheet in plan.sheets)
    return replace(workbook, sheets=tuple(sheets))


@dataclass(frozen=True)
class _Written:
    """What is written on one sheet, by the row and the column there, from 0."""

    values: dict[At, Value] = field(default_factory=dict)
    links: dict[At, Link] = field(default_factory=dict)
    notes: dict[At, Note] = field(default_factory=dict)
    looks: dict[At, CellLook] = field(default_factory=dict)


def _written(plan: CarryOverPlan) -> Mapping[str, _Written]:
    """What is written on each sheet, by its name."""
    sheets = {sheet.name: _Written() for sheet in plan.sheets}
    for placement in plan.placed:
        if (cell := placement.target) and placement.reason is not Reason.SAME_AS_GENERATED:
            _add(placement, sheets[cell.sheet], (cell.row, cell.column))
    for cell, text in plan.marks.items():
        sheets[cell.sheet].values[cell.row, cell.column] = text
    for cell, look in plan.looks.items():
        sheets[cell.sheet].looks[cell.row, cell.column] = look
    return sheets


def _add(placement: Placement, sheet: _Written, at: At) -> None:
    user_cell, listed = placement.user_cell, placement.outcome is CellOutcome.LISTED
    if user_cell.note and not listed:
        sheet.notes[at] = user_cell.note
        return
    sheet.values[at] = placement.written
    if user_cell.url:
        sheet.links[at] = Link("", "", user_cell.url)
    if user_cell.look and not listed:
        sheet.looks[at] = user_cell.look


def _filled(sheet: Sheet, written: _Written, looks: CellLooks | None) -> Sheet:
    own, *below = (
        _table(table, area, written, looks) for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True)
    )
    return replace(own, below=tuple(below), fields=tuple(_fields(sheet, written.values)))


def _fields(sheet: Sheet, values: Mapping[At, Value]) -> Iterable[Field]:
    for row, single in enumerate(sheet.fields, 1 + bool(sheet.note)):
        yield replace(single, value=values.get((row, 1), single.value))


def _table(table: Sheet, area: Area, written: _Written, looks: CellLooks | None) -> Sheet:
    """The table with what is written on its rows, and on its header."""
    first, rows = area.first - 1, [*table.rows]
    for (row, column), value in written.values.items():
        if 0 <= row - first < len(rows):
            cells = list(rows[row - first])
            cells[column] = value
            rows[row - first] = tuple(cells)
    table = replace(
        table,
        rows=tuple(rows),
        links={**table.links, **_within(written.links, first, len(rows))},
        notes={**table.notes, **_within(written.notes, first, len(rows))},
    )
    given = {at: look for at, look in _within(written.looks, first, len(rows)).items() if at[0] >= 0}
    return looks.give(table, given) if looks else table


def _within(placed: Mapping[At, T], first: int, count: int) -> dict[At, T]:
    """What stands on the rows of a table or on its header, by the row and the column in the table."""
    return {(row - first, column): one for (row, column), one in placed.items() if -1 <= row - first < count}


class CellLooks:
    """Gathers the formats that cells with looks of their own need, beside those of the pack."""

    def __init__(self, formats: Mapping[str, Format]) -> None:
        self.formats = dict(formats)
        self._names: dict[Format, str] = {}

    def give(self, table: Sheet, looks: Mapping[At, CellLook]) -> Sheet:
        """The table, whose cells at those places look so."""
        named = {}
        for (row, number), look in sorted(looks.items()):
            value = table.rows[row][number]
            own = value.format if isinstance(value, Formula | Computed) else ""
            base = self.formats[own or table.looks.get((row, number)) or table.columns[number].format]
            counted = isinstance(value, int | float | Formula | datetime.date)
            made = _format(base, look if counted else replace(look, number=""))
            if made != base:
                named[row, number] = self._name(base, made)
        return replace(table, looks={**table.looks, **named}) if named else table

    def _name(self, base: Format, made: Format) -> str:
        if made not in self._names:
            name = f"{base.name} {len(self._names) + 1}"
            self._names[made] = name
            self.formats[name] = replace(made, name=name)
        return self._names[made]


def _format(base: Format, look: CellLook) -> Format:
    return replace(
        base,
        fill=look.fill or base.fill,
        color=look.color or base.color,
        bold=look.bold or base.bold,
        number=look.number or base.number,
        italic=look.italic or base.italic,
        strike=look.strike or base.strike,
        underline=look.underline or base.underline,
    )
