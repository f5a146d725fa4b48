"""An explanation as plain data for --json; the keys are a contract (docs/contracts/explain.schema.json)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cplist.assignment.trace import Attempt, Check, Found, Search, Use
from cplist.compose.text.references import place_text
from cplist.core.findings import Finding, Location
from cplist.core.messages import finding_data, place_data
from cplist.domain.assignment import Assignment, Party
from cplist.domain.numerals import chinese
from cplist.explaining.explanation import (
    ArticleExplanation,
    AskedRole,
    DecisionAt,
    DutyExplanation,
    Words,
)
from cplist.explaining.pack_places import PackPlaces
from cplist.pack.pack import Pack
from cplist.pack.rules import Step, raised_rule

Data = dict[str, Any]


def data_of(told: DutyExplanation | ArticleExplanation, pack: Pack, language: str) -> Data:
    """All that is to be said of one duty or of one article."""
    duty = _duty(told, pack) if isinstance(told, DutyExplanation) else None
    article = _article(told) if isinstance(told, ArticleExplanation) else None
    return _explanation(told.institution.name, pack, told.findings, language, duty, article)


def no_explanation_data(findings: Iterable[Finding], language: str) -> Data:
    """The same for a profile whose errors stop the assignment."""
    return _explanation(None, None, findings, language)


def _explanation(
    institution: str | None,
    pack: Pack | None,
    findings: Iterable[Finding],
    language: str,
    duty: Data | None = None,
    article: Data | None = None,
) -> Data:
    return {
        "schema": "cplist.explain/1",
        "institution": institution,
        "pack": {"name": pack.name, "version": pack.version, "fingerprint": pack.fingerprint} if pack else None,
        "duty": duty,
        "article": article,
        "findings": [finding_data(found, language) for found in findings],
    }


def _duty(told: DutyExplanation, pack: Pack) -> Data:
    duty, assignment, clause = told.duty, told.assignment, told.clause
    return {
        "id": duty.id,
        "clause": {"id": clause.id, "label": clause.label, "heading": clause.heading},
        "text": duty.text,
        "kind": duty.kind.value,
        "grade": duty.grade or None,
        "trigger": duty.trigger.value if duty.trigger else None,
        "tiers": [tier.value for tier in duty.tiers],
        "place": _place(told.places.duty(duty.id)),
        "rule": {"id": told.rule.id, "why": told.rule.why, "place": _place(told.places.rule(told.rule.id))},
        **_outcome(assignment),
        "own_tier": told.trace.own_tier,
        "levels": told.trace.levels,
        "condition": _check(told.trace.check, told.places, pack),
        "decision": _decision(told.decision),
        "by_rules": _outcome(told.trace.by_rule) if told.trace.by_rule else None,
        "parties": [
            {**_party(part.party), "as": part.use.value, "by": part.by.value, "role": part.role or None}
            for part in told.parts
        ],
        "roles": [_role(role, told.places, pack) for role in told.roles],
        "words": [_words(one) for one in told.words],
        "rows": [{"sheet": row.sheet, "row": row.number, "key": row.key} for row in told.rows],
        "letters": [
            {"name": letter.name, "party": letter.party.id, "as": letter.use.value} for letter in told.letters
        ],
    }


def _article(told: ArticleExplanation) -> Data:
    article = told.article
    return {
        "key": article.key,
        "number": article.number,
        "label": f"第{chinese(article.number)}条",
        "title": article.title,
        "paragraphs": list(article.paragraphs),
        "bookmark": told.bookmark,
        "place": _place(told.at),
        "duties": [
            {"id": one.duty.id, "clause": one.duty.clause, "text": one.duty.text, **_outcome(one)}
            for one in told.assignments
        ],
        "words": [_words(one) for one in told.words],
        "options": [
            {
                "id": one.id,
                "decides": one.decides,
                "decision": one.decision or None,
                "place": _place(one.at) if one.at else None,
                "words": one.words,
            }
            for one in told.options
        ],
        "comment": list(told.comment),
    }


def _outcome(assignment: Assignment) -> Data:
    """What a duty came to; parties by id."""
    return {
        "status": assignment.status.value,
        "reason": assignment.reason,
        "local_part": assignment.local_part,
        "by": assignment.rule,
        **{use.value: [party.id for party in getattr(assignment, use.value)] for use in Use},
    }


def _party(party: Party) -> Data:
    return {"id": party.id, "name": party.name, "kind": party.kind.value}


def _place(at: Location) -> Data:
    return place_data(at)


def _decision(decided: DecisionAt | None) -> Data | None:
    if decided is None:
        return None
    keys = []
    for key, at in decided.keys:
        value = getattr(decided.decision, key)
        listed = list(value) if isinstance(value, tuple) else value
        keys.append({"key": key, "value": listed, "place": _place(at)})
    return {"place": _place(decided.at), "counts": decided.counts, "keys": keys}


def _role(role: AskedRole, places: PackPlaces, pack: Pack) -> Data:
    """A role that was looked up for the duty."""
    asked = role.asked
    return {
        "as": asked.use.value,
        "from": role.origin.value,
        "condition": _check(asked.check, places, pack),
        "found": _found(asked.found, places, pack) if asked.found else None,
        "role": asked.role,
        "name": role.name,
        "place": _place(places.role(asked.role)),
        "taken": [party.id for party in role.taken],
        "left_out": [{"party": party.id, "why": why.value} for party, why in role.left_out],
    }


def _found(found: Found, places: PackPlaces, pack: Pack) -> Data:
    """What a role came to, step by step."""
    steps = [_attempt(number, one, found, places, pack) for number, one in enumerate(found.attempts, 1)]
    untried = enumerate(found.untried, len(steps) + 1)
    return {
        "role": found.role,
        "parties": [party.id for party in found.parties],
        "fallback": found.fallback,
        "says": found.says,
        "raises": raised_rule(found.finding),
        "steps": [*steps, *(_step(number, step, found, places) for number, step in untried)],
    }


def _attempt(number: int, attempt: Attempt, found: Found, places: PackPlaces, pack: Pack) -> Data:
    search = _search(attempt.search, places, pack) if attempt.search else None
    step = _step(number, attempt.step, found, places)
    return {**step, "condition": _check(attempt.check, places, pack), "tried": True, "search": search}


def _step(number: int, step: Step, found: Found, places: PackPlaces) -> Data:
    """A step that wasn't tried."""
    at = _place(places.step(found.role, number))
    return {"step": number, "find": dict(step.find), "place": at, "condition": None, "tried": False, "search": None}


def _search(search: Search, places: PackPlaces, pack: Pack) -> Data:
    return {
        "find": dict(search.find),
        "parties": [party.id for party in search.parties],
        "parts": [_search(part, places, pack) for part in search.parts],
        "role": _found(search.role, places, pack) if search.role else None,
        "except": [_found(found, places, pack) for found in search.excepted],
    }


def _check(check: Check | None, places: PackPlaces, pack: Pack) -> Data | None:
    if check is None:
        return None
    return {
        "name": check.name,
        "holds": check.holds,
        "reason": "" if check.holds else pack.rules.conditions[check.name].reason,
        "place": _place(places.condition(check.name)),
        "search": _search(check.search, places, pack),
    }


def _words(words: Words) -> Data:
    """Words of the system that carry a duty."""
    return {
        "duty": words.duty,
        "article": words.article.key,
        "number": words.article.number,
        "title": words.article.title,
        "label": place_text(words.place),
        "paragraph": words.place.paragraph,
        "item": words.place.item,
        "words": words.words,
        "text": words.paragraph,
        "bookmark": words.bookmark,
        "article_place": _place(words.article_at),
        "words_place": _place(words.words_at),
    }
