"""Cells of a returned workbook as a collection can show them: days, what formulas give, nothing unprintable."""

from __future__ import annotations

import datetime
import re

from cplist.carryover.cell_values import day_or_typed
from cplist.core.workbook import Computed, Value, cut
from cplist.standing.cells import displayed

_NO_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\U00100000-\U0010ffff]")
"""What can't stand in a cell, or separates cells in a template."""


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
