"""Rules about bodies, levels, and how far the notice reaches: types and regions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cplist.assignment.parties import names
from cplist.core.findings import Finding
from cplist.domain.notice import Tier
from cplist.domain.structure import Body
from cplist.lint.case import Case

BOARDS = ("董事会", "理事会")  # as the profile calls them (schema: institution.board)
GOVERNING = ("board", "supervision")
MANAGEMENT = ("行长", "经理", "总裁", "主任办公会", "管理层", "经营层", "高管")
ORDER = list(Tier)


def bodies_incomplete(case: Case) -> Iterator[Finding]:
    """The body that duties of the notice go to first has a chair and an office."""
    asked = {use.role for duty in case.pack.notice.duties for use in duty.roles}
    wanted = {steps[0].find.get("body") for role, steps in case.pack.rules.roles.items() if role in asked}
    for id_, body in case.institution.bodies.items():
        if id_ not in wanted:
            continue
        if not body.chair:
            instead = _chair_instead(case, id_)
            yield case.missing("committee-without-chair", ("bodies", id_), body=body.name, instead=instead)
        if not body.office and case.institution.departments:
            yield case.missing("committee-without-office", ("bodies", id_), body=body.name)


def _chair_instead(case: Case, body: str) -> str:
    """Who counts as the chair of a body that names none."""
    roles = [role for role, steps in case.pack.rules.roles.items() if steps[0].find.get("chair") == body]
    return names(party for role in roles for party in case.finders.role(role).parties)


def committees_mixed_up(case: Case) -> Iterator[Finding]:
    """The management's committee is not the board's, and only a legal entity has a board."""
    bodies = {id_: one for id_, one in case.institution.bodies.items() if id_ not in GOVERNING}
    board = bodies.get("board_committee")
    if board and (case.institution.tier is not Tier.LEGAL_ENTITY or case.institution.board == "none"):
        yield case.finding("board-committee-without-board", ("bodies", "board_committee"), body=board.name)
        return
    if mixed := next((body for body in bodies.values() if _belongs_elsewhere(body)), None):
        board_s, management_s = ("", mixed.name) if mixed is board else (mixed.name, "")
        at = ("bodies", mixed.id, "name")
        yield case.finding("committees-mixed-up", at, board=board_s, management=management_s, both="")
    elif board and board.name in {body.name for body in bodies.values() if body is not board}:
        at = ("bodies", "board_committee", "name")
        yield case.finding("committees-mixed-up", at, board="", management="", both=board.name)


def _belongs_elsewhere(body: Body) -> bool:
    """Whether it is named after the other of the two: 董事会…委员会 as the management's, 行长… as the board's."""
    if body.id == "board_committee":
        return any(word in body.name for word in MANAGEMENT)
    return any(word in body.name for word in BOARDS) and "委员会" in body.name


def levels_in_order(case: Case) -> Iterator[Finding]:
    """Levels: itself first, then what is below, from the top down."""
    own = case.institution
    mine = {"own": case.tier_name(own.tier), "tier": own.tier.value}
    if own.tier not in {level.tier for level in own.levels}:
        yield case.missing("own-level-missing", ("levels",), **mine)
    ranks = [ORDER.index(level.tier) for level in own.levels]
    for number, level in enumerate(own.levels):
        if ranks[number] < ORDER.index(own.tier) and level.tier not in own.tiers:
            yield case.finding("level-above-own", ("levels", number, "tier"), level=level.name, **mine)
    below = [number for number, rank in enumerate(ranks) if rank >= ORDER.index(own.tier)]
    if early := next((b for a, b in pairwise(below) if ranks[b] < ranks[a]), None):
        order = "、".join(own.levels[number].name for number in sorted(below, key=ranks.__getitem__))
        at = ("levels", early, "tier")
        yield case.finding("levels-out-of-order", at, level=own.levels[early].name, order=order)


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
    if not checks.reaches(where):
        left_out = checks.left_out(where)
        because = left_out.because if left_out else ""
        at = ("institution", "region")
        yield case.finding("region-outside", at, region=where, within=checks.within, because=because)


def bound_by_the_notice(case: Case) -> Iterator[Finding]:
    """Who is bound, where a legal entity lies elsewhere or has branches that may."""
    own, checks = case.institution, case.checks
    if own.tier is not Tier.LEGAL_ENTITY or not checks.within:
        return
    branches = [level.name for level in own.levels_below if level.tier is Tier.TIER1_BRANCH]
    outside = checks.elsewhere(own.type, own.region)
    if outside or branches:
        head = case.tier_name(own.tier)
        units = "、".join(level.name for level in own.levels_below)
        about = {"area": checks.area, "elsewhere": head if outside else "", "bound": units if outside else ""}
        others = "" if outside else "、".join(branches)
        yield case.finding("bound-by-the-notice", ("institution", "tier"), **about, others=others)
