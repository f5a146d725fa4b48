"""The types of what a pack's templates see of parties. Every key stands in docs/packs.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict


class PartyValues(TypedDict):
    """A party; `kind` is one of PartyKind's values."""

    id: str
    name: str
    kind: str
    kind_name: str


class GradeValues(TypedDict):
    """What the notice calls a party's responsibility, in which clauses, in which words."""

    grade: str
    grade_clause: str
    grade_text: str


class BearerValues(PartyValues, GradeValues):
    """A party with its part in every duty: `shares` are marks by duty (● ○ △ ◇)."""

    shares: Mapping[str, str]
    responsible_count: int
    supporting_count: int
    overseeing_count: int
    supervising_count: int


class AdviceValues(TypedDict):
    """How to perform a duty, as printed: the institution's own words, marked so, else the pack's."""

    measure: str
    evidence: str
    frequency: str


class LeaderValues(GradeValues):
    """A leader; `in_text` is what a sentence calls him or her, `plain_post` the post alone. `oversees` are names,
    `overseen` ids of departments, `field` are words for what is looked after beside them. `assists` is whom the
    leader helps, and `assists_with` what the two look after; `acts_for` are the vacant posts in which the leader
    acts; `outside` is where somebody who is none of the institution's own comes from; `signs`: whether a letter is
    signed. `local` are the duties of the superior's of which the leader does what is left to do here."""

    id: str
    label: str
    called: str
    in_text: str
    plain_post: str
    field: str
    post: str
    name: str
    roles: str
    role_ids: Sequence[str]
    oversees: str
    overseen: Sequence[str]
    assists: str
    assists_with: str
    acts_for: str
    outside: str
    signs: bool
    duties: Sequence[str]
    local: Sequence[str]
    substitute: bool
    basis: str


class VacancyValues(TypedDict):
    """A vacant post; `before` is the id of the leader before whom it ranks ("": it is the last)."""

    id: str
    post: str
    acting: str
    oversees: str
    before: str


class ShortNameValues(TypedDict):
    """A short form of a post or of a department's name, what it stands for, and both in a sentence's words."""

    short: str
    full: str
    said: str


class OwnDutyValues(AdviceValues):
    """A duty that the institution itself gives to a party; `key` is the row's in the workbook."""

    id: str
    key: str
    party: PartyValues
    text: str


class DepartmentValues(GradeValues):
    """A department; `name` is its short one, if it has one. `exempt` are the ids of duties that it has no part in
    because its business meets no consumers (`consumers`); `answers_to` are the bodies that oversee it; `signs`:
    whether a letter is signed. `local` are the superior's duties of which it does what is left to do here."""

    id: str
    name: str
    full_name: str
    parent: str
    lines: str
    line_ids: Sequence[str]
    functions: str
    function_ids: Sequence[str]
    handles: Mapping[str, str]
    overseer: str
    answers_to: str
    assistants: str
    consumers: bool
    exempt: Sequence[str]
    signs: bool
    duties: Sequence[str]
    local: Sequence[str]
    supports: Sequence[str]


class JointPostValues(TypedDict):
    """A leader with several roles."""

    leader: str
    roles: str
