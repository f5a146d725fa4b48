"""What sort of file it is, told from its bytes and not from its name: only some can be read."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import PurePath
from typing import BinaryIO, cast

from cplist.carryover.reading.parts import NO_ZIP
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.opc import CONTENT_TYPES
from cplist.core.xml_reading import declares_document_type

LARGEST = 60_000_000
"""Unpacked, in bytes: a workbook of cplist has two or three million."""
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xls or an .et begins, and an .xlsx with a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WPS = (".et", ".ett")
_LOCKED = 0x1
"""The bit of an archive's entry that says that it has a password."""
_HEAD = 4_096
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEGINNINGS: Mapping[bytes, str] = {
    b"urn:schemas-microsoft-com:office:spreadsheet": "XML Spreadsheet 2003",
    b"urn:oasis:names:tc:opendocument": "OpenDocument (.fods)",
    b"<html": "HTML",
    b"mime-version:": "MHTML",
}
"""What stands near the beginning of files that are no archives, in small letters."""


def refusal(content: bytes, name: str, largest: int = LARGEST) -> Finding | None:
    """Why a file of that name can't be read as a workbook; None where it can be tried."""
    if not content:
        return finding("workbook-empty", file=name)
    if content.startswith(_COMPOUND):
        return _of_compound(content, name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return next(_of_archive(archive, name, largest), None)
    except NO_ZIP as error:
        if kind := _of_text(content, name):
            return finding("workbook-format", file=name, kind=kind)
        return finding("workbook-unreadable", file=name, problem=f"{type(error).__name__}: {error}")


def _of_compound(content: bytes, name: str) -> Finding:
    if _ENCRYPTED in content:
        return finding("workbook-password", file=name)
    if PurePath(name).suffix.lower() in _WPS:
        return finding("workbook-format", file=name, kind="WPS (.et)")
    return finding("workbook-xls", file=name)


def _of_text(content: bytes, name: str) -> str:
    """What a file that is no archive holds, if it is a text of a kind that is known; else ""."""
    head = content[:_HEAD].lower()
    csv = "CSV" if PurePath(name).suffix.lower() == ".csv" or _is_lines(content[:_HEAD]) else ""
    return next((kind for mark, kind in _BEGINNINGS.items() if mark in head), csv)


def _is_lines(head: bytes) -> bool:
    """Whether a file begins with lines of text in an encoding of Excel's or WPS's, its cells apart."""
    for encoding in ("utf-16" if head.startswith(_MARKS) else "utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = codecs.getincrementaldecoder(encoding)().decode(head)
            lines = all(character.isprintable() or character.isspace() for character in text)
            return lines and any(mark in text for mark in ",\t;")
    return False


def _of_archive(archive: zipfile.ZipFile, name: str, largest: int) -> Iterator[Finding]:
    """What can be told of an archive from its outside."""
    entries = archive.infolist()
    names = {entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries}
    if any(entry.flag_bits & _LOCKED for entry in entries):
        yield finding("workbook-password", file=name)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        yield finding("workbook-unreadable", file=name, problem="neither stored nor deflated")
    if sum(entry.file_size for entry in entries) > largest:
        yield finding("workbook-too-large", file=name, limit=largest)
    if kind := _of_names(archive, names):
        yield finding("workbook-format", file=name, kind=kind)
    if _has_macros(archive, names):
        yield finding("workbook-macros", file=name)
    if any(_declares(archive, entry) for entry in entries):
        yield finding("workbook-unreadable", file=name, problem="DOCTYPE")


def _of_names(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The format of an archive that is no .xlsx; "" if it may be one."""
    if "xl/workbook.bin" in names:
        return "Excel Binary (.xlsb)"
    if "index/document.iwa" in names:
        return "Numbers"
    if "mimetype" in names and b"opendocument" in _read(archive, "mimetype"):
        return "OpenDocument (.ods)"
    return ""


def _has_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    runs = ("vbaproject.bin", "xl/macrosheets/")
    return any(run in name for name in names for run in runs) or b"macroEnabled" in _read(archive, CONTENT_TYPES)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except (KeyError, *NO_ZIP):
        return b""


def _declares(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type, and so perhaps entities, which no Office file does."""
    if not entry.filename.endswith((".xml", ".rels", ".vml")):
        return False
    try:
        with archive.open(entry) as part:
            return declares_document_type(cast(BinaryIO, part))
    except NO_ZIP:
        return False
