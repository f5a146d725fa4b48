"""Duties + institution → assignments: for each duty who, by which rule, or why not.

Pure: the same notice, rules and institution give the same assignments. The profile's own decisions win over
the rules; nothing about any notice is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cplist.assignment.parties import Finders, Found, Parties, distinct, names, without
from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.domain.model import (
    Assignment,
    Decision,
    Duty,
    Group,
    Institution,
    Kind,
    Notice,
    Party,
    PartyKind,
    Share,
    Status,
)
from cplist.pack.rules import SEVERITIES, Rule, Rules

DECIDED = "profile"
STOPS = "，。；：、"


@dataclass(frozen=True)
class Assigned:
    """Every duty of a notice in one institution, in the notice's order, with what was found on the way: gaps and
    fallbacks, all at the top of the file (lint knows their places)."""

    assignments: tuple[Assignment, ...]
    findings: tuple[Finding, ...]
    finders: Finders

    @property
    def summary(self) -> dict[str, int]:
        """How many duties came to each status."""
        return {status.value: sum(a.status is status for a in self.assignments) for status in Status}


def assign(
    notice: Notice, rules: Rules, role_names: Mapping[str, str], institution: Institution, file: str
) -> Assigned:
    """Assign every duty of the notice. `file` is the profile's name, for findings."""
    finders = Finders(institution, rules)
    desk = _Desk(rules, role_names, institution, finders)
    assignments = tuple(desk.assign(duty) for duty in notice.duties)
    findings = _findings(desk.said, Location(file))
    labels = {clause.id: clause.label for clause in notice.clauses}
    findings += [_gap(a, labels, role_names, Location(file)) for a in assignments if a.status is Status.GAP]
    return Assigned(assignments, tuple(findings), finders)


@dataclass(frozen=True)
class _Said:
    """What a fallback raises: the rule, its text, who is found instead, and the role or condition concerned."""

    rule: str
    text: str
    parties: Parties
    concerns: str


def _findings(said: Mapping[_Said, list[str]], at: Location) -> list[Finding]:
    """What fallbacks raise, with the duties that it concerns; `concerns` tells lint the place."""
    return [
        finding(
            f"fallback-{one.rule}" if one.rule in SEVERITIES else one.rule,
            at,
            text=one.text,
            duties="、".join(duties),
            count=len(duties),
            concerns=one.concerns,
            parties=names(one.parties),
            ids=", ".join(party.id for party in one.parties),
            role="",
            source="",
        )
        for one, duties in said.items()
    ]


def _gap(assignment: Assignment, labels: Mapping[str, str], role_names: Mapping[str, str], at: Location) -> Finding:
    duty = assignment.duty
    roles = duty.roles_as(Share.RESPONSIBLE)
    called = "、".join(role_names.get(role, role) for role in roles)
    about = {"clause": labels[duty.clause], "text": duty.text.rstrip(STOPS), "concerns": (*roles, "")[0]}
    return finding("gap", at, duty=duty.id, roles=called, **about)


class _Desk:
    """Works through the duties; `said` collects what fallbacks say, with the duties that they concern."""

    def __init__(
        self, rules: Rules, role_names: Mapping[str, str], institution: Institution, finders: Finders
    ) -> None:
        self.rules, self.institution, self.finders = rules, institution, finders
        self.role_names = role_names
        self.said: dict[_Said, list[str]] = {}

    def assign(self, duty: Duty) -> Assignment:
        rule = self.rules.rules[duty.rule]
        bearers = self._union(duty.graded_roles) if self._own_tier(duty) else ()
        if duty.kind is Kind.STATEMENT:
            return Assignment(duty, Status.STATEMENT, rule.id, rule.why, borne_by=bearers)
        assignment = self._by_decision(duty, rule)
        return replace(assignment, borne_by=bearers) if assignment.applies else assignment

    def _by_decision(self, duty: Duty, rule: Rule) -> Assignment:
        decision = self.institution.decisions.get(duty.id)
        if decision and decision.not_applicable:
            return Assignment(duty, Status.NOT_APPLICABLE, DECIDED, decision.not_applicable, decision=decision)
        assignment = self._by_rule(duty, rule)
        return self._decided(assignment, decision) if decision else assignment

    def _by_rule(self, duty: Duty, rule: Rule) -> Assignment:
        if not self._own_tier(duty):
            return self._on_levels(duty, self.rules.other_tier, self._no_such_tier(duty))
        condition = self.rules.conditions.get(duty.condition)
        if condition is None or self.finders.holds(duty.condition):
            return self._here(duty, rule)
        if condition.otherwise == "levels":
            return self._on_levels(duty, condition.reason, condition.reason)
        return Assignment(duty, Status.NOT_APPLICABLE, duty.condition, condition.reason)

    def _own_tier(self, duty: Duty) -> bool:
        return not duty.tiers or any(tier in duty.tiers for tier in self.institution.tiers)

    def _no_such_tier(self, duty: Duty) -> str:
        words = {**self.institution.words, **self.rules.tier_names}
        tiers = "、".join(words.get(tier.value, tier.value) for tier in duty.tiers)
        return self.rules.no_such_tier.replace("{tiers}", tiers)

    def _on_levels(self, duty: Duty, because: str, else_reason: str) -> Assignment:
        """The duty is a lower level's: it lands on those levels that the institution has."""
        levels = [level.tier for level in self.institution.levels_below if level.tier in duty.tiers]
        parties = distinct(party for tier in levels if (party := self.finders.party(tier.value)))
        if not parties:
            return Assignment(duty, Status.NOT_APPLICABLE, "tiers", else_reason)
        rule = self.rules.levels
        why = rule.why.replace("{because}", because).replace("{parties}", names(parties))
        support = self._support(rule.supporting, parties)
        overseen_by = self._union(rule.overseen_by)
        return self._assignment(duty, replace(rule, why=why), (Group("levels", parties),), support, overseen_by)

    def _here(self, duty: Duty, rule: Rule) -> Assignment:
        groups, says = self._groups(duty)
        responsible = tuple(party for group in groups for party in group.parties)
        support = self._support((*duty.roles_as(Share.SUPPORTING), *rule.supporting), responsible)
        if not responsible:
            roles = "、".join(self.role_names.get(role, role) for role in duty.roles_as(Share.RESPONSIBLE))
            reason = f"{rule.why}；档案中没有可以承担的主体（{roles}）"
            return Assignment(duty, Status.GAP, rule.id, reason, support=support)
        added, added_says = self._additions(duty, rule, distinct((*responsible, *_parties(support))))
        oversight = rule.overseen_by if duty.overseen_by is None else duty.overseen_by
        why = "；".join(dict.fromkeys([rule.why, *says, *added_says]))
        overseers = self._union(oversight, responsible)
        return self._assignment(duty, replace(rule, why=why), groups, (*support, *added), overseers)

    def _groups(self, duty: Duty) -> tuple[tuple[Group, ...], list[str]]:
        """One group for each responsible role; a party stands in the first group that names it."""
        groups: list[Group] = []
        says = []
        for role in duty.roles_as(Share.RESPONSIBLE):
            found = self.finders.role(role)
            if fresh := without(found.parties, _parties(groups)):
                groups.append(Group(role, fresh))
            says += self._hear(found, duty, role)
        return tuple(groups), says

    def _support(self, roles: Iterable[str], responsible: Parties) -> tuple[Group, ...]:
        groups: list[Group] = []
        for role in roles:
            parties = self.finders.role(role, responsible).parties
            if fresh := without(parties, (*responsible, *_parties(groups))):
                groups.append(Group(role, fresh))
        return tuple(groups)

    def _additions(self, duty: Duty, rule: Rule, taken: Parties) -> tuple[tuple[Group, ...], list[str]]:
        groups = []
        says = []
        for addition in rule.adds:
            if self.finders.holds(addition.when):
                found = self.finders.role(addition.role)
                if fresh := without(found.parties, taken):
                    groups.append(Group(addition.role, fresh))
                said, raised = addition.says, addition.finding
                if not found.parties:
                    said, raised = addition.none_says, addition.none_finding
                said = said.replace("{parties}", names(found.parties))
                confirmed = self._confirmed(duty, found.parties, addition.not_by)
                heard = Found(found.parties, said, "" if confirmed else raised)
                says += self._hear(heard, duty, addition.when)
        return tuple(groups), says

    def _confirmed(self, duty: Duty, parties: Parties, not_by: Iterable[str]) -> bool:
        """Whether the profile itself names one of them as supporting the duty, or another in their place: a
        department (or the superior) that has none of the roles `not_by`."""
        decision = self.institution.decisions.get(duty.id)
        chosen = self._chosen(decision.support) if decision and decision.support else ()
        if {party.id for party in chosen} & {party.id for party in parties}:
            return True
        kinds = (PartyKind.DEPARTMENT, PartyKind.SUPERIOR)
        others = without(chosen, self._union(not_by)) if not_by else ()
        return any(party.kind in kinds for party in others)

    def _hear(self, found: Found, duty: Duty, concerns: str) -> list[str]:
        decision = self.institution.decisions.get(duty.id)
        if found.finding and not (decision and (decision.lead or decision.performed_by)):
            said = _Said(found.finding, found.says, found.parties, concerns)
            self.said.setdefault(said, []).append(duty.id)
        return [found.says] if found.says else []

    def _union(self, roles: Iterable[str], responsible: Parties = ()) -> Parties:
        return distinct(party for role in roles for party in self.finders.role(role, responsible).parties)

    def _assignment(
        self,
        duty: Duty,
        rule: Rule,
        groups: tuple[Group, ...],
        support: tuple[Group, ...],
        overseen_by: Parties,
    ) -> Assignment:
        """Nobody supports, oversees or supervises what they are responsible for themselves."""
        responsible = tuple(party for group in groups for party in group.parties)
        leaders = tuple(party for party in overseen_by if party.kind in (PartyKind.LEADER, PartyKind.BODY))
        status = Status.GROUND if duty.kind is Kind.GROUND else Status.ASSIGNED
        assignment = Assignment(
            duty=duty,
            status=status,
            rule=rule.id,
            reason=rule.why,
            groups=groups,
            support=support,
            overseen_by=without(leaders, responsible),
            supervised_by=without(self._union(rule.supervised_by), responsible),
            deliberated_by=without(self._union(rule.deliberated_by), responsible),
            approved_by=without(self._union(rule.approved_by), responsible),
        )
        superior = [party for party in responsible if party.kind is PartyKind.SUPERIOR]
        return self._centralised(assignment, superior) if superior else assignment

    def _centralised(self, assignment: Assignment, superior: list[Party]) -> Assignment:
        """A function that the superior centralises: alone it makes the duty the superior's, else it supports."""
        own = _without(assignment.groups, tuple(superior))
        if own:
            return replace(
                assignment, groups=own, support=(*assignment.support, Group("superior", tuple(superior)))
            )
        local = without(self._union_here(assignment.duty.roles_as(Share.RESPONSIBLE)), superior)
        support = _without(assignment.support, (*local, *superior))
        support = (Group("local", local), *support) if local else support
        reason = f"{assignment.reason}；该职能由{names(superior)}集中行使，本级配合"
        return replace(assignment, status=Status.SUPERIOR, support=support, reason=reason)

    def _union_here(self, roles: Iterable[str]) -> Parties:
        """Who would be responsible here if nothing were centralised: they take the local part."""
        return distinct(party for role in roles for party in self.finders.role_here(role))

    def _decided(self, assignment: Assignment, decision: Decision) -> Assignment:
        """The assignment as the profile decides it."""
        if decision.performed_by == "superior":
            return self._by_superior(assignment, decision)
        if not decision.lead and assignment.status in (Status.NOT_APPLICABLE, Status.GAP):
            return replace(assignment, decision=decision)
        changed = assignment
        if decision.lead and (lead := self.finders.party(decision.lead)):
            changed = self._led_by(assignment, lead)
        if decision.support is not None:
            support = without(self._chosen(decision.support), changed.responsible)
            changed = replace(changed, support=_chosen_group(support))
        if decision.overseen_by is not None:
            overseers = without(self._chosen(decision.overseen_by), changed.responsible)
            changed = replace(changed, overseen_by=overseers)
        if changed is not assignment and changed.status is not Status.GAP:
            why = decision.reason or "机构档案自行确定"
            changed = replace(changed, rule=DECIDED, reason=why)
        return replace(changed, decision=decision)

    def _chosen(self, ids: Iterable[str]) -> Parties:
        return distinct(party for id_ in ids if (party := self.finders.party(id_)))

    def _led_by(self, assignment: Assignment, lead: Party) -> Assignment:
        duty = assignment.duty
        oversight = self.rules.rules[duty.rule].overseen_by if duty.overseen_by is None else duty.overseen_by
        return replace(
            assignment,
            status=Status.GROUND if duty.kind is Kind.GROUND else Status.ASSIGNED,
            groups=(Group(DECIDED, (lead,)),),
            support=_without(assignment.support, (lead,)),
            overseen_by=() if lead.kind is PartyKind.LEADER else without(self._union(oversight, (lead,)), (lead,)),
            supervised_by=without(assignment.supervised_by, (lead,)),
            deliberated_by=without(assignment.deliberated_by, (lead,)),
            approved_by=without(assignment.approved_by, (lead,)),
        )

    def _by_superior(self, assignment: Assignment, decision: Decision) -> Assignment:
        """上级实施、本级配合: whoever would have been responsible here takes the local part."""
        superior = self.finders.party("superior") or Party("superior", "上级机构", PartyKind.SUPERIOR)
        local = distinct((*assignment.responsible, *assignment.supporting))
        if decision.support is not None:
            local = self._chosen(decision.support)
        return replace(
            assignment,
            status=Status.SUPERIOR,
            rule=DECIDED,
            reason=decision.reason or "由上级机构统一实施，本级配合",
            groups=(Group(DECIDED, (superior,)),),
            support=_chosen_group(without(local, (superior,))),
            overseen_by=without(assignment.overseen_by, (superior,)),
            supervised_by=without(assignment.supervised_by, (superior,)),
            decision=decision,
        )


def _parties(groups: Iterable[Group]) -> Parties:
    return tuple(party for group in groups for party in group.parties)


def _without(groups: Iterable[Group], others: Parties) -> tuple[Group, ...]:
    left = (Group(group.role, without(group.parties, others)) for group in groups)
    return tuple(group for group in left if group.parties)


def _chosen_group(parties: Parties) -> tuple[Group, ...]:
    return (Group(DECIDED, parties),) if parties else ()
