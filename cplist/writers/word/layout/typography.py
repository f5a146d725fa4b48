"""What style.docx says of text and pages, as lengths in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cplist.core.document import Style
from cplist.writers.word.layout.lines import LineCounts
from cplist.writers.word.layout.measures import CellMargins, Measures, Page

HEADER_LINES = 4
"""The lines of a page that a table's header row and the margins of cells may take."""


@dataclass(frozen=True)
class Typography:
    """What style.docx says of text and pages: the measures of each style, the pages in portrait (`upright`) and
    landscape (`turned`), the margins of tables' cells. `counts` keeps from document to document how many lines a
    text takes: the institutions of a batch share most of their words."""

    styles: Mapping[Style, Measures]
    upright: Page
    turned: Page
    cells: CellMargins
    counts: dict[tuple[Style, float], LineCounts] = field(default_factory=dict, compare=False)

    def counted(self, style: Style, room: float) -> LineCounts:
        """Text → how many lines it takes in that style, over `room` points."""
        if (style, room) not in self.counts:
            self.counts[style, room] = LineCounts(self.styles[style], room)
        return self.counts[style, room]

    def most_lines(self, style: Style, page: Page) -> int:
        """How many lines a row may have that stays on one page under a header row; one with more may break."""
        return max(1, int(page.height / self.styles[style].line) - HEADER_LINES)
