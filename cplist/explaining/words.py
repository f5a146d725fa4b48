"""The words of a composed system that carry duties: where they stand in it, and where in the pack's templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cplist.compose.origins import Origins
from cplist.core.bookmarks import duty_bookmark
from cplist.core.document import ComposedText, Paragraph, Place, RunKind
from cplist.explaining.explanation import Words


@dataclass(frozen=True)
class _Carried:
    """Words that carry a duty: for the `number`th time in their article (from 0), for the `bookmark`th time in the
    system (from 1)."""

    duty: str
    article: str
    words: str
    paragraph: str
    number: int
    bookmark: int


def words_of_duty(duty: str, text: ComposedText, origins: Origins) -> tuple[Words, ...]:
    """All words that carry a duty, in the order of the system."""
    return tuple(_words(one, text, origins) for one in _carried(text) if one.duty == duty)


def words_of_article(key: str, text: ComposedText, origins: Origins) -> tuple[Words, ...]:
    """The words by which an article carries duties, in their order."""
    return tuple(_words(one, text, origins) for one in _carried(text) if one.article == key)


def _carried(text: ComposedText) -> Iterator[_Carried]:
    keys = {article.key for article in text.articles}
    in_system: Counter[str] = Counter()
    in_article: Counter[tuple[str, str]] = Counter()
    article = ""
    for block in text.blocks:
        if not isinstance(block, Paragraph):
            continue
        article = block.anchor if block.anchor in keys else article
        for run in block.runs:
            if run.kind is RunKind.DUTY:
                in_system[run.target] += 1
                number = in_article[article, run.target]
                in_article[article, run.target] += 1
                yield _Carried(run.target, article, run.text, block.text, number, in_system[run.target])


def _words(carried: _Carried, text: ComposedText, origins: Origins) -> Words:
    place: Place = text.places[carried.duty][carried.bookmark - 1]
    return Words(
        duty=carried.duty,
        article=next(article for article in text.articles if article.key == carried.article),
        place=place,
        words=carried.words,
        paragraph=carried.paragraph,
        bookmark=duty_bookmark(carried.duty, carried.bookmark),
        article_at=origins.article(carried.article),
        words_at=origins.words(carried.article, carried.duty, carried.number, carried.words),
    )
