"""Sheets that users added, put into the new workbook as they are: cells, looks, formulas and values, pictures,
charts, comments and table objects.

Their XML is read as data and written anew: only what the schema of spreadsheets has (ECMA-376 part 1, 18).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from cplist.core.excel_days import MAC_SHIFT
from cplist.core.namespaces import RELATIONSHIPS, SPREADSHEET, R, S
from cplist.core.opc import Parts, Relationship, relationships_of, relationships_part, relationships_xml
from cplist.core.xml_reading import Element, appended, tree
from cplist.core.xml_text import escaped
from cplist.writers.excel.foreign.books import OUTSIDE, add_book, has_metadata
from cplist.writers.excel.foreign.parts import Copies, is_whole
from cplist.writers.excel.foreign.styles import STYLES, Styles, strip, whole_number, written
from cplist.writers.excel.package import SHEETS, WORKBOOK, WORKSHEET_TYPE, Package

_KEPT = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells"),
    *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup"),
    *("headerFooter", "rowBreaks", "colBreaks", "drawing", "legacyDrawing", "picture", "tableParts"),
    *("sheetProtection", "protectedRanges", "ignoredErrors"),
)
LEADING = ("drawing", "legacyDrawing", "picture", "tablePart", "hyperlink")
"""Elements that lead to other parts by a relation."""
_DROPPED_ATTRIBUTES = frozenset(("tabSelected", "codeName", "ph", "filterMode"))
_EXCEL = "http://schemas.microsoft.com/office"
PREFIXES = {
    "": SPREADSHEET,
    "r": RELATIONSHIPS,
    "x14": f"{_EXCEL}/spreadsheetml/2009/9/main",
    "x14ac": f"{_EXCEL}/spreadsheetml/2009/9/ac",
    "xm": f"{_EXCEL}/excel/2006/main",
    "x15": f"{_EXCEL}/spreadsheetml/2010/11/main",
    "xr": f"{_EXCEL}/spreadsheetml/2014/revision",
    "xda": f"{_EXCEL}/spreadsheetml/2017/dynamicarray",
    "xlrd": f"{_EXCEL}/spreadsheetml/2017/richdata",
}
"""What programs call the namespaces of a sheet; some know them by these prefixes only."""
METADATA = frozenset(("cm", "vm"))
"""Attributes by which a cell leans on the workbook's metadata."""
_EXTENSIONS = f"{S}extLst"


@dataclass(frozen=True)
class Foreign:
    """A sheet to take over: its name, where it stands in the last workbook, that workbook's parts and strings,
    whether it is hidden, its name there, and the addresses of cells whose days count from 1904 there."""

    name: str
    path: str
    parts: Mapping[str, bytes]
    hidden: bool = False
    strings: tuple[str, ...] = field(default=(), repr=False)
    origin: str = ""
    days: frozenset[str] = frozenset()


def add_foreign(package: Package, parts: Parts, sheets: Sequence[Foreign], strings: dict[str, int]) -> None:
    """Add the sheets to a workbook's package, and what cells lean on beside them; `parts` are those of the workbook
    that they come from, `strings` the new one's shared strings, which grow."""
    if not parts:
        return
    for prefix, namespace in PREFIXES.items():
        ElementTree.register_namespace(prefix, namespace)
    copies, first = Copies(package, parts), package.count(SHEETS)
    if sheets:
        _add_sheets(package, parts, sheets, strings, copies)
    add_book(package, parts, copies, {sheet.origin: first + number for number, sheet in enumerate(sheets)})


def _add_sheets(
    package: Package, parts: Parts, sheets: Sequence[Foreign], strings: dict[str, int], copies: Copies
) -> None:
    styles = Styles(package.parts[STYLES], parts.get(STYLES, b""))
    texts, metadata = _texts(parts), has_metadata(parts)
    for number, sheet in enumerate(sheets, package.count(SHEETS) + 1):
        part = f"{SHEETS}{number}.xml"
        taken = [one for one in relationships_of(sheet.parts, sheet.path) if is_whole(sheet.parts, one)]
        package.add(part, written(_cleaned(sheet, styles, strings, taken, texts, metadata=metadata)))
        if taken:
            package.add(relationships_part(part), relationships_xml(copies.relationships(taken)))
        package.announce_copy(part, WORKSHEET_TYPE)
        _add_to_workbook(package, sheet, part, number)
    package.add(STYLES, styles.written())


def _add_to_workbook(package: Package, sheet: Foreign, part: str, number: int) -> None:
    """Name the sheet in the workbook's list."""
    id_ = f"rIdOwn{number}"
    package.add_to_workbook("worksheet", part, id_)
    state = ' state="hidden"' if sheet.hidden else ""
    about = f'name="{escaped(sheet.name)}" sheetId="{number + 100}"{state}'
    entry = f'<sheet xmlns:r="{RELATIONSHIPS}" {about} r:id="{id_}"/>'
    package.add(WORKBOOK, appended(package.parts[WORKBOOK], entry, f"{S}sheets"))


def _cleaned(
    sheet: Foreign,
    styles: Styles,
    strings: dict[str, int],
    taken: Sequence[Relationship],
    texts: Mapping[int, Element],
    *,
    metadata: bool,
) -> Element:
    """The sheet's XML with nothing but the schema's own elements, its styles and strings those of the new book."""
    root = tree(sheet.parts[sheet.path])
    made = ElementTree.Element(f"{S}worksheet")
    leads = {one.id for one in taken}
    for child in root:
        if child.tag.removeprefix(S) in _KEPT and child.tag.startswith(S):
            ids = {id(e): e.get(f"{R}id", "") for e in child.iter() if _leads(e)}
            extensions = [(rule, list(rule.iter(_EXTENSIONS))) for rule in child.iter(f"{S}cfRule")]
            strip(child)
            for rule, found in extensions:
                rule.extend(found)
            _bare(child, _DROPPED_ATTRIBUTES if metadata else _DROPPED_ATTRIBUTES | METADATA)
            for element in child.iter():
                if id(element) in ids and ids[id(element)] in leads:
                    element.set(f"{R}id", ids[id(element)])
            made.append(child)
    _without_lost(made)
    for cell in made.iter(f"{S}c"):
        _without_outside(cell)
        _since_1900(cell, sheet.days)
        if not _with_looks(cell, texts):
            _restring(cell, sheet.strings, strings)
    _restyle(made, styles)
    if (later := _extensions(root)) is not None:
        made.append(later)
    return made


def _extensions(root: Element) -> Element | None:
    """What a sheet holds that came after the schema (drop-downs that lead to other sheets, sparklines), without
    what leads to other parts."""
    kept = ElementTree.Element(_EXTENSIONS)
    for extension in (one for group in root.findall(_EXTENSIONS) for one in group):
        if not any(key.startswith(R) for element in extension.iter() for key in element.attrib):
            kept.append(extension)
    return kept if len(kept) else None


def _leads(element: Element) -> bool:
    return element.tag.removeprefix(S) in LEADING


def _bare(element: Element, dropped: frozenset[str]) -> None:
    for inner in element.iter():
        for name in dropped & inner.attrib.keys():
            del inner.attrib[name]


def _without_lost(made: Element) -> None:
    """Take away the elements whose relations aren't taken, and groups that are empty then."""
    for parent in list(made.iter()):
        for child in [child for child in parent if _leads(child) and not _leads_somewhere(child)]:
            parent.remove(child)
    for group in ("hyperlinks", "tableParts"):
        for element in made.findall(S + group):
            if not len(element):
                made.remove(element)
            elif "count" in element.attrib:
                element.set("count", str(len(element)))


def _leads_somewhere(element: Element) -> bool:
    return bool(element.get(f"{R}id") or element.get("location"))


def _restyle(made: Element, styles: Styles) -> None:
    for tag, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
        for element in made.iter(S + tag):
            if element.get(attribute):
                element.set(attribute, str(styles.format(whole_number(element.get(attribute)))))
    for rule in made.iter(f"{S}cfRule"):
        if rule.get("dxfId"):
            rule.set("dxfId", str(styles.look(whole_number(rule.get("dxfId")))))


def _without_outside(cell: Element) -> None:
    """Of a formula that speaks of another workbook, the value alone: that workbook isn't taken over."""
    formula = cell.find(f"{S}f")
    if formula is not None and OUTSIDE.search(formula.text or ""):
        cell.remove(formula)


def _texts(parts: Parts) -> Mapping[int, Element]:
    """The shared strings that have looks within, by their numbers."""
    path = next((one.target for one in relationships_of(parts, WORKBOOK) if one.kind == "sharedStrings"), "")
    items = tree(parts[path]).findall(f"{S}si") if path in parts else []
    return {number: item for number, item in enumerate(items) if item.find(f"{S}r/{S}rPr") is not None}


def _with_looks(cell: Element, texts: Mapping[int, Element]) -> bool:
    """Whether a cell holds a text with looks within, which then stands in the cell itself."""
    value = cell.find(f"{S}v")
    number = _number(value)
    if cell.get("t") != "s" or value is None or number not in texts:
        return False
    text = ElementTree.SubElement(cell, f"{S}is")
    text.extend(copy.deepcopy(run) for run in texts[number] if run.tag == f"{S}r")
    strip(text)
    cell.remove(value)
    cell.set("t", "inlineStr")
    return True


def _restring(cell: Element, old: Sequence[str], strings: dict[str, int]) -> None:
    if cell.get("t") != "s":
        return
    value, number = cell.find(f"{S}v"), _number(cell.find(f"{S}v"))
    if value is None or not 0 <= number < len(old):
        del cell.attrib["t"]
        cell[:] = [child for child in cell if child is not value]
        return
    text = re.sub(r"\r\n?", "\n", old[number])
    value.text = str(strings.setdefault(text, len(strings)))


def _number(value: Element | None) -> int:
    """The number of a shared string; -1 where there is none."""
    text = "" if value is None else (value.text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _since_1900(cell: Element, days: Collection[str]) -> None:
    """A day that counted from 1904, as it counts in the new workbook."""
    value = cell.find(f"{S}v")
    if value is not None and value.text and cell.get("r") in days:
        value.text = f"{float(value.text) + MAC_SHIFT:.15g}"
