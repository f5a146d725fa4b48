"""The sheets that users added to the last workbook, to be taken over whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cplist.carryover.last_workbook import LastWorkbook
from cplist.carryover.matched import WorkbookMatch
from cplist.carryover.plan import CarryOverPlan, Cell, OwnSheet
from cplist.writers.excel.foreign.sheets import Foreign

LONGEST_NAME = 31
Parts = Mapping[str, bytes]


def with_own_sheets(plan: CarryOverPlan, match: WorkbookMatch) -> CarryOverPlan:
    """The plan with the sheets that users added."""
    last, parts = match.last, match.last.parts
    places = {name: (one.path, one.hidden) for name, one in last.places.items()}
    origins = set(match.origins.values())
    names = [name for name in last.others() if name not in origins and not _is_generated(last, name)]
    return replace(plan, own_sheets=tuple(_own_sheets(match, names, parts, places)))


def _own_sheets(
    match: WorkbookMatch, names: list[str], parts: Parts, places: Mapping[str, tuple[str, bool]]
) -> Iterator[OwnSheet]:
    strings = match.last.strings
    taken = {sheet.name for sheet in match.workbook.sheets}
    for name in names:
        path, hidden = places.get(name, ("", False))
        free = _free_name(name, taken)
        days = frozenset(Cell(name, *at).address for at in match.last.sheets[name].from_1904)
        written = Foreign(free, path, parts, hidden, strings, name, days) if path in parts else None
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
