"""The references of checklist.yaml's formulas: columns in brackets, which become addresses.

`[列]` is this row's cell in that column, `[表!列]` the whole column of a sheet, `[^]` the header of the column
that the formula stands in, `[:]` that column's rows, `[.]` in a condition the cell that it is about. A formula is
written once for a column and never rendered with a value, so no value of a profile can become part of one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cplist.core.workbook import Area, Sheet, areas
from cplist.formulas.tokens import TokenKind, texts, tokens

HEADER, OWN, CELL = "^", ":", "."
ROOM = 1000
"""Rows below a list of users' own lines that its columns take in: users go on writing there."""
_ROW = "\0"


@dataclass(frozen=True)
class PlacedTable:
    """A table of the workbook, the name of the sheet that it stands on, and where it stands there."""

    sheet: Sheet
    on: str
    area: Area

    @property
    def places(self) -> Mapping[str, int]:
        return self.sheet.places

    @property
    def last(self) -> int:
        """The last row that its columns take in, in formulas: without totals, with ROOM below users' own lines."""
        end = self.area.last - self.sheet.totals
        return max(end + (ROOM if self.sheet.spare else 0), self.area.first)


def placed_tables(sheet: Sheet) -> tuple[PlacedTable, ...]:
    """A sheet's own table and those below it."""
    tables = zip((sheet, *sheet.below), areas(sheet), strict=True)
    return tuple(PlacedTable(table, sheet.name, area) for table, area in tables)


def by_name(sheets: Sequence[Sheet]) -> Mapping[str, PlacedTable]:
    """The first table of each sheet, by the sheet's name."""
    return {sheet.name: PlacedTable(sheet, sheet.name, areas(sheet)[0]) for sheet in sheets}


class ColumnReference(NamedTuple):
    """What stands in brackets: a column by its title (or HEADER, OWN, CELL), and of which sheet ("": this row)."""

    sheet: str
    column: str

    @classmethod
    def of(cls, text: str) -> ColumnReference:
        """Of [列] or [表!列]."""
        sheet, apart, column = text[1:-1].partition("!")
        return cls(sheet, column) if sheet and apart and column else cls("", text[1:-1])


def references(formula: str) -> list[ColumnReference]:
    """The references of a formula, in order."""
    return [ColumnReference.of(token.text) for token in tokens(formula) if token.kind is TokenKind.REFERENCE]


def letter(number: int) -> str:
    """The letters of a column, from 0: A, B … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """The number of a column, from 0, by its letters, A to Z in either case."""
    number = 0
    for one in letters.upper():
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1


class Addresses:
    """Formulas with brackets → with addresses. Raises KeyError for a sheet or a column that isn't there."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.named = by_name(sheets)
        self._known: dict[tuple[str, Area, str, int], tuple[str, ...]] = {}

    def formula(self, text: str, table: PlacedTable, column: int, row: int) -> str:
        """The formula as it stands in a cell (`row` counts from 1 over the whole sheet)."""
        key = (table.on, table.area, text, column)
        if key not in self._known:
            self._known[key] = tuple(self._addressed(text, table, column).split(_ROW))
        return str(row).join(self._known[key])

    def first(self, text: str, table: PlacedTable, column: int = 0) -> str:
        """The formula as of the table's first row: so Excel wants the formulas of rules for all rows."""
        return self.formula(text, table, column, table.area.first)

    def _addressed(self, text: str, table: PlacedTable, column: int) -> str:
        return "".join(
            self._address(ColumnReference.of(token.text), table, letter(column))
            if token.kind is TokenKind.REFERENCE
            else token.text
            for token in tokens(text)
        )

    def _address(self, reference: ColumnReference, table: PlacedTable, at: str) -> str:
        sheet, title = reference
        if sheet:
            return self.column(sheet, title)
        if title == HEADER:
            return f"{at}${table.area.header}"
        if title == OWN:
            return f"{at}{table.area.first}:{at}{table.last}"
        if title == CELL:
            return f"{at}{_ROW}"
        return f"${letter(table.places[title])}{_ROW}"

    def column(self, sheet: str, title: str) -> str:
        """A whole column: '履职情况'!$M$4:$M$203."""
        table = self.named[sheet]
        at = letter(table.places[title])
        return f"{quoted(sheet)}!${at}${table.area.first}:${at}${table.last}"


_UNPLACED: Mapping[str, str] = {
    TokenKind.REFERENCE: "#",
    TokenKind.ADDRESS: "#",
    TokenKind.BLANK: "",
    TokenKind.BRACE: "",
}
"""What a mark has instead of a token: sorting changes addresses, other programs blanks and the braces of arrays."""
_LATER = "_xlfn."
"""How a file has the names of functions that are later than Excel 2007; not every program writes it."""


@lru_cache(maxsize=2_000)
def formula_mark(formula: str) -> str:
    """What a formula is known by, with brackets or with addresses: = and 12 hexadecimal digits."""
    said = texts(formula, _UNPLACED)
    if _LATER in formula:
        said = [text.removeprefix(_LATER) for text in said]
    bare = "".join(said).lstrip("=").upper()
    return f"={hashlib.sha256(bare.encode()).hexdigest()[:12]}"


def sheet_of(address: str) -> str:
    """The sheet of an address, as it is called, with the path of another workbook; "" for one of the same sheet."""
    sheet = address.rpartition("!")[0]
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def quoted(sheet: str) -> str:
    """A sheet's name as formulas have it."""
    return "'" + sheet.replace("'", "''") + "'"
