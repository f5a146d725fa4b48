"""On which page each heading stands, computed from the heights of lines in style.docx; lengths are in points.

An estimate by the rules that Word and LibreOffice share: lines of an exact height, headings that stay with what
follows, rows that don't break, and a header row that comes again on each page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from cplist.core.document import Block, Chart, Contents, NewSection, Paragraph, Style, Table
from cplist.writers.word.drawing.geometry import drawings
from cplist.writers.word.layout.measures import Measures, Page
from cplist.writers.word.layout.rows import BORDER, RowHeights, column_widths
from cplist.writers.word.layout.typography import Typography

ROUNDING = 0.02
LEAST_LEFT = 0.3
"""The room that a page must have left under a table's last row."""


CHART_SPARE = 24
"""The room around a drawing."""
TWICE = 4
"""The lines of a paragraph that breaks where two of them stand on either page."""
LEAST_ON_LAST = 0.25
"""The share of a section's last page that is filled, where it can be."""
SPARE = 12
"""The room left free on a page that is to hold a whole section."""


HEADINGS = (Style.CHAPTER, Style.ANNEX_LABEL)
"""What the table of contents lists: chapters, and annexes by their labels."""


def is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style in HEADINGS


def heading_pages(blocks: Sequence[Block], typography: Typography) -> list[int]:
    """The printed page number of each heading, in order."""
    layout = _Layout(typography)
    entries = sum(map(is_heading, blocks))
    for block in blocks:
        if len(layout.pages_of_headings) == entries:
            break
        layout.take(block, entries)
    return layout.pages_of_headings


def pages_of(blocks: Sequence[Block], typography: Typography) -> int:
    """The pages up to the first section that begins."""
    layout = _Layout(typography)
    for block in takewhile(lambda block: not isinstance(block, NewSection), blocks):
        layout.take(block, 0)
    return layout.page_number


def fits_one_page(blocks: Sequence[Block], typography: Typography) -> bool:
    """Whether a section fits on one page, with SPARE points left for programs that measure a little differently."""
    layout = _Layout(typography)
    pages = 1 + sum(isinstance(block, NewSection) for block in blocks)
    for block in blocks:
        layout.take(block, 0)
    return layout.page_number == pages and layout.used + SPARE <= layout.page.height


def ends_well(blocks: Sequence[Block], typography: Typography) -> bool:
    """Whether the last page of a section has more than a row or two on it, if there are several."""
    layout = _Layout(typography)
    for block in blocks:
        layout.take(block, 0)
    alone = layout.page_number - sum(isinstance(block, NewSection) for block in blocks) > 1
    return not alone or layout.used >= LEAST_ON_LAST * layout.page.height


def chart_room(typography: Typography, page: Page) -> float:
    """How high a drawing may be that stands on a page below the label and the title of an annex."""
    heads = (typography.styles[style] for style in (Style.ANNEX_LABEL, Style.ANNEX_TITLE))
    return page.height - sum(head.before + head.line + head.after for head in heads) - CHART_SPARE


class _Placed(NamedTuple):
    """What of a paragraph matters for the page."""

    style: Style
    lines: int
    measures: Measures
    heading: bool


def _least(placed: _Placed) -> int:
    """The lines that a page has to have room for where the paragraph begins."""
    if placed.measures.whole:
        return placed.lines
    return (placed.lines if placed.lines < TWICE else 2) if placed.measures.two_lines else 1


def _gap(before: Style | None, below: float, placed: _Placed) -> float:
    """The space between two paragraphs: none between two of one style that says so (contextual spacing)."""
    together = placed.measures.contextual and before is placed.style
    return 0.0 if together else max(below, placed.measures.before)


class _Layout:
    """Fills page after page. Between two paragraphs is the larger of the space after the one and that before the
    other; none is above the first paragraph of a page that follows by itself (`fresh`). `used` points of the page
    are taken, `below` is the space after the last paragraph, `waiting` are paragraphs that stay with the next
    one."""

    def __init__(self, typography: Typography) -> None:
        self.typography, self.page_number, self.pages_of_headings = typography, 1, list[int]()
        self.page, self.used, self.below, self.fresh = typography.upright, 0.0, 0.0, False
        self.rows = RowHeights(typography)
        self.waiting: list[_Placed] = []
        self.before: Style | None = None

    def take(self, block: Block, entries: int) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Chart):
            self._chart(block)
        elif isinstance(block, Contents):
            self._contents(entries)
        else:
            self._section(block)

    def _section(self, section: NewSection) -> None:
        self._place_waiting(0)
        self.page = self.typography.turned if section.landscape else self.typography.upright
        self.page_number = 1 if section.first else self.page_number + 1
        self.used, self.below, self.fresh, self.before = 0.0, 0.0, False, None

    def _next_page(self) -> None:
        self.page_number, self.used, self.below, self.fresh = self.page_number + 1, 0.0, 0.0, True

    def _fits(self, height: float) -> bool:
        return self.used + height <= self.page.height + ROUNDING

    # paragraphs

    def _paragraph(self, paragraph: Paragraph) -> None:
        measures = self.typography.styles[paragraph.style]
        lines = self.typography.counted(paragraph.style, self.page.width)[paragraph.text]
        self._put(_Placed(paragraph.style, lines, measures, paragraph.style in HEADINGS))

    def _put(self, placed: _Placed) -> None:
        """Headings wait for what follows them: both go to a page that has room for its beginning."""
        if placed.measures.keep_next:
            self.waiting.append(placed)
        else:
            self._place_waiting(placed.measures.before + _least(placed) * placed.measures.line)
            self._flow(placed)

    def _place_waiting(self, following: float) -> None:
        waiting, self.waiting = self.waiting, []
        if waiting and self.used and not self._fits(self._height_of(waiting) + following):
            self._next_page()
        for placed in waiting:
            self._flow(placed)

    def _height_of(self, waiting: Sequence[_Placed]) -> float:
        height, below, before = 0.0, self.below, self.before
        for placed in waiting:
            height += _gap(before, below, placed) + placed.lines * placed.measures.line + placed.measures.ruled
            before, below = placed.style, placed.measures.after
        return height + below

    def _flow(self, placed: _Placed) -> None:
        """Its lines, over as many pages as they take."""
        lines, height = placed.lines, placed.measures.line
        gap = 0.0 if self.fresh and not self.used else _gap(self.before, self.below, placed)
        room = int((self.page.height + ROUNDING - self.used - gap) / height)
        if placed.measures.whole and room < lines and self.used:
            room = 0
        elif placed.measures.two_lines and room < lines:
            room = min(room, max(0, lines - 2))
            room = 0 if room == 1 else room
        if room < 1:
            self._next_page()
            gap, room = 0.0, max(1, int((self.page.height + ROUNDING) / height))
        if placed.heading:
            self.pages_of_headings.append(self.page_number)
        while lines > room:
            lines -= room
            self._next_page()
            gap, room = 0.0, max(1, int((self.page.height + ROUNDING) / height))
        self.used += gap + lines * height + placed.measures.ruled
        self.below, self.before = placed.measures.after, placed.style

    def _contents(self, entries: int) -> None:
        """Its heading and a line for each entry."""
        for style, lines in ((Style.CONTENTS_TITLE, 1), (Style.CONTENTS_ENTRY, entries)):
            if entries:
                self._put(_Placed(style, lines, self.typography.styles[style], heading=False))

    # charts and tables

    def _chart(self, chart: Chart) -> None:
        for drawing in drawings(chart, self.page.width, chart_room(self.typography, self.page)):
            height = drawing.height + CHART_SPARE
            self._place_waiting(height)
            if not self._fits(self.below + height):
                self._next_page()
            self.used, self.below, self.before = self.used + self.below + height, 0.0, Style.FIGURE

    def _table(self, table: Table) -> None:
        rooms = column_widths(table.widths, self.page.width)
        header = self.rows.heights([table.header], rooms, Style.TABLE_HEAD)[0]
        rows = self.rows.of(table, rooms)
        longest = self.rows.height(self.typography.most_lines(table.text, self.page), table.text)
        beginning = self.rows.height(1, table.text) if rows and rows[0] > longest else sum(rows[:1])
        if table.blanks:  # its rows stay together
            beginning = sum(rows)
        first = header + beginning + LEAST_LEFT
        self._place_waiting(first)
        if not self._fits(self.below + first):
            self._next_page()
        used, room = self.used + self.below + header, self.page.height + ROUNDING - LEAST_LEFT
        for height in rows:
            if used + height > room and height > longest:
                used = self._broken_row(height, used, header, table.text)
            elif used + height > room:
                self._next_page()
                used = header + height
            else:
                used += height
        self.used, self.below, self.before = used + BORDER, 0.0, None

    def _broken_row(self, height: float, used: float, header: float, style: Style) -> float:
        """A row that breaks: as many of its lines as a page has room for. Gives what it uses of the last page."""
        line, margins = self.typography.styles[style].line, self.rows.height(0, style)
        lines = round((height - margins) / line)
        fitting = max(0, int((self.page.height - used - margins) / line))
        while fitting < lines:
            lines -= fitting
            self._next_page()
            used, fitting = header, max(1, int((self.page.height - header - margins) / line))
        return used + lines * line + margins
