"""The sheets of the last workbook that are people's own, to be taken over, and what of them can't be."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from cplist.files import unzipped
from cplist.foreign import MAIN, RELATIONS, Foreign
from cplist.lastbook import LastBook

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
LINKED: Mapping[str, str] = {
    "drawing": "图片和图表", "legacyDrawing": "批注", "picture": "背景图片", "tableParts": "表格对象",
    "oleObjects": "嵌入的对象", "controls": "控件",
}  # fmt: skip
"""Elements that lead to other parts, and what people call them."""
LONGEST_NAME = 31


def foreign_sheets(last: LastBook, names: Sequence[str], taken: set[str]) -> tuple[tuple[Foreign, ...], list[str]]:
    """Those sheets of the last workbook that are people's own, and what of them can't be taken over. A sheet that
    an earlier build made and that nobody changed is none."""
    wanted = [name for name in names if not _unchanged(last, name)]
    if not wanted:
        return (), []
    parts = unzipped(last.content)
    places = dict(_places(parts))
    styles, strings = parts.get("xl/styles.xml", b""), tuple(_strings(parts))
    found, dropped, names_taken = [], [], set(taken)
    for name in wanted:
        path, hidden = places.get(name, ("", False))
        if path not in parts:
            dropped.append(name)
            continue
        xml = ElementTree.fromstring(parts[path])
        dropped += [f"{name}·{LINKED[tag]}" for tag in LINKED if xml.find(MAIN + tag) is not None]
        cells = sum(cell != "" for row in last.sheets[name].rows for cell in row)
        free = _free_name(name, names_taken)
        names_taken.add(free)
        found.append(Foreign(free, parts[path], cells, styles, hidden, strings))
    return tuple(found), dropped


def _unchanged(last: LastBook, name: str) -> bool:
    """Whether every cell of a sheet stands in the record: the program made it, and it holds nothing of people's."""
    tables = [table for (sheet, _), table in last.record.tables.items() if sheet == name]
    if not tables:
        return False
    written = {str(cell) for table in tables for row in table.rows for cell in row}
    written |= {title for table in tables for title in table.titles} | set(last.record.tops.get(name, ()))
    cells = (str(cell) for row in last.sheets[name].rows for cell in row if cell != "")
    return all(cell in written or cell.startswith("Formula(") for cell in cells)


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        mark = f"（旧{number}）"
        free, number = name[: LONGEST_NAME - len(mark)] + mark, number + 1
    return free


def _places(parts: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Each sheet's part by its name, and whether it is hidden."""
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {r.get("Id"): r.get("Target", "") for r in relations.iter(f"{_PACKAGE}Relationship")}
    for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(f"{RELATIONS}id"), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield sheet.get("name", ""), (path, sheet.get("state", "visible") != "visible")


def _strings(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The last workbook's shared strings, their looks within a cell left out."""
    if "xl/sharedStrings.xml" in parts:
        for item in ElementTree.fromstring(parts["xl/sharedStrings.xml"]).iter(f"{MAIN}si"):
            runs = [node for node in item if node.tag in (f"{MAIN}t", f"{MAIN}r")]
            yield "".join(text.text or "" for run in runs for text in run.iter(f"{MAIN}t"))
