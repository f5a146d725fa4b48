"""Whom a notice binds beside the institution that a profile describes: units below it."""

from __future__ import annotations

from cplist.assignment.parties import Parties, distinct
from cplist.assignment.party_finder import PartyFinder
from cplist.domain.institution import Institution
from cplist.domain.notice import SUPERIORS, Duty


def bound_below(duty: Duty, institution: Institution, finder: PartyFinder) -> Parties:
    """The levels below that have a duty as well: those of its tiers, or only such as have others below them."""
    levels = [level for level in institution.levels_below if level.tier in duty.tiers] if duty.binds else []
    if duty.binds == SUPERIORS:
        levels = levels[:-1]
    return distinct(party for level in levels if (party := finder.party(level.tier.value)))
