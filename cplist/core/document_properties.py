"""What a document or a workbook says of itself: the parts core.xml and custom.xml of its docProps (ECMA-376 part 2,
clause 11, and part 1, 22.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cplist.core.namespaces import OFFICE, PACKAGE
from cplist.core.opc import UNREADABLE, Parts, relationships_of
from cplist.core.xml_reading import Element, tree
from cplist.core.xml_text import DECLARATION, escaped

CUSTOM = "docProps/custom.xml"
OURS = "cplist"
"""How the names of custom properties begin that the program gives."""
WRITTEN = ("title", "subject", "creator")
"""What the program says of a document itself."""
_TERMS = {"description": "dc", "identifier": "dc", "keywords": "cp", "category": "cp", "contentStatus": "cp"}
"""What else a person can say, and the prefix that it has."""
_AS_EACH_LIKES = frozenset(
    (
        *("created", "modified", "lastModifiedBy", "revision", "lastPrinted", "language", "version"),
        *(
            "Application",
            "AppVersion",
            "DocSecurity",
            "ScaleCrop",
            "HeadingPairs",
            "TitlesOfParts",
            "LinksUpToDate",
        ),
        *("SharedDoc", "HyperlinksChanged", "Template", "TotalTime", "Company", "DigSig", "HLinks"),
        *("Pages", "Words", "Characters", "CharactersWithSpaces", "Lines", "Paragraphs", "PresentationFormat"),
    )
)
"""What programs say by themselves when they save."""
_TYPES = re.compile("lpwstr|lpstr|bstr|bool|i1|i2|i4|i8|ui1|ui2|ui4|ui8|int|uint|r4|r8|decimal|filetime|date")


@dataclass(frozen=True)
class Said:
    """What a person said of a document, beside what the program says: the core properties, those of the program
    (custom.xml), the extended ones (app.xml), by their names."""

    core: Mapping[str, str] = field(default_factory=dict)
    custom: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    extended: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SavedBy:
    """What a file says of who saved it last: a name, a moment (ISO 8601), a program; "" for what it doesn't say.
    Anybody may have written anything there."""

    name: str = ""
    moment: str = ""
    program: str = ""


def saved_by(parts: Parts) -> SavedBy:
    """Who saved a package last, as it says; nothing where that can't be read."""
    core, extended = (
        {_local(one): "".join(one.itertext()).strip() for one in _listed(parts, kind)}
        for kind in ("core-properties", "extended-properties")
    )
    return SavedBy(core.get("lastModifiedBy", ""), core.get("modified", ""), extended.get("Application", ""))


def said_of(parts: Parts) -> Said:
    """What is said of a package; nothing where that can't be read. Of custom properties the type and the value,
    without the program's own."""
    core, extended = (_texts(parts, kind) for kind in ("core-properties", "extended-properties"))
    custom = {}
    for one in _listed(parts, "custom-properties"):
        name, value = one.get("name", ""), next(iter(one), None)
        if value is not None and name and not name.startswith(OURS):
            custom[name] = (_local(value), "".join(value.itertext()).strip())
    return Said(core, custom, extended)


def _texts(parts: Parts, kind: str) -> dict[str, str]:
    texts = {_local(one): "".join(one.itertext()).strip() for one in _listed(parts, kind)}
    return {name: text for name, text in texts.items() if text and name not in _AS_EACH_LIKES}


def _listed(parts: Parts, kind: str) -> list[Element]:
    """The children of the part of that kind to which a package leads."""
    try:
        target = next((one.target for one in relationships_of(parts, "") if one.kind == kind), "")
        return list(tree(parts[target])) if target in parts else []
    except UNREADABLE:
        return []


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def custom_properties_of(parts: Parts) -> dict[str, str]:
    """The custom properties of a package, whatever their types, as text; raises as xml_reading.tree."""
    part = parts.get(CUSTOM)
    return {} if part is None else {one.get("name", ""): "".join(one.itertext()).strip() for one in tree(part)}


def custom_properties(values: Mapping[str, str], said: Said | None = None) -> str:
    """The part docProps/custom.xml with those text properties, and with those that a person added."""
    typed = {name: ("lpwstr", value) for name, value in values.items()}
    typed |= {n: one for n, one in (said.custom if said else {}).items() if _TYPES.fullmatch(one[0])}
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{escaped(name)}">'
        f"<vt:{type_}>{escaped(value)}</vt:{type_}></property>"
        for number, (name, (type_, value)) in enumerate(typed.items(), 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{OFFICE}/custom-properties" '
        f'xmlns:vt="{OFFICE}/docPropsVTypes">{properties}</Properties>'
    )


def core_properties(title: str, subject: str, author: str, date: str, said: Said | None = None) -> str:
    """The part docProps/core.xml; `date` is an ISO day or "" (no clock is ever asked). What a person said stands
    beside it, and in the place of what the program would say."""
    persons = said.core if said else {}
    title, subject, author = (
        persons.get(name, own) for name, own in zip(WRITTEN, (title, subject, author), strict=True)
    )
    terms = "".join(
        f"<{prefix}:{name}>{escaped(persons[name])}</{prefix}:{name}>"
        for name, prefix in _TERMS.items()
        if name in persons
    )
    moments = "".join(
        f'<dcterms:{kind} xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:{kind}>'
        for kind in ("created", "modified")
        if date
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:subject>{escaped(subject)}</dc:subject>"
        f"<dc:creator>{escaped(author)}</dc:creator>{moments}{terms}<dc:language>zh-CN</dc:language>"
        "</cp:coreProperties>"
    )
