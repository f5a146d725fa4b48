"""What stands above, beside and below in an institution: its superior, bodies, levels and subsidiaries."""

from __future__ import annotations

from dataclasses import dataclass

from cplist.domain.notice import Tier


@dataclass(frozen=True)
class Unit:
    """One unit of a level by its name, such as 烟台分行; `id` is "" where the profile needs none."""

    id: str
    name: str


@dataclass(frozen=True)
class UnitKind:
    """Units of one kind within a level, such as 直属支行; `units` are those that the profile names."""

    id: str
    name: str
    short_name: str = ""
    count: int | None = None
    units: tuple[Unit, ...] = ()

    @property
    def called(self) -> str:
        """What the kind is called in running text."""
        return self.short_name or self.name


@dataclass(frozen=True)
class Level:
    """A level of the institution: itself, or one below it. `kinds` are the kinds of units that it consists of, ()
    where they are all of one; `named` is whether it has a name beside theirs."""

    tier: Tier
    name: str
    count: int | None = None
    kinds: tuple[UnitKind, ...] = ()
    named: bool = True

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the level, of its kinds of units, and of those units that have one."""
        below = ((kind.id, *(unit.id for unit in kind.units if unit.id)) for kind in self.kinds)
        return (self.tier.value, *(id_ for ids in below for id_ in ids))


@dataclass(frozen=True)
class Body:
    """A body: who belongs to it and where its office is, by ids or, of `members`, `office_head` and `reports_to`,
    in words; `oversees` are ids of departments and levels."""

    id: str
    name: str
    chair: str = ""
    office: str = ""
    short_name: str = ""
    deputy_chairs: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    office_head: str = ""
    meetings: str = ""
    reports_to: tuple[str, ...] = ()
    oversees: tuple[str, ...] = ()
    basis: str = ""

    @property
    def people(self) -> tuple[str, ...]:
        """Whoever has a part in it."""
        return (self.chair, *self.deputy_chairs, *self.members, self.office_head)

    @property
    def called(self) -> str:
        """What the body is called in running text."""
        return self.short_name or self.name

    @property
    def supervisors(self) -> bool:
        """Whether it is a board of supervisors (监事会): it needs no basis but the articles of association."""
        return "监事" in self.name


@dataclass(frozen=True)
class Superior:
    """Who stands above the institution. `called` is the word for it in running text (上级机构, 行业管理机构);
    `described` what it is to the institution ("" where nothing need be said). `counts` is whether what the notice
    asks towards a superior is owed to it; `said` whether the profile itself says so or not, `open` whether it has
    to, because an institution of that kind is no superior by itself."""

    name: str
    kind: str = ""
    called: str = "上级机构"
    described: str = ""
    counts: bool = True
    said: bool = False
    open: bool = False

    @property
    def label(self) -> str:
        """What sort of party it is, in lists."""
        return self.described if self.described and (self.open or not self.counts) else "上级机构"

    @property
    def in_full(self) -> str:
        """Its name, with what it is where the name doesn't say so."""
        kind = self.described or self.kind
        return self.name if kind in self.name else f"{self.name}，{kind}"


@dataclass(frozen=True)
class Centralised:
    """A function of which the superior has a part: what it has, and what stays here, in words ("": the rest)."""

    function: str
    what: str = ""
    stays: str = ""


@dataclass(frozen=True)
class Subsidiary:
    """A subsidiary: no duty of the notice is put on it. `arrangement` is how it is consolidated, in words."""

    name: str
    kind: str = ""
    arrangement: str = ""
