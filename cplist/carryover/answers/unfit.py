"""Answers that their columns can't use: a day that is none, a word that isn't among the choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from cplist.carryover.answers.choices import words_of
from cplist.carryover.plan import Cell
from cplist.core.typed_days import typed_day
from cplist.core.workbook import Column, Computed, Formula, Sheet, Value, Workbook, areas

LONGEST_VALUE = 20
"""Characters of an answer that a message shows."""
Fits = Callable[[Value, tuple[Value, ...]], bool]
"""Whether a value, in that row, is one that its column can use."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """An answer that its column can't use: the cell of the new workbook, the key or the number of its row, the
    title of its column."""

    cell: Cell
    row: str
    column: str
    value: Value

    def __str__(self) -> str:
        return f"{self.cell.sheet}·{self.row}·{self.column}“{str(self.value)[:LONGEST_VALUE]}”"


def unfit(workbook: Workbook) -> Iterator[Unfit]:
    """The answers that don't count in formulas; of one that is a formula itself, what it gives."""
    named = {sheet.name: sheet for sheet in workbook.sheets}
    for sheet in workbook.sheets:
        for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True):
            for number, column in enumerate(table.columns):
                if column.filled_in and (fits := _fits(column, table, named, workbook.choices)):
                    yield from _of_column(Cell(sheet.name, area.first - 1, number), table, fits)


def _of_column(first: Cell, table: Sheet, fits: Fits) -> Iterator[Unfit]:
    for place, row in enumerate(table.rows):
        there = row[first.column]
        value = there.value if isinstance(there, Formula) else there
        if value is not None and value != "" and not isinstance(value, Computed) and not fits(value, row):
            where = f"第{place + 1}行" if table.key_column is None else str(row[table.key_column])
            yield Unfit(replace(first, row=first.row + place), where, table.columns[first.column].title, value)


def _fits(
    column: Column, table: Sheet, named: Mapping[str, Sheet], choices: Mapping[str, tuple[str, ...]]
) -> Fits | None:
    """What a column asks of an entry; None where it takes anything."""
    if column.date:
        return lambda value, _: not isinstance(value, str) and typed_day(value) is not None
    if (words := words_of(column, table, named, choices)) is None:
        return None
    return lambda value, row: (those := words(row)) is None or value in those
