"""What a pack asks lint to look at: its roles' demands, the functions that its notice names, regions, reasons.

A pack that says nothing of this is held to nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cplist.schema.checks import is_true

Groups = tuple[tuple[str, ...], ...]
ALWAYS = "true"
"""The `may_oversee_nothing` of a role whose holders may always oversee nothing."""
PROVINCE_WITHIN = 6
"""A region begins with its province, if it has one; further on the same word is a street or a name."""
TIERS = "tiers"
"""The `unless` of a reason that is untrue wherever the institution, or a level below it, is of the duty's tiers."""


@dataclass(frozen=True)
class Words:
    """A text speaks of something when one of its parts (between commas, full stops …) has a word of each group
    in `says` and none of `but_not`. What one part says of staff takes nothing from what another says of business.
    """

    says: Groups
    but_not: tuple[str, ...] = ()

    def in_text(self, text: str) -> bool:
        return any(self._in_part(part) for part in re.split("[，。；、]", text))

    def _in_part(self, part: str) -> bool:
        if any(word in part for word in self.but_not):
            return False
        return all(any(word in part for word in group) for group in self.says)


@dataclass(frozen=True)
class Reason:
    """A reason for which a duty doesn't apply: the words that give it, and the condition of rules.yaml (or TIERS)
    under which it is not true ("" where the profile can't tell)."""

    name: str
    words: Words
    unless: str = ""


@dataclass(frozen=True)
class Region:
    """A place that a notice leaves out, and why."""

    name: str
    because: str = ""


@dataclass(frozen=True)
class Post:
    """Posts (those with one of the `words`) whose holders oversee no departments of certain lines, and why."""

    words: tuple[str, ...]
    lines: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Independence:
    """Functions whose departments only holders of certain roles or posts oversee, or a body, and why."""

    functions: tuple[str, ...]
    roles: tuple[str, ...]
    posts: tuple[str, ...]
    basis: str

    def allows(self, roles: Iterable[str], post: str) -> bool:
        """Whether somebody with those roles and that post may oversee it."""
        return bool({*roles} & {*self.roles}) or any(word in post for word in self.posts)


@dataclass(frozen=True)
class RoleChecks:
    """What a pack demands of a role's holders.

    `missing` and `several` are the rules raised where nobody, or more than `at_most`, hold it; `joint` the rules
    raised where somebody holds another role too. `posts` are words of which a holder's post has one, unless a
    basis is given. Who oversees departments of the lines `answers_for` should have this role. Who has it is not
    to oversee `stays_out_of` (lines, functions). `may_oversee_nothing`: ALWAYS, or a role: where nobody holds it.
    `overseen_by` is the role whose holder should oversee it. `not_at` are tiers where nobody need hold it.
    `source` are the clauses that ask for it, as they are printed.
    """

    source: str = ""
    missing: str = ""
    several: str = ""
    joint: Mapping[str, str] = field(default_factory=dict)
    posts: tuple[str, ...] = ()
    answers_for: tuple[str, ...] = ()
    stays_out_of: tuple[str, ...] = ()
    may_oversee_nothing: str = ""
    overseen_by: str = ""
    not_at: tuple[str, ...] = ()


NO_CHECKS = RoleChecks()


@dataclass(frozen=True)
class Checks:
    """`oversight`: whether departments need exactly one overseer, and leaders something to oversee; `completeness`:
    whether a profile is to name Party organisation, board, superior and the post that leads; `functions` are
    those that the notice names, in the clauses `source`, `also_named` those that it names elsewhere, with the
    clauses, and that are roles of the pack; those of `divided` may be shared by several departments,
    each with its part; `no_basis` are words that are no basis for standing in. `within`, `places` and `outside` are
    where the notice reaches and what it leaves out; `seated_elsewhere` are types whose legal entities lie
    elsewhere."""

    roles: Mapping[str, RoleChecks] = field(default_factory=dict)
    functions: tuple[str, ...] = ()
    divided: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    also_named: Mapping[str, str] = field(default_factory=dict)
    independent: tuple[Independence, ...] = ()
    oversight: bool = False
    completeness: bool = False
    within: str = ""
    places: tuple[str, ...] = ()
    outside: tuple[Region, ...] = ()
    seated_elsewhere: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    superior_instead: Words | None = None
    no_basis: tuple[str, ...] = ()
    source: str = ""

    @property
    def region_names(self) -> tuple[str, ...]:
        """The region that the notice reaches, in full and shortly; () where the pack names none."""
        return (self.within, short_place(self.within)) if self.within else ()

    @property
    def area(self) -> str:
        """The region that the notice reaches, with what it leaves out: 山东省（不含青岛市）."""
        left_out = "、".join(place.name for place in self.outside)
        return f"{self.within}（不含{left_out}）" if left_out else self.within

    def left_out(self, region: str) -> Region | None:
        """The place that the notice leaves out in which a region lies."""
        local = self._local(region)
        return next((place for place in self.outside if local.startswith(short_place(place.name))), None)

    def reaches(self, region: str) -> bool:
        """Whether a region lies where the notice reaches; so does one that isn't named."""
        if not region or not self.within:
            return True
        in_a_place = self._local(region).startswith(tuple(map(short_place, self.places)))
        inside = short_place(self.within) in region[:PROVINCE_WITHIN] or in_a_place
        return inside and not self.left_out(region)

    def _local(self, region: str) -> str:
        """A region without country and province."""
        stem = short_place(self.within)
        return region.removeprefix("中国").removeprefix(stem).removeprefix(self.within.removeprefix(stem))

    def elsewhere(self, type_: str, region: str) -> bool:
        """Whether a legal entity of that type and region lies where the notice doesn't reach."""
        return bool(self.within) and (type_ in self.seated_elsewhere or not self.reaches(region))

    def of(self, role: str) -> RoleChecks:
        return self.roles.get(role, NO_CHECKS)


def short_place(place: str) -> str:
    """山东省 → 山东: a place as it may be written shortly."""
    return place[:-1] if len(place) > 2 and place[-1] in "省市" else place


def read_checks(about: Mapping[str, Any]) -> Checks:
    """`regions`, `checks` and the checks of roles of pack.yaml's data, which fit their schema (pack_schema.py)."""
    regions = about.get("regions") or {}
    checks = about.get("checks") or {}
    instead = checks.get("superior_instead")
    return Checks(
        roles={role["id"]: _role(role["checks"]) for role in about["roles"] if role.get("checks")},
        functions=_words(checks.get("functions")),
        divided=_words(checks.get("divided")),
        posts=tuple(map(_post, checks.get("posts") or ())),
        also_named=dict(checks.get("also_named") or {}),
        independent=tuple(map(_independence, checks.get("independent") or ())),
        oversight=is_true(checks.get("oversight")),
        completeness=is_true(checks.get("completeness")),
        within=regions.get("within") or "",
        places=_words(regions.get("places")),
        outside=tuple(_regions(regions.get("except") or ())),
        seated_elsewhere=_words(regions.get("seated_elsewhere")),
        reasons=tuple(_reason(entry) for entry in checks.get("reasons") or ()),
        superior_instead=_said(instead) if instead else None,
        no_basis=_words(checks.get("no_basis")),
        source=checks.get("source") or "",
    )


def _role(data: Mapping[str, Any]) -> RoleChecks:
    nothing = data.get("may_oversee_nothing") or ""
    return RoleChecks(
        source=data.get("source") or "",
        missing=data.get("missing") or "",
        several=data.get("several") or "",
        joint=dict(data.get("joint") or {}),
        posts=_words(data.get("posts")),
        answers_for=_words(data.get("answers_for")),
        stays_out_of=_words(data.get("stays_out_of")),
        may_oversee_nothing=ALWAYS if is_true(nothing) else nothing,
        overseen_by=data.get("overseen_by") or "",
        not_at=_words(data.get("not_at")),
    )


def _post(data: Mapping[str, Any]) -> Post:
    return Post(_words(data["words"]), _words(data["stays_out_of"]), data["basis"])


def _independence(data: Mapping[str, Any]) -> Independence:
    functions, roles = _words(data["functions"]), _words(data["overseen_by"])
    return Independence(functions, roles, _words(data.get("posts")), data["basis"])


def _words(data: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(data or ())


def _regions(data: Iterable[Any]) -> Iterator[Region]:
    for entry in data:
        yield Region(entry) if isinstance(entry, str) else Region(entry["name"], entry.get("because") or "")


def _said(data: Mapping[str, Any]) -> Words:
    return Words(tuple(_words(group) for group in data["says"]), _words(data.get("but_not")))


def _reason(data: Mapping[str, Any]) -> Reason:
    return Reason(data["name"], _said(data), data.get("unless") or "")
