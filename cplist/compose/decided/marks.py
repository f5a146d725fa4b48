"""What an institution decides itself leaves marks in a rendered text; here they are taken out and read.

    [](?ID) … [](?)   an optional item's words      [](?-ID)   one that is dropped: no words
    [](!KEY)          a fact that is missing        [](!-KEY)  one of which nothing is printed

No value of a profile can hold such a mark: its brackets are inert.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from cplist.core.document import OpenFact, OptionalItem

ITEM = re.compile(r"\[\]\(\?([a-z0-9][a-z0-9-]*)\)(.*?)\[\]\(\?\)|\[\]\(\?-([a-z0-9-]+)\)", re.DOTALL)
FACT = re.compile(r"\[\]\(!-?([\w.-]+)\)")
NOTHING = re.compile(r"\[\]\([?!]-[\w.-]+\)")
ANY = re.compile(r"\[\]\([?!][\w.-]*\)")
LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*\)")
OPENING = re.compile(r"[ \t]*:::[ \t]*article[ \t]+([a-z0-9-]+)")
CLOSING = re.compile(r"[ \t]*:::[ \t]*$")
ANNEX = re.compile(r"[ \t]*:::[ \t]*annex ")
HEADING = re.compile(r"(#{2,3}) ")
BULLET = re.compile(r"[ \t]*(?:\d+\.|-)?[ \t]*")


def item(id_: str, words: str) -> str:
    """The words of that optional item, marked; words that are "" leave a mark too."""
    return f"[](?{id_}){words}[](?)" if words else f"[](?-{id_})"


def fact(key: str, words: str) -> str:
    """The words for a fact that the profile lacks under that key, marked."""
    return f"[](!{key}){words}" if words else f"[](!-{key})"


@dataclass(frozen=True)
class Taken:
    """A text without its marks, and what they said, in their order."""

    text: str
    items: tuple[OptionalItem, ...] = ()
    facts: tuple[OpenFact, ...] = ()


def taken_out(text: str) -> Taken:
    """The text without the marks. What has no words leaves no trace: neither its line nor an article that has
    nothing else, nor the heading of a chapter that had no other article."""
    if "[](?" not in text and "[](!" not in text:
        return Taken(text)
    articles = _Articles(text)
    items = tuple(
        OptionalItem(match[1] or match[3], articles.at(match.start()), LINK.sub(r"\1", ANY.sub("", match[2] or "")))
        for match in ITEM.finditer(text)
    )
    facts = tuple(OpenFact(match[1], articles.at(match.start())) for match in FACT.finditer(text))
    return Taken("\n".join(_without_empty(text.split("\n"))), items, facts)


class _Articles:
    """Which article a place of a text lies in."""

    def __init__(self, text: str) -> None:
        found = [*re.finditer(f"^(?:{OPENING.pattern}|{CLOSING.pattern})", text, re.MULTILINE)]
        self._starts = [match.start() for match in found]
        self._keys = [match[1] or "" for match in found]

    def at(self, place: int) -> str:
        """The key of the article there; "" outside articles."""
        number = bisect_right(self._starts, place)
        return self._keys[number - 1] if number else ""


def _without_empty(lines: list[str]) -> list[str]:
    """The lines without their marks, and without what these leave empty."""
    kept: list[str] = []
    opened, emptied = -1, False
    for line in lines:
        said = ANY.sub("", line)
        if NOTHING.search(line) and BULLET.fullmatch(said):
            emptied = True
            continue
        if OPENING.match(line):
            opened, emptied = len(kept), False
        kept.append(said)
        if CLOSING.match(line) and opened >= 0:
            if emptied and not any(map(str.strip, kept[opened + 1 : -1])):
                del kept[opened:]
                kept.append(_REMOVED)
            opened = -1
    return [*_without_headings(kept)] if _REMOVED in kept else kept


_REMOVED = "\0"
"""In place of an article that was taken out."""


def _without_headings(lines: list[str]) -> Iterator[str]:
    """The lines without headings under which nothing but removed articles stood."""
    result: list[str] = []
    holds, lost = {2: False, 3: False}, {2: False, 3: False}
    """Whether the heading that comes next, reading from the end, has anything under it; whether it had."""
    for line in reversed(lines):
        if line == _REMOVED:
            lost = {2: True, 3: True}
            continue
        level = len(heading[1]) if (heading := HEADING.match(line)) else 0
        if level and lost[level] and not holds[level]:
            continue
        result.append(line)
        if level == 3:
            holds, lost = {2: True, 3: False}, {2: lost[2], 3: False}
        elif level == 2 or ANNEX.match(line):
            holds, lost = {2: False, 3: False}, {2: False, 3: False}
        elif line.strip():
            holds = {2: True, 3: True}
    return reversed(result)
