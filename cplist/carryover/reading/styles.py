"""What cells look like, as far as it can be read: a look that can't be is none, and costs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from cplist.carryover.grid import CellLook
from cplist.carryover.reading.colors import Theme, color_value, theme_colors
from cplist.carryover.reading.number_formats import BUILT_IN, GENERAL
from cplist.carryover.reading.parts import WorkbookParts, local, named, number_of
from cplist.core.xml_reading import Element

Style = tuple[int, int, int]
"""The numbers of a cell's font, of its fill and of its number format."""
PLAIN: Style = (0, 0, 0)
_FALSE = ("0", "false", "off", "none")


@dataclass(frozen=True)
class Styles:
    """The looks of a workbook: fonts and fills by their numbers (only what they say of a look), the number formats
    that it defines, and the styles of cells."""

    fonts: tuple[CellLook, ...] = ()
    fills: tuple[CellLook, ...] = ()
    formats: Mapping[int, str] = field(default_factory=dict)
    cells: tuple[Style, ...] = ()

    def style(self, number: int) -> Style:
        """The style with that number; a plain one where there is none."""
        return self.cells[number] if 0 <= number < len(self.cells) else PLAIN

    def number_format(self, style: Style) -> str:
        """The code of a style's number format."""
        number = style[2]
        return self.formats.get(number) or BUILT_IN.get(number, GENERAL)

    def look(self, style: Style) -> CellLook:
        """How cells of a style look."""
        font, fill = _at(self.fonts, style[0]), _at(self.fills, style[1])
        return replace(font, fill=fill.fill, number=self.number_format(style))

    def differs(self, style: Style, usual: Style) -> CellLook | None:
        """How cells of a style look unlike those of another one; None if they look alike."""
        own, others = self.look(style), self.look(usual)
        look = CellLook(
            fill=own.fill if own.fill != others.fill else "",
            color=own.color if own.color != others.color else "",
            bold=own.bold and not others.bold,
            number=own.number if own.number != others.number else "",
            italic=own.italic and not others.italic,
            strike=own.strike and not others.strike,
            underline=own.underline and not others.underline,
        )
        return look if look != CellLook() else None


def _at(looks: tuple[CellLook, ...], number: int) -> CellLook:
    return looks[number] if 0 <= number < len(looks) else CellLook()


def read_styles(workbook: WorkbookParts) -> Styles:
    """The looks of a workbook; none where their part can't be read."""
    root = workbook.tree_if_readable(workbook.lead_of(workbook.workbook, "styles") or "xl/styles.xml")
    if root is None:
        return Styles()
    theme = theme_colors(workbook.tree_if_readable(workbook.lead_of(workbook.workbook, "theme")))
    return Styles(
        fonts=tuple(_font(one, theme) for one in _items(root, "fonts", "font")),
        fills=tuple(_fill(one, theme) for one in _items(root, "fills", "fill")),
        formats=dict(_formats(root)),
        cells=tuple(map(_style, _items(root, "cellXfs", "xf"))),
    )


def _items(root: Element, group: str, name: str) -> Iterator[Element]:
    return (item for one in named(root, group) for item in named(one, name))


def _style(xf: Element) -> Style:
    font, fill, number = (number_of(xf.get(name)) for name in ("fontId", "fillId", "numFmtId"))
    return font, fill, number


def _formats(root: Element) -> Iterator[tuple[int, str]]:
    """Formats that the workbook defines; those with the numbers of built-in ones as well, as some programs do."""
    for one in _items(root, "numFmts", "numFmt"):
        number, code = number_of(one.get("numFmtId"), -1), one.get("formatCode", "")
        if code:
            yield number, code


def _font(element: Element, theme: Theme) -> CellLook:
    color = next((color_value(one, theme) for one in named(element, "color")), "")
    bold, italic, strike, underline = (_is_on(element, name) for name in ("b", "i", "strike", "u"))
    return CellLook(color=color, bold=bold, italic=italic, strike=strike, underline=underline)


def _is_on(element: Element, name: str) -> bool:
    return any(one.get("val", "1").lower() not in _FALSE for one in named(element, name))


def _fill(element: Element, theme: Theme) -> CellLook:
    for pattern in (one for one in element if local(one) == "patternFill"):
        if pattern.get("patternType") == "solid":
            return CellLook(fill=next((color_value(one, theme) for one in named(pattern, "fgColor")), ""))
    return CellLook()
