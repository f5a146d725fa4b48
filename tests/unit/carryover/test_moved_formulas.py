"""A person's formula in a row that moved."""

from __future__ import annotations

import pytest

from cplist.carryover.found_table import FoundTable
from cplist.carryover.moved_formulas import moved_formula
from cplist.core.workbook import Column, Formula, Sheet

OLD = FoundTable(above={(0, 0): "题"}, places={"甲": 0, "乙": 1, "丙": 2})
NEW = Sheet("表", "题", (Column("b", "乙", 8), Column("x", "新", 8), Column("a", "甲", 8)), ((1, 2, 3),))
BEFORE, PLACE, NOW = 9, 4, 7
"""Row 10 of the old sheet is the fifth row of the new table, which begins in row 3: row 7."""


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=A10+$B10*B$10", "=C7+$A7*A$7"),
        ("=IF(A10=\"A10\",'A10 表'!A10,表!A10)", "=IF(C7=\"A10\",'A10 表'!A10,表!A10)"),
        ("=A9+C10+D10", "=A9+C10+D10"),
        ("=SUM(A10:B10)+A10:INDEX(B:B,2)+INDEX(B:B,2):A10", "=SUM(A10:B10)+A10:INDEX(B:B,2)+INDEX(B:B,2):A10"),
        ("=LOG10(A10)&名A10&A10x&[1]表!A10&T[A10]", "=LOG10(C7)&名A10&A10x&[1]表!A10&T[A10]"),
        ('="A10""A10"&-A10%', '="A10""A10"&-C7%'),
    ],
)
def test_says_of_its_row_what_it_said(formula: str, moved: str) -> None:
    assert moved_formula(Formula(formula), OLD, NEW, BEFORE, PLACE).text == moved


def test_stays_where_nothing_stands_above_the_table() -> None:
    formula = Formula("=A10")
    assert moved_formula(formula, FoundTable(places=OLD.places), NEW, BEFORE, PLACE) == formula
