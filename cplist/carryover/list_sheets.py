"""The sheets in which the program lists what happened, as the pack calls them, and how their lines read.
Lines stay until somebody deletes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import count

from cplist.carryover.cell_values import fitting
from cplist.carryover.plan import Placement
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.core.workbook import Column, Sheet, Value, Workbook

CHANGES, RETIRED, CONFLICTS, UNITS = "changes", "retired", "conflicts", "units"
"""What a sheet's `lines` may be."""
CONTENT = "content"
"""The key of the column that holds a listed cell."""
WORDS: Mapping[Reason, str] = {
    Reason.EDITED: "程序生成的内容被改动",
    Reason.COPIED: "有重复的行，只沿用了第一行",
    Reason.UNKNOWN: "行标识缺失或者被改动，找不到对应的行",
    Reason.GONE: "责任清单中已经没有这一行",
    Reason.TAKEN: "这一格不再由人填写",
    Reason.MERGED: "这一格已由另一行的内容占用",
    Reason.COMMENT: "单元格上的批注",
    Reason.RETITLED: "列标题被改动，已恢复",
    Reason.CUT: "一格放不下，格中只留了开头",
}
_WHEN = Column("when", "生成标识", 22)
_TEXTS = (
    Column("sheet", "工作表", 12),
    Column("row", "行标识", 18),
    Column("subject", "事项", 40),
    Column("column", "列", 22),
)
_CONTENT, _REASON = Column(CONTENT, "表中的内容", 40), Column("reason", "原因", 28)
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


def with_list_sheets(workbook: Workbook) -> Workbook:
    """The workbook with a sheet for every list that must be possible."""
    there, names = {sheet.lines for sheet in workbook.sheets}, {sheet.name for sheet in workbook.sheets}
    added = (sheet for lines, sheet in DEFAULTS.items() if lines not in there)
    free = tuple(replace(sheet, name=_free(sheet.name, names)) for sheet in added)
    return replace(workbook, sheets=(*workbook.sheets, *free))


def _free(name: str, taken: Collection[str]) -> str:
    """The name, numbered where a pack has a sheet of that name for something else."""
    numbered = (f"{name}（{number}）" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def list_names(sheets: Iterable[Sheet]) -> dict[str, str]:
    """What the sheets are called in which the program lists, by what they list."""
    defaults = {lines: sheet.name for lines, sheet in DEFAULTS.items()}
    return {CHANGES: "", **defaults, **{sheet.lines: sheet.name for sheet in sheets if sheet.lines}}


def belongs_to(placement: Placement, sheet: Sheet) -> bool:
    """Whether this build lists the cell on that sheet: what was in a row that is no more on one, the rest on the
    other."""
    reason = placement.reason
    listed = placement.outcome is CellOutcome.LISTED or reason is Reason.CUT
    now = listed and reason is not Reason.LISTED_BEFORE
    return now and sheet.lines == (RETIRED if reason is Reason.GONE else CONFLICTS)


def line_of(placement: Placement) -> Mapping[str, Value]:
    """The line of a listed cell, by its columns' keys."""
    cell = placement.user_cell
    return {
        "sheet": cell.sheet,
        "row": cell.key,
        "subject": cell.subject,
        "column": cell.column,
        CONTENT: cell.listed_value,
        "generated": placement.listed_generated,
        "reason": WORDS[placement.reason],
    }


def with_lines(sheet: Sheet, lines: Iterable[Mapping[str, Value]], when: str) -> Sheet:
    """The sheet with those lines behind the others; `when` is how they name this build."""
    added = (
        tuple(fitting({**line, "when": when}.get(column.key, ""), column) for column in sheet.columns)
        for line in lines
    )
    return replace(sheet, rows=(*sheet.rows, *added))
