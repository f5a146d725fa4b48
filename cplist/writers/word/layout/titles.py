"""Where a long title breaks: in the shape of a trapezium or a lozenge, and not within a word (GB/T 9704-2012,
7.3.1).

There is no dictionary: the words are those of which titles of such documents consist. Lengths are in characters.
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
"""The ends of the parts of an institution's name; a name that is wider than the page breaks behind one of them."""
LONG_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "股份公司", "农村信用合作联社", "信用合作联社")
"""May stand on a line of their own where a name can't be broken otherwise; TRADES may end a line then."""
TRADES = ("银行", "保险", "集团")
WORDS = (
    *("消费者权益保护", "消费者", "权益", "保护", "工作", "责任制", "责任书", "责任", "清单", "管理", "办法"),
    *("实施", "细则", "制度", "规定", "规则", "方案", "体系图", "条款", "对照表", "修订", "起草", "说明", "主体"),
    *("管理办法", "实施细则", "起草说明", "修订对照表", "责任体系图", "主体责任", "试行"),
    *("关于", "印发", "通知", "文件", "岗位"),
    *("部门", "层级", "银行", "保险", "机构", "人寿", "财产", "集团", "中国", "公司"),
)
ATTACHED = "的和与及、，）》〉”"
"""Signs that stay with the word before them."""
OPENING = "（《〈“"
SHORT = 3
MOST_WORDS = 24
DEEPER = 1.5
"""What it costs to break within a name, on the scale of `_cost`."""


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
                (_cost(lines, fewest, known) + DEEPER * depth, lines)
                for count in (fewest, fewest + 1)
                for lines in _divisions(pieces, count, room)
            ]
    return "\n".join(min(found, default=(0.0, _filled(pieces, room)))[1])


class Depth(IntEnum):
    """How far a name may be broken: not at all; between its parts; between its words."""

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
    """A name in its parts, or in its words."""
    if depth is Depth.PARTS:
        ends = "|".join(ORGANISATION)
        pattern = f".*?(?:{ends})[{ATTACHED}]*|.+$"
    else:
        ends = "|".join((*ORGANISATION, *TRADES))
        long = "|".join(LONG_FORMS)
        pattern = f"(?:{long})[{ATTACHED}]*|.+?(?:(?={long})|(?:{ends})[{ATTACHED}]*)|.+$"
    yield from filter(None, re.findall(pattern, name))


def _filled(words: Sequence[str], room: int) -> list[str]:
    """Line after line as full as it goes: for too many words to compare every way, or for one wider than a line."""
    lines = [""]
    for word in words:
        for piece in (word[at : at + room] for at in range(0, len(word), room)):
            if len(lines[-1]) + len(piece) > room:
                lines.append("")
            lines[-1] += piece
    return lines


def _divisions(words: Sequence[str], count: int, room: int) -> Iterator[list[str]]:
    """Every way to set the words in `count` lines; none for more than MOST_WORDS."""
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


def _cost(lines: Sequence[str], fewest: int, names: Sequence[str]) -> float:
    """How badly a title reads in those lines; best where a line ends with a name."""
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
