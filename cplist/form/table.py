"""A table with a line for each institution → their profiles over one base: what a column holds is a path of the
profile, `institution.name` or `leaders.chair.name` (of a list the entry with that id)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.form.values import items_of, meant
from cplist.profile.schema import PROFILE
from cplist.profile.unit_tables import Row
from cplist.schema.language import Rule, inner, keys_of, mapping
from cplist.yamldoc.document import Document, Path
from cplist.yamldoc.text import shown

REMARK = "#"
"""How the heading of a column begins that is no part of a profile."""

Rows = Mapping[str, tuple[Document, list[Finding]]]
"""What a line is called (institutions.xlsx#5) → its profile, and what is wrong with its cells."""


@dataclass(frozen=True)
class _Column:
    """A column: where its heading stands, the path of its values, what the schema says of them; for the entry of a
    list the key that tells it from the others."""

    at: Location
    number: int
    path: tuple[str, ...]
    rule: Rule
    key: str = ""


def read_table(lines: Sequence[Row], odd: Sequence[Finding], name: str, base: str) -> Rows:
    """The profiles of a table's lines, each over `base`, a path relative to the table's folder; `odd` are findings
    on single cells. Raises FindingsError for headings that are no path of a profile."""
    if not lines:
        raise FindingsError([finding("table-empty", Location(name))])
    numbers = sorted({number for line in lines for number in line.cells})
    columns = _columns(lines[0], numbers)
    rows = {}
    for line in lines[1:]:
        if any(column.number in line.cells for column in columns):
            found = [one for one in odd if one.location and one.location.line == line.begin.line]
            called = f"{name}#{line.begin.line}"
            rows[called] = (_Line(line, base).document(called, columns), found)
    if not rows:
        raise FindingsError([finding("table-empty", Location(name))])
    return rows


def _columns(heading: Row, numbers: Sequence[int]) -> list[_Column]:
    """The columns by their headings. Raises FindingsError with everything that is wrong with those."""
    columns, seen = list[_Column](), dict[tuple[str, ...], Location]()
    findings: list[Finding] = []
    for number in numbers:
        text, at = heading.text(number), heading.at(number)
        if text.startswith(REMARK):
            continue
        try:
            column = _column(text, number, at)
        except FindingsError as error:
            findings += error.findings
            continue
        if first := seen.get(column.path):
            findings.append(finding("table-column-twice", at, path=text, first=first.within))
        seen.setdefault(column.path, at)
        columns.append(column)
    if findings:
        raise FindingsError(findings)
    return columns


def _column(text: str, number: int, at: Location) -> _Column:
    if not text:
        raise FindingsError([finding("table-no-path", at)])
    plain = unicodedata.normalize("NFKC", text).replace("[", ".").replace("]", "")
    path = tuple(step.strip() for step in plain.split("."))
    rule, key = mapping(PROFILE.described), PROFILE.keyed.get(path[0], "")
    for number_, step in enumerate(path):
        entry = number_ == 1 and bool(key)
        below = inner(rule, 0 if entry else step)
        if not below:
            near = nearest(step, keys_of(rule))
            raise FindingsError([finding("table-unknown-path", at, path=shown(text), step=shown(step), near=near)])
        rule = below
    if _holds_values(rule):
        return _Column(at, number, path, rule, key)
    keys = "、".join(list(keys_of(rule))[:8])
    raise FindingsError([finding("table-path-too-short", at, path=shown(text), keys=keys)])


def _holds_values(rule: Rule) -> bool:
    """Whether a cell can hold such a value: a text, or texts."""
    return not keys_of(rule) and any(one.get("type") != "dict" for one in rule.get("anyof", [rule]))


@dataclass
class _Line:
    """One line, while its profile is put together."""

    line: Row
    base: str
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Location] = field(default_factory=dict)
    keys: dict[Path, Location] = field(default_factory=dict)

    def document(self, name: str, columns: list[_Column]) -> Document:
        whole = self.line.begin
        self.places[()] = whole
        for key, value in (("schema", "1"), ("extends", self.base)):
            self._put((key,), value, whole, whole)
        for column in columns:
            if text := self.line.text(column.number):
                at = self.line.at(column.number)
                self._put(self._path(column, at), _value(text, column.rule), at, column.at)
        return Document(name, self.data, self.places, self.keys)

    def _path(self, column: _Column, at: Location) -> Path:
        """The path of a value, the entry of a list by its number; the entry is there from then on."""
        if not column.key:
            return column.path
        name, id_, *rest = column.path
        entries = self.data.setdefault(name, [])
        self.places.setdefault((name,), at)
        number = next((n for n, entry in enumerate(entries) if entry[column.key] == id_), len(entries))
        if number == len(entries):
            entries.append({column.key: id_})
            for path in ((name, number), (name, number, column.key)):
                self.places[path] = at
            self.keys[name, number, column.key] = column.at
        return (name, number, *rest)

    def _put(self, path: Path, value: Any, at: Location, key_at: Location) -> None:
        data: Any = self.data
        for depth, step in enumerate(path[:-1], 1):
            self.places.setdefault(path[:depth], at)
            data = data.setdefault(step, {}) if isinstance(data, dict) else data[step]
        data[path[-1]] = value
        self.places[path], self.keys[path] = at, key_at
        if isinstance(value, list):
            self.places |= {(*path, number): at for number in range(len(value))}


def _value(text: str, rule: Rule) -> Any:
    """What a cell's text stands for."""
    several = any(one.get("type") == "list" for one in rule.get("anyof", [rule]))
    return items_of(text, rule) if several else meant(text, rule)
