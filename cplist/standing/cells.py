"""Cells of a workbook that was filled in: the day that one means, what one shows."""

from __future__ import annotations

import datetime
import re

from cplist.core.typed_days import typed_day
from cplist.core.workbook import Formula, Value

_DAY = re.compile(r"\s*(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D*")
_MARK = re.compile(r"=[0-9a-f]{12}")
"""How the record has a formula that can't be worked out here."""


def as_day(value: Value) -> datetime.date | None:
    """The day that a cell means: a day, or a text like 2026-12-31, 20261231 or 2026年12月31日前."""
    if isinstance(value, str | datetime.date) and (day := typed_day(value)):
        return day.date() if isinstance(day, datetime.datetime) else day
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        day = datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and typed_day(day) else None


def displayed(value: Value) -> Value:
    """What a cell shows: of a formula its value, or its text where that isn't known."""
    if isinstance(value, Formula):
        return value.text if value.value is None else value.value
    return "" if isinstance(value, str) and _MARK.fullmatch(value) else value
