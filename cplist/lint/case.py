"""What a rule about responsibility looks at: an institution, its pack, its assignments, places in its profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import Parties, leader_label
from cplist.assignment.party_finder import PartyFinder
from cplist.assignment.trace import Found
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.domain import vocabulary
from cplist.domain.assignment import Party, PartyKind
from cplist.domain.institution import Department, Institution, Leader
from cplist.domain.notice import Duty, Tier
from cplist.pack.lint_settings import Checks
from cplist.pack.pack import Pack
from cplist.pack.rules import Finder
from cplist.profile.profile import Profile
from cplist.yamldoc.document import Document, Path, path_text


@dataclass(frozen=True)
class Case:
    """Everything that the rules need."""

    profile: Profile
    institution: Institution
    pack: Pack
    assigned: Assigned

    @property
    def document(self) -> Document:
        return self.profile.document

    @property
    def checks(self) -> Checks:
        return self.pack.checks

    @property
    def finders(self) -> PartyFinder:
        return self.assigned.finders

    def finding(self, rule: str, path: Path, **arguments: object) -> Finding:
        """A finding at the value with that path, or at the nearest thing above it."""
        return finding(rule, self.document.place(path), path_text(path), **arguments)

    def missing(self, rule: str, path: Path, **arguments: object) -> Finding:
        """A finding about something that should stand in the mapping or list with that path: at its key."""
        at = self.document.keys.get(path, self.document.place(path))
        return finding(rule, at, path_text(path), **arguments)

    def path(self, party: Party) -> Path:
        """Where a party stands in the profile."""
        own = self.institution
        if party.kind is PartyKind.LEADER:
            return self.entry("leaders", party.id)
        if party.kind is PartyKind.DEPARTMENT:
            return self.entry("departments", party.id)
        if party.kind is PartyKind.LEVEL:
            return ("levels", next(number for number, level in enumerate(own.levels) if party.id in level.ids))
        if party.kind is PartyKind.SUPERIOR:
            return ("institution", "superior")
        return ("bodies", party.id) if party.id in own.bodies else ("institution",)

    def entry(self, key: str, id_: str) -> Path:
        """Where the leader or department of that id stands in its list; the list, for a post that was assumed."""
        ids = [entry["id"] for entry in self.document.data[key]]
        return (key, ids.index(id_)) if id_ in ids else (key,)

    def item(self, path: Path, value: str) -> Path:
        """Where a value stands in the list with that path; the list where it doesn't, because another's entry has
        brought it."""
        entry: Any = self.document.data
        for step in path:
            entry = entry[step] if isinstance(step, int) else entry.get(step)
        return (*path, entry.index(value)) if value in (entry or ()) else path

    def holders(self, role: str) -> Parties:
        """Who holds a role themselves, not by a fallback."""
        found: Found = self.finders.role(role)
        return () if found.fallback else found.parties

    def first_finder(self, role: str) -> Finder:
        """Where the role is looked for first; {} for a role that the rules don't know."""
        steps = self.pack.rules.roles.get(role, ())
        return steps[0].find if steps else {}

    def role_name(self, role: str) -> str:
        named = self.pack.roles.get(role)
        return named.name if named else vocabulary.called("leader_roles", (role,))

    def grade(self, role: str) -> str:
        """What the notice calls the role's responsibility; "" where it calls it nothing."""
        graded = (duty.grade for duty in self.pack.notice.duties if role in duty.graded_roles and duty.grade)
        return next(graded, "")

    def source(self, role: str) -> str:
        """The clauses of the notice that ask for the role; "" where the pack doesn't say."""
        return self.checks.of(role).source

    def clause(self, duty: Duty) -> str:
        """A duty's clause as it is printed: 一（一）."""
        return next(clause.label for clause in self.pack.notice.clauses if clause.id == duty.clause)

    def tier_name(self, tier: Tier) -> str:
        return self.institution.words.get(tier.value, tier.value)

    def label(self, leader: Leader) -> str:
        return leader_label(leader, self.institution)

    def leaders(self) -> Iterator[tuple[Path, Leader]]:
        """The leaders, with their paths; vacant posts are none of them."""
        for leader in self.institution.leaders:
            yield self.entry("leaders", leader.id), leader

    def departments(self) -> Iterator[tuple[Path, Department]]:
        for number, department in enumerate(self.institution.departments):
            yield ("departments", number), department

    def parent_of(self, role: str) -> Path:
        """The list or mapping of the profile where a holder of the role would stand."""
        find = self.first_finder(role)
        if "body" in find:
            return ("bodies",)
        if {"leader", "overseers"} & set(find):
            return ("leaders",)
        if "role" in find:
            return self.parent_of(find["role"]) if find["role"] != role else ()
        return ("departments",) if set(find) - {"unit", "levels"} else ("levels",)

    def reason_at(self, party: Party, find: Finder) -> Path:
        """The word in a department's entry for which it is found, the first part of an `all` apart (it is the role
        which the rest is about); its entry where there is no such word."""
        for key, word in _words(find):
            department = next((d for d in self.institution.departments if d.id == party.id), None)
            has = {"lines": department.lines, "functions": department.functions} if department else {}
            if word in has.get(key, ()):
                return (*self.path(party), key, has[key].index(word))
        return self.path(party)

    def held_at(self, party: Party, role: str) -> Path:
        """The word in a party's entry that gives it the role; its entry where no word does."""
        path, find = self.path(party), self.first_finder(role)
        if party.kind is PartyKind.LEADER and "leader" in find:
            return self._leader_word(path, party.id, str(find["leader"]))
        if party.kind is PartyKind.DEPARTMENT and isinstance(find.get("function"), str):
            department = next(d for d in self.institution.departments if d.id == party.id)
            if find["function"] in department.functions:
                return (*path, "functions", department.functions.index(find["function"]))
        return path

    def _leader_word(self, path: Path, id_: str, role: str) -> Path:
        leader = next(leader for leader in self.institution.leaders if leader.id == id_)
        if role in leader.roles:
            return self.item((*path, "roles"), role)
        return (*path, "substitute", "for") if leader.substitute else path


def _words(find: Finder) -> Iterator[tuple[str, str]]:
    """The lines and functions that a finder looks for, with the key that they stand under in a department."""
    for operation, key in (("line", "lines"), ("function", "functions")):
        named = find.get(operation) or ()
        yield from ((key, word) for word in ([named] if isinstance(named, str) else named))
    for part in (*(find.get("any") or ()), *(find.get("first") or ()), *(find.get("all") or ())[1:]):
        yield from _words(part)


def roles_of(leader: Leader) -> tuple[str, ...]:
    """A leader's roles, with the one that he or she stands in for."""
    stood_in = (leader.substitute.role,) if leader.substitute else ()
    return tuple(dict.fromkeys((*leader.roles, *stood_in)))
