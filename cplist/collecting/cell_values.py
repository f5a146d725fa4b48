"""Cells of a returned workbook as a collection can show them: days, what formulas give, nothing unprintable."""

from __future__ import annotations

import datetime
import re

from cplist.carryover.cell_values import day_or_typed
from cplist.core.typed_days import typed_day
from cplist.core.workbook import Computed, Formula, Value, cut

_DAY = re.compile(r"\s*(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D*")
_MARK = re.compile(r"=[0-9a-f]{12}")
"""How the record has a formula that can't be worked out here."""
_NO_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\U00100000-\U0010ffff]")
"""What can't stand in a cell, or separates cells in a template."""


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


def cell_value(value: Value, day: bool) -> Value:
    """A cell's value as the cell of another workbook can hold it; with `day`, what means a day is one."""
    value = displayed(value)
    if isinstance(value, Computed):
        return ""
    if day and not isinstance(value, str):
        value = day_or_typed(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return clean(value) if isinstance(value, str) else value


def clean(text: str) -> str:
    """The text without characters that no cell can hold, as long as one may be."""
    return cut(_NO_CELL.sub("", text))
