"""How many lines Chinese text takes, broken as Word and LibreOffice break it: as many characters as fit, no closing
mark at the beginning of a line, no opening one at its end, and a comma or a full stop may hang over the margin.
Lengths are in points.
"""

from __future__ import annotations

import re
import string

from cplist.writers.word.layout.measures import Measures

NEVER_FIRST = frozenset("，。、；：？！）》〉”’】〕」』…—·％") | frozenset("%,.;:?!)]}")
NEVER_LAST = frozenset("（《〈“‘【〔「『") | frozenset("([{")
HANGING = frozenset("，。、；：？！")
MARKS = NEVER_FIRST | HANGING
RUN = re.compile(r"(?:[0-9A-Za-z.,%]|(?<=[0-9])-(?=[0-9]))+-?|[^\x00-\x7f]+|.", re.DOTALL)
"""What a line isn't broken within: a word or a number; then Chinese text, which may break, and any other sign."""
IN_WORDS = frozenset(string.ascii_letters + string.digits + ".,%")
HALF, APART = 0.5, 0.2
"""Shares of the font's size: the width of an ASCII sign, and the space between a digit or a letter and a Chinese
character beside it."""
MOST_KEPT = 20_000
TOLERANCE = 0.01
NARROWER = {".": 0.278, ",": 0.278, "-": 0.333}
"""Widths of signs, as shares of the font's size, in free fonts; in those that come with Word they are a half
too."""


class _Widths(dict[str, float]):
    """A word in ASCII → its width."""

    def __init__(self, measures: Measures) -> None:
        super().__init__()
        self.size, self.spacing = measures.size, measures.advance - measures.size

    def __missing__(self, word: str) -> float:
        width = sum([NARROWER.get(sign, HALF) for sign in word]) * self.size + len(word) * self.spacing
        self[word] = width
        return width


class LineCounts(dict[str, int]):
    """Text → how many lines a paragraph of it takes in a style, over `room` points. The last MOST_KEPT texts are
    counted once; "" is one line."""

    def __init__(self, measures: Measures, room: float) -> None:
        super().__init__()
        self.size, self.advance, self.hanging = measures.size, measures.advance, measures.hanging
        self.widths = _Widths(measures)
        self.room = room - measures.narrower
        self.first_room = self.room - measures.first_line
        self.capacity = max(1, int(self.room / self.advance))
        self.first_capacity = max(1, int(self.first_room / self.advance))

    def __missing__(self, text: str) -> int:
        if "\n" in text:
            lines = sum(self[part] for part in text.split("\n"))
        elif len(text) <= self.first_capacity:  # nothing is wider than a Chinese character
            lines = 1
        elif len(text.encode()) == 3 * len(text):
            lines = self._full_width_lines(text)
        else:
            lines = self._mixed_lines(text)
        if len(self) >= MOST_KEPT:
            self.clear()
        self[text] = lines
        return lines

    def _full_width_lines(self, text: str) -> int:
        lines, start, end, length = 1, 0, self.first_capacity, len(text)
        while end < length:
            if text[end] in MARKS or text[end - 1] in NEVER_LAST:
                end = self._next_start(text, start, end)
                if end >= length:
                    break
            lines, start, end = lines + 1, end, end + self.capacity
        return lines

    def _mixed_lines(self, text: str) -> int:
        """The lines of text with digits or letters in it, whose words are not broken."""
        if self._at_most(text) <= self.first_room:
            return 1
        lines, start, room, length = 0, 0, self.first_room, len(text)
        while start < length:
            lines += 1
            end = self._fitting(text, start, room)
            start = length if end >= length else self._next_start(text, start, end)
            room = self.room
        return lines

    def _fitting(self, text: str, start: int, room: float) -> int:
        """The place up to which the text from `start` on fits in a line; at least one sign does."""
        left, advance, widths = room + TOLERANCE, self.advance, self.widths
        before = ""
        for run in RUN.finditer(text, start):
            word = run[0]
            if before and _apart(before, word):
                left -= APART * self.size
            width = widths[word] if word.isascii() else len(word) * advance
            if width > left:
                fits = 0 if word.isascii() else max(0, int(left / advance))
                return max(run.start() + fits, start + 1)
            left -= width
            before = word
        return len(text)

    def _next_start(self, text: str, start: int, end: int) -> int:
        """Where the next line starts if the text up to `end` fits in this one, which begins at `start`."""
        if self._hangs(text, end):
            return end + 1
        while end > start + 1 and _together(text[end - 1], text[end]):
            end -= 1
        return end

    def _hangs(self, text: str, end: int) -> bool:
        """Whether the sign there may hang over the margin; behind a digit or a letter LibreOffice lets none."""
        follows = end + 1 < len(text) and text[end + 1] in NEVER_FIRST
        return self.hanging and text[end] in HANGING and text[end - 1] not in IN_WORDS and not follows

    def _at_most(self, text: str) -> float:
        """A width that the text can't exceed."""
        chinese = (len(text.encode()) - len(text)) // 2
        half = HALF * self.size + self.advance - self.size
        return chinese * (self.advance + 2 * APART * self.size) + (len(text) - chinese) * half


def _together(before: str, sign: str) -> bool:
    """Whether no line ends between the two: words stay whole, and LibreOffice keeps a number with the 、 before
    it."""
    if sign in NEVER_FIRST or before in NEVER_LAST:
        return True
    return sign.isascii() and (before in HANGING or (before in IN_WORDS and (sign in IN_WORDS or sign == "-")))


def _apart(before: str, word: str) -> bool:
    """Whether the one ends and the other begins so that there is a space between them: Chinese beside a digit or a
    letter."""
    return before.isascii() != word.isascii() and before[-1].isalnum() and word[0].isalnum()
