"""optional, kept, own_rule and pending, as a template calls them."""

from __future__ import annotations

from typing import Any

import pytest

from cplist.compose.decided.marks import taken_out
from cplist.compose.sandbox import environment, render
from cplist.core.findings import FindingsError
from cplist.core.inert import inert

OPTIONS = {
    "open": {"id": "open", "decision": "", "words": ""},
    "kept": {"id": "kept", "decision": "keep", "words": ""},
    "dropped": {"id": "dropped", "decision": "drop", "words": ""},
    "said": {"id": "said", "decision": "own", "words": "乙 [x](1-01) 办"},
}
RULES = {
    "whole": {"name": "甲办法", "number": "甲发〔2024〕7号"},
    "named": {"name": "甲办法", "number": ""},
    "none": {"called": "乙制度", "name": "", "number": ""},
}


def rendered(source: str, *, draft: bool = True) -> str:
    """What readers see of a template."""
    made = environment(lambda name: source if name == "t" else None)
    values: dict[str, Any] = inert({"options": OPTIONS, "own_rules": RULES, "document": {"draft": draft}})
    return taken_out(render(lambda: made.get_template("t"), values, "t")).text


@pytest.mark.parametrize("draft", [True, False])
def test_a_decision_is_printed_without_a_mark(draft: bool) -> None:
    assert rendered('{{ optional("kept", "甲。") }}', draft=draft) == "甲。"
    assert rendered('甲。{{ optional("dropped", "乙。") }}', draft=draft) == "甲。"
    assert rendered('{{ kept("kept") }}{{ kept("open") }}{{ kept("dropped") }}', draft=draft) == "TrueTrueFalse"


def test_own_words_take_the_place_of_the_text_and_make_no_structure() -> None:
    said = rendered('{{ optional("said", "甲。") }}', draft=False)
    assert said.endswith("。")
    assert "[" not in said


def test_own_words_have_no_stop_of_their_own_where_the_text_has_none() -> None:
    assert not rendered('{{ optional("said", "甲") }}').endswith("。")


def test_an_open_item_is_marked_in_a_draft_only() -> None:
    source = '{{ optional("open", "甲。") }}'
    assert rendered(source) == "甲（可选：本机构自定）。"
    assert rendered(source, draft=False) == "甲。"


def test_the_mark_stands_before_each_lines_last_stop() -> None:
    lines = '{{ optional("open", "甲。乙；\\n丙：\\n1. 丁\\n| 表 |\\n戊") }}'
    marked = "甲。乙（可选：本机构自定）；\n丙（可选：本机构自定）：\n1. 丁\n| 表 |\n戊（可选：本机构自定）"
    assert rendered(lines) == marked


def test_where_there_is_no_text_there_is_no_item() -> None:
    assert rendered('{{ "无" if not optional("said", "") }}') == "无"


def test_an_own_rule_is_named_with_its_number() -> None:
    source = '{{ own_rule("whole", "程序适用《》。") }}'
    assert rendered(source) == rendered(source, draft=False) == "程序适用《甲办法》（甲发〔2024〕7号）。"


def test_without_name_or_number_a_rule_is_open_in_a_draft_and_not_named_in_a_final_text() -> None:
    assert rendered('{{ own_rule("named", "适用《》。") }}') == "适用《甲办法》（〔待定〕文号）。"
    assert rendered('{{ own_rule("none", "适用《》。") }}') == "适用乙制度〔待定〕。"
    assert rendered('甲。{{ own_rule("named", "适用《》。") }}', draft=False) == "甲。"


def test_a_missing_fact_is_open_in_a_draft_only() -> None:
    source = '自{{ pending("document.effective") }}起。{{ pending("x", "见〔待定〕。") }}'
    assert rendered(source) == "自〔待定〕起。见〔待定〕。"
    assert rendered(source, draft=False) == "自起。"


def test_in_macros_too() -> None:
    source = '{% macro of(id) %}{{ optional(id, "甲。") }}{% endmacro %}{{ of("open") }}'
    assert rendered(source) == "甲（可选：本机构自定）。"


@pytest.mark.parametrize(
    ("source", "rule", "near"),
    [
        ('甲\n{{ optional("openn", "甲。") }}', "template-option", "open"),
        ('甲\n{{ kept("keptt") }}', "template-option", "kept"),
        ('甲\n{{ own_rule("whol", "《》") }}', "template-own-rule", "whole"),
    ],
)
def test_an_unknown_name_is_told_at_its_line(source: str, rule: str, near: str) -> None:
    with pytest.raises(FindingsError) as raised:
        rendered(source)
    found = raised.value.findings[0]
    assert (found.rule, found.location and found.location.line, found.arguments["near"]) == (rule, 2, near)
