"""checklist.yaml → a workbook's sheets: every small expression of a sheet compiles as one template.

A sheet is `rows`, a Jinja loop head ("duty in duties if …"), and columns with an expression each; a column
with `each` repeats over a second loop ("party in parties"). The keys stand in docs/packs.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2

from cplist.blocks import Column, Format, Sheet, Value, Workbook
from cplist.errors import Finding, FindingsError, Location
from cplist.messages import finding
from cplist.packcheck import checklist_problems
from cplist.sandbox import render, shown

CELL, ROW, SHEET, BANNER = "\U0010fdd0", "\U0010fdd1", "\U0010fdd2", "\U0010fdd3"
"""Separators in the rendered text: private-use characters that no value can hold (yamldoc refuses them)."""
MOST_CHARACTERS = 32_767
"""Excel's limit of a cell's text."""

Compile = Callable[[str], jinja2.Template]


@dataclass(frozen=True)
class Plan:
    """checklist.yaml, compiled: one template gives every sheet's title, note, headers and rows."""

    data: Mapping[str, Any]
    template: jinja2.Template
    formats: Mapping[str, Format]
    choices: Mapping[str, tuple[str, ...]]
    file: str


def plan(data: Mapping[str, Any], compile_: Compile, file: str) -> Plan:
    """Compile checklist.yaml's plain data; raises FindingsError with what is wrong with it."""
    try:
        if problems := list(checklist_problems(data)):
            raise FindingsError([finding("pack-unknown", Location(file), name=problem) for problem in problems])
        source = SHEET.join(_source(sheet) for sheet in data["sheets"])
        formats = {name: _format(name, entry) for name, entry in data["formats"].items()}
        choices = {name: tuple(values) for name, values in (data.get("choices") or {}).items()}
        return Plan(data, compile_(source), formats, choices, file)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise FindingsError([finding("pack-invalid", Location(file), problem=problem)]) from error
    except jinja2.TemplateSyntaxError as error:
        raise FindingsError([finding("template-syntax", Location(file), problem=error.message or "")]) from error


def _source(sheet: Mapping[str, Any]) -> str:
    """A sheet's template: title, note, headers, then rows; cells, rows apart by separators."""
    loop = sheet["rows"]
    banner = f"{BANNER}{sheet['banner']}{CELL}{ROW}" if sheet.get("banner") else ""
    if banner:
        banner = f"{{% if loop.changed({sheet['banner_by']}) %}}{banner}{{% endif %}}"
    headers = "".join(_repeated(column, column["title"]) for column in sheet["columns"])
    cells = "".join(
        _repeated(column, f"{{{{ {column['value']} }}}}" if column.get("value") else "")
        for column in sheet["columns"]
    )
    body = f"{{% for {loop} %}}{banner}{cells}{ROW}{{% endfor %}}"
    if sheet.get("within"):
        body = f"{{% for {sheet['within']} %}}{body}{{% endfor %}}"
    return f"{sheet['title']}{CELL}{sheet.get('note') or ''}{ROW}{headers}{ROW}{body}{_total(sheet)}"


def _total(sheet: Mapping[str, Any]) -> str:
    """A last row that sums up: the columns' `total` expressions."""
    if not any(column.get("total") for column in sheet["columns"]):
        return ""
    cells = (_repeated(c, f"{{{{ {c['total']} }}}}" if c.get("total") else "") for c in sheet["columns"])
    return "".join(cells) + ROW


def _repeated(column: Mapping[str, Any], content: str) -> str:
    if column.get("each"):
        return f"{{% for {column['each']} %}}{content}{CELL}{{% endfor %}}"
    return content + CELL


def _format(name: str, data: Mapping[str, Any]) -> Format:
    known = {key: data[key] for key in ("font", "color", "fill", "across", "down", "number") if key in data}
    switches = {key: data[key] == "true" for key in ("bold", "border", "wrap", "turned") if key in data}
    size = float(data.get("size") or 10.5)
    return Format(name, size=size, **known, **switches)


def fill(
    plan: Plan, context: Mapping[str, Any], header: str, title: str, properties: Mapping[str, str]
) -> Workbook:
    """The workbook of one institution. Raises FindingsError where an expression fails or a cell is too long."""
    text = render(lambda: plan.template, context, plan.file)
    findings: list[Finding] = []
    parts = zip(plan.data["sheets"], text.split(SHEET), strict=True)
    made = [(data, _sheet(data, part, plan.file, findings)) for data, part in parts]
    if findings:
        raise FindingsError(findings)
    sheets = tuple(sheet for data, sheet in made if sheet.rows or data.get("optional") != "true")
    return Workbook(sheets, plan.formats, plan.choices, shown(header), title, properties)


def _sheet(data: Mapping[str, Any], text: str, file: str, findings: list[Finding]) -> Sheet:
    top, headers, *lines = text.split(ROW)
    title, note = (shown(part.strip()) for part in top.split(CELL))
    columns = tuple(_columns(data["columns"], [shown(cell) for cell in headers.split(CELL)[:-1]]))
    rows: list[tuple[Value, ...]] = []
    numbers = [index for index, column in enumerate(columns) if column.number]
    banners = []
    for line in lines[:-1]:
        if line.startswith(BANNER):
            banners.append(len(rows))
            line = line[len(BANNER) :] + CELL * (len(columns) - 1)
        rows.append(_row(shown(line).split(CELL)[:-1], numbers))
    findings += _misshapen(data["name"], columns, rows, file)
    return Sheet(
        name=data["name"],
        title=title,
        note=note,
        columns=columns,
        rows=tuple(rows),
        banners=frozenset(banners),
        paper=data.get("paper") or "A4",
        landscape=data.get("orientation") != "portrait",
        filtered=data.get("filter") != "false",
        frozen_columns=int(data.get("freeze") or 0),
        turned_header=data.get("turned_header") == "true",
    )


def _row(cells: list[str], numbers: Sequence[int]) -> tuple[Value, ...]:
    """The cells, those of number columns as numbers."""
    row: list[Value] = [*cells]
    for index in numbers:
        if index < len(row) and cells[index].isdigit():
            row[index] = int(cells[index])
    return tuple(row)


def _columns(entries: Sequence[Mapping[str, Any]], titles: Sequence[str]) -> Iterator[Column]:
    """One column for each title: those with `each` share what is left between the others."""
    repeated = sum(1 for entry in entries if entry.get("each"))
    times = (len(titles) - (len(entries) - repeated)) // repeated if repeated else 0
    number = 0
    for entry in entries:
        for _ in range(times if entry.get("each") else 1):
            yield _column(entry, titles[number])
            number += 1


def _column(entry: Mapping[str, Any], title: str) -> Column:
    return Column(
        key=entry.get("key") or title,
        title=title,
        width=float(entry["width"]),
        format=entry.get("format") or "text",
        hidden=entry.get("hidden") == "true",
        filled_in=entry.get("filled_in") == "true",
        choices=entry.get("choices") or "",
        choices_by=entry.get("choices_by") or "",
        number=entry.get("type") == "number",
        date=entry.get("type") == "date",
    )


def _misshapen(
    name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], file: str
) -> Iterator[Finding]:
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            yield finding("checklist-shape", Location(file), sheet=name, found=len(row), wanted=len(columns))
            return
        for column, cell in zip(columns, row, strict=True):
            if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
                yield finding(
                    "checklist-cell",
                    Location(file),
                    sheet=name,
                    row=number,
                    column=column.title,
                    limit=MOST_CHARACTERS,
                )
