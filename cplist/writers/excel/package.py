"""The parts of a workbook while it is written: what is added gets its content type, its relationships."""

from __future__ import annotations

from collections.abc import Mapping

from cplist.core.namespaces import RELATIONSHIPS
from cplist.core.opc import CONTENT_TYPES, Relationship, override_xml, relationships_part, relationships_xml
from cplist.core.xml_reading import appended

WORKBOOK = "xl/workbook.xml"
SHEETS = "xl/worksheets/sheet"
"""How the names of sheets' parts begin."""
WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


class Package:
    """Begins with the parts of a skeleton; parts keep the order in which they were added."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self.parts: dict[str, bytes] = {name: part.encode() for name, part in parts.items()}
        self._types: dict[str, str] = {}
        self._copied: dict[str, str] = {}
        self._relationships: dict[str, list[Relationship]] = {}

    def add(self, name: str, content: str | bytes, type_: str = "") -> None:
        """Add a part, or replace one; a new one has a content type of its own, unless its name's end says it."""
        self.parts[name] = content.encode() if isinstance(content, str) else content
        if type_:
            self._types[name] = type_

    def announce_copy(self, name: str, type_: str) -> None:
        """The content type of a part that was taken from another workbook; these stand before the others."""
        self._copied[name] = type_

    def count(self, start: str) -> int:
        """How many parts there are whose names begin so."""
        return sum(name.startswith(start) for name in self.parts)

    def relate(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """A relationship from a part to another one or to a place outside; its id."""
        known = self._relationships.setdefault(source, [])
        known.append(Relationship(f"rId{len(known) + 1}", f"{RELATIONSHIPS}/{kind}", target, external))
        return known[-1].id

    def add_to_workbook(self, kind: str, target: str, id_: str) -> None:
        """A relationship of workbook.xml, with the attributes in openpyxl's order."""
        name = relationships_part(WORKBOOK)
        link = f'<Relationship Type="{RELATIONSHIPS}/{kind}" Target="/{target}" Id="{id_}"/>'
        self.parts[name] = appended(self.parts[name], link)

    def finished(self) -> dict[str, bytes]:
        """All parts, with their types and relationships."""
        for source, relationships in self._relationships.items():
            self.parts[relationships_part(source)] = relationships_xml(relationships)
        types = "".join(override_xml(*entry) for entry in (*self._copied.items(), *self._types.items()))
        return {**self.parts, CONTENT_TYPES: appended(self.parts[CONTENT_TYPES], types)}
