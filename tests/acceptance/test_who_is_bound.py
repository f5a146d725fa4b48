"""Whom the drafts of every type and tier bind, and who decides: units that there are, somebody above where one is
needed, nobody for themselves.

Each is built with all the levels that are usual below it, and with fewer of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
import yaml
from drafts import drafted, shipped, usual

from cplist.core.document import Cell, Paragraph, Style, Table
from cplist.core.findings import Severity
from cplist.core.messages import message
from cplist.domain import vocabulary
from cplist.domain.assignment import Status
from cplist.domain.notice import Tier
from cplist.draft import Draft
from cplist.profile.punctuation import TO_FILL_IN
from cplist.workspace.starter_profile import starter
from cplist.workspace.usual import pairs, usual_levels

pytestmark = pytest.mark.slow

ABOUT_UNITS = re.compile("下辖分支|各层级分支机构|自上而下|基层分支和网点|接到下级机构报告")
"""What only those can do that have units below them, in the notice's words."""
GROUNDS = tuple(f"4.4-{number:02}" for number in range(3, 8))


def cuts() -> list[tuple[str, str, int]]:
    """Type, tier, and how many of the usual levels there are: all of them, and each fewer."""
    return [
        (type_, tier, number) for type_, tier in pairs() for number in range(1, len(usual_levels(type_, tier)) + 1)
    ]


@cache
def cut(type_: str, tier: str, number: int) -> Draft:
    data = yaml.load(TO_FILL_IN.sub("某某", starter(type_, tier)), yaml.CSafeLoader)
    assert len(data["levels"]) == len(usual_levels(type_, tier))
    if number == len(data["levels"]):
        return usual(type_, tier)
    data["levels"] = data["levels"][:number]
    return drafted(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def words(runs: Cell) -> str:
    return "".join(run.text for run in runs)


def paragraphs(found: Draft) -> str:
    return "\n".join(paragraph for article in found.text.articles for paragraph in article.paragraphs)


def rows(found: Draft) -> Iterator[tuple[str, list[str]]]:
    """The rows of the lists of duties, each with the title of its annex."""
    annex = ""
    for block in found.text.blocks:
        if isinstance(block, Paragraph) and block.style is Style.ANNEX_TITLE:
            annex = block.text
        elif isinstance(block, Table) and "编号" in words(block.header[0]):
            for row in block.rows:
                yield annex, [words(cell) for cell in row]


@pytest.mark.parametrize(("type_", "tier", "number"), cuts())
def test_a_level_with_nothing_below_it_owes_nothing_about_units_below(type_: str, tier: str, number: int) -> None:
    """Neither by assignment nor in a sentence: of an institution without units no word, of others those above."""
    found = cut(type_, tier, number)
    below = found.institution.levels_below
    lowest = below[-1] if below else None
    for one in found.assigned.assignments:
        if ABOUT_UNITS.search(one.duty.text):
            bearers = {party.id for party in (*one.responsible, *one.bound)} if one.applies else set()
            assert bearers == set() if lowest is None else lowest.tier.value not in bearers, one.duty.id
    text = paragraphs(found)
    assert below or not re.search("下辖|下级|基层分支|提级督查|对等的", text)
    if lowest is None:
        return
    for sentence in re.split("[。\n]", text):
        if re.search("下辖营业机构|提级督查|下辖各层级|督促下辖|接到下级|跟踪指导", sentence):
            subject = re.split("应当|对", sentence)[0].partition("　")[2] or re.split("应当|对", sentence)[0]
            assert lowest.name not in subject.split("、"), sentence
    assert "跟踪指导基层分支和网点" not in text or {Tier.COUNTY_BRANCH, Tier.OUTLET} <= {one.tier for one in below}


@pytest.mark.parametrize(("type_", "tier", "number"), cuts())
def test_a_row_that_speaks_of_units_that_arent_there_says_so(type_: str, tier: str, number: int) -> None:
    found = cut(type_, tier, number)
    below = [level.tier for level in found.institution.levels_below]
    lowest_is_city = below[-1:] == [Tier.CITY_BRANCH] or (not below and Tier.CITY_BRANCH in found.institution.tiers)
    for _, row in rows(found):
        if "及时发现下辖营业机构" in row[1]:
            assert ("没有下辖营业机构" in row[1]) == lowest_is_city
        if "下级分支机构消保工作情况进行考核" in row[1]:
            assert ("没有下级分支机构" in row[1]) == (not below)
        if "跟踪指导基层分支和网点" in row[1]:
            assert not lowest_is_city


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_who_is_no_legal_entity_has_somebody_above(type_: str, tier: str) -> None:
    """init asks who it is, and check notes where nobody is named; reports and approvals go there all the same."""
    data = yaml.safe_load(TO_FILL_IN.sub("某某", starter(type_, tier)))
    by_nature = tier != "legal_entity" or type_ == "credit_card_center"
    assert by_nature == vocabulary.has_head_office(type_, tier)
    assert not by_nature or data["institution"]["superior"]["name"]
    data["institution"].pop("superior", None)
    data.pop("centralised", None)
    found = drafted(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    assert ("branch-without-superior" in {one.rule for one in found.findings}) == by_nature
    above = {one.duty.id: one.applies for one in found.assigned.assignments}["4.3-06"]
    assert above == (by_nature or bool(found.institution.levels_below))


@pytest.mark.parametrize(
    ("name", "raised"),
    [
        ("某某银行股份有限公司资金运营中心", True),
        ("某某银行股份有限公司济南分行（虚构）", True),
        ("某某保险股份有限公司泰安中心支公司", True),
        ("某某银行股份有限公司", False),
        ("某某农村信用合作联社", False),
        ("某某分中心科技有限公司", False),
    ],
)
def test_a_name_that_is_no_legal_entitys_is_noticed(name: str, raised: bool) -> None:
    data = yaml.safe_load(TO_FILL_IN.sub("某某", starter("other", "legal_entity")))
    data["institution"]["name"] = name
    found = drafted(yaml.safe_dump(data, allow_unicode=True))
    assert ("name-of-a-branch" in {one.rule for one in found.findings}) == raised
    data["institution"]["superior"] = {"name": "某某股份有限公司", "kind": "总公司"}
    named = drafted(yaml.safe_dump(data, allow_unicode=True))
    assert "name-of-a-branch" not in {one.rule for one in named.findings}


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_nobody_approves_their_own_extension(type_: str, tier: str) -> None:
    """The source names the superior or the senior managers of the head office: no branch has those."""
    found = usual(type_, tier)
    (item,) = re.findall("[^\n]*可以再延长三十日", paragraphs(found))
    if found.institution.is_branch:
        assert "上级机构审批并告知投诉人" in item
        assert "高级管理人员" not in item
    else:
        assert re.search("经(上级机构或者.+)?高级管理人员批准并告知投诉人", item)


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_who_is_supervised_appoints_no_supervisor(type_: str, tier: str) -> None:
    text = paragraphs(usual(type_, tier))
    assert "另行指定人员办理" not in text
    for sentence in re.findall("[^。\n]*应当回避，报[^。\n]*。", text):
        assert re.search("报(上级机构|监事会|上级党组织)(指定|确定)人员办理（本机构自定）。", sentence), sentence


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_whoever_is_above_the_institutions_own_authority_has_a_limb(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    if next(one for one in found.assigned.assignments if one.duty.id == "4.4-02").status is Status.ASSIGNED:
        by = "上级机构" if found.institution.superior else "有权机构"
        own = found.institution.self_name
        assert f"超出{own}管理权限的，提出处理建议，报{by}决定" in paragraphs(found)


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_a_ground_is_nobodys_duty(type_: str, tier: str) -> None:
    """In the lists grounds stand with the pursuit of them, and not in their own words."""
    numbered = set()
    for _, row in rows(usual(type_, tier)):
        assert not re.search("漠视群众诉求|产生负面舆情|本源治理不到位|重视不够|失职失责情形", row[1]), row
        if here := {id_ for id_ in GROUNDS if id_ in row[0]}:
            assert here == set(GROUNDS)
            assert "应当追究责任" in row[1]
            numbered |= here
    assert numbered in (set(), set(GROUNDS))
    assert numbered or tier in ("county_branch", "outlet")


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_who_starts_the_emergency_plan_is_as_open_in_the_lists_as_in_the_article(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    units = {level.name for level in found.institution.levels_below}
    text = paragraphs(found)
    for annex, row in rows(found):
        if "启动应急预案" in row[1]:
            by_unit = annex == "层级责任清单"
            assert ("立即提请启动" in row[1]) == by_unit, (annex, row)
            assert ("由有权启动的负责人启动" in row[1]) == ("有权启动应急预案的负责人" in text and not by_unit)
    assert not units or "发现需要启动应急预案的情形，应当立即提请启动" in text


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_a_branch_grades_within_what_its_superior_has_set(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    graded = re.findall("[^。\n]*划定消保事项的分级标准", paragraphs(found))
    for sentence in graded:
        assert ("在上级机构分级标准的范围内" in sentence) == found.institution.is_branch
    assert graded or tier == "outlet"


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_whom_the_notice_binds_is_said_of_every_head_office_that_reaches_further(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    notes = [one for one in found.findings if one.rule == "bound-by-the-notice"]
    elsewhere = type_ in ("state_bank", "development_bank", "agricultural_development_bank")
    further = any(level.tier is Tier.TIER1_BRANCH for level in found.institution.levels_below)
    assert bool(notes) == (tier == "legal_entity" and (elsewhere or further))
    scope = "和山东省（不含青岛市）内的"
    assert (scope in paragraphs(found)) == (tier == "legal_entity" and elsewhere)
    for note in notes:
        assert note.severity is Severity.NOTE
        below = "、".join(level.name for level in found.institution.levels_below)
        bound = f"受通知约束的是当地的{below}" if elsewhere else "设在其他地区的，不受其约束"
        assert "通知只约束山东省（不含青岛市）内的机构；" in message(note, "zh")
        assert bound in message(note, "zh")


@pytest.mark.parametrize("region", ["北京市", "山东省青岛市", "上海市浦东新区"])
def test_a_head_office_of_another_region_is_told_whom_the_notice_binds(region: str) -> None:
    data = yaml.safe_load(TO_FILL_IN.sub("某某", starter("joint_stock_bank", "legal_entity")))
    data["institution"]["region"] = region
    found = drafted(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    assert {"region-outside", "bound-by-the-notice"} <= {one.rule for one in found.findings}
    assert "总行不在《通知》适用的地区，采用本责任制属于本行自行决定（本机构自定）。" in paragraphs(found)


def test_the_pack_names_types_whose_head_offices_lie_elsewhere() -> None:
    checks = shipped().checks
    assert checks.elsewhere("state_bank", "山东省济南市")
    assert checks.elsewhere("city_bank", "山东省青岛市")
    assert not checks.elsewhere("city_bank", "泰安市")
    assert not checks.elsewhere("city_bank", "")
    assert checks.area == "山东省（不含青岛市）"
