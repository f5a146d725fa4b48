"""How many lines Chinese text takes, broken as Word and LibreOffice break it: as many characters as fit, no closing
mark at the beginning of a line, no opening one at its end, and a comma or a full stop may hang over the margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cplist.measures import Measures

NEVER_FIRST = frozenset("，。、；：？！）》〉”’】〕」』…—·％") | frozenset("%,.;:?!)]}")
NEVER_LAST = frozenset("（《〈“‘【〔「『") | frozenset("([{")
HANGING = frozenset("，。、；：？！")
WORD = re.compile(r"[0-9A-Za-z.,%]+-?|.", re.DOTALL)
HALF, APART = 0.5, 0.2
"""Of the font's size: a digit, a letter or another ASCII sign; the room between one of the first two and a Chinese
character beside it."""
NARROWER = {".": 0.278, ",": 0.278, "-": 0.333}
"""As free fonts draw them; those that come with Word give them a half too."""


class LineCounts(dict[str, int]):
    """Text → how many lines a paragraph of it takes, in a style of those measures, over `room` points; each text is
    counted once. "" is a line too."""

    def __init__(self, measures: Measures, room: float) -> None:
        super().__init__()
        self.size, self.advance, self.hanging = measures.size, measures.advance, measures.hanging
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
        self[text] = lines
        return lines

    def _full_width_lines(self, text: str) -> int:
        lines, start, end, length = 1, 0, self.first_capacity, len(text)
        while end < length:
            start = self._next_start(text, start, end)
            if start >= length:
                break
            lines, end = lines + 1, start + self.capacity
        return lines

    def _mixed_lines(self, text: str) -> int:
        """The same for text with digits or letters in it, whose words are not broken."""
        left = self.first_room
        if self._at_most(text) <= left:
            return 1
        words = WORD.findall(text)
        widths = list(self._widths(words))
        lines, start, place = 1, 0, 0
        while place < len(words):
            if widths[place] <= left + 0.01 or place == start:
                left -= widths[place]
                place += 1
                continue
            start = place = self._next_start(words, start, place)
            if start < len(words):
                lines, left = lines + 1, self.room
        return lines

    def _next_start(self, signs: str | list[str], start: int, end: int) -> int:
        """Where the next line starts if signs up to `end` fit in this one, which begins at `start`."""
        if self.hanging and signs[end] in HANGING and (end + 1 == len(signs) or signs[end + 1] not in NEVER_FIRST):
            return end + 1
        while end > start + 1 and _together(signs[end - 1], signs[end]):
            end -= 1
        return end

    def _at_most(self, text: str) -> float:
        """What the text can't be wider than."""
        chinese = (len(text.encode()) - len(text)) // 2
        half = HALF * self.size + self.advance - self.size
        return chinese * (self.advance + 2 * APART * self.size) + (len(text) - chinese) * half

    def _widths(self, words: list[str]) -> Iterator[float]:
        size, spacing = self.size, self.advance - self.size
        before = ""
        for word in words:
            apart = APART * size if before and _apart(before, word) else 0.0
            if word.isascii():
                yield sum([NARROWER.get(sign, HALF) for sign in word]) * size + len(word) * spacing + apart
            else:
                yield self.advance + apart
            before = word


def _together(before: str, sign: str) -> bool:
    """Whether no line ends between the two; LibreOffice ends none between 、 and a number either."""
    return sign in NEVER_FIRST or before in NEVER_LAST or (before in HANGING and sign.isascii())


def _apart(before: str, word: str) -> bool:
    """Whether one is Chinese and the other a number or a word in Latin letters."""
    return before.isascii() != word.isascii() and before[-1].isalnum() and word[0].isalnum()
