"""What a pack suggests, in the words of each trade: nothing of another's, and nothing that asks for too much."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cplist.core.findings import Finding
from cplist.domain import vocabulary
from cplist.pack.pack import Pack

SHIPPED = Path(__file__).parents[3] / "templates" / "shandong-2022-1"
INSURANCE = ("理赔", "退保", "犹豫期", "查勘", "定损", "核保", "保全", "投保", "赔案", "复效", "续保", "保险责任")
CREDIT = ("催收", "征信", "还款", "贷后", "借款", "授信", "放款", "利率")
DEPOSITS = ("代客操作", "理财", "代销", "存款", "存折", "柜面", "风险承受能力", "发卡", "持卡人", "信用卡")
LEASES = ("租金", "租赁物", "承租人", "租后")
COMMISSION, DOUBLE_RECORDING = "佣金", "录音录像"
FOREIGN = {
    "bank": (*INSURANCE, *LEASES, "发卡", "持卡人", COMMISSION),
    "credit_union": (*INSURANCE, *LEASES, "理财", "代销", "发卡", "持卡人", COMMISSION),
    "card": (*INSURANCE, *LEASES, "理财", "代销", "存款", "代客操作", COMMISSION),
    "life": (*CREDIT, *DEPOSITS, *LEASES, "查勘", "定损"),
    "property": (*CREDIT, *DEPOSITS, *LEASES, "犹豫期", "复效", "等待期"),
    "health": (*CREDIT, *DEPOSITS, *LEASES, "查勘", "定损"),
    "leasing": (*INSURANCE, *DEPOSITS, "借款", "贷后", COMMISSION, DOUBLE_RECORDING),
    "lending": (*INSURANCE, *DEPOSITS, *LEASES, COMMISSION, DOUBLE_RECORDING),
    "intermediary": (*CREDIT, *DEPOSITS, *LEASES, "查勘", "定损", DOUBLE_RECORDING),
    "": (*INSURANCE, *CREDIT, *DEPOSITS, *LEASES, DOUBLE_RECORDING),
}
"""Trade → words of other trades; "": types without a trade, which read the catalogue's words. There 佣金 is the
notice's own."""
TOPICS = {
    "bank": ("录音录像", "相适应", "催收", "征信异议", "合作机构", "个人信息"),
    "life": ("可回溯", "适当性", "理赔", "退保", "犹豫期", "回访", "代理机构", "个人信息"),
    "property": ("可以回溯", "理赔", "退保", "回访", "合作机构", "个人信息", "查勘定损"),
    "health": ("可回溯", "适当性", "理赔", "退保", "犹豫期", "回访", "医疗机构", "健康信息"),
    "leasing": ("催收", "征信异议", "合作机构", "个人信息", "租金"),
    "lending": ("催收", "征信异议", "合作机构", "个人信息"),
    "intermediary": ("可以回溯", "理赔", "退保", "犹豫期", "保险公司", "个人信息"),
}
TOO_MUCH = r"复述|消费者确认|撤诉的个案|异动单位|逐笔|每[日周月季年]|\d+[个日天]|追到人"
"""What overreaches, or names a number that no source has."""


def said(pack: Pack, type_: str) -> dict[str, str]:
    """Duty → measure and evidence as they are suggested to that type."""
    duties = [pack.measures.of(duty, type_) for duty in pack.notice.duties]
    return {duty.id: f"{duty.measure}{duty.evidence}" for duty in duties}


@pytest.mark.parametrize("type_", vocabulary.types())
def test_no_type_reads_words_of_another_trade(pack: Pack, type_: str) -> None:
    texts = said(pack, type_)
    foreign = FOREIGN[pack.measures.trades.get(type_, "")]
    found = {id_: [word for word in foreign if word in text] for id_, text in texts.items()}
    assert {id_: words for id_, words in found.items() if words} == {}
    assert len(texts) == len(pack.notice.duties)


@pytest.mark.parametrize("type_", vocabulary.types())
def test_nothing_that_is_suggested_overreaches(pack: Pack, type_: str) -> None:
    assert {id_: text for id_, text in said(pack, type_).items() if re.search(TOO_MUCH, text)} == {}


@pytest.mark.parametrize("trade", TOPICS)
def test_each_trade_reads_of_what_is_its_own(pack: Pack, trade: str) -> None:
    (type_, *_) = [type_ for type_, of in pack.measures.trades.items() if of == trade]
    everything = "".join(said(pack, type_).values())
    assert [topic for topic in TOPICS[trade] if topic not in everything] == []


def test_no_frequency_has_a_number_that_no_source_has(pack: Pack) -> None:
    """The notice says 定期 and nothing more; of how often nobody else says anything either."""
    numbered = r"每[个两]?(月|季|半年|年|周|日)|按[季月年周]|年[初末中]|季度|半年|\d"
    assert {duty.id: duty.frequency for duty in pack.notice.duties if re.search(numbered, duty.frequency)} == {}


def test_what_is_suggested_to_a_trade_names_no_frequency_of_its_own(pack: Pack) -> None:
    for of_trades in pack.measures.suggested.values():
        assert not [words for words in of_trades.values() if "frequency" in words]


def test_a_duty_of_which_a_trade_has_no_words_keeps_the_catalogues(pack: Pack) -> None:
    duty = next(duty for duty in pack.notice.duties if duty.id == "4.2-04")
    leasing, other = (pack.measures.of(duty, type_) for type_ in ("financial_leasing_company", "trust_company"))
    assert "租金" in leasing.measure
    assert leasing.evidence == duty.evidence
    assert other == duty


@pytest.mark.parametrize(
    ("old", "new", "rule", "path"),
    [
        ("  2.1-02:", "  2.1-92:", "pack-unknown-duty", "measures.2.1-92"),
        ("    life:\n", "    live:\n", "pack-unknown-trade", "measures.2.1-02.live"),
        ("types: [life_insurer]", "types: [property_insurer]", "pack-type-twice", "trades.property.types[0]"),
        ("types: [life_insurer]", "types: [life_insurers]", "pack-not-allowed", "trades.life.types[0]"),
        (
            "      measure: 营销话术",
            "      措施: 营销话术",
            "pack-unknown-key",
            "measures.2.1-02.bank.措施",
        ),
    ],
)
def test_a_slip_is_found_at_its_place(
    slips: Callable[..., list[Finding]], old: str, new: str, rule: str, path: str
) -> None:
    found = [one for one in slips(("measures.yaml", old, new)) if one.rule != "pack-missing-key"]
    assert [(one.rule, one.path) for one in found] == [(rule, path)]
    assert found[0].location is not None
    assert found[0].location.file.endswith("measures.yaml")
