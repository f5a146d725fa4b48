"""The parts of a workbook that any program wrote: found by their relationships, whatever they are called.

A part that can't be read costs no more than what stands in it: looks and properties are left out, and only what
holds cells is missed.
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import ParseError

from cplist.core.document_properties import custom_properties_of
from cplist.core.opc import Relationship, relationships_of
from cplist.core.xml_reading import Element, local_name, tree

USUAL_WORKBOOK = "xl/workbook.xml"
NO_XML = (ParseError, ValueError, LookupError)
"""What the parser raises for what is no XML, has a document type, or is in an encoding that it doesn't know."""
NO_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, ValueError)
"""What unpacking raises for a damaged archive, or a damaged part of it."""
_TRUE = ("1", "true", "on")
_MOMENT = re.compile(r"\s*(\d{4})\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})(?:\D{0,2}(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class DamagedError(Exception):
    """A workbook is damaged where its cells are: the part, and what is wrong with it."""

    def __init__(self, part: str, problem: str) -> None:
        super().__init__(f"{part}: {problem}")


@dataclass(frozen=True)
class SheetPart:
    """A sheet by its name, the part that holds it ("" where the file has none), its kind (worksheet, chartsheet …),
    whether it is hidden."""

    name: str
    path: str
    kind: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class WorkbookParts:
    """The parts of a workbook by their names with `/`, and when the archive says that the last of them was written
    (ISO; "" where it doesn't)."""

    parts: Mapping[str, bytes]
    written: str = ""

    @cached_property
    def workbook(self) -> str:
        """The name of the part that lists the sheets."""
        leads = (one.target for one in self.relationships("") if one.kind == "officeDocument")
        return next((target for target in leads if target in self.parts), USUAL_WORKBOOK)

    @cached_property
    def root(self) -> Element:
        """The root element of that part. Raises DamagedError."""
        return self.tree(self.workbook)

    @property
    def counts_from_1904(self) -> bool:
        """Whether days have the numbers that Excel for the Mac gave them."""
        return any(one.get("date1904", "").lower() in _TRUE for one in named(self.root, "workbookPr"))

    def part(self, name: str) -> bytes:
        """A part. Raises DamagedError where it isn't there, or can't be unpacked."""
        if name not in self.parts:
            raise DamagedError(name or "sheet", "missing")
        return self.parts[name]

    def tree(self, part: str) -> Element:
        """The root element of a part. Raises DamagedError where it isn't there or is no XML."""
        content = self.part(part)
        try:
            return tree(content)
        except NO_XML as error:
            raise DamagedError(part, str(error)) from error

    def tree_if_readable(self, part: str) -> Element | None:
        """The same; None where it can't be read."""
        try:
            return self.tree(part)
        except DamagedError:
            return None

    def relationships(self, part: str) -> list[Relationship]:
        """Where a part leads; nowhere, if that can't be read."""
        try:
            return relationships_of(self.parts, part)
        except NO_XML:
            return []

    def lead_of(self, part: str, kind: str) -> str:
        """The first part of that kind to which a part leads; "" for none."""
        leads = (one.target for one in self.relationships(part) if one.kind == kind and not one.external)
        return next((target for target in leads if target in self.parts), "")

    def sheets(self) -> list[SheetPart]:
        """The sheets in their order."""
        leads = {one.id: one for one in self.relationships(self.workbook)}
        return [_sheet(one, leads) for group in named(self.root, "sheets") for one in named(group, "sheet")]

    def custom_properties(self) -> dict[str, str]:
        """What the workbook says of itself."""
        try:
            return custom_properties_of(self.parts)
        except NO_XML:
            return {}

    def saved(self) -> str:
        """When a user saved it (ISO 8601, UTC), however that is written, else when its archive was written; "" for
        one as a build wrote it, which has the document's date twice."""
        part = self.tree_if_readable(self.lead_of("", "core-properties") or "docProps/core.xml")
        said = {local(one): one.text or "" for one in part} if part is not None else {}
        created, modified = (moment(said.get(name, "")) for name in ("created", "modified"))
        return self.written if not modified else "" if modified == created else modified


def unpacked(content: bytes) -> WorkbookParts:
    """The parts of a file that Office's programs can open; those that are damaged are left out. Raises
    DamagedError for what is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {_name(info): _content(archive, info) for info in archive.infolist()}
            last = max((info.date_time for info in archive.infolist()), default=_NO_TIME)
    except NO_ZIP as error:
        raise DamagedError("zip", f"{type(error).__name__}: {error}") from error
    return WorkbookParts({name: part for name, part in parts.items() if part is not None}, _written(last))


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").lstrip("/")


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    try:
        return archive.read(info)
    except NO_ZIP:
        return None


def _written(moment: tuple[int, int, int, int, int, int]) -> str:
    try:
        return datetime.datetime(*moment).isoformat() if moment > _NO_TIME else ""
    except ValueError:
        return ""


def _sheet(element: Element, leads: Mapping[str, Relationship]) -> SheetPart:
    lead = leads.get(relation_id(element))
    hidden = element.get("state", "visible") != "visible"
    if lead is None or lead.external:
        return SheetPart(element.get("name", ""), "", "", hidden)
    return SheetPart(element.get("name", ""), lead.target, lead.kind, hidden)


def moment(text: str) -> str:
    """A moment as properties have it, in ISO's form without a zone, as if in UTC; "" for what is none."""
    try:
        read = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return _loosely(text)
    return (read.astimezone(datetime.UTC).replace(tzinfo=None) if read.tzinfo else read).isoformat()


def _loosely(text: str) -> str:
    found = _MOMENT.match(text)
    try:
        year, month, day, hour, minute, second = (int(group or 0) for group in found.groups()) if found else [0] * 6
        return datetime.datetime(year, month, day, hour, minute, second).isoformat()
    except ValueError:
        return ""


# elements and attributes, whatever their prefixes


def local(element: Element) -> str:
    """An element's name without its namespace, which the strict and the transitional form have each their own."""
    return local_name(element.tag)


def named(element: Element, name: str) -> Iterator[Element]:
    """The children of that name."""
    return (child for child in element if local_name(child.tag) == name)


def relation_id(element: Element) -> str:
    """The id of the relationship that an element names (r:id)."""
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")


def number_of(text: str | None, otherwise: int = 0) -> int:
    """A number in an attribute; what isn't one counts as `otherwise`."""
    try:
        return int(text) if text else otherwise
    except ValueError:
        return otherwise
