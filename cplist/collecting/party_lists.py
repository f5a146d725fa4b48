"""What a party's workbook has beside its answers: lines of the lists that its builds wrote, sheets, columns,
pictures of people's own. The lines come along to the institution's workbook; of the rest it is said where it
stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cplist.carryover.last_workbook import LastWorkbook
from cplist.carryover.list_sheets import CONFLICTS, CONTENT, DEFAULTS, RETIRED
from cplist.carryover.match_sheets import match_list
from cplist.carryover.matched import ListMatch
from cplist.carryover.merging.returned import Answer
from cplist.carryover.plan import CarryOverPlan, Cell
from cplist.collecting.cell_values import cell_value, clean
from cplist.collecting.remarks import BESIDE, COLUMN, GONE, RANGE, SECOND, SHEET, ReturnRemark, remarks_on
from cplist.compose.sheets.rows import column_of
from cplist.core.findings import FoundCell
from cplist.core.workbook import Sheet, Value, Workbook

LISTS = (RETIRED, CONFLICTS)
"""The lists that a party's workbook may have."""
LISTED = "该工作簿的“{sheet}”中列有（{reason}）"
MERGED = (SHEET, COLUMN, SECOND, BESIDE), (RANGE,), (GONE,)
"""The remarks that are made of a party's file: what stays in it; merged ranges; what isn't in it any more."""


def listed_in(last: LastWorkbook, checklist: Mapping[str, Any], file: str) -> Iterator[Answer]:
    """What stands on the list sheets of a returned workbook, each with the reason why it is listed there."""
    for sheet in _lists(checklist):
        match = match_list(last, sheet)
        for number, row in enumerate(match.sheet.rows):
            line = {column.key: value for column, value in zip(match.sheet.columns, row, strict=True)}
            if line.get(CONTENT, "") != "":
                yield _answer(match, number, line, file)


def _lists(checklist: Mapping[str, Any]) -> Iterator[Sheet]:
    described = {entry["lines"]: entry for entry in checklist["sheets"] if entry.get("lines") in LISTS}
    for lines in LISTS:
        if entry := described.get(lines):
            columns = tuple(column_of(column, column["title"]) for column in entry["columns"])
            yield Sheet(entry["name"], "", columns, (), lines=lines)
        else:
            yield DEFAULTS[lines]


def _answer(match: ListMatch, number: int, line: Mapping[str, Value], file: str) -> Answer:
    """A line as what can go to no place; what people wrote beside it is a part of the reason."""
    sheet, found = match.sheet, match.found
    beside = [f"{column.title}：{line[column.key]}" for column in sheet.columns if column.filled_in]
    reasons = [str(line.get("reason", "")), *(text for text in beside if not text.endswith("："))]
    content = next(column.title for column in sheet.columns if column.key == CONTENT)
    at = Cell(found.grid.name, found.rows[number].number, found.places.get(content, 0))
    sheet_of, row, column = (clean(str(line.get(key, ""))) for key in ("sheet", "row", "column"))
    return Answer(
        *(sheet_of, row, column),
        cell_value(line[CONTENT], day=False),
        clean(str(line.get("subject", ""))),
        LISTED.format(sheet=clean(sheet.name), reason=clean("；".join(filter(None, reasons)))),
        FoundCell(clean(at.sheet), at.address, file=file),
    )


def remarks_of(last: LastWorkbook, plan: CarryOverPlan, workbook: Workbook, empty: Workbook) -> list[ReturnRemark]:
    """What is to be said of a party's file beside its answers. `workbook` is what carrying it over gives, `empty`
    how it was handed out. Comments in tables are among the answers."""
    wanted = {rule for rules in MERGED for rule in rules}
    notes = {one.user_cell.cell for one in plan.placed if one.user_cell.note}
    comments = {(clean(cell.sheet), cell.address) for cell in notes}
    remarks = [one for one in remarks_on(last, plan, workbook) if one.rule in wanted]
    left = [one for one in remarks if one.rule != BESIDE or (one.cell.sheet, one.cell.address) not in comments]
    return [*left, *_titles_alone(plan, empty)]


def _titles_alone(plan: CarryOverPlan, empty: Workbook) -> Iterator[ReturnRemark]:
    """Columns of people's own in which nothing stands but a title."""
    filled = {(one.user_cell.sheet, one.user_cell.column) for one in plan.placed}
    before = {sheet.name: [_titles(table) for table in (sheet, *sheet.below)] for sheet in empty.sheets}
    for sheet in plan.sheets:
        for table, known in zip((sheet, *sheet.below), before.get(sheet.name, ()), strict=False):
            for title in _titles(table):
                if title not in known and (sheet.name, title) not in filled:
                    yield ReturnRemark(COLUMN, FoundCell(clean(sheet.name)), column=clean(title))


def _titles(table: Sheet) -> list[str]:
    return [column.title for column in table.columns]
