"""Looks of any workbook, kept to what the schema of spreadsheets allows (ECMA-376 part 1, 18.8 and 18.18).

Programs that people use write fills without a pattern, font families of 54, colours of three digits; Excel reads
over them, and calls a file damaged that another program copied them into.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from cplist.core.namespaces import S
from cplist.core.xml_reading import Element

_WHOLE, _REAL = re.compile(r"\d{1,9}"), re.compile(r"-?\d{1,5}(?:\.\d+)?(?:[eE]-?\d{1,3})?")
_TRUTH = re.compile(r"0|1|true|false")
_COLOR = {"rgb": re.compile(r"[0-9A-Fa-f]{8}"), "theme": _WHOLE, "indexed": _WHOLE, "auto": _TRUTH, "tint": _REAL}
_EDGE = {
    "style": re.compile(
        "none|thin|medium|dashed|dotted|thick|double|hair|mediumDashed|dashDot|mediumDashDot|dashDotDot"
        "|mediumDashDotDot|slantDashDot"
    )
}
_ALLOWED: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "color": _COLOR, "fgColor": _COLOR, "bgColor": _COLOR,
    "sz": {"val": _REAL}, "family": {"val": re.compile(r"\d|1[0-4]")}, "charset": {"val": _WHOLE},
    "b": {"val": _TRUTH}, "i": {"val": _TRUTH}, "strike": {"val": _TRUTH},
    "u": {"val": re.compile("single|double|singleAccounting|doubleAccounting|none")},
    "vertAlign": {"val": re.compile("baseline|superscript|subscript")},
    "scheme": {"val": re.compile("none|major|minor")},
    "patternFill": {
        "patternType": re.compile(
            "none|solid|mediumGray|darkGray|lightGray|gray125|gray0625"
            "|(?:dark|light)(?:Horizontal|Vertical|Down|Up|Grid|Trellis)"
        )
    },
    **dict.fromkeys(("left", "right", "top", "bottom", "diagonal"), _EDGE),
    **dict.fromkeys(("start", "end", "vertical", "horizontal"), _EDGE),
    "alignment": {
        "horizontal": re.compile("general|left|center|right|fill|justify|centerContinuous|distributed"),
        "vertical": re.compile("top|center|bottom|justify|distributed"),
        "textRotation": re.compile(r"\d{1,2}|1[0-7]\d|180|255"), "indent": _WHOLE, "relativeIndent": _REAL,
        "wrapText": _TRUTH, "justifyLastLine": _TRUTH, "shrinkToFit": _TRUTH, "readingOrder": re.compile("[012]"),
    },
    "xf": dict.fromkeys(("numFmtId", "fontId", "fillId", "borderId", "xfId"), _WHOLE),
}  # fmt: skip
"""By element, what its attributes may be."""


def mend(look: Element) -> None:
    """Take away what isn't allowed, from a look and all within; a fill without a pattern has none."""
    for parent in list(look.iter()):
        for child in list(parent):
            if not _is_allowed(child) and "val" in child.attrib:
                parent.remove(child)
    for element in look.iter():
        allowed = _ALLOWED.get(element.tag.removeprefix(S), {})
        for name in [name for name, value in element.attrib.items() if not _fits(value, allowed.get(name))]:
            del element.attrib[name]
        if element.tag == f"{S}fill" and not len(element):
            ElementTree.SubElement(element, f"{S}patternFill", {"patternType": "none"})


def _is_allowed(element: Element) -> bool:
    allowed = _ALLOWED.get(element.tag.removeprefix(S), {})
    return all(_fits(value, allowed.get(name)) for name, value in element.attrib.items())


def _fits(value: str, allowed: re.Pattern[str] | None) -> bool:
    return allowed is None or allowed.fullmatch(value) is not None
