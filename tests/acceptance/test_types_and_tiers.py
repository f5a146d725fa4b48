"""Every type of institution at every tier: what of the notice applies, read from its words, and how it speaks."""

from __future__ import annotations

import functools
import itertools
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from drafts import PACK, shipped, usual

from cplist.core.document import Cell, Paragraph, Style, Table
from cplist.documents.job import Inputs
from cplist.domain.notice import Duty
from cplist.draft import Draft
from cplist.pipeline import build, draft
from cplist.profile.profile import Profile, read_profile
from cplist.profile.punctuation import TO_FILL_IN
from cplist.workspace.starter_profile import starter
from cplist.workspace.usual import pairs

pytestmark = pytest.mark.slow

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
PARTY_OFFICER = {**PEOPLE[-1], "post": "党委纪检委员"}
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
    outside: bool = False,
) -> Profile:
    """A minimal profile of that type at that tier, with nothing in it but what building takes. Who supervises is of
    the Party organisation, but where there is none, or where it is to be somebody from outside it."""
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
    if party != "none" and not outside:
        data["leaders"] = [*data["leaders"][:-1], PARTY_OFFICER]
    if not departments:
        data["leaders"] = [{k: v for k, v in person.items() if k != "oversees"} for person in data["leaders"]]
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return read_profile(text.encode(), f"{type_}-{tier}.yaml", lambda *_: ("", b""))


@functools.cache
def drafted(type_: str, tier: str, **options: Any) -> Draft:
    return draft(made(type_, tier, **options), shipped())


def errors(found: Draft) -> list[str]:
    return [f"{finding.rule}: {finding.arguments}" for finding in found.findings if finding.severity == "error"]


# 适用什么：从通知的文字独立读出


def reading(
    tiers: tuple[str, ...], *, below: bool, party: bool, others: bool, above: bool = False
) -> dict[str, bool]:
    """Which duties apply, from the notice's words: the section that they stand in, and whom they speak of.

    `tiers` are the institution's own and those below it: a lower tier's duties land on that level. `above` is
    whether a legal entity's tier has somebody above it all the same."""
    applies, part = {}, ""
    for clause in shipped().notice.clauses:
        for duty in clause.duties:
            part = duty.text[:2] if duty.text.startswith(("地市级分支机构", "各县级分支")) else part
            spoken_to = addressed(clause.id, part)
            lacking = (
                (
                    not below
                    and re.search("下辖分支|各层级分支机构|自上而下|基层分支和网点|接到下级机构报告", duty.text)
                )
                or (tiers == ("legal_entity",) and not above and "上级机构权限范围" in duty.text)
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


def applying(found: Draft) -> dict[str, bool]:
    return {a.duty.id: a.applies for a in found.assigned.assignments}


def differing(found: Draft, wanted: dict[str, bool]) -> dict[str, bool]:
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
    wanted = reading((tier,), below=False, party=True, others=True, above=type_ == "credit_card_center")
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


@pytest.mark.parametrize(("type_", "tier"), ONE_OF_EACH)
def test_who_supervises_from_outside_the_party_organisation_has_none_of_its_powers(type_: str, tier: str) -> None:
    found = drafted(type_, tier, outside=True)
    assert errors(found) == []
    assert differing(found, reading((tier,), below=False, party=False, others=True)) == {}
    text = "\n".join(paragraphs(found))
    assert "监督员发现违法违规问题的，应当核实情况，提出处理建议，移送有权机构决定。" in text
    assert not re.search("监督员[^。]*(党建|督促党|惩戒)", text)


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
    assert 40 <= len(found.text.articles) <= 56


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
    built = build(Inputs(made(type_, tier), shipped()))
    assert {file.kind for file in built.outputs} >= {"system", "checklist"}


# 怎样说话


def lines(found: Draft) -> Iterator[str]:
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
    assert ("参照执行《山东银保监局" in text) == (type_ in BY_REFERENCE | NOT_NAMED)


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


# 通例的机构（cplist init 写出的档案，占位处填好）：正文读起来是一个人写的

DOUBLED = "，。|。。|；。|、。|，，|、、|（）|的的|行行|应当应当|应当不得|应当可以|并并|各各|会议会议|委员会委员会"


def paragraphs(found: Draft) -> list[str]:
    return [paragraph for article in found.text.articles for paragraph in article.paragraphs]


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_the_text_has_no_doubled_words_and_no_slip(type_: str, tier: str) -> None:
    for paragraph in paragraphs(usual(type_, tier)):
        assert not re.search(DOUBLED, paragraph), paragraph
        assert not re.search("各银行保险机构|各级银行保险机构|本通知|本机构(?!自定)", paragraph) or type_ == "other"


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_a_defined_term_is_kept(type_: str, tier: str) -> None:
    """消费者权益保护 is 消保 once it is defined, but for names: the committee's, departments', a regulation's."""
    found = usual(type_, tier)
    own = found.institution
    bodies = [body.name for body in own.bodies.values()]
    names = [*bodies, *(name.removeprefix(own.board) for name in bodies), *(d.name for d in own.departments)]
    text = "\n".join(paragraph for paragraph in paragraphs(found) if "以下简称消保" not in paragraph)
    text = re.sub("《[^》]*》", "", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    assert "消费者权益保护" not in text


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_the_superior_is_named_once(type_: str, tier: str) -> None:
    text = "\n".join(paragraphs(usual(type_, tier)))
    superior = usual(type_, tier).institution.superior
    named = text.count("上级机构（") + text.count("所称上级机构，是指")
    assert named == (1 if superior else 0)


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_a_sentence_of_another_tier_is_not_there(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    text = "\n".join(paragraphs(found))
    below = found.institution.levels_below
    assert below or not re.search("下辖|下级|各级分支机构|及分支机构|基层分支", text)
    assert tier == "legal_entity" or not re.search("高管层|董事会|理事会|总行机关", text)
    assert "city_branch" in {tier, *(level.tier for level in below)} or "“点对点”" not in text
    assert tier == "legal_entity" or ("同样适用" in text) == bool(below)


# 前三章：谁有什么职权，怎样称呼，句子怎样写


def heads(found: Draft) -> list[list[str]]:
    """The paragraphs and items of the chapters up to the leaders' responsibilities, chapter by chapter."""
    chapters: list[list[str]] = []
    for block in found.text.blocks:
        if not isinstance(block, Paragraph):
            continue
        if block.style is Style.CHAPTER:
            if chapters and LAST in chapters[-1][0]:
                return chapters
            chapters.append([block.text])
        elif chapters:
            chapters[-1].append(block.text)
    return chapters


LAST = "领导责任"
TAIL = "由[^，。；：、“”]{1,30}?(?:负责|承担|组织|实施|主持|担任|决定|办理|制定|确定|审议|审定|牵头|行使)"
PARTY_WORDS = "党委|纪委|党建|执纪|纪检|党总支|党支部|党务|党组织"


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_nobody_reports_to_oversees_or_supervises_themselves(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    for one in found.assigned.assignments:
        parts = [{p.id for p in several} for several in (one.responsible, one.overseen_by, one.supervised_by)]
        assert not parts[0] & (parts[1] | parts[2]), one.duty.id
        assert not parts[1] & parts[2] or len(parts[0]) > 1, one.duty.id  # of others than who he or she oversees
    for leader in found.context["leaders"]:
        called = str(leader["in_text"])
        for paragraph in (p for chapter in heads(found) for p in chapter):
            assert not re.search(f"(?:^|[　。；，：）]){called}[^。；]*(?:向|督促|监督){called}", paragraph), (
                paragraph
            )


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_no_power_is_given_to_whoever_cant_have_it(type_: str, tier: str) -> None:
    """纳入党建工作考核 and 督促党委 are a 纪委书记's; a 纪检委员 has the Party organisation do it; others refer."""
    found = usual(type_, tier)
    standing = str(found.context["role"]["discipline_secretary"]["standing"])
    text = "\n".join(p for chapter in heads(found) for p in chapter)
    assert "惩戒" not in text and "调查" not in text
    if standing == "commission":
        assert "纪委书记应当指导" in text and "督促党委严肃查处、严格问责" in text
    elif standing == "party_officer":
        assert "纳入党建工作考核" in text and not re.search("(?<!报请上级党组织)纳入党建工作考核", text)
        assert re.search("及时报请有权的党组织、纪检监察机构严肃查处", text)
    else:
        assert "应当核实情况，提出处理建议，移送有权机构决定。" in text and "党建" not in text
    if found.institution.party == "none":
        assert not re.search(PARTY_WORDS, text)


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_leaders_are_called_by_their_posts_and_sentences_are_short(type_: str, tier: str) -> None:
    chapters = heads(usual(type_, tier))
    assert LAST in chapters[-1][0]
    for chapter in chapters:
        text = "\n".join(chapter)
        assert "（某某）" not in re.sub("（某某）$", "", text, flags=re.MULTILINE)
        assert not re.search("党(?:委|总支|支部)(?:副书记|书记|委员)、", text)
        assert len(re.findall(TAIL, text)) <= 1, re.findall(f"[^。；]*{TAIL}[^。；]*", text)
        assert [one for one in re.split("[。；：\n]", text) if len(one) > 120] == []
        assert not re.search("不得混同|不列入责任清单|互相换算|的依据：", text)


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_a_starter_says_what_decides_the_text(type_: str, tier: str) -> None:
    """What init writes leaves none of it to be assumed."""
    assumed = {"party-missing", "board-missing", "board-committee-missing", "supervision-missing"}
    assumed |= {
        "branch-without-superior",
        "lead-post-missing",
        "leader-oversees-nothing",
        "function-not-independent",
    }
    assert assumed & {finding.rule for finding in usual(type_, tier).findings} == set()


def test_a_head_office_without_a_superior_reports_across_and_its_branches_upwards_too() -> None:
    across = "各部门应当视情况报告至相应职责牵头部门；"
    two_way = f"{across}分行、支行应当视情况双向报告至相应职责牵头部门和上级机构。"
    assert two_way in "".join(paragraphs(usual("city_bank", "legal_entity")))
    alone = "".join(paragraphs(usual("trust_company", "legal_entity")))
    assert "应当视情况报告至相应职责牵头部门。" in alone
    assert "双向报告" not in alone


def test_what_is_below_a_branch_is_bound_as_the_branch_is() -> None:
    county = paragraphs(usual("state_bank", "county_branch"))
    (said,) = [paragraph for paragraph in county if "同样适用于下辖的营业网点" in paragraph]
    assert "规定本行承担的责任，同样适用于下辖的营业网点，由其负责人和相应的部门或者人员履行。" in said


def test_a_leader_of_two_roles_stands_in_one_item() -> None:
    outlet = paragraphs(usual("city_bank", "outlet"))
    (item,) = [paragraph for paragraph in outlet if "负总责，" in paragraph and "一岗双责、" not in paragraph]
    assert item.endswith("行长是主要负责人，负总责，同时是消保工作分管负责人，具体负责；")


def test_a_small_group_is_presided_over_and_has_no_chairman() -> None:
    """领导小组 has a 组长, and a committee a 主任."""
    text = "".join(paragraphs(usual("life_insurer", "city_branch")))
    assert "决策机制，消费者权益保护工作领导小组（以下简称消保工作领导小组）研究、" in text
    assert "建立议事决策机制，设立消保工作领导小组。" in text
    assert "消保工作领导小组的组长是总经理。" in text
    assert "主任" not in text


def test_a_city_branch_without_outlets_looks_after_its_own_staff() -> None:
    assert "及时发现营业人员在操作行为、" in "".join(paragraphs(usual("private_bank", "city_branch")))


# 任意的分工：随机的自行决定、缺位和兼任，句子仍然完整

BROKEN = f"{DOUBLED}|；，|：。|：，|，并，|None"
NO_SUBJECT = r"^(第[^条]{1,6}条　)?(应当|不得|并|也|；|，|。|但)"


def decided(chance: random.Random, duty: Duty, departments: list[str], superior: bool) -> dict[str, str]:
    """A decision of an institution's own about that duty, or none."""
    if duty.kind.value in ("statement", "ground") or duty.clause in ("1.1", "1.2", "1.3", "1.4"):
        return {}
    kept = duty.kind.value == "prohibition"
    choices: list[dict[str, str]] = [{}, {}]
    choices += [] if kept else [{"not_applicable": "本机构没有该类业务"}]
    choices += [{"performed_by": "superior", "local_part": "报送材料"}] if superior and not kept else []
    choices += [{"lead": chance.choice(departments), "reason": "分工"}] if departments else []
    return chance.choice(choices)


@pytest.mark.parametrize("seed", range(24))
def test_any_arrangement_gives_whole_sentences(seed: int) -> None:
    chance = random.Random(seed)
    type_, tier = chance.choice(pairs())
    data = yaml.safe_load(TO_FILL_IN.sub("某某", starter(type_, tier)))
    pack = shipped()
    departments = [department["id"] for department in data["departments"]]
    superior = "superior" in data["institution"]
    own = ((duty.id, decided(chance, duty, departments, superior)) for duty in pack.notice.duties)
    data["assignments"] = [{"duty": id_, **decision} for id_, decision in own if decision]
    data["bodies"] = chance.choice([data["bodies"], {}, {"deliberation": {"name": "办公会"}}])
    data["levels"] = chance.choice([data["levels"], data["levels"][:1]])
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    found = draft(read_profile(text.encode(), "p.yaml", lambda *_: ("", b"")), pack)
    assert [finding.rule for finding in found.findings if "reference" in finding.rule] == []
    for article in found.text.articles:
        assert article.paragraphs, article.key
        for paragraph in article.paragraphs:
            assert not re.search(BROKEN, paragraph), paragraph
            assert not re.search(NO_SUBJECT, paragraph), paragraph


@pytest.mark.parametrize("type_", ["city_bank", "life_insurer", "rural_credit_union", "credit_card_center"])
def test_reasons_notes_and_suggestions_call_the_institution_as_it_calls_itself(type_: str) -> None:
    values = usual(type_, "legal_entity").context
    ours = [duty[key] for duty in values["duties"] for key in ("reason", "note", "measure", "evidence", "carrier")]
    assert [text for text in ours if "本机构" in text] == []
    assert any(SELF_NAMES[type_] in text for text in ours)
