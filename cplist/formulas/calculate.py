"""The values of a workbook's formulas, so that they are shown by viewers that don't calculate.

A part of Excel's language is understood, enough for a checklist (functions.py). A formula beyond it is written
without a value, and Excel is asked to work it out.
"""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass, replace
from typing import Any

from cplist.core.excel_days import serial_number
from cplist.core.workbook import CHOICES_NAME, Computed, Formula, Sheet, Value, Workbook
from cplist.formulas.functions import UnknownError
from cplist.formulas.parser import Node, parsed
from cplist.formulas.references import HEADER, OWN, Addresses, ColumnReference, PlacedTable, placed_tables
from cplist.formulas.syntax import without_braces


@dataclass(frozen=True)
class _Cell:
    """The cell that a formula is worked out for: its table, its row and its column (from 0)."""

    table: PlacedTable
    row: int
    column: int


def calculated(workbook: Workbook) -> Workbook:
    """The workbook with a Formula, and its value, in place of each Computed cell."""
    return replace(workbook, sheets=_Calculator(workbook).sheets())


class _Calculator:
    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.addresses = Addresses(workbook.sheets)
        self.tables = {sheet.name: placed_tables(sheet) for sheet in workbook.sheets}
        self.named = {name: found[0] for name, found in self.tables.items()}
        self.fields = {field.name: field.value for sheet in workbook.sheets for field in sheet.fields}
        self.lists = {f"{CHOICES_NAME}{name}": list(values) for name, values in workbook.choices.items()}
        self._parsed: dict[str, Node | None] = {}
        self._values: dict[tuple[int, int, int], Any] = {}
        self._columns: dict[tuple[str, str], list[Any]] = {}

    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(self._sheet(sheet) for sheet in self.workbook.sheets)

    def _sheet(self, sheet: Sheet) -> Sheet:
        own, *below = map(self._table, self.tables[sheet.name])
        return replace(own, below=tuple(below))

    def _table(self, table: PlacedTable) -> Sheet:
        """The sheet of a table with its formulas; `below` it there are still the old tables."""
        sheet = table.sheet
        if not sheet.totals and not any(column.formula for column in sheet.columns):
            return sheet
        rows = tuple(
            tuple(
                self._formula(cell, _Cell(table, number, column)) if cell.__class__ is Computed else cell
                for column, cell in enumerate(row)
            )
            if any(cell.__class__ is Computed for cell in row)
            else row
            for number, row in enumerate(sheet.rows)
        )
        return replace(sheet, rows=rows)

    def _formula(self, computed: Computed, cell: _Cell) -> Formula:
        row = cell.table.area.first + cell.row
        text = self.addresses.formula(computed.text, cell.table, cell.column, row)
        bare = without_braces(text)
        return Formula(f"={bare}", self._value_of(cell), bare != text, computed.format)

    def _value_of(self, cell: _Cell) -> Any:
        key = (id(cell.table), cell.row, cell.column)
        if key not in self._values:
            self._values[key] = None  # what leads back to itself has no value
            self._values[key] = self._worked_out(cell)
        return self._values[key]

    def _worked_out(self, cell: _Cell) -> Any:
        value = cell.table.sheet.rows[cell.row][cell.column]
        if not isinstance(value, Computed):
            return _plain(value)
        node = self._parse(without_braces(value.text))
        if node is None:
            return None
        try:
            return _single(node.value(cell))
        except (UnknownError, TypeError, ValueError, ArithmeticError, RecursionError):
            return None

    # from the text to something that can be called

    def _parse(self, text: str) -> Node | None:
        if text not in self._parsed:
            try:
                self._parsed[text] = parsed(text, self)
            except UnknownError:
                self._parsed[text] = None
        return self._parsed[text]

    def reference(self, text: str) -> Node:
        """A column in brackets, as part of a formula."""
        sheet, title = ColumnReference.of(text)
        if sheet:
            return Node(lambda _: self.column(sheet, title), wide=True)
        if title == HEADER:
            return Node.of_row(text, lambda cell: cell.table.sheet.columns[cell.column].title)
        if title == OWN:
            return Node.of_row(text, self._own)
        return Node.of_row(text, lambda cell: self._value_of(_Cell(cell.table, cell.row, cell.table.places[title])))

    def name(self, name: str) -> Node:
        """A name, as part of a formula. Raises UnknownError."""
        if name in self.fields:
            return Node(lambda _: _plain(self.fields[name]))
        if name in self.lists:
            return Node(lambda _: self.lists[name])
        if name in ("TRUE", "FALSE"):
            return Node(lambda _: name == "TRUE")
        raise UnknownError(name)

    def column(self, sheet: str, title: str) -> list[Any]:
        """A column's values; of a sheet with spare rows without the blanks at its end. Raises UnknownError where
        there is no such column, or where one of its values isn't known."""
        key = (sheet, title)
        if key not in self._columns:
            table = self.named.get(sheet)
            if table is None or title not in table.places:
                raise UnknownError(title)
            self._columns[key] = self._down(table, table.places[title])
        return self._columns[key]

    def _own(self, cell: _Cell) -> list[Any]:
        return self._down(cell.table, cell.column)

    def _down(self, table: PlacedTable, column: int) -> list[Any]:
        rows = len(table.sheet.rows) - table.sheet.totals
        values = [self._value_of(_Cell(table, row, column)) for row in range(rows)]
        if any(value is None for value in values):
            raise UnknownError(str(column))
        while table.sheet.spare and values and values[-1] == "":
            values.pop()
        return values


def _plain(value: Value) -> Any:
    """A cell's value as formulas have it: a day is its serial number."""
    if isinstance(value, Formula):
        return value.value
    return serial_number(value) if isinstance(value, datetime.date) else value


def _single(value: Any) -> Any:
    """What one cell can hold: neither a whole column nor a number beyond Excel's; None for these."""
    if isinstance(value, list):
        return None
    return None if isinstance(value, int | float) and not abs(value) <= sys.float_info.max else value
