"""Where the boxes and lines of a chart stand: a chain of rows above, a trunk with branches, a row below.

Lengths are in points, from the top left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cplist.core.document import ABOVE, BELOW, BRANCH, Chart

SIZE, LEADING = 9.0, 12.0
"""Of the words in a box."""
PADDING = 3.0
"""Between a box and its words."""
GAP, STEP = 6.0, 12.0
"""Between boxes of a row; between rows that a line joins."""
TRUNK = 4.0
"""Where the line stands that the branches leave."""
LEAD = (16.0, 132.0)
"""Where the first box of a branch stands, and how wide it is."""
FIRST = LEAD[0] + LEAD[1] + 16
"""Where its other boxes begin."""
WIDEST = 150.0
"""A box in a row above or below."""
MOST_BESIDE = 4


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float
    height: float
    text: str

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True)
class Line:
    """From one point to another, straight down or to the right."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Drawing:
    """A drawing that fits on a page."""

    width: float
    height: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def drawings(chart: Chart, width: float, room: float) -> list[Drawing]:
    """The chart in as few drawings as hold it, none higher than `room`."""
    return _Layout(chart, width, room).drawn()


class _Layout:
    def __init__(self, chart: Chart, width: float, room: float) -> None:
        self.width, self.room = width, room
        self.above = [row.boxes for row in chart.rows if row.place == ABOVE]
        self.branches = [row.boxes for row in chart.rows if row.place == BRANCH]
        self.below = [row.boxes for row in chart.rows if row.place == BELOW]
        names = [box for boxes in self.branches for box in boxes[1:]]
        self.beside = next(n for n in (MOST_BESIDE, 3, 2) if n == 2 or _fits(names, self._share(n)))
        self.pages = [Drawing(width)]
        self.used = 0.0
        self.trunk_from = 0.0

    def _share(self, beside: int) -> float:
        """The width of a box where so many stand beside each other in a branch."""
        return (self.width - FIRST - GAP * (beside - 1)) / beside

    @property
    def page(self) -> Drawing:
        return self.pages[-1]

    def drawn(self) -> list[Drawing]:
        rows = [self._row(boxes) for boxes in self.above]
        for upper, lower in pairwise(rows):
            self._line(self.width / 2, self._foot(upper), self.width / 2, lower[0].top)
        if self.branches or self.below:
            self._begin_trunk(rows[-1] if rows else [])
        for boxes in self.branches:
            self._branch(boxes)
        for boxes in self.below:
            self._join_below(boxes)
        self._end_page()
        return self.pages

    # rows above and below

    def _row(self, texts: Sequence[str]) -> list[Box]:
        """Boxes in a row of their own, in the middle, joined by a line."""
        width = min(WIDEST * (1.6 if len(texts) == 1 else 1), (self.width - GAP * (len(texts) - 1)) / len(texts))
        height = max(_height(text, width) for text in texts)
        left = (self.width - len(texts) * width - (len(texts) - 1) * GAP) / 2
        row = [Box(left + n * (width + GAP), self.used, width, height, text) for n, text in enumerate(texts)]
        self.page.boxes += row
        if len(row) > 1:
            self._line(row[0].left + width, row[0].middle, row[-1].left, row[0].middle)
        self.used += height + STEP
        return row

    def _foot(self, row: Sequence[Box]) -> float:
        """Where a line leaves the middle of a row: below its middle box, or between two of them."""
        return row[0].top + row[0].height if len(row) % 2 else row[0].middle

    def _begin_trunk(self, row: Sequence[Box]) -> None:
        if not row:
            self.trunk_from = self.used
            return
        level = row[0].top + row[0].height + STEP / 2
        self._line(self.width / 2, self._foot(row), self.width / 2, level)
        self._line(TRUNK, level, self.width / 2, level)
        self.trunk_from = level

    def _join_below(self, texts: Sequence[str]) -> None:
        self._turn_page(max(_height(text, WIDEST) for text in texts))
        row = self._row(texts)
        self._line(TRUNK, row[0].middle, row[0].left, row[0].middle)
        self._line(TRUNK, self.trunk_from, TRUNK, row[0].middle)
        self.trunk_from = row[0].middle

    # branches

    def _branch(self, texts: Sequence[str]) -> None:
        left, width = LEAD
        first, others = texts[0], texts[1:]
        share = self._share(self.beside)
        rows = [others[start : start + self.beside] for start in range(0, len(others), self.beside)]
        heights = [max(_height(text, share) for text in row) for row in rows]
        height = max(_height(first, width), sum(heights) + GAP * (len(rows) - 1))
        self._turn_page(height)
        lead = Box(left, self.used + (height - _height(first, width)) / 2, width, _height(first, width), first)
        self.page.boxes.append(lead)
        self._line(TRUNK, lead.middle, left, lead.middle)
        self._line(TRUNK, self.trunk_from, TRUNK, lead.middle)
        self.trunk_from = lead.middle
        self._leaves(rows, heights, share, lead, self.used + (height - sum(heights) - GAP * (len(rows) - 1)) / 2)
        self.used += height + GAP

    def _leaves(
        self, rows: Sequence[Sequence[str]], heights: Sequence[float], share: float, lead: Box, top: float
    ) -> None:
        bus, middles = FIRST - GAP, list[float]()
        for texts, height in zip(rows, heights, strict=True):
            boxes = [Box(FIRST + n * (share + GAP), top, share, height, text) for n, text in enumerate(texts)]
            self.page.boxes += boxes
            self._line(bus, boxes[0].middle, boxes[-1].left, boxes[0].middle)
            middles.append(boxes[0].middle)
            top += height + GAP
        if middles:
            self._line(lead.left + lead.width, lead.middle, bus, lead.middle)
            self._line(bus, min(*middles, lead.middle), bus, max(*middles, lead.middle))

    # pages

    def _turn_page(self, height: float) -> None:
        if self.used and self.used + height > self.room:
            self._line(TRUNK, self.trunk_from, TRUNK, self.used)
            self._end_page()
            self.pages.append(Drawing(self.width))
            self.used = self.trunk_from = 0.0

    def _end_page(self) -> None:
        self.page.height = max((box.top + box.height for box in self.page.boxes), default=0.0) + 1

    def _line(self, left: float, top: float, right: float, bottom: float) -> None:
        if (left, top) != (right, bottom):
            self.page.lines.append(Line(left, top, right, bottom))


def _lines(text: str, width: float) -> int:
    most = max(1, int((width - 2 * PADDING) / SIZE))
    return sum(-(-max(1, _wide(part)) // most) for part in text.split("\n"))


def _wide(text: str) -> int:
    """How many full-width characters it is as wide as."""
    return -(-sum(1 if ord(sign) < 128 else 2 for sign in text) // 2)


def _height(text: str, width: float) -> float:
    return _lines(text, width) * LEADING + 2 * PADDING


def _fits(names: Sequence[str], width: float) -> bool:
    """Whether no line of them breaks."""
    return all(_lines(name, width) == name.count("\n") + 1 for name in names)
