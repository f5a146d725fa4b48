"""How an assignment came about: every role that was looked up for a duty, step by step, and what was found.

The trace is written by the look-up itself (`PartyFinder`, `Assigner`), not made up afterwards, so that it can't say
anything else than what happened. `cplist explain` shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cplist.domain.assignment import Assignment, Party
from cplist.pack.rules import Finder, Step


@dataclass(frozen=True, slots=True)
class Search:
    """A finder of rules.yaml and the parties that it came to in one institution.

    `parts` are those of `any`, `all` and `first`, as far as they were looked for; `role` is the role that the
    finder leads to, `excepted` are the roles whose parties it leaves out.
    """

    find: Finder
    parties: tuple[Party, ...]
    parts: tuple[Search, ...] = ()
    role: Found | None = None
    excepted: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A condition of rules.yaml and whether it holds in one institution."""

    name: str
    holds: bool
    search: Search


@dataclass(frozen=True, slots=True)
class Attempt:
    """A step of a role that was tried. Where its condition (`check`) doesn't hold, nothing was searched for."""

    step: Step
    check: Check | None
    search: Search | None

    @property
    def parties(self) -> tuple[Party, ...]:
        return self.search.parties if self.search else ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a role came to: the parties (perhaps none) of the last attempt, and what that step says and raises.

    `fallback` is whether that step isn't the role's first; `untried` are the steps behind it.
    """

    role: str
    parties: tuple[Party, ...] = ()
    says: str = ""
    finding: str = ""
    fallback: bool = False
    attempts: tuple[Attempt, ...] = ()
    untried: tuple[Step, ...] = ()


class Use(StrEnum):
    """As what the parties of a role were asked for."""

    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    OVERSEEN_BY = "overseen_by"
    SUPERVISED_BY = "supervised_by"
    DELIBERATED_BY = "deliberated_by"
    APPROVED_BY = "approved_by"
    BORNE_BY = "borne_by"
    BOUND_OVERSEEN_BY = "bound_overseen_by"


class Asked(NamedTuple):
    """A role that was looked up for a duty. `check` is the condition under which a rule adds it, where it is such
    an addition; `found` is None where that condition doesn't hold. `decided`: it was looked up for the party that
    the profile's decision puts first."""

    use: Use
    role: str
    found: Found | None
    check: Check | None = None
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """How one duty came to its assignment.

    `own_tier` is whether the institution is of a tier that the duty is for; `check` the duty's own condition, if it
    has one and was asked for it; `asked` the roles in the order in which they were looked up; `levels` whether the
    duty was looked for at the levels below; `by_rule` what the rules came to before the profile's decision (None:
    the profile decides nothing, or that the duty doesn't apply, so that the rules weren't asked).
    """

    own_tier: bool
    check: Check | None = None
    asked: tuple[Asked, ...] = ()
    levels: bool = False
    by_rule: Assignment | None = None
