"""What is to be said of a carry-over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cplist.carryover.answers.unfit import Unfit, unfit
from cplist.carryover.changes import letters
from cplist.carryover.list_sheets import list_names
from cplist.carryover.plan import CarryOverPlan, Placement, Remark, RemarkKind
from cplist.carryover.reasons import Reason
from cplist.core.findings import Finding, FoundCell
from cplist.core.messages import finding
from cplist.core.workbook import Value, Workbook

MOST_NAMED = 12
"""How many rows a message names."""
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
