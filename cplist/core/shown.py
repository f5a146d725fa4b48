"""How a sheet is shown and printed (zoom, panes, paper, what stands at the top of a page), as plain properties.

Only what a person chose is told: what every program writes as it likes when it saves (selected cells, printers,
heights of rows), and what is so where nothing is said (ECMA-376 part 1, 18.3.1), is left out. An attribute that
nobody has heard of is a property as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cplist.core.xml_reading import Element

Properties = Mapping[str, str]
"""By the name of an element and of its attribute (sheetView/zoomScale, pageMargins/left), or, for a text, of the
element (oddHeader): the value."""
GROUPS = frozenset(
    (
        *("sheetPr", "sheetViews", "sheetFormatPr", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
        *("colBreaks", "rowBreaks"),
    )
)
"""Elements of a sheet that are read here; its columns are read with its cells."""
OF_THE_PACK = re.compile(
    "(?:pane|pageMargins|tabColor)/.*|pageSetup/(?:orientation|paperSize|fitTo.*)|oddHeader|oddFooter"
)
"""What the program sets by itself: a person's is what it hadn't set so."""
FITS = "pageSetUpPr/fitToPage"
ROW_BREAKS = "rowBreaks"
"""How many page ends somebody put between rows; rows move, so their numbers say nothing."""
_AS_EACH_LIKES: Mapping[str, frozenset[str]] = {
    "sheetPr": frozenset(("codeName", "filterMode", "syncRef", "syncHorizontal", "syncVertical")),
    "sheetView": frozenset(
        (
            *("tabSelected", "topLeftCell", "colorId", "workbookViewId", "windowProtection", "defaultGridColor"),
            *("zoomScaleNormal", "zoomScaleSheetLayoutView", "zoomScalePageLayoutView", "zoomToFit"),
        )
    ),
    "pane": frozenset(("topLeftCell", "activePane")),
    "sheetFormatPr": frozenset(
        (
            *("baseColWidth", "defaultColWidth", "defaultRowHeight", "customHeight", "outlineLevelRow"),
            *("outlineLevelCol", "thickTop", "thickBottom"),
        )
    ),
    "pageSetup": frozenset(
        ("horizontalDpi", "verticalDpi", "copies", "usePrinterDefaults", "paperHeight", "paperWidth", "paperUnits")
    ),
}
"""Attributes, by their elements, that say what a program or a printer is like, or where somebody last looked."""
_UNSAID: Mapping[str, Mapping[str, str]] = {
    "sheetPr": {"enableFormatConditionsCalculation": "1", "published": "1"},
    "outlinePr": {"summaryBelow": "1", "summaryRight": "1", "showOutlineSymbols": "1"},
    "pageSetUpPr": {"autoPageBreaks": "1"},
    "sheetView": {
        **dict.fromkeys(("showGridLines", "showRowColHeaders", "showZeros", "showRuler"), "1"),
        **dict.fromkeys(("showOutlineSymbols", "showWhiteSpace"), "1"),
        "view": "normal",
        "zoomScale": "100",
    },
    "pane": {"state": "split"},
    "printOptions": {"gridLinesSet": "1"},
    "pageSetup": {
        "scale": "100",
        "fitToWidth": "1",
        "fitToHeight": "1",
        "pageOrder": "downThenOver",
        "cellComments": "none",
        "errors": "displayed",
        "orientation": "default",
        "firstPageNumber": "1",
    },
    "headerFooter": {"scaleWithDoc": "1", "alignWithMargins": "1"},
    "tabColor": {"tint": "0"},
}
"""What is so where nothing is said; of other attributes that are on or off: off."""
_UNLESS: Mapping[str, tuple[str, bool]] = {
    "pageSetup/scale": (FITS, False),
    "pageSetup/firstPageNumber": ("pageSetup/useFirstPageNumber", True),
    **dict.fromkeys(("evenHeader", "evenFooter"), ("headerFooter/differentOddEven", True)),
    **dict.fromkeys(("firstHeader", "firstFooter"), ("headerFooter/differentFirst", True)),
}
"""Properties that say something only where another one is on, or off."""
_WORDS = {"true": "1", "on": "1", "false": "0", "off": "0"}
_ZERO_SAYS = ("fitToHeight", "fitToWidth", *("left", "right", "top", "bottom", "header", "footer"))
"""Attributes for which 0 says something."""
_NO_VIEW = ("selection", "extLst", "pivotSelection")
_FONTS = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d{1,3}(?!\d)|\s+')
"""What a header says of its letters, which programs add by themselves, and blanks."""
_NEAR = 0.05
"""Inches by which a margin may be another after a program has turned it into its own measure and back."""


def shown(groups: Iterable[Element]) -> dict[str, str]:
    """The properties that those children of a sheet say."""
    found = {key: value for group in groups for key, value in _of_group(group)}
    for key, (other, on) in _UNLESS.items():
        if (found.get(other, "0") == "1") is not on:
            found.pop(key, None)
    return found


def differing(old: Properties, new: Properties) -> dict[str, str]:
    """Those of the old properties that the new ones lack."""
    return {key: value for key, value in old.items() if not _same(key, value, new.get(key, ""))}


def of_a_person(old: Properties, made: Properties | None) -> dict[str, str]:
    """Those of the old properties that a person chose; `made` are those that the program had set (None: nothing
    tells)."""
    others = {} if made is None else differing(old, made)
    return {key: value for key, value in old.items() if key in others or not OF_THE_PACK.fullmatch(key)}


def _of_group(group: Element) -> Iterator[tuple[str, str]]:
    if _local(group) in ("rowBreaks", "colBreaks"):
        numbers = [one.get("id", "") for one in group if one.get("man", "0").lower() in ("1", "true")]
        if numbers:
            yield _local(group), str(len(numbers)) if _local(group) == ROW_BREAKS else ",".join(numbers)
        return
    waiting = [group]
    while waiting:
        element = waiting.pop()
        if _local(element) not in _NO_VIEW:
            yield from _of_element(element)
            waiting += reversed(element)


def _of_element(element: Element) -> Iterator[tuple[str, str]]:
    name = _local(element)
    skipped, unsaid = _AS_EACH_LIKES.get(name, frozenset()), _UNSAID.get(name, {})
    for attribute, value in element.attrib.items():
        value = _WORDS.get(value.strip().lower(), value.strip())
        usual = unsaid.get(attribute, "" if attribute in _ZERO_SAYS else "0")
        if attribute not in skipped and not attribute.startswith("{") and value not in (usual, ""):
            yield f"{name}/{attribute}", value
    if text := (element.text or "").strip():
        yield name, text


def _same(key: str, old: str, new: str) -> bool:
    if "/" not in key:
        return _FONTS.sub("", old) == _FONTS.sub("", new)
    if old == new:
        return True
    try:
        return abs(float(old) - float(new)) < (_NEAR if key.startswith("pageMargins/") else 1e-9)
    except ValueError:
        return old.casefold() == new.casefold()


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
