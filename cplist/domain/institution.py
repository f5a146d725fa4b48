"""An institution as its profile describes it, as frozen data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cplist.domain.notice import Tier
from cplist.domain.post_names import in_text
from cplist.domain.structure import Body, Centralised, Level, Subsidiary, Superior


@dataclass(frozen=True)
class Substitute:
    """For whom a leader stands in, and on what basis."""

    role: str
    basis: str


@dataclass(frozen=True)
class Leader:
    """A post that somebody holds. `oversees` is what the leader alone answers for, `field` what he or she looks
    after beside departments, in words; of what is another's (`assists`), whom the leader helps, the departments
    stand in `assists_with`. `acts_for` are the ids of the vacant posts whose roles and departments are among the
    leader's own. `external` are the words for where somebody from outside comes from ("true": the profile doesn't
    say); `letter`: whether a letter is signed. `functions` are what the holder of a post does where there are no
    departments."""

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
    field: str = ""
    functions: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """The post as a text calls it."""
        return self.short_post or self.post

    @property
    def at_work(self) -> bool:
        """Whether it is a post that works, and none of the leadership: it has functions and no role."""
        return bool(self.functions) and not (self.roles or self.substitute)

    @property
    def in_text(self) -> str:
        """The post as a sentence names it."""
        return self.short_post or in_text(self.post)


@dataclass(frozen=True)
class Vacancy:
    """A vacant post by its short form and in full: who acts in it ("": nobody is named), the roles and departments
    that it has, and the leader before whom it ranks ("": it is the last)."""

    id: str
    post: str
    full_post: str
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


ANNEXES = ("clauses", "articles")
"""The tables that the system prints where they are asked for: of the notice's clauses, and of the articles."""


FINAL = "final"
"""The status of a document that is no draft."""


@dataclass(frozen=True)
class PaperWork:
    """What the profile says about the document itself: number, dates, status; "" where it says nothing. `annexes`
    are those of ANNEXES that are printed, `period` is what the workbook's answers are about."""

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
    annexes: tuple[str, ...] = ()
    assessment: bool = False
    period: str = ""

    @property
    def is_final(self) -> bool:
        """Whether it is no draft any more: none of the program's marks is printed."""
        return self.status == FINAL


@dataclass(frozen=True)
class ReportingLevel:
    """A level of what is reported: which risks and which events are of it, and by which way, within which time and
    with what contents they are reported; "" where the profile says nothing."""

    level: str
    risk: str = ""
    event: str = ""
    route: str = ""
    limit: str = ""
    contents: str = ""


@dataclass(frozen=True)
class Measures:
    """Which of the pack's suggestions an institution adopts: `all` of them or those of single duties; `none` are
    the duties of which it adopts none; `words` are its own measures instead, by duty."""

    all: bool = False
    adopted: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)

    def adopts(self, duty: str) -> bool:
        """Whether the suggestions for that duty are adopted."""
        return duty in self.adopted or (self.all and duty not in self.none and duty not in self.words)


@dataclass(frozen=True)
class OwnRule:
    """One of the institution's own rules, of a kind that the pack has, by its name (without 《》) and number."""

    kind: str
    name: str
    number: str = ""


@dataclass(frozen=True)
class LetterWork:
    """What the profile says about its letters of responsibility; "" where it says nothing."""

    year: str = ""
    copies: str = ""


@dataclass(frozen=True)
class Institution:
    """One institution, from its profile. `words` are those of its type (domain/institution_types.yaml),
    `function_names` the names of departments' functions; `leaders` are the posts that somebody holds; `options` are
    its decisions on optional items by ids (keep, drop, its own words), `own_rules` its rules by their kinds;
    `sources` says of a source's id that it was verified, by whom or when; `assumed` are those of the `centralised`
    functions of which the profile says nothing (assignment/centralisation.py)."""

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
    assumed: tuple[str, ...] = ()
    subsidiaries: tuple[Subsidiary, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    letters: LetterWork = LetterWork()
    vacancies: tuple[Vacancy, ...] = ()
    own_duties: tuple[OwnDuty, ...] = ()
    function_names: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    own_rules: Mapping[str, OwnRule] = field(default_factory=dict)
    reporting: tuple[ReportingLevel, ...] = ()
    measures: Measures = field(default_factory=lambda: Measures())
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def tier(self) -> Tier:
        return self.tiers[0]

    @property
    def is_branch(self) -> bool:
        """Whether it is no legal entity but by its nature part of one."""
        return self.tier is not Tier.LEGAL_ENTITY or "head_office" in self.words

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
