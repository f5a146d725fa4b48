"""Sheets of people's own, put into the new workbook as they are, with their looks, formulas and values.

Their XML is read as data and written anew: only what the spreadsheet schema itself has, nothing that leads to
another part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from cplist.xmltext import DECLARATION, escaped

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_KEPT = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells"),
    *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup"),
    *("headerFooter", "rowBreaks", "colBreaks"),
)
_DROPPED_ATTRIBUTES = frozenset(("tabSelected", "codeName", "cm", "vm", "ph", "filterMode"))
Element = ElementTree.Element


@dataclass(frozen=True)
class Foreign:
    """A sheet to take over: its name, its XML, how many cells hold something, and the last workbook's styles."""

    name: str
    sheet: bytes
    cells: int
    styles: bytes
    hidden: bool = False
    strings: tuple[str, ...] = field(default=())


def add_foreign(parts: dict[str, bytes], sheets: Sequence[Foreign], strings: dict[str, int]) -> None:
    """Add the sheets to a workbook's parts; `strings` are its shared strings, which grow."""
    if not sheets:
        return
    ElementTree.register_namespace("", MAIN[1:-1])
    styles = _Styles(parts["xl/styles.xml"], sheets[0].styles)
    number = sum(name.startswith("xl/worksheets/sheet") for name in parts)
    for sheet in sheets:
        number += 1
        path = f"xl/worksheets/sheet{number}.xml"
        parts[path] = _written(_cleaned(sheet, styles, strings))
        _announce(parts, sheet, path, number)
    parts["xl/styles.xml"] = styles.written()


def _written(root: Element) -> bytes:
    return (DECLARATION + ElementTree.tostring(root, encoding="unicode")).encode()


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


def _cleaned(sheet: Foreign, styles: _Styles, strings: dict[str, int]) -> Element:
    """The sheet's XML with nothing but the schema's own elements, its styles and strings those of the new book."""
    root = ElementTree.fromstring(sheet.sheet)
    made = ElementTree.Element(f"{MAIN}worksheet")
    for child in root:
        if child.tag.removeprefix(MAIN) in _KEPT and child.tag.startswith(MAIN):
            _strip(child)
            made.append(child)
    _remove_links(made)
    for cell in made.iter(f"{MAIN}c"):
        _restring(cell, sheet.strings, strings)
    _restyle(made, styles)
    return made


def _remove_links(made: Element) -> None:
    """Links to other files go; those within the workbook stay."""
    for links in made.findall(f"{MAIN}hyperlinks"):
        for link in [link for link in links if not link.get("location")]:
            links.remove(link)
        if not len(links):
            made.remove(links)


def _restyle(made: Element, styles: _Styles) -> None:
    for tag, attribute in (("c", "s"), ("row", "s"), ("col", "style")):
        for element in made.iter(MAIN + tag):
            if element.get(attribute):
                element.set(attribute, str(styles.format(int(element.get(attribute, "0")))))
    for rule in made.iter(f"{MAIN}cfRule"):
        if rule.get("dxfId"):
            rule.set("dxfId", str(styles.look(int(rule.get("dxfId", "0")))))


def _strip(element: Element) -> None:
    """Take away what isn't of the main schema, from an element and all within."""
    for name in list(element.attrib):
        if name.startswith("{") or name in _DROPPED_ATTRIBUTES:
            space = name == "{http://www.w3.org/XML/1998/namespace}space"
            if not space:
                del element.attrib[name]
    for child in list(element):
        if not child.tag.startswith(MAIN) or child.tag == f"{MAIN}extLst":
            element.remove(child)
        else:
            _strip(child)


def _restring(cell: Element, old: Sequence[str], strings: dict[str, int]) -> None:
    if cell.get("t") != "s":
        return
    value = cell.find(f"{MAIN}v")
    if value is not None and value.text and int(value.text) < len(old):
        text = re.sub(r"\r\n?", "\n", old[int(value.text)])
        value.text = str(strings.setdefault(text, len(strings)))


class _Styles:
    """The new workbook's styles, which grow by those that the sheets need."""

    def __init__(self, new: bytes, old: bytes) -> None:
        self.new = ElementTree.fromstring(new)
        self.old = ElementTree.fromstring(old)
        self._formats: dict[int, int] = {}
        self._looks: dict[int, int] = {}

    def written(self) -> bytes:
        for group in ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs"):
            found = self.new.find(MAIN + group)
            if found is not None:
                found.set("count", str(len(found)))
        return _written(self.new)

    def format(self, number: int) -> int:
        """The number that a cell format of the old workbook has in the new one."""
        if number not in self._formats:
            old = self._items(self.old, "cellXfs")
            self._formats[number] = self._added("cellXfs", self._format(old[number])) if number < len(old) else 0
        return self._formats[number]

    def look(self, number: int) -> int:
        """The same for what a condition gives."""
        if number not in self._looks:
            old = self._items(self.old, "dxfs")
            made = _copied(old[number]) if number < len(old) else ElementTree.Element(f"{MAIN}dxf")
            _strip(made)
            self._looks[number] = self._added("dxfs", made)
        return self._looks[number]

    def _format(self, old: Element) -> Element:
        made = _copied(old)
        _strip(made)
        made.set("xfId", "0")
        for attribute, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            items = self._items(self.old, group)
            number = int(made.get(attribute, "0"))
            if number < len(items):
                item = _copied(items[number])
                _strip(item)
                made.set(attribute, str(self._added(group, item)))
        self._renumber(made)
        return made

    def _renumber(self, made: Element) -> None:
        """A number format of people's own gets a number that is free here."""
        number = int(made.get("numFmtId", "0"))
        if number < 164:
            return
        code = next(
            (f.get("formatCode") for f in self.old.iter(f"{MAIN}numFmt") if f.get("numFmtId") == str(number)), ""
        )
        formats = self.new.find(f"{MAIN}numFmts")
        if formats is None:
            formats = ElementTree.Element(f"{MAIN}numFmts")
            self.new.insert(0, formats)
        for known in formats:
            if known.get("formatCode") == code:
                made.set("numFmtId", known.get("numFmtId", "0"))
                return
        free = max([163, *(int(known.get("numFmtId", "0")) for known in formats)]) + 1
        ElementTree.SubElement(formats, f"{MAIN}numFmt", {"numFmtId": str(free), "formatCode": code or "General"})
        made.set("numFmtId", str(free))

    def _added(self, group: str, item: Element) -> int:
        """The place of an item in a group of the new styles, where one like it may stand already."""
        found = self.new.find(MAIN + group)
        if found is None:
            found = ElementTree.Element(MAIN + group)
            self.new.insert(list(self.new).index(self.new.find(f"{MAIN}cellStyles")) + 1, found)  # type: ignore[arg-type]
        wanted = ElementTree.tostring(item)
        for number, known in enumerate(found):
            if ElementTree.tostring(known) == wanted:
                return number
        found.append(item)
        return len(found) - 1

    @staticmethod
    def _items(styles: Element, group: str) -> list[Element]:
        found = styles.find(MAIN + group)
        return [] if found is None else list(found)


def _copied(element: Element) -> Element:
    return ElementTree.fromstring(ElementTree.tostring(element))
