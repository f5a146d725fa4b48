"""Other rules than the notice, as frozen data: what they say, in the pack's words, and of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cplist.domain.notice import Notice, Tier, Trigger

NOTICE = "notice"
"""The notice itself, where a profile says which rules were verified."""
VERIFIED = frozenset(["verified", "true", "yes", "已核实", "是"])
"""What a profile writes that says no more than that a rule was verified."""


class Addressee(StrEnum):
    """Who a provision is addressed to."""

    BOARD = "board"
    BOARD_COMMITTEE = "board_committee"
    SUPERVISION = "supervision"
    MANAGEMENT = "management"
    DEPARTMENTS = "departments"
    ALL = "all"


@dataclass(frozen=True)
class Provision:
    """What one place of a source says, summed up. `where` is the article, or words for the source as a whole where
    the article wasn't seen; `roles` are the pack's, who bears it here (none: the addressee as such)."""

    id: str
    source: str
    where: str
    text: str
    addressee: Addressee
    roles: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    trigger: Trigger = Trigger.CONTINUOUS
    note: str = ""


@dataclass(frozen=True)
class Element:
    """A part of a scheme of assessment, what it weighs, and the duties of the notice that it is about."""

    id: str
    name: str
    weight: str = ""
    clauses: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()

    def covers(self, notice: Notice) -> tuple[str, ...]:
        """The ids of those duties, in the notice's order."""
        return tuple(d.id for d in notice.duties if d.clause in self.clauses or d.id in self.duties)


@dataclass(frozen=True)
class Source:
    """A rule of somebody's other than the notice. `seen` says what the pack's author had before him."""

    id: str
    title: str
    short_title: str = ""
    number: str = ""
    issuer: str = ""
    since: str = ""
    status: str = ""
    seen: str = ""
    note: str = ""
    provisions: tuple[Provision, ...] = ()
    elements: tuple[Element, ...] = ()

    def rests_on_it(self, provisions: Iterable[Provision], *, assessment: bool) -> bool:
        """Whether an institution's text rests on it: one of its provisions is among those that apply there, or its
        assessment is asked for, or it has neither and is cited as a whole."""
        if self.elements and assessment:
            return True
        own = {provision.id for provision in self.provisions}
        return bool(own & {provision.id for provision in provisions}) if own else not self.elements


def standing(verified: Mapping[str, str], id_: str, status: str) -> str:
    """What is printed of a rule's validity: the pack's word, or who verified it and when, by the profile."""
    said = verified.get(id_, "")
    if not said:
        return status
    return "已核实" if said.strip().lower() in VERIFIED else f"已核实（{said}）"
