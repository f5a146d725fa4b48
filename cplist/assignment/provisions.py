"""Sources + institution → which provisions apply there, and who bears each.

Kept apart from the notice's assignments: nothing here is counted with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cplist.assignment.parties import Parties, distinct
from cplist.assignment.party_finder import PartyFinder
from cplist.domain.institution import Institution
from cplist.domain.sources import Addressee, Provision, Source

NO_BOARD = "none"
_OF_THE_BOARD = (Addressee.BOARD, Addressee.BOARD_COMMITTEE)


@dataclass(frozen=True)
class ProvisionHere:
    """A provision in one institution: whether it applies, and the parties that bear it, none where the profile
    names none or it is addressed to everybody."""

    provision: Provision
    applies: bool
    parties: Parties = ()


def provisions_here(
    sources: Iterable[Source], institution: Institution, finder: PartyFinder
) -> tuple[ProvisionHere, ...]:
    """Every provision of the sources in that institution, in their order."""
    return tuple(_here(one, institution, finder) for source in sources for one in source.provisions)


def applying(sources: Iterable[Source], institution: Institution) -> list[Provision]:
    """The provisions that apply in that institution."""
    return [one for source in sources for one in source.provisions if applies(one, institution)]


def applies(provision: Provision, institution: Institution) -> bool:
    """Whether the institution is of a tier that the provision addresses, and has a board where that is its own."""
    if provision.addressee in _OF_THE_BOARD and institution.board == NO_BOARD:
        return False
    return not provision.tiers or bool({*provision.tiers} & {*institution.tiers})


def _here(provision: Provision, institution: Institution, finder: PartyFinder) -> ProvisionHere:
    if not applies(provision, institution):
        return ProvisionHere(provision, applies=False)
    parties = distinct(party for role in provision.roles for party in finder.role(role).parties)
    return ProvisionHere(provision, applies=True, parties=parties)
