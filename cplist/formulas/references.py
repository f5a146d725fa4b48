"""Formulas of checklist.yaml: Excel's own language, with columns in brackets instead of addresses.

`[列]` is this row's cell in that column, `[表!列]` the whole column of a sheet, `[^]` the header of the column that
the formula stands in, `[:]` that column's rows, `[.]` in a
condition the cell that it goes for. A formula is written once for a column and never rendered with a value, so no
value of a profile can become part of one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cplist.core.workbook import Area, Sheet, areas

REFERENCE = re.compile(r"\[([^\[\]!]+)(?:!([^\[\]]+))?\]")
HEADER, OWN, CELL = "^", ":", "."
ROOM = 1000
"""How many rows below a list of people's own lines its columns still reach: somebody goes on writing there."""
_ROW = "\0"


@dataclass(frozen=True)
class Table:
    """A table of the workbook: the sheet that it stands on, where, and the number of each column by title."""

    sheet: Sheet
    on: str
    area: Area

    @property
    def places(self) -> Mapping[str, int]:
        return self.sheet.places

    @property
    def last(self) -> int:
        """The last row that its columns reach in formulas: without totals, beyond people's own lines."""
        end = self.area.last - self.sheet.totals
        return max(end + (ROOM if self.sheet.spare else 0), self.area.first)


def tables(sheets: Sequence[Sheet]) -> Iterator[Table]:
    """Every table of the sheets, those below others too."""
    for sheet in sheets:
        for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True):
            yield Table(table, sheet.name, area)


def by_name(sheets: Sequence[Sheet]) -> Mapping[str, Table]:
    """The first table of each sheet, by the sheet's name."""
    return {sheet.name: Table(sheet, sheet.name, areas(sheet)[0]) for sheet in sheets}


def references(text: str) -> list[tuple[str, str]]:
    """The references of a formula: (sheet or "", column)."""
    return [(first, second) if second else ("", first) for first, second in REFERENCE.findall(text)]


def letter(number: int) -> str:
    """The letters of a column, from 0: A, B … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Addresses:
    """Formulas with brackets → with addresses. Raises KeyError with the reference that leads nowhere."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.named = by_name(sheets)
        self._known: dict[tuple[int, str, int], tuple[str, ...]] = {}

    def formula(self, text: str, table: Table, column: int, row: int) -> str:
        """The formula as it stands in a cell (`row` counts from 1 over the whole sheet)."""
        key = (id(table), text, column)
        if key not in self._known:
            self._known[key] = tuple(self._addressed(text, table, column).split(_ROW))
        return str(row).join(self._known[key])

    def first(self, text: str, table: Table, column: int = 0) -> str:
        """The formula as of the table's first row, for rules that go for all of them."""
        return self.formula(text, table, column, table.area.first)

    def _addressed(self, text: str, table: Table, column: int) -> str:
        return REFERENCE.sub(lambda found: self._address(found, table, column), text)

    def _address(self, found: re.Match[str], table: Table, column: int) -> str:
        first, second = found[1], found[2]
        if second:
            return self.column(first, second)
        if first == HEADER:
            return f"{letter(column)}${table.area.header}"
        if first == OWN:
            return f"{letter(column)}{table.area.first}:{letter(column)}{table.last}"
        if first == CELL:
            return f"{letter(column)}{_ROW}"
        return f"${letter(table.places[first])}{_ROW}"

    def column(self, sheet: str, title: str) -> str:
        """A whole column: '履职情况'!$M$4:$M$203."""
        table = self.named[sheet]
        at = letter(table.places[title])
        return f"{quoted(sheet)}!${at}${table.area.first}:${at}${table.last}"


_REFERENCES = re.compile(
    r"\[[^\[\]]+\]|(?:'[^']+'!|[^\W\d]\w*!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(])"
)
_WORDS = re.compile(r'("(?:[^"]|"")*")')


def _skeleton(formula: str) -> str:
    """A formula without addresses and blanks, which sorting and other programs change."""
    parts = _WORDS.split(formula)
    bare = (re.sub(r"[\s{}]|_xlfn\.", "", _REFERENCES.sub("#", part)) for part in parts[::2])
    words = (*parts[1::2], "")
    return "".join(part + word for part, word in zip(bare, words, strict=True)).lstrip("=").upper()


@lru_cache(maxsize=2_000)
def formula_mark(formula: str) -> str:
    """What a formula is known by, whether it has brackets or addresses, and whatever program saved it."""
    return f"={hashlib.sha256(_skeleton(formula).encode()).hexdigest()[:12]}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas have it."""
    return "'" + sheet.replace("'", "''") + "'"
