"""A workbook's package, as it is looked through to compare it with another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from cplist.carryover.inventory.cells import CellThings, has_looks, read_cell_things
from cplist.carryover.inventory.looks import Looks
from cplist.carryover.inventory.pages import printed
from cplist.carryover.inventory.things import Thing, local, things_of_elements, things_of_parts
from cplist.carryover.reading.colors import theme_colors
from cplist.core.opc import Parts, Relationship, relationships_of
from cplist.core.workbook import CHOICES_NAME
from cplist.core.xml_reading import Element, tree

SHOWN = (
    *("dimension", "sheetPr", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "sortState"),
    *("pageMargins", "pageSetup", "printOptions", "headerFooter", "rowBreaks", "colBreaks", "phoneticPr"),
    *("hyperlinks", "legacyDrawing", "ignoredErrors", "sheetCalcPr"),
)
"""Elements of a sheet that say how it is shown, or that are told of its cells."""
OPENED = (
    *("fileVersion", "workbookPr", "revisionPtr", "bookViews", "sheets", "calcPr", "oleSize", "fileRecoveryPr"),
    *("AlternateContent", "calcFeatures", "extCalcPr", "definedNames"),
)
"""Elements of workbook.xml that say how it is opened and calculated, or that are told of its sheets."""
WHOLE = (
    *("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "styles", "theme", "sharedStrings", "calcChain"),
    *("person", "sheetMetadata", "officeDocument", "core-properties", "extended-properties", "custom-properties"),
    *("thumbnail", "docMetadata"),
)
"""Relationships to what each program writes for itself, or what is told of sheets and cells."""


class Package:
    """A workbook's parts, with what is asked of them more than once."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._cells: dict[str, CellThings] = {}

    @cached_property
    def path(self) -> str:
        return next((one.target for one in self.leads("") if one.kind == "officeDocument"), "xl/workbook.xml")

    @cached_property
    def root(self) -> Element:
        return tree(self.parts[self.path])

    @cached_property
    def sheets(self) -> Mapping[str, tuple[str, str]]:
        """The part of each sheet, and its kind, by the sheet's name."""
        leads = {one.id: one for one in self.leads(self.path)}
        found = {}
        for sheet in (one for group in self.root if local(group) == "sheets" for one in group):
            id_ = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            lead = leads.get(id_)
            found[sheet.get("name", "")] = (lead.target, lead.kind) if lead else ("", "worksheet")
        return found

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The names of the sheets that are hidden."""
        listed = (one for group in self.root if local(group) == "sheets" for one in group)
        return frozenset(one.get("name", "") for one in listed if one.get("state", "visible") != "visible")

    @cached_property
    def printed(self) -> Mapping[str, set[Thing]]:
        return printed(self.root)

    def sheet(self, name: str) -> Element:
        """The root of a sheet's part; its rows are without their cells."""
        return self.cells(self.sheets[name][0]).root

    @cached_property
    def rich(self) -> Sequence[bool]:
        """Of each shared string, whether it has looks within."""
        root = self._part("sharedStrings")
        return [] if root is None else [has_looks(one) for one in root if local(one) == "si"]

    @cached_property
    def looks(self) -> Looks:
        return Looks(self._part("styles"), theme_colors(self._part("theme")))

    def cells(self, path: str) -> CellThings:
        if path not in self._cells:
            self._cells[path] = read_cell_things(self.parts[path], self.rich)
        return self._cells[path]

    def things_of(self, name: str) -> Iterator[Thing]:
        """What stands on a sheet, or what it leads to."""
        yield from things_of_elements(self.sheet(name), SHOWN)
        yield from things_of_parts(self.parts, self.sheets[name][0])

    def names(self) -> Iterator[Thing]:
        """The defined names, but for those that programs give by themselves."""
        for name in (one for group in self.root if local(group) == "definedNames" for one in group):
            if not name.get("name", "").startswith(("_xl", CHOICES_NAME)):
                yield Thing("definedName", name.get("name", ""), name.text or "")

    def leads(self, path: str) -> list[Relationship]:
        return relationships_of(self.parts, path)

    def _part(self, kind: str) -> Element | None:
        """The root of a part to which the workbook leads; None for none, or one that can't be read."""
        target = next((one.target for one in self.leads(self.path) if one.kind == kind), "")
        try:
            return tree(self.parts[target]) if target in self.parts else None
        except (ValueError, LookupError, SyntaxError):
            return None

    def things(self) -> Iterator[Thing]:
        """What belongs to no sheet."""
        yield from things_of_parts(self.parts, "", WHOLE)
        yield from things_of_parts(self.parts, self.path, WHOLE)
        yield from things_of_elements(self.root, OPENED)
