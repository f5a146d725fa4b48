"""The catalogue of a pack's notice: notice.yaml → clauses and duties."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from cplist.domain.notice import Clause, Duty, Kind, Notice, RoleUse, Share, Tier, Trigger


def read_notice(data: Mapping[str, Any]) -> Notice:
    """The notice of a catalogue's data, which fit their schema (notice_schema.py)."""
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
        presupposes=data.get("presupposes") or "",
        note=data.get("note") or "",
        measure=data.get("measure") or "",
        evidence=data.get("evidence") or "",
        frequency=data.get("frequency") or "",
        parts=tuple(data.get("parts") or ()),
        bearers=tuple(data.get("bearers") or ()),
        replaces=tuple(data.get("replaces") or ()),
        failing=tuple(data.get("failing") or ()),
        topic=data.get("topic") or clause.get("topic") or "",
        binds=data.get("binds") or "",
        power=data.get("power") or "",
        superior_at=tuple(Tier(tier) for tier in data.get("superior_at") or ()),
        local_part=data.get("local_part") or "",
        may_not=tuple(data.get("may_not") or ()),
    )


def fingerprint(text: str) -> str:
    """Twelve hexadecimal digits of a text's SHA-256: when they change, what was linked to it is suspect."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
