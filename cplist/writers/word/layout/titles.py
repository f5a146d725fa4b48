"""Where a long title breaks: as GB/T 9704-2012 asks, into a trapezium or a lozenge, and never inside a word.

There is no dictionary here: the words are those that titles of such documents are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum

ORGANISATION = (
    *("股份有限公司", "有限责任公司", "有限公司", "股份公司", "农村信用合作联社", "信用合作联社"),
    *("中心支公司", "分公司", "支公司", "村镇银行", "商业银行"),
    *("信用社", "分行", "支行", "分社", "营业部", "营业所", "营销服务部"),
)
"""What a part of an institution's name ends in; a name that is wider than the page breaks behind one of them."""
LONG_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "股份公司", "农村信用合作联社", "信用合作联社")
"""What may stand on a line of its own where a name leaves no other choice; TRADES are what may end a line then."""
TRADES = ("银行", "保险", "集团")
WORDS = (
    *("消费者权益保护", "消费者", "权益", "保护", "工作", "责任制", "责任书", "责任", "清单", "管理", "办法"),
    *("实施", "细则", "制度", "规定", "规则", "方案", "体系图", "条款", "对照表", "修订", "起草", "说明", "主体"),
    *("管理办法", "实施细则", "起草说明", "修订对照表", "责任体系图", "主体责任", "试行"),
    *("关于", "印发", "通知", "文件", "岗位"),
    *("部门", "层级", "银行", "保险", "机构", "人寿", "财产", "集团", "中国", "公司"),
)
ATTACHED = "的和与及、，）》〉”"
"""Stays with what stands before it."""
OPENING = "（《〈“"
SHORT = 3
MOST_WORDS = 24
DEEPER = 1.5
"""What it costs to take a name apart, by the weights of `_ugliness`."""


def broken_title(text: str, room: int, names: Sequence[str] = (), words: Sequence[str] = ()) -> str:
    """The title with \n where a line ends, no line wider than `room` characters. `names` are kept whole unless
    one alone is wider than that, or the lines would be no trapezium and no lozenge, or a mere word long; `words`
    come beside WORDS."""
    if len(text) <= room or room < SHORT:
        return text
    fewest, known = -(-len(text) // room), [name for name in names if name]
    found: list[tuple[float, list[str]]] = []
    for depth in Depth:
        pieces = list(_words(text, room, known, words, depth))
        if max(map(len, pieces)) <= room:
            found += [
                (_ugliness(lines, fewest, known) + DEEPER * depth, lines)
                for count in (fewest, fewest + 1)
                for lines in _divisions(pieces, count, room)
            ]
    return "\n".join(min(found, default=(0.0, _filled(pieces, room)))[1])


class Depth(IntEnum):
    """How far a name is taken apart: not at all; behind what its parts end in; wherever it has words."""

    WHOLE = 0
    PARTS = 1
    WORDS = 2


def _words(text: str, room: int, names: Sequence[str], words: Sequence[str], depth: Depth) -> Iterator[str]:
    known = sorted({*names, *words, *WORDS, *ORGANISATION}, key=len, reverse=True)
    pattern = "|".join(map(re.escape, known))
    parts = re.findall(f"[{OPENING}]?(?:{pattern}|(?:(?!{pattern})[^{OPENING}])+)[{ATTACHED}]*|.", text)
    for part in parts:
        if depth and (len(part) > room or any(name in part for name in names)):
            yield from _parts_of_name(part, depth)
        else:
            yield part


def _parts_of_name(name: str, depth: Depth) -> Iterator[str]:
    """A name in parts, each with what its kind of institution is called."""
    if depth is Depth.PARTS:
        ends = "|".join(ORGANISATION)
        pattern = f".*?(?:{ends})[{ATTACHED}]*|.+$"
    else:
        ends = "|".join((*ORGANISATION, *TRADES))
        long = "|".join(LONG_FORMS)
        pattern = f"(?:{long})[{ATTACHED}]*|.+?(?:(?={long})|(?:{ends})[{ATTACHED}]*)|.+$"
    yield from filter(None, re.findall(pattern, name))


def _filled(words: Sequence[str], room: int) -> list[str]:
    """Line after line, where there are too many words to weigh every way, or one is wider than a line."""
    lines = [""]
    for word in words:
        for piece in (word[at : at + room] for at in range(0, len(word), room)):
            if len(lines[-1]) + len(piece) > room:
                lines.append("")
            lines[-1] += piece
    return lines


def _divisions(words: Sequence[str], count: int, room: int) -> Iterator[list[str]]:
    """Every way to set the words in so many lines; none where there are too many to look at."""
    if len(words) > MOST_WORDS:
        return
    if count == 1:
        line = "".join(words)
        if 0 < len(line) <= room:
            yield [line]
        return
    for number in range(1, len(words) - count + 2):
        line = "".join(words[:number])
        if len(line) > room:
            return
        for rest in _divisions(words[number:], count - 1, room):
            yield [line, *rest]


def _ugliness(lines: Sequence[str], fewest: int, names: Sequence[str]) -> float:
    """A line that ends where a name does reads best."""
    lengths = [len(line) for line in lines]
    short = sum(length <= SHORT for length in lengths)
    uneven = max(lengths) - min(lengths)
    named = any(line.endswith(name) for line in lines[:-1] for name in names if name)
    return _shapeless(lengths) + 7 * short + 3 * (len(lines) - fewest) + uneven / 4 - 2 * named


def _shapeless(lengths: Sequence[int]) -> int:
    """0 for a trapezium or a lozenge, more for a rectangle, most for an hourglass."""
    widest = lengths.index(max(lengths))
    rising, falling = lengths[: widest + 1], lengths[widest:]
    if rising != sorted(rising) or falling != sorted(falling, reverse=True):
        return 8
    return 0 if len(set(rising)) + len(set(falling)) == len(lengths) + 1 else 2
