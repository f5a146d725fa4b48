"""What is wrong with the formulas of a checklist.yaml: references that lead nowhere, names that nobody gives,
parentheses that don't close, columns that lead back to themselves.

Excel takes a workbook with a broken formula for a damaged file: a pack author's slips are findings before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cplist.compose.sheets.names import NOTHING_MADE, Made, TableAt, Where, tables_of
from cplist.core.findings import Finding
from cplist.core.workbook import CHOICES_NAME
from cplist.formulas.functions import FUNCTIONS
from cplist.formulas.references import CELL, HEADER, OWN, references
from cplist.formulas.syntax import LONGEST, MOST_ARGUMENTS, MOST_NESTED, Fault, Slip, read_formula, without_braces
from cplist.formulas.tokens import TokenKind
from cplist.yamldoc.document import Document, Path

Data = Mapping[str, Any]
Sheets = Mapping[str, TableAt]
Column = tuple[str, str]
"""A sheet and the title of its column."""
TRUTH = ("TRUE", "FALSE")
RULES = {
    Fault.BROKEN: "checklist-formula",
    Fault.LONG: "checklist-formula-long",
    Fault.NESTED: "checklist-formula-nested",
    Fault.ARGUMENTS: "checklist-formula-arguments",
}
LIMITS = {Fault.LONG: LONGEST, Fault.NESTED: MOST_NESTED, Fault.ARGUMENTS: MOST_ARGUMENTS}
COMMON = frozenset(
    ["TRIM", "ISERROR", "ISBLANK", "ISTEXT", "DATE", "YEAR", "MONTH", "DAY", "MIN", "ROUND", "COUNT", "COUNTA"]
)
"""Functions that conditions often use. openpyxl's list has all, but takes a twentieth of a build's time to load."""


def formula_problems(data: Data, document: Document, made: Made = NOTHING_MADE) -> Iterator[Finding]:
    """All of them, each at its formula; data and `made` as in name_problems."""
    where = Where(document)
    sheets: dict[str, TableAt] = {}
    for name, table in tables_of(data, made):
        sheets.setdefault(name, table)
    names = {f"{CHOICES_NAME}{name}" for name in data.get("choices") or ()}
    names |= {entry.get("name", "") for table in sheets.values() for _, entry in table.entries("fields")}
    for _, table in tables_of(data, made):
        for path, text in _formulas(table):
            yield from _problems(text, path, table, sheets, names, where)
    yield from _circles(sheets, where)


def _formulas(table: TableAt) -> Iterator[tuple[Path, str]]:
    for path, column in table.columns():
        yield from (((*path, key), column[key]) for key in ("formula", "check") if column.get(key))
    for path, condition in table.entries("conditions"):
        if condition.get("when"):
            yield (*path, "when"), condition["when"]


def _problems(
    text: str, path: Path, table: TableAt, sheets: Sheets, names: set[str], where: Where
) -> Iterator[Finding]:
    for sheet, title in references(text):
        yield from _lost(sheet, title, path, table, sheets, where)
    bare = without_braces(text)
    found, slip = read_formula(bare)
    if slip:
        yield where.found(RULES[slip.fault], path, **_about(slip, bare))
    for kind, word, _ in found:
        if kind is TokenKind.NAME and word not in names and word.upper() not in TRUTH:
            yield where.unknown(path, word, (*names, *(f"[{title}]" for title in table.titles)))
        if kind is TokenKind.CALL and not _is_function(word[:-1].upper()):
            yield where.unknown(path, word[:-1], FUNCTIONS)


def _about(slip: Slip, formula: str) -> dict[str, str]:
    """What a finding says of a slip: the rest of the formula that can't be read, or the limit."""
    if slip.fault is Fault.BROKEN:
        return {"rest": formula[slip.start :].strip()}
    return {"limit": str(LIMITS[slip.fault])}


def _is_function(name: str) -> bool:
    """Whether Excel has it: the functions of its files since 2007, later ones under _xlfn."""
    if name in FUNCTIONS or name in COMMON or name.startswith("_XLFN."):
        return True
    from openpyxl.utils import FORMULAE

    return name in FORMULAE


def _lost(sheet: str, title: str, path: Path, table: TableAt, sheets: Sheets, where: Where) -> Iterator[Finding]:
    """A reference to a sheet or a column that isn't there."""
    if sheet and sheet not in sheets:
        yield where.unknown(path, f"[{sheet}!{title}]", [f"[{name}!{title}]" for name in sheets])
    elif sheet and sheets[sheet].lacks(title):
        yield where.unknown(path, f"[{sheet}!{title}]", [f"[{sheet}!{known}]" for known in sheets[sheet].titles])
    elif not sheet and title not in (HEADER, OWN, CELL) and table.lacks(title):
        yield where.unknown(path, f"[{title}]", [f"[{known}]" for known in table.titles])


def _circles(sheets: Sheets, where: Where) -> Iterator[Finding]:
    """Columns whose every cell needs itself. Only what holds in all rows counts: Excel has the last word."""
    needs: dict[Column, list[Column]] = {}
    paths: dict[Column, Path] = {}
    for name, table in sheets.items():
        for path, column in table.columns():
            if column.get("formula"):
                own = name, column.get("title", "")
                needs[own] = list(_needs(own, column, sheets))
                paths[own] = (*path, "formula")
    told: set[Column] = set()
    for start in needs:
        circle = _circle(start, needs)
        if circle and not told & set(circle):
            told |= set(circle)
            way = " → ".join(title for _, title in (*circle, start))
            yield where.found("checklist-circular", paths[start], way=way)


def _needs(own: Column, column: Data, sheets: Sheets) -> Iterator[Column]:
    """The columns with a formula that every cell of this one reads."""
    for sheet, title in references(column["formula"]):
        if title == HEADER and not sheet:
            continue
        wanted = own if title == OWN and not sheet else (sheet or own[0], title)
        on = sheets.get(wanted[0])
        for _, other in on.columns() if on else ():
            same = other.get("formula_when") in (None, column.get("formula_when")) and wanted[0] == own[0]
            if other.get("title") == wanted[1] and other.get("formula") and (same or not other.get("formula_when")):
                yield wanted


def _circle(start: Column, needs: Mapping[Column, Sequence[Column]]) -> list[Column]:
    """The columns from one back to itself, without the end; [] where none leads back."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for wanted in needs.get(way[-1], ()):
            if wanted == start:
                return way
            if wanted not in seen:
                seen.add(wanted)
                ways.append([*way, wanted])
    return []
