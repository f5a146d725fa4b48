"""Parts of another workbook (pictures, charts, comments, table objects), copied with all that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cplist.core.namespaces import S
from cplist.core.opc import (
    ContentTypes,
    Parts,
    Relationship,
    relationships_of,
    relationships_part,
    relationships_xml,
)
from cplist.core.xml_reading import spans, spliced
from cplist.writers.excel.package import Package

CELL_IMAGES = "cellImage"
"""How WPS calls the pictures that stand in cells."""
TAKEN = frozenset(
    (
        *("drawing", "chart", "chartEx", "image", "chartColorStyle", "chartStyle", "chartUserShapes"),
        *("themeOverride", "table", "comments", "vmlDrawing", "hyperlink", CELL_IMAGES),
        *("threadedComment", "person", "sheetMetadata", "rdRichValue", "rdRichValueStructure", "rdRichValueTypes"),
        *("richValueRel", "rdArray", "rdSupportingPropertyBag", "rdSupportingPropertyBagStructure"),
        *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
    )
)
"""The kinds of relationships that are followed; nothing that runs, and nothing from outside but links."""
_COPIED = re.compile(r"^(?:own\d+_)+")
"""What an earlier build put before a part's name."""
_TABLES = "/tables/"
DEEPEST = 20
"""Parts that lead to each other from a sheet on; a picture in a drawing in a chart in a drawing are four."""
_LOOKS_OF_TABLES = re.compile(rb'\s+\w+(?:DxfId|CellStyle)="[^"]*"')
"""What a table object says of styles by their numbers and names, which are others in the new workbook."""


class Copies:
    """Copies parts of an old workbook into the package of a new one, each once, under a free name."""

    def __init__(self, package: Package, old: Parts) -> None:
        self.package, self.old = package, old
        self.types = ContentTypes.of(old)
        self._names: dict[str, str] = {}
        self._kept: set[str] = set()

    def keep_name(self, path: str) -> None:
        """Let a part have the name that it had, by which some programs look for it; the new package has none of
        that name."""
        if path not in self.package.parts:
            self._kept.add(path)

    def relationships(self, relationships: Iterable[Relationship]) -> list[Relationship]:
        """The relationships with the parts that they lead to in the new package."""
        return [r if r.external else Relationship(r.id, r.type, self._copy(r.target)) for r in relationships]

    def _copy(self, path: str) -> str:
        if path not in self._names:
            folder, _, name = path.rpartition("/")
            free = path if path in self._kept else f"{folder}/own{len(self._names) + 1}_{_COPIED.sub('', name)}"
            self._names[path] = free
            self.package.add(free, self._content(path))
            self.package.announce_copy(free, self.types.of_part(path))
            if inner := relationships_of(self.old, path):
                self.package.add(relationships_part(free), relationships_xml(self.relationships(inner)))
        return self._names[path]

    def _content(self, path: str) -> bytes:
        return _without_looks(self.old[path]) if _TABLES in path else self.old[path]


def _without_looks(table: bytes) -> bytes:
    """A table object without what its start tags say of styles."""
    tags = ((span.start, span.inner) for span in spans(table, [f"{S}table"], deep=True))
    return spliced(table, [(start, end, _LOOKS_OF_TABLES.sub(b"", table[start:end])) for start, end in tags])


def is_whole(parts: Parts, relationship: Relationship) -> bool:
    """Whether a relationship can be taken with all that it leads to: of kinds that are known, and there."""
    seen: set[str] = set()
    level = [relationship]
    for _ in range(DEEPEST):
        if not all(_can_be_taken(parts, one) for one in level):
            return False
        targets = {one.target for one in level if not one.external} - seen
        seen |= targets
        level = [inner for target in sorted(targets) for inner in relationships_of(parts, target)]
        if not level:
            return True
    return False


def _can_be_taken(parts: Parts, relationship: Relationship) -> bool:
    if relationship.external:
        return relationship.kind == "hyperlink"
    return relationship.kind in TAKEN and relationship.target in parts and _can_be_read(relationship.target, parts)


def _can_be_read(name: str, parts: Parts) -> bool:
    """Whether a part that is changed when it is copied can be changed: only XML in UTF-8 can."""
    try:
        return _TABLES not in name or bool(parts[name].decode("utf-8"))
    except ValueError:
        return False
