"""A sheet's rendered text → its columns and rows, and findings where they don't fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cplist.core.findings import Finding, Location
from cplist.core.inert import shown
from cplist.core.messages import finding
from cplist.core.workbook import (
    KEY,
    LONGEST_TEXT,
    Bars,
    Chart,
    Column,
    Computed,
    ConditionalFormat,
    Field,
    Link,
    Sheet,
    Value,
    column_of_key,
    length,
)
from cplist.schema.checks import day, is_false, is_true
from cplist.yamldoc.document import Document, Path

CELL, ROW, BANNER, FORMULA = "\U0010fdd0", "\U0010fdd1", "\U0010fdd3", "\U0010fdd4"
LINK, TABLE = "\U0010fdd5", "\U0010fdd6"
"""Separators in the rendered text: private-use characters that no value can hold (yamldoc refuses them)."""
TOP = FORMULA
"""Where a link leads that leads to a whole sheet: no row has that key."""
LONGEST_NUMBER = 300
"""So many digits Excel can hold as a number."""
SUM, SAME = "sum", "formula"
"""A column's `total` that is the sum of its cells, or its formula over the other totals."""


def sheet_of(data: Mapping[str, Any], text: str, document: Document, path: Path, findings: list[Finding]) -> Sheet:
    """The sheet of what stands in checklist.yaml at that path and its rendered text; what doesn't fit goes to the
    findings."""
    paths = path, *((*path, "below", number) for number, _ in enumerate(data.get("below", ())))
    tables = zip((data, *data.get("below", ())), text.split(TABLE), paths, strict=True)
    own, *below = [_table(table, part, document, at, data["name"], findings) for table, part, at in tables]
    return Sheet(**{**own, "below": tuple(Sheet(**table) for table in below)})


def _table(
    data: Mapping[str, Any], text: str, document: Document, path: Path, name: str, findings: list[Finding]
) -> dict[str, Any]:
    top, headers, *lines = text.split(ROW)
    title, note, *fields = (shown(part.strip()) for part in top.split(CELL))
    columns = tuple(_columns(data["columns"], [shown(cell) for cell in headers.split(CELL)[:-1]]))
    rows = _Rows(columns)
    for line in lines[:-1]:
        rows.add(line)
    totals = _count_totals(data["columns"])
    spare = int(data.get("spare") or 0)
    at = document.place(path)
    findings += _no_days(data.get("fields") or (), fields, document, path)
    findings += _misshapen(name, columns, rows.rows, at)
    findings += _twice(name, columns, rows.rows[: len(rows.rows) - totals], at)
    blank = rows.blank()
    return {
        "name": name,
        "title": title,
        "note": note,
        "columns": columns,
        "rows": (*rows.rows, *[blank] * spare),
        "banners": frozenset(rows.banners),
        "links": rows.links,
        "paper": data.get("paper") or "A4",
        "landscape": data.get("orientation") != "portrait",
        "filtered": not is_false(data.get("filter")),
        "frozen_columns": int(data.get("freeze") or 0),
        "turned_header": is_true(data.get("turned_header")),
        "one_page": is_true(data.get("one_page")),
        "totals": totals,
        "spare": spare,
        "lines": data.get("lines") or "",
        "fields": tuple(map(_field, data.get("fields") or (), fields)),
        "conditions": tuple(_conditions(data.get("conditions") or (), columns)),
        "bars": tuple(Bars(tuple(entry["columns"]), entry["color"]) for entry in data.get("bars") or ()),
        "charts": tuple(chart for chart in _charts(data.get("charts") or (), columns) if chart.series),
        "optional": is_true(data.get("optional")),
        "tab": data.get("tab") or "",
    }


def _count_totals(columns: Sequence[Mapping[str, Any]]) -> int:
    totals = [column.get("total") or () for column in columns]
    return max((1 if isinstance(total, str) else len(total) for total in totals), default=0)


@dataclass
class _Rows:
    """Reads a table's rows as they come."""

    columns: Sequence[Column]
    rows: list[tuple[Value, ...]] = field(default_factory=list)
    banners: list[int] = field(default_factory=list)
    links: dict[tuple[int, int], Link] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = [index for index, column in enumerate(self.columns) if column.number]
        self.computed = [_computed(column) for column in self.columns]

    def add(self, line: str) -> None:
        if line.startswith(BANNER):
            self.banners.append(len(self.rows))
            line = line[len(BANNER) :] + CELL * (len(self.columns) - 1)
        cells = shown(line).split(CELL)[:-1]
        row: list[Value] = [*cells]
        if LINK in line or FORMULA in line:
            row = [self._cell(index, cell) for index, cell in enumerate(cells)]
        for index in self.numbers:
            if index < len(row) and cells[index].isdecimal() and len(cells[index]) <= LONGEST_NUMBER:
                row[index] = int(cells[index])
        self.rows.append(tuple(row))

    def _cell(self, index: int, text: str) -> Value:
        if LINK in text:
            text, sheet, target = text.split(LINK)
            if target and (sheet or target != TOP):
                self.links[len(self.rows), index] = Link(sheet, target.removeprefix(TOP))
        if text == FORMULA and index < len(self.columns) and self.columns[index].formula:
            return self.computed[index]
        if text == FORMULA + SUM:
            return Computed("SUM([:])")
        if FORMULA in text or LINK in text:
            raise ValueError("a separator in a value")
        return text

    def blank(self) -> tuple[Value, ...]:
        """A row that waits for somebody's own line."""
        return tuple(
            computed if column.formula and not column.filled_in else ""
            for column, computed in zip(self.columns, self.computed, strict=True)
        )


def _computed(column: Column) -> Computed:
    return Computed(column.formula, column.formula_format)


def _columns(entries: Sequence[Mapping[str, Any]], titles: Sequence[str]) -> Iterator[Column]:
    """One column for each title: those with `each` share what is left between the others."""
    repeated = sum(1 for entry in entries if entry.get("each"))
    times = (len(titles) - (len(entries) - repeated)) // repeated if repeated else 0
    number = 0
    for entry in entries:
        for _ in range(times if entry.get("each") else 1):
            yield column_of(entry, titles[number])
            number += 1


def column_of(entry: Mapping[str, Any], title: str) -> Column:
    """What checklist.yaml says of a column, under that title."""
    return Column(
        key=entry.get("key") or title,
        title=title,
        width=float(entry["width"]),
        format=entry.get("format") or "text",
        hidden=is_true(entry.get("hidden")),
        filled_in=is_true(entry.get("filled_in")),
        choices=entry.get("choices") or "",
        choices_by=entry.get("choices_by") or "",
        choices_from=entry.get("choices_from") or "",
        number=entry.get("type") == "number",
        date=entry.get("type") == "date",
        formula=entry.get("formula") or "",
        formula_format=entry.get("formula_format") or "",
        review=is_true(entry.get("review")),
        check=entry.get("check") or "",
        says=entry.get("says") or "",
        header=entry.get("header") or "",
    )


def _field(entry: Mapping[str, Any], text: str) -> Field:
    value: Value = (day(text) or text) if entry.get("type") == "date" else text
    return Field(
        entry["name"], value, entry.get("hint") or "", entry.get("type") == "date", entry.get("format") or "text"
    )


def _no_days(
    entries: Sequence[Mapping[str, Any]], texts: Sequence[str], document: Document, path: Path
) -> Iterator[Finding]:
    for number, (entry, text) in enumerate(zip(entries, texts, strict=True)):
        if entry.get("type") == "date" and text and not day(text):
            yield finding("checklist-date", document.place((*path, "fields", number, "value")), value=text)


def _conditions(entries: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> Iterator[ConditionalFormat]:
    titles = [column.title for column in columns]
    for entry in entries:
        named = tuple(_titles(entry.get("columns") or (), titles))
        if named or not entry.get("columns"):
            yield ConditionalFormat(entry["when"], entry["format"], named)


def _charts(entries: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> Iterator[Chart]:
    titles = [column.title for column in columns]
    for entry in entries:
        yield Chart(
            title=entry["title"],
            series=tuple(_titles(entry["series"], titles)),
            categories=entry.get("categories") or "",
            stacked=is_true(entry.get("stacked")),
            colors=tuple(entry.get("colors") or ()),
        )


def _titles(named: Any, titles: Sequence[str]) -> Sequence[str]:
    """Columns' titles: as named, those behind a column, or those between two."""
    if not isinstance(named, dict):
        return [str(title) for title in named]
    if any(title not in titles for title in named.values()):
        return ()
    end = titles.index(named["before"]) if "before" in named else len(titles)
    return titles[titles.index(named["after"]) + 1 : end]


def _misshapen(
    name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], at: Location
) -> Iterator[Finding]:
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            yield finding("checklist-shape", at, sheet=name, found=len(row), wanted=len(columns))
            return
        for column, cell in zip(columns, row, strict=True):
            if isinstance(cell, str) and length(cell) > LONGEST_TEXT:
                yield finding(
                    "checklist-cell",
                    at,
                    sheet=name,
                    row=number,
                    column=column.title,
                    limit=LONGEST_TEXT,
                )


def _twice(
    name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], at: Location
) -> Iterator[Finding]:
    """Keys that stand twice: what people fill in there could not be told apart."""
    index = column_of_key(columns, KEY)
    if index is None:
        return
    seen: set[Value] = set()
    for row in rows:
        key = row[index] if len(row) > index else ""
        if key and key in seen:
            yield finding("checklist-key-twice", at, sheet=name, key=key)
        seen.add(key)
