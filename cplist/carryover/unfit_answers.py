"""What people filled in and what its column can't use: a day that is none, a word that isn't among the choices."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

from cplist.core.workbook import CHOICES_NAME, KEY, Column, Computed, Formula, Sheet, Value, Workbook

Fits = Callable[[Value, tuple[Value, ...]], bool]


def unfit(workbook: Workbook) -> Iterator[str]:
    """The cells that don't count in formulas, each by its sheet, its row and its column."""
    named = {sheet.name: sheet for sheet in workbook.sheets}
    for sheet in workbook.sheets:
        for table in (sheet, *sheet.below):
            for number, column in enumerate(table.columns):
                if column.filled_in and (fits := _fits(column, table, named, workbook.choices)):
                    yield from _of_column(sheet.name, table, number, fits)


def _of_column(name: str, table: Sheet, number: int, fits: Fits) -> Iterator[str]:
    key = next((n for n, column in enumerate(table.columns) if column.key == KEY), None)
    for place, row in enumerate(table.rows):
        value = row[number]
        if value != "" and not isinstance(value, Formula | Computed) and not fits(value, row):
            where = f"第{place + 1}行" if key is None else str(row[key])
            yield f"{name}·{where}·{table.columns[number].title}“{str(value)[:20]}”"


def _fits(
    column: Column, table: Sheet, named: Mapping[str, Sheet], choices: Mapping[str, tuple[str, ...]]
) -> Fits | None:
    """What a column asks of an entry; None where it takes anything."""
    if column.date:
        return lambda value, _: isinstance(value, datetime.date)
    if column.choices:
        return lambda value, _: value in choices[column.choices]
    if column.choices_by:
        by = [other.key for other in table.columns].index(column.choices_by)
        return lambda value, row: value in choices.get(str(row[by]).removeprefix(CHOICES_NAME), (value,))
    if column.choices_from:
        wanted = _column(named, *column.choices_from.split("!"))
        return lambda value, _: value in wanted
    return None


def _column(named: Mapping[str, Sheet], sheet: str, title: str) -> frozenset[Value]:
    table = named.get(sheet)
    if table is None:
        return frozenset()
    number = next(number for number, column in enumerate(table.columns) if column.title == title)
    return frozenset(row[number] for row in table.rows)
