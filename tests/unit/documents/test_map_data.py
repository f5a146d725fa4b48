"""What the map shows is what coverage and the checklist say: the same duties, parties, words and numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cplist.cli.json_report import coverage_data
from cplist.core.inert import as_written, inert
from cplist.documents.job import Inputs, Job, file_name
from cplist.documents.kinds import USUAL, document_kind
from cplist.documents.map_data import map_data
from cplist.draft import Draft
from cplist.pack.pack import Pack
from cplist.workspace.batch import Builder

PROFILES = Path(__file__).resolve().parents[3] / "profiles"
MARKS = {"responsible": "●", "supporting": "○", "overseen_by": "△", "supervised_by": "◇"}
EXAMPLES = ["city-bank", "county-branch", "outlet", "life-insurer", "village-bank", "insurance-broker"]

Mapped = tuple[Draft, dict[str, Any]]


@pytest.fixture(scope="module")
def builder() -> Builder:
    return Builder()


def data_of(builder: Builder, path: Path) -> Mapped:
    profile = builder.profile(str(path))
    pack = builder.pack_of(profile)
    drafted = builder.draft(profile)
    names = {kind: file_name(drafted.institution, pack, document_kind(kind)) for kind in USUAL}
    return drafted, map_data(drafted, pack, Job(Inputs(profile, pack), drafted).marks, names)


@pytest.fixture(scope="module", params=EXAMPLES)
def mapped(builder: Builder, request: pytest.FixtureRequest) -> Mapped:
    return data_of(builder, PROFILES / f"{request.param}.yaml")


@pytest.fixture(scope="module")
def city_bank(builder: Builder) -> Mapped:
    return data_of(builder, PROFILES / "city-bank.yaml")


def test_it_is_plain_data(mapped: Mapped) -> None:
    assert json.loads(json.dumps(mapped[1])) == mapped[1]


def test_all_duties_of_coverage_are_on_it_word_for_word(mapped: Mapped) -> None:
    drafted, data = mapped
    covered = coverage_data(drafted, "zh")
    assert data["summary"] == covered["summary"]
    same = (
        *("id", "clause", "text", "status", "rule", "local_part"),
        *(*MARKS, "deliberated_by", "approved_by", "borne_by"),
    )
    assert [{key: duty[key] for key in same} for duty in data["duties"]] == [
        {key: duty[key] for key in same} for duty in covered["duties"]
    ]
    for ours, theirs in zip(data["duties"], covered["duties"], strict=True):
        assert {place["key"] for place in ours["places"]} == {article["key"] for article in theirs["articles"]}


def test_its_shares_are_those_of_the_checklists_matrix(mapped: Mapped) -> None:
    drafted, data = mapped
    for party in as_written(drafted.context["parties"]):
        for field, count in zip(MARKS, ("responsible", "supporting", "overseeing", "supervising"), strict=True):
            ours = sum(party["id"] in duty[field] for duty in data["duties"])
            assert ours == party[f"{count}_count"], (party["id"], field)


def test_no_share_falls_on_a_party_that_the_matrix_lacks(mapped: Mapped) -> None:
    drafted, data = mapped
    columns = {party["id"] for party in drafted.context["parties"]}
    assert {id_ for duty in data["duties"] for field in MARKS for id_ in duty[field]} <= columns


def test_a_superior_that_the_profile_does_not_name_has_its_column_too(builder: Builder) -> None:
    drafted, data = data_of(builder, PROFILES.parent / "tests" / "examples" / "profiles" / "design.yaml")
    columns = {party["id"]: party["responsible_count"] for party in drafted.context["parties"]}
    assert columns["superior"] == sum("superior" in duty["responsible"] for duty in data["duties"]) == 1
    assert "superior" in {level["id"] for level in data["levels"]}


def test_every_id_leads_to_a_party_a_clause_an_article_a_duty(mapped: Mapped) -> None:
    data = mapped[1]
    parties = {party["id"] for party in data["parties"]}
    duties = {duty["id"] for duty in data["duties"]}
    for duty in data["duties"]:
        people = (*MARKS, "deliberated_by", "approved_by", "borne_by", "roles")
        assert {id_ for field in people for id_ in duty[field]} <= parties
        assert {place["key"] for place in duty["places"]} <= set(data["articles"])
        assert {*duty["parts"], *duty["within"], *duty["failing"]} <= duties
    assert {duty["clause"] for duty in data["duties"]} <= {clause["id"] for clause in data["clauses"]}
    assert {id_ for party in data["parties"] for id_ in party.get("oversees", ())} <= parties
    assert {party["level"] for party in data["parties"]} <= {level["id"] for level in data["levels"]}


def test_a_clauses_paragraphs_are_its_duties_joined(mapped: Mapped) -> None:
    data = mapped[1]
    for clause in data["clauses"]:
        words = "".join(duty["text"] for duty in data["duties"] if duty["clause"] == clause["id"])
        assert "".join("".join(clause["paragraphs"]).split()) == "".join(words.split())


def test_why_is_said_as_the_comments_in_word_say_it(city_bank: Mapped) -> None:
    duties = {duty["id"]: duty for duty in city_bank[1]["duties"]}
    decided, by_rule = duties["4.2-11"], duties["2.2-04"]
    assert decided["decided"] and decided["basis"] == "机构档案的决定"
    assert decided["reason"] == "本行重大事项应急机制归口办公室"
    assert not by_rule["decided"]
    assert by_rule["basis"] == f"模板包shandong-2022-1的规则{by_rule['rule']}"


def test_what_the_institution_chose_is_told_from_suggestions(city_bank: Mapped) -> None:
    advice = {duty["id"]: duty["advice"] for duty in city_bank[1]["duties"]}["1.1-08"]
    assert advice["frequency"] == {"text": "每季度一次", "own": True}
    assert not advice["measure"]["own"]


def test_a_duty_that_does_not_apply_has_no_advice(builder: Builder) -> None:
    data = data_of(builder, PROFILES / "county-branch.yaml")[1]
    away = [duty for duty in data["duties"] if duty["status"] == "not_applicable"]
    assert away and all(duty["advice"] == {} and duty["reason"] for duty in away)


def test_findings_have_both_languages_and_no_file(builder: Builder) -> None:
    data = data_of(builder, PROFILES / "county-branch.yaml")[1]
    (found,) = (found for found in data["findings"] if found["rule"] == "deliberation-instead")
    assert "行务会" in found["message"]["zh"]
    assert {"options-open", "own-rule-open", "fact-open"} <= {found["rule"] for found in data["findings"]}
    for found in data["findings"]:
        assert re.search("[\u4e00-\u9fff]", found["message"]["zh"])
        assert found["message"]["en"] != found["message"]["zh"]
    assert "county-branch.yaml" not in json.dumps(data)


def test_an_accepted_warning_is_named_with_its_reason(builder: Builder, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    text = (PROFILES / "city-bank.yaml").read_text("utf-8")
    text = text.replace("functions: [cp_lead, complaints]", "functions: [cp_lead]")
    path.write_text(text + "accept:\n  - {rule: no-complaints-department, reason: 由消保部一并受理}\n", "utf-8")
    (found,) = (found for found in data_of(builder, path)[1]["findings"] if found["accepted"])
    assert "由消保部一并受理" in found["message"]["zh"]


@pytest.mark.parametrize("text", ["甲、乙：丙", "a, b (c) [d]", "甲\u3000乙\u00a0丙", "甲\U0010fe50", "", "汉字"])
def test_what_was_made_inert_comes_back(text: str) -> None:
    value = {"a": [text, 1, None, True], "b": {"c": text}}
    assert as_written(inert(value)) == value


def test_a_pack_that_names_no_map_gets_a_name(pack: Pack, institution: Callable[..., Any]) -> None:
    assert file_name(institution(), pack, document_kind("map")) == "示例银行责任地图.html"
