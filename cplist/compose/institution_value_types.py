"""The types of what templates see of the institution: itself, its levels and bodies, its superior, its document,
and the rules that it rests on beside the notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from cplist.compose.party_values import GradeValues


class UnitKindValues(TypedDict):
    """A kind of units within a level; `count` in digits, `units` the names of those that are named."""

    id: str
    name: str
    short_name: str
    count: str
    units: Sequence[str]
    duties: Sequence[str]


class LevelValues(GradeValues):
    """A level below; `count` is how many units it has, in digits, `counted` its name, or those of its kinds, with
    the numbers; `members` are its kinds by their full names, `named` is whether it has a name beside theirs."""

    id: str
    name: str
    tier: str
    count: str
    counted: str
    members: str
    named: bool
    kinds: Sequence[UnitKindValues]
    duties: Sequence[str]


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
    is_branch: bool
    area: str
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
    superior: str


class DocumentValues(TypedDict):
    """The profile's `document`; dates in Chinese, but for `day`. `annexes` are the tables that are printed beside
    those that always are."""

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
    annexes: list[str]
    assessment: bool
    period: str


class BodyValues(TypedDict):
    """A body; people by their posts, departments by their names. `called` is its name in running text, `overseen`
    are ids of the departments that answer to it; `supervisors`: whether it is a board of supervisors."""

    id: str
    name: str
    short_name: str
    called: str
    chair: str
    deputy_chairs: str
    members: str
    office: str
    office_head: str
    meetings: str
    reports_to: str
    oversees: str
    overseen: Sequence[str]
    basis: str
    supervisors: bool


class SuperiorValues(TypedDict):
    """Who stands above the institution. `described` is what it is to the institution, `counts` whether it counts as
    its superior, `said` whether the profile says so or not."""

    name: str
    kind: str
    in_full: str
    described: str
    label: str
    counts: bool
    said: bool


class PartCentralisedValues(TypedDict):
    """A function of which the superior has a part: `what` it has and what `stays`, in words; `function` is its id,
    `departments` are those that have it here."""

    function: str
    name: str
    what: str
    stays: str
    departments: str


class SubsidiaryValues(TypedDict):
    """A subsidiary."""

    name: str
    kind: str
    arrangement: str


class OptionValues(TypedDict):
    """An optional item: what is `decides`d by it, and the decision: keep, drop, own (then `words` are the
    institution's), or "" while it is open."""

    id: str
    decides: str
    decision: str
    words: str


class ReportingValues(TypedDict):
    """A level of what is reported; "" where the profile says nothing."""

    level: str
    risk: str
    event: str
    route: str
    limit: str
    contents: str


class OwnRuleValues(TypedDict):
    """A kind of the institution's own rules (`called`), and its rule of that kind; "" where there is none."""

    id: str
    called: str
    name: str
    number: str


class ElementValues(TypedDict):
    """A part of a scheme of assessment, with the ids of the duties that it is about."""

    id: str
    name: str
    weight: str
    duties: Sequence[str]


class SourceValues(TypedDict):
    """A rule other than the notice. `cited` and `short` have 《》; `status` is what is printed of its validity,
    `verified` whether the profile says that it was verified; `rests` whether the text rests on it here."""

    id: str
    title: str
    cited: str
    short: str
    number: str
    issuer: str
    since: str
    status: str
    verified: bool
    seen: str
    note: str
    rests: bool
    provisions: Sequence[str]
    elements: Sequence[ElementValues]


class ProvisionValues(TypedDict):
    """What a source says at one place, summed up. `cited` is 《title》 and the article, `short` the same with the
    short title; `parties` are the names of those who bear it here."""

    id: str
    source: str
    where: str
    cited: str
    short: str
    text: str
    addressee: str
    addressee_name: str
    trigger: str
    trigger_id: str
    note: str
    applies: bool
    status: str
    verified: bool
    parties: str


class SourceRowValues(TypedDict):
    """A provision and one party that bears it; `key` is the row's in the workbook."""

    key: str
    provision: ProvisionValues
    party: str
