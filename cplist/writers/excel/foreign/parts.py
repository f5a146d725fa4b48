"""Parts of another workbook (pictures, charts, comments, table objects), copied with all that they lead to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from cplist.core.xml_text import DECLARATION, escaped

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
CELL_IMAGES = "cellImage"
"""How WPS calls the pictures that stand in cells."""
_OWN = re.compile(r"^(?:own\d+_)+")
"""What an earlier build put before a part's name."""
_OUTSIDE = ' TargetMode="External"'
TAKEN = frozenset(
    (
        *("drawing", "chart", "chartEx", "image", "chartColorStyle", "chartStyle", "chartUserShapes"),
        *("themeOverride", "table", "comments", "vmlDrawing", "hyperlink", CELL_IMAGES),
        *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
    )
)
"""The sorts of relations that are followed; nothing that runs, and nothing from outside but links."""
_LOOKS_OF_TABLES = re.compile(rb' (?:\w+DxfId|\w+CellStyle)="[^"]*"')
"""What a table object says of styles by their numbers and names, which are others in the new workbook."""


@dataclass(frozen=True)
class Relation:
    """From one part to another, or to a place outside; `sort` is the last word of its type."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def sort(self) -> str:
        return self.type.rpartition("/")[2]


def relations_of(parts: Mapping[str, bytes], path: str) -> list[Relation]:
    """Where a part leads; targets are paths within the package."""
    folder, _, name = path.rpartition("/")
    content = parts.get(f"{folder}/_rels/{name}.rels")
    return [] if content is None else [*_relations(content, folder)]


def _relations(content: bytes, folder: str) -> Iterator[Relation]:
    for entry in ElementTree.fromstring(content).iter(f"{PACKAGE}Relationship"):
        target, external = entry.get("Target", ""), entry.get("TargetMode") == "External"
        if not external:
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        yield Relation(entry.get("Id", ""), entry.get("Type", ""), target, external)


def relations_part(relations: list[Relation]) -> bytes:
    """A part of relations; those within the package lead from its root."""
    links = "".join(
        f'<Relationship Id="{escaped(r.id)}" Type="{escaped(r.type)}" '
        f'Target="{"" if r.external else "/"}{escaped(r.target)}"{_OUTSIDE if r.external else ""}/>'
        for r in relations
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE[1:-1]}">{links}</Relationships>'.encode()


class Copies:
    """Copies parts of an old package into a new one, each once, under a free name."""

    def __init__(self, new: dict[str, bytes], old: Mapping[str, bytes]) -> None:
        self.new, self.old = new, old
        self._names: dict[str, str] = {}
        types = ElementTree.fromstring(old["[Content_Types].xml"])
        self._types = {e.get("PartName", ""): e.get("ContentType", "") for e in types.iter(f"{TYPES}Override")}
        self._defaults = {e.get("Extension", ""): e.get("ContentType", "") for e in types.iter(f"{TYPES}Default")}

    def whole(self, relation: Relation) -> bool:
        """Whether that can be taken with all that it leads to."""
        return whole(self.old, relation)

    def relations(self, relations: list[Relation]) -> list[Relation]:
        """The relations with the parts that they lead to in the new package."""
        return [r if r.external else Relation(r.id, r.type, self._copy(r.target), False) for r in relations]

    def _copy(self, path: str) -> str:
        if path not in self._names:
            folder, _, name = path.rpartition("/")
            free = f"{folder}/own{len(self._names) + 1}_{_OWN.sub('', name)}"
            self._names[path] = free
            content = self.old[path]
            self.new[free] = _LOOKS_OF_TABLES.sub(b"", content) if "/tables/" in path else content
            self._announce(free, self._types.get(f"/{path}") or self._defaults.get(path.rpartition(".")[2], ""))
            if inner := relations_of(self.old, path):
                new_folder, _, new_name = free.rpartition("/")
                self.new[f"{new_folder}/_rels/{new_name}.rels"] = relations_part(self.relations(inner))
        return self._names[path]

    def _announce(self, path: str, kind: str) -> None:
        entry = f'<Override PartName="/{escaped(path)}" ContentType="{escaped(kind)}"/></Types>'
        types = "[Content_Types].xml"
        self.new[types] = self.new[types].replace(b"</Types>", entry.encode())


def whole(parts: Mapping[str, bytes], relation: Relation, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a relation can be taken with all that it leads to: of sorts that are known, and there."""
    if relation.external or relation.target in seen:
        return relation.sort == "hyperlink" or relation.target in seen
    if relation.sort not in TAKEN or relation.target not in parts:
        return False
    deeper = seen | {relation.target}
    return all(whole(parts, inner, deeper) for inner in relations_of(parts, relation.target))
