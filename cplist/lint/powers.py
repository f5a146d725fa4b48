"""Rules about who can bear a duty: who may not, who has the power, what is the superior's, who is bound."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.assignment.parties import in_a_row
from cplist.core.findings import Finding
from cplist.domain.assignment import Assignment, Party, PartyKind, Status
from cplist.domain.notice import Duty
from cplist.lint.case import Case
from cplist.yamldoc.document import Path


def bearers_who_may_not(case: Case) -> Iterator[Finding]:
    """Nobody bears what the pack says that holders of a role are not to bear: one finding for each party."""
    found: dict[Party, tuple[list[str], list[str]]] = {}
    for assignment in case.assigned.assignments:
        for role in assignment.duty.may_not if assignment.status in (Status.ASSIGNED, Status.GROUND) else ():
            holders = {party.id for party in case.holders(role)}
            for party in assignment.responsible_here:
                if party.id in holders and party.kind is PartyKind.DEPARTMENT:
                    ids, roles = found.setdefault(party, ([], []))
                    ids.append(assignment.duty.id)
                    roles.append(case.role_name(role))
    for party, (ids, roles) in found.items():
        duties, named = [*dict.fromkeys(ids)], "、".join(dict.fromkeys(roles))
        about = {"party": party.name, "role": named, "duties": "、".join(duties), "count": len(duties)}
        yield case.finding("bearer-may-not", case.path(party), **about)


def decided_without_power(case: Case) -> Iterator[Finding]:
    """Whom the profile puts at the head of an act has the power for it, and takes nothing from the superior."""
    for number, entry in enumerate(case.document.data.get("assignments") or ()):
        duty = _duty(case, entry["duty"])
        lead = case.finders.party(entry.get("lead") or "")
        path: Path = ("assignments", number, "lead")
        if duty is None or lead is None or lead.kind is PartyKind.SUPERIOR:
            continue
        about = {"duty": duty.id, "lead": lead.name, "clause": case.clause(duty)}
        if duty.power and lead not in case.finders.find(case.pack.rules.conditions[duty.power].find):
            yield case.finding("power-lacking", path, reason=case.pack.rules.conditions[duty.power].reason, **about)
        elif case.institution.tier in duty.superior_at and case.institution.superior:
            superior, tier = case.institution.superior.called, case.tier_name(case.institution.tier)
            yield case.finding("act-of-the-superior", path, superior=superior, tier=tier, **about)


def units_left_out(case: Case) -> Iterator[Finding]:
    """What the superior performs for the institution is not taken from the units below that are bound too."""
    made = {assignment.duty.id: assignment for assignment in case.assigned.assignments}
    for number, entry in enumerate(case.document.data.get("assignments") or ()):
        assignment = made.get(entry["duty"])
        if entry.get("performed_by") and assignment and _binds_below(case, assignment):
            units = "、".join(level.name for level in case.institution.levels_below)
            about = {"duty": assignment.duty.id, "clause": case.clause(assignment.duty), "units": units}
            yield case.finding("units-left-out", ("assignments", number, "performed_by"), **about)


def unsupervised(case: Case) -> Iterator[Finding]:
    """Whatever the pack has supervised is supervised by somebody who doesn't bear it: one finding for all."""
    rules = case.pack.rules.rules
    left = [
        assignment
        for assignment in case.assigned.assignments
        if assignment.status is Status.ASSIGNED
        and not assignment.supervised_by
        and assignment.rule in rules
        and rules[assignment.rule].supervised_by
    ]
    if left:
        ids = [assignment.duty.id for assignment in left]
        parties = in_a_row(dict.fromkeys(party.name for a in left for party in a.responsible_here))
        yield case.missing(
            "nobody-supervises", ("leaders",), duties="、".join(ids), count=len(ids), parties=parties
        )


def _binds_below(case: Case, assignment: Assignment) -> bool:
    below = {level.tier for level in case.institution.levels_below}
    return bool(assignment.duty.binds and below & {*assignment.duty.tiers}) and not assignment.bound


def _duty(case: Case, id_: str) -> Duty | None:
    return next((duty for duty in case.pack.notice.duties if duty.id == id_), None)
