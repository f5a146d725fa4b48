"""Rules about posts: vacant ones, who acts and who assists, who signs, who is told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cplist.assignment.parties import all_parties
from cplist.core.findings import Finding
from cplist.domain import vocabulary
from cplist.domain.assignment import Party, PartyKind
from cplist.domain.institution import Leader
from cplist.lint.case import Case
from cplist.profile.people import is_vacant
from cplist.yamldoc.document import Path

UNUSED_WHEN_VACANT = ("name", "signs_with", "assists", "external", "letter", "substitute")
"""Keys of a leader that say something of a person."""
Entry = tuple[Path, Mapping[str, Any]]


def _entries(case: Case) -> list[Entry]:
    """The leaders' entries of the profile, vacant posts among them, with their paths."""
    return [(("leaders", number), entry) for number, entry in enumerate(case.document.data["leaders"])]


def vacancies(case: Case) -> Iterator[Finding]:
    """A vacant post has somebody who acts in it, and nothing is said of a person who isn't there."""
    acting = {vacancy.id: vacancy.acting for vacancy in case.institution.vacancies}
    posts = {entry["id"]: entry["post"] for _, entry in _entries(case)}
    for path, entry in _entries(case):
        if entry["id"] not in acting:
            if entry.get("acting"):
                yield case.finding("acting-without-vacancy", (*path, "acting"), post=entry["post"])
            continue
        if entry.get("acting") and not acting[entry["id"]]:
            another = posts[entry["acting"]]
            yield case.finding("acting-vacant", (*path, "acting"), post=entry["post"], acting=another)
        elif not acting[entry["id"]]:
            yield _open(case, path, entry)
        if unused := [key for key in UNUSED_WHEN_VACANT if entry.get(key)]:
            keys = "、".join(unused)
            yield case.finding("vacant-with-more", (*path, unused[0]), post=entry["post"], keys=keys)


def _open(case: Case, path: Path, entry: Mapping[str, Any]) -> Finding:
    parties = [party for id_ in entry.get("oversees") or () if (party := case.finders.party(id_))]
    return case.finding(
        "vacant-post",
        (*path, "vacant"),
        post=entry["post"],
        roles=vocabulary.called("leader_roles", tuple(entry["roles"])),
        departments="、".join(party.name for party in parties),
    )


def vacant_roles(case: Case) -> frozenset[str]:
    """The roles that only vacant posts have in which nobody acts: what is open for want of them is said once."""
    return frozenset(role for post in case.institution.vacancies if not post.acting for role in post.roles)


def vacant_overseers(case: Case) -> frozenset[str]:
    """The departments that a vacant post oversees in which nobody acts."""
    return frozenset(id_ for post in case.institution.vacancies if not post.acting for id_ in post.oversees)


def assistants(case: Case) -> Iterator[Finding]:
    """Who assists somebody helps with departments of that one's."""
    for path, leader in case.leaders():
        if leader.assists and not leader.assists_with:
            assisted = case.finders.party(leader.assists)
            called = assisted.name if assisted else ""
            yield case.finding(
                "assists-with-nothing", (*path, "assists"), leader=case.label(leader), assisted=called
            )


def letters(case: Case) -> Iterator[Finding]:
    """What a profile says of a letter that there is none of."""
    for path, entry in _entries(case):
        if is_vacant(entry):
            continue
        for key in _unused_of_letters(entry):
            yield case.finding("letter-none-anyway", (*path, key), post=entry["post"], key=key)


def _unused_of_letters(entry: Mapping[str, Any]) -> Iterator[str]:
    apart = entry.get("letter") or (entry.get("external") and entry["external"].lower() != "false")
    if apart and entry.get("signs_with"):
        yield "signs_with"
    if entry.get("letter") and entry.get("external") and entry["external"].lower() != "false":
        yield "letter"


def posts_over_business(case: Case) -> Iterator[Finding]:
    """Who has certain posts oversees no departments of certain lines."""
    for path, leader in case.leaders():
        for post in case.checks.posts:
            word = next((word for word in post.words if word in leader.post), "")
            over = [
                d for d in case.institution.departments if d.id in leader.oversees and {*d.lines} & {*post.lines}
            ]
            if word and over:
                at = case.item((*path, "oversees"), over[0].id)
                about = {"word": word, "departments": "、".join(d.called for d in over), "basis": post.basis}
                yield case.finding("post-over-business", at, leader=case.label(leader), **about)


def told_apart(case: Case) -> Iterator[Finding]:
    """Whoever is named in the documents is told apart from everybody else."""
    named: dict[str, Party] = {}
    for party in all_parties(case.institution):
        if party.kind in (PartyKind.INSTITUTION, PartyKind.SUPERIOR):
            continue
        if party.name in named or _only_numbered(case, party):
            called = named.get(party.name, party).name
            key = "post" if party.kind is PartyKind.LEADER else "name"
            yield case.finding("parties-alike", (*case.path(party), key), name=called)
        named.setdefault(party.name, party)


def _only_numbered(case: Case, party: Party) -> bool:
    """Whether only a number tells a leader apart, the first of them aside: one finding for several."""
    leader = next((leader for leader in case.institution.leaders if leader.id == party.id), None)
    return leader is not None and party.name.endswith("）") and party.name[len(leader.called) + 1 : -1].isdecimal()


def short_forms(case: Case) -> Iterator[Finding]:
    """A short form is another than the full one."""
    entries = [(path, entry, "short_post", "post") for path, entry in _entries(case)]
    entries += [
        (("departments", number), entry, "short_name", "name")
        for number, entry in enumerate(case.document.data["departments"])
    ]
    for path, entry, short, full in entries:
        if entry.get(short) == entry[full]:
            yield case.finding("short-form-same", (*path, short), name=entry[full])


def without_share(case: Case) -> Iterator[Finding]:
    """A leader without any part in any duty."""
    chairs = {id_ for body in case.institution.bodies.values() for id_ in body.people}
    given = {duty.party for duty in case.institution.own_duties}
    for path, leader in case.leaders():
        if not (leader.roles or leader.substitute or _has_field(leader) or leader.id in chairs | given):
            yield case.finding("leader-without-share", path, leader=case.label(leader))


def _has_field(leader: Leader) -> Iterable[str]:
    return (*leader.oversees, *leader.assists_with, *leader.functions)
