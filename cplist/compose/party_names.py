"""How a text calls the parties of a duty: by a role's collective name, by words that tell them apart, by name."""

from __future__ import annotations

from collections.abc import Mapping

from cplist.assignment.parties import Parties, names
from cplist.assignment.party_finder import PartyFinder
from cplist.compose.shares import NOBODY
from cplist.compose.wording import joined
from cplist.domain.assignment import Assignment, Group, Party, Status
from cplist.domain.institution import Institution
from cplist.domain.notice import Role, Share


class PartyNames:
    """The names of one institution's parties in a text. `roles` are the pack's, by id."""

    def __init__(self, roles: Mapping[str, Role], institution: Institution, finders: PartyFinder) -> None:
        self._roles, self._institution, self._finders = roles, institution, finders
        posts = [leader.called for leader in institution.leaders]
        self._shared = {
            leader.id: leader.called for leader in institution.leaders if posts.count(leader.called) > 1
        }

    def of(self, id_: str) -> str:
        """The name of the party of that id; "" if there is none."""
        party = self._finders.party(id_)
        return party.name if party else ""

    def addressed(self, role: str, parties: Parties) -> str:
        """Names as a text calls them: a leader whose post others share as the role says (分管…的副行长)."""
        address = self._roles[role].address if role in self._roles else ""
        return joined(self._told_apart(party, address) or party.name for party in parties)

    def _told_apart(self, party: Party, address: str) -> str:
        return address.replace("{post}", self._shared[party.id]) if party.id in self._shared else ""

    def collective(self, group: Group) -> str:
        """Several parties by their role's collective name, if it has one; else by their own."""
        role = self._roles.get(group.role)
        if role and role.collective and len(group.parties) > 1:
            return role.collective
        return self.addressed(group.role, group.parties)

    def who(self, assignment: Assignment) -> str:
        """Who is responsible, in words; of a statement, whose responsibility it grades."""
        if assignment.status is Status.STATEMENT:
            role = next(iter(assignment.duty.roles_as(Share.RESPONSIBLE)), "")
            return self.collective(Group(role, assignment.borne_by)) or self._institution.self_name
        if not assignment.groups:
            return NOBODY
        if assignment.status is Status.SUPERIOR:
            return names(assignment.responsible)
        return joined((self.collective(group) for group in assignment.groups), "和")

    def supporting(self, assignment: Assignment) -> str:
        """Who supports, in words."""
        return joined(self.collective(group) for group in assignment.support)
