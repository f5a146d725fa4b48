"""The sheets of the last workbook that are people's own, to be taken over, and what of them can't be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from cplist.carryover.last_workbook import LastBook
from cplist.core.opc import unzipped
from cplist.core.workbook import Workbook
from cplist.writers.excel.foreign.parts import relations_of, whole
from cplist.writers.excel.foreign.sheets import RELATIONS, Foreign
from cplist.writers.excel.foreign.styles import MAIN

SORTS: Mapping[str, str] = {
    "drawing": "图片和图表", "vmlDrawing": "批注", "comments": "批注", "image": "背景图片", "table": "表格对象",
    "oleObject": "嵌入的对象", "package": "嵌入的对象", "control": "控件", "ctrlProp": "控件",
    "pivotTable": "数据透视表", "slicer": "切片器",
}  # fmt: skip
"""What people call that which a relation leads to."""
LONGEST_NAME = 31


def foreign_sheets(last: LastBook, names: Sequence[str], taken: set[str]) -> tuple[tuple[Foreign, ...], list[str]]:
    """Those sheets of the last workbook that are people's own, and what of them can't be taken over. A sheet that
    an earlier build made and that nobody changed is none."""
    wanted = [name for name in names if not _unchanged(last, name)]
    dropped = [f"{name}·图表工作表" for name in last.chart_sheets]
    if not wanted:
        return (), dropped
    parts = unzipped(last.content)
    places = dict(_places(parts))
    strings = tuple(_strings(parts))
    found, names_taken = [], set(taken)
    for name in wanted:
        path, hidden = places.get(name, ("", False))
        if path not in parts:
            dropped.append(name)
            continue
        dropped += [f"{name}·{what}" for what in _lost(parts, path)]
        cells = sum(cell != "" for row in last.sheets[name].rows for cell in row)
        cells += sum(attached.note is not None for attached in last.sheets[name].attached.values())
        free = _free_name(name, names_taken)
        names_taken.add(free)
        found.append(Foreign(free, path, parts, cells, hidden, strings))
    return tuple(found), dropped


def _lost(parts: Mapping[str, bytes], path: str) -> list[str]:
    """What a sheet leads to and can't be taken along."""
    lost = [SORTS[r.sort] for r in relations_of(parts, path) if r.sort in SORTS and not whole(parts, r)]
    return list(dict.fromkeys(lost))


def left_behind(last: LastBook, used: Mapping[str, str], workbook: Workbook) -> list[str]:
    """What people put on our sheets beside cells, comments and links: pictures, charts, table objects."""
    parts = unzipped(last.content)
    places = dict(_places(parts))
    charts = {sheet.name: len(sheet.charts) for sheet in workbook.sheets}
    found = []
    for name, theirs in used.items():
        path = places.get(theirs, ("", False))[0]
        for relation in relations_of(parts, path):
            if relation.sort not in SORTS or relation.sort in ("comments", "vmlDrawing"):
                continue
            if relation.sort == "drawing" and _anchors(parts, relation.target) <= charts[name]:
                continue
            found.append(f"{theirs}·{SORTS[relation.sort]}")
    return list(dict.fromkeys(found))


def _anchors(parts: Mapping[str, bytes], path: str) -> int:
    """How many things stand on a drawing."""
    return len(re.findall(rb"<(?:\w+:)?(?:oneCellAnchor|twoCellAnchor|absoluteAnchor)\b", parts.get(path, b"")))


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
    targets = {relation.id: relation.target for relation in relations_of(parts, "xl/workbook.xml")}
    for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet"):
        path = targets.get(sheet.get(f"{RELATIONS}id", ""), "")
        yield sheet.get("name", ""), (path, sheet.get("state", "visible") != "visible")


def _strings(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The last workbook's shared strings, their looks within a cell left out."""
    if "xl/sharedStrings.xml" in parts:
        for item in ElementTree.fromstring(parts["xl/sharedStrings.xml"]).iter(f"{MAIN}si"):
            runs = [node for node in item if node.tag in (f"{MAIN}t", f"{MAIN}r")]
            yield "".join(text.text or "" for run in runs for text in run.iter(f"{MAIN}t"))
