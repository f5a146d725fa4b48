"""A profile against its schema: each mistake at its place, with what to write instead."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from cplist.core.findings import Finding
from cplist.domain import vocabulary
from cplist.domain.notice import Tier
from cplist.profile.profile import read_profile
from cplist.profile.schema import FUNCTIONS, KEYS, LEADER_ROLES, LINES, RESERVED
from cplist.profile.schema_check import check_schema
from cplist.schema.checks import day
from cplist.yamldoc.document import read

GOOD = """\
schema: 1
institution:
  name: 甲银行
  short_name: 甲
  type: city_bank
  tier: legal_entity
levels:
  - {tier: legal_entity, name: 总行}
leaders:
  - {id: chair, post: 行长, roles: [chief]}
departments:
  - {id: cp, name: 消保部, lines: [back]}
"""
Problems = Callable[..., list[Finding]]


def findings(text: str) -> list[Finding]:
    return check_schema(read(text.encode(), "p.yaml")[0])


def shown(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(f.rule, str(f.location).removeprefix("p.yaml:"), f.path) for f in found]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_profile_of_the_required_keys_is_enough() -> None:
    assert findings(GOOD) == []


class TestMissingKeys:
    @pytest.mark.parametrize(
        ("line", "place", "path"),
        [
            ("schema: 1\n", "1:1", "schema"),
            ("  name: 甲银行\n", "2:1", "institution.name"),
            ("  short_name: 甲\n", "2:1", "institution.short_name"),
            ("  type: city_bank\n", "2:1", "institution.type"),
            ("  tier: legal_entity\n", "2:1", "institution.tier"),
            ("levels:\n  - {tier: legal_entity, name: 总行}\n", "1:1", "levels"),
            ("leaders:\n  - {id: chair, post: 行长, roles: [chief]}\n", "1:1", "leaders"),
            ("departments:\n  - {id: cp, name: 消保部, lines: [back]}\n", "1:1", "departments"),
            ("post: 行长, ", "10:5", "leaders[0].post"),
            ("id: chair, ", "10:5", "leaders[0].id"),
            (", roles: [chief]", "10:5", "leaders[0].roles"),
            (", lines: [back]", "12:5", "departments[0].lines"),
            ("name: 消保部, ", "12:5", "departments[0].name"),
            ("tier: legal_entity, ", "8:5", "levels[0].tier"),
        ],
    )
    def test_stand_at_their_parent(self, line: str, place: str, path: str) -> None:
        assert shown(findings(changed(line, ""))) == [("profile-missing-key", place, path)]

    def test_of_an_optional_part_count_once_it_is_there(self) -> None:
        text = GOOD + "bodies:\n  committee: {chair: chair}\nassignments:\n  - {lead: cp}\naccept: [{rule: x}]\n"
        assert sorted(shown(findings(text))) == [
            ("profile-missing-key", "14:3", "bodies.committee.name"),
            ("profile-missing-key", "16:5", "assignments[0].duty"),
            ("profile-missing-key", "17:10", "accept[0].reason"),
        ]


class TestUnknownKeys:
    @pytest.mark.parametrize(
        ("text", "place", "path", "near"),
        [
            (GOOD + "leader: []\n", "13:1", "leader", "leaders"),
            (
                changed("  type: city_bank", "  type: city_bank\n  regions: 山东"),
                "6:3",
                "institution.regions",
                "region",
            ),
            (changed("post: 行长,", "post: 行长, role: chief,"), "10:27", "leaders[0].role", "roles"),
            (GOOD + "机构: 甲\n", "13:1", "机构", "institution"),
            (GOOD + "随便: 甲\n", "13:1", "随便", ""),
            (
                GOOD + "document: {number: x, 'effective ': 2026-01-01}\n",
                "13:23",
                "document.effective ",
                "effective",
            ),
        ],
    )
    def test_stand_at_the_key_with_the_nearest_known(self, text: str, place: str, path: str, near: str) -> None:
        found = findings(text)
        assert shown(found) == [("profile-unknown-key", place, path)]
        assert found[0].arguments["near"] == near

    def test_of_a_merge_are_not_supported(self) -> None:
        assert shown(findings(GOOD + "<<: {a: 1}\n")) == [("yaml-merge-key", "13:1", "<<")]

    def test_come_with_all_known_ones(self) -> None:
        found = findings(changed("lines: [back]", "lines: [back], line: front"))
        assert found[0].arguments["known"].startswith("id / name / lines / functions")


class TestWrongValues:
    @pytest.mark.parametrize(
        ("old", "new", "rule", "place"),
        [
            ("city_bank", "citybank", "profile-not-allowed", "5:9"),
            ("legal_entity\nlevels", "head\nlevels", "profile-not-allowed", "6:9"),
            ("[chief]", "[chef]", "profile-not-allowed", "10:35"),
            ("[back]", "[back, rear]", "profile-not-allowed", "12:39"),
            ("schema: 1", "schema: 2", "profile-not-allowed", "1:9"),
            ("[chief]", "chief", "profile-wrong-list", "10:34"),
            ("甲银行", "[甲银行]", "profile-wrong-text", "3:9"),
            ("甲银行", "{甲: 乙}", "profile-wrong-text", "3:9"),
            ("- {tier: legal_entity, name: 总行}", "总行", "profile-wrong-entries", "8:3"),
            ("{tier: legal_entity, name: 总行}", "总行", "profile-wrong-mapping", "8:5"),
            ("id: chair", "id: 行长", "profile-wrong-id", "10:10"),
            ("id: chair", "id: 1a", "profile-wrong-id", "10:10"),
            ("id: chair", "id: a-b", "profile-wrong-id", "10:10"),
            ("id: chair", "id: [a]", "profile-wrong-text", "10:10"),
            ("甲银行", '"甲\\n乙"', "profile-line-end", "3:9"),
            ("甲银行", "|\n    甲\n    乙", "profile-line-end", "3:9"),
            ("甲银行", '""', "profile-empty-value", "3:9"),
            ("name: 总行}", "name: 总行, count: 三}", "profile-wrong-count", "8:43"),
            ("name: 总行}", "name: 总行, count: -1}", "profile-wrong-count", "8:43"),
            ("name: 总行}", "name: 总行, count: 1.5}", "profile-wrong-count", "8:43"),
        ],
    )
    def test_stand_at_the_value(self, old: str, new: str, rule: str, place: str) -> None:
        assert [(f.rule, str(f.location)) for f in findings(changed(old, new))] == [(rule, f"p.yaml:{place}")]

    @pytest.mark.parametrize("value", ["", "~"])
    def test_that_are_empty_stand_at_their_key(self, value: str) -> None:
        found = findings(changed("short_name: 甲", f"short_name: {value}"))
        assert shown(found) == [("profile-empty-value", "4:3", "institution.short_name")]

    @pytest.mark.parametrize(
        ("old", "new", "near"), [("city_bank", "citybank", "city_bank"), ("[chief]", "[chieff]", "chief")]
    )
    def test_come_with_the_nearest_that_is_possible(self, old: str, new: str, near: str) -> None:
        assert findings(changed(old, new))[0].arguments["near"] == near

    @pytest.mark.parametrize(
        "written",
        ["2026-2-3", "2026/12/01", "2026年12月1日", "20261201", "2026-12-01 ", "今天"],
    )
    @pytest.mark.parametrize("key", ["date", "effective"])
    def test_dates_written_otherwise_are_found(self, key: str, written: str) -> None:
        found = findings(GOOD + f"document:\n  {key}: '{written}'\n")
        assert shown(found) == [("profile-wrong-day", f"14:{len(key) + 5}", f"document.{key}")]

    @pytest.mark.parametrize("written", ["2026-02-30", "2026-13-01", "2026年2月30日", "2025-02-29"])
    @pytest.mark.parametrize("key", ["date", "effective"])
    def test_impossible_dates_are_found(self, key: str, written: str) -> None:
        found = findings(GOOD + f"document:\n  {key}: '{written}'\n")
        assert shown(found) == [("profile-impossible-day", f"14:{len(key) + 5}", f"document.{key}")]

    @pytest.mark.parametrize(
        ("written", "mended"), [("2026年2月3日", "2026-02-03"), ("2026.12.1", "2026-12-01"), ("今天", "")]
    )
    def test_dates_come_with_how_to_write_them(self, written: str, mended: str) -> None:
        assert findings(GOOD + f"document:\n  date: {written}\n")[0].arguments["mended"] == mended

    @pytest.mark.parametrize("written", ["yes", "on", "1", "是"])
    def test_a_switch_is_true_or_false(self, written: str) -> None:
        found = findings(GOOD + f"document: {{names: {written}}}\n")
        assert shown(found) == [("profile-wrong-switch", "13:19", "document.names")]

    @pytest.mark.parametrize("written", ["true", "False", "TRUE"])
    def test_a_switch_is_written_as_yaml_does(self, written: str) -> None:
        assert findings(GOOD + f"document: {{names: {written}}}\n") == []

    @pytest.mark.parametrize("text", ["- a\n", "甲\n", "[]"])
    def test_anything_but_a_mapping_at_the_top(self, text: str) -> None:
        assert shown(findings(text)) == [("profile-not-a-mapping", "1:1", "")]


class TestTheVocabulary:
    def test_types_are_those_of_the_contract(self) -> None:
        assert vocabulary.types() == (
            *("state_bank", "joint_stock_bank", "city_bank", "rural_commercial_bank", "rural_cooperative_bank"),
            *("rural_credit_union", "village_bank", "private_bank", "foreign_bank", "property_insurer"),
            *("life_insurer", "health_insurer", "pension_insurer", "development_bank"),
            *("agricultural_development_bank", "asset_management_company", "credit_card_center"),
            *("finance_company", "auto_finance_company", "financial_leasing_company", "insurance_intermediary"),
            *("trust_company", "consumer_finance_company", "wealth_management_company", "other"),
        )

    def test_functions_lines_and_roles_are_too(self) -> None:
        assert LINES == ["front", "middle", "back"]
        assert LEADER_ROLES == ["chief", "cp_deputy", "other", "discipline_secretary"]
        assert [
            *("cp_lead", "complaints", "discipline", "marketing", "sales_management", "product", "it", "pricing"),
            *("operations", "risk", "compliance", "legal", "hr", "training", "performance", "audit", "office"),
            *("security", "party_affairs"),
        ] == FUNCTIONS

    @pytest.mark.parametrize("type_", vocabulary.types())
    def test_every_type_has_all_its_words(self, type_: str) -> None:
        own = vocabulary.words_of(type_)
        wanted = {"name", "family", "self_name", "management", "branch_management", "after_sale", *Tier}
        assert wanted <= own.keys()
        assert all(own.values())

    @pytest.mark.parametrize(
        "type_", ["life_insurer", "property_insurer", "insurance_intermediary", "trust_company"]
    )
    def test_who_lends_nothing_has_no_care_for_loans(self, type_: str) -> None:
        assert "贷" not in vocabulary.words_of(type_)["after_sale"]

    def test_the_reserved_ids_are_those_of_the_contract(self) -> None:
        wanted = {"institution", "committee", "board_committee", "deliberation", "superior", *Tier}
        assert wanted <= RESERVED

    def test_every_key_of_the_contract_is_known(self) -> None:
        contract = "schema pack extends institution document levels bodies leaders departments assignments"
        assert set(contract.split()) <= KEYS.keys()
        document = "number date effective status supersedes interpreter title approval cover heading names"
        document += " annexes assessment period"
        assert set(document.split()) == KEYS["document"]["schema"].keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2025-02-29", None),
        ("２０２６-01-01", None),
    ],
)
def test_a_day_is_one_of_the_calendar(text: str, expected: date | None) -> None:
    assert day(text) == expected


def test_two_hundred_mistakes_are_two_hundred_findings_in_order(problems: Problems) -> None:
    """Ten kinds of mistakes at random places of a long profile, each found once where it stands."""
    kinds = [
        ("{{id: d{n}, name: 部门, lines: [back], wrong: 1}}", "profile-unknown-key"),
        ("{{id: d{n}, lines: [back]}}", "profile-missing-key"),
        ("{{id: d{n}, name: 部门, lines: [rear]}}", "profile-not-allowed"),
        ("{{id: d{n}, name: 部门, lines: back}}", "profile-wrong-list"),
        ("{{id: d-{n}, name: 部门, lines: [back]}}", "profile-wrong-id"),
        ("{{id: d{n}, name: ~, lines: [back]}}", "profile-empty-value"),
        ('{{id: d{n}, name: "甲\\n乙", lines: [back]}}', "profile-line-end"),
        ("{{id: committee, name: 部门, lines: [back]}}", "profile-reserved-id"),
        ("{{id: d{n}, name: 部门, lines: [back], lines: [front]}}", "yaml-duplicate-key"),
        ("{{id: d{n}, name: 部\x07门, lines: [back]}}", "yaml-character"),
    ]
    chosen = kinds * 20
    random.Random(7).shuffle(chosen)
    entries = "".join(f"  - {text.format(n=number)}\n" for number, (text, _) in enumerate(chosen))
    text = GOOD + entries
    found = problems(lambda: list(read_profile(text.encode(), "p.yaml", None).findings))
    assert [f.rule for f in found] == [rule for _, rule in chosen]
    assert [f.location.line for f in found] == list(range(13, 213))
    assert {f.location.file for f in found} == {"p.yaml"}
