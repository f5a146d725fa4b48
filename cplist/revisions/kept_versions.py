"""The versions of a system that build.json keeps: their articles, and the facts from which reasons for a change are
told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import leader_label, names
from cplist.core.document import Article
from cplist.domain.assignment import DECIDED, Assignment
from cplist.domain.institution import Institution
from cplist.domain.numerals import chinese_date
from cplist.pack.pack import Pack


def kept_articles(articles: Iterable[Article]) -> list[dict[str, Any]]:
    """The articles as build.json keeps them."""
    return [
        {
            "key": article.key,
            "number": article.number,
            "title": article.title,
            "paragraphs": list(article.paragraphs),
            "duties": list(article.duties),
        }
        for article in articles
    ]


def facts_of(institution: Institution, assigned: Assigned, pack: Pack, marks: Mapping[str, str]) -> dict[str, Any]:
    """The facts from which the next build tells why an article changed. `marks` are the build's id and
    fingerprints."""
    paper = institution.document
    parties = {
        **{leader.id: leader.post for leader in institution.leaders},
        **{body.id: body.name for body in institution.bodies.values()},
        **{department.id: department.name for department in institution.departments},
        **{level.tier.value: level.name for level in institution.levels_below},
    }
    interpreter = assigned.finders.party(paper.interpreter)
    return {
        "build": marks["id"],
        "profile": marks["profile"],
        "pack": {"name": pack.name, "version": pack.version, "fingerprint": pack.fingerprint},
        "document": {
            "status": paper.status,
            "number": paper.number,
            "date": chinese_date(paper.date),
            "effective": chinese_date(paper.effective),
            "supersedes": paper.supersedes,
            "interpreter": interpreter.name if interpreter else "",
        },
        "parties": parties,
        "overseers": {one.id: _overseers(institution, one.id) for one in institution.departments},
        "duties": {a.duty.id: _duty_facts(a) for a in assigned.assignments},
    }


def _overseers(institution: Institution, department: str) -> str:
    """Who oversees that department, as the articles call them."""
    leaders = [leader for leader in institution.leaders if department in leader.oversees]
    return "、".join(leader_label(leader, institution) for leader in leaders)


def _duty_facts(assignment: Assignment) -> dict[str, str]:
    return {
        "status": assignment.status.value,
        "who": names(assignment.responsible),
        "supporting": names(assignment.supporting),
        "why": assignment.reason if assignment.rule == DECIDED or not assignment.applies else "",
    }


def version_before(previous: Mapping[str, Any], articles: Any) -> dict[str, Any] | None:
    """The version in a build.json (`previous`) that a system with those articles is compared with: the last final
    one, else the last one that differs; None if there is none."""
    last = {key: previous[key] for key in ("articles", "facts") if key in previous}
    older = previous.get("before")
    older = older if isinstance(older, dict) else None
    if "articles" not in last or last["articles"] == articles:
        return older
    return older if older and _is_final(older) and not _is_final(last) else last


def facts_of_build(previous: Mapping[str, Any], build: str) -> Mapping[str, Any]:
    """What build.json keeps of the build of that id; {} where it keeps nothing of it."""
    versions = [previous, previous.get("before")]
    facts = [version.get("facts") for version in versions if isinstance(version, dict)]
    return next((one for one in facts if isinstance(one, dict) and build and one.get("build") == build), {})


def _is_final(version: Mapping[str, Any]) -> bool:
    facts = version.get("facts")
    document = facts.get("document") if isinstance(facts, dict) else None
    return isinstance(document, dict) and document.get("status") == "final"
