"""What the comment beside an article says: clause, verbatim text, kind, who bears it, and who decided so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cplist.core.document import Article
from cplist.core.inert import as_written
from cplist.domain.assignment import DECIDED

Duties = Mapping[str, Mapping[str, Any]]
"""Duty → its values, as templates see them."""


def comments_on(articles: Iterable[Article], duties: Duties, pack: str) -> dict[str, tuple[str, ...]]:
    """Article key → the paragraphs of its comment. `pack` is the name of the pack that the words come from."""
    return {article.key: tuple(_annotation(article, duties, pack)) for article in articles}


def _annotation(article: Article, duties: Duties, pack: str) -> Iterator[str]:
    carried = [as_written(duties[id_]) for id_ in article.duties if id_ in duties]
    if not carried:
        yield f"本条不承载通知的责任事项，文字出自模板包{pack}。"
    clause = ""
    for duty in carried:
        if duty["clause_label"] != clause:
            clause = duty["clause_label"]
            yield f"条款：{clause}"
        yield f"{duty['id']}（{duty['kind_name']}）{duty['text']}"
        yield f"责任主体：{duty['carrier'] or '—'}"
        reason = duty["reason"]
        yield f"依据：{f'机构档案的决定（{reason}）' if duty['rule'] == DECIDED else reason}"


def decided_by(duty: Mapping[str, Any], pack: str) -> str:
    """Who decided who bears a duty: the profile, or a rule of the pack."""
    return "机构档案的决定" if duty["rule"] == DECIDED else f"模板包{pack}的规则{duty['rule']}"
