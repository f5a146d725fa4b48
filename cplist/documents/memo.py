"""The papers for the meeting: what was drafted and why, and an earlier version beside the new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cplist.compose.context import article_values
from cplist.compose.decided.open_matters import OPEN_MATTERS, UNVERIFIED
from cplist.compose.text.paper_composer import compose_paper
from cplist.core.document import ComposedText, Paragraph, Style
from cplist.core.files import safe_name
from cplist.core.findings import Finding, Location, Severity
from cplist.core.inert import Plain, inert
from cplist.core.messages import finding, message, of_wording
from cplist.documents.job import Job, Outcome, OutputFile
from cplist.documents.kinds import DocumentKind, Kind
from cplist.documents.still_open import open_fact_values, open_option_values
from cplist.documents.values import ChangeValues, ChapterValues, ComparisonValues, MemoValues, PieceValues
from cplist.domain.numerals import chinese
from cplist.pack.papers import COMPARISON, MEMO
from cplist.revisions.comparison import ArticleChange, Comparison, compare
from cplist.revisions.earlier_version import EarlierVersion, OldArticle, from_manifest
from cplist.revisions.kept_versions import version_before
from cplist.revisions.reasons import Reasons
from cplist.revisions.word_diff import Marked, Piece, marked

FEW, SAME = 3, Marked((Piece("……"),))
"""Of articles with more paragraphs than that, the unchanged ones are left out."""


def make(job: Job) -> Outcome:
    """The memo, and the comparison where there is an earlier version that differs."""
    template = job.templates.paper(MEMO)
    earlier = job.inputs.earlier or _last_version(job)
    comparison, findings = _compared(job, earlier)
    values = memo_values(job, comparison)
    papers = [_paper(job, MEMO, template, values)]
    if earlier and comparison and comparison.changes:
        reasons = Reasons(comparison, earlier.facts, job.facts, job.institution)
        compared = comparison_values(comparison, reasons, job.draft.context["duty"], earlier.called)
        papers.append(_paper(job, COMPARISON, job.templates.paper(COMPARISON), compared))
    said = [*findings, *papers[0][1], *job.style_findings, *(one for _, found in papers[1:] for one in found)]
    return Outcome(tuple(file for file, _ in papers), tuple(said))


def _last_version(job: Job) -> EarlierVersion | None:
    version = version_before(job.inputs.last_build, job.articles)
    return from_manifest(version) if version else None


def _compared(job: Job, earlier: EarlierVersion | None) -> tuple[Comparison | None, list[Finding]]:
    """The new version beside the earlier one, None where there is none; and what is to be said of that."""
    at = Location(job.inputs.profile.name)
    if earlier is None:
        return None, [finding("comparison-without", at)]
    comparison = compare(earlier, job.draft.text.articles)
    same = [] if comparison.changes else [finding("comparison-same", at)]
    return comparison, [*earlier.findings, *same]


def _paper(job: Job, kind: str, template: str, values: Mapping[str, Any]) -> tuple[OutputFile, list[Finding]]:
    """The paper of that kind, and what was found while it was composed."""
    paper = job.pack.papers.documents[kind]
    text = job.templates.text(template, {**job.draft.context, **values})
    composed, findings = compose_paper(text, job.templates.file(template), landscape=paper.landscape)
    folder = f"{safe_name(paper.folder)}/" if paper.folder else ""
    name = f"{folder}{safe_name(job.institution.short_name, paper.name)}{KIND.suffix}"
    return OutputFile(kind, name, job.docx(composed)), list(findings)


def memo_values(job: Job, comparison: Comparison | None) -> MemoValues:
    """The memo's own variables, inert."""
    text = job.draft.text
    said_apart = OPEN_MATTERS | {UNVERIFIED}
    found = [one for one in job.draft.findings if one.rule not in said_apart and not of_wording(one)]
    open_ = [message(one, "zh") for one in found if one.severity is Severity.WARNING and not one.accepted]
    return {
        "articles": article_values(text.articles),
        "chapters": inert(list(_chapters(text))),
        "annexes": inert(list(_annexes(text))),
        "warnings": inert(open_),
        "accepted": inert([message(one, "zh") for one in found if one.accepted]),
        "open_options": [*open_option_values(job)],
        "open_facts": [*open_fact_values(job)],
        "changes": inert(comparison.counts if comparison else {}),
    }


def comparison_values(
    comparison: Comparison, reasons: Reasons, known: Mapping[str, Any], earlier: str
) -> ComparisonValues:
    """The comparison's own variables, inert. `known` are the duties of the pack; `earlier` says what the old
    version is."""
    return {
        "rows": [_row(change, reasons, known) for change in comparison.changes],
        "changes": inert(comparison.counts),
        "earlier": inert(earlier),
    }


def _row(change: ArticleChange, reasons: Reasons, known: Mapping[str, Any]) -> ChangeValues:
    old, new = _versions(change, reasons.parties)
    return {
        "old": inert([_values(paragraph) for paragraph in old]),
        "new": inert([_values(paragraph) for paragraph in new]),
        "reason": inert(reasons.of(change)),
        "duties": [Plain(duty) for duty in change.duties if duty in known],
    }


def _values(paragraph: Marked) -> list[PieceValues]:
    return [{"text": piece.text, "changed": piece.changed} for piece in paragraph.pieces]


def _versions(change: ArticleChange, names: Iterable[str]) -> tuple[list[Marked], list[Marked]]:
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


def _chapters(text: ComposedText) -> Iterator[ChapterValues]:
    """Chapters with the numbers and titles of their articles."""
    titles = {article.key: article.title for article in text.articles}
    chapter: ChapterValues | None = None
    for block in text.blocks:
        if not isinstance(block, Paragraph):
            continue
        if block.style in (Style.CHAPTER, Style.ANNEX_LABEL) and chapter:
            yield chapter
            chapter = None
        if block.style is Style.CHAPTER:
            title = "".join(run.text for run in block.runs)
            chapter = {"label": block.label, "title": title, "first": "", "last": "", "titles": []}
        elif block.style is Style.ARTICLE and chapter:
            chapter["first"] = chapter["first"] or block.label
            chapter["last"] = block.label
            chapter["titles"].append(titles.get(block.anchor, ""))
    if chapter:
        yield chapter


def _annexes(text: ComposedText) -> Iterator[str]:
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


KIND = DocumentKind(Kind.MEMO, ".docx", make)
