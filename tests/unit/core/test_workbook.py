"""Plain data of workbooks: which column is which."""

from __future__ import annotations

from cplist.core.workbook import KEY, Column, Sheet, column_of_key


def test_of_columns_with_one_key_or_title_the_first_counts() -> None:
    columns = (Column("a", "甲", 1), Column(KEY, "乙", 1), Column(KEY, "甲", 1))
    sheet = Sheet("表", "题", columns, ())
    assert (sheet.key_column, sheet.places) == (1, {"甲": 0, "乙": 1})
    assert (column_of_key(columns, "a"), column_of_key(columns, "无")) == (0, None)
    assert Sheet("表", "题", columns[:1], ()).key_column is None
