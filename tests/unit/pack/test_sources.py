"""Rules other than the notice: held to their schema, found in an institution, never counted with the notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cplist.compose.context import context
from cplist.core.findings import Finding, FindingsError
from cplist.core.inert import as_written
from cplist.core.messages import hint
from cplist.draft import Draft
from cplist.pack.pack import Pack
from cplist.pipeline import draft
from cplist.profile.profile import read_profile

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "templates" / "shandong-2022-1"
BANK, OUTLET = "city-bank", "outlet"


def drafted(pack: Pack, profile: str, *changes: tuple[str, str], more: str = "") -> Draft:
    file = ROOT / "profiles" / f"{profile}.yaml"
    text = file.read_text("utf-8") + more
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return draft(read_profile(text.encode(), str(file)), pack)


def rows(of: Draft) -> dict[str, Any]:
    return {row["key"]: row for row in as_written(of.context["source_rows"])}


@pytest.mark.parametrize(
    ("old", "new", "rule", "path"),
    [
        ("where: 第八条", "wheer: 第八条", "pack-unknown-key", "sources[0].provisions[1].wheer"),
        ("addressee: board\n", "addressee: boards\n", "pack-not-allowed", "sources[0].provisions[1].addressee"),
        ("id: gl-8-01", "id: gl-7-01", "pack-source-twice", "sources[0].provisions[1].id"),
        ("id: gl-8-01", "id: 1.1-04", "pack-source-twice", "sources[0].provisions[1].id"),
        ("id: guidance", "id: notice", "pack-source-twice", "sources[2].id"),
        (
            "responsible: [board]",
            "responsible: [boards]",
            "pack-unknown-role",
            "sources[0].provisions[1].responsible[0]",
        ),
        ("clauses: ['4.1',", "clauses: ['4.9',", "pack-unknown-clause", "sources[3].elements[3].clauses[0]"),
        ("duties: [2.1-05,", "duties: [2.1-95,", "pack-unknown-duty", "sources[3].elements[5].duties[0]"),
        ("since: 2023-03-01", "since: 2023年3月", "pack-not-day", "sources[0].since"),
    ],
)
def test_a_slip_is_found_at_its_place(
    slips: Callable[..., list[Finding]], old: str, new: str, rule: str, path: str
) -> None:
    found = slips(("sources.yaml", old, new))
    assert [(one.rule, one.path) for one in found if one.rule != "pack-missing-key"] == [(rule, path)]
    assert found[0].location is not None
    assert found[0].location.file.endswith("sources.yaml")


def test_the_ids_are_none_of_the_notice_and_no_article_is_invented(pack: Pack) -> None:
    """Of the complaints measure no article was seen: nothing but the measure is cited."""
    known = {duty.id for duty in pack.notice.duties} | {clause.id for clause in pack.notice.clauses}
    provisions = {one.id: one for source in pack.sources for one in source.provisions}
    assert not known & set(provisions)
    seen = {one.where for one in provisions.values() if one.where.startswith("第")}
    assert seen == {"第七条", "第八条", "第九条", "第十条至第十二条"}
    assert {one.where for one in provisions.values() if one.source == "complaints"} == {"条号待核"}
    assert {source.status for source in pack.sources} == {"待核"}


def test_a_legal_entity_has_rows_of_board_committee_and_supervision(pack: Pack) -> None:
    found = rows(drafted(pack, BANK))
    assert found["gl-8-01|board"]["party"] == "董事会"
    assert found["gl-8-02|board_committee"]["party"] == "董事会风险管理与消费者权益保护委员会"
    assert found["gl-8-04|supervision"]["party"] == "董事会审计委员会"
    assert found["gl-8-03|management"]["party"] == "高管层"
    assert found["gl-9-02|consumer"]["provision"]["cited"] == "《银行保险机构消费者权益保护管理办法》第九条"
    assert "十五日" in found["ts-01|consumer"]["provision"]["text"]
    assert found["ts-03|consumer"]["provision"]["cited"] == "《银行业保险业消费投诉处理管理办法》"
    assert {row["provision"]["status"] for row in found.values()} == {"待核"}


def test_a_supervision_that_nobody_names_is_open(pack: Pack) -> None:
    unnamed = ("  supervision: {name: 董事会审计委员会, basis: 公司章程第一百二十四条}\n", "")
    assert rows(drafted(pack, BANK, unnamed))["gl-8-04|supervision"]["party"].endswith("〔待定〕")


def test_an_outlet_has_none_of_the_boards_rows(pack: Pack) -> None:
    found = rows(drafted(pack, OUTLET))
    assert not [key for key in found if key.startswith(("gl-7", "gl-8", "gl-9"))]
    assert {"ts-01|officer", "ts-03|officer", "gl-10-01|front_staff"} <= set(found)


def test_without_a_board_nothing_is_asked_of_it(pack: Pack) -> None:
    own = drafted(pack, BANK, ("  board: 董事会", "  board: none"))
    assert not [key for key in rows(own) if "board" in key]
    assert as_written(own.context["provision"]["gl-8-01"]["applies"]) is False


def test_another_board_has_its_own_name(pack: Pack) -> None:
    found = rows(drafted(pack, "rural-credit-union"))
    assert found["gl-8-01|board"]["party"] == "理事会"
    assert "理事会" in found["gl-8-02|board_committee"]["provision"]["text"]
    assert "董事会" not in "".join(row["provision"]["text"] for row in found.values())


def test_the_rows_are_in_no_count_of_the_notice(pack: Pack) -> None:
    own = drafted(pack, BANK)
    with_none = as_written(context(replace(pack, sources=()), own.institution, own.assigned))
    assert rows(own)
    assert with_none["source_rows"] == []
    for key in ("counts", "duties", "pairs", "parties", "matrix"):
        assert as_written(own.context[key]) == with_none[key]  # type: ignore[literal-required]


def test_what_the_profile_says_was_verified_is_printed(pack: Pack) -> None:
    said = "\nsources: {protection: 2026年11月20日法律合规部核实, notice: verified}\n"
    context = as_written(drafted(pack, BANK, more=said).context)
    assert context["source"]["protection"]["status"] == "已核实（2026年11月20日法律合规部核实）"
    assert context["provision"]["gl-8-01"]["verified"] is True
    assert context["source"]["complaints"]["status"] == "待核"
    assert (context["notice"]["validity"], context["notice"]["verified"]) == ("已核实", True)


def test_an_unknown_rule_is_a_finding_with_those_that_there_are(pack: Pack) -> None:
    with pytest.raises(FindingsError) as raised:
        drafted(pack, BANK, more="\nsources: {protecton: verified}\n")
    found = raised.value.findings[0]
    assert (found.rule, found.path) == ("profile-unknown-source", "sources.protecton")
    assert "protection" in hint(found, "zh")
    assert "notice" in hint(found, "zh")


def unverified(of: Draft) -> list[str]:
    return [hint(found, "en") for found in of.findings if found.rule == "source-unverified"]


def test_only_a_final_text_warns_of_what_nobody_verified(pack: Pack) -> None:
    final = ("status: draft", "status: final")
    assert not unverified(drafted(pack, BANK))
    (warned,) = unverified(drafted(pack, BANK, final))
    assert warned.endswith(": notice, protection, complaints, guidance")
    (less,) = unverified(drafted(pack, BANK, final, more="\nsources: {notice: verified, guidance: verified}\n"))
    assert less.endswith(": protection, complaints")
    (mapped,) = unverified(drafted(pack, BANK, (final[0], "status: final\n  assessment: true")))
    assert mapped.endswith(", guidance, assessment")


def test_the_elements_are_the_seven_of_the_assessment_and_cover_each_duty_that_asks(pack: Pack) -> None:
    (source,) = [source for source in pack.sources if source.elements]
    assert [element.name for element in source.elements] == [
        *("体制机制", "适当性管理", "营销行为管理", "纠纷化解", "金融教育", "消费者服务", "个人信息保护")
    ]
    covered = {id_ for element in source.elements for id_ in element.covers(pack.notice)}
    asking = {duty.id for duty in pack.notice.duties if duty.kind != "statement"}
    assert not asking - covered
