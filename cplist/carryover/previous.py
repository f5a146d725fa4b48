"""The workbook before this build, and the new one with what was filled in. How one becomes the other:
carryover/carry_over.py, which a first build has no need to load."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cplist.core.findings import Finding
from cplist.core.workbook import Workbook

if TYPE_CHECKING:
    from cplist.writers.excel.foreign.sheets import Foreign


@dataclass(frozen=True)
class Previous:
    """The workbook to carry over: its bytes, its name, and the name under which it will be kept."""

    content: bytes
    name: str
    kept_as: str


@dataclass(frozen=True)
class Carried:
    """The new workbook with what was filled in; how many cells were found, stand at their places, are listed."""

    workbook: Workbook | None = None
    found: int = 0
    carried: int = 0
    listed: int = 0
    foreign: tuple[Foreign, ...] = ()
    findings: tuple[Finding, ...] = ()


def without_empty(workbook: Workbook) -> Workbook:
    """The workbook without optional lists that list nothing."""
    return replace(workbook, sheets=tuple(s for s in workbook.sheets if s.rows or not (s.optional and s.lines)))
