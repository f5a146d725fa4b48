"""Workbooks that parties returned → the institution's. Read `merged` from top to bottom.

Nothing that somebody filled in is lost: it stands in its cell, or is listed for a decision, with whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.carryover.list_sheets import CONFLICTS, DEFAULTS, UNITS, with_lines
from cplist.carryover.merging.cells import Cells, Decision, with_cells
from cplist.carryover.merging.lines import with_ledgers
from cplist.carryover.merging.memory import Memory
from cplist.carryover.merging.periods import same_period
from cplist.carryover.merging.returned import PartyReturn
from cplist.core.workbook import Sheet, Value, Workbook, column_of_key

UNIT = "unit"
"""The key of the column by which a list of units knows its lines."""
SAVED = "saved"
OTHER_PERIOD = "该工作簿的期间是“{theirs}”，机构的工作簿是“{ours}”"
NOT_RETURNED = "没有交回"
"""What a list of units says of one whose file hasn't come, where others have."""


@dataclass(frozen=True)
class Merged:
    """The institution's workbook with what was returned: how many cells and lines it got, what is listed for a
    decision, the names of everybody who has returned something by now, by their ids, the period that
    all of that is about."""

    workbook: Workbook
    cells: int = 0
    lines: int = 0
    decisions: tuple[Decision, ...] = ()
    came: Mapping[str, str] | None = None
    period: str = ""


def merged(
    workbook: Workbook,
    listed: Workbook,
    returns: Sequence[PartyReturn],
    memory: Memory,
    when: str,
    units: Iterable[tuple[str, str, str]] = (),
    period: str = "",
) -> Merged:
    """Bring in those workbooks; of blank ones only what stands on their lists. `listed` has the list sheets that
    are possible, `memory` is what the workbook remembers, `when` how lists name this build, `units` are the ids and
    names of all units with a workbook, and the ids of their levels, `period` what the workbook's answers are
    about: those of another period are listed."""
    filled_in = [one for one in returns if not one.blank]
    parties = [one for one in filled_in if not one.unit]
    cells = Cells(workbook, memory)
    cells.take(_of_period(_all_of(one), period) for one in returns)
    made, lines = with_ledgers(with_cells(workbook, cells.written), parties, memory)
    for one in filled_in:
        memory.note_return(one, period if same_period(one.period, period) else one.period)
    made = _with_list(made, listed, CONFLICTS, lambda sheet: _with_decisions(sheet, cells.decisions, when))
    made = _with_list(made, listed, UNITS, lambda sheet: _with_units(sheet, _now(filled_in, period), units))
    made = with_memory(made, memory)
    return Merged(made, len(cells.written), lines, tuple(cells.decisions), memory.came_in(period), period)


def with_memory(workbook: Workbook, memory: Memory) -> Workbook:
    """The workbook with what it is to remember of what was brought in."""
    return replace(workbook, record=(*workbook.record, *memory.rows()))


def _all_of(one: PartyReturn) -> PartyReturn:
    """What is brought in of a file, what stands on its lists too; of a unit's what it filled in in rows of its own,
    and not in those of its level, which many have."""
    answers = (*one.answers, *one.listed)
    if one.unit:
        answers = tuple(answer for answer in answers if answer.key.endswith(f"|{one.unit}"))
    return replace(one, answers=answers)


def _of_period(one: PartyReturn, period: str) -> PartyReturn:
    """The file whose answers can go to no place where they are about another period."""
    if same_period(one.period, period):
        return one
    reason = OTHER_PERIOD.format(theirs=one.period, ours=period)
    return replace(one, answers=tuple(replace(each, aside=each.aside or reason) for each in one.answers))


def _now(returns: Iterable[PartyReturn], period: str) -> list[PartyReturn]:
    return [one for one in returns if same_period(one.period, period)]


def _with_list(workbook: Workbook, listed: Workbook, lines: str, change: Callable[[Sheet], Sheet]) -> Workbook:
    """The workbook whose list of that sort is changed so; a sheet that is first needed comes to its place among the
    pack's."""
    there = next((sheet for sheet in workbook.sheets if sheet.lines == lines), None)
    empty = next((sheet for sheet in listed.sheets if sheet.lines == lines), DEFAULTS.get(lines))
    if there:
        return replace(workbook, sheets=tuple(change(one) if one is there else one for one in workbook.sheets))
    sheet = change(replace(empty, rows=())) if empty else None
    if sheet is None or not sheet.rows:
        return workbook
    order = [one.name for one in listed.sheets]
    sheets = [*workbook.sheets, sheet]
    known = sorted((one for one in sheets if one.name in order), key=lambda one: order.index(one.name))
    return replace(workbook, sheets=(*known, *(one for one in sheets if one.name not in order)))


def _with_decisions(sheet: Sheet, decisions: Iterable[Decision], when: str) -> Sheet:
    return with_lines(sheet, map(_line, decisions), when)


def _line(one: Decision) -> Mapping[str, Value]:
    answer = one.answer
    return {
        "sheet": answer.sheet,
        "row": answer.key,
        "subject": answer.subject,
        "column": answer.column,
        "content": answer.value,
        "generated": one.there,
        "reason": one.words,
    }


def _with_units(sheet: Sheet, returns: Iterable[PartyReturn], units: Iterable[tuple[str, str, str]]) -> Sheet:
    """The list with a line for each unit, as its file that was saved last says; for those that returned none too,
    where others did."""
    places = [column.key for column in sheet.columns]
    key, saved = column_of_key(sheet.columns, UNIT), column_of_key(sheet.columns, SAVED)
    if key is None or saved is None:
        return sheet
    lines = {str(row[key]): row for row in sheet.rows}
    for one in sorted((one for one in returns if one.unit), key=lambda one: one.age):
        known = lines.get(one.unit)
        if known is None or str(known[saved]) <= one.saved:
            about: Mapping[str, Value] = {
                **one.counts,
                UNIT: one.unit,
                "name": one.name,
                "level": one.party,
                SAVED: one.saved,
                "file": one.file,
            }
            lines[one.unit] = tuple(about.get(place, "") for place in places)
    if lines:
        for id_, name, level in units:
            blank = {UNIT: id_, "name": name, "level": level, "file": NOT_RETURNED}
            if id_ not in lines or lines[id_][saved] == "":
                lines[id_] = tuple(blank.get(place, "") for place in places)
    return replace(sheet, rows=tuple(row for _, row in sorted(lines.items())))
