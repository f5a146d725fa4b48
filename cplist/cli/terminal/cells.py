"""Text measured as a terminal shows it: a Chinese character takes two cells, a Latin one takes one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

NEVER_FIRST = frozenset("，。；：、？！…）》〉】〕」』”’％—") | frozenset(",.;:?!)]}")
"""What no line begins with."""
NEVER_LAST = frozenset("（《〈【〔「『“‘") | frozenset("([{")
"""What no line ends with."""
_PIECE = re.compile(r"\s+|[!-~]+|.", re.DOTALL)
"""Blanks, a word in Latin letters, or one character."""


def width(text: str) -> int:
    """How many cells the text takes."""
    return sum(map(_cells, text))


def padded(text: str, cells: int) -> str:
    """The text, with blanks behind it up to that width."""
    return text + " " * (cells - width(text))


def wrapped(text: str, cells: int) -> list[str]:
    """The text in lines of at most that width; a word that is wider stands on a line of its own."""
    lines, line = list[str](), ""
    for piece in _unbreakable(text):
        if line and width(line + piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _unbreakable(text: str) -> Iterator[str]:
    """The pieces between which a line may end."""
    held = ""
    for piece in _PIECE.findall(text):
        if held and piece[0] not in NEVER_FIRST and held[-1] not in NEVER_LAST:
            yield held
            held = ""
        held += piece
    if held:
        yield held
