"""A collection as a workbook: the sheets of the pack's collect.yaml, with their lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from cplist import __version__
from cplist.collecting.cell_values import clean
from cplist.collecting.collection import Collection
from cplist.collecting.lines import Line, Lines
from cplist.collecting.plan import CollectPlan
from cplist.collecting.read_return import COLLECTION
from cplist.collecting.remarks import Places
from cplist.compose.sheets.plan import fill
from cplist.core.inert import inert
from cplist.core.workbook import Column, Sheet, Value, Workbook, areas
from cplist.formulas.calculate import calculated
from cplist.formulas.references import letter
from cplist.writers.excel.workbook import write_xlsx

DETAILS = "details"
"""The list that has every row of every workbook."""
MOST_BARS = 40
"""Institutions that a chart still shows."""


def collection_xlsx(made: Workbook, collection: Collection) -> bytes:
    """The .xlsx of a collection that was composed."""
    day = collection.day.isoformat() if collection.day else ""
    return write_xlsx(calculated(made), collection.notice.number, "", day)


def collection_workbook(collection: Collection, plan: CollectPlan) -> Workbook:
    """The composed workbook. Raises FindingsError where an expression of the pack fails."""
    properties = {COLLECTION: "1", "cplist.pack": collection.pack["name"]}
    header = f"{plan.file}　{collection.notice.number}"
    made = fill(plan.sheets, _context(collection), header, plan.file, properties)
    lines = Lines(collection, plan.names)
    sheets = [_with_lines(sheet, lines.of(sheet.lines)) if sheet.lines else sheet for sheet in made.sheets]
    return replace(made, sheets=tuple(sheet for sheet in sheets if sheet.rows or not sheet.optional))


def places_in(made: Workbook, collection: Collection) -> Places:
    """Where the answers of each returned file stand in the composed workbook, on the sheet that lists all rows."""
    keys = [(row.file or one.file, row.key) for one in collection.returns for row in one.rows]
    return {
        (file, key, column.title): (sheet.name, f"{letter(number)}{row}")
        for sheet in made.sheets
        if sheet.lines == DETAILS
        for row, (file, key) in enumerate(keys, areas(sheet)[0].first)
        for number, column in enumerate(sheet.columns)
    }


def _with_lines(sheet: Sheet, lines: Sequence[Line]) -> Sheet:
    """The sheet with its lines before its totals; a chart of too many bars is left out."""
    rows = tuple(_row(line, sheet.columns) for line in lines)
    charts = tuple(chart for chart in sheet.charts if not chart.stacked or len(rows) <= MOST_BARS)
    return replace(sheet, rows=(*rows, *sheet.rows), charts=charts)


def _row(line: Line, columns: Iterable[Column]) -> tuple[Value, ...]:
    return tuple(line.get(column.key, 0 if column.number else "") for column in columns)


def _context(collection: Collection) -> dict[str, Any]:
    """What the texts of collect.yaml see (docs/packs.md)."""
    notice = collection.notice
    values = {
        "notice": {"title": notice.title, "number": notice.number},
        "pack": dict(collection.pack),
        "on": collection.day.isoformat() if collection.day else "",
        "listed": collection.expected is not None,
        "counts": _counts(collection),
        "ratio": _percent(collection),
        "fingerprint": fingerprint(collection),
        "program": __version__,
        "clauses": [{"id": clause.id, "label": clause.label} for clause in collection.clauses],
        "institutions": [{"label": clean(collection.labels[one.institution])} for one in collection.returns],
    }
    made: dict[str, Any] = inert(values)
    return made


def _counts(collection: Collection) -> dict[str, int]:
    names = ("rows", "done", "doing", "attention", "overdue", "blank", "summed", "filled_in", "to_fill_in")
    return {
        **{name: getattr(collection.total, name) for name in names},
        "workbooks": collection.files.workbooks - collection.files.collections,
        "collections": collection.files.collections,
        "others": collection.files.others,
        "institutions": len(collection.returns),
        "problems": len(collection.problems),
        "expected": len(collection.expected or ()),
        "missing": len(collection.not_returned),
        "unexpected": len(collection.unexpected),
        "changed": sum(len(one.deviations) for one in collection.returns),
        "changed_institutions": sum(bool(one.deviations) for one in collection.returns),
    }


def _percent(collection: Collection) -> str:
    ratio = collection.total.ratio
    return "—" if ratio is None else f"{ratio:.0%}"


def fingerprint(collection: Collection) -> str:
    """Sixteen hexadecimal digits over the workbooks that were counted."""
    digest = hashlib.sha256()
    for one in sorted(collection.returns, key=lambda one: one.file):
        digest.update(f"{one.file}\0{one.sha256}\0".encode())
    return digest.hexdigest()[:16]
