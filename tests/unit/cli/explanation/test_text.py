"""An explanation as people read it, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cplist.assignment.trace import Use
from cplist.cli.explanation import words as words_module
from cplist.cli.explanation.text import explanation_lines
from cplist.cli.explanation.words import ExplainWords
from cplist.core.messages import LANGUAGES, catalogue, wording
from cplist.explaining.explain import Explainer
from cplist.explaining.explanation import By, LeftOut, Part
from cplist.pack.pack import Pack
from cplist.workspace.batch import Builder

ROOT = Path(__file__).resolve().parents[4]
PACKS = ROOT / "tests" / "examples" / "packs"
CITY_BANK = ROOT / "profiles" / "city-bank.yaml"
ODD = """\
schema: 1
institution: {name: 甲银行股份有限公司, short_name: 甲银行, type: city_bank, tier: tier1_branch, party: none}
levels: [{tier: tier1_branch, name: 分行}, {tier: outlet, name: 支行}]
leaders:
  - {id: head, post: 行长, roles: [chief]}
  - {id: vice, post: 副行长, roles: [other], oversees: [sales]}
departments:
  - {id: sales, name: 业务部, lines: [front, back], functions: [cp_lead, product, marketing]}
  - {id: risk, name: 风险部, lines: [middle], functions: [risk]}
centralised: [it, audit]
assignments:
  - {duty: 2.3-03, performed_by: superior}
  - {duty: 2.2-03, lead: risk, support: [sales], reason: 归口风险部}
  - {duty: 2.1-07, not_applicable: 本行不支付佣金}
  - {duty: 1.1-01, lead: vice}
"""
DUTIES = (
    "2.1-02",
    *("0.0-01", "1.0-05", "1.1-01", "1.1-05", "1.2-02", "1.3-02", "2.1-07", "2.2-02", "2.2-03", "2.2-09", "2.3-03"),
    *("2.3-08", "2.3-11", "3.1-02", "3.2-24", "4.1-11", "4.3-05", "4.3-07", "4.4-05"),
)
Lines = Callable[[str, str], list[str]]


def explained(path: Path) -> tuple[Explainer, Pack]:
    builder = Builder([PACKS])
    inputs = builder.inputs(builder.profile(str(path)))
    return Explainer(inputs, builder.draft(inputs.profile)), inputs.pack


@pytest.fixture(scope="module")
def city_bank() -> tuple[Explainer, Pack]:
    return explained(CITY_BANK)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Explainer, Pack]:
    """A branch in which much is missing, centralised or decided otherwise."""
    path = tmp_path_factory.mktemp("odd") / "odd.yaml"
    path.write_text(ODD, "utf-8")
    return explained(path)


@pytest.fixture(scope="module")
def all_three(city_bank: tuple[Explainer, Pack], odd: tuple[Explainer, Pack]) -> list[tuple[Explainer, Pack]]:
    """Those, and an outlet without departments."""
    return [city_bank, odd, explained(ROOT / "profiles" / "outlet.yaml")]


@pytest.fixture
def lines(city_bank: tuple[Explainer, Pack]) -> Lines:
    """Give a function: a duty of the city bank, a language → the lines."""
    explainer, pack = city_bank
    return lambda duty, language: list(explanation_lines(explainer.duty(duty), ExplainWords(language, pack)))


def test_a_duty_is_told_from_its_clause_to_its_rows(lines: Lines) -> None:
    text = "\n".join(lines("2.3-11", "zh"))
    for part in (
        "2.3-11  二（三）  （三）后台：综合管理、保障、监督部门消保责任。\n",
        "  “将消保工作纳入机构常态化审计和检查范围等。”\n  性质：应为；责任定性：通知未定性；触发类型：定期\n",
        "\n结果：落到主体\n  规则 C8c：审计和检查由审计职能部门承担（rules.yaml:",
        "\n责任主体：审计部（audit）\n  角色 audit 审计职能部门：通知所指（rules.yaml:",
        "\n    第1步，承担审计职能的部门：审计部（audit）\n    第2步，已经找到，不再找：角色 chief（主要负责人）\n",
        "\n责任领导：董事会（board）\n",
        "\n条文\n  第四十二条第（三）项  支持保障、考核结果运用和审计（support）\n"
        "    （三）审计部【将消保工作纳入本行常态化审计和检查范围】；\n",
        "\n    书签 cp_2_3_11；条文在 ",
        "\n责任清单工作簿\n  履职情况：第",
        "行，行标识 2.3-11|audit\n  责任清单：第73行\n",
        "\n责任书\n  责任书/消费者权益保护工作责任书－",
    ):
        assert part in text, part


def test_a_decision_is_told_key_by_key_with_what_the_rules_say(lines: Lines) -> None:
    text = "\n".join(lines("2.2-09", "en"))
    at = r"\S+city-bank.yaml:\d+:\d+"
    assert re.search(rf"\n  decision of the profile: {at}\n    support: risk, law \({at}\)\n    frequency: ", text)
    assert "\n    without it, by the rules: assigned; responsible: 消费者权益保护部 (consumer); supp" in text
    assert "\nsupporting: 风险管理部 (risk) (decided by the profile), " in text
    assert "\n    the decision of the profile stands in the place of that\n" in text


def test_a_fallback_is_told_step_by_step(odd: tuple[Explainer, Pack]) -> None:
    explainer, pack = odd
    text = "\n".join(explanation_lines(explainer.duty("4.3-05"), ExplainWords("zh", pack)))
    assert "\n    第1步，承担投诉处理职能的部门：没有\n" in text
    assert "\n    第2步，条件 no_departments 不成立（本级设有部门），不找：角色 cp_lead（消保牵头部门）\n" in text
    assert "\n    第3步，角色 cp_lead（消保牵头部门）：业务部（sales）\n" in text
    assert "\n      由此报出：no-complaints-department\n" in text


def test_units_below_that_are_bound_too_are_told_with_who_oversees_them(lines: Lines) -> None:
    text = "\n".join(lines("2.1-02", "zh"))
    assert re.search(r"\n责任主体：.*、分行（city_branch）（下辖层级）、支行（outlet）（下辖层级）\n", text)
    assert "\n下辖机构的责任领导：副行长（宋玉洁）（vp_consumer）\n" in text
    assert "\n下辖机构的责任领导：" not in "\n".join(lines("2.3-11", "zh"))


def test_an_article_is_told_with_its_words_duties_and_comment(city_bank: tuple[Explainer, Pack]) -> None:
    explainer, pack = city_bank
    text = "\n".join(explanation_lines(explainer.article("committee"), ExplainWords("zh", pack)))
    assert text.startswith("第九条  议事决策机制的建立\n  键 committee；书签 cpa_committee；模板 ")
    assert "\n文字\n  第九条　本行根据监管要求，结合自身实际建立议事决策机制，" in text
    assert "\n承载的责任事项\n  1.0-04  应当根据监管要求" in text
    assert "\n    落到主体：党委书记、董事长（chairman）\n" in text
    assert "\n批注（--annotate）\n  条款：一\n" in text
    nothing = "\n".join(explanation_lines(explainer.article("records"), ExplainWords("en", pack)))
    assert "\nduties that it carries\n  none\n" in nothing


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_unfinished(all_three: list[tuple[Explainer, Pack]], language: str) -> None:
    count = 0
    for explainer, pack in all_three:
        words = ExplainWords(language, pack)
        for duty in DUTIES:
            for line in explanation_lines(explainer.duty(duty), words):
                assert not re.search(r"\{\w*\}|None|\[\[|（）|\(\)", line), line
                assert line == line.rstrip() and "\n" not in line
                count += 1
    assert count > 1000


def test_a_line_in_english_is_chinese_only_in_names(odd: tuple[Explainer, Pack]) -> None:
    """Labels are English: what is Chinese is a name of the pack, of the profile, of a file or of a document."""
    explainer, pack = odd
    lines = explanation_lines(explainer.duty("2.2-02"), ExplainWords("en", pack))
    steps = [line.partition(":")[0].partition("(")[0] for line in lines if re.match(r" +\d\.", line)]
    assert len(steps) > 5
    assert [step for step in steps if re.search("[\u4e00-\u9fff]", step)] == []


def test_every_wording_is_used(all_three: list[tuple[Explainer, Pack]], monkeypatch: pytest.MonkeyPatch) -> None:
    wordings = {rule: entry["severity"] for rule, entry in catalogue().items() if rule.startswith("explain-")}
    used = {rule for rule, severity in wordings.items() if severity == "error"}  # those end the command

    def noted(rule: str, *arguments: object) -> str:
        used.add(rule)
        return wording(rule, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(words_module, "wording", noted)
    for explainer, pack in all_three:
        words = ExplainWords("zh", pack)
        for duty in DUTIES:
            list(explanation_lines(explainer.duty(duty), words))
        for article in ("1", "records"):
            list(explanation_lines(explainer.article(article), words))
        unusual(explainer, words)
    assert used == wordings.keys()


def unusual(explainer: Explainer, words: ExplainWords) -> None:
    """What no duty here comes to: finders that other packs may have, every reason to be left out, who approves, a
    duty that is carried nowhere."""
    told = explainer.duty("2.3-08")
    units = [{"unit": unit} for unit in ("institution", "superior", "party_organisation")]
    others = [{"leader": "any"}, {"departments": "all"}, {"levels": "below"}, {"line": "back", "limit": "1"}]
    for find in (*units, *others, {"all": [{"line": "back"}, {"function": "hr"}]}):
        words.finder(find)
    role = next(role for role in told.roles if role.taken)
    for why in LeftOut:
        list(explanation_lines(replace(told, roles=(replace(role, left_out=((role.taken[0], why),)),)), words))
    approved = Part(Use.APPROVED_BY, role.taken[0], By.ROLE, role.asked.role)
    list(explanation_lines(replace(told, parts=(*told.parts, approved)), words))
    list(explanation_lines(replace(told, rows=(), letters=(), words=()), words))
