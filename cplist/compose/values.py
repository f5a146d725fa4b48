"""The types of what a pack's templates see. Every key stands in docs/packs.md; what isn't there is "" or []."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from cplist.compose.institution_value_types import BodyValues as BodyValues
from cplist.compose.institution_value_types import DocumentValues as DocumentValues
from cplist.compose.institution_value_types import InstitutionValues as InstitutionValues
from cplist.compose.institution_value_types import LevelValues as LevelValues
from cplist.compose.institution_value_types import OptionValues as OptionValues
from cplist.compose.institution_value_types import OwnRuleValues as OwnRuleValues
from cplist.compose.institution_value_types import PartCentralisedValues as PartCentralisedValues
from cplist.compose.institution_value_types import ProvisionValues as ProvisionValues
from cplist.compose.institution_value_types import ReportingValues as ReportingValues
from cplist.compose.institution_value_types import SourceRowValues as SourceRowValues
from cplist.compose.institution_value_types import SourceValues as SourceValues
from cplist.compose.institution_value_types import SubsidiaryValues as SubsidiaryValues
from cplist.compose.institution_value_types import SuperiorValues as SuperiorValues
from cplist.compose.institution_value_types import WordValues as WordValues
from cplist.compose.party_values import AdviceValues as AdviceValues
from cplist.compose.party_values import BearerValues as BearerValues
from cplist.compose.party_values import DepartmentValues as DepartmentValues
from cplist.compose.party_values import GradeValues as GradeValues
from cplist.compose.party_values import JointPostValues as JointPostValues
from cplist.compose.party_values import LeaderValues as LeaderValues
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
    adopted: AdviceValues
    parts: Sequence[str]
    within: Sequence[str]
    failing: Sequence[str]
    status: str
    applies: bool
    reason: str
    rule: str
    personal: bool
    local_part: str
    binds: str
    powerless: bool
    bound_list: Sequence[PartyValues]
    decided: bool
    lead_decided: bool
    responsible: str
    responsible_list: Sequence[PartyValues]
    bearers: str
    carrier: str
    supporting: str
    supporting_list: Sequence[PartyValues]
    local_list: Sequence[PartyValues]
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
    """A role of the pack, and who has it in this institution; `standing` is the holder's, by rules.yaml."""

    id: str
    name: str
    names: str
    collective: str
    count: int
    members: Sequence[PartyValues]
    substitute: bool
    basis: str
    stands_in: bool
    standing: str


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
    party_name: str
    leads: bool
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


class NoticeValues(TypedDict):
    """The notice; dates in Chinese. `validity` is what is printed of it, `verified` as of a source."""

    title: str
    number: str
    issuer: str
    regulator_today: str
    date: str
    effective: str
    validity: str
    verified: bool


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
    bodies: Mapping[str, BodyValues]
    superior: SuperiorValues
    subsidiaries: Sequence[SubsidiaryValues]
    centralised_in_part: Sequence[PartCentralisedValues]
    particulars: Sequence[Sequence[str]]
    leaders: Sequence[LeaderValues]
    departments: Sequence[DepartmentValues]
    levels: Sequence[LevelValues]
    joint_posts: Sequence[JointPostValues]
    vacancies: Sequence[VacancyValues]
    short_names: Sequence[ShortNameValues]
    unsigned: Sequence[str]
    own_duties: Sequence[OwnDutyValues]
    options: Mapping[str, OptionValues]
    own_rules: Mapping[str, OwnRuleValues]
    reporting: Sequence[ReportingValues]
    parties: Sequence[BearerValues]
    pairs: Sequence[PairValues]
    matrix: Sequence[RowValues]
    counts: Mapping[str, str]
    source: Mapping[str, SourceValues]
    sources: Sequence[SourceValues]
    provision: Mapping[str, ProvisionValues]
    source_rows: Sequence[SourceRowValues]


class ArticleValues(TypedDict):
    """An article of the composed system, for what follows it; `duties` are those that it carries."""

    key: str
    title: str
    number: str
    paragraphs: Sequence[str]
    duties: Sequence[str]
