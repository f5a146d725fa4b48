"""Which period the answers of a workbook belong to: what stands in the single cell that the pack fills from the
profile's `document.period`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cplist.carryover.last_workbook import LastWorkbook
from cplist.core.workbook import Formula, Value, Workbook

FROM_PROFILE = "document.period"
"""The expression of such a cell in checklist.yaml."""
FARTHEST = 30
"""Rows of a sheet in which a single cell is looked for."""
PeriodCell = tuple[str, str]
"""A single cell: its sheet and its name."""


def period_cells(checklist: Mapping[str, Any]) -> tuple[PeriodCell, ...]:
    """The single cells with a period; `checklist` is checklist.yaml's plain data."""
    return tuple(
        (entry["name"], single["name"])
        for entry in checklist["sheets"]
        for single in entry.get("fields") or ()
        if str(single.get("value") or "").strip() == FROM_PROFILE
    )


def period_in(last: LastWorkbook, cells: Iterable[PeriodCell], origins: Mapping[str, str]) -> str:
    """The period that a returned workbook names, "" where it names none; `origins` are the names of its sheets."""
    found = (_typed(last, origins.get(sheet, sheet), name) for sheet, name in cells)
    return last.about("period") or next(filter(None, found), "")


def period_of(workbook: Workbook, cells: Iterable[PeriodCell]) -> str:
    """The period of a workbook that is composed; "" where it names none."""
    values = {(sheet.name, one.name): one.value for sheet in workbook.sheets for one in sheet.fields}
    return next(filter(None, (_text(values.get(cell, "")) for cell in cells)), "")


def same_period(one: str, other: str) -> bool:
    """Whether both name the same period, whatever the width and blanks; one that isn't named may be any."""
    return not one or not other or _folded(one) == _folded(other)


def _folded(period: str) -> str:
    return "".join(unicodedata.normalize("NFKC", period).split()).casefold()


def _typed(last: LastWorkbook, sheet: str, name: str) -> str:
    grid = last.sheets.get(sheet)
    return next(_behind(grid.rows[:FARTHEST] if grid else (), name), "")


def _behind(rows: Iterable[tuple[Value, ...]], name: str) -> Iterator[str]:
    yield from (_text(row[1]) for row in rows if len(row) > 1 and row[0] == name)


def _text(value: Value) -> str:
    if isinstance(value, Formula):
        value = "" if value.value is None else value.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).removesuffix(" 00:00:00").strip()
