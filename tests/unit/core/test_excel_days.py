"""Days as Excel counts them, beside openpyxl, which knows."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel, to_excel

from cplist.core.excel_days import AFTER_LAST, day_of, serial_number

FIRST = datetime.date(1900, 3, 1)


@given(st.dates(min_value=FIRST))
def test_a_day_has_the_number_that_excel_gives_it(day: datetime.date) -> None:
    number = serial_number(day)
    assert isinstance(number, int)
    assert number == to_excel(day)
    assert day_of(number) == day
    assert 0 < number < AFTER_LAST


@given(st.datetimes(min_value=datetime.datetime(1900, 3, 1)))
def test_a_moment_has_its_hours_as_a_fraction(moment: datetime.datetime) -> None:
    assert serial_number(moment) == pytest.approx(to_excel(moment), abs=1e-9)
    assert day_of(serial_number(datetime.datetime.combine(moment, datetime.time(12)))) == moment.date()


def test_the_last_day_is_the_last_that_excel_knows() -> None:
    assert serial_number(datetime.date.max) == AFTER_LAST - 1
    assert from_excel(AFTER_LAST - 1) == datetime.datetime(9999, 12, 31)


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
