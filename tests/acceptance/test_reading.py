"""Chapters 4 to 10 of every example as the lawyer who signs reads them: no long sentence, no tail, nobody idle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from drafts import example, usual

from cplist.core.document import Paragraph, Style
from cplist.domain.assignment import PartyKind, Status
from cplist.draft import Draft
from cplist.workspace.usual import pairs

from .conftest import ROOT

pytestmark = pytest.mark.slow

EXAMPLES = sorted((ROOT / "profiles").glob("*.yaml"))
LONGEST = 120
TAIL = re.compile("由[^，。；：]{1,30}(?:负责|组织|承办|牵头|实施|履行|承担|办理|制定|执行|决定|复核)")


def chapters(found: Draft) -> Iterator[tuple[str, list[str]]]:
    """The chapters behind those about leaders, with their paragraphs."""
    title, lines, leaders = "", [], False
    for block in found.text.blocks:
        if not isinstance(block, Paragraph):
            continue
        if block.style in (Style.CHAPTER, Style.ANNEX_LABEL):
            if leaders and lines and not title.endswith("领导责任"):
                yield title, lines
            leaders = leaders or block.text.endswith("领导责任")
            title, lines = block.text, []
            if block.style is Style.ANNEX_LABEL:
                return
        elif block.style in (Style.ARTICLE, Style.PARAGRAPH, Style.ITEM):
            lines.append(block.text)


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_no_sentence_is_long(name: str) -> None:
    found = [*chapters(example(name))]
    assert len(found) >= 6
    for _, lines in found:
        for sentence in (part for line in lines for part in re.split("[。；]", line)):
            assert len(sentence) <= LONGEST, sentence


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_who_does_it_stands_first_and_not_in_a_tail(name: str) -> None:
    for title, lines in chapters(example(name)):
        tails = Counter(tail for line in lines for tail in TAIL.findall(line))
        assert sum(tails.values()) <= 1, (title, tails)


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_what_the_notice_asks_of_every_institution_binds_the_units_below(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    below = {level.tier for level in found.institution.levels_below}
    for one in found.assigned.assignments:
        asked = one.duty.binds == "units" and one.status is Status.ASSIGNED and below & {*one.duty.tiers}
        if asked:
            levels = {party.id for party in one.responsible if party.kind is PartyKind.LEVEL}
            assert levels == {level.value for level in below if level in one.duty.tiers}, one.duty.id


@pytest.mark.parametrize(("type_", "tier"), pairs())
def test_somebody_supervises_what_the_pack_has_supervised(type_: str, tier: str) -> None:
    assert [found.arguments for found in usual(type_, tier).findings if found.rule == "nobody-supervises"] == []


@pytest.mark.parametrize(("type_", "tier"), [pair for pair in pairs() if pair[1] in ("county_branch", "outlet")])
def test_county_branches_and_outlets_hold_no_function_of_the_head_office(type_: str, tier: str) -> None:
    found = usual(type_, tier)
    assert {"product", "pricing", "it", "risk", "compliance", "audit"} <= {*found.institution.centralised}
    rules = {one.rule for one in found.findings}
    assert not rules & {"held-below", "centralised-assumed", "bearer-may-not"}


@pytest.mark.parametrize(("type_", "tier"), [pair for pair in pairs() if pair[1] in ("county_branch", "outlet")])
def test_who_lacks_the_power_refers(type_: str, tier: str) -> None:
    made = {one.duty.id: one for one in usual(type_, tier).assigned.assignments}
    assert made["2.3-14"].status is made["2.3-15"].status is Status.SUPERIOR
    text = "\n".join(line for _, lines in chapters(usual(type_, tier)) for line in lines)
    assert "核实情况，提出处理建议，移送有权机构决定" in text
    assert "应当依法依规开展调查" not in text
