"""The styles of sheets that users added, added to those of the new workbook."""

from __future__ import annotations

from xml.etree import ElementTree

from cplist.core.namespaces import S
from cplist.core.xml_reading import Element, tree
from cplist.core.xml_text import DECLARATION
from cplist.writers.excel.fonts import in_order
from cplist.writers.excel.foreign.mended import mend

STYLES = "xl/styles.xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def written(root: Element) -> bytes:
    """An element as a part."""
    return (DECLARATION + ElementTree.tostring(root, encoding="unicode")).encode()


def strip(element: Element) -> None:
    """Take away what isn't of the spreadsheet's schema, from an element and all within; fonts in the order of the
    schema."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        for name in [name for name in one.attrib if name.startswith("{") and name != _SPACE]:
            del one.attrib[name]
        children = [child for child in one if child.tag.startswith(S) and child.tag != f"{S}extLst"]
        is_font = one.tag == f"{S}font"
        one[:] = in_order(children, lambda child: child.tag.removeprefix(S)) if is_font else children
        waiting += one


class Styles:
    """The new workbook's styles, which grow by those that the sheets need."""

    def __init__(self, new: bytes, old: bytes) -> None:
        self.new = tree(new)
        self.old = _readable(old)
        self._formats: dict[int, int] = {}
        self._looks: dict[int, int] = {}

    def written(self) -> bytes:
        for group in ("numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs"):
            found = self.new.find(S + group)
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
            made = _copied(old[number]) if number < len(old) else ElementTree.Element(f"{S}dxf")
            strip(made)
            mend(made)
            self._looks[number] = self._added("dxfs", made)
        return self._looks[number]

    def _format(self, old: Element) -> Element:
        made = _copied(old)
        strip(made)
        mend(made)
        made.set("xfId", "0")
        for attribute, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            items = self._items(self.old, group)
            number = whole_number(made.get(attribute))
            if 0 <= number < len(items):
                item = _copied(items[number])
                strip(item)
                mend(item)
                made.set(attribute, str(self._added(group, item)))
        self._renumber(made)
        return made

    def _renumber(self, made: Element) -> None:
        """A number format of a user's own gets a number that is free here."""
        number = whole_number(made.get("numFmtId"))
        if number < 164:
            return
        code = next(
            (f.get("formatCode") for f in self.old.iter(f"{S}numFmt") if f.get("numFmtId") == str(number)), ""
        )
        formats = self.new.find(f"{S}numFmts")
        if formats is None:
            formats = ElementTree.Element(f"{S}numFmts")
            self.new.insert(0, formats)
        for known in formats:
            if known.get("formatCode") == code:
                made.set("numFmtId", known.get("numFmtId", "0"))
                return
        free = max([163, *(whole_number(known.get("numFmtId")) for known in formats)]) + 1
        ElementTree.SubElement(formats, f"{S}numFmt", {"numFmtId": str(free), "formatCode": code or "General"})
        made.set("numFmtId", str(free))

    def _added(self, group: str, item: Element) -> int:
        """The place of an item in a group of the new styles, where one like it may stand already."""
        found = self.new.find(S + group)
        if found is None:
            found = ElementTree.Element(S + group)
            self.new.insert(list(self.new).index(self.new.find(f"{S}cellStyles")) + 1, found)  # type: ignore[arg-type]
        wanted = ElementTree.tostring(item)
        for number, known in enumerate(found):
            if ElementTree.tostring(known) == wanted:
                return number
        found.append(item)
        return len(found) - 1

    @staticmethod
    def _items(styles: Element, group: str) -> list[Element]:
        found = styles.find(S + group)
        return [] if found is None else list(found)


def _readable(styles: bytes) -> Element:
    """The old workbook's styles; none where they can't be read."""
    try:
        return tree(styles)
    except (ValueError, LookupError, ElementTree.ParseError):
        return ElementTree.Element(f"{S}styleSheet")


def whole_number(text: str | None) -> int:
    """A number in an attribute; 0 where it is none."""
    return int(text) if text and text.isdecimal() else 0


def _copied(element: Element) -> Element:
    return tree(ElementTree.tostring(element))
