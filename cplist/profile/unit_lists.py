"""A list of a level's units that is handed in: a table with a column of names and one of codes → entries of a
profile, each value with its place in that table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.profile.unit_tables import Row, read_table
from cplist.schema.checks import is_id
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

FROM, UNITS = "units_from", "units"
NAMES = frozenset(
    ("名称", "机构名称", "机构", "单位名称", "单位", "网点名称", "网点", "支行名称", "支行", "分行名称", "name")
)
CODES = frozenset(
    ("代号", "编号", "机构代号", "机构编号", "机构号", "机构代码", "机构编码", "行号", "网点号", "代码", "id")
)
"""Titles of the two columns that are read, as they are compared: in any width and case, without blanks."""
FARTHEST_HEADER = 20
_CODE = re.compile(r"[0-9A-Za-z_\-]+")

Tables = Callable[[bytes, str], tuple[list[Row], list[Finding]]]
"""The content and the name of a file → its rows, and what is wrong with it. Raises FindingsError where it is no
table."""
Load = Callable[[str, str], tuple[str, bytes]]


def with_units(document: Document, load: Load, tables: Tables = read_table) -> tuple[Document, list[Finding]]:
    """The document with the units of each list that it names in the place of its path, and what is wrong with these
    lists. `load` gives a file by its path, relative to the document's."""
    named = list(named_lists(document.data))
    if not named:
        return document, []
    making = _Making(document, load, tables)
    return making.made([path for path, _ in named]), making.findings


def named_lists(data: Any) -> Iterator[tuple[Path, str]]:
    """The kinds of units that name a list, and its path."""
    levels = data.get("levels") if isinstance(data, dict) else None
    for number, level in enumerate(levels if isinstance(levels, list) else ()):
        kinds = level.get("kinds") if isinstance(level, dict) else None
        for index, kind in enumerate(kinds if isinstance(kinds, list) else ()):
            if isinstance(kind, dict) and isinstance(kind.get(FROM), str) and kind[FROM].strip():
                yield ("levels", number, "kinds", index), kind[FROM]


@dataclass
class _Making:
    """Puts units where lists are named. `places` are those of their values."""

    document: Document
    load: Load
    tables: Tables
    places: dict[Path, Location] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def made(self, paths: Sequence[Path]) -> Document:
        levels = [dict(one) if isinstance(one, dict) else one for one in self.document.data["levels"]]
        for path in paths:
            _, number, _, index = path
            kinds = list(levels[number]["kinds"])  # type: ignore[index]
            kinds[index] = self._kind(kinds[index], path)  # type: ignore[index]
            levels[number]["kinds"] = kinds  # type: ignore[index]
        data = {**self.document.data, "levels": levels}
        return replace(self.document, data=data, places={**self.document.places, **self.places})

    def _kind(self, kind: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
        at = self.document.place((*path, FROM))
        if UNITS in kind:
            self.findings.append(finding("units-either", at, path_text((*path, FROM))))
            return {key: value for key, value in kind.items() if key != FROM}
        try:
            name, content = self.load(kind[FROM].strip(), self.document.name)
            rows, found = self.tables(content, name)
            self.findings += found
            units = list(self._units(rows, name, path, str(kind.get("id") or "")))
        except FindingsError as error:
            self.findings += error.findings
            return kind
        except (OSError, ValueError) as error:  # ValueError: a path with a null character
            problem = "" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None) or str(error)
            about = {"list": shown(kind[FROM]), "problem": problem}
            self.findings.append(finding("units-missing", at, path_text((*path, FROM)), **about))
            return kind
        return {**{key: value for key, value in kind.items() if key != FROM}, UNITS: units}

    def _units(self, rows: Sequence[Row], file: str, path: Path, kind: str) -> Iterator[dict[str, str]]:
        """The units in the rows below the header. Raises FindingsError where there is none, or where nothing stands
        below it."""
        header, name, code = _header(rows, file)
        there = [row for row in rows[header + 1 :] if row.text(name) or (code is not None and row.text(code))]
        if not there:
            raise FindingsError([finding("units-empty", rows[header].at(name))])
        self.places[*path, UNITS] = rows[header].at(name)
        for row in there:
            if not row.text(name):
                about = {"value": row.text(code or 0)}
                self.findings.append(finding("units-no-name", row.at(name), path_text(path), **about))
        seen: dict[str, Location] = {}
        for number, row in enumerate(row for row in there if row.text(name)):
            here = (*path, UNITS, number)
            self.places |= {here: row.at(name), (*here, "name"): row.at(name)}
            self._look(row, name, code, here, seen)
            entry = {"name": row.text(name)}
            if code is not None and row.text(code):
                self.places[*here, "id"] = row.at(code)
                entry = {"id": _id(row.text(code), kind), **entry}
            yield entry

    def _look(self, row: Row, name: int, code: int | None, path: Path, seen: dict[str, Location]) -> None:
        """A code that is missing in a row, and a name that stands in an earlier one."""
        text, at = row.text(name), row.at(name)
        if code is not None and not row.text(code):
            self.findings.append(finding("units-no-code", row.at(code), path_text(path), value=text))
        if seen.setdefault(text, at) is not at:
            first = seen[text].within
            self.findings.append(finding("profile-twice", at, path_text((*path, "name")), value=text, first=first))


def _header(rows: Sequence[Row], file: str) -> tuple[int, int, int | None]:
    """The number of the row with the titles, and the columns of names and codes (None: there are no codes)."""
    for number, row in enumerate(rows[:FARTHEST_HEADER]):
        titles = {_folded(cell.text): column for column, cell in sorted(row.cells.items(), reverse=True)}
        names, codes = ([titles[title] for title in titles if title in known] for known in (NAMES, CODES))
        if names:
            return number, min(names), min(codes, default=None)
    at = next((cell.at for row in rows for cell in row.cells.values()), Location(file))
    raise FindingsError([finding("units-no-header", at)])


def _folded(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split()).strip("*:").casefold()


def _id(code: str, kind: str) -> str:
    """A code as an id: one that doesn't begin with a letter has the kind's before it."""
    code = "".join(unicodedata.normalize("NFKC", code).split())
    if is_id(code) or not is_id(kind) or not _CODE.fullmatch(code):
        return code
    code = code.replace("-", "_")
    return code if is_id(code) else f"{kind}_{code}"
