"""What the responsibility map shows of one institution, as plain data: structure, clauses, duties, findings.

Words and numbers are those of the checklist and of coverage: both come from the same context and assignments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cplist.assignment.parties import Parties
from cplist.compose.text.references import place_text
from cplist.core.findings import Finding
from cplist.core.inert import as_written
from cplist.core.messages import LANGUAGES, hint, message
from cplist.documents.annotations import decided_by
from cplist.documents.map_parties import levels, structure
from cplist.domain.assignment import DECIDED, Assignment, Group
from cplist.domain.notice import Clause
from cplist.draft import Draft
from cplist.pack.pack import Pack

ADVICE = ("measure", "frequency", "evidence")
SEEN = (
    *("institution", "own", "word", "document", "notice", "pack"),
    *("parties", "leaders", "departments", "levels", "own_duties", "particulars"),
)
"""What the map takes of what templates see, and of each duty:"""
OF_DUTY = (
    *("id", "clause", "text", "kind", "trigger_id", "scope", "addressee", "note", "status", "reason", "rule"),
    *("carrier", "supporting", "local_part", *ADVICE, "parts", "within", "failing"),
)


def map_data(draft: Draft, pack: Pack, marks: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the map. `marks` are the build's fingerprints, `names` the documents' file names."""
    values = as_written({key: value for key, value in draft.context.items() if key in SEEN})
    own, parties = values["institution"], structure(values, draft)
    return {
        "schema": "cplist.map/1",
        "title": f"{own['name']}{pack.names['map']}",
        "institution": {**own, "tier_name": values["word"]["head"], "own": values["own"]},
        "document": {**values["document"], "system": names["system"], "checklist": names["checklist"]},
        "notice": values["notice"],
        "pack": values["pack"],
        "build": dict(marks),
        "summary": draft.assigned.summary,
        "levels": levels(draft.institution, parties),
        "parties": parties,
        "clauses": [_clause(clause) for clause in pack.notice.clauses],
        "articles": {article.key: _article(article.number, article.title) for article in draft.text.articles},
        "duties": [_duty(assignment, draft, pack) for assignment in draft.assigned.assignments],
        "findings": list(_findings(draft.findings)),
        **_particulars(values["particulars"]),
    }


def _particulars(lines: Iterable[Iterable[str]]) -> dict[str, Any]:
    """What the profile says of bodies, kinds of units and the like; nothing where it says nothing."""
    said = [{"title": title, "text": text} for title, text, _ in lines]
    return {"particulars": said} if said else {}


def _clause(clause: Clause) -> dict[str, Any]:
    paragraphs = clause.text.split("\n")
    return {"id": clause.id, "label": clause.label, "heading": clause.heading, "paragraphs": paragraphs}


def _article(number: int, title: str) -> dict[str, Any]:
    return {"number": number, "title": title}


def _duty(assignment: Assignment, draft: Draft, pack: Pack) -> dict[str, Any]:
    """One duty; its parties by id, as `coverage --json` has them, and who they are to the notice."""
    seen: Mapping[str, object] = draft.context["duty"][assignment.duty.id]
    duty = as_written({key: seen[key] for key in OF_DUTY})
    places = draft.text.places.get(assignment.duty.id, ())
    adopted, final = as_written(seen["adopted"]), draft.institution.document.is_final
    return {
        **{key: value for key, value in duty.items() if key not in (*ADVICE, "supporting")},
        "supported": duty["supporting"],
        "grade": assignment.duty.grade,
        "basis": decided_by(duty, pack.name),
        "decided": assignment.rule == DECIDED,
        "responsible": _ids(assignment.responsible),
        "supporting": _ids(assignment.supporting),
        "overseen_by": _ids(assignment.overseen_by),
        "supervised_by": _ids(assignment.supervised_by),
        "deliberated_by": _ids(assignment.deliberated_by),
        "approved_by": _ids(assignment.approved_by),
        "borne_by": _ids(assignment.borne_by),
        "roles": dict(_roles((*assignment.groups, *assignment.support), pack)),
        "places": [{"key": place.article, "text": place_text(place)} for place in places],
        "advice": _advice(duty, adopted, final=final) if assignment.applies else {},
    }


def _ids(parties: Parties) -> list[str]:
    return [party.id for party in parties]


def _roles(groups: Iterable[Group], pack: Pack) -> Iterator[tuple[str, str]]:
    """Party → the role of the pack that it has the duty by."""
    for group in groups:
        if group.role in pack.roles:
            yield from ((party.id, pack.roles[group.role].name) for party in group.parties)


def _advice(duty: Mapping[str, Any], adopted: Mapping[str, str], *, final: bool) -> dict[str, dict[str, Any]]:
    """Measure, frequency and evidence: what the institution has decided on (`own`); of a draft else the pack's
    suggestion."""
    texts = {key: adopted[key] or ("" if final else duty[key]) for key in ADVICE}
    return {key: {"text": text, "own": bool(adopted[key])} for key, text in texts.items() if text}


def _findings(findings: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    """Findings in both languages, without the file's name: where a profile lies changes no document."""
    for found in findings:
        yield {
            "rule": found.rule,
            "severity": found.severity.value,
            "path": found.path,
            "accepted": bool(found.accepted),
            "message": {language: message(found, language) for language in LANGUAGES},
            "hint": {language: hint(found, language) for language in LANGUAGES},
        }
