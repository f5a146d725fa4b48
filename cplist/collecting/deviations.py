"""How a returned workbook deviates from the one that was handed out: what its users changed that isn't theirs."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.carryover.plan import CarryOverPlan, RemarkKind
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.collecting.cell_values import cell_value, clean
from cplist.collecting.returns import Deviation

DELETED, REKEYED, MISSING, RENAMED = "deleted", "rekeyed", "missing", "renamed"
"""Beside the reasons of carryover/reasons.py: a row that is no more; one that was only known by its cells; a column
or a sheet that isn't there; a sheet of another name."""


def deviations(plan: CarryOverPlan) -> Iterator[Deviation]:
    """Cells, then rows, columns and sheets. `plan` is that of carrying the returned workbook over into the one that
    was handed out."""
    yield from _cells(plan)
    for kind, reason in ((RemarkKind.DELETED, DELETED), (RemarkKind.REKEYED, REKEYED)):
        for one in plan.remarked(kind):
            yield Deviation(clean(one.sheet), clean(one.name), clean(one.detail), reason=reason)
    for one in plan.remarked(RemarkKind.MISSING):
        if one.name:
            yield Deviation(clean(one.sheet), column=clean(one.name), reason=MISSING)
    for sheet in plan.sheets:
        now = plan.origins.get(sheet.name, "")
        if now != sheet.name:
            yield Deviation(clean(sheet.name), found=clean(now), reason=RENAMED if now else MISSING)


def _cells(plan: CarryOverPlan) -> Iterator[Deviation]:
    for placement in plan.placed:
        if placement.outcome is not CellOutcome.LISTED or placement.reason is Reason.COMMENT:
            continue
        cell = placement.user_cell
        yield Deviation(
            clean(cell.sheet),
            clean(cell.key),
            clean(cell.subject),
            clean(cell.column),
            cell_value(placement.listed_generated, day=False),
            cell_value(cell.listed_value, day=False),
            placement.reason.word,
        )
