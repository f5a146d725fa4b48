"""Which sheet of the last workbook is which of the new one, and which tables and rows belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cplist.carryover.cell_values import fitting
from cplist.carryover.found_table import USUAL_WIDTH, FoundTable, find_tables, most_like
from cplist.carryover.grid import Grid
from cplist.carryover.last_workbook import LastWorkbook
from cplist.carryover.match_rows import Replaced, with_rows
from cplist.carryover.matched import ListMatch, SheetMatch, TableMatch, WorkbookMatch
from cplist.carryover.record import GeneratedCells, generated_cells
from cplist.core.layouts import NO_TABLE, Layout, recognised
from cplist.core.workbook import KEY, Column, Link, Sheet, Workbook

ADDED_FORMAT, ADDED_TO_LIST = "filled", "text"
"""The formats of columns that users added to a table, and to a list."""
AS_WIDE = 0.75
"""Characters by which a column's width may differ after a program has turned it into pixels and back."""


def match_workbooks(last: LastWorkbook, workbook: Workbook, replaced: Replaced) -> WorkbookMatch:
    """The new workbook beside the last one. `replaced` says which duties take the place of which."""
    origins = _origins(last, workbook)
    layout = recognised(
        workbook.layouts(), last.about("layout"), {name: last.sheets[name].rows for name in last.others()}
    )
    sheets = [sheet for sheet in workbook.sheets if not sheet.lines]
    known = {name for name, _ in last.record.tables} | {sheet.name for sheet in workbook.sheets}
    others = [last.sheets[name] for name in last.others() if name not in known | set(origins.values())]
    matched = (_sheet(last, sheet, origins.get(sheet.name, ""), layout, replaced) for sheet in sheets)
    copied = {grid.name: most_like(grid, sheets)[:1] for grid in others}
    return WorkbookMatch(
        last,
        workbook,
        tuple(
            _with_copies(one, [grid for grid in others if sheet in copied[grid.name]], replaced)
            for one, sheet in zip(matched, sheets, strict=True)
        ),
        tuple(match_list(last, sheet) for sheet in workbook.sheets if sheet.lines),
    )


def _origins(last: LastWorkbook, workbook: Workbook) -> dict[str, str]:
    """The name that each sheet has in the last workbook: its own, or, if a user renamed it, that of another sheet
    on which its table stands."""
    known = {name for name, _ in last.record.tables} | {sheet.name for sheet in workbook.sheets}
    origins: dict[str, str] = {}
    for sheet in workbook.sheets:
        if sheet.lines:
            continue
        others = (name for name in last.others() if name not in known and name not in origins.values())
        renamed = (name for name in others if sheet in most_like(last.sheets[name], workbook.sheets))
        if name := sheet.name if _stands(last, sheet) else next(renamed, ""):
            origins[sheet.name] = name
    return origins


def _stands(last: LastWorkbook, sheet: Sheet) -> bool:
    """Whether the sheet's own table stands on the last workbook's sheet of that name, and not something else."""
    grid = last.sheets.get(sheet.name)
    return grid is not None and find_tables(grid, [sheet], [()])[0].header is not None


def _sheet(last: LastWorkbook, sheet: Sheet, origin: str, layout: Layout, replaced: Replaced) -> SheetMatch:
    tables = (sheet, *sheet.below)
    recorded = [last.record.tables.get((sheet.name, number)) for number in range(len(tables))]
    if not origin:
        expected = (sheet.name, 0) in (last.record.tables or layout.tables)
        return SheetMatch(sheet, missing=expected and any(column.filled_in for column in sheet.columns))
    grid = last.sheets[origin]
    layouts = [layout.tables.get((sheet.name, number), NO_TABLE).on(grid.rows) for number in range(len(tables))]
    generated = [generated_cells(*each) for each in zip(recorded, tables, layouts, strict=True)]
    found = find_tables(grid, tables, [known.titles for known in generated])
    matched = [match_table(*each, replaced) for each in zip(tables, found, generated, strict=True)]
    own, *below = (match.table for match in matched)
    columns = tuple(_as_shown(column, grid, found[0], generated[0]) for column in own.columns)
    return SheetMatch(replace(own, columns=columns, below=tuple(below)), grid, tuple(matched))


def _as_shown(column: Column, grid: Grid, found: FoundTable, generated: GeneratedCells) -> Column:
    """The column as wide, and hidden, as a user had it, where that is told from what the program had made of it;
    as it is for the rows' keys, and where a workbook says nothing of its columns."""
    number, width = found.places.get(column.title), generated.widths.get(column.title)
    if number is None or not (grid.widths or grid.hidden) or (width is None and column.title not in found.added):
        return column
    hidden = grid.is_hidden(number)
    if column.key != KEY and hidden != (column.title in generated.hidden):
        column = replace(column, hidden=hidden)
    now = grid.widths.get(number, 0)
    differs = width is not None and now >= 1 and abs(now - width) >= AS_WIDE
    return replace(column, width=now) if differs else column


def _with_copies(match: SheetMatch, copies: Sequence[Grid], replaced: Replaced) -> SheetMatch:
    """The match of a sheet that users fill in, with the copies of it that they made."""
    if not match.tables or not any(column.filled_in for column in match.sheet.columns):
        return match
    generated = match.tables[0].generated
    table = replace(match.tables[0].table, below=())
    found = (find_tables(grid, [table], [generated.titles])[0] for grid in copies)
    return replace(match, copies=tuple(match_table(table, one, generated, replaced) for one in found))


def match_table(table: Sheet, found: FoundTable, generated: GeneratedCells, replaced: Replaced) -> TableMatch:
    """A table of the new workbook beside what was found of it in the last one."""
    match = TableMatch(table, found, generated)
    if found.header is None:
        return match
    counts = Counter(title for row in found.rows for title in row.cells)
    no_more = generated.filled_in - set(table.places)
    given_up = {title: counts[title] for title in sorted(no_more) if counts[title]}
    table = _with_columns(table, found, given_up)
    return with_rows(replace(match, table=table, given_up=given_up), replaced).with_first_answers()


def _with_columns(table: Sheet, found: FoundTable, given_up: Mapping[str, int]) -> Sheet:
    """The new table with further columns at its right: those of users that it no longer has, those that they
    added."""
    widths = {title: USUAL_WIDTH for title in found.places if title in given_up} | dict(found.added)
    added = _columns(widths, ADDED_FORMAT)
    if not added:
        return table
    blank = ("",) * len(added)
    return replace(table, columns=(*table.columns, *added), rows=tuple((*row, *blank) for row in table.rows))


def _columns(widths: Mapping[str, float], format_: str) -> tuple[Column, ...]:
    return tuple(Column(title, title, width, format_, filled_in=True) for title, width in widths.items())


def match_list(last: LastWorkbook, sheet: Sheet) -> ListMatch:
    """A list sheet with the lines that stood there."""
    if not _stands(last, sheet):
        return ListMatch(replace(sheet, rows=()), FoundTable())
    (found,) = find_tables(last.sheets[sheet.name], [sheet], [()])
    columns = (*sheet.columns, *_columns(found.added, ADDED_TO_LIST))
    rows = tuple(
        tuple(fitting(row.all_cells.get(column.title, ""), column) for column in columns) for row in found.rows
    )
    return ListMatch(replace(sheet, columns=columns, rows=rows, links=_links(found, columns)), found)


def _links(found: FoundTable, columns: tuple[Column, ...]) -> dict[tuple[int, int], Link]:
    return {
        (place, number): Link("", "", url)
        for place, row in enumerate(found.rows)
        for number, column in enumerate(columns)
        if (url := found.attached(row.number, column.title).url)
    }
