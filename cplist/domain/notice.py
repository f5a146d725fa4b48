"""The notice's words as frozen data: clauses, duties, roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


UNITS, SUPERIORS = "units", "superiors"
"""Whom a duty may bind beside the institution itself: the units at each level below it, or those of them that have
others below."""


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
    `topic` a name of the pack's own by which its templates find the duty; `presupposes` what there must be for
    the duty to have an object ("consumers"; "": nothing).

    Whom the notice binds: `binds` is UNITS or SUPERIORS where it speaks to the institutions at each level, so that
    those below an institution have the duty too. Who can act: `power` is the condition of rules.yaml under which
    somebody here may perform it; at the tiers `superior_at` the superior does, and `local_part` is what is left to
    do here; parties of the roles `may_not` are not to bear it.
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
    presupposes: str = ""
    note: str = ""
    measure: str = ""
    evidence: str = ""
    frequency: str = ""
    parts: tuple[str, ...] = ()
    bearers: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    topic: str = ""
    binds: str = ""
    power: str = ""
    superior_at: tuple[Tier, ...] = ()
    local_part: str = ""
    may_not: tuple[str, ...] = ()

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
    may hold it (0: any number); `substituted` what is said of somebody who stands in for it (代行监督职责),
    `stand_in` what that one is called (监督责任人（代行）)."""

    id: str
    name: str
    collective: str = ""
    substituted: str = ""
    stand_in: str = ""
    address: str = ""
    at_most: int = 0
