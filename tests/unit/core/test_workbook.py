"""Plain data of workbooks: how days are counted, which column is which."""

from __future__ import annotations

import datetime

import pytest
from openpyxl.utils.datetime import to_excel

from cplist.core.workbook import KEY, Column, Sheet, column_of_key, serial_number


@pytest.mark.parametrize(
    "day",
    [
        datetime.date(1900, 3, 1),
        datetime.date(2026, 12, 31),
        datetime.datetime(2026, 12, 31, 18, 30),
        datetime.datetime(2026, 12, 31, 23, 59, 59),
    ],
)
def test_days_are_counted_as_excel_counts_them(day: datetime.date) -> None:
    assert serial_number(day) == pytest.approx(to_excel(day), abs=1e-9)


def test_a_whole_day_is_a_whole_number() -> None:
    assert isinstance(serial_number(datetime.date(2026, 12, 31)), int)


def test_of_columns_with_one_key_or_title_the_first_counts() -> None:
    columns = (Column("a", "甲", 1), Column(KEY, "乙", 1), Column(KEY, "甲", 1))
    sheet = Sheet("表", "题", columns, ())
    assert (sheet.key_column, sheet.places) == (1, {"甲": 0, "乙": 1})
    assert (column_of_key(columns, "a"), column_of_key(columns, "无")) == (0, None)
    assert Sheet("表", "题", columns[:1], ()).key_column is None
