"""The sheets that users added to the last workbook, to be taken over whole, and what of the file can't be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from cplist.carryover.last_workbook import LastWorkbook
from cplist.carryover.matched import WorkbookMatch
from cplist.carryover.plan import CarryOverPlan, LeftBehind, OwnSheet
from cplist.core.namespaces import R, S
from cplist.core.opc import relationships_of, unzipped
from cplist.core.xml_reading import tree
from cplist.writers.excel.foreign.parts import is_whole
from cplist.writers.excel.foreign.sheets import Foreign

SORTS: Mapping[str, str] = {
    "drawing": "图片和图表", "vmlDrawing": "批注", "comments": "批注", "image": "背景图片", "table": "表格对象",
    "oleObject": "嵌入的对象", "package": "嵌入的对象", "control": "控件", "ctrlProp": "控件",
    "pivotTable": "数据透视表", "slicer": "切片器",
}  # fmt: skip
"""What users call that which a relation leads to."""
CHART_SHEET = "图表工作表"
COMMENTS = ("comments", "vmlDrawing")
LONGEST_NAME = 31
Parts = Mapping[str, bytes]


def with_own_sheets(plan: CarryOverPlan, match: WorkbookMatch) -> CarryOverPlan:
    """The plan with the sheets that users added, and with all beside cells that stays in the old file."""
    last, parts = match.last, unzipped(match.last.content)
    places = dict(_places(parts))
    origins = set(match.origins.values())
    names = [name for name in last.others() if name not in origins and not _is_generated(last, name)]
    own = tuple(_own_sheets(match, names, parts, places))
    left = [LeftBehind(name, CHART_SHEET) for name in last.chart_sheets]
    for name in names:
        path, _ = places.get(name, ("", False))
        left += _lost(name, parts, path)
    left += _on_programs_sheets(match, parts, places)
    return replace(plan, own_sheets=own, left_behind=tuple(left))


def _own_sheets(
    match: WorkbookMatch, names: list[str], parts: Parts, places: Mapping[str, tuple[str, bool]]
) -> Iterator[OwnSheet]:
    strings = tuple(_strings(parts)) if names else ()
    taken = {sheet.name for sheet in match.workbook.sheets}
    for name in names:
        path, hidden = places.get(name, ("", False))
        free = _free_name(name, taken)
        written = Foreign(free, path, parts, hidden, strings) if path in parts else None
        taken.add(free)
        yield OwnSheet(match.last.sheets[name], written)


def _is_generated(last: LastWorkbook, name: str) -> bool:
    """Whether every cell of a sheet stands in the record: an earlier build made it, and no user wrote there."""
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


# what is left behind


def _lost(name: str, parts: Parts, path: str) -> list[LeftBehind]:
    """What one of the users' sheets leads to and can't be taken along; the sheet itself, if the file has no part
    for it."""
    if path not in parts:
        return [LeftBehind(name, "")]
    lost = [SORTS[r.kind] for r in relationships_of(parts, path) if r.kind in SORTS and not is_whole(parts, r)]
    return [LeftBehind(name, what) for what in dict.fromkeys(lost)]


def _on_programs_sheets(
    match: WorkbookMatch, parts: Parts, places: Mapping[str, tuple[str, bool]]
) -> list[LeftBehind]:
    """What users put on the program's sheets beside cells, comments and links: pictures, charts, table objects."""
    charts = {sheet.name: len(sheet.charts) for sheet in match.workbook.sheets}
    found = []
    for name, origin in match.origins.items():
        path, _ = places.get(origin, ("", False))
        for relation in relationships_of(parts, path):
            if relation.kind not in SORTS or relation.kind in COMMENTS:
                continue
            if relation.kind != "drawing" or _anchors(parts, relation.target) > charts[name]:
                found.append(LeftBehind(origin, SORTS[relation.kind]))
    return list(dict.fromkeys(found))


def _anchors(parts: Parts, path: str) -> int:
    """How many things stand on a drawing."""
    return len(re.findall(rb"<(?:\w+:)?(?:oneCellAnchor|twoCellAnchor|absoluteAnchor)\b", parts.get(path, b"")))


# the file


def _places(parts: Parts) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Each sheet's part by its name, and whether it is hidden."""
    targets = {relation.id: relation.target for relation in relationships_of(parts, "xl/workbook.xml")}
    for sheet in tree(parts["xl/workbook.xml"]).iter(f"{S}sheet"):
        path = targets.get(sheet.get(f"{R}id", ""), "")
        yield sheet.get("name", ""), (path, sheet.get("state", "visible") != "visible")


def _strings(parts: Parts) -> Iterator[str]:
    """The last workbook's shared strings, their looks within a cell left out."""
    if "xl/sharedStrings.xml" in parts:
        for item in tree(parts["xl/sharedStrings.xml"]).iter(f"{S}si"):
            runs = [node for node in item if node.tag in (f"{S}t", f"{S}r")]
            yield "".join(text.text or "" for run in runs for text in run.iter(f"{S}t"))
