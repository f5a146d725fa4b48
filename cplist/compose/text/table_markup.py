"""A table's lines in a rendered template: header, dashes, rows of cells. Nothing is known here of what cells say.

| 责任主体 | 责任定性 |
|:------:|-------|      the number of dashes is the width, colons at both ends put a column's text in the middle
| 董事长 | <     |      < belongs to the cell on its left, ^ to the one above it
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DASHES = re.compile(r"\|(?: *(?:-+|:-+:) *\|)+")
LEFT, ABOVE, ROOM = "<", "^", "＿"


@dataclass(frozen=True)
class TableSource:
    """Each row's cells as they were written; `wrong` is the line that has too many or too few ("": none)."""

    widths: tuple[int, ...]
    centred: frozenset[int]
    rows: tuple[tuple[str, ...], ...]
    joined: bool
    blanks: bool
    wrong: str


def table_source(text: str) -> TableSource | None:
    """The table in those lines; None if the second one isn't dashes."""
    lines = [line.strip() for line in text.split("\n")]
    if len(lines) < 2 or not DASHES.fullmatch(lines[1]):
        return None
    columns = [column.strip() for column in lines[1].strip("|").split("|")]
    rows = [_cells(line) for line in (lines[0], *lines[2:])]
    return TableSource(
        widths=tuple(column.count("-") for column in columns),
        centred=frozenset(number for number, column in enumerate(columns) if column.startswith(":")),
        rows=tuple(rows),
        joined=any(LEFT in row or ABOVE in row for row in rows),
        blanks=any(ROOM in row for row in rows),
        wrong=next(("".join(row) for row in rows if _is_wrong(row, len(columns))), ""),
    )


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line[1:].removesuffix("|").split("|"))


def _is_wrong(row: tuple[str, ...], columns: int) -> bool:
    return len(row) != columns or row[0] == LEFT
