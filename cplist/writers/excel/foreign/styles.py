"""The styles of people's own sheets, added to those of the new workbook."""

from __future__ import annotations

from xml.etree import ElementTree

from cplist.core.xml_text import DECLARATION

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Element = ElementTree.Element
FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
"""What a font may say, in the order of the schema, to which other programs don't keep."""


def written(root: Element) -> bytes:
    """An element as a part."""
    return (DECLARATION + ElementTree.tostring(root, encoding="unicode")).encode()


def strip(element: Element) -> None:
    """Take away what isn't of the main schema, from an element and all within; fonts in the order of the schema."""
    for name in list(element.attrib):
        if name.startswith("{") and name != "{http://www.w3.org/XML/1998/namespace}space":
            del element.attrib[name]
    for child in list(element):
        if not child.tag.startswith(MAIN) or child.tag == f"{MAIN}extLst":
            element.remove(child)
        else:
            strip(child)
    if element.tag == f"{MAIN}font":
        known = [child for child in element if child.tag.removeprefix(MAIN) in FONT]
        element[:] = sorted(known, key=lambda child: FONT.index(child.tag.removeprefix(MAIN)))


class Styles:
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
        return written(self.new)

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
            strip(made)
            self._looks[number] = self._added("dxfs", made)
        return self._looks[number]

    def _format(self, old: Element) -> Element:
        made = _copied(old)
        strip(made)
        made.set("xfId", "0")
        for attribute, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            items = self._items(self.old, group)
            number = int(made.get(attribute, "0"))
            if number < len(items):
                item = _copied(items[number])
                strip(item)
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
