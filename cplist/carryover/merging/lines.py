"""The lines of parties' ledgers → the institution's: each act once, however often its file comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cplist.carryover.cell_values import fitting
from cplist.carryover.merging.memory import Memory
from cplist.carryover.merging.returned import LedgerLine, PartyReturn, text_of
from cplist.core.workbook import Sheet, Value, Workbook


def with_ledgers(workbook: Workbook, returns: Iterable[PartyReturn], memory: Memory) -> tuple[Workbook, int]:
    """The workbook with the lines that it lacks, and how many these are. A line that says more than one that stands
    there already fills that one up: somebody added to it."""
    new, ledgers = 0, {sheet.name: _Ledger(sheet) for sheet in workbook.sheets if sheet.spare}
    for returned in sorted(returns, key=lambda one: one.age):
        fresh = _fresh(returned, memory)
        for ledger in ledgers.values():
            new += ledger.take([line for line in fresh if line.sheet == ledger.sheet.name])
    sheets = (ledgers[sheet.name].made() if sheet.name in ledgers else sheet for sheet in workbook.sheets)
    return replace(workbook, sheets=tuple(sheets)), new


def _fresh(returned: PartyReturn, memory: Memory) -> list[LedgerLine]:
    """The lines of a file that didn't come before from the same party, which are remembered now."""
    seen: Counter[tuple[str, str]] = Counter()
    fresh = []
    for line in returned.lines:
        seen[line.sheet, line.known_as] += 1
        known = (returned.id, line.sheet, line.known_as)
        if seen[line.sheet, line.known_as] > memory.lines.get(known, 0):
            memory.lines[known] = seen[line.sheet, line.known_as]
            fresh.append(line)
    return fresh


class _Ledger:
    """A table of users' own lines, while lines come."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        end = len(sheet.rows) - sheet.spare
        self.rows, self.spare = [list(row) for row in sheet.rows[:end]], sheet.rows[end:]
        self.users = [number for number, column in enumerate(sheet.columns) if column.filled_in]

    def take(self, lines: Iterable[LedgerLine]) -> int:
        """Bring in lines of one file: each line that stands there is only one of them."""
        left, new = dict(enumerate(map(self._texts, self.rows))), 0
        for line in lines:
            texts = {title: text for title, text in line.texts.items() if title in self.sheet.places}
            place = _same(texts, left)
            if place is None:
                self.rows.append(list(self.spare[0]))
                place, new = len(self.rows) - 1, new + 1
            left.pop(place, None)
            self._fill(place, line)
        return new

    def _texts(self, row: list[Value]) -> dict[str, str]:
        cells = ((self.sheet.columns[number].title, row[number]) for number in self.users)
        return {title: text_of(value) for title, value in cells if value != ""}

    def _fill(self, place: int, line: LedgerLine) -> None:
        for title, value in line.cells.items():
            number = self.sheet.places.get(title)
            if number in self.users and self.rows[place][number] == "":
                self.rows[place][number] = fitting(value, self.sheet.columns[number])

    def made(self) -> Sheet:
        return replace(self.sheet, rows=(*map(tuple, self.rows), *self.spare))


def _same(texts: Mapping[str, str], left: Mapping[int, Mapping[str, str]]) -> int | None:
    """The line that is the same, else one that says a part of it, or more than it; None where there is none."""
    for place, there in left.items():
        if there == texts:
            return place
    for place, there in left.items():
        if there and (there.items() <= texts.items() or texts.items() <= there.items()):
            return place
    return None
