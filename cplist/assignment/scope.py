"""Whom a notice binds beside the institution that a profile describes: units below it."""

from __future__ import annotations

from collections.abc import Sequence

from cplist.assignment.parties import Parties, distinct
from cplist.assignment.party_finder import PartyFinder
from cplist.domain.institution import Institution
from cplist.domain.notice import SUPERIORS, Duty, Tier
from cplist.domain.structure import Level


def of_its_tiers(duty: Duty, institution: Institution) -> Sequence[Level]:
    """The levels below of the tiers that a duty addresses."""
    return [level for level in institution.levels_below if level.tier in duty.tiers]


def that_can(duty: Duty, institution: Institution) -> Sequence[Level]:
    """Those of its tiers that can perform a duty: what is asked about units further below, only levels that have
    such units."""
    levels = of_its_tiers(duty, institution)
    if duty.binds == SUPERIORS:
        return [level for level in levels if over_others(level, institution)]
    return levels


def lowest(duty: Duty, institution: Institution, says: str) -> str:
    """Why a duty falls on none of the levels of its tiers: those have none below; "" without any."""
    names = "、".join(level.name for level in of_its_tiers(duty, institution))
    return says.replace("{parties}", names) if names else ""


def over_others(level: Level, institution: Institution) -> bool:
    """Whether there is a level below that one."""
    order = list(Tier)
    return any(order.index(other.tier) > order.index(level.tier) for other in institution.levels_below)


def bound_below(duty: Duty, institution: Institution, finder: PartyFinder) -> Parties:
    """The levels below that have a duty as well."""
    levels = that_can(duty, institution) if duty.binds else ()
    return distinct(party for level in levels if (party := finder.party(level.tier.value)))
