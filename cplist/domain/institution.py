"""An institution as its profile describes it, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cplist.domain.notice import Tier


@dataclass(frozen=True)
class Level:
    """A level of the institution: itself, or one below it."""

    tier: Tier
    name: str
    count: int | None = None


@dataclass(frozen=True)
class Substitute:
    """For whom a leader stands in, and on what basis."""

    role: str
    basis: str


@dataclass(frozen=True)
class Leader:
    id: str
    post: str
    roles: tuple[str, ...]
    name: str = ""
    oversees: tuple[str, ...] = ()
    substitute: Substitute | None = None
    signs_with: str = ""


@dataclass(frozen=True)
class Department:
    id: str
    name: str
    lines: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Body:
    id: str
    name: str
    chair: str = ""
    office: str = ""


@dataclass(frozen=True)
class Superior:
    name: str
    kind: str = ""


@dataclass(frozen=True)
class Decision:
    """What a profile decides about one duty, over the pack's rules."""

    duty: str
    lead: str = ""
    support: tuple[str, ...] | None = None
    overseen_by: tuple[str, ...] | None = None
    measure: str = ""
    frequency: str = ""
    evidence: str = ""
    reason: str = ""
    performed_by: str = ""
    local_part: str = ""
    not_applicable: str = ""


@dataclass(frozen=True)
class PaperWork:
    """What the profile says about the document itself: number, dates, status; "" where it says nothing."""

    number: str = ""
    date: str = ""
    effective: str = ""
    status: str = "draft"
    supersedes: str = ""
    interpreter: str = ""
    title: str = ""
    approval: str = ""
    heading: str = ""
    cover: bool = False
    names: bool = True


@dataclass(frozen=True)
class LetterWork:
    """What the profile says about its letters of responsibility; "" where it says nothing."""

    year: str = ""
    copies: str = ""


@dataclass(frozen=True)
class Institution:
    """One institution, from its profile. `words` are those of its type (domain/institution_types.yaml)."""

    name: str
    short_name: str
    self_name: str
    type: str
    tiers: tuple[Tier, ...]
    region: str
    party: str
    board: str
    by_reference: bool
    superior: Superior | None
    document: PaperWork
    levels: tuple[Level, ...]
    bodies: Mapping[str, Body]
    leaders: tuple[Leader, ...]
    departments: tuple[Department, ...]
    decisions: Mapping[str, Decision]
    centralised: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    letters: LetterWork = LetterWork()

    @property
    def tier(self) -> Tier:
        return self.tiers[0]

    @property
    def levels_below(self) -> tuple[Level, ...]:
        order = list(Tier)
        return tuple(level for level in self.levels if order.index(level.tier) > order.index(self.tier))
