"""From a role to the parties of one institution: the finders of rules.yaml and their fallbacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cplist.assignment.parties import STAFFS, Parties, all_parties, distinct, names, without
from cplist.assignment.trace import Attempt, Check, Found, Search
from cplist.domain.assignment import Party, PartyKind
from cplist.domain.institution import Department, Institution
from cplist.pack.rules import Condition, Finder, Rules, Step

LEAD = "cp_lead"
"""The function of the lead department for consumer protection."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a search depends on beside the institution: the parties that are responsible for the duty at hand, and
    the functions that the superior has centralised."""

    responsible: Parties
    centralised: frozenset[str]


class PartyFinder:
    """Finds the parties of roles in one institution. Every answer says how it was come to (`Found`, `Search`)."""

    def __init__(self, institution: Institution, rules: Rules) -> None:
        self._institution, self._rules = institution, rules
        self._centralised = frozenset(institution.centralised)
        self._found: dict[tuple[str, ...], Found] = {}
        self._parties = {party.id: party for party in all_parties(institution)}
        acting = {post.id: post.acting for post in institution.vacancies if post.acting}
        self._parties |= {post: self._parties[leader] for post, leader in acting.items()}
        self._without_consumers = frozenset(
            department.id
            for department in institution.departments
            if not department.consumers and LEAD not in department.functions
        )
        self._operations: Mapping[str, Callable[[Any, _Scope], Parties]] = {
            "leader": lambda role, _: self._leaders(role),
            "function": self._function,
            "line": lambda line, _: self._departments(lambda department: line in department.lines),
            "departments": self._all_departments,
            "posts": lambda functions, _: self._posts(functions),
            "staff": lambda which, _: self._staff(which),
            "body": lambda body, _: self._known(body),
            "levels": lambda *_: tuple(self._parties[level.tier] for level in institution.levels_below),
            "unit": lambda unit, _: self._unit(unit),
            "chair": lambda body, _: self._chair(body),
            "overseers": lambda _, scope: self._overseers(scope.responsible),
            "overseen": lambda _, scope: self._overseen(scope.responsible),
        }

    def party(self, id_: str) -> Party | None:
        """The party of that id, of a vacant post the leader who acts in it; None if the institution has none."""
        return self._parties.get(id_)

    def role(self, id_: str, responsible: Parties = ()) -> Found:
        """The parties of a role, by the first of its steps that finds one. `responsible` are those of the duty at
        hand, on whom some finders depend (`overseers: responsible`)."""
        key = (id_, *[party.id for party in responsible])
        if key not in self._found:
            self._found[key] = Found(id_)  # a role that leads back to itself finds nobody there
            scope = _Scope(responsible, self._centralised)
            self._found[key] = self._first_step(id_, self._rules.roles.get(id_, ()), scope)
        return self._found[key]

    def role_here(self, id_: str) -> Parties:
        """The parties of a role if the superior centralised nothing: by its first step; where there are no
        departments, by the first that finds one of the institution's own."""
        scope = _Scope((), frozenset())
        steps = self._rules.roles.get(id_, ())
        steps = steps[:1] if self._institution.departments else steps
        found = (self._attempt(step, scope).parties for step in steps)
        own = (tuple(p for p in parties if p.kind is not PartyKind.SUPERIOR) for parties in found)
        return next(filter(None, own), ())

    def divided(self, role: str, parties: Parties) -> list[tuple[Party, str]]:
        """Of departments that share the function by which a role is found, those that say which part of it is
        theirs, with their words."""
        steps = self._rules.roles.get(role, ())
        function = steps[0].find.get("function") if steps else None
        if not isinstance(function, str) or len(parties) < 2:
            return []
        departments = {department.id: department for department in self._institution.departments}
        said = [(party, departments[party.id].part_of(function)) for party in parties if party.id in departments]
        return [(party, words) for party, words in said if words]

    def without_consumers(self, party: Party) -> bool:
        """Whether what presupposes consumers is none of a party's: of a department whose business meets none, the
        lead department for consumer protection apart."""
        return party.id in self._without_consumers

    def standing(self, role: str, party: Party) -> str:
        """In what capacity a leader holds a role, by rules.yaml; "" for others, and where it tells none apart."""
        posts = {leader.id: leader.post for leader in self._institution.leaders}
        return self._rules.standing(role, posts[party.id]) if party.id in posts else ""

    def _of_standing(self, find: Finder, parties: Parties) -> Parties:
        """Those of a role's holders who hold it in that capacity."""
        role, wanted = str(find["leader"]), find["standing"]
        return tuple(party for party in parties if self.standing(role, party) == wanted)

    def check(self, name: str, responsible: Parties = ()) -> Check:
        """Whether a condition of rules.yaml holds, and by what; of one that it requires, if that doesn't hold."""
        condition: Condition = self._rules.conditions[name]
        if condition.requires and not (first := self.check(condition.requires, responsible)).holds:
            return first
        search = self._search(condition.find, _Scope(responsible, self._centralised))
        count = len(search.parties)
        return Check(name, count == 0 if condition.absent else count >= condition.at_least, search)

    def holds(self, name: str) -> bool:
        """Whether a condition of rules.yaml holds."""
        return self.check(name).holds

    def find(self, find: Finder) -> Parties:
        """The parties that a finder of rules.yaml comes to."""
        return self._search(find, _Scope((), self._centralised)).parties

    def _first_step(self, role: str, steps: tuple[Step, ...], scope: _Scope) -> Found:
        attempts: list[Attempt] = []
        for number, step in enumerate(steps, 1):
            attempts.append(self._attempt(step, scope))
            if parties := attempts[-1].parties:
                says = step.says.replace("{parties}", names(parties))
                return Found(role, parties, says, step.finding, number > 1, tuple(attempts), steps[number:])
        return Found(role, attempts=tuple(attempts))

    def _attempt(self, step: Step, scope: _Scope) -> Attempt:
        check = self.check(step.when, scope.responsible) if step.when else None
        return Attempt(step, check, self._search(step.find, scope) if check is None or check.holds else None)

    def _search(self, find: Finder, scope: _Scope) -> Search:
        search = self._combined(find, scope)
        if "standing" in find:
            search = replace(search, parties=self._of_standing(find, search.parties))
        if not {"except", "limit", "called"} & set(find):
            return search
        excepted = tuple(self.role(role, scope.responsible) for role in find.get("except") or ())
        left_out = [party for found in excepted for party in found.parties]
        parties = tuple(party for party in without(search.parties, left_out) if _is_called(party, find))
        parties = parties[: int(find["limit"]) if "limit" in find else None]
        return Search(find, parties, search.parts, search.role, excepted)

    def _combined(self, find: Finder, scope: _Scope) -> Search:
        if "role" in find:
            found = self.role(str(find["role"]), scope.responsible)
            return Search(find, found.parties, role=found)
        if "any" in find:
            parts = self._parts(find["any"], scope)
            return Search(find, distinct(party for part in parts for party in part.parties), parts)
        if "first" in find:
            parts = self._until_found(find["first"], scope)
            return Search(find, parts[-1].parties if parts else (), parts)
        if "all" in find:
            parts = self._parts(find["all"], scope)
            return Search(find, _common(parts), parts)
        operation = next(key for key in find if key in self._operations)
        return Search(find, self._operations[operation](find[operation], scope))

    def _parts(self, finders: Iterable[Finder], scope: _Scope) -> tuple[Search, ...]:
        return tuple(self._search(part, scope) for part in finders)

    def _until_found(self, finders: Iterable[Finder], scope: _Scope) -> tuple[Search, ...]:
        parts: list[Search] = []
        for part in finders:
            parts.append(self._search(part, scope))
            if parts[-1].parties:
                break
        return tuple(parts)

    def _known(self, id_: object) -> Parties:
        party = self._parties.get(str(id_))
        return (party,) if party else ()

    def _unit(self, id_: object) -> Parties:
        """Who doesn't count as the institution's superior is none, though it may have centralised functions."""
        above = self._institution.superior
        return () if id_ == "superior" and above and not above.counts else self._known(id_)

    def _chair(self, body: object) -> Parties:
        found = self._institution.bodies.get(str(body))
        return self._known(found.chair) if found and found.chair else ()

    def _leaders(self, role: object) -> Parties:
        return tuple(
            self._parties[leader.id]
            for leader in self._institution.leaders
            if (role == "any" and not leader.at_work)
            or role in leader.roles
            or (leader.substitute and leader.substitute.role == role)
        )

    def _departments(self, wanted: Callable[[Department], bool]) -> Parties:
        return tuple(self._parties[d.id] for d in self._institution.departments if wanted(d))

    def _function(self, functions: str | Iterable[str], scope: _Scope) -> Parties:
        """Those with one of those functions. A function that the superior centralises has none here, and
        where all are centralised the superior is the answer."""
        wanted = {functions} if isinstance(functions, str) else set(functions)
        own = wanted - scope.centralised
        return self._having(own) if own else self._known("superior")

    def _having(self, functions: set[str]) -> Parties:
        """The departments with one of those functions; without departments the posts."""
        if self._institution.departments:
            return self._departments(lambda department: bool(functions & set(department.functions)))
        leaders = self._institution.leaders
        return tuple(self._parties[leader.id] for leader in leaders if functions & set(leader.functions))

    def _posts(self, functions: str | Iterable[str]) -> Parties:
        """The posts at work with one of those functions, where there are no departments."""
        wanted = {functions} if isinstance(functions, str) else set(functions)
        posts = (leader for leader in self._institution.leaders if leader.at_work)
        found = tuple(self._parties[post.id] for post in posts if wanted & set(post.functions))
        return () if self._institution.departments else found

    def _staff(self, which: object) -> Parties:
        """Everybody, or who works with customers, where there are no departments."""
        return self._known(STAFFS[str(which)].id)

    def _all_departments(self, which: object, scope: _Scope) -> Parties:
        every = self._departments(lambda _: True)
        return without(every, scope.responsible) if which == "unassigned" else every

    def _overseers(self, responsible: Parties) -> Parties:
        departments = {party.id for party in responsible}
        overseeing = self._institution.overseeing
        return tuple(self._parties[one.id] for one in overseeing if departments & set(one.oversees))

    def _overseen(self, responsible: Parties) -> Parties:
        leaders = {party.id for party in responsible}
        overseen = {d for leader in self._institution.leaders if leader.id in leaders for d in leader.oversees}
        return self._departments(lambda department: department.id in overseen)


def _is_called(party: Party, find: Finder) -> bool:
    """Whether a party's name has one of the words that a finder asks for."""
    return any(word in party.name for word in find["called"]) if "called" in find else True


def _common(parts: tuple[Search, ...]) -> Parties:
    """The parties that every part came to. The superior is none of them: what it centralises is no one party's."""
    several = [{party.id for party in part.parties} for part in parts]
    first = (party for party in parts[0].parties if party.kind is not PartyKind.SUPERIOR)
    return tuple(party for party in first if all(party.id in ids for ids in several))
