"""Duties + institution → assignments: for each duty who, by which rule, or why not.

Pure: the same notice, rules and institution give the same assignments. The profile's own decisions win over
the rules; nothing about any notice is written here. Read `Assigner` for one duty, `PartyFinder` for one role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cplist.assignment.assigner import Assigner, Raised, Setting
from cplist.assignment.parties import names
from cplist.assignment.party_finder import PartyFinder
from cplist.assignment.trace import Trace
from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.domain.assignment import Assignment, Status
from cplist.domain.institution import Institution
from cplist.domain.notice import Notice, Share
from cplist.pack.rules import Rules, raised_rule

STOPS = "，。；：、"


@dataclass(frozen=True)
class Assigned:
    """Every duty of a notice in one institution, in the notice's order, with how each came about (`traces`, by id)
    and what was found on the way: gaps and fallbacks, all at the top of the file (lint knows their places)."""

    assignments: tuple[Assignment, ...]
    findings: tuple[Finding, ...]
    finders: PartyFinder
    traces: Mapping[str, Trace]

    @property
    def summary(self) -> dict[str, int]:
        """How many duties came to each status."""
        return {status.value: sum(a.status is status for a in self.assignments) for status in Status}


def assign(
    notice: Notice, rules: Rules, role_names: Mapping[str, str], institution: Institution, file: str
) -> Assigned:
    """Assign every duty of the notice. `role_names` are the roles' names by id, `file` is the profile's name, for
    findings."""
    setting = Setting(rules, role_names, institution, PartyFinder(institution, rules))
    assigners = [Assigner(setting, duty) for duty in notice.duties]
    assignments = tuple(assigner.assign() for assigner in assigners)
    findings = _raised(assigners, Location(file))
    labels = {clause.id: clause.label for clause in notice.clauses}
    findings += [_gap(a, labels, setting, Location(file)) for a in assignments if a.status is Status.GAP]
    traces = {assigner.duty.id: assigner.trace for assigner in assigners}
    return Assigned(assignments, tuple(findings), setting.finder, traces)


def _raised(assigners: Iterable[Assigner], at: Location) -> list[Finding]:
    """What fallbacks raise, each once with the duties that it concerns; `concerns` tells lint the place."""
    duties: dict[Raised, list[str]] = {}
    for assigner in assigners:
        for raised in assigner.raised:
            duties.setdefault(raised, []).append(assigner.duty.id)
    return [
        finding(
            raised_rule(one.rule),
            at,
            text=one.text,
            duties="、".join(ids),
            count=len(ids),
            concerns=one.concerns,
            parties=names(one.parties),
            ids=", ".join(party.id for party in one.parties),
            role="",
            source="",
        )
        for one, ids in duties.items()
    ]


def _gap(assignment: Assignment, labels: Mapping[str, str], setting: Setting, at: Location) -> Finding:
    duty = assignment.duty
    roles = duty.roles_as(Share.RESPONSIBLE)
    about = {"clause": labels[duty.clause], "text": duty.text.rstrip(STOPS), "concerns": (*roles, "")[0]}
    about["exempt"] = names(assignment.exempt)
    return finding("gap", at, duty=duty.id, roles=setting.called(roles), **about)
