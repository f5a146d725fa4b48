"""style.docx as a package of parts: opened with care, and only what a document takes from it kept.

Its text, its comments, its properties, what it says of the computer that it was edited on, and whatever nothing
leads to stay behind. Word, WPS, LibreOffice and Word's web editor name and number the parts each in their way: they
are found by what leads to them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.core.namespaces import OFFICE, PACKAGE, RELATIONSHIPS, STRICT_WORD, W
from cplist.core.opc import (
    CONTENT_TYPES,
    UNREADABLE,
    ContentTypes,
    Parts,
    Relationship,
    relationships_of,
    relationships_part,
    relationships_xml,
    unzipped,
)
from cplist.core.xml_reading import tree, without, without_mark
from cplist.core.xml_text import DECLARATION

DOCUMENT = "word/document.xml"
KEPT = ("styles", "settings", "fontTable", "theme", "numbering", "header", "footer", "footnotes", "endnotes")
"""Relationships of the document that a look is made of."""
BELOW = ("image", "font", "hyperlink")
"""What those may lead to: nothing that runs, asks or fetches."""
OF_A_COMPUTER = ("attachedTemplate", "linkStyles", "updateFields", "mailMerge", "docVars", "rsids")
"""Settings that name files of one computer, ask something when a document is opened, or trace its making."""
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PROPERTIES = {
    "core": (f"{PACKAGE}/relationships/metadata/core-properties",
             "application/vnd.openxmlformats-package.core-properties+xml"),
    "app": (f"{RELATIONSHIPS}/extended-properties",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    "custom": (f"{RELATIONSHIPS}/custom-properties",
               "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
}  # fmt: skip


@dataclass(frozen=True)
class Package:
    """What documents take from a style.docx: the parts beside the document (`parts`), the document's own XML, and
    the name of the part with its styles."""

    parts: Parts
    document: bytes
    styles: str


def package_of(style: bytes, file: str) -> Package:
    """Open a style.docx. `file` names it in findings; raises FindingsError where it is no Word file, is damaged, or
    has what no document may get from it: macros, links to files elsewhere, embedded objects."""
    at = Location(file)
    if not zipfile.is_zipfile(io.BytesIO(style)):
        raise FindingsError([finding("style-not-word", at)])
    try:
        return _opened(unzipped(style), at)
    except UNREADABLE as error:
        raise FindingsError([damaged(error, at)]) from error


def damaged(error: Exception, at: Location) -> Finding:
    """What is wrong with a style.docx that can't be read."""
    return finding("style-invalid", at, problem=f"{type(error).__name__}: {error}".removesuffix(": "))


def _opened(parts: Parts, at: Location) -> Package:
    if _has_macros(parts):
        raise FindingsError([finding("style-macros", at)])
    main = next((one.target for one in relationships_of(parts, "") if one.kind == "officeDocument"), "")
    if main.rpartition("/")[0] != "word" or main not in parts:
        raise FindingsError([finding("style-not-word", at)])
    if tree(parts[main]).tag.startswith(f"{{{STRICT_WORD}}}"):
        raise FindingsError([finding("style-strict", at)])
    links = [one for one in relationships_of(parts, main) if one.kind in KEPT]
    kept = _kept(parts, links, at)
    styles = next((one.target for one in links if one.kind == "styles"), "word/styles.xml")
    if styles not in kept:
        raise KeyError(styles)
    together = {
        CONTENT_TYPES: _content_types(parts, kept).xml(),
        relationships_part(""): relationships_xml(_package_relationships(), ""),
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties"/>'.encode(),
        relationships_part(DOCUMENT): relationships_xml(links, DOCUMENT),
        **kept,
    }
    return Package(together, without_mark(parts[main]), styles)


def _has_macros(parts: Parts) -> bool:
    if any(name.endswith("vbaProject.bin") for name in parts):
        return True
    types = ContentTypes.of(parts) if CONTENT_TYPES in parts else ContentTypes({}, {})
    return any("macroEnabled" in kind for kind in (*types.defaults.values(), *types.overrides.values()))


def _kept(parts: Parts, links: Sequence[Relationship], at: Location) -> dict[str, bytes]:
    """The parts that the document's relationships lead to, with what those need."""
    kept: dict[str, bytes] = {}
    for link in links:
        kept[link.target] = _checked(parts[link.target])
        if link.kind == "settings":
            kept[link.target] = without(kept[link.target], [f"{W}{name}" for name in OF_A_COMPUTER])
            continue
        below = relationships_of(parts, link.target)
        if foreign := [found for found in below if _is_foreign(found)]:
            raise FindingsError([finding("style-object", at, part=link.target, target=foreign[0].target)])
        kept |= {found.target: parts[found.target] for found in below if not found.external}
        if below:
            kept[relationships_part(link.target)] = parts[relationships_part(link.target)]
    return kept


def _is_foreign(link: Relationship) -> bool:
    return link.kind not in BELOW or (link.external and link.kind != "hyperlink")


def _checked(part: bytes) -> bytes:
    """A part that is well-formed XML in UTF-8, without a document type."""
    bare = without_mark(part)
    bare.decode("utf-8")
    tree(bare)
    return bare


def _package_relationships() -> list[Relationship]:
    links = [Relationship("rId1", f"{RELATIONSHIPS}/officeDocument", DOCUMENT)]
    for number, (name, (type_, _)) in enumerate(_PROPERTIES.items(), 2):
        links.append(Relationship(f"rId{number}", type_, f"docProps/{name}.xml"))
    return links


def _content_types(parts: Parts, kept: Mapping[str, bytes]) -> ContentTypes:
    """The types of the parts that are kept and of those that every document has."""
    types = ContentTypes.of(parts)
    own = {DOCUMENT: _MAIN_TYPE} | {f"docProps/{name}.xml": type_ for name, (_, type_) in _PROPERTIES.items()}
    overrides = own | {name: types.overrides[name] for name in kept if name in types.overrides}
    return ContentTypes(dict(sorted(types.defaults.items())), overrides)
