"""checklist.yaml → a workbook's sheets: every small expression of a sheet compiles as one template.

A sheet is `rows`, a Jinja loop head ("duty in duties if …"), and columns with an expression each; a column
with `each` repeats over a second loop ("party in parties"), one with `formula` gets a formula in each row. The keys
stand in docs/packs.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import jinja2

from cplist.compose.sandbox import render
from cplist.compose.sheets.books import book_problems, numbers_in
from cplist.compose.sheets.dead_links import unlinked, without_dead_rows
from cplist.compose.sheets.expression_check import expression_problems
from cplist.compose.sheets.formula_check import formula_problems
from cplist.compose.sheets.layouts import earlier_layouts, layout_number
from cplist.compose.sheets.names import name_problems
from cplist.compose.sheets.rows import BANNER, CELL, FORMULA, LINK, ROW, SAME, SUM, TABLE, TOP, sheet_of
from cplist.compose.sheets.schema import CHECKLIST
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.inert import inert, shown
from cplist.core.messages import finding
from cplist.core.workbook import Format, Sheet, Workbook
from cplist.schema.check import checked
from cplist.schema.checks import is_true
from cplist.schema.file_schema import FileSchema
from cplist.yamldoc.document import Document, Path

SHEET = "\U0010fdd2"
"""Apart sheets in the rendered text, as the characters of sheetrows do their parts."""

_MARK = re.compile(r"\{#@(.*)\n#\}")
"""Where a piece of the template comes from; see _at."""

Compile = Callable[[str], jinja2.Template]


@dataclass(frozen=True)
class Plan:
    """checklist.yaml, compiled: one template gives every sheet's title, note, headers and rows. `numbers` say which
    of its sheets the workbook has."""

    document: Document
    template: jinja2.Template
    source: str
    formats: Mapping[str, Format]
    choices: Mapping[str, tuple[str, ...]]
    numbers: tuple[int, ...]

    @property
    def sheets(self) -> Sequence[tuple[int, Mapping[str, Any]]]:
        """The sheets with their numbers in the file."""
        return [(number, self.document.data["sheets"][number]) for number in self.numbers]

    def place(self, line: int) -> Location:
        """Where in checklist.yaml that line of the template comes from."""
        path: Path = ()
        for mark in _MARK.finditer(self.source):
            if self.source.count("\n", 0, mark.start()) + 2 > line:
                break
            path = tuple(int(step) if step.isdigit() else step for step in mark[1].split())
        return self.document.place(path)


def plan(document: Document, compile_: Compile, file: FileSchema = CHECKLIST, *, party: bool = False) -> Plan:
    """Compile checklist.yaml, or another file with such sheets; for an institution's workbook, or for that of one
    `party`. Raises FindingsError with all that is wrong with it, each at its place."""
    usable, findings, _ = checked(document, file)
    data = usable.data
    findings = [*findings, *name_problems(data, usable), *formula_problems(data, usable)]
    findings = findings or [*book_problems(data, usable)]
    if findings:
        raise FindingsError(in_order([*findings, *expression_problems(data, usable)], document))
    numbers = numbers_in(data, party=party)
    source = SHEET.join(_source(data["sheets"][number], ("sheets", number)) for number in numbers)
    try:
        template = compile_(source)
    except jinja2.TemplateSyntaxError as error:
        at = Location(document.name)
        found = [*expression_problems(data, document)]
        raise FindingsError(found or [finding("template-syntax", at, problem=error.message or "")]) from error
    formats = {name: _format(name, entry or {}) for name, entry in data["formats"].items()}
    choices = {name: tuple(values) for name, values in (data.get("choices") or {}).items()}
    return Plan(document, template, source, formats, choices, numbers)


def in_order(findings: Sequence[Finding], document: Document) -> list[Finding]:
    """The findings in the order of the file."""
    start = Location(document.name)
    return sorted(findings, key=lambda found: found.location or start)


def _source(sheet: Mapping[str, Any], path: Path) -> str:
    """A sheet's template: its own table, then those below it."""
    below = ((table, (*path, "below", number)) for number, table in enumerate(sheet.get("below", ())))
    return TABLE.join(_table_source(table, at) for table, at in ((sheet, path), *below))


def _at(path: Path, piece: str) -> str:
    """A piece of the template on a line of its own, behind a comment that says where it comes from."""
    return f"{{#@{' '.join(map(str, path))}\n#}}{piece}" if piece else ""


def _table_source(table: Mapping[str, Any], path: Path) -> str:
    """A table's template: title, note, fields, headers, then rows; cells, rows apart by separators."""
    columns = [(column, (*path, "columns", number)) for number, column in enumerate(table["columns"])]
    headers = "".join(_repeated(c, at, _title(c, at)) for c, at in columns)
    top = _at((*path, "title"), table["title"]) + CELL + _at((*path, "note"), table.get("note") or "")
    top += "".join(
        CELL + _at((*path, "fields", number, "value"), f"{{{{ {field['value']} }}}}")
        for number, field in enumerate(table.get("fields", ()))
    )
    totals = _totals(columns)
    return f"{top}{ROW}{headers}{ROW}{_body(table, path, columns)}{totals}"


def _title(column: Mapping[str, Any], path: Path) -> str:
    """A column's title; in a final document it may be called otherwise."""
    title = _at((*path, "title"), column["title"])
    if not column.get("final_title"):
        return title
    final = _at((*path, "final_title"), column["final_title"])
    return f"{{% if document.draft %}}{title}{{% else %}}{final}{{% endif %}}"


_Columns = Sequence[tuple[Mapping[str, Any], Path]]


def _body(table: Mapping[str, Any], path: Path, columns: _Columns) -> str:
    """The loop over a table's rows."""
    if not table.get("rows"):
        return ""
    banner = f"{BANNER}{_at((*path, 'banner'), table['banner'])}{CELL}{ROW}" if table.get("banner") else ""
    if banner:
        changed = _at((*path, "banner_by"), f"{{% if loop.changed({table['banner_by']}) %}}")
        banner = f"{changed}{banner}{{% endif %}}"
    cells = "".join(_repeated(column, at, _cell(column, at)) for column, at in columns)
    body = _at((*path, "rows"), f"{{% for {table['rows']} %}}") + f"{banner}{cells}{ROW}{{% endfor %}}"
    if table.get("within"):
        body = _at((*path, "within"), f"{{% for {table['within']} %}}") + f"{body}{{% endfor %}}"
    return body


def _cell(column: Mapping[str, Any], path: Path) -> str:
    """A cell's template: its value or the mark of its formula, and where it leads."""
    content = _at((*path, "value"), f"{{{{ {column['value']} }}}}" if column.get("value") else "")
    if column.get("formula"):
        when = column.get("formula_when")
        test = _at((*path, "formula_when"), f"{{% if {when} %}}{FORMULA}{{% else %}}")
        content = f"{test}{content}{{% endif %}}" if when else FORMULA
    link = column.get("link")
    if not link:
        return content
    if link.get("to"):
        sheet = _at((*path, "link", "to"), f"{{{{ {link['to']} }}}}")
        return f"{content}{LINK}{sheet}{LINK}{TOP}"
    kind = "document" if link.get("document") else "row"
    target = _at((*path, "link", kind), f"{{{{ {link[kind]} }}}}")
    return f"{content}{LINK}{link.get('sheet', '')}{LINK}{target}"


def _totals(columns: _Columns) -> str:
    """Last rows that sum up: the columns' `total` expressions, one for each such row."""
    count = max((len(_total_expressions(column)) for column, _ in columns), default=0)
    return "".join(
        "".join(_repeated(column, at, _total(column, at, number)) for column, at in columns) + ROW
        for number in range(count)
    )


def _total_expressions(column: Mapping[str, Any]) -> Sequence[str]:
    total = column.get("total") or ()
    return (total,) if isinstance(total, str) else total


def _total(column: Mapping[str, Any], path: Path, number: int) -> str:
    expressions = _total_expressions(column)
    if number >= len(expressions) or not expressions[number]:
        return ""
    total = f"{{{{ {expressions[number]} }}}}"
    if expressions[number] == SAME and column.get("formula"):
        return FORMULA
    return FORMULA + SUM if expressions[number] == SUM else _at((*path, "total"), total)


def _repeated(column: Mapping[str, Any], path: Path, content: str) -> str:
    if column.get("each"):
        each = _at((*path, "each"), f"{{% for {column['each']} %}}")
        return f"{each}{content}{CELL}{{% endfor %}}"
    return content + CELL


def _format(name: str, data: Mapping[str, Any]) -> Format:
    known = {key: data[key] for key in ("font", "color", "fill", "across", "down", "number") if key in data}
    named = ("bold", "border", "wrap", "turned", "underline")
    switches: dict[str, Any] = {key: is_true(data[key]) for key in named if key in data}
    size = float(data.get("size") or 10.5)
    return Format(name, size=size, **known, **switches)


def _lost_titles(plan: Plan, sheets: Sequence[Sheet]) -> list[Finding]:
    """References to titles that turn out not to be there, now that all are known."""
    made: dict[Path, Sequence[str]] = {}
    for (number, _), sheet in zip(plan.sheets, sheets, strict=True):
        made["sheets", number] = [column.title for column in sheet.columns]
        for below, table in enumerate(sheet.below):
            made["sheets", number, "below", below] = [column.title for column in table.columns]
    data, document = plan.document.data, plan.document
    return [*name_problems(data, document, made), *formula_problems(data, document, made)]


def _sheets(plan: Plan, text: str, findings: list[Finding]) -> list[Sheet]:
    """The sheets of a rendered text. Raises FindingsError where an expression gave separators of its own."""
    try:
        parts = zip(plan.sheets, text.split(SHEET), strict=True)
        return [sheet_of(data, part, plan.document, ("sheets", number), findings) for (number, data), part in parts]
    except (ValueError, IndexError) as error:
        raise FindingsError([finding("checklist-separators", Location(plan.document.name))]) from error


def fill(
    plan: Plan, context: Mapping[str, Any], header: str, title: str, properties: Mapping[str, str]
) -> Workbook:
    """The workbook of one institution. Raises FindingsError where an expression fails or a cell is too long."""
    values = {**context, "choices": inert({name: list(found) for name, found in plan.choices.items()})}
    text = render(lambda: plan.template, values, plan.document.name, lambda _, line: plan.place(line), sheets=True)
    findings: list[Finding] = []
    made = _sheets(plan, text, findings)
    findings = findings or _lost_titles(plan, made)
    if findings:
        raise FindingsError(in_order(findings, plan.document))
    sheets = without_dead_rows([sheet for sheet in made if sheet.rows or sheet.lines or not sheet.optional])
    workbook = Workbook(sheets, plan.formats, plan.choices, shown(header), title, properties)
    data = plan.document.data
    return unlinked(replace(workbook, layout=layout_number(data), earlier=earlier_layouts(data)))
