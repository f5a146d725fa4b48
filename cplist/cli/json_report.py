"""Results as plain data for --json; the keys are a contract (docs/contracts)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cplist.core.findings import Finding
from cplist.core.messages import finding_data
from cplist.domain.assignment import Assignment
from cplist.domain.notice import Clause, Duty
from cplist.draft import Draft
from cplist.pack.notice import fingerprint
from cplist.pack.pack import Pack
from cplist.pack.trust import TrustedPack
from cplist.profile.resolved import without_extends
from cplist.workspace.results import Result
from cplist.yamldoc.document import Document, path_text

if TYPE_CHECKING:
    from cplist.verifying.verified import Verified
    from cplist.workspace.conversion import Conversion


def findings_data(findings: Iterable[Finding], language: str, resolved: Document | None = None) -> dict[str, Any]:
    """What was found; of a `resolved` profile also its data, and the place of each value by path."""
    data = {"schema": "cplist.findings/1", "findings": [finding_data(found, language) for found in findings]}
    if resolved is None:
        return data
    places = {path_text(path): str(at) for path, at in resolved.places.items() if path}
    return {**data, "resolved": without_extends(resolved.data), "places": places}


def conversion_data(source: str, result: Conversion, language: str) -> dict[str, Any]:
    """What `convert` wrote, or the YAML itself where it goes to standard output."""
    return {
        "schema": "cplist.convert/1",
        "source": source,
        "file": str(result.file) if result.file else None,
        "profile": result.text,
        "findings": [finding_data(found, language) for found in result.findings],
    }


def verification_data(verified: Iterable[Verified], language: str) -> dict[str, Any]:
    """What became of the files of each build."""
    return {
        "schema": "cplist.verify/1",
        "builds": [
            {
                "folder": one.folder,
                "institution": one.institution,
                "build": one.build,
                "whole": one.whole,
                "files": [
                    {
                        "file": file.name,
                        "kind": file.kind,
                        "state": file.state.value,
                        "saved": asdict(file.saved),
                        "findings": [finding_data(found, language) for found in file.findings],
                    }
                    for file in one.files
                ],
            }
            for one in verified
        ],
    }


def starter_data(
    type_: str, tier: str, text: str, file: Path | None, findings: Iterable[Finding], language: str
) -> dict[str, Any]:
    """What `init` wrote, or the profile itself where it wrote none."""
    return {
        "schema": "cplist.init/1",
        "type": type_,
        "tier": tier,
        "file": str(file) if file else None,
        "profile": None if file else text,
        "findings": [finding_data(found, language) for found in findings],
    }


def clauses_data(pack: Pack) -> dict[str, Any]:
    """The whole catalogue of a pack's notice."""
    notice = pack.notice
    return {
        "schema": "cplist.clauses/1",
        "pack": {"name": pack.name, "version": pack.version, "fingerprint": pack.fingerprint},
        "notice": {
            "title": notice.title,
            "number": notice.number,
            "issuer": notice.issuer,
            "regulator_today": notice.regulator_today,
            "date": notice.date,
            "effective": notice.effective,
            "validity": notice.validity,
            "addressees": notice.printed["addressees"],
            "signature": notice.printed["signature"],
            "printed": dict(notice.printed),
        },
        "clauses": [_clause(clause) for clause in notice.clauses],
        "roles": [{"id": role.id, "name": role.name} for role in pack.roles.values()],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "label": clause.label,
        "heading": clause.heading,
        "text": clause.text,
        "duties": [_duty(duty) for duty in clause.duties],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.id,
        "text": duty.text,
        "fingerprint": fingerprint(duty.text),
        "kind": duty.kind.value,
        "grade": duty.grade or None,
        "trigger": duty.trigger.value if duty.trigger else None,
        "modal": duty.modal or None,
        "addressee": duty.addressee or None,
        "roles": [{"role": use.role, "as": use.share.value} for use in duty.roles],
        "tiers": [tier.value for tier in duty.tiers],
        "condition": duty.condition or None,
        "scope": duty.scope or None,
        "note": duty.note or None,
        "rule": duty.rule,
        "parts": list(duty.parts),
        "suggestions": {"measure": duty.measure, "evidence": duty.evidence, "frequency": duty.frequency},
    }


def coverage_data(draft: Draft, language: str) -> dict[str, Any]:
    """What became of each duty in one institution."""
    return {
        "schema": "cplist.coverage/1",
        "institution": draft.institution.name,
        "duties": [_covered(assignment, draft) for assignment in draft.assigned.assignments],
        "summary": draft.assigned.summary,
        "findings": [finding_data(found, language) for found in draft.findings],
    }


def no_coverage_data(findings: Iterable[Finding], language: str) -> dict[str, Any]:
    """The same for a profile whose errors stop the assignment."""
    return {
        "schema": "cplist.coverage/1",
        "institution": None,
        "duties": [],
        "summary": {},
        "findings": [finding_data(found, language) for found in findings],
    }


def _covered(assignment: Assignment, draft: Draft) -> dict[str, Any]:
    def ids(parties: Iterable[Any]) -> list[str]:
        return [party.id for party in parties]

    places = draft.text.places.get(assignment.duty.id, ())
    articles = {place.article: place.number for place in places}
    return {
        "id": assignment.duty.id,
        "clause": assignment.duty.clause,
        "text": assignment.duty.text,
        "status": assignment.status.value,
        "reason": assignment.reason,
        "rule": assignment.rule,
        "responsible": ids(assignment.responsible),
        "supporting": ids(assignment.supporting),
        "overseen_by": ids(assignment.overseen_by),
        "supervised_by": ids(assignment.supervised_by),
        "deliberated_by": ids(assignment.deliberated_by),
        "approved_by": ids(assignment.approved_by),
        "borne_by": ids(assignment.borne_by),
        "local_part": assignment.local_part,
        "articles": [{"key": key, "number": number} for key, number in articles.items()],
    }


def builds_data(results: Iterable[Result], counts: Mapping[str, int], language: str) -> dict[str, Any]:
    """What became of each profile, and how many came to what."""
    builds = [_built(result, language) for result in results]
    return {"schema": "cplist.build/1", "builds": builds, "counts": dict(counts)}


def _built(result: Result, language: str) -> dict[str, Any]:
    return {
        "profile": result.profile,
        "institution": result.institution or None,
        "outputs": [
            {"kind": output.kind, "path": str(output.path), "sha256": output.sha256} for output in result.outputs
        ],
        "summary": dict(made.summary) if (made := result.built or result.unchanged) else {},
        "findings": [finding_data(found, language) for found in result.findings],
        "unchanged": result.unchanged is not None,
    }


def trust_data(packs: Iterable[TrustedPack]) -> dict[str, Any]:
    """The packs that the user trusts."""
    return {"schema": "cplist.trust/1", "packs": [asdict(pack) for pack in packs]}
