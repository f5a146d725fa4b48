"""The parties of a responsibility map: who leads, who oversees whom, the levels below, and the grade of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cplist.compose.shares import party_values
from cplist.domain.assignment import Assignment, Party, PartyKind
from cplist.domain.institution import Institution
from cplist.domain.notice import Tier
from cplist.draft import Draft

TIERS = frozenset(tier.value for tier in Tier)
OWN = "own"
"""The level of whoever belongs to the institution itself."""


def levels(institution: Institution, parties: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The institution's own level, those below it, and the superior where there is one or one has a share."""
    named = {level.tier: level.name for level in institution.levels}
    own = {"id": OWN, "name": named.get(institution.tier) or institution.words[institution.tier.value]}
    below = [{"id": level.tier.value, "name": level.name} for level in institution.levels_below]
    above = [{"id": party["id"], "name": party["name"]} for party in parties if party["id"] == "superior"]
    return [own, *below, *above]


def structure(values: Mapping[str, Any], draft: Draft) -> list[dict[str, Any]]:
    """Every party of the institution in the checklist's order, then whoever else has a part in a duty.

    `values` is what templates see, as it was before it was made inert.
    """
    more = dict(_of_leaders(values)) | dict(_of_departments(values)) | dict(_of_levels(values))
    more |= dict(_of_bodies(draft.institution))
    graded = {party["id"]: party for party in values["parties"]}
    parties = []
    for party in _everybody(draft):
        grades = _grades(graded.get(party.id, {}), draft.institution)
        parties.append(
            {
                **party_values(party),
                "level": _level_of(party, draft.institution),
                **grades,
                **more.get(party.id, {}),
                **_own_duties(values, party),
            }
        )
    return parties


def _grades(values: Mapping[str, Any], own: Institution) -> dict[str, Any]:
    """What the notice calls a party's responsibility, and where; a final document doesn't say that it is silent."""
    grades = {key: values.get(key, "") for key in ("grade", "grade_clause", "grade_text")}
    return grades if grades["grade_clause"] or not own.document.is_final else {**grades, "grade": ""}


def _own_duties(values: Mapping[str, Any], party: Party) -> dict[str, list[str]]:
    """The duties that the institution itself gives to a party, where there are any."""
    texts = [duty["text"] for duty in values["own_duties"] if duty["party"]["id"] == party.id]
    return {"own_duties": texts} if texts else {}


def _level_of(party: Party, institution: Institution) -> str:
    if party.kind is PartyKind.LEVEL:
        return next(level.tier.value for level in institution.levels_below if party.id in level.ids)
    return party.id if party.kind is PartyKind.SUPERIOR else OWN


def _everybody(draft: Draft) -> list[Party]:
    own = draft.institution
    ids = ["institution", *(leader.id for leader in own.leaders), *own.bodies]
    ids += [department.id for department in own.departments]
    overseen = {id_ for one in own.overseeing for id_ in one.oversees}
    levels = [id_ for level in own.levels_below for id_ in level.ids]
    ids += [id_ for id_ in levels if id_ in TIERS or id_ in overseen] + ["superior"]
    found = {id_: party for id_ in ids if (party := draft.assigned.finders.party(id_))}
    for assignment in draft.assigned.assignments:
        for party in _named(assignment):
            found.setdefault(party.id, party)
    return list(found.values())


def _named(assignment: Assignment) -> Iterator[Party]:
    yield from assignment.responsible
    yield from assignment.supporting
    yield from assignment.overseen_by
    yield from assignment.supervised_by
    yield from assignment.deliberated_by
    yield from assignment.approved_by
    yield from assignment.borne_by


def _of_leaders(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for leader in values["leaders"]:
        person = leader["name"] if leader["name"] not in leader["label"] else ""
        more = [
            f"协助{leader['assists']}分管{leader['assists_with']}" if leader["assists"] else "",
            f"代行{leader['acts_for']}（空缺）" if leader["acts_for"] else "",
            f"由{leader['outside']}派出" if leader["outside"] else "",
        ]
        has = "；".join(filter(None, [leader["roles"], *more]))
        yield leader["id"], {"person": person, "has": has, "oversees": leader["overseen"]}


def _of_departments(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for department in values["departments"]:
        parts = [
            department["lines"],
            department["functions"],
            f"{department['parent']}的二级部" if department["parent"] else "",
            f"协管：{department['assistants']}" if department["assistants"] else "",
            "业务不面向消费者" if not department["consumers"] else "",
        ]
        has = "；".join(filter(None, parts))
        yield department["id"], {"has": has}


def _of_levels(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for level in values["levels"]:
        kinds = {"kinds": [_of_kind(kind) for kind in level["kinds"]]} if level["kinds"] else {}
        yield level["id"], {"count": level["count"], **kinds}


def _of_kind(kind: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": kind["name"], "count": kind["count"], "units": kind["units"]}


def _of_bodies(institution: Institution) -> Iterator[tuple[str, dict[str, Any]]]:
    for body in institution.bodies.values():
        oversees = {"oversees": list(body.oversees)} if body.oversees else {}
        yield body.id, {"chair": body.chair, "office": body.office, **oversees}
