"""Who signs a letter of responsibility beside the one whose it is: the next one up, by the pack's roles."""

from __future__ import annotations

from dataclasses import dataclass

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import Parties
from cplist.domain.assignment import Party, PartyKind
from cplist.domain.institution import Institution, Leader
from cplist.pack.papers import Signing


@dataclass(frozen=True)
class Signatures:
    """The next ones up. A pledge is signed alone; where it is `open`, nobody says who the next one up is;
    `above` is the name of the level whose head it is, where that is no level of the institution's own."""

    upper: Parties = ()
    pledge: bool = False
    open: bool = False
    above: str = ""


class Signers:
    """Finds the next one up of every party of one institution."""

    def __init__(self, institution: Institution, assigned: Assigned, signing: Signing) -> None:
        self.institution, self.finders, self.signing = institution, assigned.finders, signing

    def of(self, party: Party) -> Signatures:
        if party.kind is PartyKind.LEADER:
            return self._leader(party)
        if party.kind is PartyKind.LEVEL:
            return self._level(party)
        department = next(one for one in self.institution.departments if one.id == party.id)
        parent = self.finders.party(department.parent)
        return Signatures((parent,)) if parent else self._found(self.signing.department, party)

    def _leader(self, party: Party) -> Signatures:
        leader = next(ldr for ldr in self.institution.leaders if ldr.id == party.id)
        named = self.finders.party(leader.signs_with)
        if named and named.id != party.id:
            return Signatures((named,))
        if self._holds(leader, self.signing.pledged_by):
            return Signatures(pledge=True)
        others = [role for role in leader.roles if role not in self.signing.left_open]
        if (self._holds(leader, self.signing.left_open) and not others) or self._chairs_the_board(leader):
            return Signatures(open=True)
        return self._found(self.signing.leader, party)

    def _holds(self, leader: Leader, roles: tuple[str, ...]) -> bool:
        return any(leader.id in {party.id for party in self.finders.role(role).parties} for role in roles)

    def _chairs_the_board(self, leader: Leader) -> bool:
        """Nobody among the leaders is above who chairs the board, not even the chief whom it appointed."""
        board, body = self.institution.board, self.institution.bodies.get("board")
        chairs = body is not None and body.chair == leader.id
        return chairs or (bool(board) and board.removesuffix("会") + "长" in leader.post.split("、"))

    def _level(self, party: Party) -> Signatures:
        """The head of the level above; the institution itself is above its highest level only."""
        levels = self.institution.levels_below
        number = next(number for number, level in enumerate(levels) if party.id in level.ids)
        if number:
            return Signatures(open=True, above=levels[number - 1].name)
        return self._found(self.signing.level, party)

    def _found(self, roles: tuple[str, ...], party: Party) -> Signatures:
        """The holders of the first of those roles that somebody else holds; for a body its chair signs."""
        for role in roles:
            found = tuple(p for p in self.finders.role(role, (party,)).parties if p.id != party.id)
            if found:
                signing = tuple(signer for one in found if (signer := self._signer(one)))
                return Signatures(signing, open=not signing)
        return Signatures(open=True)

    def _signer(self, party: Party) -> Party | None:
        body = self.institution.bodies.get(party.id) if party.kind is PartyKind.BODY else None
        return self.finders.party(body.chair) if body else party
