"""What a template gives is held to what a document can hold, before it is one."""

from __future__ import annotations

import pytest

from cplist.compose.rendered_text import LONGEST_LINE, MOST_BRACKETS, check_characters, check_lines
from cplist.compose.sandbox import environment, render
from cplist.compose.text.composer import compose
from cplist.core.findings import FindingsError
from cplist.core.inert import inert

UNFIT = ("\x00", "\x01", "\x0b", "\x0c", "\r", "\x1f", "\x7f", "\x80", "\ufffe", "\uffff", "\ud800", "\udfff")
MARKS = ("\U0010fd00", "\U0010fdd0", "\U0010fdd4", "\U0010fdff", "\U0010ff00", "\U0010ff1b", "\U0010ffff")
"""The program's own, and a hidden NUL and ESC."""


def found(text: str, *, sheets: bool = False) -> str:
    try:
        check_characters(text, "system.md.j2", sheets=sheets)
    except FindingsError as error:
        (one,) = error.findings
        return f"{one.rule} {one.arguments['code']} {one.arguments['before']}"
    return ""


@pytest.mark.parametrize("character", UNFIT + MARKS)
def test_a_character_that_no_document_can_hold_is_a_finding(character: str) -> None:
    assert found(f"办理时限{character}为") == f"text-character U+{ord(character):04X} 办理时限"


def test_what_stands_before_it_is_quoted_shortly_and_readably() -> None:
    assert found("长" * 5_000 + "\x00").endswith("长" * 20)
    assert "\ue000" not in found("\ue000\x00")


def test_a_workbooks_text_may_hold_its_separators() -> None:
    assert found("甲\U0010fdd0乙\U0010fdd1\U0010fdd2", sheets=True) == ""
    assert found("甲\U0010fdd7", sheets=True) != ""


def test_what_people_write_passes() -> None:
    words = "㐀𠮷\u3000…—“”①é\u00a0\u200d☑🙂\n\t\ue000"
    assert found(words) == found(inert(words + "`*[]|#<>&'\"\\")) == ""


@pytest.mark.parametrize("literal", [r"\x01", r"\ud800", r"\U0010fdd4", r"\U0010ff00"])
def test_a_template_that_writes_one_is_named(literal: str) -> None:
    template = environment(lambda _: None).from_string(f'办理{{{{ "{literal}" }}}}')
    with pytest.raises(FindingsError) as raised:
        render(lambda: template, {}, "system.md.j2")
    assert [one.rule for one in raised.value.findings] == ["text-character"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[a](" * 300_000, "text-line"),
        ("\n".join(["[" * 10_000] * 100), "text-brackets"),
        ("字" * (LONGEST_LINE + 1), "text-line"),
        ("[" * (MOST_BRACKETS + 1), "text-brackets"),
    ],
)
def test_a_line_that_would_take_too_long_is_a_finding_before_it_is_read(text: str, rule: str) -> None:
    with pytest.raises(FindingsError) as raised:
        compose(text, "system.md.j2")
    assert [one.rule for one in raised.value.findings] == [rule]
    assert len(raised.value.findings[0].arguments["text"]) <= 20


def test_lines_up_to_the_limits_and_rows_of_tables_pass() -> None:
    check_lines("字" * LONGEST_LINE, "system.md.j2")
    check_lines("[" * MOST_BRACKETS, "system.md.j2")
    check_lines("| " + "[](1-01)" * (MOST_BRACKETS + 1) + " |", "system.md.j2")
