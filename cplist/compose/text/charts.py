"""Charts of a rendered text: lines such as branch | 副行长 // 直接领导责任 | 个人金融部 | 信用卡中心."""

from __future__ import annotations

from cplist.compose.text.words import LINE_END, Words
from cplist.core.document import Chart, ChartRow

BETWEEN = "|"


def chart(source: str, words: Words) -> Chart:
    """The chart of those lines, the first of which says its title. A box without words is a slip."""
    title, *rows = (_pieces(line, words) for line in source.split("\n"))
    return Chart("".join(title[1:]), tuple(ChartRow(place, tuple(boxes)) for place, *boxes in rows))


def _pieces(line: str, words: Words) -> list[str]:
    pieces = [words.text(piece.strip().replace(LINE_END, "\n")) for piece in line.split(BETWEEN)]
    if not all(pieces):
        words.left_over(BETWEEN, line)
    return pieces
