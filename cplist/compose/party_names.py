"""How a text calls the parties of a duty: by a role's collective name, by words that tell them apart, by name."""

from __future__ import annotations

from collections.abc import Mapping

from cplist.assignment.parties import Parties
from cplist.assignment.party_finder import PartyFinder
from cplist.compose.shares import NOBODY
from cplist.compose.wording import joined
from cplist.domain.assignment import Assignment, Group, Party, Status
from cplist.domain.institution import Institution, Leader
from cplist.domain.notice import Role, Share


class PartyNames:
    """The names of one institution's parties in a text. `roles` are the pack's, by id."""

    def __init__(self, roles: Mapping[str, Role], institution: Institution, finders: PartyFinder) -> None:
        self._roles, self._institution, self._finders = roles, institution, finders
        self._leaders = self._named()

    def _named(self) -> Mapping[str, str]:
        """What a sentence calls each leader, by id: the post; where several share it, by the role whose `address`
        tells its holder apart, or by what the leader oversees."""
        leaders = self._institution.leaders
        posts = [leader.in_text for leader in leaders]
        return {
            leader.id: self._told_apart(leader) if posts.count(leader.in_text) > 1 else leader.in_text
            for leader in leaders
        }

    def _told_apart(self, leader: Leader) -> str:
        addresses = (self._roles[role].address for role in leader.roles if role in self._roles)
        if address := next(filter(None, addresses), ""):
            return address.replace("{post}", leader.in_text)
        overseen = [party.name for id_ in leader.oversees if (party := self._finders.party(id_))]
        others = "等" if len(overseen) > 1 else ""
        if overseen or leader.field:
            return f"分管{overseen[0] if overseen else leader.field}{others}的{leader.in_text}"
        alike = [one.id for one in self._institution.leaders if one.in_text == leader.in_text]
        return f"{leader.in_text}（{alike.index(leader.id) + 1}）"

    def of(self, id_: str) -> str:
        """The name of the party of that id; "" if there is none."""
        party = self._finders.party(id_)
        return party.name if party else ""

    def named(self, party: Party) -> str:
        """What a sentence calls a party: a leader by the post, never by name."""
        return self._leaders.get(party.id, party.name)

    def addressed(self, parties: Parties) -> str:
        """Several parties as a sentence names them."""
        return joined(self.named(party) for party in parties)

    def collective(self, group: Group) -> str:
        """Several parties by their role's collective name, if it has one; else by their own."""
        role = self._roles.get(group.role)
        if role and role.collective and len(group.parties) > 1:
            return role.collective
        return self.addressed(group.parties)

    def who(self, assignment: Assignment) -> str:
        """Who is responsible, in words; of a statement, whose responsibility it grades."""
        if assignment.status is Status.STATEMENT:
            role = next(iter(assignment.duty.roles_as(Share.RESPONSIBLE)), "")
            return self.collective(Group(role, assignment.borne_by)) or self._institution.self_name
        if not assignment.groups:
            return NOBODY
        if assignment.status is Status.SUPERIOR:
            return self.addressed(assignment.responsible)
        return joined((self.collective(group) for group in assignment.groups), "和")

    def supporting(self, assignment: Assignment) -> str:
        """Who supports, in words."""
        return joined(self.collective(group) for group in assignment.support)
