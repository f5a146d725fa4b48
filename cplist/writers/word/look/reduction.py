"""A part of a style.docx → the same part with nothing in it but what makes the look.

The part is parsed, and what isn't on the lists (names.py) is cut out where the parser says that it stands; all else
stays to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cplist.core.namespaces import R, W
from cplist.core.xml_reading import Span, spans, spliced, start_tag_without, tree
from cplist.writers.word.look.fields import INSTRUCTION, MARK, field_name, fields_left_out, plain_name
from cplist.writers.word.look.names import (
    ELEMENTS,
    GRAPHICS,
    IN_WHAT_IS_LEFT_OUT,
    LEADING,
    MARKUP,
    OF,
    TAGS_ONLY,
    VML_ATTRIBUTES,
    WORTH_NO_WORD,
    A,
    V,
)

DEEPEST = 100
"""Elements in elements; Word's own documents have thirty or forty."""
BODY, SECTION, SIMPLE = f"{W}body", f"{W}sectPr", f"{W}fldSimple"
NOTES = (f"{W}footnote", f"{W}endnote")
XML = "{http://www.w3.org/XML/1998/namespace}"
_OF_VML = (V, OF)
_WHOLE = ("Ignorable", "Requires")
_LEADS_AWAY = frozenset(("href", "src", "althref", "link", "pict", "relid", "target"))
"""Attributes that are worth a word when they are left out."""
_MICROSOFT = "{http://schemas.microsoft.com/office/word/"


@dataclass(frozen=True)
class Reduced:
    """A part, and the names of what was left out of it: elements, attributes that lead elsewhere, fields."""

    content: bytes
    left_out: frozenset[str]


def reduced(content: bytes, root: str, targets: Mapping[str, str] | None = None) -> Reduced:
    """What makes the look of a part whose root element must be that. `targets` are the kinds of the relationships
    that are kept, by their ids. Of a document's text only what its sections say counts. Raises ValueError for
    another root, a document type, another encoding, elements too deep in each other; ExpatError for no XML."""
    elements = spans(content, [root], deep=True)
    if not elements or elements[0].depth or elements[0].name != root:
        raise ValueError(f"no {local(root)}")
    if any(element.depth > DEEPEST for element in elements):
        raise ValueError(f"more than {DEEPEST} elements in each other")
    reduction = _Reduction(content, _that_count(elements), targets or {})
    changes = list(reduction.changes())
    return Reduced(spliced(content, changes), frozenset(reduction.left_out))


def _that_count(elements: Sequence[Span]) -> list[Span]:
    """All elements of a part but its root; of a document's body only the sections, with what is in them."""
    body = next((element for element in elements if element.name == BODY), None)
    if body is None:
        return list(elements[1:])
    section_ends, found = 0, []
    for element in elements[1:]:
        if element.name == SECTION:
            section_ends = max(section_ends, element.end)
        if element.start < section_ends or not body.start <= element.start < body.end:
            found.append(element)
    return found


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


OFF = ("false", "off")
"""Values of an element that says that something is not so, as LibreOffice writes: nothing is left out with it."""
Change = tuple[int, int, bytes]


class _Reduction:
    """Goes through the elements of one part."""

    def __init__(self, content: bytes, elements: Sequence[Span], targets: Mapping[str, str]) -> None:
        self.content, self.elements, self.targets = content, elements, targets
        self.left_out: set[str] = set()

    def _fields(self) -> frozenset[int]:
        """The elements of fields that are left out."""
        if not any(element.name in (MARK, INSTRUCTION) for element in self.elements):
            return frozenset()
        texts = [self._text(element) if element.name == INSTRUCTION else "" for element in self.elements]
        found = fields_left_out(self.elements, texts)
        self.left_out |= found.names
        return found.elements

    def _text(self, element: Span) -> str:
        """The text of an element that has no others."""
        inner = self.content[element.inner : element.inner_end]
        return "".join(tree(b"<t>" + inner + b"</t>").itertext()) if inner else ""

    def changes(self) -> Iterator[Change]:
        """What is cut, and which start tags are written anew."""
        fields, gone = self._fields(), 0
        for number, element in enumerate(self.elements):
            if element.start < gone:
                if local(element.name) in IN_WHAT_IS_LEFT_OUT:
                    self.left_out.add(local(element.name))
            elif number in fields or not self._stays(element):
                gone = element.end
                yield element.start, element.end, b""
            elif element.name in TAGS_ONLY or (element.name == SIMPLE and not self._is_plain(element)):
                yield from self._tags(element)
            elif taken := self._attributes(element):
                tag = self.content[element.start : element.inner]
                yield element.start, element.inner, start_tag_without(tag, taken)

    def _stays(self, element: Span) -> bool:
        """Whether an element stays, or at least what is in it; one that doesn't is named."""
        known = element.name in ELEMENTS or element.name in TAGS_ONLY
        if known and not self._is_a_note(element) and self._is_a_graphic(element) and self._leads(element):
            if element.name in TAGS_ONLY and element.name not in WORTH_NO_WORD:
                self.left_out.add(local(element.name))
            return True
        if element.name not in WORTH_NO_WORD and element.attributes.get(f"{W}val") not in OFF:
            self.left_out.add(local(element.name))
        return False

    @staticmethod
    def _is_a_note(element: Span) -> bool:
        """Whether it is a footnote of the text, which stays behind; the lines above them have a type."""
        return element.name in NOTES and element.attributes.get(f"{W}type", "normal") == "normal"

    @staticmethod
    def _is_a_graphic(element: Span) -> bool:
        return element.name != f"{A}graphicData" or element.attributes.get("uri") in GRAPHICS

    def _leads(self, element: Span) -> bool:
        """Whether what an element is for, if that is to lead to another part, is kept."""
        if element.name not in _LEADERS:
            return True
        attribute = _LEADERS[element.name]
        wanted = LEADING[element.name, attribute]
        return self.targets.get(element.attributes.get(attribute, "")) == wanted

    def _is_plain(self, element: Span) -> bool:
        instruction = element.attributes.get(f"{W}instr", "")
        if plain_name(instruction):
            return True
        self.left_out.add(field_name(instruction))
        return False

    def _tags(self, element: Span) -> Iterator[Change]:
        if element.inner_end == element.end:
            yield element.start, element.end, b""
        else:
            yield element.start, element.inner, b""
            yield element.inner_end, element.end, b""

    def _attributes(self, element: Span) -> list[int]:
        """The numbers of the attributes that don't stay."""
        taken = []
        for number, (name, value) in enumerate(element.attributes.items()):
            if not self._attribute_stays(element.name, name, value):
                taken.append(number)
                if local(name) in _LEADS_AWAY or name.startswith(R):
                    self.left_out.add(f"{local(element.name)}/{local(name)}")
        return taken

    def _attribute_stays(self, element: str, name: str, value: str) -> bool:
        space = name[: -len(local(name))]
        if space == R:
            return (element, name) in LEADING and self.targets.get(value) == LEADING[element, name]
        if element.startswith(_OF_VML):
            return local(name) in VML_ATTRIBUTES and space in ("", *_OF_VML) and "url(" not in value.lower()
        if space == MARKUP:
            return local(name) in _WHOLE
        return space in ("", W) or space.startswith(_MICROSOFT) or name == f"{XML}space"


_LEADERS = {
    element: attribute
    for element, attribute in LEADING
    if local(element).endswith(("Reference", "Regular", "Bold", "Italic")) or local(element) == "imagedata"
}
"""Elements that are nothing without the part that they lead to."""
