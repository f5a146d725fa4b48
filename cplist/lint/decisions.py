"""Rules about a profile's own decisions (`assignments`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cplist.assignment.assign import STOPS, Assigned, assign
from cplist.assignment.parties import names
from cplist.assignment.scope import of_its_tiers, over_others
from cplist.core.findings import Finding
from cplist.domain.assignment import Assignment, PartyKind, Status
from cplist.domain.institution import Decision
from cplist.domain.notice import Duty, Kind, Share
from cplist.lint.case import Case
from cplist.pack.lint_settings import TIERS
from cplist.yamldoc.document import Path

SUPERIOR = "superior"
ALWAYS_APPLY = {Kind.PROHIBITION: "prohibition-not-applicable", Kind.GROUND: "ground-not-applicable"}


def decisions(case: Case) -> Iterator[Finding]:
    """Each decision can be carried out, and decides something."""
    if not case.institution.decisions:
        return
    made = {a.duty.id: a for a in case.assigned.assignments}
    undecided = _undecided(case)
    by_rule = {a.duty.id: a for a in undecided.assignments}
    raised = {duty for found in undecided.findings for duty in found.arguments.get("duties", "").split("、")}
    for number, id_ in enumerate(entry["duty"] for entry in case.document.data["assignments"]):
        decision = case.institution.decisions[id_]
        path = ("assignments", number)
        found = list(_decision(case, path, decision, made[id_], by_rule[id_]))
        confirms = id_ in raised  # a fallback that would be a finding otherwise
        if not found and not confirms and _changes_nothing(decision, made[id_], by_rule[id_]):
            found.append(_nothing(case, path, decision, by_rule[id_]))
        yield from found


def _undecided(case: Case) -> Assigned:
    """What the pack's rules alone would make of every duty."""
    pack = case.pack
    institution = replace(case.institution, decisions={})
    return assign(pack.notice, pack.rules, pack.role_names, institution, case.profile.name)


def _decision(
    case: Case, path: Path, decision: Decision, made: Assignment, by_rule: Assignment
) -> Iterator[Finding]:
    duty = made.duty
    if duty.kind is Kind.STATEMENT:
        yield case.finding("decision-on-statement", (*path, "duty"), **_about(case, duty))
    elif decision.not_applicable:
        yield from _not_applicable(case, path, decision, by_rule)
    elif decision.lead == SUPERIOR:
        yield case.finding("superior-as-lead", (*path, "lead"), duty=duty.id, lead=_called(case, decision.lead))
    elif decision.lead and decision.performed_by:
        at = (*path, "performed_by")
        both = {"lead": _called(case, decision.lead), "other": _called(case, SUPERIOR)}
        yield case.finding("two-leads", at, duty=duty.id, **both)
    else:
        yield from _lead(case, path, decision, duty)
        yield from _superior(case, path, decision)


def _not_applicable(case: Case, path: Path, decision: Decision, by_rule: Assignment) -> Iterator[Finding]:
    """The first of what may be wrong with a duty that doesn't apply."""
    duty, at, reason = by_rule.duty, (*path, "not_applicable"), decision.not_applicable
    if decision.lead or decision.performed_by or decision.support:
        yield case.finding("not-applicable-and-assigned", at, duty=duty.id)
    elif by_rule.status is Status.NOT_APPLICABLE:
        return
    elif duty.kind in ALWAYS_APPLY:
        yield case.finding(ALWAYS_APPLY[duty.kind], at, **_about(case, duty))
    else:
        yield from _reason(case, at, duty, reason)


def _reason(case: Case, at: Path, duty: Duty, reason: str) -> Iterator[Finding]:
    instead = case.checks.superior_instead
    if instead and instead.in_text(reason):
        yield case.finding("superior-as-reason", at, duty=duty.id, reason=reason)
        return
    given = [known for known in case.checks.reasons if known.words.in_text(reason)]
    untrue = [known for known in given if known.unless and _untrue(case, known.unless, duty)]
    if case.checks.reasons and not given:
        known = "、".join(known.name for known in case.checks.reasons)
        yield case.finding("reason-is-none", at, duty=duty.id, reason=reason, known=known)
    elif given and len(untrue) == len(given):
        claimed = "、".join(known.name for known in untrue)
        yield case.finding("reason-untrue", at, duty=duty.id, reason=reason, claimed=claimed)


def _untrue(case: Case, unless: str, duty: Duty) -> bool:
    if unless == TIERS:
        own = case.institution
        return bool({*own.tiers, *(level.tier for level in own.levels_below)} & {*duty.tiers})
    return case.finders.holds(unless) and not _only_at_the_lowest(case, unless, duty)


def _only_at_the_lowest(case: Case, condition: str, duty: Duty) -> bool:
    """Whether that condition is having units below, and the duty falls on levels that have none."""
    own = case.institution
    if case.pack.rules.conditions[condition].find != {"levels": "below"} or {*own.tiers} & {*duty.tiers}:
        return False
    return not any(over_others(level, own) for level in of_its_tiers(duty, own))


def _about(case: Case, duty: Duty) -> dict[str, str]:
    return {"duty": duty.id, "clause": case.clause(duty), "text": duty.text.rstrip(STOPS)}


def _lead(case: Case, path: Path, decision: Decision, duty: Duty) -> Iterator[Finding]:
    """What is a leader's own stays that leader's, as long as there is one."""
    lead = case.finders.party(decision.lead or decision.performed_by)
    if not lead or not case.pack.rules.rules[duty.rule].personal or duty.kind is Kind.GROUND:
        return
    roles = duty.roles_as(Share.RESPONSIBLE)
    holders = {party.id for role in roles for party in case.finders.role(role).parties}
    if lead.id in holders or (not holders and not decision.lead):
        return
    another = lead.kind in (PartyKind.LEADER, PartyKind.SUPERIOR)
    code = "leader-duty-to-another" if another else "leader-duty-to-department"
    called = "、".join(case.role_name(role) for role in roles)
    key = "lead" if decision.lead else "performed_by"
    yield case.finding(code, (*path, key), lead=lead.name, role=called, key=key, **_about(case, duty))


def _superior(case: Case, path: Path, decision: Decision) -> Iterator[Finding]:
    if decision.performed_by and not case.institution.superior:
        yield case.finding("superior-missing", (*path, "performed_by"), duty=decision.duty)


def _nothing(case: Case, path: Path, decision: Decision, by_rule: Assignment) -> Finding:
    """The finding that a decision changes nothing; `because` is why the duty doesn't apply, where it doesn't."""
    outside = by_rule.status is Status.NOT_APPLICABLE
    because, same = (by_rule.reason, "") if outside else ("", by_rule.duty.id)
    return case.finding("decision-changes-nothing", path, duty=decision.duty, because=because, same=same)


def _changes_nothing(decision: Decision, made: Assignment, by_rule: Assignment) -> bool:
    """Whether everything is as the rules have it, and nothing of the institution's own is added."""
    if decision.measure or decision.frequency or decision.evidence:
        return by_rule.status is Status.NOT_APPLICABLE
    if decision.local_part and made.status is Status.SUPERIOR:
        return False
    return _outcome(made) == _outcome(by_rule)


def _outcome(assignment: Assignment) -> tuple[object, ...]:
    return (
        assignment.status,
        tuple(party.id for party in assignment.responsible),
        frozenset(party.id for party in assignment.supporting),
        frozenset(party.id for party in assignment.overseen_by),
    )


def _called(case: Case, id_: str) -> str:
    party = case.finders.party(id_)
    return names((party,)) if party else "上级机构"
