"""A workbook that somebody made to do harm: refused with a finding, or read; nothing else comes of it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from cplist.carryover import last_workbook
from cplist.carryover.last_workbook import RefusedError, properties_of, read_book
from cplist.carryover.previous import Previous
from cplist.carryover.record import Record
from cplist.core.findings import FindingsError, Severity
from cplist.documents.job import Inputs
from cplist.documents.kinds import Kind
from cplist.documents.request import Request
from cplist.pack.pack import open_pack
from cplist.pipeline import build
from cplist.profile.profile import read_profile

PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"
BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
ENTITY = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
PARTS = (
    *(
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "[Content_Types].xml",
    ),
    *("xl/_rels/workbook.xml.rels", "docProps/custom.xml", "docProps/core.xml", "xl/theme/theme1.xml"),
)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    profile = read_profile((PACKS / "tiny-profile.yaml").read_bytes(), "tiny.yaml")
    return (
        build(Inputs(profile, open_pack(str(PACKS / "tiny")), Request((Kind.CHECKLIST,)))).file("checklist").content
    )


def packed(content: bytes, changes: dict[str, bytes | None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with other parts, or without some; packed in that way."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", method) as new:
        for name in old.namelist():
            part = changes.get(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def rule(content: bytes) -> str:
    """Why it is refused; "" for one that is read."""
    properties_of(content)
    try:
        read_book(Previous(content, "清单.xlsx", "旧"))
    except RefusedError as error:
        return error.finding.rule
    return ""


def test_one_as_a_build_wrote_it_is_read(workbook: bytes) -> None:
    assert rule(workbook) == rule(packed(workbook, {})) == ""


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_one_that_is_packed_as_office_packs_none_is_refused(workbook: bytes, method: int) -> None:
    other = Previous(packed(workbook, {}, method), "清单.xlsx", "旧")
    profile = read_profile((PACKS / "tiny-profile.yaml").read_bytes(), "tiny.yaml")
    inputs = Inputs(profile, open_pack(str(PACKS / "tiny")), Request((Kind.CHECKLIST,)), previous_workbook=other)
    with pytest.raises(FindingsError) as caught:
        build(inputs)
    assert [one.rule for one in caught.value.findings if one.severity is Severity.ERROR] == ["workbook-unreadable"]


@pytest.mark.parametrize("declaration", [BOMB, ENTITY])
@pytest.mark.parametrize("name", PARTS)
def test_entities_are_refused_in_every_part(workbook: bytes, name: str, declaration: bytes) -> None:
    bare = re.sub(rb"^<\?xml.*?\?>", b"", part_of(workbook, name).strip())
    assert rule(packed(workbook, {name: declaration + bare})) == "workbook-unreadable"
    wide = (declaration + bare).decode().encode("utf-16")
    assert rule(packed(workbook, {name: wide})) == "workbook-unreadable"


@pytest.mark.parametrize("name", PARTS)
def test_elements_in_elements_without_end_are_refused_or_ignored(workbook: bytes, name: str) -> None:
    part = part_of(workbook, name)
    root = re.search(rb"<[A-Za-z][^>]*>", part)
    assert root
    deep = root[0] + b"<a>" * 100_000 + b"</a>" * 100_000
    assert rule(packed(workbook, {name: part.replace(root[0], deep, 1)})) in ("", "workbook-unreadable")


@pytest.mark.parametrize("number", ["9" * 5_000, "-1", "1e999", "²", "٣", "NaN", ""])
@pytest.mark.parametrize("name", PARTS)
def test_numbers_of_whatever_kind_are_refused_or_ignored(workbook: bytes, name: str, number: str) -> None:
    part = re.sub(rb'"[0-9]+"', f'"{number}"'.encode(), part_of(workbook, name), count=20)
    part = re.sub(rb"<v>[0-9]+</v>", f"<v>{number}</v>".encode(), part, count=20)
    assert rule(packed(workbook, {name: part})) in ("", "workbook-unreadable")


@pytest.mark.parametrize("name", PARTS)
def test_a_part_that_is_missing_or_empty_is_refused_or_ignored(workbook: bytes, name: str) -> None:
    for part in (None, b"", b"<a/>", b"\xff\xfe\x00"):
        assert rule(packed(workbook, {name: part})) in ("", "workbook-unreadable")


@pytest.mark.parametrize("version", ["²", "٣", "９", "1.0", "", "x"])
def test_a_version_that_is_no_number_is_no_newer_one(
    workbook: bytes, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_workbook, "read_record", lambda *_, **__: replace(Record(), about=(version,)))
    assert rule(workbook) == ""


@pytest.mark.parametrize("version", ["999", "9" * 5_000])
def test_a_newer_version_is_refused_however_large(
    workbook: bytes, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_workbook, "read_record", lambda *_, **__: replace(Record(), about=(version,)))
    assert rule(workbook) == "workbook-newer"
