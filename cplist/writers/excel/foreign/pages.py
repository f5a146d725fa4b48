"""How a person showed and printed a sheet of the program's (zoom, panes, paper, what stands at the top of a page),
put on that sheet when it is written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from cplist.core.namespaces import RELATIONSHIPS, SPREADSHEET, S
from cplist.core.shown import FITS, Properties, differing, shown
from cplist.core.xml_reading import Element, tree
from cplist.formulas.references import letter
from cplist.writers.excel.skeleton import SheetSkeleton, taken_apart

LONGEST_LINE = 255
"""Characters at the top or at the bottom of a page, as Excel counts them."""
_TRUTH, _WHOLE = re.compile("[01]"), re.compile(r"\d{1,5}")
_INCHES = re.compile(r"\d{1,2}(?:\.\d{1,20})?")
_LINE = re.compile(rf"(?:[^&]|&[^G]){{1,{LONGEST_LINE}}}", re.DOTALL)
"""Without a picture, whose part isn't taken over."""
_ALLOWED: Mapping[str, re.Pattern[str]] = {
    "sheetView/zoomScale": re.compile(r"[1-9]\d|[1-3]\d\d|400"),
    "sheetView/view": re.compile("pageBreakPreview|pageLayout"),
    **dict.fromkeys(
        (f"sheetView/{name}" for name in ("showFormulas", "showGridLines", "showRowColHeaders", "showZeros")),
        _TRUTH,
    ),
    "pane/xSplit": _WHOLE,
    "pane/ySplit": _WHOLE,
    "pane/state": re.compile("frozen|frozenSplit"),
    "tabColor/rgb": re.compile("[0-9A-Fa-f]{8}"),
    "tabColor/theme": _WHOLE,
    "tabColor/indexed": _WHOLE,
    "tabColor/tint": re.compile(r"-?[01](?:\.\d+)?"),
    **dict.fromkeys(
        (f"printOptions/{n}" for n in ("headings", "gridLines", "horizontalCentered", "verticalCentered")), _TRUTH
    ),
    **dict.fromkeys(
        (f"pageMargins/{name}" for name in ("left", "right", "top", "bottom", "header", "footer")), _INCHES
    ),
    "pageSetup/orientation": re.compile("portrait|landscape"),
    **dict.fromkeys((f"pageSetup/{name}" for name in ("paperSize", "fitToWidth", "fitToHeight")), _WHOLE),
    "pageSetup/firstPageNumber": _WHOLE,
    "pageSetup/useFirstPageNumber": _TRUTH,
    "pageSetup/scale": re.compile(r"[1-9]\d|[1-3]\d\d|400"),
    "pageSetup/pageOrder": re.compile("overThenDown"),
    "pageSetup/blackAndWhite": _TRUTH,
    "pageSetup/draft": _TRUTH,
    "headerFooter/differentFirst": _TRUTH,
    "headerFooter/differentOddEven": _TRUTH,
    **dict.fromkeys((f"{page}{end}" for page in ("odd", "even", "first") for end in ("Header", "Footer")), _LINE),
}
"""What is put on, by its property: everything else is no more than named."""
_ORDER: tuple[str, ...] = (
    "tabColor",
    "outlinePr",
    "pageSetUpPr",
    "pane",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
)
_LINES: tuple[str, ...] = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


@dataclass(frozen=True)
class Page:
    """How a person showed and printed a sheet, and whether they hid it."""

    properties: Properties = field(default_factory=dict)
    hidden: bool = False


def with_page(skeleton: SheetSkeleton, page: Page) -> SheetSkeleton:
    """The skeleton of a sheet, shown and printed as a person had it."""
    root = tree(skeleton.xml("", "<mergeCells/>", "<rowBreaks/>").encode())
    others = differing(page.properties, shown(root))
    wanted = {key: one for key, one in others.items() if key in _ALLOWED and _ALLOWED[key].fullmatch(one)}
    if not wanted:
        return skeleton
    if "pageSetup/scale" in wanted:
        wanted[FITS] = "0"
    if any(key.startswith("tabColor/") for key in wanted):
        _element(root, "tabColor").attrib.clear()
    for key, value in wanted.items():
        name, _, attribute = key.partition("/")
        element = _element(root, name)
        if attribute:
            element.set(attribute, value)
        else:
            element.text = value
    _freeze(root, wanted)
    ElementTree.register_namespace("", SPREADSHEET)
    xml = ElementTree.tostring(root, encoding="unicode")
    return taken_apart(
        skeleton.part, xml.replace("<worksheet ", f'<worksheet xmlns:r="{RELATIONSHIPS}" ', 1).encode()
    )


def _element(root: Element, name: str) -> Element:
    """The element of that name, which is made in its place where there is none."""
    found = next(root.iter(S + name), None)
    if found is not None:
        return found
    parent, order = root, _ORDER
    if name in _LINES:
        parent, order = _element(root, "headerFooter"), _LINES
    elif name in _ORDER[:3]:
        parent = _element(root, "sheetPr")
    elif name == "pane":
        parent = _element(root, "sheetView")
    made = ElementTree.Element(S + name)
    later = {S + one for one in order[order.index(name) + 1 :]} | {f"{S}rowBreaks"}
    place = next((number for number, child in enumerate(parent) if child.tag in later), len(parent))
    parent.insert(0 if name == "pane" else place, made)
    return made


def _freeze(root: Element, wanted: Mapping[str, str]) -> None:
    """Let a frozen pane begin with the first cell that moves, and nothing be selected in one that is no more."""
    if not any(key.startswith("pane/") for key in wanted):
        return
    pane, view = _element(root, "pane"), _element(root, "sheetView")
    across, down = (int(pane.get(name, "0")) for name in ("xSplit", "ySplit"))
    pane.set("topLeftCell", f"{letter(across)}{down + 1}")
    pane.set("activePane", "bottomRight" if across and down else "bottomLeft" if down else "topRight")
    for selection in view.findall(f"{S}selection"):
        view.remove(selection)
