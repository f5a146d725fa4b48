"""What a Word document's paragraphs and characters have from their styles, as far as it decides what is shown:
numbers of lists, and hidden text (ECMA-376 part 1, 17.7).
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

Element = BaseOxmlElement
VAL = qn("w:val")
_MOST_BASES = 20
"""Styles that a style is based on, one on the other: a circle ends there."""


def value_of(element: Element | None, path: str) -> str | None:
    """The w:val of the element at that path below another (w:numPr/w:numId); None where there is none."""
    found = element.find("/".join(map(qn, path.split("/")))) if element is not None else None
    return None if found is None else found.get(VAL, "")


def switched_on(element: Element | None, path: str) -> bool | None:
    """Whether the switch at that path is on; None where there is none."""
    value = value_of(element, path)
    return None if value is None else value not in ("0", "false", "off")


class Styles:
    """The styles of a document by their ids; `root` is None where it has none."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall(qn("w:style"))
        self._styles: dict[str, Element] = {style.get(qn("w:styleId"), ""): style for style in found}
        usual = [style for style in found if style.get(qn("w:default")) in ("1", "true", "on")]
        self._usual = {style.get(qn("w:type"), ""): style.get(qn("w:styleId"), "") for style in usual}

    def of_paragraph(self, properties: Element | None) -> str:
        """The id of a paragraph's style; `properties` are its w:pPr."""
        return value_of(properties, "w:pStyle") or self._usual.get("paragraph", "")

    def chain(self, style: str) -> Iterator[Element]:
        """A style, and those that it is based on."""
        for _ in range(_MOST_BASES):
            element = self._styles.get(style)
            if element is None:
                return
            yield element
            style = value_of(element, "w:basedOn") or ""

    def numbering(self, style: str) -> tuple[str, Element] | None:
        """The style in the chain that has a number, and its w:numPr; None where none has."""
        for one in self.chain(style):
            found = one.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                return one.get(qn("w:styleId"), ""), found
        return None

    def hides(self, style: str) -> bool:
        """Whether text in that style is hidden."""
        switches = (switched_on(one, "w:rPr/w:vanish") for one in self.chain(style))
        return bool(next((on for on in switches if on is not None), False))
