"""Cells of linked columns that lead nowhere: they don't look like links. A row that leads to a whole
sheet isn't there without that sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from cplist.core.workbook import At, Format, Sheet, Workbook

BLACK = "000000"
SUFFIX = " plain"
Keys = Mapping[str, frozenset[object]]


def unlinked(workbook: Workbook) -> Workbook:
    """The workbook with a format of its own for cells of linked columns whose own link leads to no row."""
    keys = {sheet.name: _keys(sheet) for sheet in workbook.sheets}
    sheets = tuple(replace(sheet, looks=_looks(sheet, workbook.formats, keys)) for sheet in workbook.sheets)
    used = {name for sheet in sheets for name in sheet.looks.values()}
    formats = {name: _plain(workbook.formats[name.removesuffix(SUFFIX)], name) for name in sorted(used)}
    return replace(workbook, sheets=sheets, formats={**workbook.formats, **formats})


def without_dead_rows(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The sheets without the rows that lead to a sheet that isn't among them."""
    names = {sheet.name for sheet in sheets}
    return tuple(
        replace(_alive(sheet, names), below=tuple(_alive(table, names) for table in sheet.below))
        for sheet in sheets
    )


def _alive(table: Sheet, names: Collection[str]) -> Sheet:
    dead = {row for (row, _), link in table.links.items() if link.sheet and not link.target} - {
        row for (row, _), link in table.links.items() if link.sheet in names
    }
    if not dead:
        return table
    kept = [number for number in range(len(table.rows)) if number not in dead]
    places = {number: place for place, number in enumerate(kept)}
    links = {(places[row], column): link for (row, column), link in table.links.items() if row in places}
    return replace(table, rows=tuple(table.rows[number] for number in kept), links=links)


def _keys(sheet: Sheet) -> frozenset[object]:
    index = sheet.key_column
    return frozenset() if index is None else frozenset(row[index] for row in sheet.rows)


def _looks(sheet: Sheet, formats: Mapping[str, Format], keys: Keys) -> dict[At, str]:
    columns = {column for _, column in sheet.links if formats[sheet.columns[column].format].underline}
    return {at: sheet.columns[at[1]].format + SUFFIX for at in _nowhere(sheet, sorted(columns), keys)}


def _nowhere(sheet: Sheet, columns: list[int], keys: Keys) -> Iterator[At]:
    for row in range(len(sheet.rows) - sheet.totals - sheet.spare):
        for column in columns:
            link = sheet.links.get((row, column))
            if link is None or (link.target and link.sheet and link.target not in keys.get(link.sheet, ())):
                yield row, column


def _plain(format_: Format, name: str) -> Format:
    return replace(format_, name=name, underline=False, color=BLACK)
