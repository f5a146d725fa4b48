"""Advice in the words of a form: titles of columns and choices, no keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from cplist.core import messages
from cplist.core.findings import Location
from cplist.core.messages import finding, hint
from cplist.form.advice import in_form_words, words_of_form

CELL = Location("档案.xlsx", 6, 10, "负责人", 7)
_PLACES = re.compile(r"\{[^}]*\}|cplist [a-z]+|docs/\S+")


@pytest.mark.parametrize(
    ("advice", "said"),
    [
        ("请在 oversees 写明分管的部门", "请在“分管部门”写明分管的部门"),
        ("在 assignments 写 performed_by: superior", "在“自行确定”写“实施者”：“上级机构”"),
        ("写 [chief, cp_deputy]", "写“主要负责人”、“消保工作分管负责人”"),
        ("roles: []，functions: [{functions}]", "“责任角色”：“无”，“职能”：{functions}"),
        ("核对 institution.party；[[最接近的是“{office}”]]", "核对“党组织”；[[最接近的是“{office}”]]"),
    ],
)
def test_keys_and_values_are_called_as_on_the_form(advice: str, said: str) -> None:
    assert words_of_form(advice) == said


def test_no_advice_about_responsibility_shows_a_key() -> None:
    file = Path(messages.__file__).with_name("messages") / "responsibility.yaml"
    rules = yaml.safe_load(file.read_text("utf-8"))
    said = {
        rule: entry.get("form_hint_zh") or words_of_form(entry.get("hint_zh", "")) for rule, entry in rules.items()
    }
    keys = {rule: re.findall(r"[a-z_]{2,}", _PLACES.sub("", text)) for rule, text in said.items()}
    assert len(said) > 50
    assert {rule: words for rule, words in keys.items() if words} == {}


def test_what_is_said_of_a_cell_is_said_in_these_words_and_of_a_line_in_keys() -> None:
    about = {"leader": "总经理助理", "roles": "其他负责人"}
    of_cell = finding("leader-oversees-nothing", CELL, **about)
    of_line = finding("leader-oversees-nothing", Location("a.yaml"), **about)
    told = in_form_words([of_cell, of_line])
    assert "“分管部门”" in hint(told[0], "zh") and "oversees" not in hint(told[0], "zh")
    assert told[1] is of_line and "oversees" in hint(of_line, "zh")
    assert hint(told[0], "en") == hint(of_cell, "en")
