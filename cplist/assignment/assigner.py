"""One duty of a notice in one institution: who, by which rule, or why not; and how that came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cplist.assignment.decided import chosen, decided, left_to, status_of
from cplist.assignment.parties import Parties, distinct, names, parties_of, without, without_parties
from cplist.assignment.party_finder import PartyFinder
from cplist.assignment.scope import bound_below, lowest, that_can
from cplist.assignment.trace import Asked, Check, Found, Trace, Use
from cplist.domain.assignment import DECIDED, LOCAL, Assignment, Group, Party, PartyKind, Status
from cplist.domain.institution import Decision, Institution
from cplist.domain.notice import Duty, Kind, Share
from cplist.pack.rules import Addition, Rule, Rules

CONSUMERS = "consumers"  # what a duty may presuppose
OVERSEERS = (PartyKind.LEADER, PartyKind.BODY)  # who can be 责任领导


@dataclass(frozen=True)
class Setting:
    """What all duties of one institution are assigned by. `role_names` are the roles' Chinese names by id."""

    rules: Rules
    role_names: Mapping[str, str]
    institution: Institution
    finder: PartyFinder

    def called(self, roles: Iterable[str]) -> str:
        """The roles' names, joined."""
        return "、".join(self.role_names.get(role, role) for role in roles)


@dataclass(frozen=True)
class Raised:
    """What a fallback raises: the rule, its text, who is found instead, and the role or condition concerned."""

    rule: str
    text: str
    parties: Parties
    concerns: str


class Assigner:
    """Assigns one duty, once (`assign`). Afterwards `trace` says how, and `raised` what fallbacks have raised."""

    def __init__(self, setting: Setting, duty: Duty) -> None:
        self.setting, self.duty = setting, duty
        self.rule = setting.rules.rules[duty.rule]
        self.decision = setting.institution.decisions.get(duty.id)
        self.own_tier = not duty.tiers or any(tier in duty.tiers for tier in setting.institution.tiers)
        self.raised: list[Raised] = []
        self._asked: list[Asked] = []
        self._check: Check | None = None
        self._on_levels = False
        self._by_rule: Assignment | None = None
        self._exempt: dict[str, Party] = {}

    @property
    def trace(self) -> Trace:
        return Trace(self.own_tier, self._check, tuple(self._asked), self._on_levels, self._by_rule)

    def assign(self) -> Assignment:
        duty, rule = self.duty, self.rule
        bearers = self._concerned(self._graded()) if self.own_tier else ()
        if duty.kind is Kind.STATEMENT:
            return Assignment(duty, Status.STATEMENT, rule.id, rule.why, borne_by=bearers)
        assignment = self._with_decision(self.decision) if self.decision else self._by_rules()
        if not assignment.applies or not (bearers or self._exempt):
            return assignment
        with_part = (*assignment.responsible, *assignment.supporting)
        return replace(assignment, borne_by=bearers, exempt=without(self._exempt.values(), with_part))

    def _graded(self) -> Parties:
        """Whose responsibility the words grade: who holds the role, not who has its duties by a fallback."""
        found = [self._ask(Use.BORNE_BY, role) for role in self.duty.graded_roles]
        return distinct(party for one in found if not one.fallback for party in one.parties)

    def _with_decision(self, decision: Decision) -> Assignment:
        """What the profile decides, over what the rules come to."""
        if decision.not_applicable:
            reason = decision.not_applicable
            return Assignment(self.duty, Status.NOT_APPLICABLE, DECIDED, reason, decision=decision)
        self._by_rule = self._by_rules()
        return decided(self._by_rule, decision, self.setting.finder, self._overseers)

    def _overseers(self, responsible: Parties) -> Parties:
        """The 责任领导 of those parties, by the duty's roles for that or else the rule's."""
        roles = self.rule.overseen_by if self.duty.overseen_by is None else self.duty.overseen_by
        return self._union(Use.OVERSEEN_BY, roles, responsible)

    # by the rules

    def _by_rules(self) -> Assignment:
        rules, duty = self.setting.rules, self.duty
        if not self.own_tier:
            return self._at_levels(rules.other_tier, self._no_such_tier())
        if duty.condition not in rules.conditions:
            return self._where_it_can_be_performed()
        self._check = self.setting.finder.check(duty.condition)
        if self._check.holds:
            return self._where_it_can_be_performed()
        condition = rules.conditions[self._check.name]
        if condition.otherwise == "levels":
            return self._at_levels(condition.reason, condition.reason)
        return Assignment(duty, Status.NOT_APPLICABLE, self._check.name, condition.reason)

    def _where_it_can_be_performed(self) -> Assignment:
        """Here, or by the superior: at some tiers always, else where nobody here has the power."""
        here, tier = self._here(), self.setting.institution.tier
        superior = next(iter(self.setting.finder.find({"unit": "superior"})), None)
        if superior and tier in self.duty.superior_at:
            return left_to(
                superior, here, f"{self.rule.why}；由{superior.sort or superior.name}实施，本级执行和反馈"
            )
        power = self.setting.finder.check(self.duty.power) if self.duty.power else None
        if power is None or power.holds:
            return here
        reason = self.setting.rules.conditions[power.name].reason
        if superior:
            return left_to(superior, here, f"{self.rule.why}；{reason}，由{superior.sort or superior.name}实施")
        return replace(here, powerless=True, reason=f"{here.reason}；{reason}")

    def _no_such_tier(self) -> str:
        words = {**self.setting.institution.words, **self.setting.rules.tier_names}
        tiers = "、".join(words.get(tier.value, tier.value) for tier in self.duty.tiers)
        return self.setting.rules.no_such_tier.replace("{tiers}", tiers)

    def _at_levels(self, because: str, else_reason: str) -> Assignment:
        """The duty is a lower level's: it lands on those levels that the institution has."""
        self._on_levels = True
        own, finder, rule = self.setting.institution, self.setting.finder, self.setting.rules.levels
        parties = distinct(p for level in that_can(self.duty, own) if (p := finder.party(level.tier.value)))
        if not parties:
            reason = lowest(self.duty, own, self.setting.rules.lowest_tier) or else_reason
            return Assignment(self.duty, Status.NOT_APPLICABLE, "tiers", reason)
        why = rule.why.replace("{because}", because).replace("{parties}", names(parties))
        support = self._support(rule.supporting, parties)
        overseers = self._union(Use.OVERSEEN_BY, rule.overseen_by)
        return self._assigned(rule, why, (Group("levels", parties),), support, overseers)

    def _here(self) -> Assignment:
        duty, rule = self.duty, self.rule
        groups, says = self._groups()
        responsible = parties_of(groups)
        bound = bound_below(duty, self.setting.institution, self.setting.finder)
        supporting = (*duty.roles_as(Share.SUPPORTING), *rule.supporting)
        support = self._support(supporting, (*responsible, *bound))
        if not responsible:
            roles = self.setting.called(duty.roles_as(Share.RESPONSIBLE))
            reason = "；".join([f"{rule.why}；档案中没有可以承担的主体（{roles}）", *self._exemption()])
            return Assignment(duty, Status.GAP, rule.id, reason, support=support)
        added, added_says = self._additions(distinct((*responsible, *parties_of(support))))
        why = "；".join(dict.fromkeys([rule.why, *says, *added_says, *self._exemption()]))
        return self._assigned(rule, why, groups, (*support, *added), self._overseers(responsible), bound)

    def _groups(self) -> tuple[tuple[Group, ...], list[str]]:
        """One group for each responsible role; a party stands in the first group that names it."""
        groups: list[Group] = []
        says = []
        for role in self.duty.roles_as(Share.RESPONSIBLE):
            found = self._ask(Use.RESPONSIBLE, role)
            if fresh := without(self._concerned(found.parties), parties_of(groups)):
                groups.append(Group(role, fresh))
                says += self._division(role, fresh)
            says += self._hear(found.says, found.finding, found.parties, role)
        return tuple(groups), says

    def _support(self, roles: Iterable[str], responsible: Parties) -> tuple[Group, ...]:
        groups: list[Group] = []
        for role in roles:
            parties = self._ask(Use.SUPPORTING, role, responsible).parties
            if fresh := without(self._concerned(parties), (*responsible, *parties_of(groups))):
                groups.append(Group(role, fresh))
        return tuple(groups)

    def _concerned(self, parties: Parties) -> Parties:
        """The parties without those that lack what the duty presupposes, who are noted."""
        if self.duty.presupposes != CONSUMERS:
            return parties
        self._exempt |= {party.id: party for party in parties if self.setting.finder.without_consumers(party)}
        return without(parties, self._exempt.values())

    def _exemption(self) -> list[str]:
        """Why some departments have no part, as a list."""
        if not self._exempt:
            return []
        return [f"{names(self._exempt.values())}的业务不面向消费者，对其不适用"]

    def _division(self, role: str, parties: Parties) -> list[str]:
        """Who handles which part, where several share the role's function and say so; as a list."""
        said = self.setting.finder.divided(role, parties)
        return ["分工：" + "，".join(f"{party.name}{words}" for party, words in said)] if said else []

    def _additions(self, taken: Parties) -> tuple[tuple[Group, ...], list[str]]:
        """The supporting roles that the rule adds where their conditions hold, without those who have a part."""
        groups: list[Group] = []
        says = []
        for addition in self.rule.adds:
            check = self.setting.finder.check(addition.when)
            found = self.setting.finder.role(addition.role) if check.holds else None
            self._asked.append(Asked(Use.SUPPORTING, addition.role, found, check))
            if found is not None:
                if fresh := without(found.parties, (*taken, *parties_of(groups))):
                    groups.append(Group(addition.role, fresh))
                says += self._hear_addition(addition, found)
        return tuple(groups), says

    def _hear_addition(self, addition: Addition, found: Found) -> list[str]:
        said, raised = addition.says, addition.finding
        if not found.parties:
            said, raised = addition.none_says, addition.none_finding
        if self._confirmed(found.parties, addition.not_by):
            raised = ""
        return self._hear(said.replace("{parties}", names(found.parties)), raised, found.parties, addition.when)

    def _confirmed(self, parties: Parties, not_by: tuple[str, ...]) -> bool:
        """Whether the profile itself names one of them as supporting the duty, or another in their place: a
        department (or the superior) that has none of the roles `not_by`."""
        supporting = (self.decision.support if self.decision else None) or ()
        named = chosen(self.setting.finder, supporting)
        if {party.id for party in named} & {party.id for party in parties}:
            return True
        kinds = (PartyKind.DEPARTMENT, PartyKind.SUPERIOR)
        excluded = [party for role in not_by for party in self.setting.finder.role(role).parties]
        return bool(not_by) and any(party.kind in kinds for party in without(named, excluded))

    def _hear(self, says: str, raises: str, parties: Parties, concerns: str) -> list[str]:
        """Note what a fallback raises, unless the profile has decided who leads; what it says, as a list."""
        if raises and not (self.decision and (self.decision.lead or self.decision.performed_by)):
            self.raised.append(Raised(raises, says, parties, concerns))
        return [says] if says else []

    def _assigned(
        self,
        rule: Rule,
        why: str,
        groups: tuple[Group, ...],
        support: tuple[Group, ...],
        overseen_by: Parties,
        bound: Parties = (),
    ) -> Assignment:
        """Nobody supports, oversees or supervises what they are responsible for themselves, or supervises what they
        oversee."""
        responsible = parties_of(groups)
        leaders = without((party for party in overseen_by if party.kind in OVERSEERS), responsible)
        over_units = self._union(Use.BOUND_OVERSEEN_BY, self.setting.rules.levels.overseen_by) if bound else ()
        assignment = Assignment(
            duty=self.duty,
            status=status_of(self.duty.kind),
            rule=rule.id,
            reason=why,
            groups=groups,
            support=support,
            overseen_by=leaders,
            supervised_by=self._supervisors(rule, responsible, leaders),
            deliberated_by=without(self._union(Use.DELIBERATED_BY, rule.deliberated_by), responsible),
            approved_by=without(self._union(Use.APPROVED_BY, rule.approved_by), responsible),
            bound=bound,
            bound_overseen_by=over_units,
        )
        superior = tuple(party for party in responsible if party.kind is PartyKind.SUPERIOR)
        here = not superior or self.duty.kind is Kind.GROUND  # a ground is one wherever it is judged
        return assignment if here else self._centralised(assignment, superior)

    def _supervisors(self, rule: Rule, responsible: Parties, leaders: Parties) -> Parties:
        """Whom the rule names, without those who perform the duty or oversee it; where nobody is left, the others
        that it names."""
        involved = (*responsible, *leaders)
        found = without(self._union(Use.SUPERVISED_BY, rule.supervised_by), involved)
        return found or without(self._union(Use.SUPERVISED_BY, rule.else_supervised_by), involved)

    def _centralised(self, assignment: Assignment, superior: Parties) -> Assignment:
        """A function that the superior centralises: alone it makes the duty the superior's, else it supports."""
        if own := without_parties(assignment.groups, superior):
            return replace(assignment, groups=own, support=(*assignment.support, Group("superior", superior)))
        local = without(self._responsible_here(), superior)
        support = without_parties(assignment.support, (*local, *superior))
        support = (Group(LOCAL, local), *support) if local else support
        reason = f"{assignment.reason}；该职能由{names(superior)}集中行使，本级配合"
        return replace(
            assignment, status=Status.SUPERIOR, support=support, reason=reason, bound=(), bound_overseen_by=()
        )

    def _responsible_here(self) -> Iterator[Party]:
        """Who would be responsible here if nothing were centralised: they take the local part."""
        roles = self.duty.roles_as(Share.RESPONSIBLE)
        yield from distinct(party for role in roles for party in self.setting.finder.role_here(role))

    # looking up roles

    def _ask(self, use: Use, role: str, responsible: Parties = ()) -> Found:
        found = self.setting.finder.role(role, responsible)
        self._asked.append(Asked(use, role, found, decided=self._by_rule is not None))
        return found

    def _union(self, use: Use, roles: Iterable[str], responsible: Parties = ()) -> Parties:
        return distinct([party for role in roles for party in self._ask(use, role, responsible).parties])
