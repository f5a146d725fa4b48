"""The sheets in which the program lists what happened (变更记录, 已停用, 冲突); lines stay until deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cplist.blocks import Column, Sheet, Value, Workbook
from cplist.lastbook import Grid, LastBook
from cplist.oldtable import old_tables
from cplist.rowfill import COPIED, EDITED, GONE, TAKEN, UNKNOWN, Listed, fitting

CHANGES, RETIRED, CONFLICTS = "changes", "retired", "conflicts"
"""What a sheet's `lines` may be."""
COMMENT = "comment"
REASONS: Mapping[str, str] = {
    EDITED: "程序生成的内容被改动",
    COPIED: "有重复的行，只沿用了第一行",
    UNKNOWN: "行标识缺失或者被改动，找不到对应的行",
    GONE: "责任清单中已经没有这一行",
    TAKEN: "这一格不再由人填写",
    COMMENT: "单元格上的批注",
}
_WHEN = Column("when", "生成标识", 22)
_TEXTS = (
    Column("sheet", "工作表", 12),
    Column("row", "行标识", 18),
    Column("subject", "事项", 40),
    Column("column", "列", 22),
)
_CONTENT, _REASON = Column("content", "表中的内容", 40), Column("reason", "原因", 28)
DEFAULTS: Mapping[str, Sheet] = {
    RETIRED: Sheet("已停用", "已停用的行", (_WHEN, *_TEXTS, _CONTENT, _REASON), (), lines=RETIRED, optional=True),
    CONFLICTS: Sheet(
        "冲突",
        "需要人工处理的内容",
        (_WHEN, *_TEXTS, _CONTENT, Column("generated", "程序生成的内容", 40), _REASON),
        (),
        lines=CONFLICTS,
        optional=True,
    ),
}
"""For packs that don't describe these two; whatever finds no place must stand somewhere."""


def list_sheets(workbook: Workbook) -> Workbook:
    """The workbook with a sheet for every list that must be possible."""
    there = {sheet.lines for sheet in workbook.sheets}
    added = tuple(sheet for lines, sheet in DEFAULTS.items() if lines not in there)
    return replace(workbook, sheets=(*workbook.sheets, *added))


def kept_lines(sheet: Sheet, grid: Grid | None) -> tuple[list[tuple[Value, ...]], int, int, tuple[Column, ...]]:
    """The lines of the last workbook; how many cells they list, how many people filled in; the columns with those
    that people added."""
    if grid is None:
        return [], 0, 0, sheet.columns
    (old,) = old_tables(grid, [sheet], [None])
    added = tuple(Column(title, title, width, "text", filled_in=True) for title, width in old.extra.items())
    columns = (*sheet.columns, *added)
    rows = [tuple(_cell({**row.cells, **row.extra}, column) for column in columns) for row in old.rows]
    content = sum(
        row.cells.get(column.title, "") != "" for row in old.rows for column in columns if column.key == "content"
    )
    answers = sum(
        {**row.cells, **row.extra}.get(column.title, "") != ""
        for row in old.rows
        for column in columns
        if column.filled_in
    )
    return rows, content, answers, columns


def _cell(cells: Mapping[str, Value], column: Column) -> Value:
    return fitting(cells.get(column.title, ""), column)


def new_lines(sheet: Sheet, lines: Iterable[Mapping[str, Value]], when: str) -> list[tuple[Value, ...]]:
    """This build's lines."""
    made = []
    for line in lines:
        values = {**line, "when": when, "reason": REASONS.get(str(line.get("reason", "")), "")}
        made.append(tuple(fitting(values.get(column.key, ""), column) for column in sheet.columns))
    return made


def comments_of(last: LastBook, sheets: Sequence[str] | set[str]) -> Iterator[Listed]:
    """The comments on the cells of those sheets, as lines."""
    for name in last.sheets:
        if name not in sheets:
            continue
        grid = last.sheets[name]
        for (row, column), text in sorted(grid.comments.items()):
            there = grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else ""
            yield Listed(name, "", f"批注所在的单元格：{there}"[:200], "", text, "", COMMENT)
