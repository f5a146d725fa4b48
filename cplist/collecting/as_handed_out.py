"""A workbook as it was handed out, made again from the record in the returned one and from what the pack says of
its columns. What came back is compared with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cplist.carryover.record import Record, RecordedTable
from cplist.compose.sheets.rows import column_of
from cplist.core.workbook import Column, Computed, Field, Sheet, Value, Workbook
from cplist.formulas.references import HEADER, OWN, references

Data = Mapping[str, Any]
MARK = "="
"""How the mark of a formula begins in the record."""


def handed_out(record: Record, checklist: Data) -> Workbook:
    """The workbook with its generated cells and without user cells. `checklist` is checklist.yaml's plain data: of
    columns that it doesn't have (an older pack's) those are the users' in which nothing was generated."""
    entries = {entry["name"]: entry for entry in checklist["sheets"]}
    names = dict.fromkeys(name for name, _ in record.tables)
    sheets = tuple(_sheet(name, record, entries.get(name, {})) for name in names)
    choices = {name: tuple(values) for name, values in (checklist.get("choices") or {}).items()}
    return Workbook(sheets, {}, choices, "", "")


def _sheet(name: str, record: Record, entry: Data) -> Sheet:
    tables = []
    for number, data in enumerate((entry, *entry.get("below", ()))):
        known = record.tables.get((name, number))
        tables.append(_table(name, known, data) if known else _absent(name, data))
    top = record.tops.get(name, ())
    fields = tuple(_fields(entry, record))
    own, *below = tables
    return Sheet(
        *(name, top[0] if top else "", own.columns, own.rows),
        note=top[1] if len(top) > 1 else "",
        spare=own.spare,
        fields=fields,
        below=tuple(below),
    )


def _absent(name: str, entry: Data) -> Sheet:
    """A table that the pack has and that the workbook was made without."""
    columns = tuple(column_of(column, column["title"]) for column in entry.get("columns", ()))
    return Sheet(name, "", columns, (), spare=0)


def _table(name: str, known: RecordedTable, entry: Data) -> Sheet:
    described = {column["title"]: column for column in entry.get("columns", ())}
    columns = tuple(
        _computable(_column(title, index, known, described), known.titles)
        for index, title in enumerate(known.titles)
    )
    rows = tuple(tuple(_cells(row, columns)) for row in known.rows)
    spare = 1 if entry.get("spare") or not rows else 0
    blank = tuple(_blank(column) for column in columns)
    return Sheet(name, "", columns, (*rows, *[blank] * spare), spare=spare)


def _column(title: str, index: int, known: RecordedTable, described: Mapping[str, Data]) -> Column:
    if title in described:
        return column_of(described[title], title)
    generated = any(index < len(row) and row[index] != "" for row in known.rows)
    return Column(title, title, 10, filled_in=not generated)


def _computable(column: Column, titles: Sequence[str]) -> Column:
    """The column, without a formula that refers to columns which that workbook doesn't have."""
    own = (title for sheet, title in references(column.formula) if not sheet and title not in (HEADER, OWN))
    return column if set(own) <= set(titles) else replace(column, formula="")


def _cells(row: Sequence[Value], columns: Sequence[Column]) -> Iterator[Value]:
    for index, column in enumerate(columns):
        value = row[index] if index < len(row) else ""
        marked = isinstance(value, str) and value.startswith(MARK) and column.formula
        yield _computed(column) if marked else value


def _blank(column: Column) -> Value:
    return _computed(column) if column.formula and not column.filled_in else ""


def _computed(column: Column) -> Computed:
    return Computed(column.formula, column.formula_format)


def _fields(entry: Data, record: Record) -> Iterator[Field]:
    for data in entry.get("fields") or ():
        value = record.fields.get(data["name"], "")
        hint, date = data.get("hint") or "", data.get("type") == "date"
        yield Field(data["name"], _day(value) or value, hint, date)


def _day(value: Value) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None
