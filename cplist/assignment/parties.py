"""From a role to the parties of one institution: the finders of rules.yaml, and their fallbacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cplist.domain.model import Body, Department, Institution, Leader, Level, Party, PartyKind, Superior
from cplist.pack.rules import Condition, Finder, Rules, Step

Parties = tuple[Party, ...]


@dataclass(frozen=True)
class Found:
    """What a role came to: parties (perhaps none), and what the step that was taken says."""

    parties: Parties
    says: str = ""
    finding: str = ""
    fallback: bool = False


def distinct(parties: Iterable[Party]) -> Parties:
    """Without repeats, in their order."""
    return tuple({party.id: party for party in parties}.values())


def without(parties: Iterable[Party], others: Iterable[Party]) -> Parties:
    left_out = {party.id for party in others}
    return tuple(party for party in parties if party.id not in left_out)


def names(parties: Iterable[Party]) -> str:
    """Names joined by 、, or by ； where one of them holds a 、 itself (党委书记、董事长)."""
    called = [party.name for party in parties]
    return ("；" if len(called) > 1 and any("、" in name for name in called) else "、").join(called)


class Finders:
    """Answers every finder for one institution. `responsible` gives the duty at hand where a finder needs it."""

    def __init__(self, institution: Institution, rules: Rules) -> None:
        self._institution, self._rules = institution, rules
        self._of_duty: Parties = ()
        self._centralised = frozenset(institution.centralised)
        self._found: dict[str, Found] = {}
        self._parties = {party.id: party for party in all_parties(institution)}
        self._operations: dict[str, Callable[[object], Parties]] = {
            "leader": self._leaders,
            "function": self._function,
            "line": lambda line: self._departments(lambda department: line in department.lines),
            "departments": self._all_departments,
            "body": lambda body: self._known(str(body)),
            "role": lambda role: self.role(str(role)).parties,
            "levels": lambda _: tuple(self._parties[level.tier] for level in institution.levels_below),
            "unit": lambda unit: self._known(str(unit)),
            "chair": lambda body: self._chair(str(body)),
            "overseers": lambda _: self._overseers(),
            "overseen": lambda _: self._overseen(),
        }

    def party(self, id_: str) -> Party | None:
        return self._parties.get(id_)

    def role(self, id_: str, responsible: Parties = ()) -> Found:
        """The parties of a role, by the first of its steps that finds one."""
        before, self._of_duty = self._of_duty, responsible or self._of_duty
        try:
            return self._role(id_)
        finally:
            self._of_duty = before

    def role_here(self, id_: str) -> Parties:
        """The parties of a role if the superior centralised nothing."""
        before, self._centralised = self._centralised, frozenset[str]()
        try:
            return self._first_step(self._rules.roles.get(id_, ())[:1]).parties
        finally:
            self._centralised = before

    def holds(self, name: str) -> bool:
        condition: Condition = self._rules.conditions[name]
        found = len(self.find(condition.find))
        return found == 0 if condition.absent else found >= condition.at_least

    def _role(self, id_: str) -> Found:
        key = f"{id_}|{'|'.join(party.id for party in self._of_duty)}"
        if key not in self._found:
            self._found[key] = Found(())  # a role that leads back to itself finds nobody there
            self._found[key] = self._first_step(self._rules.roles.get(id_, ()))
        return self._found[key]

    def _first_step(self, steps: tuple[Step, ...]) -> Found:
        for number, step in enumerate(steps):
            if step.when and not self.holds(step.when):
                continue
            if parties := self.find(step.find):
                says = step.says.replace("{parties}", names(parties))
                return Found(parties, says, step.finding, number > 0)
        return Found(())

    def find(self, find: Finder) -> Parties:
        """The parties that a finder of the rules comes to."""
        parties = self._combined(find)
        for role in find.get("except") or ():
            parties = without(parties, self._role(role).parties)
        return parties[: int(find["limit"])] if "limit" in find else parties

    def _combined(self, find: Finder) -> Parties:
        if "any" in find:
            return distinct(party for part in find["any"] for party in self.find(part))
        if "first" in find:
            return next((found for part in find["first"] if (found := self.find(part))), ())
        if "all" in find:
            several = [{party.id for party in self.find(part)} for part in find["all"]]
            first = [p for p in self.find(find["all"][0]) if p.kind is not PartyKind.SUPERIOR]
            return tuple(p for p in first if all(p.id in ids for ids in several))  # a superior is no one party
        operation = next(key for key in find if key in self._operations)
        return self._operations[operation](find[operation])

    def _known(self, id_: str) -> Parties:
        party = self._parties.get(id_)
        return (party,) if party else ()

    def _chair(self, body: str) -> Parties:
        found = self._institution.bodies.get(body)
        return self._known(found.chair) if found and found.chair else ()

    def _leaders(self, role: object) -> Parties:
        return tuple(
            self._parties[leader.id]
            for leader in self._institution.leaders
            if role == "any" or role in leader.roles or (leader.substitute and leader.substitute.role == role)
        )

    def _departments(self, wanted: Callable[[Department], bool]) -> Parties:
        return tuple(self._parties[d.id] for d in self._institution.departments if wanted(d))

    def _function(self, functions: object) -> Parties:
        """The departments with one of those functions; a function that the superior centralises has none here,
        and where all are centralised the superior is the answer."""
        wanted = {functions} if isinstance(functions, str) else set(functions)  # type: ignore[call-overload]
        own = wanted - self._centralised
        return self._departments(lambda d: bool(own & set(d.functions))) if own else self._known("superior")

    def _all_departments(self, which: object) -> Parties:
        every = self._departments(lambda _: True)
        return without(every, self._of_duty) if which == "unassigned" else every

    def _overseers(self) -> Parties:
        departments = {party.id for party in self._of_duty}
        return tuple(
            self._parties[leader.id] for leader in self._institution.leaders if departments & set(leader.oversees)
        )

    def _overseen(self) -> Parties:
        leaders = {party.id for party in self._of_duty}
        overseen = {d for leader in self._institution.leaders if leader.id in leaders for d in leader.oversees}
        return self._departments(lambda department: department.id in overseen)


def all_parties(institution: Institution) -> list[Party]:
    """Every party that a duty can land on in that institution, leaders first; ids are unique."""
    parties = [
        Party(leader.id, leader_label(leader, institution), PartyKind.LEADER) for leader in institution.leaders
    ]
    parties += [_body(body) for body in institution.bodies.values()]
    parties += [
        Party(department.id, department.name, PartyKind.DEPARTMENT) for department in institution.departments
    ]
    parties += [_level(level) for level in institution.levels_below]
    parties.append(Party("institution", institution.self_name, PartyKind.INSTITUTION))
    if institution.party != "none":
        parties.append(Party("party_organisation", institution.party or "党组织", PartyKind.BODY))
    if institution.superior:
        parties.append(_superior(institution.superior))
    return parties


def leader_label(leader: Leader, institution: Institution) -> str:
    """The post; where several hold it, with the name, or with the departments that the leader oversees."""
    if [other.post for other in institution.leaders].count(leader.post) == 1:
        return leader.post
    if leader.name and institution.document.names:
        return f"{leader.post}（{leader.name}）"
    called = {department.id: department.name for department in institution.departments}
    overseen = "、".join(called[d] for d in leader.oversees if d in called)
    number = [other.id for other in institution.leaders if other.post == leader.post].index(leader.id) + 1
    return f"{leader.post}（分管{overseen}）" if overseen else f"{leader.post}（{number}）"


def _body(body: Body) -> Party:
    return Party(body.id, body.name, PartyKind.BODY)


def _level(level: Level) -> Party:
    return Party(level.tier.value, level.name, PartyKind.LEVEL)


def _superior(superior: Superior) -> Party:
    return Party("superior", superior.name, PartyKind.SUPERIOR)
