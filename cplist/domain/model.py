"""The words of the field as frozen data: notice, clause, duty, role; institution, party; assignment.

DESIGN words and their Chinese stand in docs/architecture.md. Nothing here knows a file, a template or a format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a duty asks: 应为, 禁止, 可为, nothing (陈述), or nothing but a ground for accountability (追责情形)."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    STATEMENT = "statement"
    GROUND = "ground"


class Trigger(StrEnum):
    """When a duty is performed: 一次性建立, 定期, 常态, 事件触发."""

    ONE_TIME = "one_time"
    PERIODIC = "periodic"
    CONTINUOUS = "continuous"
    EVENT = "event"


class Share(StrEnum):
    """As what a role takes part in a duty."""

    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"


class Status(StrEnum):
    """What became of a duty in one institution."""

    ASSIGNED = "assigned"
    SUPERIOR = "superior"
    NOT_APPLICABLE = "not_applicable"
    STATEMENT = "statement"
    GROUND = "ground"
    GAP = "gap"


class Tier(StrEnum):
    """Levels of institutions, from the top."""

    LEGAL_ENTITY = "legal_entity"
    TIER1_BRANCH = "tier1_branch"
    CITY_BRANCH = "city_branch"
    COUNTY_BRANCH = "county_branch"
    OUTLET = "outlet"


@dataclass(frozen=True)
class RoleUse:
    """A role that the notice gives a duty to, and as what."""

    role: str
    share: Share


@dataclass(frozen=True)
class Duty:
    """The smallest piece of a clause that one party can be asked about; `text` is the notice's, to the letter.

    `measure`, `evidence` and `frequency` are the pack's suggestions, never the notice's words.
    `parts` are the duties that an umbrella sentence sums up; `bearers` the roles whose responsibility the words
    grade (a statement's bearers are its responsible roles); `failing` the duties whose failure a ground names;
    `topic` a name of the pack's own by which its templates find the duty.
    """

    id: str
    clause: str
    text: str
    kind: Kind
    rule: str
    addressee: str = ""
    grade: str = ""
    trigger: Trigger | None = None
    modal: str = ""
    roles: tuple[RoleUse, ...] = ()
    overseen_by: tuple[str, ...] | None = None
    tiers: tuple[Tier, ...] = ()
    condition: str = ""
    scope: str = ""
    note: str = ""
    measure: str = ""
    evidence: str = ""
    frequency: str = ""
    parts: tuple[str, ...] = ()
    bearers: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    topic: str = ""

    @property
    def graded_roles(self) -> tuple[str, ...]:
        """The roles whose responsibility the words grade."""
        return self.roles_as(Share.RESPONSIBLE) if self.kind is Kind.STATEMENT else self.bearers

    def roles_as(self, share: Share) -> tuple[str, ...]:
        return tuple(use.role for use in self.roles if use.share is share)


@dataclass(frozen=True)
class Clause:
    """A numbered place in the notice. `text` is without the heading, paragraphs joined by line ends."""

    id: str
    label: str
    heading: str
    text: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Notice:
    """The regulator's document. The `printed` lines are as they stand in it."""

    title: str
    number: str
    issuer: str
    date: str
    effective: str
    validity: str
    regulator_today: str
    printed: Mapping[str, str]
    clauses: tuple[Clause, ...]

    @property
    def duties(self) -> tuple[Duty, ...]:
        return tuple(duty for clause in self.clauses for duty in clause.duties)


@dataclass(frozen=True)
class Role:
    """Who a notice addresses. `collective` is how several parties of it are called together (各前台部门);
    `address` how its leader is called where the post alone is not unique (分管…的{post}); `at_most` how many
    may hold it (0: any number); `substituted` what is said of somebody who stands in for it (代行监督职责)."""

    id: str
    name: str
    collective: str = ""
    substituted: str = ""
    address: str = ""
    at_most: int = 0


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


class PartyKind(StrEnum):
    LEADER = "leader"
    BODY = "body"
    DEPARTMENT = "department"
    LEVEL = "level"
    INSTITUTION = "institution"
    SUPERIOR = "superior"


@dataclass(frozen=True)
class Party:
    """Whoever a duty can land on; `id` is the leader's, department's or level's, or one of the reserved ones."""

    id: str
    name: str
    kind: PartyKind


@dataclass(frozen=True)
class Group:
    """The parties that one role of a duty came to, without those that an earlier role named."""

    role: str
    parties: tuple[Party, ...]


DECIDED = "profile"
"""The rule of an assignment, and the role of a group, that the profile decided."""


@dataclass(frozen=True)
class Assignment:
    """One duty in one institution: who, by which rule, or why not. The first responsible party reports."""

    duty: Duty
    status: Status
    rule: str
    reason: str
    groups: tuple[Group, ...] = ()
    support: tuple[Group, ...] = ()
    overseen_by: tuple[Party, ...] = ()
    supervised_by: tuple[Party, ...] = ()
    deliberated_by: tuple[Party, ...] = ()
    approved_by: tuple[Party, ...] = ()
    borne_by: tuple[Party, ...] = ()
    decision: Decision | None = None

    @property
    def responsible(self) -> tuple[Party, ...]:
        return tuple(party for group in self.groups for party in group.parties)

    @property
    def supporting(self) -> tuple[Party, ...]:
        return tuple(party for group in self.support for party in group.parties)

    @property
    def applies(self) -> bool:
        return self.status is not Status.NOT_APPLICABLE
