"""style.docx as a package of parts: opened with care, and only what makes the look of a document kept (look/).

Its text, its comments, its properties, what it says of the computer that it was edited on, and whatever nothing
leads to stay behind; what somebody may miss is named. Word, WPS, LibreOffice and Word's web editor name and number
the parts each in their way: they are found by what leads to them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.core.namespaces import DRAWING, OFFICE, PACKAGE, RELATIONSHIPS, STRICT_WORD, W
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
from cplist.core.xml_reading import tree, without_mark
from cplist.core.xml_text import DECLARATION
from cplist.writers.word.look.reduction import reduced

DOCUMENT = "word/document.xml"
LARGEST_PART, MOST_TAGS = 4_000_000, 200_000
"""Bytes of a part, and how many tags it may have: Word's own largest have a tenth of that."""
_WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ROOTS = {
    **{kind: f"{W}{kind}" for kind in ("styles", "settings", "numbering", "footnotes", "endnotes")},
    "header": f"{W}hdr",
    "footer": f"{W}ftr",
    "fontTable": f"{W}fonts",
    "theme": f"{{{DRAWING}/main}}theme",
}
"""Relationships of the document that a look is made of, with the root elements of the parts that they lead to."""
_BELOW = {
    "image": ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf"),
    "font": ("odttf",),
}
"""What those may lead to, and how such files are called: nothing that runs, asks or fetches."""
_CONTENT_TYPES = {
    **{ending: f"image/{ending}" for ending in ("png", "jpeg", "gif", "bmp", "tiff")},
    "jpg": "image/jpeg",
    "tif": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
_FOREIGN = frozenset(
    ("customXml", "aFChunk", "subDocument", "attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "frame")
)
"""Relationships of the document that are named when they are left out; the others are its text's."""
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
    the name of the part with its styles. `left_out` are the names of what was left out, by the part that had it."""

    parts: Parts
    document: bytes
    styles: str
    left_out: Mapping[str, frozenset[str]]


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
    if large := [name for name, content in parts.items() if _is_too_large(name, content)]:
        raise FindingsError(
            finding("style-too-large", at, part=name, limit=LARGEST_PART, tags=MOST_TAGS) for name in large
        )
    if _has_macros(parts):
        raise FindingsError([finding("style-macros", at)])
    main = next((one.target for one in relationships_of(parts, "") if one.kind == "officeDocument"), "")
    if main.rpartition("/")[0] != "word" or main not in parts:
        raise FindingsError([finding("style-not-word", at)])
    if tree(parts[main]).tag.startswith(f"{{{STRICT_WORD}}}"):
        raise FindingsError([finding("style-strict", at)])
    return _taken(parts, main, at)


def _is_too_large(name: str, content: bytes) -> bool:
    """Whether a part would take too long to parse, or make every document too large."""
    is_xml = name.endswith((".xml", ".rels"))
    return len(content) > LARGEST_PART or (is_xml and content.count(b"<") > MOST_TAGS)


def _taken(parts: Parts, main: str, at: Location) -> Package:
    """The parts that the document's relationships lead to, with what those need, and the document."""
    all_links = relationships_of(parts, main)
    links = [one for one in all_links if _is_of(one, _ROOTS)]
    kept, left_out = dict[str, bytes](), dict[str, frozenset[str]]()
    for link in links:
        below = _below(parts, link, at)
        made = reduced(without_mark(parts[link.target]), _ROOTS[link.kind], _kinds(below))
        kept |= {link.target: made.content} | {one.target: parts[one.target] for one in below}
        if below:
            kept[relationships_part(link.target)] = relationships_xml(below, link.target)
        left_out[link.target] = made.left_out
    document = reduced(without_mark(parts[main]), f"{W}document", _kinds(links))
    left_out[main] = document.left_out | {one.kind for one in all_links if one.kind in _FOREIGN}
    styles = next((one.target for one in links if one.kind == "styles"), "word/styles.xml")
    if styles not in kept:
        raise KeyError(styles)
    together = {
        CONTENT_TYPES: _content_types(links, kept).xml(),
        relationships_part(""): relationships_xml(_package_relationships(), ""),
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="{OFFICE}/extended-properties"/>'.encode(),
        relationships_part(DOCUMENT): relationships_xml(links, DOCUMENT),
        **kept,
    }
    return Package(together, document.content, styles, {name: said for name, said in left_out.items() if said})


def _has_macros(parts: Parts) -> bool:
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        return True
    types = ContentTypes.of(parts) if CONTENT_TYPES in parts else ContentTypes({}, {})
    return any("macroenabled" in kind.lower() for kind in (*types.defaults.values(), *types.overrides.values()))


def _is_of(link: Relationship, kinds: Collection[str]) -> bool:
    """Whether a relationship is one of those kinds, under its full name, and leads to a part of the document's own
    folder."""
    known = link.kind in kinds and link.type == f"{RELATIONSHIPS}/{link.kind}"
    return known and not link.external and link.target.startswith("word/") and link.target != DOCUMENT


def _below(parts: Parts, link: Relationship, at: Location) -> list[Relationship]:
    """What a part that is kept leads to, as far as that is kept. Raises FindingsError for what no document may get:
    objects, pictures from elsewhere."""
    if link.kind == "settings":
        return []
    below = [one for one in relationships_of(parts, link.target) if one.kind != "hyperlink"]
    if foreign := [one for one in below if one.kind not in _BELOW or one.external]:
        raise FindingsError([finding("style-object", at, part=link.target, target=foreign[0].target)])
    return [one for one in below if _is_of(one, _BELOW) and _ending(one.target) in _BELOW[one.kind]]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _kinds(links: Iterable[Relationship]) -> dict[str, str]:
    return {link.id: link.kind for link in links}


def _package_relationships() -> list[Relationship]:
    links = [Relationship("rId1", f"{RELATIONSHIPS}/officeDocument", DOCUMENT)]
    for number, (name, (type_, _)) in enumerate(_PROPERTIES.items(), 2):
        links.append(Relationship(f"rId{number}", type_, f"docProps/{name}.xml"))
    return links


def _content_types(links: Sequence[Relationship], kept: Mapping[str, bytes]) -> ContentTypes:
    """The types of the parts that are kept and of those that every document has: what they are to hold, whatever
    style.docx says of them."""
    own = {DOCUMENT: f"{_WORD_TYPES}.document.main+xml"}
    own |= {f"docProps/{name}.xml": type_ for name, (_, type_) in _PROPERTIES.items()}
    endings = sorted({"rels", "xml", *map(_ending, kept)})
    return ContentTypes({ending: _CONTENT_TYPES[ending] for ending in endings}, own | dict(map(_type_of, links)))


def _type_of(link: Relationship) -> tuple[str, str]:
    """A part, and what it is to hold."""
    theme = "application/vnd.openxmlformats-officedocument.theme+xml"
    return link.target, theme if link.kind == "theme" else f"{_WORD_TYPES}.{link.kind}+xml"
