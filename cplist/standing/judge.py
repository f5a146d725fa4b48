"""The rows of a workbook that was filled in, judged by the pack's own formulas, whatever program saved it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cplist.core.workbook import Column, Computed, Sheet, Value, Workbook
from cplist.formulas.calculate import calculated
from cplist.standing.cells import as_day, displayed
from cplist.standing.counts import ATTENTION, BLANK, OVERDUE, OVERDUE_BLANK, SUMMED
from cplist.standing.source import Source

LAST_DAY = datetime.date(9999, 12, 31)
"""A day on which every row that has a due day is past it."""
LATE = (OVERDUE, OVERDUE_BLANK)


@dataclass(frozen=True)
class JudgedSheet:
    """The sheet with the rows, with what its formulas give on a day; `open` are the numbers of the rows (from 0)
    that aren't overdue on it, and will be once their due day is past."""

    sheet: Sheet
    open: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RowState:
    """How a row stands: its class, its due day, and whether it will be overdue once that is past."""

    kind: str
    due: datetime.date | None = None
    open: bool = False


def judged(workbook: Workbook, source: Source, day: datetime.date | None) -> JudgedSheet:
    """The sheet with the rows as they stand on that day (None: no due day has come). Raises KeyError for a workbook
    without such a sheet."""
    sheets = tuple(_to_judge(sheet, source) for sheet in workbook.sheets)
    prepared = replace(workbook, sheets=sheets)
    asked = _sheet(prepared, source)
    now = _sheet(calculated(_on(prepared, source, day)), source)
    dated = {number for number, row in enumerate(asked.rows) if _state(asked, row, source).due}
    if not dated:
        return JudgedSheet(now)
    rows = (row if number in dated else now.rows[number] for number, row in enumerate(asked.rows))
    later = _on(_with_sheet(prepared, replace(asked, rows=tuple(rows))), source, LAST_DAY)
    past = _sheet(calculated(later), source)
    return JudgedSheet(now, frozenset(number for number in dated if _comes_due(now, past, number, source)))


def states(judged: JudgedSheet, source: Source) -> list[RowState]:
    """How each of its rows stands."""
    sheet = judged.sheet
    found = [_state(sheet, row, source) for row in sheet.rows]
    return [replace(one, open=number in judged.open) for number, one in enumerate(found)]


def own_day(workbook: Workbook, source: Source) -> datetime.date | None:
    """The date that somebody typed into the workbook, or that it was made with."""
    return as_day(_field(workbook, source.day))


def own_period(workbook: Workbook, source: Source) -> str:
    """The period that the workbook says it is filled in for; "" where it says none."""
    return str(displayed(_field(workbook, source.period))).strip()


def _field(workbook: Workbook, name: str) -> Value:
    fields = (single for sheet in workbook.sheets for single in sheet.fields)
    return next((single.value for single in fields if single.name == name), "")


def _comes_due(now: Sheet, past: Sheet, number: int, source: Source) -> bool:
    before, after = (_state(sheet, sheet.rows[number], source).kind for sheet in (now, past))
    return before not in (*LATE, SUMMED) and after in LATE


def _state(sheet: Sheet, row: Sequence[Value], source: Source) -> RowState:
    state, word, due = (_cell(sheet, row, title) for title in (source.state, source.judged, source.due))
    kind = source.words.get(str(word), ATTENTION if state != "" else BLANK)
    return RowState(kind, as_day(due))


def _cell(sheet: Sheet, row: Sequence[Value], title: str) -> Value:
    place = sheet.places.get(title)
    value = "" if place is None else displayed(row[place])
    return "" if isinstance(value, Computed) else value


def _sheet(workbook: Workbook, source: Source) -> Sheet:
    return next(sheet for sheet in workbook.sheets if sheet.name == source.sheet)


def _with_sheet(workbook: Workbook, sheet: Sheet) -> Workbook:
    return replace(workbook, sheets=tuple(sheet if one.name == sheet.name else one for one in workbook.sheets))


def _on(workbook: Workbook, source: Source, day: datetime.date | None) -> Workbook:
    """The workbook with that day."""
    sheets = (
        replace(
            sheet,
            fields=tuple(replace(one, value=day or 0) if one.name == source.day else one for one in sheet.fields),
        )
        for sheet in workbook.sheets
    )
    return replace(workbook, sheets=tuple(sheets))


def _to_judge(sheet: Sheet, source: Source) -> Sheet:
    """A sheet with days that were typed as text, and without formulas that don't matter here."""
    if sheet.name == source.sheet:
        return replace(sheet, rows=tuple(_with_days(row, sheet.columns) for row in sheet.rows))
    return replace(sheet, columns=tuple(replace(column, formula="") for column in sheet.columns))


def _with_days(row: Sequence[Value], columns: Iterable[Column]) -> tuple[Value, ...]:
    return tuple(
        (as_day(cell) or cell) if column.date and isinstance(cell, str) else cell
        for cell, column in zip(row, columns, strict=True)
    )
