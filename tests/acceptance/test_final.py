"""A final text has none of the program's marks, whatever the profile leaves open; that is warned of instead.

Every example and several profiles of `cplist init` are composed as final, with their letters, and searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from drafts import shipped

from cplist.core.document import ComposedText, Paragraph, Table
from cplist.core.findings import Finding, Severity
from cplist.core.messages import catalogue, hint
from cplist.core.workbook import Sheet
from cplist.documents.checklist import generated
from cplist.documents.job import Inputs, Job
from cplist.documents.letters import letter_writer
from cplist.documents.map_data import map_data
from cplist.documents.request import NOTHING
from cplist.pipeline import build
from cplist.profile.profile import read_profile
from cplist.workspace.batch import Builder
from cplist.workspace.starter_profile import starter

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "profiles").glob("*.yaml"))
STARTERS = [
    ("city_bank", "legal_entity"),
    ("state_bank", "tier1_branch"),
    ("rural_credit_union", "county_branch"),
    ("property_insurer", "county_branch"),
    ("life_insurer", "outlet"),
    ("financial_leasing_company", "legal_entity"),
    ("insurance_intermediary", "legal_entity"),
    ("village_bank", "outlet"),
]
MARKS = ("可选：", "建议：", "供选用", "通知未定性", "草案", "〔待定〕", "待核", "〔条款待定〕")
"""What the program writes into a draft and nowhere in a final text."""
OPEN = {"option-undecided", "own-rule-missing", "fact-missing"}
CASES = [*EXAMPLES, *STARTERS]


@cache
def profile_data(case: str | tuple[str, str]) -> Any:
    """The whole profile, its bases merged in, without anything that is to be filled in."""
    if isinstance(case, tuple):
        text = re.sub(r"〔请填写：(.*?)〕", r"\1", starter(*case))
        return read_profile(text.encode(), "p.yaml").document.data
    return Builder().profile(str(ROOT / "profiles" / f"{case}.yaml")).document.data


def job(data: Any, **more: Any) -> Job:
    """A build of that profile with other keys, of which nothing is written."""
    content = yaml.safe_dump({**data, **more}, allow_unicode=True, sort_keys=False).encode()
    inputs = Inputs(read_profile(content, "p.yaml"), shipped(), NOTHING)
    return Job(inputs, build(inputs).draft)


@cache
def final(case: str | tuple[str, str]) -> Job:
    data = profile_data(case)
    return job(data, document={**data.get("document", {}), "status": "final"})


def said(text: ComposedText) -> Iterator[str]:
    """Every paragraph and cell of a text."""
    for block in text.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                yield from ("".join(run.text for run in cell) for cell in row)


def searched(made: Job) -> dict[str, str]:
    """The words of the system and of every letter, by what they are."""
    letters, _ = letter_writer(made).letters()
    texts = {"system": made.draft.text, **{letter.party.name: letter.text for letter in letters}}
    return {name: "\n".join(said(text)) for name, text in texts.items()}


def open_findings(made: Job) -> list[Finding]:
    return [one for one in made.draft.findings if one.rule in OPEN]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_mark_of_the_program_is_printed(case: str | tuple[str, str]) -> None:
    names = [name for name in (*shipped().options, *catalogue()) if "-" in name]
    for where, text in searched(final(case)).items():
        found = [word for word in (*MARKS, *names) if word in text]
        assert not found, f"{where}: {[line for line in text.splitlines() if any(w in line for w in found)][:5]}"


def seen(sheet: Sheet) -> Iterator[str]:
    """What a reader sees of a sheet: its words, column titles, and the cells of columns that aren't hidden."""
    yield from (sheet.title, sheet.note, *(column.title for column in sheet.columns if not column.hidden))
    for row in sheet.rows:
        yield from (str(value) for value, column in zip(row, sheet.columns, strict=True) if not column.hidden)
    for below in sheet.below:
        yield from seen(below)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_workbook_has_no_mark_and_no_suggestion(case: str | tuple[str, str]) -> None:
    names = [name for name in (*shipped().options, *catalogue()) if "-" in name]
    sheets = generated(final(case)).sheets
    assert len(sheets) > 12
    for sheet in sheets:
        words = list(seen(sheet))
        found = [word for word in words if any(mark in word for mark in (*MARKS, *names))]
        assert not found, f"{sheet.name}: {found[:5]}"
        assert not [column.title for column in sheet.columns if column.title.startswith("建议")]


def test_a_final_workbook_and_map_have_the_measures_that_were_adopted() -> None:
    """And a draft the suggestions, under their own titles."""
    data, own = profile_data("outlet"), "每月通报一次投诉情况"
    document = data.get("document", {})
    for status, others in (("final", {"—"}), ("draft", None)):
        made = job(data, measures={"2.1-03": own}, assignments=[], document={**document, "status": status})
        rows = next(sheet for sheet in generated(made).sheets if sheet.name == "责任清单")
        titles = [column.title for column in rows.columns]
        at = titles.index("采用的措施" if status == "final" else "建议措施")
        measures = {str(row[titles.index("编号")]): str(row[at]) for row in rows.rows}
        assert measures.pop("2.1-03").startswith(own)
        assert set(measures.values()) == others if others else len(set(measures.values())) > 20
        shown = map_data(made.draft, made.pack, made.marks, {"system": "", "checklist": ""})
        advised = {duty["id"]: duty["advice"] for duty in shown["duties"] if duty["advice"]}
        assert advised["2.1-03"]["measure"]["text"].startswith(own)
        assert (set(advised) == {"2.1-03"}) is (status == "final")
        assert ("通知未定性" in {party["grade"] for party in shown["parties"]}) is (status == "draft")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_open_is_warned_of_with_the_line_to_write(case: str | tuple[str, str]) -> None:
    found = open_findings(final(case))
    assert {one.severity for one in found} == {Severity.WARNING}
    undecided = {one.arguments["name"] for one in found if one.rule == "option-undecided"}
    assert undecided == {item.id for item in final(case).draft.text.items} - set(
        profile_data(case).get("options", {})
    )
    for one in found:
        assert one.arguments["line"] in hint(one, "zh")
        assert yaml.safe_load(one.arguments["line"].replace("……", "甲"))


@pytest.mark.parametrize("case", ["city-bank", ("property_insurer", "county_branch"), "outlet"], ids=str)
def test_the_lines_that_are_asked_for_leave_nothing_open(case: str | tuple[str, str]) -> None:
    """Whoever writes them has a final text without a warning of that kind, and no sentence less."""
    before = final(case)
    lines = [one.arguments["line"] for one in open_findings(before)]
    more: dict[str, Any] = {}
    for line in lines:
        written = yaml.safe_load(line.replace("……", "甲"))
        if "id" in written:
            more.setdefault("own_rules", []).append(written)
        else:
            key, value = next(iter(written.items()))
            more[key] = {**more.get(key, {}), **value} if isinstance(value, dict) else value
    data = profile_data(case)
    after = job(data, document={**data["document"], "status": "final"}, **more)
    assert len(lines) > 5
    assert open_findings(after) == []
    texts = [{line for line in said(one.draft.text) if "附件" not in line} for one in (before, after)]
    assert len(texts[1]) > len(texts[0])


@pytest.mark.parametrize("case", ["city-bank", "outlet", ("property_insurer", "county_branch")], ids=str)
def test_every_item_can_be_dropped(case: str | tuple[str, str]) -> None:
    """Without them, and without any of their words, every duty is carried still and no slip is left."""
    data = profile_data(case)
    kept, dropped = job(data), job(data, options=dict.fromkeys(shipped().options, "drop"))
    words = [item.words.replace("（可选：本机构自定）", "") for item in kept.draft.text.items]
    text = "".join(said(dropped.draft.text))
    assert len(words) > 5
    assert [one for one in words if one in text] == []
    assert [one for one in dropped.draft.findings if one.severity is Severity.ERROR] == []
    assert kept.draft.text.places.keys() == dropped.draft.text.places.keys()
    assert "可选" not in text
    assert all(article.paragraphs for article in dropped.draft.text.articles)


def test_what_is_open_in_a_final_text_can_be_accepted() -> None:
    reason = "本行没有这项制度"
    made = job(
        {**profile_data("city-bank"), "document": {**profile_data("city-bank")["document"], "status": "final"}},
        accept=[{"rule": "own-rule-missing", "reason": reason}],
    )
    found = [one for one in made.draft.findings if one.rule == "own-rule-missing"]
    assert {(one.severity, one.accepted) for one in found} == {(Severity.NOTE, reason)}
    assert [one for one in made.draft.findings if one.rule == "accept-unmatched"] == []


def test_an_own_word_replaces_an_item() -> None:
    words = "职责变动的，消费者权益保护部自变动之日起一个月内更新责任清单。"
    made = job(profile_data("city-bank"), options={"list-updates": words})
    (item,) = [item for item in made.draft.text.items if item.id == "list-updates"]
    text = "".join(said(made.draft.text))
    assert item.words == words
    assert words in text
    assert "应当及时更新责任清单" not in text


def test_a_draft_marks_what_is_open_and_one_note_has_every_item() -> None:
    made = job(profile_data("city-bank"))
    ids = list(dict.fromkeys(item.id for item in made.draft.text.items))
    (note,) = [one for one in made.draft.findings if one.rule == "options-open"]
    assert note.severity is Severity.NOTE
    assert yaml.safe_load(note.arguments["line"]) == {"options": dict.fromkeys(ids, "keep")}
    assert "".join(said(made.draft.text)).count("（可选：本机构自定）") >= len(ids)


def test_a_pack_prints_every_item_and_every_kind_of_rule_that_it_has() -> None:
    """What is declared is used, and what a letter prints is an item of the system too, where it is decided."""
    sources = {name: text.decode() for name, text in shipped().files.items() if name.endswith(".j2")}
    used = {name: set(re.findall(r'(?:optional|kept)\("([a-z-]+)"', text)) for name, text in sources.items()}
    rules = {kind for text in sources.values() for kind in re.findall(r'own_rule\("([a-z-]+)"', text)}
    assert set().union(*used.values()) == set(shipped().options)
    assert rules == set(shipped().own_rules)
    elsewhere = set().union(*(ids for name, ids in used.items() if name != "letter.md.j2"))
    assert used["letter.md.j2"] <= elsewhere


def test_no_template_writes_a_mark_itself() -> None:
    for name, text in shipped().files.items():
        if name.endswith(".j2") and not name.startswith("memo"):
            assert "（可选" not in text.decode(), name


def test_reports_are_a_table_whose_open_cells_are_pending_in_a_draft_only() -> None:
    level = {"level": "重大", "risk": "涉及消费者五十人以上", "limit": "发现后2小时内"}
    data = profile_data("city-bank")
    for status, gap in (("draft", "〔待定〕"), ("final", "—")):
        made = job(data, reporting=[level], document={**data["document"], "status": status})
        tables = [block for block in made.draft.text.blocks if isinstance(block, Table)]
        rows = [["".join(run.text for run in cell) for cell in row] for table in tables for row in table.rows]
        assert ["重大", "涉及消费者五十人以上", gap, gap, "发现后2小时内", gap] in rows
        keys = {fact.key for fact in made.draft.text.facts if fact.key.startswith("reporting")}
        assert keys == {"reporting.event", "reporting.route", "reporting.contents"}


def test_without_levels_of_reports_a_final_text_has_neither_table_nor_reference() -> None:
    text = "".join(said(final("city-bank").draft.text))
    assert "消保事项报告分级表" not in text
    assert "分级标准以及报告的时限" not in text


def test_measures_are_printed_where_they_are_adopted() -> None:
    data = profile_data("city-bank")
    duty = next(duty for duty in shipped().notice.duties if duty.id == "2.3-02")
    none, some = job(data), job(data, measures={"2.3-02": "adopt", "2.3-01": "每周例会部署"})
    for made, times in ((none, 0), (some, 1)):
        texts = searched(made)
        for words in (duty.frequency, "每周例会部署"):
            assert texts["system"].count(words) == times, words
            assert texts["消费者权益保护部"].count(words) == times, words
