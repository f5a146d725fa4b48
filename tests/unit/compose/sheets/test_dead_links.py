"""What leads nowhere doesn't look like a link."""

from __future__ import annotations

from cplist.compose.sheets.dead_links import unlinked, without_dead_rows
from cplist.core.workbook import Column, Format, Link, Sheet, Workbook

FORMATS = {"link": Format("link", color="0563C1", underline=True), "text": Format("text")}


def test_a_cell_without_a_link_or_whose_row_is_none_is_plain() -> None:
    columns = (Column("key", "编号", 8, "link"), Column("文", "文", 8))
    rows = (("1", "甲"), ("2", "乙"), ("3", "丙"))
    links = {(0, 0): Link("乙表", "1"), (1, 0): Link("乙表", "9")}
    other = Sheet("乙表", "题", columns, (("1", ""),))
    made = unlinked(Workbook((Sheet("甲表", "题", columns, rows, links=links), other), FORMATS, {}, "", ""))
    assert made.sheets[0].looks == {(1, 0): "link plain", (2, 0): "link plain"}
    assert (made.formats["link plain"].underline, made.formats["link plain"].color) == (False, "000000")
    assert made.sheets[1].looks == {}


def test_a_link_to_a_whole_sheet_leads_somewhere_as_long_as_that_is_there() -> None:
    columns = (Column("表", "表", 8, "link"),)
    links = {(0, 0): Link("没有", ""), (1, 0): Link("乙表", ""), (2, 0): Link("乙表", "9")}
    own = Sheet("甲表", "题", columns, (("没有",), ("乙表",), ("第九行",)), links=links)
    other = Sheet("乙表", "题", columns, (("1",),), below=(own,))
    made = without_dead_rows((own, other))
    for table in (made[0], made[1].below[0]):
        assert table.rows == (("乙表",), ("第九行",))
        assert table.links == {(0, 0): Link("乙表", ""), (1, 0): Link("乙表", "9")}
    assert unlinked(Workbook(made, FORMATS, {}, "", "")).sheets[0].looks == {(1, 0): "link plain"}
