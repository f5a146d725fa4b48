"""The lengths that the styles of a style.docx say, with what they inherit: what the layout of pages needs.

Lengths are in points. Where a style says nothing, Word's defaults hold (ECMA-376 part 1, 17.7.2 and 17.3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cplist.core.namespaces import W

TWIPS = 20
"""In a point."""
_GRIDS = ("lines", "linesAndChars", "snapToChars")
"""The kinds of a document grid that hold lines at their places."""
SINGLE = 240
"""A line of single spacing, in the 240ths that Word counts lines in."""
EIGHTHS = 8
"""Of a point: what Word measures lines in."""
LEAST = 0.5
"""The least height of a line and width of a character, whatever a style says."""
TALL = 1.3
"""The height of a line of single spacing as a multiple of the font's size: about that of Chinese fonts in Word."""


@dataclass(frozen=True)
class Measures:
    """One paragraph style. `advance` is the width of a full-width character with its spacing; `first_line` and
    `narrower` are what the first line, and each line, is shorter than the text is wide; `hanging` says whether a
    comma may hang over the margin; `ruled` is the height of a rule below the paragraph, with its distance;
    `two_lines` says whether no line stands alone on a page, `whole` whether all its lines stand on one."""

    size: float = 10
    advance: float = 10
    line: float = 13
    before: float = 0
    after: float = 0
    first_line: float = 0
    narrower: float = 0
    keep_next: bool = False
    contextual: bool = False
    hanging: bool = True
    ruled: float = 0
    two_lines: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Page:
    """A section's text area, in points; `width_twips` is its width in twips, for tables."""

    width: float
    height: float
    width_twips: int


@dataclass(frozen=True)
class CellMargins:
    """The margins of a table's cells, left and right together (`across`), top and bottom together (`down`)."""

    across: float
    down: float


def whole_number(text: str) -> int:
    """A whole number above zero, as lengths are written; 0 for what is none that a page can have."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", text) else 0.0


def paragraph_measures(styles: Element) -> dict[str, Measures]:
    """Each paragraph style's measures, by its id."""
    elements = {element.get(f"{W}styleId", ""): element for element in styles.iter(f"{W}style")}
    defaults = [element for part in ("rPr", "pPr") for element in styles.iter(f"{W}{part}Default")]
    return {
        id_: _measures(_Properties([*_chain(element, elements), *defaults]))
        for id_, element in elements.items()
        if element.get(f"{W}type") == "paragraph"
    }


def cell_margins(styles: Element, id_: str) -> CellMargins:
    """Those of a table style."""
    elements = {element.get(f"{W}styleId", ""): element for element in styles.iter(f"{W}style")}
    chain = list(_chain(elements[id_], elements)) if id_ in elements else []

    def margin(edge: str) -> float:
        found = (element.find(f"{W}tblPr/{W}tblCellMar/{W}{edge}") for element in chain)
        return next((_number(e.get(f"{W}w", "0")) / TWIPS for e in found if e is not None), 0.0)

    return CellMargins(margin("left") + margin("right"), margin("top") + margin("bottom"))


def is_numbered(styles: Element, id_: str) -> bool:
    """Whether Word numbers the paragraphs of a style."""
    elements = {element.get(f"{W}styleId", ""): element for element in styles.iter(f"{W}style")}
    number = _Properties(list(_chain(elements[id_], elements))).value("pPr/numPr/numId")
    return number not in (None, "0")


def page_of(section: Mapping[str, Mapping[str, str]]) -> Page:
    """The text area of a section: of a sectPr's children, by name, their attributes."""

    def length(name: str, element: str) -> int:
        return whole_number(section.get(element, {}).get(name, "").removeprefix("-"))

    width = length("w", "pgSz") - length("left", "pgMar") - length("right", "pgMar") - length("gutter", "pgMar")
    height = length("h", "pgSz") - length("top", "pgMar") - length("bottom", "pgMar")
    if section.get("docGrid", {}).get("type") in _GRIDS:
        height -= height % (length("linePitch", "docGrid") or 1)  # LibreOffice has whole lines of the grid only
    return Page(width / TWIPS, height / TWIPS, width)


def _chain(element: Element, elements: Mapping[str, Element]) -> Iterator[Element]:
    """A style and those that it is based on, the nearest first; a style that comes again ends it."""
    seen: set[str] = set()
    current: Element | None = element
    while current is not None and (id_ := current.get(f"{W}styleId", "")) not in seen:
        seen.add(id_)
        yield current
        based_on = current.find(f"{W}basedOn")
        current = elements.get(based_on.get(f"{W}val", "")) if based_on is not None else None


class _Properties:
    """The properties of a style and of those that it inherits from; the nearest one that says something counts."""

    def __init__(self, chain: list[Element]) -> None:
        self.chain = chain

    def value(self, path: str, attribute: str = "val") -> str | None:
        name = "/".join(f"{W}{part}" for part in path.split("/"))
        for element in self.chain:
            found = next(element.iterfind(f".//{name}"), None)
            if found is not None and (value := found.get(f"{W}{attribute}")) is not None:
                return value
        return None

    def number(self, path: str, attribute: str = "val") -> float:
        return _number(self.value(path, attribute) or "")

    def switch(self, path: str, *, default: bool = False) -> bool:
        name = "/".join(f"{W}{part}" for part in path.split("/"))
        for element in self.chain:
            found = next(element.iterfind(f".//{name}"), None)
            if found is not None:
                return found.get(f"{W}val", "1") not in ("0", "false", "off")
        return default


def _measures(style: _Properties) -> Measures:
    size = style.number("rPr/sz") / 2 or 10
    advance = max(LEAST, size + style.number("rPr/spacing") / TWIPS)
    line = abs(style.number("pPr/spacing", "line")) or SINGLE
    exact = style.value("pPr/spacing", "lineRule") in ("exact", "atLeast")
    return Measures(
        size=size,
        advance=advance,
        line=max(LEAST, line / TWIPS if exact else line / SINGLE * size * TALL),
        before=style.number("pPr/spacing", "before") / TWIPS,
        after=style.number("pPr/spacing", "after") / TWIPS,
        first_line=_indent(style, size, "firstLine") - _indent(style, size, "hanging"),
        narrower=_indent(style, size, "left") + _indent(style, size, "right"),
        keep_next=style.switch("pPr/keepNext"),
        contextual=style.switch("pPr/contextualSpacing"),
        ruled=style.number("pPr/pBdr/bottom", "space") + style.number("pPr/pBdr/bottom", "sz") / EIGHTHS,
        hanging=style.switch("pPr/overflowPunct", default=True),
        two_lines=style.switch("pPr/widowControl", default=True),
        whole=style.switch("pPr/keepLines"),
    )


def _indent(style: _Properties, size: float, name: str) -> float:
    """An indent, from hundredths of a character where the style has them, else from twips (17.3.1.12)."""
    characters = style.number("pPr/ind", f"{name}Chars") / 100 * size
    return characters or style.number("pPr/ind", name) / TWIPS
