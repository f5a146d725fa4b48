"""Where a long title breaks: as GB/T 9704-2012 asks, into a trapezium or a lozenge, and never inside a word.

There is no dictionary here: the words are those that titles of such documents are made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

ORGANISATION = (
    *("股份有限公司", "有限责任公司", "有限公司", "农村信用合作联社", "信用合作联社", "中心支公司", "分公司"),
    *("支公司", "村镇银行", "商业银行", "信用社", "分行", "支行", "分社", "营业部", "营业所", "营销服务部"),
)
"""What a part of an institution's name ends in; a name that is wider than the page breaks behind one of them."""
WORDS = (
    *("消费者权益保护", "消费者", "权益", "保护", "工作", "责任制", "责任书", "责任", "清单", "管理", "办法"),
    *("实施", "细则", "制度", "规定", "规则", "方案", "体系图", "条款", "对照表", "修订", "起草", "说明", "主体"),
    *("关于", "印发", "通知", "文件", "岗位"),
    *("部门", "层级", "银行", "保险", "机构", "人寿", "财产", "集团", "中国", "山东省", "山东", "公司"),
)
ATTACHED = "的和与及、，）》〉”"
"""Stays with what stands before it."""
OPENING = "（《〈“"
SHORT = 3
MOST_WORDS = 24


def broken_title(text: str, room: int, names: Sequence[str] = ()) -> str:
    """The title with \n where a line ends, no line wider than `room` characters. `names` are kept whole unless
    one alone is wider than that."""
    if len(text) <= room or room < SHORT:
        return text
    words = list(_words(text, room, [name for name in names if name]))
    if len(words) > MOST_WORDS:
        return text
    fewest = -(-len(text) // room)
    found = [lines for count in (fewest, fewest + 1) for lines in _divisions(words, count, room)]
    best: Sequence[str] = min(found, key=lambda lines: _ugliness(lines, fewest, names), default=[text])
    return "\n".join(best)


def _words(text: str, room: int, names: Sequence[str]) -> Iterator[str]:
    known = sorted({*names, *WORDS, *ORGANISATION}, key=len, reverse=True)
    pattern = "|".join(map(re.escape, known))
    parts = re.findall(f"[{OPENING}]?(?:{pattern}|(?:(?!{pattern})[^{OPENING}])+)[{ATTACHED}]*|.", text)
    for part in parts:
        yield from _parts_of_name(part, room) if len(part) > room else (part,)


def _parts_of_name(name: str, room: int) -> Iterator[str]:
    """A name that is too wide for a line, in parts that aren't."""
    ends = "|".join(map(re.escape, ORGANISATION))
    for part in re.findall(f".*?(?:{ends})|.+$", name):
        yield from (part[at : at + room] for at in range(0, len(part), room))


def _divisions(words: Sequence[str], count: int, room: int) -> Iterator[list[str]]:
    """Every way to set the words in so many lines."""
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
    widest = lengths.index(max(lengths))
    rising, falling = lengths[: widest + 1], lengths[widest:]
    shapely = rising == sorted(set(rising)) and falling == sorted(set(falling), reverse=True)
    short = sum(length <= SHORT for length in lengths)
    uneven = max(lengths) - min(lengths)
    named = any(line.endswith(name) for line in lines[:-1] for name in names if name)
    return 4 * (not shapely) + 6 * short + 3 * (len(lines) - fewest) + uneven / 4 - 2 * named
