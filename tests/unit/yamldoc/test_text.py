"""A file as text: its encoding, its places, and what is shown of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.core.findings import FindingsError
from cplist.yamldoc.text import LONGEST_SHOWN, Text, decode, shown


@given(st.text("a甲😀\n\r\u2028", max_size=20))
def test_a_place_counts_lines_and_columns_as_an_editor_does(content: str) -> None:
    text = Text(content, "p")
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert text.lines == lines
    for number, start in enumerate(text.starts):
        at = text.at(start)
        assert (at.line, at.column) == (number + 1, 1)
    assert (text.end.line, text.end.column) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("甲 b", "甲 b"),
        ("a\nb", "a<U+000A>b"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("\u202e\u200b\u3000", "<U+202E><U+200B><U+3000>"),
        (12, "12"),
        ("x" * (LONGEST_SHOWN + 1), "x" * LONGEST_SHOWN + "…"),
    ],
)
def test_what_is_shown_is_one_line_in_which_everything_is_seen(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode("\ufeff甲".encode(), "p") == "甲"


@pytest.mark.parametrize(
    ("content", "encoding", "place"),
    [
        ("a: 1\nb: 甲乙丙".encode("gbk"), "GBK", "p:2:4"),
        ("a: 甲".encode("utf-16"), "UTF-16", "p:1:1"),
        ("a: 甲".encode("utf-16-be"), "UTF-16", "p:1:1"),
        ("甲乙丙\n丁".encode() + b"\xff", "", "p:2:2"),
        ("甲乙丙丁".encode()[:-1], "", "p:1:4"),
    ],
)
def test_another_encoding_is_named(content: bytes, encoding: str, place: str) -> None:
    with pytest.raises(FindingsError) as raised:
        decode(content, "p")
    (found,) = raised.value.findings
    assert (found.rule, found.arguments["encoding"], str(found.location)) == ("yaml-encoding", encoding, place)
