"""What the papers for the meeting see beside the context: structure, warnings, and the changes since before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cplist.blocks import Paragraph, Style, Text
from cplist.comparison import Change, Comparison
from cplist.context import article_values
from cplist.earlier import OldArticle
from cplist.errors import Finding, Severity
from cplist.marks import Marked, Piece, marked
from cplist.messages import message
from cplist.numerals import chinese
from cplist.revision import Reasons
from cplist.sandbox import Plain, inert

FEW, SAME = 3, Marked((Piece("……"),))
"""Of articles with more paragraphs than that, the unchanged ones are left out."""


def memo_values(text: Text, findings: Iterable[Finding], comparison: Comparison | None) -> dict[str, Any]:
    """The memo's own variables, inert."""
    found = list(findings)
    open_ = [message(one, "zh") for one in found if one.severity is Severity.WARNING and not one.accepted]
    return {
        "articles": article_values(text.articles),
        "chapters": inert(list(_chapters(text))),
        "annexes": inert(list(_annexes(text))),
        "warnings": inert(open_),
        "accepted": inert([message(one, "zh") for one in found if one.accepted]),
        "changes": inert(comparison.counts if comparison else {}),
    }


def comparison_values(
    comparison: Comparison, reasons: Reasons, known: Mapping[str, Any], earlier: str
) -> dict[str, Any]:
    """The comparison's own variables, inert. `known` are the duties of the pack; `earlier` says what the old
    version is."""
    return {
        "rows": [_row(change, reasons, known) for change in comparison.changes],
        "changes": inert(comparison.counts),
        "earlier": inert(earlier),
    }


def _row(change: Change, reasons: Reasons, known: Mapping[str, Any]) -> dict[str, Any]:
    old, new = _versions(change, reasons.parties)
    return {
        "old": inert([_values(paragraph) for paragraph in old]),
        "new": inert([_values(paragraph) for paragraph in new]),
        "reason": inert(reasons.of(change)),
        "duties": [Plain(duty) for duty in change.duties if duty in known],
    }


def _values(paragraph: Marked) -> list[dict[str, Any]]:
    return [{"text": piece.text, "changed": piece.changed} for piece in paragraph.pieces]


def _versions(change: Change, names: Iterable[str]) -> tuple[list[Marked], list[Marked]]:
    """The paragraphs of both sides, with the number; [] where there is none. What changed is marked if there are
    two, but for the article's number."""
    if change.old is None or change.new is None:
        return _unmarked(change.old), _unmarked(change.new)
    old, new = marked(_paragraphs(change.old), _paragraphs(change.new), names)
    if len(old) > FEW and len(new) > FEW:
        old, new = _shortened(old), _shortened(new)
    return _numbered(change.old, old), _numbered(change.new, new)


def _unmarked(article: OldArticle | None) -> list[Marked]:
    return _numbered(article, [Marked((Piece(text),)) for text in _paragraphs(article)]) if article else []


def _paragraphs(article: OldArticle) -> tuple[str, ...]:
    return article.paragraphs or ("",)


def _numbered(article: OldArticle, paragraphs: list[Marked]) -> list[Marked]:
    """The paragraphs, the first one behind the article's number."""
    label = f"第{chinese(article.number)}条　" if 0 < article.number < 1000 else ""
    first, *rest = paragraphs
    return [first._replace(pieces=(Piece(label), *first.pieces)), *rest]


def _shortened(paragraphs: list[Marked]) -> list[Marked]:
    """…… for paragraphs that are the same in both versions; the first one, which has the number, stays."""
    short = paragraphs[:1]
    for paragraph in paragraphs[1:]:
        if not paragraph.same:
            short.append(paragraph)
        elif short[-1] != SAME:
            short.append(SAME)
    return short


def _chapters(text: Text) -> Iterator[dict[str, Any]]:
    """Chapters with the numbers and titles of their articles."""
    titles = {article.key: article.title for article in text.articles}
    chapter: dict[str, Any] = {}
    for block in text.blocks:
        if not isinstance(block, Paragraph):
            continue
        if block.style in (Style.CHAPTER, Style.ANNEX_LABEL) and chapter:
            yield chapter
            chapter = {}
        if block.style is Style.CHAPTER:
            title = "".join(run.text for run in block.runs)
            chapter = {"label": block.label, "title": title, "first": "", "last": "", "titles": []}
        elif block.style is Style.ARTICLE and chapter:
            chapter["first"] = chapter["first"] or block.label
            chapter["last"] = block.label
            chapter["titles"].append(titles.get(block.anchor, ""))
    if chapter:
        yield chapter


def _annexes(text: Text) -> Iterator[str]:
    """附件1　岗位责任清单 …"""
    label = ""
    for block in text.blocks:
        if isinstance(block, Paragraph):
            written = "".join(run.text for run in block.runs)
            if block.style is Style.ANNEX_LABEL:
                label = written
            elif block.style is Style.ANNEX_TITLE and label:
                yield f"{label}　{written}"
                label = ""
