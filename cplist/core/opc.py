"""Office's packages (ECMA-376 part 2, Open Packaging Conventions): a zip archive of parts, with a list of their
content types and relationships that lead from one part to another. Read with care, written without a clock.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from cplist.core.namespaces import PACKAGE
from cplist.core.xml_reading import tree
from cplist.core.xml_text import DECLARATION, escaped

LARGEST = 100_000_000
"""Bytes of all parts together, unpacked; a document or a workbook of cplist has two or three million."""
UNREADABLE = (
    *(LookupError, ValueError, OSError, EOFError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error, ParseError, ExpatError),
)
"""What the reading of a damaged package raises."""
CONTENT_TYPES = "[Content_Types].xml"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Parts = Mapping[str, bytes]
"""The parts of a package by name, as word/document.xml."""


# the archive


def zipped(parts: Parts | Iterable[tuple[str, bytes]], mode: int = 0o644) -> bytes:
    """A zip archive of those parts in that order: the same parts give the same bytes, on any system. `mode` are
    the permissions that Unix gives to the parts, should somebody unpack them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, mode << 16
            archive.writestr(info, content)
    return stream.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The parts of a zip archive, in its order. Raises ValueError for more than LARGEST bytes and for what Office
    doesn't pack so, BadZipFile and others (UNREADABLE) for a damaged archive or none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(part.compress_type not in _PACKED for part in archive.infolist()):
            raise ValueError("neither stored nor deflated")
        if sum(part.file_size for part in archive.infolist()) > LARGEST:
            raise ValueError(f"unpacked more than {LARGEST} bytes")
        return {name: archive.read(name) for name in archive.namelist()}


# relationships


@dataclass(frozen=True)
class Relationship:
    """From a part (or the package) to another part, by its name, or to a place outside, as it is written."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of its type: styles, image, hyperlink …"""
        return self.type.rpartition("/")[2]


def relationships_part(source: str) -> str:
    """The name of the part with the relationships of another one ("": of the package)."""
    folder, _, name = source.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships_of(parts: Parts, source: str) -> list[Relationship]:
    """Where a part (or the package, "") leads."""
    content = parts.get(relationships_part(source))
    return [] if content is None else [_relationship(element.attrib, source) for element in tree(content)]


def _relationship(attributes: Mapping[str, str], source: str) -> Relationship:
    target, external = attributes.get("Target", ""), attributes.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
    return Relationship(attributes.get("Id", ""), attributes.get("Type", ""), target, external)


def relationships_xml(relationships: Iterable[Relationship], source: str | None = None) -> bytes:
    """A part of relationships. Targets below the folder of `source` ("": the package) are named from there, others,
    and all where no source is given, from the root."""
    folder = None if source is None else source[: source.rfind("/") + 1]
    listed = "".join(
        f'<Relationship Id="{escaped(one.id)}" Type="{escaped(one.type)}" Target="{escaped(_seen(one, folder))}"'
        + (' TargetMode="External"/>' if one.external else "/>")
        for one in relationships
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'.encode()


def _seen(one: Relationship, folder: str | None) -> str:
    if one.external:
        return one.target
    below = folder is not None and one.target.startswith(folder)
    return one.target.removeprefix(folder or "") if below else f"/{one.target}"


# content types


@dataclass(frozen=True)
class ContentTypes:
    """What each part holds: `overrides` by its name, else `defaults` by the end of its name, in small letters."""

    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    @classmethod
    def of(cls, parts: Parts) -> ContentTypes:
        """The content types of a package. Raises KeyError where it has no list of them."""
        entries = [(element.attrib, element.get("ContentType", "")) for element in tree(parts[CONTENT_TYPES])]
        return cls(
            {one["Extension"].casefold(): kind for one, kind in entries if one.get("Extension")},
            {one["PartName"].removeprefix("/"): kind for one, kind in entries if one.get("PartName")},
        )

    def of_part(self, name: str) -> str:
        """The content type of a part; "" where the package doesn't say."""
        return self.overrides.get(name) or self.defaults.get(name.rpartition(".")[2].casefold(), "")

    def xml(self) -> bytes:
        """The part with the list of content types."""
        listed = "".join(
            f'<Default Extension="{escaped(extension)}" ContentType="{escaped(kind)}"/>'
            for extension, kind in self.defaults.items()
        )
        listed += "".join(override_xml(name, kind) for name, kind in self.overrides.items())
        return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{listed}</Types>'.encode()


def override_xml(name: str, kind: str) -> str:
    """The entry of a part in the list of content types."""
    return f'<Override PartName="/{escaped(name)}" ContentType="{escaped(kind)}"/>'
