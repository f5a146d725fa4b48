"""checklist.yaml → a workbook's sheets: every small expression of a sheet compiles as one template.

A sheet is `rows`, a Jinja loop head ("duty in duties if …"), and columns with an expression each; a column
with `each` repeats over a second loop ("party in parties"), one with `formula` gets a formula in each row. The keys
stand in docs/packs.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jinja2

from cplist.blocks import Format, Workbook
from cplist.errors import Finding, FindingsError, Location
from cplist.formulacheck import formula_problems
from cplist.messages import finding
from cplist.packcheck import checklist_problems
from cplist.sandbox import inert, render, shown
from cplist.sheetrows import BANNER, CELL, FORMULA, LINK, ROW, SUM, TABLE, sheet_of

SHEET = "\U0010fdd2"
"""Apart sheets in the rendered text, as the characters of sheetrows do their parts."""

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
        if problems := [*checklist_problems(data), *formula_problems(data)]:
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
    """A sheet's template: its own table, then those below it."""
    return TABLE.join(_table_source(table) for table in (sheet, *sheet.get("below", ())))


def _table_source(table: Mapping[str, Any]) -> str:
    """A table's template: title, note, fields, headers, then rows; cells, rows apart by separators."""
    banner = f"{BANNER}{table['banner']}{CELL}{ROW}" if table.get("banner") else ""
    if banner:
        banner = f"{{% if loop.changed({table['banner_by']}) %}}{banner}{{% endif %}}"
    headers = "".join(_repeated(column, column["title"]) for column in table["columns"])
    cells = "".join(_repeated(column, _cell(column)) for column in table["columns"])
    own = table.get("spare") or table.get("lines")
    body = "" if own and not table.get("rows") else f"{{% for {table['rows']} %}}{banner}{cells}{ROW}{{% endfor %}}"
    if table.get("within"):
        body = f"{{% for {table['within']} %}}{body}{{% endfor %}}"
    fields = "".join(f"{CELL}{{{{ {field['value']} }}}}" for field in table.get("fields", ()))
    return f"{table['title']}{CELL}{table.get('note') or ''}{fields}{ROW}{headers}{ROW}{body}{_totals(table)}"


def _cell(column: Mapping[str, Any]) -> str:
    """A cell's template: its value or the mark of its formula, and where it leads."""
    content = f"{{{{ {column['value']} }}}}" if column.get("value") else ""
    if column.get("formula"):
        when = column.get("formula_when")
        content = f"{{% if {when} %}}{FORMULA}{{% else %}}{content}{{% endif %}}" if when else FORMULA
    link = column.get("link")
    if not link:
        return content
    target = f"{{{{ {link.get('document') or link['row']} }}}}"
    return f"{content}{LINK}{link.get('sheet', '')}{LINK}{target}"


def _totals(table: Mapping[str, Any]) -> str:
    """Last rows that sum up: the columns' `total` expressions, one for each such row."""
    return "".join(
        "".join(_repeated(column, _total(column, number)) for column in table["columns"]) + ROW
        for number in range(_count_totals(table))
    )


def _count_totals(table: Mapping[str, Any]) -> int:
    return max((len(_total_expressions(column)) for column in table["columns"]), default=0)


def _total_expressions(column: Mapping[str, Any]) -> Sequence[str]:
    total = column.get("total") or ()
    return (total,) if isinstance(total, str) else total


def _total(column: Mapping[str, Any], number: int) -> str:
    expressions = _total_expressions(column)
    if number >= len(expressions):
        return ""
    return FORMULA + SUM if expressions[number] == SUM else f"{{{{ {expressions[number]} }}}}"


def _repeated(column: Mapping[str, Any], content: str) -> str:
    if column.get("each"):
        return f"{{% for {column['each']} %}}{content}{CELL}{{% endfor %}}"
    return content + CELL


def _format(name: str, data: Mapping[str, Any]) -> Format:
    known = {key: data[key] for key in ("font", "color", "fill", "across", "down", "number") if key in data}
    named = ("bold", "border", "wrap", "turned", "underline")
    switches = {key: data[key] == "true" for key in named if key in data}
    size = float(data.get("size") or 10.5)
    return Format(name, size=size, **known, **switches)


def fill(
    plan: Plan, context: Mapping[str, Any], header: str, title: str, properties: Mapping[str, str]
) -> Workbook:
    """The workbook of one institution. Raises FindingsError where an expression fails or a cell is too long."""
    values = {**context, "choices": inert({name: list(found) for name, found in plan.choices.items()})}
    text = render(lambda: plan.template, values, plan.file)
    findings: list[Finding] = []
    parts = zip(plan.data["sheets"], text.split(SHEET), strict=True)
    made = [sheet_of(data, part, plan.file, findings) for data, part in parts]
    if findings:
        raise FindingsError(findings)
    sheets = tuple(sheet for sheet in made if sheet.rows or sheet.lines or not sheet.optional)
    return Workbook(sheets, plan.formats, plan.choices, shown(header), title, properties)
