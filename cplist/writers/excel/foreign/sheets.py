"""Sheets that users added, put into the new workbook as they are: cells, looks, formulas and values, pictures,
charts, comments and table objects.

Their XML is read as data and written anew: only what the schema of spreadsheets has (ECMA-376 part 1, 18).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from cplist.core.namespaces import RELATIONSHIPS, SPREADSHEET, R, S
from cplist.core.opc import Relationship, relationships_of, relationships_part, relationships_xml
from cplist.core.xml_reading import Element, appended, tree
from cplist.core.xml_text import escaped
from cplist.writers.excel.foreign.parts import Copies, is_whole
from cplist.writers.excel.foreign.styles import STYLES, Styles, strip, written
from cplist.writers.excel.package import SHEETS, WORKBOOK, WORKSHEET_TYPE, Package

_KEPT = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells"),
    *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup"),
    *("headerFooter", "rowBreaks", "colBreaks", "drawing", "legacyDrawing", "picture", "tableParts"),
)
LEADING = ("drawing", "legacyDrawing", "picture", "tablePart", "hyperlink")
"""Elements that lead to other parts by a relation."""
_DROPPED_ATTRIBUTES = frozenset(("tabSelected", "codeName", "cm", "vm", "ph", "filterMode"))


@dataclass(frozen=True)
class Foreign:
    """A sheet to take over: its name, where it stands in the last workbook, that workbook's parts and strings,
    whether it is hidden."""

    name: str
    path: str
    parts: Mapping[str, bytes]
    hidden: bool = False
    strings: tuple[str, ...] = field(default=(), repr=False)


def add_foreign(package: Package, sheets: Sequence[Foreign], strings: dict[str, int]) -> None:
    """Add the sheets to a workbook's package; `strings` are its shared strings, which grow."""
    if not sheets:
        return
    ElementTree.register_namespace("", SPREADSHEET)
    ElementTree.register_namespace("r", RELATIONSHIPS)
    styles = Styles(package.parts[STYLES], sheets[0].parts.get(STYLES, b""))
    copies = Copies(package, sheets[0].parts)
    for number, sheet in enumerate(sheets, package.count(SHEETS) + 1):
        part = f"{SHEETS}{number}.xml"
        taken = [one for one in relationships_of(sheet.parts, sheet.path) if is_whole(sheet.parts, one)]
        package.add(part, written(_cleaned(sheet, styles, strings, taken)))
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


def _cleaned(sheet: Foreign, styles: Styles, strings: dict[str, int], taken: Sequence[Relationship]) -> Element:
    """The sheet's XML with nothing but the schema's own elements, its styles and strings those of the new book."""
    root = tree(sheet.parts[sheet.path])
    made = ElementTree.Element(f"{S}worksheet")
    leads = {one.id for one in taken}
    for child in root:
        if child.tag.removeprefix(S) in _KEPT and child.tag.startswith(S):
            ids = {id(e): e.get(f"{R}id", "") for e in child.iter() if _leads(e)}
            strip(child)
            _bare(child)
            for element in child.iter():
                if id(element) in ids and ids[id(element)] in leads:
                    element.set(f"{R}id", ids[id(element)])
            made.append(child)
    _without_lost(made)
    for cell in made.iter(f"{S}c"):
        _restring(cell, sheet.strings, strings)
    _restyle(made, styles)
    return made


def _leads(element: Element) -> bool:
    return element.tag.removeprefix(S) in LEADING


def _bare(element: Element) -> None:
    for inner in element.iter():
        for name in _DROPPED_ATTRIBUTES & inner.attrib.keys():
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
                element.set(attribute, str(styles.format(int(element.get(attribute, "0")))))
    for rule in made.iter(f"{S}cfRule"):
        if rule.get("dxfId"):
            rule.set("dxfId", str(styles.look(int(rule.get("dxfId", "0")))))


def _restring(cell: Element, old: Sequence[str], strings: dict[str, int]) -> None:
    if cell.get("t") != "s":
        return
    value = cell.find(f"{S}v")
    if value is not None and value.text and int(value.text) < len(old):
        text = re.sub(r"\r\n?", "\n", old[int(value.text)])
        value.text = str(strings.setdefault(text, len(strings)))
