"""What a file says of itself: written without a clock, read from anybody's."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.core.document_properties import CUSTOM, core_properties, custom_properties, custom_properties_of
from cplist.yamldoc.document import NOT_IN_XML

DUBLIN = "{http://purl.org/dc/elements/1.1/}"
TERMS = "{http://purl.org/dc/terms/}"
writable = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\t")).filter(
    lambda t: not NOT_IN_XML.search(t)
)


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


@given(writable, writable)
def test_custom_properties_are_read_as_they_are_written(name: str, value: str) -> None:
    parts = {CUSTOM: custom_properties({name: value, "cplist.build": "2"}).encode()}
    assert custom_properties_of(parts) == {name: value.strip(), "cplist.build": "2"}


def test_custom_properties_of_any_type_are_texts() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    part = (
        f'<Properties xmlns="{office}/custom-properties" xmlns:v="{office}/docPropsVTypes">'
        '<property name="a"><v:i4> 7 </v:i4></property><property name="b"/></Properties>'
    )
    assert custom_properties_of({CUSTOM: part.encode()}) == {"a": "7", "b": ""}


def test_without_custom_properties_there_are_none() -> None:
    assert custom_properties_of({}) == {}


def test_custom_properties_with_a_document_type_are_refused() -> None:
    with pytest.raises(ValueError, match="document type"):
        custom_properties_of({CUSTOM: b"<!DOCTYPE a><a/>"})
