"""One returned workbook as data: its answers, how far its rows are, how it deviates from what was handed out.

The pack's collect.yaml says in which sheet and columns to look; the pack's own formulas judge each row again, on
the day that the collection is made for, whatever program saved the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from cplist.carryover.last_workbook import LastWorkbook, RefusedError, properties_of, read_book
from cplist.carryover.match_sheets import match_workbooks
from cplist.carryover.merging.memory import Memory
from cplist.carryover.merging.periods import period_cells, period_in
from cplist.carryover.plan import CarryOverPlan, Cell, RemarkKind
from cplist.carryover.plan_cells import REVIEW
from cplist.carryover.plan_sheets import plan_sheets
from cplist.carryover.previous import Previous
from cplist.carryover.reasons import Reason
from cplist.carryover.snapshot import DUTY_FIELDS
from cplist.carryover.write import write_values
from cplist.collecting.as_handed_out import handed_out
from cplist.collecting.cell_values import cell_value, clean
from cplist.collecting.deviations import deviations
from cplist.collecting.parties import parties_of, units_of
from cplist.collecting.remarks import MOST_NAMED, remarks_on, words_of_rows
from cplist.collecting.returns import Return, ReturnedRow
from cplist.core.messages import finding
from cplist.core.workbook import Column, Computed, Value, Workbook, column_of_key
from cplist.standing.cells import as_day, displayed
from cplist.standing.judge import RowState, judged, own_day, states
from cplist.standing.source import Source

COLLECTION = "cplist.collection"
"""The property of a workbook that `collect` wrote."""


def read_return(content: bytes, file: str, digest: str, source: Source, day: datetime.date | None) -> Return | None:
    """What was returned in a file of that name and SHA-256, judged on `day` (None: on the day that the workbook
    itself has). None for a collection. Raises RefusedError for what can't be read or isn't a workbook of that
    pack."""
    if COLLECTION in properties_of(content):
        return None
    last, empty, plan = opened(content, file, source)
    workbook = write_values(plan, empty)
    day = day or own_day(workbook, source)
    period = period_in(last, period_cells(source.checklist), plan.origins)
    named = ("institution", "short_name", "type", "tier", "pack_version", "build")
    about: dict[str, Any] = {name: clean(last.about(name)) for name in named}
    return Return(
        file=file,
        sha256=digest,
        saved=last.saved,
        day=day,
        rows=tuple(rows_of(workbook, plan, source, day)),
        deviations=tuple(deviations(plan)),
        duties=dict(_statuses(last)),
        acts=tuple(_acts(workbook, source)),
        remarks=tuple(remarks_on(last, plan, workbook)),
        party=clean(last.about("party")),
        party_name=clean(last.about("party_name")),
        unit=clean(last.about("unit")),
        blank={one.user_cell.cell for one in plan.placed} <= single_cells(plan),
        asked=parties_of(last.record),
        units=units_of(last.record),
        merged=frozenset(map(clean, Memory.of(last.record.merged).came_in(period))),
        **{**about, "short_name": about["short_name"] or about["institution"]},
    )


def single_cells(plan: CarryOverPlan) -> set[Cell]:
    """The single cells above tables in which somebody wrote (the period, the day); no answers."""
    return {one.user_cell.cell for one in plan.placed if one.reason in (Reason.FIELD, Reason.LISTED_TOO)}


def opened(content: bytes, file: str, source: Source) -> tuple[LastWorkbook, Workbook, CarryOverPlan]:
    """A returned workbook, what it was like when it was handed out, and the plan of carrying it over into that.
    Raises RefusedError as read_return."""
    last = read_book(Previous(content, file, file))
    _check(last, file, source)
    empty = handed_out(last.record, source.checklist)
    plan = plan_sheets(match_workbooks(last, empty, {}))
    if not _has_sheet(empty, plan, source.sheet):
        raise RefusedError(finding("returned-without", file=file, sheet=source.sheet, rows=_lacking(empty, source)))
    return last, empty, plan


def _check(last: LastWorkbook, file: str, source: Source) -> None:
    """Raises RefusedError for a workbook that wasn't made with that pack."""
    if not last.record.tables or not last.about("institution"):
        raise RefusedError(finding("returned-not-ours", file=file))
    if last.about("pack") != source.pack:
        raise RefusedError(finding("returned-other-notice", file=file, pack=last.about("pack")))


def _has_sheet(workbook: Workbook, plan: CarryOverPlan, name: str) -> bool:
    missing = any(one.sheet == name and not one.name for one in plan.remarked(RemarkKind.MISSING))
    return not missing and any(sheet.name == name for sheet in workbook.sheets)


def _lacking(workbook: Workbook, source: Source) -> str:
    """The rows of a sheet that isn't there, by key and words: of many the first, and how many there are."""
    rows = [
        f"{key}“{words}”"
        for sheet in workbook.sheets
        if sheet.name == source.sheet
        for key, words in words_of_rows(sheet)
    ]
    return clean("、".join(rows[:MOST_NAMED]) + (f"等{len(rows)}行" if len(rows) > MOST_NAMED else ""))


# rows


def rows_of(
    workbook: Workbook, plan: CarryOverPlan, source: Source, day: datetime.date | None
) -> Iterator[ReturnedRow]:
    """The rows of a returned workbook, judged on that day."""
    found = judged(workbook, source, day)
    sheet = found.sheet
    days = {column.title for column in sheet.columns if _shows_days(column, source)}
    deleted = {one.name for one in plan.remarked(RemarkKind.DELETED) if one.sheet == source.sheet}
    review = column_of_key(sheet.columns, REVIEW)
    for row, state in zip(sheet.rows, states(found, source), strict=True):
        key = "" if sheet.key_column is None else str(row[sheet.key_column])
        if key != "":
            cells = {
                column.title: cell_value(value, column.title in days)
                for column, value in zip(sheet.columns, row, strict=True)
                if displayed(value) != ""
            }
            to_review = "" if review is None else str(cells.get(sheet.columns[review].title, ""))
            yield _row(key, cells, state, to_review, source, deleted=key in deleted)


def _row(
    key: str, cells: Mapping[str, Value], state: RowState, review: str, source: Source, *, deleted: bool
) -> ReturnedRow:
    return ReturnedRow(
        key=clean(key),
        cells=cells,
        judged=str(cells.get(source.judged, "")),
        kind=state.kind,
        state=str(cells.get(source.state, "")),
        measure=str(cells.get(source.measure, "")),
        due=state.due,
        open=state.open,
        review=review,
        deleted=deleted,
    )


def _shows_days(column: Column, source: Source) -> bool:
    format_ = source.checklist["formats"].get(column.format) or {}
    return column.date or "yy" in str(format_.get("number") or "")


# the rest


def _statuses(last: LastWorkbook) -> Iterator[tuple[str, str]]:
    """The status that the build gave each duty."""
    place = DUTY_FIELDS.index("status") + 1
    for duty, row in last.record.duties.items():
        yield clean(duty), str(row[place]) if len(row) > place else ""


def _acts(workbook: Workbook, source: Source) -> Iterator[datetime.date | None]:
    """The day of each act; None for one without."""
    for sheet in workbook.sheets:
        if sheet.name != source.ledger:
            continue
        place = sheet.places.get(source.act)
        for row in sheet.rows:
            if any(displayed(cell) != "" and not isinstance(cell, Computed) for cell in row):
                yield None if place is None else as_day(row[place])
