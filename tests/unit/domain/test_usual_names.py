"""What people call types, tiers and functions is understood; what isn't clear is not guessed."""

from __future__ import annotations

import pytest

from cplist.core.findings import InputError
from cplist.domain import vocabulary
from cplist.domain.usual_names import is_none, meant, usual, usual_functions, usual_types
from cplist.workspace.usual import known_tier, known_type, tier_names, type_names

TYPES = {
    "3": "city_bank", "３": "city_bank", "3、": "city_bank", "城商行": "city_bank", "城市商业银行": "city_bank",
    "CITY_BANK": "city_bank", "农商行": "rural_commercial_bank", "寿险": "life_insurer", "财险": "property_insurer",
    "示例农村商业银行股份有限公司": "rural_commercial_bank", "示例财产保险股份有限公司": "property_insurer",
    "中国农业银行": "state_bank", "农业发展银行": "agricultural_development_bank",
    "消金": "consumer_finance_company",
    "理财子": "wealth_management_company", "保险经纪": "insurance_intermediary",
}  # fmt: skip
TIERS = {
    ("life_insurer", "中支"): "city_branch", ("life_insurer", "省分公司"): "tier1_branch",
    ("city_bank", "分行"): "city_branch", ("city_bank", "网点"): "outlet", ("state_bank", "省分行"): "tier1_branch",
    ("rural_commercial_bank", "分理处"): "outlet", ("rural_credit_union", "联社"): "legal_entity",
}  # fmt: skip


@pytest.mark.parametrize(("answer", "type_"), TYPES.items())
def test_a_type_is_known_by_number_name_short_form_and_id(answer: str, type_: str) -> None:
    assert known_type(answer) == type_


@pytest.mark.parametrize(("answer", "tier"), TIERS.items())
def test_a_tier_is_called_as_the_trade_calls_it(answer: tuple[str, str], tier: str) -> None:
    assert known_tier(*answer) == tier


@pytest.mark.parametrize("answer", ["0", "99", "", "。", "银行", "示例有限公司", "999999"])
def test_what_names_no_type_is_refused(answer: str) -> None:
    with pytest.raises(InputError) as raised:
        known_type(answer)
    assert raised.value.rule == "init-unknown-type"


def test_what_can_mean_several_is_asked_for_again() -> None:
    with pytest.raises(InputError) as raised:
        known_tier("state_bank", "分行")
    assert (raised.value.rule, raised.value.arguments["named"]) == (
        "init-ambiguous",
        "2 一级分行（tier1_branch）；3 二级分行（city_branch）",
    )
    with pytest.raises(InputError) as raised:
        known_type("政策性银行")
    assert "agricultural_development_bank" in raised.value.arguments["named"]


def test_every_usual_name_belongs_to_something_that_there_is() -> None:
    assert set(usual_types()) == set(type_names())
    assert set(usual()["types"]) <= set(type_names())
    assert len(usual()["types"]) >= 25, "only a new type may go by its name alone"
    assert set(usual_functions()) == set(vocabulary.terms()["functions"])
    families = {entry["family"] for entry in vocabulary.terms()["types"].values()}
    assert set(usual()["tiers"]) == families
    for type_ in type_names():
        for tier, name in tier_names(type_).items():
            assert tier in meant(name, tier_names(type_), {}), (type_, name)


def test_none_is_said_in_many_ways() -> None:
    assert all(map(is_none, ("没有", "无", "不设", "None", " 没有。")))
    assert not any(map(is_none, ("", "党委", "没有上级银行")))
