"""Text in XML: nothing that a value holds becomes markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.core.xml_text import escaped
from cplist.yamldoc.document import NOT_IN_XML

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
