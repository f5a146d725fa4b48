"""The workbook before this build, and the new one with what users had filled in. How one becomes the other:
carryover/carry_over.py, which a first build has no need to load."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cplist.carryover.plan import CarryOverPlan
from cplist.core.findings import Finding
from cplist.core.workbook import Workbook

if TYPE_CHECKING:
    from cplist.carryover.matched import WorkbookMatch


@dataclass(frozen=True)
class Previous:
    """The workbook to carry over: its bytes, its name, and the name under which it will be kept."""

    content: bytes
    name: str
    kept_as: str


@dataclass(frozen=True)
class CarryOver:
    """The new workbook with what users had filled in (None: the last one can't be carried over), where each cell
    went and why, and what is to be said of it. `match` are both workbooks, until the new one is written."""

    workbook: Workbook | None = None
    plan: CarryOverPlan = field(default_factory=CarryOverPlan)
    findings: tuple[Finding, ...] = ()
    match: WorkbookMatch | None = None


def without_empty(workbook: Workbook) -> Workbook:
    """The workbook without optional lists that list nothing."""
    return replace(workbook, sheets=tuple(s for s in workbook.sheets if s.rows or not (s.optional and s.lines)))
