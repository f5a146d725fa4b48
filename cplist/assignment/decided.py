"""What the profile decides about a duty (`assignments`), over what the pack's rules came to; and what is the
superior's by these rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from cplist.assignment.parties import Parties, distinct, without, without_parties
from cplist.assignment.party_finder import PartyFinder
from cplist.domain.assignment import DECIDED, LOCAL, Assignment, Group, Party, PartyKind, Status
from cplist.domain.institution import Decision
from cplist.domain.notice import Kind

SUPERIOR = "上级机构"
Overseers = Callable[[Parties], Parties]
"""The parties that are responsible → those who oversee them by the rules."""


def decided(assignment: Assignment, decision: Decision, finder: PartyFinder, overseers: Overseers) -> Assignment:
    """The assignment as the profile decides it; one that the profile leaves as it is keeps its rule and reason."""
    if decision.performed_by == "superior":
        return _performed_by_superior(assignment, decision, finder)
    if not decision.lead and assignment.status in (Status.NOT_APPLICABLE, Status.GAP):
        return replace(assignment, decision=decision)
    changed = assignment
    if decision.lead and (lead := finder.party(decision.lead)):
        changed = _led_by(assignment, lead, overseers)
    if decision.support is not None:
        support = without(chosen(finder, decision.support), changed.responsible)
        changed = replace(changed, support=_one_group(support))
    if decision.overseen_by is not None:
        chosen_overseers = without(chosen(finder, decision.overseen_by), changed.responsible)
        supervisors = without(changed.supervised_by, chosen_overseers)
        changed = replace(changed, overseen_by=chosen_overseers, supervised_by=supervisors)
    if changed is not assignment and changed.status is not Status.GAP:
        changed = replace(changed, rule=DECIDED, reason=decision.reason or "本机构自行确定")
    return replace(changed, decision=decision)


def chosen(finder: PartyFinder, ids: Iterable[str]) -> Parties:
    """The parties that a decision names."""
    return distinct(party for id_ in ids if (party := finder.party(id_)))


def status_of(kind: Kind) -> Status:
    """The status of a duty of that kind that somebody is responsible for."""
    return Status.GROUND if kind is Kind.GROUND else Status.ASSIGNED


def _led_by(assignment: Assignment, lead: Party, overseers: Overseers) -> Assignment:
    alone = (lead,)
    bound = without(assignment.bound, alone)
    overseen_by = () if lead.kind is PartyKind.LEADER else without(overseers(alone), alone)
    return replace(
        assignment,
        status=status_of(assignment.duty.kind),
        groups=(Group(DECIDED, alone),),
        support=without_parties(assignment.support, alone),
        bound=bound,
        bound_overseen_by=assignment.bound_overseen_by if bound else (),
        powerless=False,
        overseen_by=overseen_by,
        supervised_by=without(assignment.supervised_by, (*alone, *overseen_by)),
        deliberated_by=without(assignment.deliberated_by, alone),
        approved_by=without(assignment.approved_by, alone),
    )


def _performed_by_superior(assignment: Assignment, decision: Decision, finder: PartyFinder) -> Assignment:
    """上级实施、本级配合: whoever would have been responsible here takes the local part."""
    superior = finder.party("superior") or Party("superior", SUPERIOR, PartyKind.SUPERIOR)
    local = assignment.responsible_here or assignment.local
    supporting = without(assignment.supporting, local)
    if decision.support is not None:
        local, supporting = chosen(finder, decision.support), ()
    return replace(
        assignment,
        status=Status.SUPERIOR,
        rule=DECIDED,
        reason=decision.reason or f"由{superior.sort or SUPERIOR}统一实施，本级配合",
        groups=(Group(DECIDED, (superior,)),),
        support=(*_one_group(without(local, (superior,)), LOCAL), *_one_group(without(supporting, (superior,)))),
        overseen_by=without(assignment.overseen_by, (superior,)),
        supervised_by=without(assignment.supervised_by, (superior,)),
        decision=decision,
        bound=(),
        bound_overseen_by=(),
        powerless=False,
    )


def left_to(superior: Party, here: Assignment, reason: str) -> Assignment:
    """The assignment with the superior performing the duty; who would be responsible here takes the local part."""
    if here.status is Status.SUPERIOR:
        return here
    support = without_parties(here.support, (*here.responsible_here, superior))
    return replace(
        here,
        status=Status.SUPERIOR,
        reason=reason,
        groups=(Group("superior", (superior,)),),
        support=(*(Group(LOCAL, group.parties) for group in here.groups), *support),
        supervised_by=without(here.supervised_by, (superior, *here.responsible_here)),
        bound=(),
        bound_overseen_by=(),
    )


def _one_group(parties: Parties, role: str = DECIDED) -> tuple[Group, ...]:
    return (Group(role, parties),) if parties else ()
