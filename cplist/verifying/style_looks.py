"""How the paragraph styles of a document look: what each has of its own and from those that it is based on, so that
styles which another program wrote anew can be told from styles that somebody changed (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cplist.core.namespaces import STRICT_WORD, WORD, W
from cplist.core.xml_reading import Element, tree

Look = Mapping[str, str]
"""What a style says, by the names in ASKED; of a font's size the half points, of distances the twentieths of a
point."""
_SWITCHES = {"bold": "rPr/b", "italic": "rPr/i", "strike": "rPr/strike"}
_VALUES = {
    "font": ("rPr/rFonts", "eastAsia"),
    "latin": ("rPr/rFonts", "ascii"),
    "size": ("rPr/sz", "val"),
    "color": ("rPr/color", "val"),
    "underline": ("rPr/u", "val"),
    "align": ("pPr/jc", "val"),
    "first_line": ("pPr/ind", "firstLine"),
    "line": ("pPr/spacing", "line"),
    "before": ("pPr/spacing", "before"),
    "after": ("pPr/spacing", "after"),
}
ASKED = (*_VALUES, *_SWITCHES)
SIZES = {"size": 2, "first_line": 20, "line": 20, "before": 20, "after": 20}
"""What is a length → how many of its units make a point."""
_USUAL = {"0", "auto", "none", "left", "start", "both", "000000"}
"""What says the same as nothing, or what programs write for it."""
_MOST_BASES = 20


def style_looks(styles: bytes) -> dict[str, Look]:
    """The paragraph styles of a document's part of styles, by their names. Raises as `xml_reading.tree`."""
    root = tree(styles.replace(STRICT_WORD.encode(), WORD.encode()))
    found = {one.get(f"{W}styleId", ""): one for one in root.findall(f"{W}style")}
    defaults = root.find(f"{W}docDefaults")
    looks: dict[str, Look] = {}
    for style in found.values():
        name = style.find(f"{W}name")
        if style.get(f"{W}type") == "paragraph" and name is not None:
            looks[name.get(f"{W}val", "")] = _look(list(_chain(style, found)), defaults)
    return looks


def _chain(style: Element | None, found: Mapping[str, Element]) -> Iterator[Element]:
    for _ in range(_MOST_BASES):
        if style is None:
            return
        yield style
        base = style.find(f"{W}basedOn")
        style = None if base is None else found.get(base.get(f"{W}val", ""))


def _look(chain: list[Element], defaults: Element | None) -> dict[str, str]:
    """The nearest that is said of each property; nothing where that is what is usual."""
    default = [] if defaults is None else list(defaults)
    look = {}
    for name, (path, attribute) in _VALUES.items():
        said = (one.get(f"{W}{attribute}") for one in _elements(path, chain, default))
        look[name] = next((value for value in said if value is not None), "")
    for name, path in _SWITCHES.items():
        said = (one.get(f"{W}val", "1") for one in _elements(path, chain, default))
        look[name] = "1" if next(said, "0") in ("1", "true", "on") else ""
    return {name: value for name, value in look.items() if value and value not in _USUAL}


def _elements(path: str, chain: list[Element], defaults: list[Element]) -> Iterator[Element]:
    below = "/".join(f"{W}{step}" for step in path.split("/"))
    for one in (*chain, *defaults):
        found = one.find(below)
        if found is not None:
            yield found
