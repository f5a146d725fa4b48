"""A cell that doesn't stand at its place any more, and why: a line of 已停用 or 冲突."""

from __future__ import annotations

from dataclasses import dataclass

from cplist.core.workbook import Value

EDITED, COPIED, UNKNOWN, GONE, TAKEN = "edited", "copied", "unknown", "gone", "taken"
"""Why a cell is listed: a generated cell that was changed; a row that stands twice; a row without a key of ours;
a row that is no more; a cell that people don't fill in any longer."""
MERGED, COMMENT, RETITLED = "merged", "comment", "retitled"
"""A cell whose place another row's answer has; a comment whose cell is no more; the title of a column of ours."""


@dataclass(frozen=True)
class Listed:
    """A cell that doesn't stand at its place any more: where it stood, what it held, what stands there now, where a
    person's link on it leads."""

    sheet: str
    row: str
    subject: str
    column: str
    content: Value
    generated: Value
    reason: str
    url: str = ""
