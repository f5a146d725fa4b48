"""An explanation as lines for people: of a duty, or of an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cplist.assignment.trace import Use
from cplist.cli.explanation.roles import INDENT, role_lines
from cplist.cli.explanation.words import ExplainWords
from cplist.compose.text.references import place_text
from cplist.core.document import Article
from cplist.domain.assignment import Assignment
from cplist.domain.numerals import chinese
from cplist.explaining.explanation import (
    ArticleExplanation,
    By,
    DecisionAt,
    DutyExplanation,
    Part,
    Words,
)


def explanation_lines(told: DutyExplanation | ArticleExplanation, words: ExplainWords) -> Iterator[str]:
    """All that is to be said of one duty or one article, section by section, an empty line between them."""
    return _of_duty(told, words) if isinstance(told, DutyExplanation) else _of_article(told, words)


def _of_duty(told: DutyExplanation, words: ExplainWords) -> Iterator[str]:
    yield from _head(told, words)
    yield ""
    yield from _result(told, words)
    for use in Use:
        parts = [part for part in told.parts if part.use is use]
        roles = [role for role in told.roles if role.asked.use is use]
        if parts or roles:
            lines = (line for role in roles for line in role_lines(role, words, told.places))
            yield from _section(f"{words.label(f'use-{use.value}')}{words.colon()}{_parts(parts, words)}", lines)
    yield from _section(words.label("articles"), _carried(told.words, words) or [words.label("no-article")])
    yield from _section(words.label("rows"), _rows(told, words) or [words.label("no-row")])
    yield from _section(words.label("letters"), _letters(told, words) or [words.label("no-letter")])


def _of_article(told: ArticleExplanation, words: ExplainWords) -> Iterator[str]:
    article = told.article
    yield f"{_numbered(article)}  {article.title}"
    at = words.place(told.at)
    yield INDENT + words.label("article-at", key=article.key, bookmark=told.bookmark, place=at)
    yield INDENT + _pack(words)
    yield from _section(words.label("paragraphs"), _paragraphs(article))
    yield from _section(words.label("duties"), list(_duties(told, words)) or [words.label("no-duty")])
    if told.options:
        yield from _section(words.label("options"), _options(told, words))
    yield from _section(words.label("comment"), told.comment)


def _head(told: DutyExplanation, words: ExplainWords) -> Iterator[str]:
    duty, clause = told.duty, told.clause
    yield "  ".join(filter(None, (duty.id, clause.label, clause.heading)))
    yield f"{INDENT}“{duty.text}”"
    trigger = words.term("triggers", duty.trigger.value) if duty.trigger else words.label("untriggered")
    grade = duty.grade or words.label("ungraded")
    yield INDENT + words.label("nature", kind=words.term("kinds", duty.kind.value), grade=grade, trigger=trigger)
    yield INDENT + words.label("catalogue", place=words.place(told.places.duty(duty.id)))
    yield INDENT + _pack(words)


def _pack(words: ExplainWords) -> str:
    pack = words.pack
    return words.label("pack", name=pack.name, version=pack.version, folder=pack.folder)


def _result(told: DutyExplanation, words: ExplainWords) -> Iterator[str]:
    assignment, rule = told.assignment, told.rule
    yield words.label("status", status=_status(assignment, words))
    yield INDENT + words.label("rule", id=rule.id, why=rule.why, place=words.place(told.places.rule(rule.id)))
    if told.duty.tiers:
        tiers = words.listed(_tier(tier.value, words) for tier in told.duty.tiers)
        own = words.listed(_tier(tier.value, words) for tier in told.institution.tiers)
        yield INDENT + words.label("tiers", tiers=tiers, own=own)
    if check := told.trace.check:
        reason, at = words.pack.rules.conditions[check.name].reason, words.place(told.places.condition(check.name))
        key = "condition-holds" if check.holds else "condition-fails"
        yield INDENT + words.label(key, name=check.name, reason=reason, place=at)
    if told.trace.levels:
        yield INDENT + words.label("levels", place=words.place(told.places.levels()))
    yield INDENT + words.label("reason", reason=assignment.reason)
    if assignment.local_part:
        yield INDENT + words.label("local-part", part=assignment.local_part, place=_told_at(told, words))
    if told.decision:
        yield from _decision(told.decision, told.trace.by_rule, words)


def _told_at(told: DutyExplanation, words: ExplainWords) -> str:
    """Where it is said what is left to do here: in the profile, or in the catalogue."""
    decided = told.decision and dict(told.decision.keys).get("local_part")
    return words.place(decided or told.places.duty(told.duty.id))


def _tier(tier: str, words: ExplainWords) -> str:
    return words.pack.rules.tier_names.get(tier, tier) if words.language == "zh" else tier


def _status(assignment: Assignment, words: ExplainWords) -> str:
    return words.label(f"status-{assignment.status.value}")


def _decision(decided: DecisionAt, by_rule: Assignment | None, words: ExplainWords) -> Iterator[str]:
    """What the profile decides, key by key, and what the rules alone would have come to."""
    yield INDENT + words.label("decision" if decided.counts else "decision-ignored", place=decided.at)
    for key, at in decided.keys:
        value = getattr(decided.decision, key)
        text = value if isinstance(value, str) else words.listed(value)
        yield f"{INDENT * 2}{key}: {text}{words.beside(str(at))}"
    if by_rule:
        responsible, supporting = (
            words.parties(parties) if parties else "" for parties in (by_rule.responsible, by_rule.supporting)
        )
        status = _status(by_rule, words)
        yield INDENT * 2 + words.label("by-rules", status=status, responsible=responsible, supporting=supporting)


def _parts(parts: Iterable[Part], words: ExplainWords) -> str:
    """The parties of one use; behind one that has its part by no role, by what else."""
    told = []
    for part in parts:
        by = "" if part.by is By.ROLE else words.beside(words.label(f"by-{part.by.value}"))
        told.append(words.parties([part.party]) + by)
    return words.listed(told) or words.label("nobody")


def _carried(carried: Iterable[Words], words: ExplainWords) -> list[str]:
    """The words of the system that carry a duty, in their paragraph, with the places of both."""
    lines = []
    for one in carried:
        article, at = words.place(one.article_at), words.place(one.words_at)
        lines.append(f"{place_text(one.place)}  {one.article.title}{words.beside(one.article.key)}")
        lines.append(f"{INDENT}{one.paragraph.replace(one.words, f'【{one.words}】', 1)}")
        lines.append(INDENT + words.label("words", bookmark=one.bookmark, article=article, words=at))
    return lines


def _rows(told: DutyExplanation, words: ExplainWords) -> list[str]:
    return [
        words.label("row", sheet=row.sheet, number=row.number, key=row.key if row.key != told.duty.id else "")
        for row in told.rows
    ]


def _letters(told: DutyExplanation, words: ExplainWords) -> list[str]:
    return [f"{letter.name}{words.beside(words.label(f'use-{letter.use.value}'))}" for letter in told.letters]


def _duties(told: ArticleExplanation, words: ExplainWords) -> Iterator[str]:
    """A short line for each duty that an article carries, then its words and their place."""
    for assignment in told.assignments:
        duty = assignment.duty
        parties = assignment.responsible or assignment.borne_by
        bearers = f"{words.colon()}{words.parties(parties)}" if parties else ""
        yield f"{duty.id}  {duty.text}"
        yield f"{INDENT}{_status(assignment, words)}{bearers}"
        for one in told.words:
            if one.duty == duty.id:
                yield f"{INDENT}{place_text(one.place)}  “{one.words}”"
                yield INDENT * 2 + words.label("words-at", words=words.place(one.words_at))


def _options(told: ArticleExplanation, words: ExplainWords) -> Iterator[str]:
    """Each optional item of an article, and what the profile says of it."""
    for one in told.options:
        yield f"{one.id}  {one.decides}"
        at = words.beside(str(one.at)) if one.at else ""
        yield INDENT + (f"{one.decision}{at}" if one.at else words.label("option-open", id=one.id))


def _numbered(article: Article) -> str:
    return f"第{chinese(article.number)}条"


def _paragraphs(article: Article) -> Iterator[str]:
    """An article's paragraphs, the first one with a blank behind the number."""
    number, first = _numbered(article), article.paragraphs[:1]
    yield from (f"{number}　{text.removeprefix(number)}" for text in first)
    yield from article.paragraphs[1:]


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """An empty line, the title, and what stands under it."""
    yield ""
    yield title
    yield from (INDENT + line for line in lines)
