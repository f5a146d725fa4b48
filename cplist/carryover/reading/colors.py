"""Colours of a workbook's looks as RRGGBB, however a program named them: by their value, by the theme with a tint,
by their number in the old palette (ECMA-376 part 1, 18.8.3 and 18.8.19)."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator

from cplist.carryover.reading.parts import local, number_of
from cplist.core.xml_reading import Element

Theme = tuple[str, ...]
"""The colours of a theme by the numbers that looks have for them: background before text, twice, then others."""
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")


def theme_colors(root: Element | None) -> Theme:
    """The colours of a workbook's theme; none without one."""
    schemes = [] if root is None else [one for one in root.iter() if local(one) == "clrScheme"]
    found = list(_values(schemes[0])) if schemes else []
    return (found[1], found[0], found[3], found[2], *found[4:]) if len(found) > 3 else tuple(found)


def _values(scheme: Element) -> Iterator[str]:
    for entry in scheme:
        yield next((one.get("lastClr", one.get("val", "")) for one in entry), "")


def color_value(color: Element, theme: Theme) -> str:
    """A colour as RRGGBB; "" where it is automatic, or isn't known."""
    if found := _HEX.fullmatch(color.get("rgb", "")):
        return found[1].upper()
    if "theme" in color.attrib:
        number = number_of(color.get("theme"), -1)
        base = theme[number] if 0 <= number < len(theme) else ""
        return _tinted(base, color.get("tint", "0"))
    return _indexed(number_of(color.get("indexed"), -1))


def _tinted(base: str, tint: str) -> str:
    """A colour made darker (tint below 0) or lighter."""
    if not _HEX.fullmatch(base):
        return ""
    try:
        by = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        by = 0.0
    hue, light, strong = colorsys.rgb_to_hls(*(int(base[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = light * (1 + by) if by < 0 else light * (1 - by) + by
    return "".join(f"{round(value * 255):02X}" for value in colorsys.hls_to_rgb(hue, light, strong))


def _indexed(number: int) -> str:
    from openpyxl.styles.colors import COLOR_INDEX

    return COLOR_INDEX[number][2:] if 0 <= number < len(COLOR_INDEX) else ""
