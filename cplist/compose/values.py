"""The types of what a pack's templates see. Every key stands in docs/packs.md; what isn't there is "" or []."""

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


class DutyValues(TypedDict):
    """A duty, and what becomes of it in this institution."""

    id: str
    text: str
    clause: str
    clause_label: str
    kind: str
    kind_name: str
    trigger: str
    trigger_id: str
    grade: str
    modal: str
    addressee: str
    tiers: Sequence[str]
    scope: str
    note: str
    topic: str
    measure: str
    evidence: str
    frequency: str
    advice: AdviceValues
    parts: Sequence[str]
    within: Sequence[str]
    failing: Sequence[str]
    status: str
    applies: bool
    reason: str
    rule: str
    personal: bool
    local_part: str
    decided: bool
    responsible: str
    responsible_list: Sequence[PartyValues]
    bearers: str
    carrier: str
    supporting: str
    supporting_list: Sequence[PartyValues]
    support_decided: bool
    overseen_by: str
    overseen_list: Sequence[PartyValues]
    supervised_by: str
    supervised_list: Sequence[PartyValues]
    deliberated_by: str
    approved_by: str


class ClauseValues(TypedDict):
    """A clause; its paragraphs are joined."""

    id: str
    label: str
    heading: str
    text: str
    duties: Sequence[str]


class RoleValues(TypedDict):
    """A role of the pack, and who has it in this institution."""

    id: str
    name: str
    names: str
    collective: str
    count: int
    members: Sequence[PartyValues]
    substitute: bool
    basis: str
    stands_in: bool


class SubstituteValues(TypedDict):
    """Who stands in for a role, what is said of that, and on which basis."""

    names: str
    says: str
    basis: str


class LeaderValues(GradeValues):
    """A leader; `oversees` are names, `overseen` ids of departments."""

    id: str
    label: str
    post: str
    name: str
    roles: str
    role_ids: Sequence[str]
    oversees: str
    overseen: Sequence[str]
    duties: Sequence[str]
    substitute: bool
    basis: str


class DepartmentValues(GradeValues):
    """A department."""

    id: str
    name: str
    lines: str
    line_ids: Sequence[str]
    functions: str
    overseer: str
    duties: Sequence[str]
    supports: Sequence[str]


class LevelValues(GradeValues):
    """A level below; `count` is how many units it has, in digits."""

    id: str
    name: str
    tier: str
    count: str
    duties: Sequence[str]


class JointPostValues(TypedDict):
    """A leader with several roles."""

    leader: str
    roles: str


class PairValues(TypedDict):
    """A duty and one of its responsible parties; `key` is the row's in the workbook."""

    duty: DutyValues
    key: str
    party: PartyValues
    party_label: str
    overseer: str


class RowValues(TypedDict):
    """A clause in the matrix: how many duties each party has in it, by mark; numbers are digits."""

    label: str
    heading: str
    marks: Mapping[str, str]
    parties: str
    duties: str
    not_applicable: str
    gaps: str


class InstitutionValues(TypedDict):
    """The institution as its profile has it."""

    name: str
    short_name: str
    type: str
    type_name: str
    family: str
    tier: str
    tiers: Sequence[str]
    region: str
    party: str
    board: str
    by_reference: bool
    below: bool
    superior: str
    centralised: Sequence[str]
    centralised_names: str


class WordValues(TypedDict):
    """What an institution of that type and tier calls its leaders, levels and organisation."""

    management: str
    after_sale: str
    sales_staff: str
    below: str
    head: str
    party: str


class DocumentValues(TypedDict):
    """The profile's `document`; dates in Chinese, but for `day`."""

    number: str
    date: str
    day: str
    effective: str
    status: str
    supersedes: str
    interpreter: str
    title: str
    approval: str
    heading: str
    cover: bool
    draft: bool


class NoticeValues(TypedDict):
    """The notice; dates in Chinese."""

    title: str
    number: str
    issuer: str
    regulator_today: str
    date: str
    effective: str
    validity: str


class PackValues(TypedDict):
    """The pack."""

    name: str
    version: str
    title: str


class Values(TypedDict):
    """Everything that each template of a pack sees; see docs/packs.md."""

    own: str
    name: str
    short_name: str
    institution: InstitutionValues
    word: WordValues
    document: DocumentValues
    notice: NoticeValues
    pack: PackValues
    on: Mapping[str, bool]
    who: Mapping[str, str]
    duty: Mapping[str, DutyValues]
    duties: Sequence[DutyValues]
    clauses: Sequence[ClauseValues]
    role: Mapping[str, RoleValues]
    lead: RoleValues
    substitutes: Sequence[SubstituteValues]
    has_committee: bool
    committee: str
    committee_chair: str
    committee_office: str
    board_committee: str
    leaders: Sequence[LeaderValues]
    departments: Sequence[DepartmentValues]
    levels: Sequence[LevelValues]
    joint_posts: Sequence[JointPostValues]
    parties: Sequence[BearerValues]
    pairs: Sequence[PairValues]
    matrix: Sequence[RowValues]
    counts: Mapping[str, str]


class ArticleValues(TypedDict):
    """An article of the composed system, for what follows it; `duties` are those that it carries."""

    key: str
    title: str
    number: str
    paragraphs: Sequence[str]
    duties: Sequence[str]
