"""Cells of linked columns that lead nowhere: they don't look like links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
            if link is None or (link.sheet and link.target not in keys.get(link.sheet, frozenset())):
                yield row, column


def _plain(format_: Format, name: str) -> Format:
    return replace(format_, name=name, underline=False, color=BLACK)
