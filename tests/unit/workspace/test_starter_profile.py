"""The profiles to start from: every pair in practice is complete, in the words of its trade, and builds."""

from __future__ import annotations

import re

import pytest
import starters
import yaml
from store import Store

from cplist.core.files import safe_name
from cplist.core.findings import InputError, Severity
from cplist.domain import vocabulary
from cplist.domain.assignment import Status
from cplist.domain.notice import Tier
from cplist.profile.punctuation import PLACEHOLDER, TO_FILL_IN, full_width
from cplist.workspace.starter_profile import flow, starter
from cplist.workspace.usual import known_tier, known_type, pairs, tiers_of

PAIRS = pairs()
IDS = ["-".join(pair) for pair in PAIRS]


def test_every_type_exists_at_some_tier() -> None:
    assert {type_ for type_, _ in PAIRS} == set(vocabulary.types())
    assert {tier for _, tier in PAIRS} <= {tier.value for tier in Tier}
    assert len(PAIRS) == len(set(PAIRS)) > 75


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_its_build_has_nothing_but_notes(pair: tuple[str, str], store: Store) -> None:
    made = starters.built(store, *pair)
    assert [found.rule for found in made.findings if found.severity is not Severity.NOTE] == []
    assert made.summary[Status.GAP.value] == 0


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_each_placeholder_is_a_note_at_its_place(pair: tuple[str, str], store: Store) -> None:
    lines = starter(*pair).split("\n")
    expected = [
        (number, match.start() + 1)
        for number, line in enumerate(lines, 1)
        for match in TO_FILL_IN.finditer(line)
        if not line.startswith("#")
    ]
    findings = starters.built(store, *pair).findings
    notes = [found for found in findings if found.rule == "profile-to-fill-in"]
    assert [found.location.line for found in notes if found.location] == [line for line, _ in expected]
    assert len(notes) >= 4
    exact = {(found.location.line, found.location.column) for found in notes if found.location}
    values = {place for place in expected if lines[place[0] - 1][: place[1] - 1].endswith(": ")}
    assert values <= exact


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_the_text_is_commented_and_in_the_words_of_the_trade(pair: tuple[str, str]) -> None:
    type_, tier = pair
    text = starter(type_, tier)
    assert text.startswith("# yaml-language-server: $schema=cplist.schema.json\n")
    assert text.endswith("\n")
    assert len(re.findall("# .*[\u4e00-\u9fff]", text)) > 15
    remarks = [remark for remark in re.findall("# (.*)$", text, re.MULTILINE) if ": " not in remark]
    assert [remark for remark in remarks if full_width(remark) != remark] == []
    values = str(yaml.safe_load(text))
    family = vocabulary.terms()["types"][type_]["family"]
    foreign = {"bank": ["总经理", "本公司", "核保"], "insurer": ["行长", "本行", "贷"], "rural": ["行长", "本行"]}
    wrong = foreign.get(family, ["行长", "本行"])
    if type_ == "credit_card_center":
        wrong = ["行长", "本行"]
    assert [word for word in wrong if word in values] == []


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair[0] in ("foreign_bank", "insurance_intermediary")])
def test_without_a_party_organisation_there_is_none_of_its_words(pair: tuple[str, str]) -> None:
    profile = yaml.safe_load(starter(*pair))
    assert profile["institution"].pop("party") == "none"
    basis = [leader["substitute"].pop("basis") for leader in profile["leaders"] if "substitute" in leader]
    assert len(basis) == 1
    assert "未设党组织" in basis[0]
    assert [word for word in ("党", "纪委", "纪检") if word in str(profile)] == []
    functions = [function for department in profile["departments"] for function in department["functions"]]
    assert {"discipline", "party_affairs"}.isdisjoint(functions)


def test_levels_are_its_own_and_what_is_below() -> None:
    levels = [level["name"] for level in yaml.safe_load(starter("life_insurer", "tier1_branch"))["levels"]]
    assert levels == ["省级分公司", "中心支公司", "支公司", "营销服务部"]
    assert len(yaml.safe_load(starter("trust_company", "legal_entity"))["levels"]) == 1


def test_a_village_bank_has_three_departments_and_its_founder_as_superior() -> None:
    profile = yaml.safe_load(starter("village_bank", "legal_entity"))
    assert len(profile["departments"]) in (3, 4)
    assert profile["institution"]["superior"]["kind"] == "主发起行"
    assert "audit" in profile["centralised"]


def test_a_credit_union_has_a_council() -> None:
    profile = yaml.safe_load(starter("rural_credit_union", "legal_entity"))
    assert profile["institution"]["board"] == "理事会"
    assert [leader["post"] for leader in profile["leaders"]][:2] == ["党委书记、理事长", "党委副书记、主任"]


def test_a_branch_has_neither_board_nor_board_committee() -> None:
    for type_, tier in PAIRS:
        if tier != "legal_entity":
            profile = yaml.safe_load(starter(type_, tier))
            assert "board" not in profile["institution"]
            assert "board_committee" not in profile["bodies"]
            assert profile["institution"]["superior"]["name"] == "〔请填写：上级机构名称〕"


def test_types_and_tiers_are_known_by_id_and_by_name() -> None:
    assert known_type("人身保险公司") == known_type("life_insurer") == "life_insurer"
    assert known_tier("life_insurer", "中心支公司") == known_tier("life_insurer", "city_branch") == "city_branch"
    with pytest.raises(InputError) as raised:
        known_type("lifeinsurer")
    assert raised.value.arguments["near"] == "life_insurer"
    with pytest.raises(InputError) as raised:
        known_tier("village_bank", "tier1_branch")
    assert raised.value.arguments["named"].count("（") == len(tiers_of("village_bank"))


def test_placeholders_are_safe_in_file_names() -> None:
    placeholder = PLACEHOLDER.format(what="机构简称")
    assert safe_name(placeholder) == placeholder
    assert TO_FILL_IN.findall(placeholder) == ["机构简称"]


def test_values_on_one_line_load_as_they_are() -> None:
    for value in ("甲、乙", "a: b", "[x]", "甲, 乙", "- x", "'x", "x #y", "", " x", "〔请填写：甲〕", "{", "x:"):
        assert yaml.safe_load(flow({"k": [value]})) == {"k": [value]}
