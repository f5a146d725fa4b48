"""Text in XML: nothing that a value holds becomes markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.core.xml_text import core_properties, custom_properties, escaped
from cplist.yamldoc.document import NOT_IN_XML

DUBLIN = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
writable = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\t")).filter(
    lambda t: not NOT_IN_XML.search(t)
)


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("甲乙", "甲乙"),
        ("a&b", "a&amp;b"),
        ("<w:p/>", "&lt;w:p/&gt;"),
        ('"甲"', "&quot;甲&quot;"),
        ("&amp;", "&amp;amp;"),
        ("]]>", "]]&gt;"),
        ("", ""),
    ],
)
def test_markup_is_escaped(text: str, xml: str) -> None:
    assert escaped(text) == xml


@given(writable)
def test_any_text_comes_back_from_elements_and_attributes(text: str) -> None:
    element = ElementTree.fromstring(f'<a b="{escaped(text)}">{escaped(text)}</a>')
    assert (element.text or "", element.get("b")) == (text, text)


@given(writable, writable)
def test_custom_properties_come_back(name: str, value: str) -> None:
    root = ElementTree.fromstring(custom_properties({name: value, "b": "2"}))
    assert [(p.get("name"), p[0].text or "") for p in root] == [(name, value), ("b", "2")]
    assert [p.get("pid") for p in root] == ["2", "3"]


def test_core_properties_say_what_they_are_given() -> None:
    root = ElementTree.fromstring(core_properties("题<名>", "主题", "甲&乙", "2026-12-01"))
    assert [root.findtext(f"{DUBLIN}{name}") for name in ("title", "subject", "creator")] == [
        "题<名>",
        "主题",
        "甲&乙",
    ]
    assert {root.findtext(f"{TERMS}{name}") for name in ("created", "modified")} == {"2026-12-01T00:00:00Z"}


def test_no_clock_is_asked_where_there_is_no_date() -> None:
    root = ElementTree.fromstring(core_properties("题", "主题", "甲", ""))
    assert root.findtext(f"{TERMS}created") is None
    assert core_properties("题", "主题", "甲", "") == core_properties("题", "主题", "甲", "")
