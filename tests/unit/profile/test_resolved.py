"""A merged profile as text: each value with where it came from, and the same profile when it is read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.profile.inheritance import over
from cplist.profile.resolved import resolved_text, without_extends
from cplist.yamldoc.document import NOT_IN_XML, Document, read


def resolved(text: str) -> str:
    return resolved_text(read(text.encode(), "p.yaml")[0])


def test_each_value_says_where_it_stands() -> None:
    top, base = (
        read(text.encode(), name)[0]
        for text, name in (
            ("extends: b.yaml\na: {x: 甲}\nleaders:\n  - {id: b, roles: []}\n", "top.yaml"),
            ("a: {x: 乙, y: 丙 丁}\nleaders:\n  - {id: a, roles: [chief, other]}\n", "b.yaml"),
        )
    )
    assert resolved_text(over(top, base)).splitlines() == [
        "a:",
        "  x: 甲  # top.yaml:2",
        '  y: "丙 丁"  # b.yaml:1',
        "leaders:",
        "  - id: a  # b.yaml:3",
        "    roles:",
        "      - chief  # b.yaml:3",
        "      - other  # b.yaml:3",
        "  - id: b  # top.yaml:4",
        "    roles: []  # top.yaml:4",
    ]


@pytest.mark.parametrize(
    "value", ["1.10", "NO", "~", "null", "", "a: b", "# x", "- x", "甲\n乙", '"', "'", "\\", "\u2028", "&a", "！"]
)
def test_any_text_comes_back(value: str) -> None:
    document = Document("p.yaml", {"a": value, "b": [value], value or "c": {"d": value}})
    assert read(resolved_text(document).encode(), "p.yaml")[0].data == document.data


@given(st.text().filter(lambda text: not NOT_IN_XML.search(text)))
def test_whatever_text_comes_back(value: str) -> None:
    document = Document("p.yaml", {"a": value})
    assert read(resolved_text(document).encode(), "p.yaml")[0].data == document.data


@pytest.mark.parametrize("text", ["a:\nb: {}\nc: []\nd: [[x, []], {}]\n", "a: {b: {c: [{d: [e]}]}}\n"])
def test_any_shape_comes_back(text: str) -> None:
    assert read(resolved(text).encode(), "p.yaml")[0].data == read(text.encode(), "p.yaml")[0].data


def test_what_has_been_followed_is_left_out() -> None:
    assert without_extends({"extends": "b.yaml", "a": "1"}) == {"a": "1"}
    assert without_extends(["x"]) == ["x"]
    assert resolved("- x\n") == ""
