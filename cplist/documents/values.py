"""The types of what only the templates of letters, memo and comparison see; the keys stand in docs/packs.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from cplist.compose.party_values import GradeValues
from cplist.compose.values import ArticleValues


class PersonValues(TypedDict):
    """Somebody who signs."""

    label: str
    post: str
    name: str


class PlaceValues(TypedDict):
    """Where a duty stands in the system: 第八条第二款, and there 第（一）项 ("": not in an item)."""

    paragraph: str
    item: str


class LetterValues(PersonValues, GradeValues):
    """The variable `letter`: whose letter it is, what it is about, who signs it beside them. Of a level's letter
    `tier` is that level's, `units` are the names of the units, where the profile names them. `said` are the duties
    in the words of the articles, as many as have room, `rest` the titles of the other articles, `may` what is
    permitted; `words` and `places` are every duty's words, and where they stand, `articles` the numbers by key."""

    id: str
    kind: str
    tier: str
    units: str
    duties: Sequence[str]
    said: Sequence[str]
    rest: Sequence[str]
    may: Sequence[str]
    words: Mapping[str, str]
    places: Mapping[str, PlaceValues]
    articles: Mapping[str, str]
    supports: Sequence[str]
    pledge: bool
    upper: Sequence[PersonValues]
    above: str
    several: bool
    year: str
    copies: str


class ChapterValues(TypedDict):
    """A chapter of the composed system: its first and last article, and the titles of all."""

    label: str
    title: str
    first: str
    last: str
    titles: list[str]


class OpenOptionValues(TypedDict):
    """An optional item that isn't decided: its id, what is decided by it, the article's number, the words."""

    id: str
    decides: str
    article: str
    text: str


class OpenFactValues(TypedDict):
    """A fact that the profile lacks: its key there, what it is in words, the article's number."""

    key: str
    called: str
    article: str


class MemoValues(TypedDict):
    """The memo's own variables; `changes` is empty where there is no earlier version. What is open
    of optional items and facts isn't among the `warnings`."""

    articles: Sequence[ArticleValues]
    chapters: Sequence[ChapterValues]
    annexes: Sequence[str]
    warnings: Sequence[str]
    accepted: Sequence[str]
    open_options: Sequence[OpenOptionValues]
    open_facts: Sequence[OpenFactValues]
    changes: Mapping[str, int]


class PieceValues(TypedDict):
    """Words of a paragraph; `changed`: only this version has them."""

    text: str
    changed: bool


class ChangeValues(TypedDict):
    """An article of the comparison: the paragraphs of both versions in pieces, the reason, the duties."""

    old: Sequence[Sequence[PieceValues]]
    new: Sequence[Sequence[PieceValues]]
    reason: str
    duties: Sequence[str]


class ComparisonValues(TypedDict):
    """The comparison's own variables; `earlier` says what the old version is."""

    rows: Sequence[ChangeValues]
    changes: Mapping[str, int]
    earlier: str
