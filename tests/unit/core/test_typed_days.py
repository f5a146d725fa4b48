"""Days as people type them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from cplist.core.typed_days import as_typed, typed_day

DAY = datetime.date(2026, 12, 31)


@pytest.mark.parametrize(
    "value",
    (
        *(DAY, 20261231, 20261231.0, 46387, "20261231", "2026-12-31", "2026/12/31", "2026.12.31", "2026年12月31日"),
        *("2026-12-31 00:00:00", "2026-12-31T00:00:00", " 2026年12月31号 ", "２０２６年１２月３１日"),
        *("2026-12-31 00:00:00.000", "2026-12-31（周四）", "二〇二六年十二月三十一日", "2026-12-31T00:00:00Z"),
    ),
)
def test_what_means_a_day_is_one(value: Any) -> None:
    assert typed_day(value) == DAY


def test_an_hour_stays() -> None:
    moment = datetime.datetime(2026, 12, 31, 18)
    assert typed_day(46387.75) == typed_day("2026-12-31 18:00") == typed_day(moment) == moment


@pytest.mark.parametrize(
    "value",
    (
        *(202612, 2026, 99991231, 20261301, -5, 0, 1e30, float("1e308"), True, "2026年12月", "202612", "20261301"),
        *("明年", "", "2026-02-30", "尽快（2026-12-31前）", datetime.date(2454, 9, 25), datetime.date(1905, 7, 1)),
    ),
)
def test_what_is_none_isnt_guessed(value: Any) -> None:
    assert typed_day(value) is None


def test_a_month_that_excel_took_for_a_days_number_is_as_it_was_typed() -> None:
    assert as_typed(datetime.datetime(1899, 12, 30) + datetime.timedelta(202612)) == "202612"
    far = datetime.datetime(2600, 5, 17)
    assert as_typed(far) == far
    assert [as_typed(number) for number in (202612, 12, 0.5, 1e20)] == ["202612", "12", "0.5", "1" + "0" * 20]
