"""The sheets in which the program lists what happened (变更记录, 已停用, 冲突); lines stay until deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cplist.carryover.cell_values import fitting
from cplist.carryover.found_table import Cells, OldTable, old_tables
from cplist.carryover.grid import Grid
from cplist.carryover.unplaced import COMMENT, COPIED, EDITED, GONE, MERGED, RETITLED, TAKEN, UNKNOWN, Listed
from cplist.core.workbook import At, Column, Link, Note, Sheet, Value, Workbook

CHANGES, RETIRED, CONFLICTS = "changes", "retired", "conflicts"
"""What a sheet's `lines` may be."""
REASONS: Mapping[str, str] = {
    EDITED: "程序生成的内容被改动",
    COPIED: "有重复的行，只沿用了第一行",
    UNKNOWN: "行标识缺失或者被改动，找不到对应的行",
    GONE: "责任清单中已经没有这一行",
    TAKEN: "这一格不再由人填写",
    MERGED: "这一格已由另一行的内容占用",
    COMMENT: "单元格上的批注",
    RETITLED: "列标题被改动，已恢复",
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


@dataclass(frozen=True)
class KeptLines:
    """The lines of the last workbook, cell by cell, and what stands in each by its column's key; the columns with
    those that people added; comments and links at their cells, and where those comments stood."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()
    notes: Mapping[At, Note] = field(default_factory=dict)
    links: Mapping[At, Link] = field(default_factory=dict)
    noted: frozenset[At] = frozenset()

    @property
    def lines(self) -> list[Mapping[str, Value]]:
        return [dict(zip([c.key for c in self.columns], row, strict=True)) for row in self.rows]

    def without(self, numbers: Iterable[int]) -> KeptLines:
        """The same but for the lines of those numbers, in which people wrote nothing."""
        gone = {number for number in numbers if not self._answers([self.rows[number]])}
        kept = [number for number in range(len(self.rows)) if number not in gone]
        places = {number: place for place, number in enumerate(kept)}
        notes = {(places[row], n): note for (row, n), note in self.notes.items() if row in places}
        links = {(places[row], n): link for (row, n), link in self.links.items() if row in places}
        return replace(self, rows=tuple(self.rows[number] for number in kept), notes=notes, links=links)

    @property
    def content(self) -> int:
        """How many cells are listed."""
        return sum(line["content"] != "" for line in self.lines if "content" in line)

    @property
    def answers(self) -> int:
        """How many cells people filled in beside what is listed."""
        return self._answers(self.rows)

    def _answers(self, rows: Iterable[Sequence[Value]]) -> int:
        theirs = [number for number, column in enumerate(self.columns) if column.filled_in]
        return sum(row[number] != "" for row in rows for number in theirs)


def kept_lines(sheet: Sheet, grid: Grid | None) -> KeptLines:
    """The lines that stood there in the last workbook."""
    if grid is None:
        return KeptLines(sheet.columns)
    (old,) = old_tables(grid, [sheet], [None])
    added = tuple(Column(title, title, width, "text", filled_in=True) for title, width in old.extra.items())
    columns = (*sheet.columns, *added)
    rows = tuple(tuple(_cell({**row.cells, **row.extra}, column) for column in columns) for row in old.rows)
    notes, noted = _notes(old, columns)
    return KeptLines(columns, rows, notes, _links(old, columns), noted)


def _notes(old: OldTable, columns: Sequence[Column]) -> tuple[dict[At, Note], frozenset[At]]:
    notes: dict[At, Note] = {}
    noted = set()
    for place, row in enumerate(old.rows):
        for number, column in enumerate(columns):
            if note := old.attached(row.number, column.title).note:
                notes[place, number] = note
                noted.add((row.number, old.places[column.title]))
    return notes, frozenset(noted)


def _links(old: OldTable, columns: Sequence[Column]) -> dict[At, Link]:
    return {
        (place, number): Link("", "", url)
        for place, row in enumerate(old.rows)
        for number, column in enumerate(columns)
        if (url := old.attached(row.number, column.title).url)
    }


def new_links(sheet: Sheet, urls: Sequence[str], first: int) -> dict[At, Link]:
    """The links of this build's lines, the first of which has that number."""
    content = next((number for number, column in enumerate(sheet.columns) if column.key == "content"), None)
    if content is None:
        return {}
    return {(first + n, content): Link("", "", url) for n, url in enumerate(urls) if url}


def _cell(cells: Cells, column: Column) -> Value:
    return fitting(cells.get(column.title, ""), column)


def new_lines(sheet: Sheet, lines: Iterable[Mapping[str, Value]], when: str) -> list[tuple[Value, ...]]:
    """This build's lines."""
    made = []
    for line in lines:
        values = {**line, "when": when, "reason": REASONS.get(str(line.get("reason", "")), "")}
        made.append(tuple(fitting(values.get(column.key, ""), column) for column in sheet.columns))
    return made


def comments_of(grid: Grid, noted: Iterable[At]) -> Iterator[Listed]:
    """The comments of a sheet that don't stand at their cells any more, as lines."""
    there = set(noted)
    for at, attached in sorted(grid.attached.items()):
        if attached.note and at not in there:
            subject = f"批注所在的单元格：{grid[at]}"[:200]
            yield Listed(grid.name, "", subject, "", attached.note.text, "", COMMENT)
