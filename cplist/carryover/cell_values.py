"""Cells held against each other: what the program wrote, what is found, what a column can show."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from cplist.core.typed_days import as_typed, typed_day
from cplist.core.workbook import Column, Computed, Formula, Value
from cplist.formulas.references import formula_mark

Cells = Mapping[str, Value]
"""The cells of a row that hold something, by their column's title."""
Shape = frozenset[tuple[str, str]]
"""A row's cells in a form that can be compared."""


def fitting(value: Value, column: Column) -> Value:
    """The value as that column shows it: a day that stands among texts is written out; where days belong, what
    means a day is one, and a month that Excel took for a day's number is as it was typed."""
    if column.date:
        return day_or_typed(value)
    if not isinstance(value, datetime.date):
        return value
    text = value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return text.removesuffix(" 00:00:00")


def day_or_typed(value: Value) -> Value:
    """What stands in a cell for days: the day that it means, else what was typed there."""
    if isinstance(value, Formula | Computed):
        return value
    if day := typed_day(value):
        return day
    return value if isinstance(value, str) else as_typed(value)


def restored(value: Value, column: Column) -> Value:
    """A value that was listed as a text, as its column has it: a day is a day again."""
    return fitting(value, column) if column.date and isinstance(value, str) else value


def same(written: Value, found: Value) -> bool:
    """Whether a cell still holds what the program wrote (of a formula, its mark)."""
    if isinstance(written, Computed):
        written = formula_mark(written.text)
    if isinstance(found, Formula):
        return written == formula_mark(found.text)
    if isinstance(written, str) and isinstance(found, str):
        return written == found or written.replace("\r\n", "\n").strip() == found.strip()
    if isinstance(written, int | float) and isinstance(found, int | float):
        return float(written) == float(found)
    return str(written) == str(found)


def shape(cells: Cells) -> Shape:
    """A row's cells as they are compared: formulas without their addresses."""
    return frozenset((title, comparable(value)) for title, value in cells.items())


def comparable(value: Value) -> str:
    if isinstance(value, Formula):
        return formula_mark(value.text)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
