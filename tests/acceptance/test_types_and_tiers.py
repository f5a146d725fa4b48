"""Every type of institution at every tier: what of the notice applies, read from its words, and how it speaks."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from cplist.batch import Workshop
from cplist.blocks import Cell, Paragraph, Table
from cplist.build import Drafted, Inputs, build, draft
from cplist.profile import Profile, read_profile

PACK = "shandong-2022-1"
TIERS = ("legal_entity", "tier1_branch", "city_branch", "county_branch", "outlet")
BANKS = (
    *("state_bank", "joint_stock_bank", "city_bank", "rural_commercial_bank", "rural_cooperative_bank"),
    *("village_bank", "private_bank", "foreign_bank", "development_bank", "agricultural_development_bank"),
)
INSURERS = ("property_insurer", "life_insurer", "health_insurer", "pension_insurer")
COMPANIES = (
    *("asset_management_company", "finance_company", "auto_finance_company", "financial_leasing_company"),
    *("insurance_intermediary", "trust_company", "consumer_finance_company", "wealth_management_company"),
)
SELF_NAMES = {
    **dict.fromkeys(BANKS, "本行"),
    **dict.fromkeys((*INSURERS, *COMPANIES), "本公司"),
    "rural_credit_union": "本社",
    "credit_card_center": "本中心",
    "other": "本机构",
}
BY_REFERENCE = frozenset(  # 通知末句所列
    [
        *("development_bank", "agricultural_development_bank", "asset_management_company", "credit_card_center"),
        *("finance_company", "auto_finance_company", "financial_leasing_company", "insurance_intermediary"),
    ]
)
NOT_NAMED = frozenset(["trust_company", "consumer_finance_company", "wealth_management_company", "other"])
WITHOUT_LOANS = frozenset([*INSURERS, "insurance_intermediary", "wealth_management_company"])
ALL = tuple(itertools.product(SELF_NAMES, TIERS))
FAMILIES = ("city_bank", "rural_credit_union", "life_insurer", "finance_company")
ONE_OF_EACH = tuple(itertools.product(FAMILIES, TIERS))
WORKSHOP = Workshop()

PEOPLE = [
    {"id": "head", "post": "总经理", "roles": ["chief"], "oversees": ["general"]},
    {"id": "deputy", "post": "副总经理", "roles": ["cp_deputy", "other"], "oversees": ["lead", "work"]},
    {"id": "sales_head", "post": "总经理助理", "roles": ["other"], "oversees": ["sales"]},
    {
        "id": "supervisor",
        "post": "监督员",
        "roles": ["discipline_secretary"],
        "substitute": {"for": "discipline_secretary", "basis": "依照章程由监督员履行监督职责"},
    },
]
SINGLE = [{"id": "head", "post": "总经理", "roles": ["chief", "cp_deputy"]}, PEOPLE[-1]]
DEPARTMENTS = [
    {
        "id": "sales",
        "name": "市场部",
        "lines": ["front"],
        "functions": ["marketing", "sales_management", "product", "pricing"],
    },
    {"id": "work", "name": "运行部", "lines": ["middle"], "functions": ["operations", "it", "risk"]},
    {"id": "lead", "name": "消保部", "lines": ["back"], "functions": ["cp_lead", "complaints"]},
    {
        "id": "general",
        "name": "综合部",
        "lines": ["back"],
        "functions": ["office", "hr", "training", "performance", "audit", "compliance", "security"],
    },
]


def made(
    type_: str,
    tier: str,
    *,
    below: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    party: str = "党委",
    superior: str = "",
    single: bool = False,
    departments: bool = True,
) -> Profile:
    """A minimal profile of that type at that tier, with nothing in it but what building takes."""
    institution = {"name": "示例机构", "short_name": "示例", "type": type_, "tier": tier, "party": party}
    institution |= {"region": "山东省济南市", **({"also": list(also)} if also else {})}
    institution |= {"superior": {"name": superior}} if superior else {}
    institution |= {"applicability": "by_reference"} if type_ in NOT_NAMED else {}
    data: dict[str, Any] = {
        "schema": 1,
        "pack": PACK,
        "institution": institution,
        "levels": [{"tier": level, "name": f"第{TIERS.index(level) + 1}级机构"} for level in (tier, *below)],
        "bodies": {"committee" if departments else "deliberation": {"name": "消保委员会", "chair": "head"}},
        "leaders": SINGLE if single else PEOPLE,
        "departments": DEPARTMENTS if departments else [],
    }
    if not departments:
        data["leaders"] = [{k: v for k, v in person.items() if k != "oversees"} for person in data["leaders"]]
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return read_profile(text.encode(), f"{type_}-{tier}.yaml", lambda *_: ("", b""))


@functools.cache
def drafted(type_: str, tier: str, **options: Any) -> Drafted:
    press = WORKSHOP.press(PACK)
    return draft(made(type_, tier, **options), press.pack, press)


def errors(found: Drafted) -> list[str]:
    return [f"{finding.rule}: {finding.arguments}" for finding in found.findings if finding.severity == "error"]


# 适用什么：从通知的文字独立读出


def reading(tiers: tuple[str, ...], *, below: bool, party: bool, others: bool) -> dict[str, bool]:
    """Which duties apply, from the notice's words: the section that they stand in, and whom they speak of.

    `tiers` are the institution's own and those below it: a lower tier's duties land on that level."""
    applies, part = {}, ""
    for clause in WORKSHOP.press(PACK).pack.notice.clauses:
        for duty in clause.duties:
            part = duty.text[:2] if duty.text.startswith(("地市级分支机构", "各县级分支")) else part
            spoken_to = addressed(clause.id, part)
            lacking = (
                (
                    not below
                    and re.search("下辖分支|各层级分支机构|自上而下|基层分支和网点|接到下级机构报告", duty.text)
                )
                or (tiers == ("legal_entity",) and "上级机构权限范围" in duty.text)
                or (not party and re.search("党建|督促党委", duty.text))
                or (not others and (clause.id == "1.3" or (clause.id == "1.1" and "高管层" in duty.text)))
            )
            applies[duty.id] = bool(spoken_to & set(tiers)) and not lacking
    return applies


def addressed(clause: str, part: str) -> set[str]:
    """The tiers that a place of the notice speaks to: 三（一）, 三（二） and its two parts; else all of them."""
    if clause == "3.1":
        return {"legal_entity", "tier1_branch"}
    if clause == "3.2":
        parts = {"地市": {"city_branch"}, "各县": {"county_branch", "outlet"}}
        return parts.get(part, set(TIERS) - {"legal_entity"})
    return set(TIERS)


def applying(found: Drafted) -> dict[str, bool]:
    return {a.duty.id: a.applies for a in found.assigned.assignments}


def differing(found: Drafted, wanted: dict[str, bool]) -> dict[str, bool]:
    """Duties that ask for something and whose answer is not the one that was read."""
    kinds = {a.duty.id: a.duty.kind.value for a in found.assigned.assignments}
    return {
        id_: answer
        for id_, answer in applying(found).items()
        if kinds[id_] != "statement" and answer != wanted[id_]
    }


@pytest.mark.parametrize(("type_", "tier"), ALL)
def test_it_builds_without_an_error_or_a_gap(type_: str, tier: str) -> None:
    found = drafted(type_, tier)
    assert errors(found) == []
    assert found.assigned.summary["gap"] == 0


@pytest.mark.parametrize(("type_", "tier"), ALL)
def test_what_applies_to_it_alone(type_: str, tier: str) -> None:
    wanted = reading((tier,), below=False, party=True, others=True)
    assert differing(drafted(type_, tier), wanted) == {}


@pytest.mark.parametrize(("type_", "tier"), [pair for pair in ONE_OF_EACH if pair[1] != "outlet"])
def test_what_applies_with_every_tier_below_it(type_: str, tier: str) -> None:
    below = TIERS[TIERS.index(tier) + 1 :]
    found = drafted(type_, tier, below=below)
    assert errors(found) == []
    assert differing(found, reading((tier, *below), below=True, party=True, others=True)) == {}


@pytest.mark.parametrize(("type_", "tier"), ONE_OF_EACH)
def test_what_applies_without_a_party_organisation(type_: str, tier: str) -> None:
    found = drafted(type_, tier, party="none")
    assert errors(found) == []
    assert differing(found, reading((tier,), below=False, party=False, others=True)) == {}


@pytest.mark.parametrize("tier", TIERS)
def test_what_applies_where_nobody_is_another_leader(tier: str) -> None:
    """Whoever supervises is a leader too: 高管层责任分工 still has its object, 一（三） has none."""
    found = drafted("city_bank", tier, single=True, departments=tier not in ("county_branch", "outlet"))
    assert errors(found) == []
    wanted = reading((tier,), below=False, party=True, others=False)
    assert differing(found, {**wanted, "1.1-05": True, "1.1-15": True}) == {}


@pytest.mark.parametrize("type_", SELF_NAMES)
@pytest.mark.parametrize("tier", ["county_branch", "outlet"])
def test_it_builds_without_departments(type_: str, tier: str) -> None:
    found = drafted(type_, tier, departments=False, single=True)
    assert errors(found) == []
    assert found.assigned.summary["gap"] == 0
    assert 25 <= len(found.text.articles) <= 36


def test_a_branch_of_two_tiers_has_the_duties_of_both() -> None:
    found = drafted("city_bank", "city_branch", also=("tier1_branch",), below=("outlet",))
    wanted = reading(("city_branch", "tier1_branch", "outlet"), below=True, party=True, others=True)
    assert differing(found, wanted) == {}


def test_a_head_office_has_a_superior_only_by_its_own_choice() -> None:
    alone = drafted("village_bank", "legal_entity")
    under = drafted("village_bank", "legal_entity", superior="主发起行")
    assert not applying(alone)["4.3-06"]
    assert differing(under, {**applying(alone), "4.3-06": True}) == {}


@pytest.mark.parametrize(
    ("type_", "tier"), [("life_insurer", "city_branch"), ("credit_card_center", "tier1_branch")]
)
def test_the_files_are_written(type_: str, tier: str) -> None:
    press = WORKSHOP.press(PACK)
    built = build(Inputs(made(type_, tier), press.pack), press)
    assert set(built.files) >= {"system", "checklist"}


# 怎样说话


def lines(found: Drafted) -> Iterator[str]:
    """Every line of the document but the columns that quote the notice."""
    for block in found.text.blocks:
        if isinstance(block, Paragraph):
            yield block.label + words(block.runs)
        elif isinstance(block, Table):
            titles = [words(cell) for cell in block.header]
            for row in block.rows:
                cells = zip(titles, map(words, row), strict=True)
                yield from (cell for title, cell in cells if "原文" not in title)


def words(runs: Cell) -> str:
    return "".join(run.text for run in runs)


@pytest.mark.parametrize(("type_", "tier"), ALL)
def test_it_calls_itself_as_its_trade_does(type_: str, tier: str) -> None:
    text = "\n".join(lines(drafted(type_, tier)))
    own = SELF_NAMES[type_]
    assert own in text
    assert [word for word in set(SELF_NAMES.values()) - {own, "本机构"} if word in text] == []


@pytest.mark.parametrize(("type_", "tier"), ALL)
def test_no_word_of_another_trade(type_: str, tier: str) -> None:
    text = "\n".join(lines(drafted(type_, tier)))
    insurer = type_ in INSURERS
    assert ("销售从业人员（含保险代理人）" in text) == insurer
    assert not insurer or "贷后" not in text
    assert type_ not in WITHOUT_LOANS or "贷后" not in text
    assert insurer or not re.search("核保|理赔|保单", text)


@pytest.mark.parametrize(("type_", "tier"), ALL)
def test_branches_have_leading_members_and_head_offices_senior_managers(type_: str, tier: str) -> None:
    text = "\n".join(lines(drafted(type_, tier)))
    assert ("高管层" in text) == (tier == "legal_entity")
    assert ("领导班子成员" in text) == (tier != "legal_entity")


@pytest.mark.parametrize(("type_", "tier"), ONE_OF_EACH)
def test_without_a_party_organisation_nothing_of_it_is_named(type_: str, tier: str) -> None:
    """地方党委政府 is the notice's own word for the local government (4.2-13)."""
    text = "\n".join(lines(drafted(type_, tier, party="none"))).replace("地方党委政府", "")
    assert not re.search("党委|纪委|党建|执纪|纪检|党总支|党支部|党务", text)


@pytest.mark.parametrize("type_", SELF_NAMES)
def test_who_follows_by_reference_says_so(type_: str) -> None:
    text = "\n".join(lines(drafted(type_, "legal_entity")))
    assert ("参照《山东银保监局" in text) == (type_ in BY_REFERENCE | NOT_NAMED)


@pytest.mark.parametrize("tier", ["county_branch", "outlet"])
def test_without_departments_none_is_named(tier: str) -> None:
    found = drafted("life_insurer", tier, departments=False, single=True)
    articles = "\n".join(paragraph for article in found.text.articles for paragraph in article.paragraphs)
    kept = "监管部门|政府部门|信访部门|司法部门|有权部门|职责牵头部门|上级部门|业务管理部门|不设部门"
    assert "部门" not in re.sub(kept, "", articles)


# 通知的语气


@pytest.mark.parametrize(("type_", "tier"), ALL)
def test_a_permission_stays_one_and_prohibitions_stay(type_: str, tier: str) -> None:
    found = drafted(type_, tier)
    said = dict.fromkeys(found.text.places, "")
    for block in found.text.blocks:
        for run in block.runs if isinstance(block, Paragraph) else ():
            if run.target in said:
                said[run.target] += run.text
    kinds = {a.duty.id: a.duty.kind.value for a in found.assigned.assignments}
    for duty, words in said.items():
        assert ("可以" in words) == (kinds[duty] == "permission"), duty
        assert kinds[duty] != "prohibition" or "不得" in words or "不能" in words, duty
        assert not re.search("原则上|一般应|可视情况", words), duty
