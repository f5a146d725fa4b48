"""The catalogue of a pack's notice: notice.yaml → clauses and duties, and what a catalogue must keep to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.domain.model import Clause, Duty, Kind, Notice, RoleUse, Share, Tier, Trigger


def read_notice(data: Mapping[str, Any]) -> Notice:
    """The notice of a catalogue's plain data (see docs/packs.md). Raises KeyError or ValueError with the key or
    value that is not a catalogue's."""
    return Notice(
        title=data["title"],
        number=data["number"],
        issuer=data["issuer"],
        date=data["date"],
        effective=data["effective"],
        validity=data.get("validity") or "",
        regulator_today=data.get("regulator_today") or data["issuer"],
        printed=dict(data["printed"]),
        clauses=tuple(_clause(clause) for clause in data["clauses"]),
    )


def _clause(data: Mapping[str, Any]) -> Clause:
    duties = tuple(_duty(duty, data) for duty in data.get("duties") or ())
    text = (data.get("text") or "").rstrip("\n")
    return Clause(data["id"], data["label"], data.get("heading") or "", text, duties)


def _duty(data: Mapping[str, Any], clause: Mapping[str, Any]) -> Duty:
    overseen_by = data.get("overseen_by")
    return Duty(
        id=data["id"],
        clause=clause["id"],
        text=data["text"],
        kind=Kind(data["kind"]),
        rule=data["rule"],
        addressee=data.get("addressee") or "",
        grade=data.get("grade") or "",
        trigger=Trigger(data["trigger"]) if data.get("trigger") else None,
        modal=data.get("modal") or "",
        roles=tuple(RoleUse(role, share) for share in Share for role in data.get(share.value) or ()),
        overseen_by=None if overseen_by is None else tuple(overseen_by),
        tiers=tuple(Tier(tier) for tier in data.get("tiers") or ()),
        condition=data.get("condition") or "",
        scope=data.get("scope") or "",
        note=data.get("note") or "",
        measure=data.get("measure") or "",
        evidence=data.get("evidence") or "",
        frequency=data.get("frequency") or "",
        parts=tuple(data.get("parts") or ()),
        bearers=tuple(data.get("bearers") or ()),
        replaces=tuple(data.get("replaces") or ()),
        failing=tuple(data.get("failing") or ()),
        topic=data.get("topic") or clause.get("topic") or "",
    )


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits of a text's SHA-256: when they change, what was linked to it is suspect."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def full_text(notice: Notice) -> str:
    """The notice as the catalogue gives it, one line for each of its paragraphs."""
    head = [notice.printed[key] for key in ("title", "number", "addressees")]
    body = [line for clause in notice.clauses for line in (clause.heading, clause.text) if line]
    return "\n".join([*head, *body, notice.printed["signature"], notice.printed["date"]])


def check_catalogue(notice: Notice, source: str, file: str) -> list[Finding]:
    """What breaks the contract of a catalogue: text that isn't the source's, duties that don't tile, ids twice."""
    at = Location(file)
    findings = []
    if _bare(full_text(notice)) != _bare(source):
        findings.append(finding("catalogue-text", at, where=_first_difference(full_text(notice), source)))
    findings += [
        finding("catalogue-tiling", at, f"clauses.{clause.id}", clause=clause.id)
        for clause in notice.clauses
        if _bare("".join(duty.text for duty in clause.duties)) != _bare(clause.text)
    ]
    ids = [duty.id for duty in notice.duties] + [clause.id for clause in notice.clauses]
    findings += [
        finding("catalogue-id", at, id=id_)
        for id_ in sorted({i for i in ids if ids.count(i) > 1 or not re.fullmatch(r"\w+(?:[.-]\w+)*", i, re.ASCII)})
    ]
    findings += [
        finding("catalogue-responsible", at, f"duties.{duty.id}", duty=duty.id)
        for duty in notice.duties
        if duty.kind in (Kind.OBLIGATION, Kind.PROHIBITION) and not duty.roles_as(Share.RESPONSIBLE)
    ]
    return findings


def _bare(text: str) -> str:
    return "".join(text.split())


def _first_difference(ours: str, theirs: str) -> str:
    mine, other = _bare(ours), _bare(theirs)
    pairs: Sequence[tuple[str, str]] = list(zip(mine, other, strict=False))
    index = next((i for i, (a, b) in enumerate(pairs) if a != b), len(pairs))
    return f"{mine[max(0, index - 8) : index + 8]} / {other[max(0, index - 8) : index + 8]}"
