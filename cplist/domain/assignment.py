"""Who bears a duty in one institution, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cplist.domain.institution import Decision
from cplist.domain.notice import Duty


class Status(StrEnum):
    """What became of a duty in one institution."""

    ASSIGNED = "assigned"
    SUPERIOR = "superior"
    NOT_APPLICABLE = "not_applicable"
    STATEMENT = "statement"
    GROUND = "ground"
    GAP = "gap"


class PartyKind(StrEnum):
    LEADER = "leader"
    BODY = "body"
    DEPARTMENT = "department"
    LEVEL = "level"
    INSTITUTION = "institution"
    SUPERIOR = "superior"


@dataclass(frozen=True)
class Party:
    """Whoever a duty can land on; `id` is the leader's, department's or level's, or one of the reserved ones.
    `sort` is what it is in lists, "" where the kind says that."""

    id: str
    name: str
    kind: PartyKind
    sort: str = ""


@dataclass(frozen=True)
class Group:
    """The parties that one role of a duty came to, without those that an earlier role named."""

    role: str
    parties: tuple[Party, ...]


DECIDED = "profile"

"""The rule of an assignment, and the role of a group, that the profile decided."""
LOCAL = "local"
"""The role of the group that does what is left to do here of a duty that the superior performs."""


@dataclass(frozen=True)
class Assignment:
    """One duty in one institution: who, by which rule, or why not. The first responsible party reports; `exempt`
    are departments that would have a part, but for what the duty presupposes.

    `bound` are the units below that the notice binds as well; they are responsible too, and `bound_overseen_by`
    oversees them. `powerless`: nobody here has the power for the act, and there is no superior to perform it.
    """

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
    exempt: tuple[Party, ...] = ()
    bound: tuple[Party, ...] = ()
    bound_overseen_by: tuple[Party, ...] = ()
    powerless: bool = False

    @property
    def responsible_here(self) -> tuple[Party, ...]:
        """Those of the institution itself who are responsible, without the units below that are bound too."""
        return tuple(party for group in self.groups for party in group.parties)

    @property
    def responsible(self) -> tuple[Party, ...]:
        return (*self.responsible_here, *self.bound)

    @property
    def local_part(self) -> str:
        """What is left to do here of a duty that the superior performs: the profile's words, or the catalogue's."""
        said = self.decision.local_part if self.decision else ""
        return said or (self.duty.local_part if self.status is Status.SUPERIOR else "")

    @property
    def local(self) -> tuple[Party, ...]:
        """Those who do what is left to do here of a duty that the superior performs: who would be responsible here,
        or else the first of those who support."""
        if self.status is not Status.SUPERIOR:
            return ()
        parties = tuple(party for group in self.support if group.role == LOCAL for party in group.parties)
        return parties or tuple(p for p in self.supporting if p.kind is not PartyKind.SUPERIOR)[:1]

    @property
    def supporting(self) -> tuple[Party, ...]:
        return tuple(party for group in self.support for party in group.parties)

    @property
    def applies(self) -> bool:
        return self.status is not Status.NOT_APPLICABLE
