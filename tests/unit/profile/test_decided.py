"""What a profile decides of what its pack leaves open: optional items, its own rules, measures."""

from __future__ import annotations

import pytest

from cplist.core.findings import Finding
from cplist.core.messages import hint
from cplist.domain.institution import Measures, OwnRule
from cplist.profile.decided import decided_findings, measures, own_rules
from cplist.profile.profile import read_profile
from cplist.yamldoc.document import read

OPTIONS = {"list-updates": "及时更新责任清单", "handover": "办理交接"}
RULES = {"review": "消保审查制度", "accountability": "责任追究制度"}


def found(text: str) -> list[Finding]:
    return list(decided_findings(read(text.encode(), "p.yaml")[0], OPTIONS, RULES))


def shown(text: str) -> list[tuple[str, str, str]]:
    return [(one.rule, str(one.location), one.path) for one in found(text)]


def test_decisions_about_what_there_is_are_in_order() -> None:
    text = """
options: {list-updates: keep, handover: 交接由人力资源部监交。}
own_rules: [{id: review, name: 甲办法, number: 甲发〔2024〕7号}]
measures: {all: adopt, 1.1-01: none, 1.1-02: 每月听取汇报}
"""
    assert found(text) == []


@pytest.mark.parametrize(
    ("line", "rule", "place", "near"),
    [
        ("options: {hand-over: keep}", "profile-unknown-option", "1:11", "handover"),
        ("options: {handover: kepe}", "profile-wrong-option", "1:21", "keep"),
        ("options: {handover: 保留}", "profile-wrong-option", "1:21", "keep"),
        ("options: {handover: 删去}", "profile-wrong-option", "1:21", "drop"),
        ("options: {handover: 'no'}", "profile-wrong-option", "1:21", "drop"),
        ("options: {handover: Keep}", "profile-wrong-option", "1:21", "keep"),
        ("own_rules: [{id: reviews, name: 甲办法}]", "profile-unknown-own-rule", "1:18", "review"),
        ("measures: {1.1-01: adopted}", "profile-wrong-measure", "1:20", "adopt"),
        ("measures: {1.1-01: 采用}", "profile-wrong-measure", "1:20", "adopt"),
        ("measures: {all: 每月一次}", "profile-wrong-measure", "1:17", ""),
    ],
)
def test_a_slip_is_told_at_its_place_with_what_was_meant(line: str, rule: str, place: str, near: str) -> None:
    (one,) = found(line)
    assert (one.rule, str(one.location), one.arguments["near"]) == (rule, f"p.yaml:{place}", near)
    assert near in hint(one, "zh")


def test_a_measure_stands_in_one_place() -> None:
    text = "measures: {1.1-01: 每月一次, 1.1-02: none}\nassignments:\n- {duty: 1.1-01, measure: 每季一次}\n"
    text += "- {duty: 1.1-02, measure: 每季一次}\n"
    assert shown(text) == [("profile-two-measures", "p.yaml:1:12", "measures.1.1-01")]


def test_a_measure_of_an_unknown_duty_is_told() -> None:
    profile = read_profile(b"measures: {all: adopt, 1.1-99: adopt}", "p.yaml")
    assert [(one.rule, one.arguments["duty"]) for one in profile.catalogue_findings(frozenset(["1.1-01"]))] == [
        ("profile-unknown-duty", "1.1-99")
    ]


def test_own_rules_are_known_by_their_kind_and_named_without_brackets() -> None:
    written = {"id": "review", "name": "《甲办法》", "number": "甲发〔2024〕7号"}
    data = {"own_rules": [written, {"id": "x", "name": "乙"}]}
    assert own_rules(data) == {"review": OwnRule("review", "甲办法", "甲发〔2024〕7号"), "x": OwnRule("x", "乙")}


def test_measures_are_adopted_one_by_one_or_all_but_some() -> None:
    some = measures({"measures": {"1.1-01": "adopt", "1.1-02": "每月一次"}})
    assert [some.adopts(id_) for id_ in ("1.1-01", "1.1-02", "1.1-03")] == [True, False, False]
    everything = measures({"measures": {"all": "adopt", "1.1-01": "none", "1.1-02": "每月一次"}})
    assert [everything.adopts(id_) for id_ in ("1.1-01", "1.1-02", "1.1-03")] == [False, False, True]
    assert everything.words == {"1.1-02": "每月一次"}
    assert measures({}) == Measures()


def test_inheritance_merges_decisions_by_their_ids() -> None:
    base = """
options: {list-updates: keep, handover: keep}
own_rules: [{id: review, name: 甲办法, number: 甲发〔2024〕7号}, {id: accountability, name: 乙办法}]
measures: {1.1-01: adopt}
"""
    top = """
extends: base.yaml
options: {handover: drop}
own_rules: [{id: accountability, number: 甲发〔2025〕9号}]
measures: {1.1-01: none, 1.1-02: adopt}
"""
    profile = read_profile(top.encode(), "p.yaml", lambda *_: ("base.yaml", base.encode()))
    data = profile.document.data
    assert data["options"] == {"list-updates": "keep", "handover": "drop"}
    assert [(rule["id"], rule["name"], rule["number"]) for rule in data["own_rules"]] == [
        ("review", "甲办法", "甲发〔2024〕7号"),
        ("accountability", "乙办法", "甲发〔2025〕9号"),
    ]
    assert data["measures"] == {"1.1-01": "none", "1.1-02": "adopt"}
