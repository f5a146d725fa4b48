"""Rules about bodies, levels, and how far the notice reaches: types and regions."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.errors import Finding
from cplist.lint_case import Case
from cplist.model import Body, Tier

BOARDS = ("董事会", "理事会")  # as the profile calls them (schema: institution.board)
ORDER = list(Tier)


def bodies_incomplete(case: Case) -> Iterator[Finding]:
    """The body that duties go to first has a chair and an office."""
    wanted = {steps[0].find.get("body") for steps in case.pack.rules.roles.values()}
    for id_, body in case.institution.bodies.items():
        if id_ not in wanted:
            continue
        if not body.chair:
            yield case.missing("committee-without-chair", ("bodies", id_), body=body.name)
        if not body.office and case.institution.departments:
            yield case.missing("committee-without-office", ("bodies", id_), body=body.name)


def committees_mixed_up(case: Case) -> Iterator[Finding]:
    """The management's committee is not the board's, and only a legal entity has a board."""
    bodies = case.institution.bodies
    board, management = bodies.get("board_committee"), bodies.get("committee")
    if management and (_named_after_board(management) or (board and board.name == management.name)):
        yield case.finding("committees-mixed-up", ("bodies", "committee", "name"), body=management.name)
    if board and (case.institution.tier is not Tier.LEGAL_ENTITY or case.institution.board == "none"):
        yield case.finding("board-committee-without-board", ("bodies", "board_committee"), body=board.name)


def _named_after_board(body: Body) -> bool:
    return any(word in body.name for word in BOARDS)


def levels_in_order(case: Case) -> Iterator[Finding]:
    """Levels: itself first, then what is below, from the top down."""
    own = case.institution
    if own.tier not in {level.tier for level in own.levels}:
        yield case.missing("own-level-missing", ("levels",), tier=own.tier.value)
    before = 0
    for number, level in enumerate(own.levels):
        rank = ORDER.index(level.tier)
        if rank < ORDER.index(own.tier):
            if level.tier not in own.tiers:
                at = ("levels", number, "tier")
                yield case.finding("level-above-own", at, level=level.name, own=own.tier.value)
        elif rank < before:
            yield case.finding("levels-out-of-order", ("levels", number, "tier"), level=level.name)
        before = max(before, rank)


def applicability(case: Case) -> Iterator[Finding]:
    """The profile says no other than the notice of whether it applies directly or by reference."""
    pack, own = case.pack, case.institution
    if not pack.types_by_reference and not pack.types_by_profile:
        return
    claimed = case.document.data["institution"].get("applicability")
    at = ("institution", "applicability")
    type_ = own.words["name"]
    if own.type in pack.types_by_profile:
        if not claimed:
            yield case.finding("applicability-open", ("institution", "type"), type=type_)
    elif own.type in pack.types_by_reference:
        if claimed == "direct":
            yield case.finding("direct-claimed", at, type=type_)
    elif claimed == "by_reference":
        yield case.finding("by-reference-claimed", at, type=type_)


def region(case: Case) -> Iterator[Finding]:
    """The institution lies where the notice reaches."""
    where, checks = case.institution.region, case.checks
    if not where or not checks.within:
        return
    left_out = next((place for place in checks.outside if _stem(place.name) in where), None)
    inside = any(_stem(place) in where for place in (checks.within, *checks.places))
    if left_out or not inside:
        because = left_out.because if left_out else ""
        at = ("institution", "region")
        yield case.finding("region-outside", at, region=where, within=checks.within, because=because)


def _stem(place: str) -> str:
    """山东省 → 山东: a place as it may be written shortly."""
    return place[:-1] if len(place) > 2 and place[-1] in "省市" else place
