"""What each cell format of a workbook says, as a set of properties: font, fill, border, alignment, number format.

Colours are resolved, so that two programs' ways of naming one are the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from cplist.carryover.inventory.things import local
from cplist.carryover.reading.colors import Theme, color_value
from cplist.carryover.reading.parts import number_of
from cplist.core.xml_reading import Element

Property = tuple[str, str]
"""A property's path (font/b, fill/fgColor, border/left) and its value."""
_TRUE = {"true": "1", "on": "1", "false": "0", "off": "0"}
_MEANINGLESS = frozenset(("font/family", "font/charset", "font/scheme", "fill/bgColor", "alignment/readingOrder"))
"""What every program sets as it likes when it saves: nobody sees the difference, or nobody chose it."""
_BLACK = ("", "000000")
_USUAL = frozenset(
    (
        *(("font/b", "0"), ("font/i", "0"), ("font/strike", "0"), ("font/u", "none")),
        *(("font/color", black) for black in _BLACK),
    )
)
"""What a font is where nothing is said of it."""
_BUILT_IN = {"0": "General", "1": "0", "2": "0.00", "9": "0%", "10": "0.00%", "49": "@", "14": "mm-dd-yy"}


class Looks:
    """The properties of a workbook's cell formats by their numbers; of no styles, or unreadable ones, none."""

    def __init__(self, root: Element | None, theme: Theme = ()) -> None:
        self.root, self.theme = root, theme
        self._known: dict[int, frozenset[Property]] = {}

    def of(self, number: int) -> frozenset[Property]:
        if number not in self._known:
            formats = self._group("cellXfs")
            self._known[number] = frozenset(self._of(formats[number])) if number < len(formats) else frozenset()
        return self._known[number]

    def _of(self, xf: Element) -> Iterator[Property]:
        for attribute, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            items, number = self._group(group), number_of(xf.get(attribute))
            if 0 <= number < len(items):
                yield from (one for one in _flat(items[number], self.theme) if one not in _USUAL)
        for child in xf:
            if local(child) == "alignment":
                wanted = ((f"alignment/{key}", _plain(value)) for key, value in child.attrib.items())
                yield from (one for one in wanted if one[0] not in _MEANINGLESS and one[1] not in ("0", "general"))
        number_format = xf.get("numFmtId", "0")
        yield "number", self._codes.get(number_format) or _BUILT_IN.get(number_format, number_format)

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {one.get("numFmtId", ""): one.get("formatCode", "") for one in self._group("numFmts")}

    def _group(self, name: str) -> list[Element]:
        if self.root is None:
            return []
        return next((list(group) for group in self.root if local(group) == name), [])


def _flat(item: Element, theme: Theme) -> Iterator[Property]:
    """The properties of a font, a fill or a border."""
    if local(item) == "fill":
        yield from _of_fill(item, theme)
        return
    for child in item:
        path = f"{local(item)}/{local(child)}"
        if path in _MEANINGLESS:
            continue
        if local(item) == "border":
            if child.get("style", "none") != "none":
                yield path, child.get("style", "")
        else:
            yield path, color_value(child, theme) if local(child) == "color" else _plain(child.get("val", "1"))


def _of_fill(item: Element, theme: Theme) -> Iterator[Property]:
    for pattern in item:
        kind = pattern.get("patternType", "none")
        if local(pattern) != "patternFill":
            yield f"fill/{local(pattern)}", "1"
        elif kind != "none":
            yield from (
                (f"fill/{local(one)}", color_value(one, theme)) for one in pattern if local(one) == "fgColor"
            )


def _plain(value: str) -> str:
    return _TRUE.get(value.lower(), value)
