"""What people type where a day belongs: read where it is one, else kept as it was typed and named."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from cplist.carryover.cell_values import fitting
from cplist.core.workbook import Column

DAYS, TEXTS = Column("day", "日期", 9, date=True, filled_in=True), Column("text", "备注", 9, filled_in=True)
DAY = datetime.date(2026, 12, 31)
MONTH = datetime.datetime(1899, 12, 30) + datetime.timedelta(202612)
"""What Excel makes of 202612 in a cell that shows days."""
YEAR = datetime.date(1899, 12, 30) + datetime.timedelta(2026)
IN_A_YEAR = datetime.datetime(1905, 7, 18, 7, 56, 38)
"""What it makes of 2026, and of 2026.331."""
FOUNDED = datetime.date(1951, 5, 1)


@pytest.mark.parametrize("typed", [20261231, "20261231", "2026-12-31 00:00:00", "2026年12月31日", 46387])
def test_what_means_a_day_is_one_where_days_belong(typed: Any) -> None:
    assert fitting(typed, DAYS) == DAY
    assert fitting(typed, TEXTS) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (MONTH, "202612"),
        (202612, "202612"),
        ("2026年12月", "2026年12月"),
        (YEAR, "2026"),
        (IN_A_YEAR, "2026.331"),
        (2026.12, "2026.12"),
        (FOUNDED, FOUNDED),
    ],
)
def test_what_means_none_is_kept_as_it_was_typed(typed: Any, kept: Any) -> None:
    assert fitting(typed, DAYS) == kept
