"""By which role each party has its part in a duty, and why others that were found have none."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.assignment.assigner import OVERSEERS
from cplist.assignment.parties import Parties
from cplist.assignment.trace import Asked, Trace, Use
from cplist.domain.assignment import DECIDED, Assignment, Group, Party, PartyKind, Status
from cplist.domain.notice import Share
from cplist.explaining.explanation import AskedRole, By, From, LeftOut, Part
from cplist.pack.pack import Pack

BY_GROUP = {"levels": By.LEVEL, "superior": By.SUPERIOR, "local": By.LOCAL}
"""Groups of an assignment that no role has come to."""


class Roles:
    """The roles that were looked up for one duty, held beside what it came to."""

    def __init__(self, assignment: Assignment, trace: Trace, pack: Pack) -> None:
        self.assignment, self.trace, self.pack = assignment, trace, pack
        self.decided = _decided(assignment, trace)
        self._open = {use: {party.id for party in _parties(assignment, use)} for use in Use}

    def asked(self) -> list[AskedRole]:
        """In the order in which they were looked up; those for units below only where such are bound."""
        bound = bool(self.assignment.bound)
        return [self._asked(one) for one in self.trace.asked if bound or one.use is not Use.BOUND_OVERSEEN_BY]

    def parts(self, roles: list[AskedRole]) -> Iterator[Part]:
        """Every party's part in the duty. `roles` are those of `asked`."""
        for use, groups in ((Use.RESPONSIBLE, self.assignment.groups), (Use.SUPPORTING, self.assignment.support)):
            for group in groups:
                by = self._by(use, group)
                yield from (Part(use, party, by, group.role if by is By.ROLE else "") for party in group.parties)
            if use is Use.RESPONSIBLE:
                yield from (Part(use, party, By.LEVEL) for party in self.assignment.bound)
        for use in list(Use)[2:]:
            for party in _parties(self.assignment, use):
                if use in self.decided:
                    yield Part(use, party, By.DECISION)
                else:
                    role = next(r.asked.role for r in roles if r.asked.use is use and party in r.taken)
                    yield Part(use, party, By.ROLE, role)

    def _by(self, use: Use, group: Group) -> By:
        """Where the profile leaves a duty to the superior, whoever had a part in it takes the local one."""
        decision = self.assignment.decision
        if group.role == DECIDED and decision and decision.performed_by and decision.support is None:
            return By.LOCAL if use is Use.SUPPORTING else By.DECISION
        return By.DECISION if group.role == DECIDED else BY_GROUP.get(group.role, By.ROLE)

    def _asked(self, asked: Asked) -> AskedRole:
        found = asked.found.parties if asked.found else ()
        taken = tuple(party for party in found if self._takes(asked, party))
        self._open[asked.use] -= {party.id for party in taken}
        left_out = tuple((party, self._left_out(asked, party)) for party in found if party not in taken)
        named = self.pack.roles.get(asked.role)
        return AskedRole(asked, named.name if named else asked.role, self._from(asked), taken, left_out)

    def _takes(self, asked: Asked, party: Party) -> bool:
        """Whether the party has its part by this role and no other."""
        if party.id not in self._open[asked.use] or self._overridden(asked):
            return False
        groups = {Use.RESPONSIBLE: self.assignment.groups, Use.SUPPORTING: self.assignment.support}.get(asked.use)
        return groups is None or any(group.role == asked.role and party in group.parties for group in groups)

    def _overridden(self, asked: Asked) -> bool:
        """Whether a decision of the profile stands in the place of what the role came to."""
        if asked.use in self.decided:
            return True
        return asked.use is Use.OVERSEEN_BY and not asked.decided and any(one.decided for one in self.trace.asked)

    def _left_out(self, asked: Asked, party: Party) -> LeftOut:
        if self._overridden(asked):
            return LeftOut.DECIDED
        if not self.assignment.applies:
            return LeftOut.NOT_APPLICABLE
        if any(group.role == "superior" and party in group.parties for group in self.assignment.support):
            return LeftOut.CENTRALISED
        if asked.use is Use.RESPONSIBLE:
            return LeftOut.BEFORE
        if party in self.assignment.responsible or (self.trace.by_rule and party in self.trace.by_rule.responsible):
            return LeftOut.RESPONSIBLE
        if asked.use is Use.OVERSEEN_BY and party.kind not in OVERSEERS:
            return LeftOut.KIND
        return LeftOut.BEFORE

    def _from(self, asked: Asked) -> From:
        duty, use = self.assignment.duty, asked.use
        if asked.decided:
            return From.DECISION
        if asked.check:
            return From.ADDITION
        if use is Use.BORNE_BY:
            return From.DUTY
        if use is Use.OVERSEEN_BY:
            return From.RULE if duty.overseen_by is None or self.trace.levels else From.DUTY
        of_notice = duty.roles_as(Share(use.value)) if use in (Use.RESPONSIBLE, Use.SUPPORTING) else ()
        return From.DUTY if asked.role in of_notice and not self.trace.levels else From.RULE


def _decided(assignment: Assignment, trace: Trace) -> frozenset[Use]:
    """Of which parts the profile itself says whose they are."""
    decision, by_rule = assignment.decision, trace.by_rule
    if decision is None or by_rule is None:
        return frozenset()
    if decision.performed_by:
        return frozenset({Use.RESPONSIBLE, Use.SUPPORTING})
    if not decision.lead and by_rule.status in (Status.NOT_APPLICABLE, Status.GAP):
        return frozenset()
    led_by_leader = any(party.kind is PartyKind.LEADER for party in assignment.responsible)
    decided = {
        Use.RESPONSIBLE: bool(decision.lead),
        Use.SUPPORTING: decision.support is not None,
        Use.OVERSEEN_BY: decision.overseen_by is not None or bool(decision.lead and led_by_leader),
    }
    return frozenset(use for use, is_decided in decided.items() if is_decided)


def _parties(assignment: Assignment, use: Use) -> Parties:
    parties: Parties = getattr(assignment, use.value)
    return parties
