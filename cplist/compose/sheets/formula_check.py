"""What is wrong with the formulas of a checklist.yaml: references that lead nowhere, names that nobody gives,
parentheses that don't close, columns that lead back to themselves, addresses
of other workbooks, functions that reach out of this one.

Excel takes a workbook with a broken formula for a damaged file: a pack author's slips are findings before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cplist.compose.sheets.names import NOTHING_MADE, Made, TableAt, Where, tables_of
from cplist.core.findings import Finding
from cplist.core.workbook import CHOICES_NAME
from cplist.formulas.allowed import is_allowed, is_barred
from cplist.formulas.functions import FUNCTIONS
from cplist.formulas.references import CELL, HEADER, OWN, references, sheet_of
from cplist.formulas.syntax import LONGEST, MOST_ARGUMENTS, MOST_NESTED, Fault, Slip, read_formula, without_braces
from cplist.formulas.tokens import Token, TokenKind, tokens
from cplist.yamldoc.document import Document, Path

Data = Mapping[str, Any]
Sheets = Mapping[str, TableAt]
Column = tuple[str, str]
"""A sheet and the title of its column."""
TRUTH = ("TRUE", "FALSE")
LINK = "HYPERLINK"
RULES = {
    Fault.BROKEN: "checklist-formula",
    Fault.LONG: "checklist-formula-long",
    Fault.NESTED: "checklist-formula-nested",
    Fault.ARGUMENTS: "checklist-formula-arguments",
}
LIMITS = {Fault.LONG: LONGEST, Fault.NESTED: MOST_NESTED, Fault.ARGUMENTS: MOST_ARGUMENTS}


def formula_problems(data: Data, document: Document, made: Made = NOTHING_MADE) -> Iterator[Finding]:
    """All of them, each at its formula; data and `made` as in name_problems."""
    where = Where(document)
    sheets: dict[str, TableAt] = {}
    for name, table in tables_of(data, made):
        sheets.setdefault(name, table)
    names = {f"{CHOICES_NAME}{name}" for name in data.get("choices") or ()}
    names |= {entry.get("name", "") for table in sheets.values() for _, entry in table.entries("fields")}
    for _, table in tables_of(data, made):
        for path, text in formulas_of(table):
            yield from _problems(text, path, table, sheets, names, where)
    yield from _circles(sheets, where)


def formulas_of(table: TableAt) -> Iterator[tuple[Path, str]]:
    """Every formula of a table, with its place."""
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
    for number, (kind, word, _) in enumerate(found):
        if kind is TokenKind.NAME and word not in names and word.upper() not in TRUTH:
            yield where.unknown(path, word, (*names, *(f"[{title}]" for title in table.titles)))
        elif kind in (TokenKind.ADDRESS, TokenKind.LINES) and not _is_inside(word, sheets):
            yield where.found("checklist-formula-outside", path, name=word)
        elif kind is TokenKind.CALL:
            yield from _call(word[:-1], found[number + 1 : number + 3], path, sheets, names, where)


def _about(slip: Slip, formula: str) -> dict[str, str]:
    """What a finding says of a slip: the rest of the formula that can't be read, or the limit."""
    if slip.fault is Fault.BROKEN:
        return {"rest": formula[slip.start :].strip()}
    return {"limit": str(LIMITS[slip.fault])}


def _is_inside(address: str, sheets: Sheets) -> bool:
    """Whether an address is one of this workbook: on the same sheet, or on one of the pack's own."""
    sheet = sheet_of(address).casefold()
    return not sheet or any(sheet == name.casefold() for name in sheets)


def _call(
    name: str, arguments: Sequence[Token], path: Path, sheets: Sheets, names: set[str], where: Where
) -> Iterator[Finding]:
    """A function that isn't on the list; `arguments` are the first two tokens behind its parenthesis."""
    if is_allowed(name) or (name.upper() == LINK and _leads_inside(arguments, sheets, names)):
        return
    if is_barred(name):
        yield where.found("checklist-formula-function", path, name=name)
    else:
        yield where.unknown(path, name, FUNCTIONS)


def _leads_inside(arguments: Sequence[Token], sheets: Sheets, names: set[str]) -> bool:
    """Whether a link leads to a place in this workbook that is written out: "#'表'!A1", "#名称"."""
    kinds = [token.kind for token in arguments]
    if kinds not in ([TokenKind.TEXT, TokenKind.COMMA], [TokenKind.TEXT, TokenKind.CLOSE]):
        return False
    target = tokens(arguments[0].text[2:-1])
    if arguments[0].text[:2] != '"#' or len(target) != 1:
        return False
    kind, word, _ = target[0]
    return (kind is TokenKind.ADDRESS and _is_inside(word, sheets)) or (kind is TokenKind.NAME and word in names)


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
