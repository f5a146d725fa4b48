"""What is wrong with the formulas of a checklist.yaml: references that lead nowhere, looks that aren't there.

A pack author's slips are findings before anything is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cplist.formulas import HEADER, OWN, references

LINES = ("changes", "retired", "conflicts")
Data = Mapping[str, Any]


def formula_problems(data: Data) -> Iterator[str]:
    """The slips, in words that name the sheet and the column."""
    sheets = {sheet["name"]: _titles(sheet) for sheet in data["sheets"]}
    for sheet in data["sheets"]:
        for table in (sheet, *sheet.get("below", ())):
            own = _titles(table)
            for where, text in _formulas(table):
                yield from (f"{sheet['name']}: {where}: {name}" for name in _lost(text, own, sheets))
            yield from (f"{sheet['name']}: {slip}" for slip in _slips(table, own, sheets, data["formats"]))


def _titles(table: Data) -> frozenset[str] | None:
    """A table's titles; None where some are only known when it is made."""
    columns = table["columns"]
    return None if any(column.get("each") for column in columns) else frozenset(c["title"] for c in columns)


def _formulas(table: Data) -> Iterator[tuple[str, str]]:
    for column in table["columns"]:
        yield from ((f"{column['title']}.{key}", column[key]) for key in ("formula", "check") if column.get(key))
    for number, condition in enumerate(table.get("conditions") or (), 1):
        yield f"conditions.{number}", condition["when"]


def _lost(text: str, own: frozenset[str] | None, sheets: Mapping[str, frozenset[str] | None]) -> Iterator[str]:
    for sheet, title in references(text):
        titles = sheets.get(sheet, frozenset()) if sheet else own
        if titles is not None and title not in titles and not (not sheet and title in (HEADER, OWN)):
            yield f"[{sheet}!{title}]" if sheet else f"[{title}]"


def _slips(
    table: Data, own: frozenset[str] | None, sheets: Mapping[str, frozenset[str] | None], formats: Data
) -> Iterator[str]:
    if table.get("lines", LINES[0]) not in LINES:
        yield f"lines: {table['lines']}"
    if not str(table.get("spare", "0")).isdigit():
        yield f"spare: {table['spare']}"
    for condition in table.get("conditions") or ():
        yield from _unknown("conditions", condition.get("columns") or (), own)
        yield from (f"conditions.format: {name}" for name in [condition["format"]] if name not in formats)
    for field in table.get("fields") or ():
        yield from (f"fields.format: {name}" for name in [field.get("format", "text")] if name not in formats)
    for chart in table.get("charts") or ():
        named = chart["series"]
        yield from _unknown("charts", [*named.values()] if isinstance(named, dict) else named, own)
    for column in table["columns"]:
        yield from _column_slips(column, sheets, formats)


def _column_slips(column: Data, sheets: Mapping[str, frozenset[str] | None], formats: Data) -> Iterator[str]:
    if column.get("formula_format", "text") not in formats:
        yield f"{column['title']}.formula_format: {column['formula_format']}"
    if column.get("choices_from"):
        yield from (
            f"{column['title']}.choices_from: {n}" for n in _lost(f"[{column['choices_from']}]", None, sheets)
        )
    target = (column.get("link") or {}).get("sheet")
    if target and target not in sheets:
        yield f"{column['title']}.link: {target}"


def _unknown(where: str, titles: Sequence[str], own: frozenset[str] | None) -> Iterator[str]:
    if own is not None:
        yield from (f"{where}: {title}" for title in titles if title not in own)
