"""Names in checklist.yaml that lead nowhere, stand twice, or that Excel doesn't take, each at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.core.workbook import CHOICES_SHEET, KEY, RECORD_SHEET
from cplist.schema.checks import is_true
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

FORMATS = ("title", "note", "header", "banner", "text")
TURNED = "header_turned"
LONGEST_SHEET_NAME, LONGEST_PROMPT = 31, 255
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
_TAKEN = (CHOICES_SHEET, RECORD_SHEET, "history")
_NAME = re.compile(r"(?![Rr]?\d*[Cc]?\d*$)(?![A-Za-z]{1,3}\d+$)[^\W\d]\w*")
"""What Excel takes as a name: no address (A1, R1C1), no blank."""
Data = Mapping[str, Any]
NOTHING_MADE: Mapping[Path, Sequence[str]] = {}


@dataclass(frozen=True)
class Where:
    """Makes findings at places of one document."""

    document: Document

    def found(self, rule: str, path: Path, **arguments: object) -> Finding:
        told = {name: shown(value) for name, value in arguments.items()}
        return finding(rule, self.document.place(path), path_text(path), **told)

    def unknown(self, path: Path, name: str, known: Collection[str]) -> Finding:
        """A name that is none of those."""
        return self.found("checklist-unknown-name", path, name=name, near=nearest(name, sorted(known), 0.5))


@dataclass(frozen=True)
class TableAt:
    """A table of checklist.yaml: its data, its path, the titles of its columns; `open` where further columns are
    only known when it is made (each)."""

    data: Data
    path: Path
    titles: tuple[str, ...]
    open: bool

    def columns(self) -> Iterator[tuple[Path, Data]]:
        for number, column in enumerate(self.data.get("columns") or ()):
            yield (*self.path, "columns", number), column

    def entries(self, key: str) -> Iterator[tuple[Path, Data]]:
        for number, entry in enumerate(self.data.get(key) or ()):
            yield (*self.path, key, number), entry

    def lacks(self, title: str) -> bool:
        return bool(title) and not self.open and title not in self.titles


Made = Mapping[Path, Sequence[str]]
"""The titles of a table's columns, by its path, once it is made."""


def tables_of(data: Data, made: Made) -> Iterator[tuple[str, TableAt]]:
    """Every table with the name of its sheet, a sheet's own first."""
    for number, sheet in enumerate(data.get("sheets") or ()):
        yield sheet.get("name", ""), _table(sheet, ("sheets", number), made)
        for below, table in enumerate(sheet.get("below") or ()):
            yield sheet.get("name", ""), _table(table, ("sheets", number, "below", below), made)


def _table(data: Data, path: Path, made: Made) -> TableAt:
    if path in made:
        return TableAt(data, path, tuple(made[path]), False)
    columns = data.get("columns") or ()
    titles = tuple(column.get("title", "") for column in columns if not _is_open(column))
    return TableAt(data, path, titles, any(map(_is_open, columns)))


def _is_open(column: Data) -> bool:
    return bool(column.get("each")) or "{" in column.get("title", "")


def name_problems(data: Data, document: Document, made: Made = NOTHING_MADE) -> Iterator[Finding]:
    """All of them; the data is what fits the schema, and may lack what is wrong. Some titles are only known when
    the tables are `made`."""
    where = Where(document)
    formats = _formats(data)
    for name in FORMATS:
        if name not in formats:
            yield where.found("checklist-format-missing", ("formats",), name=name)
    yield from _choices(data, where)
    yield from _sheets(data, where)
    tables = [*tables_of(data, made)]
    sheets = {name: table for name, table in reversed(tables) if "below" not in table.path}
    yield from _too_wide(tables, where)
    for _, table in tables:
        yield from _table_problems(table, data, where)
        for path, column in table.columns():
            yield from _column_problems(table, path, column, data, where)
            yield from _elsewhere(path, column, sheets, where)
        yield from _charts(table, where)


class _Anything(frozenset[str]):
    """Stands for names that can't be known, because what would give them is missing."""

    def __contains__(self, _: object) -> bool:
        return True


def _formats(data: Data) -> Collection[str]:
    return data["formats"] if "formats" in data else _Anything()


def _choices(data: Data, where: Where) -> Iterator[Finding]:
    for name, values in (data.get("choices") or {}).items():
        if not re.fullmatch(r"\w+", name):
            yield where.found("checklist-bad-name", ("choices", name), name=name)
        yield from _twice(values or (), ("choices", name), where)


def _sheets(data: Data, where: Where) -> Iterator[Finding]:
    names: list[str] = []
    fields: list[str] = []
    for number, sheet in enumerate(data.get("sheets") or ()):
        name, path = sheet.get("name", ""), ("sheets", number, "name")
        if len(name.encode("utf-16-le")) > 2 * LONGEST_SHEET_NAME or _NOT_IN_SHEET_NAMES.search(name):
            yield where.found("checklist-sheet-name", path, name=name, limit=LONGEST_SHEET_NAME)
        elif name.casefold() in _TAKEN:
            yield where.found("checklist-sheet-taken", path, name=name)
        elif name and name.casefold() in names:
            yield where.found("checklist-twice", path, name=name)
        names.append(name.casefold())
        for index, field in enumerate(sheet.get("fields") or ()):
            title, at = field.get("name", ""), ("sheets", number, "fields", index, "name")
            if title and not _NAME.fullmatch(title):
                yield where.found("checklist-bad-name", at, name=title)
            elif title in fields:
                yield where.found("checklist-twice", at, name=title)
            fields.append(title)


def _twice(names: Sequence[str], path: Path, where: Where) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name and name in names[:number]:
            yield where.found("checklist-twice", (*path, number), name=name)


def _table_problems(table: TableAt, data: Data, where: Where) -> Iterator[Finding]:
    own, formats = table.data, _formats(data)
    if own.get("columns") and not any(own.get(key) for key in ("rows", "spare", "lines")):
        yield where.found("checklist-missing-key", table.path, key="rows")
    for key, other in (("banner", "banner_by"), ("banner_by", "banner")):
        if own.get(key) and not own.get(other):
            yield where.found("checklist-missing-key", (*table.path, key), key=other)
    if is_true(own.get("turned_header")) and TURNED not in formats:
        yield where.found("checklist-format-missing", (*table.path, "turned_header"), name=TURNED)
    yield from _titles_twice(table, where)
    for path, entry in (*table.entries("conditions"), *table.entries("fields"), *table.entries("bars")):
        if entry.get("format") and entry["format"] not in formats:
            yield where.unknown((*path, "format"), entry["format"], formats)
        yield from _too_long(path, entry, "hint", where)
        for number, title in _named(entry.get("columns") or ()):
            if table.lacks(title):
                yield where.unknown((*path, "columns", number), title, table.titles)


def _named(columns: Any) -> Iterable[tuple[int | str, str]]:
    """The columns that a list names, or that it lies between, by number or key."""
    return columns.items() if isinstance(columns, dict) else enumerate(columns)


def _too_wide(tables: Sequence[tuple[str, TableAt]], where: Where) -> Iterator[Finding]:
    """Tables with more columns than the one that they stand below, whose widths they take."""
    above = {table.path: table for _, table in tables if "below" not in table.path}
    for _, table in tables:
        over = above.get(table.path[:2])
        if over and not (table.open or over.open) and len(table.titles) > len(over.titles):
            at = *table.path, "columns", len(over.titles)
            yield where.found("checklist-too-wide", at, most=len(over.titles))


def _titles_twice(table: TableAt, where: Where) -> Iterator[Finding]:
    """Titles and keys by which columns are told apart."""
    titles: set[str] = set()
    keys: set[str] = set()
    filled = table.data.get("rows") and any(is_true(c.get("filled_in")) for _, c in table.columns())
    for path, column in table.columns():
        title, key = column.get("title", ""), column.get("key", "")
        if title in titles and title:
            yield where.found("checklist-twice", (*path, "title"), name=title)
        elif (key or title) in keys and (key or title):
            yield where.found("checklist-twice", (*path, "key" if key else "title"), name=key or title)
        titles.add(title)
        keys.add(key or title)
    if filled and KEY not in keys:
        yield where.found("checklist-no-key", (*table.path, "columns"))


def _column_problems(table: TableAt, path: Path, column: Data, data: Data, where: Where) -> Iterator[Finding]:
    keys = [other.get("key") or other.get("title", "") for _, other in table.columns()]
    formats = _formats(data)
    for key, known in (
        *(("format", formats), ("formula_format", formats), ("header", formats)),
        *(("choices", data.get("choices") or {}), ("choices_by", keys)),
    ):
        if column.get(key) and column[key] not in known:
            yield where.unknown((*path, key), column[key], known)
    yield from _too_long(path, column, "says", where)


def _elsewhere(path: Path, column: Data, sheets: Mapping[str, TableAt], where: Where) -> Iterator[Finding]:
    """What a column takes from another sheet, and where it leads."""
    if column.get("choices_from"):
        yield from _choices_from((*path, "choices_from"), column["choices_from"], sheets, where)
    link = column.get("link") or {}
    if link.get("sheet") and link["sheet"] not in sheets:
        yield where.unknown((*path, "link", "sheet"), link["sheet"], sheets)
    leads = link.get("document") or link.get("to") or (link.get("sheet") and link.get("row"))
    if "link" in column and not leads:
        yield where.found("checklist-link", (*path, "link"))


def _choices_from(path: Path, text: str, sheets: Mapping[str, TableAt], where: Where) -> Iterator[Finding]:
    sheet, _, title = text.partition("!")
    if sheet not in sheets:
        yield where.unknown(path, text, [f"{name}!{title}" for name in sheets])
    elif not title or sheets[sheet].lacks(title):
        yield where.unknown(path, text, [f"{sheet}!{known}" for known in sheets[sheet].titles])


def _charts(table: TableAt, where: Where) -> Iterator[Finding]:
    for path, chart in table.entries("charts"):
        series = chart.get("series") or ()
        for key, title in _named(series):
            if table.lacks(title):
                yield where.unknown((*path, "series", key), title, table.titles)
        if isinstance(series, dict) and _nothing_between(series, table.titles):
            yield where.found("checklist-chart-order", (*path, "series"), **series)
        if table.lacks(chart.get("categories", "")):
            yield where.unknown((*path, "categories"), chart["categories"], table.titles)
        if is_true(chart.get("stacked")) and "categories" not in chart:
            yield where.found("checklist-missing-key", path, key="categories")
        if not is_true(chart.get("stacked")) and not any(column.get("total") for _, column in table.columns()):
            yield where.found("checklist-chart-total", path)


def _nothing_between(series: Mapping[str, str], titles: Sequence[str]) -> bool:
    ends = [titles.index(series[key]) for key in ("after", "before") if series.get(key) in titles]
    return len(ends) == 2 and ends[0] >= ends[1]


def _too_long(path: Path, entry: Data, key: str, where: Where) -> Iterator[Finding]:
    if len(entry.get(key, "").encode("utf-16-le")) > 2 * LONGEST_PROMPT:
        yield where.found("checklist-too-long", (*path, key), key=key, limit=LONGEST_PROMPT)
