"""Rules about what stands above, beside and below: boards and bodies, the superior, kinds of units."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.core.findings import Finding
from cplist.domain.notice import Tier
from cplist.domain.structure import Body, Level
from cplist.lint.case import Case
from cplist.yamldoc.document import Path

BOARD, COMMITTEE, DELIBERATION, SUPERVISION = "board", "committee", "deliberation", "supervision"
SUBORDINATE = ("联席", "工作小组", "工作组", "协调")
"""Words in the names of bodies that prepare decisions for a committee, not of those above one."""


def boards(case: Case) -> Iterator[Finding]:
    """The board has one name, supervisors have a basis, and only a legal entity has either."""
    bodies = case.institution.bodies
    if case.institution.tier is not Tier.LEGAL_ENTITY:
        for id_ in (BOARD, SUPERVISION):
            if id_ in bodies:
                yield case.missing("board-in-a-branch", ("bodies", id_), body=bodies[id_].name)
        return
    if BOARD in bodies:
        yield from _names_of_the_board(case)
    supervision = bodies.get(SUPERVISION)
    if supervision and not supervision.basis and not supervision.supervisors:
        yield case.missing("supervision-without-basis", ("bodies", SUPERVISION), body=supervision.name)


def _names_of_the_board(case: Case) -> Iterator[Finding]:
    data = case.document.data
    named = str(data["institution"].get(BOARD) or "")
    written = str(data["bodies"][BOARD].get("name") or "")
    if named == "none" or not (named or written):
        yield case.missing("board-without-name", ("bodies", BOARD))
    elif written and named and written != named:
        yield case.finding("two-board-names", ("bodies", BOARD, "name"), name=named, other=written)


def body_above_committee(case: Case) -> Iterator[Finding]:
    """A deliberating body beside a committee is the one above it, though it may be called like a lower one."""
    bodies = case.institution.bodies
    if COMMITTEE not in bodies or DELIBERATION not in bodies:
        return
    above = bodies[DELIBERATION]
    lower = any(word in above.name for word in SUBORDINATE)
    if lower or not _relation_said(case):
        about = {"body": above.name, "committee": bodies[COMMITTEE].name}
        yield case.missing("deliberation-above-committee", ("bodies", DELIBERATION), **about)


def _relation_said(case: Case) -> bool:
    """Whether the profile says that the committee reports to it, or gives it a duty."""
    decided = {id_ for one in case.institution.decisions.values() for id_ in (one.lead, *(one.support or ()))}
    return DELIBERATION in (*case.institution.bodies[COMMITTEE].reports_to, *decided)


def bodies_posts(case: Case) -> Iterator[Finding]:
    """Nobody has two posts in one body; nobody reports to themselves."""
    for id_, body in case.institution.bodies.items():
        for key, number, who in _second_posts(body):
            party = case.finders.party(who)
            at = ("bodies", id_, key, number)
            yield case.finding("body-post-twice", at, body=body.name, who=party.name if party else who)
        if id_ in body.reports_to:
            yield case.finding("body-reports-to-itself", ("bodies", id_, "reports_to"), body=body.name)


def _second_posts(body: Body) -> Iterator[tuple[str, int, str]]:
    taken = {body.chair} - {""}
    for key, several in (("deputy_chairs", body.deputy_chairs), ("members", body.members)):
        for number, who in enumerate(several):
            if who in taken:
                yield key, number, who
        taken |= {*several}


def superior(case: Case) -> Iterator[Finding]:
    """Whether one that is no superior by itself counts as one is for the profile to say; a branch has one."""
    above = case.institution.superior
    if not above or (not above.kind and not above.said):
        return
    by_nature = case.institution.is_branch
    if not by_nature and above.open and not above.said:
        at = ("institution", "superior", "kind")
        yield case.finding("superior-open", at, superior=above.name, kind=above.described)
    said = str(case.document.data["institution"]["superior"].get("counts_as_superior")).lower()
    if by_nature and said == "false":
        at = ("institution", "superior", "counts_as_superior")
        yield case.finding("superior-by-nature", at, superior=above.name)


def kinds_of_units(case: Case) -> Iterator[Finding]:
    """Kinds belong to levels below, and their numbers add up."""
    for number, level in enumerate(case.institution.levels):
        path: Path = ("levels", number)
        if level.tier is case.institution.tier:
            if key := next((key for key in ("kinds", "count") if key in case.document.data["levels"][number]), ""):
                yield case.finding("own-level-of-many", (*path, key), level=level.name)
            continue
        yield from _counts(case, path, level)


def _counts(case: Case, path: Path, level: Level) -> Iterator[Finding]:
    """A level's number is the sum of its kinds', and a kind's that of the units that are named."""
    counts = [kind.count for kind in level.kinds]
    known = [count for count in counts if count is not None]
    if known and len(known) == len(counts) and level.count is not None and sum(known) != level.count:
        about = {"name": level.name, "count": level.count, "named": sum(known)}
        yield case.finding("units-miscounted", (*path, "count"), **about)
    for index, kind in enumerate(level.kinds):
        if kind.units and kind.count is not None and len(kind.units) > kind.count:
            about = {"name": kind.name, "count": kind.count, "named": len(kind.units)}
            yield case.finding("units-miscounted", (*path, "kinds", index, "count"), **about)


def subsidiaries(case: Case) -> Iterator[Finding]:
    """Only a legal entity holds others."""
    own = case.institution
    if own.subsidiaries and own.tier is not Tier.LEGAL_ENTITY:
        names = "、".join(one.name for one in own.subsidiaries)
        yield case.missing("subsidiaries-of-a-branch", ("institution", "subsidiaries"), names=names)
