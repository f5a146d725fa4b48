"""Packages of parts: read with care, written the same at any time."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile

import pytest

from cplist.core.opc import (
    CONTENT_TYPES,
    LARGEST,
    UNREADABLE,
    ContentTypes,
    Relationship,
    override_xml,
    relationships_of,
    relationships_part,
    relationships_xml,
    unzipped,
    zipped,
)

PARTS = {"[Content_Types].xml": b"<x/>" * 50, "b.xml": "甲".encode(), "a.xml": b""}
TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="PNG" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/>'
    b'<Override PartName="/word/a.xml" ContentType="main"/></Types>'
)


class TestZipping:
    def test_gives_the_same_bytes_at_any_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        once = zipped(PARTS)
        monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
        monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
        assert zipped(PARTS) == once == zipped(list(PARTS.items()))

    def test_keeps_the_order_and_the_parts(self) -> None:
        assert list(unzipped(zipped(PARTS)).items()) == list(PARTS.items())

    def test_names_no_clock_and_no_machine(self) -> None:
        with zipfile.ZipFile(io.BytesIO(zipped(PARTS))) as archive:
            members = {(m.date_time, m.create_system, m.compress_type) for m in archive.infolist()}
        assert members == {((1980, 1, 1, 0, 0, 0), 3, zipfile.ZIP_DEFLATED)}

    def test_is_no_stream_that_readers_must_guess(self) -> None:
        with zipfile.ZipFile(io.BytesIO(zipped(PARTS))) as archive:
            assert {member.flag_bits & 0x08 for member in archive.infolist()} == {0}

    def test_a_bomb_is_refused_before_it_is_unpacked(self) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", bytes(LARGEST // 2))
            archive.writestr("b", bytes(LARGEST // 2 + 1))
        with pytest.raises(ValueError, match="unpacked more than"):
            unzipped(made.getvalue())

    @pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
    def test_what_office_does_not_pack_is_refused(self, method: int) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", method) as archive:
            archive.writestr("a", b"x")
        with pytest.raises(ValueError, match="neither stored nor deflated"):
            unzipped(made.getvalue())

    def test_a_damaged_archive_raises_what_is_expected(self) -> None:
        whole = zipped(PARTS)
        for place in range(len(whole)):
            for damaged in (whole[:place], whole[:place] + b"\xff" + whole[place + 1 :]):
                with contextlib.suppress(UNREADABLE):
                    unzipped(damaged)


class TestRelationships:
    @pytest.mark.parametrize(
        ("source", "part"),
        [
            ("", "_rels/.rels"),
            ("word/document.xml", "word/_rels/document.xml.rels"),
            ("a.xml", "_rels/a.xml.rels"),
            ("xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"),
        ],
    )
    def test_of_a_part_stand_in_a_part(self, source: str, part: str) -> None:
        assert relationships_part(source) == part

    @pytest.mark.parametrize(
        ("source", "target", "found"),
        [
            ("", "word/document.xml", "word/document.xml"),
            ("", "/word/document.xml", "word/document.xml"),
            ("word/document.xml", "styles.xml", "word/styles.xml"),
            ("word/document.xml", "/word/styles.xml", "word/styles.xml"),
            ("word/document.xml", "./media/a.png", "word/media/a.png"),
            ("xl/worksheets/sheet1.xml", "../drawings/drawing1.xml", "xl/drawings/drawing1.xml"),
            ("word/document.xml", "../../../etc/passwd", "etc/passwd"),
        ],
    )
    def test_lead_to_parts_by_name(self, source: str, target: str, found: str) -> None:
        xml = relationships_xml([Relationship("a", "t/styles", "x")]).decode().replace("/x", target)
        (link,) = relationships_of({relationships_part(source): xml.encode()}, source)
        assert (link.target, link.kind, link.external) == (found, "styles", False)

    def test_to_places_outside_stay_as_they_are_written(self) -> None:
        outside = Relationship("a&b", "t/hyperlink", 'http://example.com/?a=1&b="c"', external=True)
        for source in ("", "word/document.xml", None):
            parts = {relationships_part(source or ""): relationships_xml([outside], source)}
            assert relationships_of(parts, source or "") == [outside]

    def test_are_named_from_the_part_where_they_lie_below_it(self) -> None:
        links = [Relationship("a", "t/a", "word/styles.xml"), Relationship("b", "t/b", "customXml/item1.xml")]
        written = {source: relationships_xml(links, source).decode() for source in ("", "word/document.xml", None)}
        targets = {s: [w.split('"')[0] for w in xml.split('Target="')[1:]] for s, xml in written.items()}
        assert targets == {
            "": ["word/styles.xml", "customXml/item1.xml"],
            "word/document.xml": ["styles.xml", "/customXml/item1.xml"],
            None: ["/word/styles.xml", "/customXml/item1.xml"],
        }
        for source, xml in written.items():
            if source is not None:
                assert relationships_of({relationships_part(source): xml.encode()}, source) == links

    def test_of_a_part_without_any_there_are_none(self) -> None:
        assert relationships_of({}, "word/document.xml") == []

    def test_with_a_document_type_are_refused(self) -> None:
        with pytest.raises(ValueError, match="document type"):
            relationships_of({"_rels/.rels": b"<!DOCTYPE a><a/>"}, "")


class TestContentTypes:
    def test_are_found_by_name_or_by_how_it_ends(self) -> None:
        types = ContentTypes.of({CONTENT_TYPES: TYPES})
        found = [types.of_part(name) for name in ("word/a.xml", "word/b.XML", "media/b.png", "c.bin", "xml")]
        assert found == ["main", "application/xml", "image/png", "", "application/xml"]

    def test_are_written_as_they_are_read(self) -> None:
        types = ContentTypes({"xml": "application/xml"}, {"word/a&b.xml": "x"})
        assert ContentTypes.of({CONTENT_TYPES: types.xml()}) == types
        assert override_xml("word/a&b.xml", "x") in types.xml().decode()

    def test_of_a_package_without_a_list_are_missing(self) -> None:
        with pytest.raises(KeyError):
            ContentTypes.of({})
