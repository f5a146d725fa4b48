"""What is to be said of a carry-over."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.carryover.changes import letters
from cplist.carryover.list_sheets import list_names
from cplist.carryover.plan import CarryOverPlan, Cell, Placement, Remark, RemarkKind
from cplist.carryover.reasons import Reason
from cplist.core.findings import Finding, FoundCell
from cplist.core.messages import finding
from cplist.core.typed_days import typed_day
from cplist.core.workbook import (
    CHOICES_NAME,
    Column,
    Computed,
    Formula,
    Sheet,
    Value,
    Workbook,
    areas,
    column_of_key,
)

MOST_NAMED = 12
"""How many rows a message names."""
LONGEST_VALUE = 20
"""Characters of an answer that a message shows."""
Fits = Callable[[Value, tuple[Value, ...]], bool]
"""Whether a value, in that row, is one that its column can use."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """An answer that its column can't use: the cell of the new workbook, the key or the number of its row, the
    title of its column."""

    cell: Cell
    row: str
    column: str
    value: Value

    def __str__(self) -> str:
        return f"{self.cell.sheet}·{self.row}·{self.column}“{str(self.value)[:LONGEST_VALUE]}”"


LISTED = (
    ("carry-over-lost", Reason.GONE), ("carry-over-copied", Reason.COPIED),
    ("carry-over-unknown", Reason.UNKNOWN), ("carry-over-edited", Reason.EDITED),
    ("carry-over-taken", Reason.TAKEN), ("carry-over-merged", Reason.MERGED),
    ("carry-over-comment", Reason.COMMENT), ("carry-over-cut", Reason.CUT),
)  # fmt: skip
REMARKED: Mapping[RemarkKind, Callable[[Remark], str]] = {
    RemarkKind.RENAMED: lambda one: f"{one.sheet}·{one.name}（现名“{one.detail}”）",
    RemarkKind.GIVEN_UP: lambda one: f"{one.sheet}·{one.name}（{one.detail}格）",
    RemarkKind.DELETED: lambda one: f"{one.sheet}·{one.name}",
    RemarkKind.REKEYED: lambda one: f"{one.sheet}·{one.name}",
    RemarkKind.REVIEWED: lambda one: one.name,
    RemarkKind.SHARED: lambda one: one.name,
    RemarkKind.RETURNED: lambda one: f"{one.sheet}·{one.name}",
    RemarkKind.RANGE: lambda one: f"{one.sheet}·{one.name}",
    RemarkKind.SECOND: lambda one: f"{one.sheet}·{one.name}",
}
"""How a finding names what a remark is about, in the order of the findings."""


def findings_of(
    plan: CarryOverPlan, changes: Sequence[Mapping[str, Value]], workbook: Workbook, file: str
) -> Iterator[Finding]:
    """All that is to be said: of the plan, of the lines of what moved (`changes`), of the answers in the new
    workbook that its columns can't use. `file` is the name under which the last workbook is kept."""
    lists = list_names(plan.sheets)
    if plan.found:
        yield finding("carry-over", cells=plan.carried, found=plan.found, listed=plan.listed, **lists)
    if missing := plan.remarked(RemarkKind.MISSING):
        names = "、".join(one.sheet + (f"·{one.name}" if one.name else "") for one in missing)
        told = finding("carry-over-missing", names=names, file=file)
        yield replace(told, cells=tuple(FoundCell(one.sheet) for one in missing))
    for rule, reason in LISTED:
        if cells := [one for one in plan.placed if one.reason is reason]:
            about = {"columns": _named(map(_column, cells)), "now": "；".join(dict.fromkeys(_became(cells)))}
            told = finding(rule, cells=len(cells), rows=_named(map(_where, cells)), file=file, **about, **lists)
            yield replace(told, cells=tuple(one.found_cell for one in cells))
    for kind, name in REMARKED.items():
        if remarks := plan.remarked(kind):
            told = finding(
                f"carry-over-{kind.value}", count=len(remarks), rows=_named(map(name, remarks)), file=file
            )
            yield replace(told, cells=tuple(_now(cell, plan) for one in remarks for cell in one.cells))
    if unused := [*unfit(workbook)]:
        told = finding("carry-over-unfit", count=len(unused), rows=_named(map(str, unused)), file=file, **lists)
        yield replace(told, cells=tuple(_found(unused, plan)))
    if changes:
        said = "；".join(letters(changes)) or "—"
        yield finding("changes-recorded", count=len(changes), letters=said, **lists)


def findings_of_left_behind(plan: CarryOverPlan, file: str) -> Iterator[Finding]:
    """What is to be said of what the new workbook lacks; `file` is the name under which the last one is kept."""
    if left := plan.left_behind:
        told = finding("carry-over-dropped", count=len(left), rows=_named(map(str, left)), file=file)
        yield replace(told, cells=tuple(FoundCell(one.sheet, one.address) for one in left))


def _now(cell: FoundCell, plan: CarryOverPlan) -> FoundCell:
    """The cell with where it is now, if it stands on a sheet that a user added."""
    if cell.now_sheet:
        return cell
    written = (own.written.name for own in plan.own_sheets if own.written and own.grid.name == cell.sheet)
    name = next(written, "")
    return replace(cell, now_sheet=name, now_address=cell.address if name else "")


def _found(unused: Iterable[Unfit], plan: CarryOverPlan) -> Iterator[FoundCell]:
    """The cells of the last workbook in which those answers stood."""
    came = {one.target: one for one in plan.placed if one.target}
    for one in unused:
        if placement := came.get(one.cell):
            yield placement.found_cell


def _where(placement: Placement) -> str:
    cell = placement.user_cell
    return cell.key or f"{cell.sheet}·{cell.subject or cell.column}"


def _column(placement: Placement) -> str:
    cell = placement.user_cell
    return f"{cell.sheet}·{cell.column}"


def _became(placements: Iterable[Placement]) -> Iterator[str]:
    """What became of cells that aren't the user's any more, where the pack has words for it."""
    for one in placements:
        if (said := one.listed_generated) != "":
            yield f"{one.user_cell.column}：{said}"


def _named(names: Iterable[str]) -> str:
    """The names, each once; of many the first, and how many more."""
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - MOST_NAMED
    return "、".join(distinct[:MOST_NAMED]) + (f"等{len(distinct)}处" if more > 0 else "")


# answers that their columns can't use


def unfit(workbook: Workbook) -> Iterator[Unfit]:
    """The answers that don't count in formulas: a day that is none, a word that isn't among the choices."""
    named = {sheet.name: sheet for sheet in workbook.sheets}
    for sheet in workbook.sheets:
        for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True):
            for number, column in enumerate(table.columns):
                if column.filled_in and (fits := _fits(column, table, named, workbook.choices)):
                    yield from _of_column(Cell(sheet.name, area.first - 1, number), table, fits)


def _of_column(first: Cell, table: Sheet, fits: Fits) -> Iterator[Unfit]:
    for place, row in enumerate(table.rows):
        value = row[first.column]
        if value != "" and not isinstance(value, Formula | Computed) and not fits(value, row):
            where = f"第{place + 1}行" if table.key_column is None else str(row[table.key_column])
            yield Unfit(replace(first, row=first.row + place), where, table.columns[first.column].title, value)


def _fits(
    column: Column, table: Sheet, named: Mapping[str, Sheet], choices: Mapping[str, tuple[str, ...]]
) -> Fits | None:
    """What a column asks of an entry; None where it takes anything."""
    if column.date:
        return lambda value, _: isinstance(value, datetime.date) and typed_day(value) is not None
    if column.choices:
        return lambda value, _: value in choices[column.choices]
    if column.choices_by:
        by = column_of_key(table.columns, column.choices_by) or 0
        return lambda value, row: value in choices.get(str(row[by]).removeprefix(CHOICES_NAME), (value,))
    if column.choices_from:
        sheet, title = column.choices_from.split("!")
        wanted = {row[named[sheet].places[title]] for row in named[sheet].rows} if sheet in named else set()
        return lambda value, _: value in wanted
    return None
