"""What templates see of roles, leaders and departments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import Parties, distinct, leader_label, names
from cplist.compose.own_words import OwnWords
from cplist.compose.party_names import PartyNames
from cplist.compose.shares import Shares, party_values
from cplist.compose.values import (
    DepartmentValues,
    JointPostValues,
    LeaderValues,
    RoleValues,
    ShortNameValues,
    SubstituteValues,
    VacancyValues,
)
from cplist.core.inert import Plain
from cplist.domain import vocabulary
from cplist.domain.institution import Department, Institution, Leader, Substitute, Vacancy
from cplist.domain.notice import Role
from cplist.pack.pack import Pack


class Roles:
    """Makes the values of a pack's roles in one institution."""

    def __init__(self, pack: Pack, institution: Institution, assigned: Assigned, called: PartyNames) -> None:
        self._roles, self._finders, self._called = pack.roles, assigned.finders, called
        self._leaders = institution.leaders

    def values(self, id_: str) -> RoleValues:
        """A role and who has it; of an id that is no role's, nobody."""
        found, role = self._finders.role(id_), self._roles.get(id_)
        substitute = self._substitute(id_, found.parties)
        called = self._called.addressed(found.parties)
        return {
            "id": id_,
            "name": role.name if role else "",
            "names": called,
            "collective": role.collective if role and role.collective else called,
            "count": len(found.parties),
            "members": [party_values(party) for party in found.parties],
            "substitute": substitute is not None,
            "basis": substitute.basis if substitute else "",
            "stands_in": found.fallback,
            "standing": self._finders.standing(id_, found.parties[0]) if found.parties else "",
        }

    def _substitute(self, id_: str, holders: Parties) -> Substitute | None:
        """How the first of its holders who stands in for anything stands in for this role."""
        ids = {party.id for party in holders}
        stand_ins = (ldr.substitute for ldr in self._leaders if ldr.id in ids and ldr.substitute)
        found = next(stand_ins, None)
        return found if found and found.role == id_ else None

    def substitutes(self) -> Iterator[SubstituteValues]:
        """The roles that somebody stands in for, of those of which the pack says what is said then."""
        for role in self._roles.values():
            values = self.values(role.id)
            if role.substituted and values["substitute"]:
                yield {"names": values["names"], "says": role.substituted, "basis": values["basis"]}


class People:
    """Makes the values of an institution's leaders and departments. `roles` are the pack's, by id."""

    def __init__(
        self,
        roles: Mapping[str, Role],
        institution: Institution,
        assigned: Assigned,
        words: OwnWords,
        shares: Shares,
        called: PartyNames,
    ) -> None:
        self._of_pack, self._institution, self._finders = roles, institution, assigned.finders
        self._words, self._shares, self._names = words, shares, called

    def leader(self, leader: Leader) -> LeaderValues:
        overseen = self._parties(leader.oversees)
        return {
            "id": leader.id,
            "label": leader_label(leader, self._institution),
            "called": leader.called,
            "in_text": self._in_text(leader.id),
            "plain_post": leader.in_text,
            "field": leader.field,
            "post": leader.post,
            "name": leader.name if self._institution.document.names else "",
            "roles": self._roles(leader),
            "role_ids": [Plain(role) for role in leader.roles],
            "oversees": names(overseen),
            "overseen": [Plain(party.id) for party in overseen],
            "assists": self._in_text(leader.assists) if leader.assists_with else "",
            "assists_with": names(self._parties(leader.assists_with)),
            "acts_for": self._posts(leader.acts_for),
            "outside": _outside(leader.external),
            "signs": self._shares.signs(leader.id),
            "duties": self._shares.responsible_for(leader.id),
            "local": self._shares.local_to(leader.id),
            "substitute": leader.substitute is not None,
            "basis": leader.substitute.basis if leader.substitute else "",
            **self._shares.grade(leader.id),
        }

    def _roles(self, leader: Leader) -> str:
        """A leader's roles; one that is only stood in for says so."""
        stood_in = leader.substitute.role if leader.substitute else ""
        roles = [*leader.roles, *([stood_in] if stood_in and stood_in not in leader.roles else [])]
        return "、".join(self._stood_in(role) if role == stood_in else self._role(role) for role in roles)

    def _role(self, role: str) -> str:
        return self._words.called("leader_roles", (role,))

    def _stood_in(self, role: str) -> str:
        """What somebody is who has a role only in another's place."""
        of_pack = self._of_pack.get(role)
        return of_pack.stand_in if of_pack and of_pack.stand_in else f"{self._role(role)}（代行）"

    def _parties(self, ids: Iterable[str]) -> Parties:
        return distinct(party for id_ in ids if (party := self._finders.party(id_)))

    def _called(self, id_: str) -> str:
        return names(self._parties([id_]))

    def _in_text(self, id_: str) -> str:
        return self._names.addressed(self._parties([id_]))

    def _posts(self, ids: Iterable[str]) -> str:
        posts = {vacancy.id: vacancy.post for vacancy in self._institution.vacancies}
        return "、".join(posts[id_] for id_ in ids)

    def vacancy(self, vacancy: Vacancy) -> VacancyValues:
        """A vacant post, and who acts in it."""
        return {
            "id": vacancy.id,
            "post": vacancy.post,
            "acting": self._in_text(vacancy.acting),
            "oversees": names(self._parties(vacancy.oversees)),
            "before": vacancy.before,
        }

    def short_names(self) -> list[ShortNameValues]:
        """The short forms of posts and of departments' names, with what they stand for."""
        own = self._institution
        posts = [
            {"short": self._in_text(ldr.id), "full": ldr.post} for ldr in own.leaders if ldr.called != ldr.post
        ]
        vacant = [{"short": v.post, "full": v.full_post} for v in own.vacancies if v.post != v.full_post]
        departments = [{"short": d.called, "full": d.name} for d in own.departments if d.called != d.name]
        return [
            {"short": one["short"], "full": one["full"], "said": f"{one['short']}，指{one['full']}"}
            for one in (*posts, *vacant, *departments)
        ]

    def department(self, department: Department) -> DepartmentValues:
        leaders = self._institution.leaders
        overseers = [ldr for ldr in leaders if department.id in ldr.oversees]
        assistants = [ldr for ldr in leaders if department.id in ldr.assists_with]
        return {
            "id": department.id,
            "name": department.called,
            "full_name": department.name,
            "parent": self._called(department.parent) if department.parent else "",
            "lines": vocabulary.called("lines", department.lines),
            "line_ids": [Plain(line) for line in department.lines],
            "functions": self._functions(department),
            "function_ids": [Plain(function) for function in department.functions],
            "handles": dict(department.handles),
            "overseer": "、".join(leader_label(ldr, self._institution) for ldr in overseers),
            "answers_to": "、".join(body.called for body in self._institution.bodies_over(department.id)),
            "assistants": "、".join(leader_label(ldr, self._institution) for ldr in assistants),
            "consumers": department.consumers,
            "exempt": self._shares.exempt_from(department.id),
            "signs": self._shares.signs(department.id),
            "duties": self._shares.responsible_for(department.id),
            "local": self._shares.local_to(department.id),
            "supports": self._shares.supports(department.id),
            **self._shares.grade(department.id),
        }

    def _functions(self, department: Department) -> str:
        """The names of its functions, each with the part of it that the department says it handles."""
        own = self._institution
        called = []
        for function in department.functions:
            part = department.part_of(function)
            called.append(self._words.fitting(own.functions_called([function])) + (f"（{part}）" if part else ""))
        return "、".join(called)

    def joint_posts(self) -> list[JointPostValues]:
        """Leaders with several roles; their duties stand together, not twice."""
        return [
            {"leader": leader_label(leader, self._institution), "roles": self._roles(leader)}
            for leader in self._institution.leaders
            if len(leader.roles) > 1
        ]


def _outside(external: str) -> str:
    """Where somebody who is none of the institution's own comes from; "" for its own."""
    return "外部" if external.lower() == "true" else external
