"""style.docx as a package of parts: opened with care, and only what a document takes from it kept.

Its text, its comments, its properties, what it says of the computer that it was edited on, and whatever nothing
leads to stay behind. Word, WPS, LibreOffice and Word's web editor name and number the parts each in their way: they
are found by what leads to them.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree

from cplist.core.files import unzipped
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.core.xml_text import DECLARATION, escaped

MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
KEPT = ("styles", "settings", "fontTable", "theme", "numbering", "header", "footer", "footnotes", "endnotes")
"""Relations of the document that a look is made of."""
BELOW = ("image", "font", "hyperlink")
"""What those may lead to: nothing that runs, asks or fetches."""
OF_A_COMPUTER = ("attachedTemplate", "linkStyles", "updateFields", "mailMerge", "docVars", "rsids")
"""Settings that name files of one computer, ask something when a document is opened, or trace its making."""

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PROPERTIES = {
    "core": (f"{_PACKAGE}/relationships/metadata/core-properties",
             "application/vnd.openxmlformats-package.core-properties+xml"),
    "app": (f"{_OFFICE}/relationships/extended-properties",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    "custom": (f"{_OFFICE}/relationships/custom-properties",
               "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
}  # fmt: skip
UNREADABLE = (
    *(LookupError, ValueError, OSError, EOFError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError),
)


@dataclass(frozen=True)
class Package:
    """What documents take from a style.docx: the parts beside the document (`parts`), its XML, and the name of the
    part with its styles."""

    parts: Mapping[str, bytes]
    document: str
    styles: str


class _Relation(NamedTuple):
    """From one part to another, `target`, or to something outside."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


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


def _opened(parts: dict[str, bytes], at: Location) -> Package:
    types = parts.get(TYPES, b"").decode()
    if "macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in parts):
        raise FindingsError([finding("style-macros", at)])
    main = next((link.target for link in _relations(parts, "") if link.kind == "officeDocument"), "")
    if main.rpartition("/")[0] != "word" or main not in parts:
        raise FindingsError([finding("style-not-word", at)])
    if _STRICT in parts[main]:
        raise FindingsError([finding("style-strict", at)])
    links = [link for link in _relations(parts, main) if link.kind in KEPT]
    kept = _kept(parts, links, at)
    styles = next((link.target for link in links if link.kind == "styles"), "word/styles.xml")
    if styles not in kept:
        raise KeyError(styles)
    together = {
        TYPES: _content_types(types, kept).encode(),
        "_rels/.rels": _package_relations().encode(),
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties"/>'.encode(),
        _relations_part(MAIN): _written(links, "word/").encode(),
        **kept,
    }
    return Package(together, _without_doctype(parts[main]), styles)


def _kept(parts: Mapping[str, bytes], links: list[_Relation], at: Location) -> dict[str, bytes]:
    """The parts that the document's relations lead to, with what those need."""
    kept: dict[str, bytes] = {}
    for link in links:
        content = _without_doctype(parts[link.target])
        kept[link.target] = content.encode()
        if link.kind == "settings":
            kept[link.target] = _of_no_computer(content).encode()
            continue
        below = list(_relations(parts, link.target))
        if foreign := [found for found in below if _is_foreign(found)]:
            raise FindingsError([finding("style-object", at, part=link.target, target=foreign[0].target)])
        kept |= {found.target: parts[found.target] for found in below if not found.external}
        if below:
            kept[_relations_part(link.target)] = parts[_relations_part(link.target)]
    return kept


def _is_foreign(link: _Relation) -> bool:
    return link.kind not in BELOW or (link.external and link.kind != "hyperlink")


def _without_doctype(part: bytes) -> str:
    text = part.decode("utf-8-sig")
    if "<!DOCTYPE" in text:
        raise ValueError("<!DOCTYPE")
    return text


def _of_no_computer(settings: str) -> str:
    """Settings without what belongs to the computer that style.docx was edited on."""
    names = "|".join(OF_A_COMPUTER)
    return re.sub(rf"<w:({names})\b(?:[^>]*/>|.*?</w:\1>)", "", settings, flags=re.DOTALL)


# relations and types


def _relations_part(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(parts: Mapping[str, bytes], source: str) -> Iterator[_Relation]:
    """What a part leads to ("": the package itself), targets as names of parts or as they stand."""
    content = parts.get(_relations_part(source))
    if content is None:
        return
    for link in ElementTree.fromstring(_without_doctype(content)):
        target, external = link.get("Target", ""), link.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
        yield _Relation(link.get("Id", ""), link.get("Type", ""), target, external)


def _written(links: list[_Relation], folder: str = "") -> str:
    """A relations part for what is in that folder; what lies below it is named from there."""
    listed = "".join(
        f'<Relationship Id="{escaped(link.id)}" Type="{escaped(link.type)}"'
        f' Target="{escaped(_seen(link, folder))}"/>'
        for link in links
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _seen(link: _Relation, folder: str) -> str:
    return link.target.removeprefix(folder) if link.target.startswith(folder) else f"/{link.target}"


def _package_relations() -> str:
    links = [_Relation("rId1", f"{_OFFICE}/relationships/officeDocument", MAIN, external=False)]
    for number, (name, (type_, _)) in enumerate(_PROPERTIES.items(), 2):
        links.append(_Relation(f"rId{number}", type_, f"docProps/{name}.xml", external=False))
    return _written(links)


def _content_types(types: str, kept: Mapping[str, bytes]) -> str:
    """[Content_Types].xml for the parts that are kept and those that every document has."""
    found = {
        (name or f".{extension.casefold()}"): element.get("ContentType", "")
        for element in ElementTree.fromstring(types)
        if (name := element.get("PartName", "")) or (extension := element.get("Extension", ""))
    }
    defaults = {name: found[name] for name in sorted(found) if name.startswith(".")}
    own = {f"/{MAIN}": _MAIN_TYPE} | {f"/docProps/{name}.xml": type_ for name, (_, type_) in _PROPERTIES.items()}
    overrides = own | {f"/{name}": found[f"/{name}"] for name in kept if f"/{name}" in found}
    listed = [f'<Default Extension="{escaped(n[1:])}" ContentType="{escaped(t)}"/>' for n, t in defaults.items()]
    listed += [f'<Override PartName="{escaped(n)}" ContentType="{escaped(t)}"/>' for n, t in overrides.items()]
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{"".join(listed)}</Types>'
