"""An institution as its profile describes it, as frozen data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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
class Substitute:
    """For whom a leader stands in, and on what basis."""

    role: str
    basis: str


@dataclass(frozen=True)
class Leader:
    """A post that somebody holds. `oversees` is what the leader alone answers for; of what is another's
    (`assists`), whom the leader helps, the departments stand in `assists_with`. `acts_for` are the ids of the
    vacant posts whose roles and departments are among the leader's own. `external` are the words for where
    somebody from outside comes from ("true": the profile doesn't say); `letter`: whether a letter is signed."""

    id: str
    post: str
    roles: tuple[str, ...]
    name: str = ""
    oversees: tuple[str, ...] = ()
    substitute: Substitute | None = None
    signs_with: str = ""
    short_post: str = ""
    assists: str = ""
    assists_with: tuple[str, ...] = ()
    acts_for: tuple[str, ...] = ()
    external: str = ""
    letter: bool = True

    @property
    def called(self) -> str:
        """The post as a text calls it."""
        return self.short_post or self.post


@dataclass(frozen=True)
class Vacancy:
    """A vacant post: who acts in it ("": nobody is named), the roles and departments that it has, and the leader
    before whom it ranks ("": it is the last)."""

    id: str
    post: str
    roles: tuple[str, ...]
    oversees: tuple[str, ...] = ()
    acting: str = ""
    before: str = ""


@dataclass(frozen=True)
class Department:
    """`parent` is the department that it belongs to; `handles` says which part of a function is its own, where
    others have that function too; `consumers`: whether its business meets any."""

    id: str
    name: str
    lines: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    short_name: str = ""
    parent: str = ""
    handles: tuple[tuple[str, str], ...] = ()
    consumers: bool = True
    letter: bool = True

    @property
    def called(self) -> str:
        """The name as a text calls it."""
        return self.short_name or self.name

    def part_of(self, function: str) -> str:
        """Which part of a function it handles, in the institution's words; "" where nothing is said."""
        return dict(self.handles).get(function, "")


@dataclass(frozen=True)
class OwnDuty:
    """A duty that the institution itself gives to a party, in its own words: the notice doesn't ask for it."""

    id: str
    party: str
    text: str
    measure: str = ""
    evidence: str = ""
    frequency: str = ""


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
    """One institution, from its profile. `words` are those of its type (domain/institution_types.yaml),
    `function_names` the names of departments' functions; `leaders` are the posts that somebody holds."""

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
    centralised_in_part: tuple[Centralised, ...] = ()
    subsidiaries: tuple[Subsidiary, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    letters: LetterWork = LetterWork()
    vacancies: tuple[Vacancy, ...] = ()
    own_duties: tuple[OwnDuty, ...] = ()
    function_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def tier(self) -> Tier:
        return self.tiers[0]

    def functions_called(self, functions: Iterable[str]) -> str:
        """The names of functions, joined."""
        return "、".join(self.function_names.get(id_, id_) for id_ in functions)

    @property
    def overseeing(self) -> tuple[Leader | Body, ...]:
        """Whoever may oversee departments: leaders, then bodies."""
        return (*self.leaders, *self.bodies.values())

    def bodies_over(self, department: str) -> list[Body]:
        """The bodies that a department answers to."""
        return [body for body in self.bodies.values() if department in body.oversees]

    @property
    def levels_below(self) -> tuple[Level, ...]:
        order = list(Tier)
        return tuple(level for level in self.levels if order.index(level.tier) > order.index(self.tier))
