"""The types of what a pack's templates see. Every key stands in docs/packs.md; what isn't there is "" or []."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from cplist.compose.party_values import AdviceValues as AdviceValues
from cplist.compose.party_values import BearerValues as BearerValues
from cplist.compose.party_values import DepartmentValues as DepartmentValues
from cplist.compose.party_values import GradeValues as GradeValues
from cplist.compose.party_values import JointPostValues as JointPostValues
from cplist.compose.party_values import LeaderValues as LeaderValues
from cplist.compose.party_values import LevelValues as LevelValues
from cplist.compose.party_values import OwnDutyValues as OwnDutyValues
from cplist.compose.party_values import PartyValues as PartyValues
from cplist.compose.party_values import ShortNameValues as ShortNameValues
from cplist.compose.party_values import VacancyValues as VacancyValues


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
    vacancies: Sequence[VacancyValues]
    short_names: Sequence[ShortNameValues]
    unsigned: Sequence[str]
    own_duties: Sequence[OwnDutyValues]
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
