"""What the system leaves to be decided, as the memo's template sees it."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.compose.decided.functions import MARK
from cplist.compose.decided.open_matters import called, open_options
from cplist.core.document import ComposedText
from cplist.core.inert import Plain, inert
from cplist.documents.job import Job
from cplist.documents.values import OpenFactValues, OpenOptionValues
from cplist.domain.numerals import chinese


def open_option_values(job: Job) -> Iterator[OpenOptionValues]:
    """Optional items that are open, each once for an article that has it, inert."""
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


def open_fact_values(job: Job) -> Iterator[OpenFactValues]:
    """Facts that the profile lacks, each once for an article that has a place for it, inert."""
    numbers = _numbers(job.draft.text)
    for fact in dict.fromkeys(job.draft.text.facts):
        words = inert(called(job.pack, fact.key))
        yield {"key": Plain(fact.key), "called": words, "article": numbers.get(fact.article, "")}


def _numbers(text: ComposedText) -> dict[str, str]:
    """Of every article its number as it is printed."""
    return {article.key: f"第{chinese(article.number)}条" for article in text.articles}
