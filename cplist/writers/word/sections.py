"""The two sections of a style.docx, upright and turned, as every document can use them.

A section's properties are a sectPr (ECMA-376 part 1, 17.6.17); a document has one at the end of each section.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cplist.core.namespaces import W
from cplist.core.xml_reading import Span, spans
from cplist.core.xml_text import escaped
from cplist.writers.word.layout.measures import Page, page_of, whole_number

LEAST = 72
"""Points of text area, across and down, that a page must have."""
_SECTION, _CHANGED = f"{W}sectPr", f"{W}sectPrChange"
_REFERENCES = ("headerReference", "footerReference")
_BEFORE_NUMBERS = (
    *(*_REFERENCES, "footnotePr", "endnotePr", "type"),
    *("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType"),
)
"""What the schema has before the numbers of pages."""
_NUMBERS, _BEGINS = "pgNumType", "type"
_SAME_PAGE = ("continuous", "nextColumn")


@dataclass(frozen=True)
class Property:
    """A child of a sectPr: its name and attributes without their namespace, its XML as it stands in the file."""

    name: str
    attributes: Mapping[str, str]
    xml: str

    @classmethod
    def of(cls, name: str, attributes: Mapping[str, str]) -> Property:
        """One without children, written anew."""
        said = "".join(f' w:{key}="{escaped(value)}"' for key, value in attributes.items())
        return cls(name, attributes, f"<w:{name}{said}/>")


@dataclass(frozen=True)
class Section:
    """A sectPr: its start tag and its children, in order."""

    opened: str
    properties: tuple[Property, ...]

    @cached_property
    def xml(self) -> str:
        return f"{self.opened}{''.join(one.xml for one in self.properties)}</w:sectPr>"

    @cached_property
    def page(self) -> Page:
        """Its text area."""
        return page_of({one.name: one.attributes for one in self.properties})

    @property
    def is_turned(self) -> bool:
        size = next((one.attributes for one in self.properties if one.name == "pgSz"), {})
        across, down = (whole_number(size.get(side, "")) for side in ("w", "h"))
        return 0 < down < across

    def counted_from_one(self) -> Section:
        """The section with its pages counted from 1."""
        numbers = [one for one in self.properties if one.name == _NUMBERS]
        new = Property.of(_NUMBERS, {"start": "1", **(numbers[0].attributes if numbers else {})})
        before = sum(one.name in _BEFORE_NUMBERS for one in self.properties)
        rest = [one for one in self.properties if one.name != _NUMBERS]
        return replace(self, properties=(*rest[:before], new, *rest[before:]))

    def without_page_numbers(self) -> Section:
        """The section without its headers and footers."""
        return replace(self, properties=tuple(one for one in self.properties if one.name not in _REFERENCES))


def sections_of(document: bytes) -> tuple[Section | None, Section | None]:
    """The first upright and the first turned section of a document; None for one that isn't there or has no room
    for text."""
    usable = [section for section in _completed(_sections(document)) if _has_room(section)]
    upright = next((section for section in usable if not section.is_turned), None)
    turned = next((section for section in usable if section.is_turned), None)
    return upright and _of_use(upright), turned and _of_use(turned)


def _sections(document: bytes) -> Iterator[Section]:
    """The sections as they stand, without tracked changes."""
    found = spans(document, [_SECTION], deep=True)
    changed = [span for span in found if span.name == _CHANGED]
    for span in found:
        empty = span.inner_end == span.end
        if span.name == _SECTION and not empty and not any(one.start < span.start < one.end for one in changed):
            inside = [one for one in found if span.start < one.start < span.end and one.depth == span.depth + 1]
            properties = tuple(_property(document, one) for one in inside if one.name != _CHANGED)
            yield Section(document[span.start : span.inner].decode(), properties)


def _property(document: bytes, span: Span) -> Property:
    attributes = {_local(name): value for name, value in span.attributes.items()}
    return Property(_local(span.name), attributes, document[span.start : span.end].decode())


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _completed(sections: Iterator[Section]) -> Iterator[Section]:
    """Each section with the headers and footers that it has from those before it."""
    known: dict[tuple[str, str], Property] = {}
    for section in sections:
        for one in section.properties:
            if one.name in _REFERENCES:
                known[one.name, one.attributes.get("type", "default")] = one
        others = section.without_page_numbers().properties
        yield replace(section, properties=(*known.values(), *others))


def _has_room(section: Section) -> bool:
    return min(section.page.width, section.page.height) >= LEAST


def _of_use(section: Section) -> Section:
    """Each section begins on a new page and goes on counting."""
    return replace(section, properties=tuple(_settled(section.properties)))


def _settled(properties: Sequence[Property]) -> Iterator[Property]:
    for one in properties:
        if one.name == _NUMBERS and "start" in one.attributes:
            yield Property.of(_NUMBERS, {key: value for key, value in one.attributes.items() if key != "start"})
        elif one.name == _BEGINS and one.attributes.get("val") in _SAME_PAGE:
            yield Property.of(_BEGINS, {"val": "nextPage"})
        else:
            yield one
