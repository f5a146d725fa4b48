"""The leaders, departments and own duties of a profile's data, which has no errors, as frozen data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from cplist.domain import vocabulary
from cplist.domain.institution import Department, Leader, OwnDuty, Substitute, Vacancy
from cplist.schema.checks import is_false, is_true

Entry = Mapping[str, Any]
LEADING = ("cp_lead", "complaints")
"""The functions of the post that leads consumer protection."""
LEAD_POST_IDS = ("staff", "staff_post")
"""The id of that post where it is assumed: the first that no leader has."""


def is_vacant(entry: Entry) -> bool:
    """Whether the post of a leader's entry is vacant."""
    return is_true(entry.get("vacant"))


def leaders_of(data: Sequence[Entry], departments: Sequence[Entry]) -> tuple[Leader, ...]:
    """The posts that somebody holds, in the order of the profile, each with what is the leader's: the roles and
    departments of the vacant posts in which he or she acts too, without the departments of a leader whom he or she
    only assists, and with those that belong to his or her departments and that nobody else oversees."""
    leaders = [_acting(_leader(entry), data) for entry in data if not is_vacant(entry)]
    overseen = {id_ for entry in data for id_ in entry.get("oversees") or ()}
    below = {entry["id"]: entry["parent"] for entry in departments if entry.get("parent")}
    by_id = {leader.id: _with_below(leader, below, overseen) for leader in leaders}
    alone = [_assisting(leader, by_id.get(leader.assists)) for leader in leaders]
    return tuple(_with_below(leader, below, overseen) for leader in alone)


def with_lead_post(leaders: tuple[Leader, ...]) -> tuple[Leader, ...]:
    """The leaders and posts of an institution without departments, with one that leads consumer protection and
    handles complaints: where the profile names none, one is assumed."""
    if any(LEADING[0] in leader.functions for leader in leaders):
        return leaders
    id_ = next(id_ for id_ in LEAD_POST_IDS if id_ not in {leader.id for leader in leaders})
    return (*leaders, Leader(id_, vocabulary.terms()["lead_post"], (), functions=LEADING))


def _with_below(leader: Leader, below: Mapping[str, str], overseen: Set[str]) -> Leader:
    """With the departments that belong to those that the leader oversees. `below` is department → its parent."""
    oversees = list(leader.oversees)
    for id_ in oversees:  # grows while it is walked through: what belongs to what was added is added too
        oversees += [c for c, parent in below.items() if parent == id_ and c not in overseen and c not in oversees]
    return replace(leader, oversees=tuple(oversees))


def vacancies_of(data: Sequence[Entry]) -> tuple[Vacancy, ...]:
    """The vacant posts, in the order of the profile."""
    return tuple(
        Vacancy(
            id=entry["id"],
            post=entry.get("short_post") or entry["post"],
            full_post=entry["post"],
            roles=tuple(entry["roles"]),
            oversees=tuple(entry.get("oversees") or ()),
            acting=_actor(entry, data),
            before=next((other["id"] for other in data[number:] if not is_vacant(other)), ""),
        )
        for number, entry in enumerate(data)
        if is_vacant(entry)
    )


def _actor(entry: Entry, data: Iterable[Entry]) -> str:
    """The leader who acts in a vacant post, where that is somebody who is there."""
    acting = entry.get("acting") or ""
    return next((other["id"] for other in data if other["id"] == acting and not is_vacant(other)), "")


def _acting(leader: Leader, data: Sequence[Entry]) -> Leader:
    posts = [entry for entry in data if is_vacant(entry) and entry.get("acting") == leader.id]
    if not posts:
        return leader
    return replace(
        leader,
        roles=_distinct([*leader.roles, *(role for post in posts for role in post["roles"])]),
        oversees=_distinct([*leader.oversees, *(id_ for post in posts for id_ in post.get("oversees") or ())]),
        acts_for=tuple(post["id"] for post in posts),
    )


def _assisting(leader: Leader, assisted: Leader | None) -> Leader:
    """Who assists another oversees of that one's departments none: those that both name, or all of them where the
    assistant names none, are the other's."""
    if assisted is None or assisted.id == leader.id:
        return leader
    shared = tuple(id_ for id_ in leader.oversees if id_ in assisted.oversees)
    own = tuple(id_ for id_ in leader.oversees if id_ not in shared)
    return replace(leader, oversees=own, assists_with=shared if leader.oversees else assisted.oversees)


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _leader(data: Entry) -> Leader:
    substitute = data.get("substitute")
    external = data.get("external") or ""
    return Leader(
        id=data["id"],
        post=data["post"],
        roles=tuple(data["roles"]),
        name=data.get("name") or "",
        oversees=tuple(data.get("oversees") or ()),
        substitute=Substitute(substitute["for"], substitute["basis"]) if substitute else None,
        signs_with=data.get("signs_with") or "",
        short_post=data.get("short_post") or "",
        field=data.get("field") or "",
        functions=tuple(data.get("functions") or ()),
        assists=data.get("assists") or "",
        external="" if is_false(external) else external,
        letter=data.get("letter") != "none",
    )


def departments_of(data: Iterable[Entry]) -> tuple[Department, ...]:
    """The departments, in the order of the profile."""
    return tuple(map(_department, data))


def _department(data: Entry) -> Department:
    return Department(
        id=data["id"],
        name=data["name"],
        lines=tuple(data["lines"]),
        functions=tuple(data.get("functions") or ()),
        short_name=data.get("short_name") or "",
        parent=data.get("parent") or "",
        handles=tuple((data.get("handles") or {}).items()),
        consumers=data.get("consumers") != "none",
        letter=data.get("letter") != "none",
    )


def own_duties_of(data: Iterable[Entry]) -> Iterator[OwnDuty]:
    """The duties that the institution itself gives out, in the order of the profile."""
    texts = ("measure", "evidence", "frequency")
    for entry in data:
        more = {key: entry.get(key) or "" for key in texts}
        yield OwnDuty(entry["id"], entry["party"], entry["text"], **more)
