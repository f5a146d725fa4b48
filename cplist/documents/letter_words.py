"""What a letter says in words: those of the system's articles, which are the institution's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from cplist.compose.text.passages import trimmed
from cplist.compose.text.references import place_text
from cplist.core.document import Article, ComposedText, Paragraph, Place, RunKind
from cplist.documents.values import PlaceValues
from cplist.domain.numerals import chinese

LINE = 30
"""Characters of a line of a letter, a little less than there are."""
ROOMS = (22, 19, 16, 14, 12, 10, 8, 6, 4)
"""How many lines of a letter may say what somebody is responsible for: the most that leave it on PAGES."""
PAGES = 2
"""Of a letter, without its annex."""
BESIDE = 4
"""The number of an item, and the mark at its end."""
UNDER_CONDITIONS = re.compile(r"(?:(?<=，)|^)(?:(?:对|针对|必要)[^，]*|[^，]*[的时后下])，")
"""A clause that says when something applies, not who does it."""


@dataclass(frozen=True)
class Stated:
    """The words that carry a duty, and the number of the paragraph that they stand in."""

    paragraph: int
    words: str
    condition: str = ""
    """What the paragraph says before of when it applies: 发现非法维权等行为时，"""


@dataclass(frozen=True)
class Shown:
    """What has room in a letter: items in words, then articles by their titles."""

    items: tuple[str, ...]
    rest: tuple[str, ...]


class LetterWords:
    """The words of one system, for everybody's letters."""

    def __init__(self, text: ComposedText) -> None:
        self._stated = _stated(text)
        self._articles = {id_: article for article in reversed(text.articles) for id_ in article.duties}
        self.places = {id_: _at(places[0]) for id_, places in text.places.items()}
        """Duty → where it stands: 第八条第二款，第（一）项."""
        self.articles = {article.key: f"第{chinese(article.number)}条" for article in text.articles}
        """Key of an article → its number."""

    @property
    def words(self) -> Mapping[str, str]:
        """Duty → its words."""
        return {id_: stated.words for id_, stated in self._stated.items()}

    def shown(self, ids: Sequence[str], room: int) -> Shown:
        """Those duties, as many of them in words as have room (in lines) beside a line for the others; of those the
        titles of their articles."""
        groups = [[*group] for _, group in groupby(filter(self._stated.__contains__, ids), self._paragraph)]
        for count in range(len(groups), -1, -1):
            rest = self._titles(id_ for group in groups[count:] for id_ in group)
            items = tuple(self._item(group) for group in groups[:count])
            if _lines(items) + bool(rest) <= room:
                break
        return Shown(items, rest)

    def _paragraph(self, id_: str) -> int:
        return self._stated[id_].paragraph

    def _item(self, ids: Sequence[str]) -> str:
        first, *others = (self._stated[id_].words.strip("；，。") for id_ in ids)
        condition = self._stated[ids[0]].condition
        return condition + "，".join([trimmed(first).replace("应当", "", 1), *others])

    def _titles(self, ids: Iterable[str]) -> tuple[str, ...]:
        articles = dict.fromkeys(self._articles[id_].key for id_ in ids)
        known = {article.key: article for article in self._articles.values()}
        return tuple(_titled(known[key]) for key in articles)


def _at(place: Place) -> PlaceValues:
    paragraph = place_text(replace(place, item=0))
    return {"paragraph": paragraph, "item": place_text(place).removeprefix(paragraph)}


def _titled(article: Article) -> str:
    number = f"第{chinese(article.number)}条"
    return f"{article.title}（{number}）" if article.title else number


def _stated(text: ComposedText) -> dict[str, Stated]:
    """Duty → its words where they first stand."""
    found: dict[str, Stated] = {}
    for number, block in enumerate(text.blocks):
        before: str | None = ""
        for run in block.runs if isinstance(block, Paragraph) else ():
            if run.kind is RunKind.DUTY:
                condition = "".join(UNDER_CONDITIONS.findall(before or ""))
                stated = found.setdefault(run.target, Stated(number, "", condition))
                if stated.paragraph == number:
                    found[run.target] = replace(stated, words=stated.words + run.text)
                before = None
            elif before is not None:
                before += run.text
    return found


def _lines(texts: Iterable[str]) -> int:
    return sum(-(-(len(text) + BESIDE) // LINE) for text in texts if text)
