"""An earlier version and the new one, article by article: what was added, deleted and changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cplist.core.document import Article
from cplist.revisions.earlier_version import EarlierVersion, OldArticle, without_number

_BLANKS = re.compile(r"[\s\u3000]+")
_REFERENCE = re.compile(
    r"第[一二三四五六七八九十百零]+条(?:第[一二三四五六七八九十百零]+款)?(?:第（[一二三四五六七八九十百零]+）项)?|附件\d+"
)
ALIKE, ALIKE_UNDER_THAT_NUMBER = 0.5, 0.4
"""How alike two articles without keys must be to count as one, from 0 to 1: the share of pairs of neighbouring
characters that both have; under the same number, the share of the shorter one's pairs that the longer one has."""


@dataclass(frozen=True)
class ArticleChange:
    """An article that was added (no `old`), deleted (no `new`), or changed."""

    old: OldArticle | None
    new: OldArticle | None

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties that the article carries; of a deleted one, those that it carried."""
        article = self.new or self.old
        return article.duties if article else ()

    @property
    def only_references(self) -> bool:
        """Whether nothing differs but the numbers of the articles and annexes that it refers to."""
        if not self.old or not self.new:
            return False
        old, new = (_REFERENCE.sub("第条", "".join(a.paragraphs)) for a in (self.old, self.new))
        return _bare(old) == _bare(new)


@dataclass(frozen=True)
class Comparison:
    """The changes in the order of the new version, and all pairs of an old article and the new one that it
    became."""

    changes: tuple[ArticleChange, ...]
    pairs: tuple[tuple[OldArticle, OldArticle], ...]

    @property
    def counts(self) -> dict[str, int]:
        added = sum(change.old is None for change in self.changes)
        deleted = sum(change.new is None for change in self.changes)
        unchanged = len(self.pairs) - (len(self.changes) - added - deleted)
        changed = len(self.changes) - added - deleted
        return {"added": added, "deleted": deleted, "changed": changed, "unchanged": unchanged}


def compare(earlier: EarlierVersion, articles: Sequence[Article]) -> Comparison:
    """The earlier version beside the new articles. A key is never reused: under the same key stands the same
    article; those without one are found by title, number and words."""
    new = [_as_old(article) for article in articles]
    pairs = _pairs(list(earlier.articles), new)
    changed = [ArticleChange(old, article) for old, article in pairs if _differ(old, article)]
    matched_old = {id(old) for old, _ in pairs}
    matched_new = {id(article) for _, article in pairs}
    added = [ArticleChange(None, article) for article in new if id(article) not in matched_new]
    deleted = [ArticleChange(old, None) for old in earlier.articles if id(old) not in matched_old]
    return Comparison(tuple(_in_order([*changed, *added], deleted, pairs)), tuple(pairs))


def _as_old(article: Article) -> OldArticle:
    paragraphs = without_number(article.paragraphs, article.number)
    return OldArticle(article.key, article.number, article.title, paragraphs, article.duties)


def _in_order(
    here: Sequence[ArticleChange], deleted: Sequence[ArticleChange], pairs: Sequence[tuple[OldArticle, OldArticle]]
) -> Iterator[ArticleChange]:
    """By the new numbers; a deleted article behind the one that stood before it."""
    new_number = {old.number: new.number for old, new in pairs}

    def place(change: ArticleChange) -> tuple[int, int, int]:
        if change.new:
            return change.new.number, 0, 0
        assert change.old
        before = [number for number in new_number if number < change.old.number]
        return (new_number[max(before)] if before else 0), 1, change.old.number

    yield from sorted([*here, *deleted], key=place)


def _pairs(old: list[OldArticle], new: list[OldArticle]) -> list[tuple[OldArticle, OldArticle]]:
    by_key = {article.key: article for article in new}
    pairs = [(article, by_key[article.key]) for article in old if article.key and article.key in by_key]
    found = {article.key for article in old}
    nameless = [article for article in old if not article.key]
    free = [article for article in new if article.key not in found]
    pairs += _by_words(nameless, free)
    return sorted(pairs, key=lambda pair: pair[1].number)


def _by_words(old: list[OldArticle], new: list[OldArticle]) -> Iterator[tuple[OldArticle, OldArticle]]:
    """The best pairs first; each article stands in one."""
    words_old, words_new = [_pieces(a) for a in old], [_pieces(a) for a in new]
    scored = [
        (score, -i, -j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if (score := _likeness(one, other, words_old[i], words_new[j]))
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, i, j in sorted(scored, reverse=True):
        if -i not in taken_old and -j not in taken_new:
            taken_old.add(-i)
            taken_new.add(-j)
            yield old[-i], new[-j]


def _likeness(old: OldArticle, new: OldArticle, old_pieces: frozenset[str], new_pieces: frozenset[str]) -> float:
    """How alike two articles are, from 0 (not the same one) to 3 (the same title and words)."""
    common = len(old_pieces & new_pieces)
    shared = 2 * common / (len(old_pieces) + len(new_pieces) or 1)
    if old.title and old.title == new.title:
        return 2 + shared
    if old.number == new.number and common >= ALIKE_UNDER_THAT_NUMBER * min(len(old_pieces), len(new_pieces)) > 0:
        return shared + 0.1
    return shared if shared >= ALIKE else 0


def _pieces(article: OldArticle) -> frozenset[str]:
    """Every two neighbouring characters of an article, blanks left out."""
    text = _bare("".join(article.paragraphs))
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _differ(old: OldArticle, new: OldArticle) -> bool:
    return _bare("".join(old.paragraphs)) != _bare("".join(new.paragraphs))


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


def moved_to(change: ArticleChange, articles: Mapping[str, OldArticle]) -> OldArticle | None:
    """The one article of the other version (`articles`: by duty) that carries all duties of an added or deleted
    one."""
    homes = {article.key or str(article.number): article for d in change.duties if (article := articles.get(d))}
    everything = all(duty in articles for duty in change.duties)
    return next(iter(homes.values())) if everything and len(homes) == 1 else None
