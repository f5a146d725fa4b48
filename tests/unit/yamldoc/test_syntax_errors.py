"""What a syntax error comes from: the cause and its place, not the symptom lines later."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.core.findings import Finding, FindingsError
from cplist.yamldoc.document import read


def causes(text: str) -> list[tuple[str, str]]:
    try:
        found: tuple[Finding, ...] = tuple(read(text.encode(), "p")[1])
    except FindingsError as error:
        found = error.findings
    return [(f.rule.removeprefix("yaml-"), str(f.location).removeprefix("p:")) for f in found]


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("a: 1\n\tb: 2\n", "tab", "2:1"),
        ("a:\n  - x\n　　- y\n  b: 1\n", "wide-blank", "3:1"),
        ("a: 1\nb：2\nc: 3\n", "full-width-colon", "2:2"),
        ("a: 1\nb:2\nc: 3\n", "blank-after-colon", "2:2"),
        ("a: 1\nb 2\nc: 3\n", "colon-missing", "2:2"),
        ("a: 1\n b: 2\n", "indent", "2:2"),
        ("a:\n  b: 1\n c: 2\n", "indent", "3:2"),
        ("a: {b: 1，c: 2}\nd: 1\n", "full-width-comma", "1:9"),
        ("a: {b: 1 c: 2}\n", "bracket", "1:11"),
        ("a: [b, c\nd: 1\n", "bracket", "1:4"),
        ("a: b]\nc: ]\n", "bracket", "2:4"),
        ("a: [b, c］\nd: 1\n", "full-width-bracket", "1:9"),
        ("a: ｛b: c}\n", "full-width-bracket", "1:4"),
        ('a: "b”\nc: 1\n', "full-width-quote", "1:6"),
        ("a: 'b\nc: 1\n", "quote-open", "1:4"),
        ('a: "b\\qc"\n', "escape", "1:6"),
        ("a: `b`\n", "reserved", "1:4"),
        ("a: * b\n", "alias", "1:4"),
    ],
)
def test_is_named_where_it_is(text: str, rule: str, place: str) -> None:
    assert causes(text) == [(rule, place)]


@pytest.mark.parametrize(("slip", "rule"), [("k{}：v", "full-width-colon"), ("\tk{}: v", "tab")])
def test_that_recurs_is_named_each_time(slip: str, rule: str) -> None:
    text = "a: 1\n" + "".join(f"{slip.format(letter)}\n" for letter in "xyz") + "b: [\n"
    assert [(found, place.split(":")[0]) for found, place in causes(text)] == [(rule, line) for line in "234"]


@given(st.text("a1:-[]{}&*!|>'\"%@`#,? \n\t：，“”［】　\\", max_size=40))
def test_is_always_within_the_file(text: str) -> None:
    lines = text.split("\n")
    for _, place in causes(text):
        line, column = map(int, place.split(":"))
        assert line <= len(lines)
        assert column <= len(lines[line - 1]) + 1
