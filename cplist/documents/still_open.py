"""What the system leaves to be decided, as the memo's template sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from cplist.compose.decided.functions import MARK
from cplist.compose.decided.open_matters import called, open_options
from cplist.core.document import ComposedText
from cplist.core.inert import Plain, inert
from cplist.documents.job import Job
from cplist.documents.values import OpenFactValues, OpenOptionValues
from cplist.domain.numerals import chinese


class StillOpenValues(TypedDict):
    """The variables that say what is open."""

    open_options: list[OpenOptionValues]
    open_facts: list[OpenFactValues]


def still_open_values(job: Job) -> StillOpenValues:
    """Optional items and facts that are open, each once for an article that has it, inert."""
    return {"open_options": [*_options(job)], "open_facts": [*_facts(job)]}


def _options(job: Job) -> Iterator[OpenOptionValues]:
    text = job.draft.text
    numbers, undecided = _numbers(text), {*open_options(text, job.institution)}
    for item in dict.fromkeys(text.items):
        if item.id in undecided:
            yield {
                "id": Plain(item.id),
                "decides": inert(job.pack.options[item.id]),
                "article": numbers.get(item.article, ""),
                "text": inert(item.words.replace(MARK, "")),
            }


def _facts(job: Job) -> Iterator[OpenFactValues]:
    numbers = _numbers(job.draft.text)
    for fact in dict.fromkeys(job.draft.text.facts):
        words = inert(called(job.pack, fact.key))
        yield {"key": Plain(fact.key), "called": words, "article": numbers.get(fact.article, "")}


def _numbers(text: ComposedText) -> dict[str, str]:
    """Of every article its number as it is printed."""
    return {article.key: f"第{chinese(article.number)}条" for article in text.articles}
