"""Sheets of people's own, put into the new workbook as they are: cells, looks, formulas and values, pictures,
charts, comments and table objects.

Their XML is read as data and written anew: only what the spreadsheet schema itself has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from cplist.core.xml_text import escaped
from cplist.writers.excel.foreign.parts import Copies, Relation, relations_of, relations_part
from cplist.writers.excel.foreign.styles import MAIN, Element, Styles, strip, written

RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
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


def add_foreign(parts: dict[str, bytes], sheets: Sequence[Foreign], strings: dict[str, int]) -> None:
    """Add the sheets to a workbook's parts; `strings` are its shared strings, which grow."""
    if not sheets:
        return
    ElementTree.register_namespace("", MAIN[1:-1])
    ElementTree.register_namespace("r", RELATIONS[1:-1])
    styles = Styles(parts["xl/styles.xml"], sheets[0].parts.get("xl/styles.xml", b""))
    copies = Copies(parts, sheets[0].parts)
    number = sum(name.startswith("xl/worksheets/sheet") for name in parts)
    for sheet in sheets:
        number += 1
        path = f"xl/worksheets/sheet{number}.xml"
        taken = [r for r in relations_of(sheet.parts, sheet.path) if copies.whole(r)]
        parts[path] = written(_cleaned(sheet, styles, strings, taken))
        if taken:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = relations_part(copies.relations(taken))
        _announce(parts, sheet, path, number)
    parts["xl/styles.xml"] = styles.written()


def _announce(parts: dict[str, bytes], sheet: Foreign, path: str, number: int) -> None:
    """Name the part in the list of types, the relations and the list of sheets."""
    kind = f'<Override PartName="/{path}" ContentType="{_TYPE}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kind.encode())
    relation = f'<Relationship Type="{RELATIONS[1:-1]}/worksheet" Target="/{path}" Id="rIdOwn{number}"/>'
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    state = ' state="hidden"' if sheet.hidden else ""
    entry = (
        f'<sheet xmlns:r="{RELATIONS[1:-1]}" name="{escaped(sheet.name)}" sheetId="{number + 100}"{state} '
        f'r:id="rIdOwn{number}"/></sheets>'
    )
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", entry.encode())


def _cleaned(sheet: Foreign, styles: Styles, strings: dict[str, int], taken: Sequence[Relation]) -> Element:
    """The sheet's XML with nothing but the schema's own elements, its styles and strings those of the new book."""
    root = ElementTree.fromstring(sheet.parts[sheet.path])
    made = ElementTree.Element(f"{MAIN}worksheet")
    leads = {relation.id for relation in taken}
    for child in root:
        if child.tag.removeprefix(MAIN) in _KEPT and child.tag.startswith(MAIN):
            ids = {id(e): e.get(f"{RELATIONS}id", "") for e in child.iter() if _leads(e)}
            strip(child)
            _bare(child)
            for element in child.iter():
                if id(element) in ids and ids[id(element)] in leads:
                    element.set(f"{RELATIONS}id", ids[id(element)])
            made.append(child)
    _without_lost(made)
    for cell in made.iter(f"{MAIN}c"):
        _restring(cell, sheet.strings, strings)
    _restyle(made, styles)
    return made


def _leads(element: Element) -> bool:
    return element.tag.removeprefix(MAIN) in LEADING


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
        for element in made.findall(MAIN + group):
            if not len(element):
                made.remove(element)
            elif "count" in element.attrib:
                element.set("count", str(len(element)))


def _leads_somewhere(element: Element) -> bool:
    return bool(element.get(f"{RELATIONS}id") or element.get("location"))


def _restyle(made: Element, styles: Styles) -> None:
    for tag, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
        for element in made.iter(MAIN + tag):
            if element.get(attribute):
                element.set(attribute, str(styles.format(int(element.get(attribute, "0")))))
    for rule in made.iter(f"{MAIN}cfRule"):
        if rule.get("dxfId"):
            rule.set("dxfId", str(styles.look(int(rule.get("dxfId", "0")))))


def _restring(cell: Element, old: Sequence[str], strings: dict[str, int]) -> None:
    if cell.get("t") != "s":
        return
    value = cell.find(f"{MAIN}v")
    if value is not None and value.text and int(value.text) < len(old):
        text = re.sub(r"\r\n?", "\n", old[int(value.text)])
        value.text = str(strings.setdefault(text, len(strings)))
