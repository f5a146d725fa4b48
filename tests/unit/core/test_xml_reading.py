"""XML of anybody: refused where it declares anything, cut and added to without being written anew."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import pytest

from cplist.core.xml_reading import appended, parse, root_span, spans, spliced, tree, without, without_mark

DOCUMENT = (
    '<?xml version="1.0"?>\n<!-- <b>no element</b> -->\n<x:a xmlns:x="urn:n" x:k="1 > 0" l=\'"\'>'
    "甲<x:b/><x:b >乙<![CDATA[<x:b/>]]></x:b ><c><x:b><x:b/></x:b></c></x:a>\n<!-- end -->"
).encode()


def found(document: bytes, names: list[str], *, deep: bool = False) -> list[str]:
    return [document[span.start : span.end].decode() for span in spans(document, names, deep=deep)]


@pytest.mark.parametrize(
    "prolog",
    ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY x "y">]>', '<?xml version="1.0"?>\n<!-- x --><!DOCTYPE a SYSTEM "b">'],
)
def test_a_document_type_is_refused(prolog: str) -> None:
    document = f"{prolog}<a>b</a>".encode()
    for encoded in (document, document.decode().encode("utf-16")):
        with pytest.raises(ValueError, match="document type"):
            tree(encoded)
    with pytest.raises(ValueError, match="document type"):
        spans(document, ["a"])
    with pytest.raises(ValueError, match="document type"):
        parse(document, lambda *_: None, lambda _: None, lambda _: None)


def test_the_words_of_one_are_none() -> None:
    document = b"<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>"
    assert tree(document).text == "<!DOCTYPE a>"
    assert len(spans(document, ["a"])) == 1


@pytest.mark.parametrize("document", [b"", b"<a>", b"<a></b>", b"a", b"<a/><a/>", b"<a>&x;</a>", b"<x:a/>"])
def test_what_is_no_xml_is_refused(document: bytes) -> None:
    with pytest.raises(ParseError):
        tree(document)
    with pytest.raises(ExpatError):
        spans(document, ["a"])


def test_another_encoding_than_utf_8_has_no_places() -> None:
    document = "<a>甲</a>".encode("utf-16")
    assert tree(document).text == "甲"
    with pytest.raises(ValueError, match="utf-8"):
        spans(document, ["a"])


def test_elements_are_found_where_they_stand() -> None:
    assert found(DOCUMENT, ["{urn:n}b"]) == [
        "<x:b/>", "<x:b >乙<![CDATA[<x:b/>]]></x:b >", "<x:b><x:b/></x:b>", "<x:b/>",
    ]  # fmt: skip
    assert found(DOCUMENT, ["c"]) == ["<c><x:b><x:b/></x:b></c>"]
    assert found(DOCUMENT, ["b", "{urn:n}c"]) == []


def test_with_all_that_is_in_them() -> None:
    assert found(DOCUMENT, ["c"], deep=True) == ["<c><x:b><x:b/></x:b></c>", "<x:b><x:b/></x:b>", "<x:b/>"]


def test_with_their_attributes_and_their_depth() -> None:
    root = root_span(DOCUMENT)
    assert (root.name, root.attributes, root.depth) == ("{urn:n}a", {"{urn:n}k": "1 > 0", "l": '"'}, 0)
    assert DOCUMENT[root.inner : root.inner + 6].decode() == "甲<x:"
    assert DOCUMENT[root.inner_end : root.end] == b"</x:a>"
    assert [span.depth for span in spans(DOCUMENT, ["{urn:n}b"])] == [1, 1, 2, 3]
    assert {span.inner_end - span.inner for span in spans(b"<a><a/><a></a></a>", ["a"])} == {0, 11}


def test_elements_are_taken_out_with_what_is_in_them() -> None:
    assert without(DOCUMENT, ["{urn:n}b"]).decode().endswith("'>甲<c></c></x:a>\n<!-- end -->")
    assert without(DOCUMENT, ["d"]) == DOCUMENT


def test_xml_is_added_at_the_end_of_the_root() -> None:
    assert appended(DOCUMENT, "<d/>").endswith(b"</c><d/></x:a>\n<!-- end -->")
    assert appended(b"<a></a>", "甲") == "<a>甲</a>".encode()
    assert appended(DOCUMENT, "<d/>", "c") == DOCUMENT.replace(b"</c>", b"<d/></c>")
    for document, name in ((b"<a/>", ""), (DOCUMENT, "d")):
        with pytest.raises(LookupError):
            appended(document, "<d/>", name)


def test_bytes_are_replaced_in_any_order() -> None:
    assert spliced(b"0123456789", [(8, 9, b"x"), (0, 0, b"<"), (2, 5, b"")]) == b"<01567x9"
    assert spliced(b"01", []) == b"01"


def test_the_mark_of_the_byte_order_is_taken_away() -> None:
    assert without_mark("\ufeff<a/>".encode()) == without_mark(b"<a/>") == b"<a/>"
