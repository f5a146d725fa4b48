"""Which sheets of checklist.yaml stand in the workbook of an institution and which in that of one party; what a
sheet takes from one that isn't in the same workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cplist.compose.sheets.formula_check import formulas_of
from cplist.compose.sheets.names import TableAt, Where, tables_of
from cplist.compose.sheets.schema import ONLY
from cplist.core.findings import Finding
from cplist.formulas.references import references
from cplist.yamldoc.document import Document, Path

Data = Mapping[str, Any]
ELSEWHERE = {False: (ONLY,), True: ("",)}
"""What a sheet's `party` says that isn't in an institution's workbook, or in a party's."""


def numbers_in(data: Data, *, party: bool) -> tuple[int, ...]:
    """The numbers of the sheets that stand in an institution's workbook, or in that of one `party`."""
    sheets: Sequence[Data] = data["sheets"]
    return tuple(n for n, sheet in enumerate(sheets) if (sheet.get("party") or "") not in ELSEWHERE[party])


def book_problems(data: Data, document: Document) -> Iterator[Finding]:
    """Formulas and choices that lead to a sheet of the other workbook, each once."""
    where, told = Where(document), set[Path]()
    names = [sheet["name"] for sheet in data["sheets"]]
    for party in ELSEWHERE:
        numbers = numbers_in(data, party=party)
        away = set(names) - {names[number] for number in numbers}
        for _, table in tables_of(data, {}):
            if table.path[1] in numbers:
                for path, sheet in _taken_from(table):
                    if sheet in away and path not in told:
                        told.add(path)
                        yield where.found("checklist-other-book", path, sheet=sheet)


def _taken_from(table: TableAt) -> Iterator[tuple[Path, str]]:
    """The sheets that a table's formulas and choices read, with their places."""
    for path, formula in formulas_of(table):
        yield from ((path, sheet) for sheet, _ in references(formula) if sheet)
    for path, column in table.columns():
        if column.get("choices_from"):
            yield (*path, "choices_from"), column["choices_from"].partition("!")[0]
