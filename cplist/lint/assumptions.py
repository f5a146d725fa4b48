"""What a profile leaves open and the text takes as usual: each is named, with the line that settles it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cplist.core.findings import Finding
from cplist.domain import vocabulary
from cplist.domain.notice import Tier
from cplist.lint.case import Case

NONE = "none"
_BEHIND = re.compile("（[^（）]*）$")
BOARD_COMMITTEE, SUPERVISION = "board_committee", "supervision"


def party(case: Case) -> Iterator[Finding]:
    """The profile says which Party organisation there is, or that there is none: powers depend on it."""
    own = case.institution
    if case.checks.completeness and not case.document.data["institution"].get("party"):
        usual = vocabulary.usual_party(own.type, own.tier.value)
        yield case.missing("party-missing", ("institution",), assumed=own.party, usual=usual)


def governance(case: Case) -> Iterator[Finding]:
    """A legal entity says which board it has, the board's committee, and who supervises both."""
    own = case.institution
    if not case.checks.completeness or own.tier is not Tier.LEGAL_ENTITY or own.board == NONE:
        return
    if not (case.document.data["institution"].get("board") or "board" in own.bodies):
        yield case.missing("board-missing", ("institution",), board=own.board)
    at = ("bodies",) if case.document.data.get("bodies") else ("institution",)
    if BOARD_COMMITTEE not in own.bodies:
        yield case.missing("board-committee-missing", at, board=own.board)
    if SUPERVISION not in own.bodies:
        yield case.missing("supervision-missing", at, board=own.board)


def superior(case: Case) -> Iterator[Finding]:
    """Whoever is no legal entity says who stands above: by type and tier, or as the name has it."""
    own = case.institution
    if not case.checks.completeness or case.document.data["institution"].get("superior"):
        return
    if own.is_branch:
        yield case.missing("branch-without-superior", ("institution",), tier=own.words[own.tier.value])
    elif _BEHIND.sub("", own.name).endswith(tuple(vocabulary.terms()["not_legal_entities"])):
        at = ("institution", "name")
        yield case.finding("name-of-a-branch", at, name=own.name, tier=own.words[own.tier.value])


def lead_post(case: Case) -> Iterator[Finding]:
    """Without departments the profile names the post that leads consumer protection; with them posts have no
    functions."""
    for number, entry in enumerate(case.document.data["leaders"]):
        if case.institution.departments and entry.get("functions"):
            at = ("leaders", number, "functions")
            yield case.finding("functions-of-a-leader", at, post=entry["post"])
    known = {entry["id"] for entry in case.document.data["leaders"]}
    for leader in case.institution.leaders if case.checks.completeness else ():
        if leader.id not in known:
            functions = ", ".join(leader.functions)
            yield case.missing("lead-post-missing", ("leaders",), post=leader.post, functions=functions)


def standings(case: Case) -> Iterator[Finding]:
    """Somebody holds a role in a capacity in which part of its duties can't be theirs."""
    for role, several in case.pack.rules.standings.items():
        for standing in several:
            if not standing.finding or (standing.when and not case.finders.holds(standing.when)):
                continue
            for one in case.finders.role(role).parties:
                if case.finders.standing(role, one) == standing.id:
                    at = case.held_at(one, role)
                    about = {"leader": one.name, "role": case.role_name(role), "party": case.institution.party}
                    yield case.finding(standing.finding, at, duties=_without(case, role), **about)


def _without(case: Case, role: str) -> str:
    """The duties of a role that don't apply, by their ids."""
    return "、".join(
        a.duty.id for a in case.assigned.assignments if not a.applies and role in {use.role for use in a.duty.roles}
    )


def independence(case: Case) -> Iterator[Finding]:
    """A function that answers to nobody whose work it examines is overseen by those whom the pack names, or by a
    body."""
    for rule in case.checks.independent:
        for _, department in case.departments():
            held = [function for function in department.functions if function in rule.functions]
            if not held or case.institution.bodies_over(department.id):
                continue
            for at, leader in case.leaders():
                if department.id in leader.oversees and not rule.allows(leader.roles, leader.post):
                    about = {"department": department.called, "function": case.institution.functions_called(held)}
                    about |= {"leader": case.label(leader), "basis": rule.basis}
                    place = case.item((*at, "oversees"), department.id)
                    yield case.finding("function-not-independent", place, **about)
