"""What is wrong with a pack's checklist.yaml and rules.yaml before anything is made of them: a pack author's slips
are findings, never a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cplist import words
from cplist.rules import COMBINING, Finder, Rules

SHEET_KEYS = frozenset(
    (
        *("name", "title", "note", "rows", "within", "banner", "banner_by", "columns"),
        *("paper", "orientation", "filter", "freeze", "turned_header", "optional"),
        *("below", "fields", "conditions", "charts", "spare", "lines"),
    )
)
COLUMN_KEYS = frozenset(
    (
        *("key", "title", "width", "format", "value", "each", "total", "hidden"),
        *("filled_in", "choices", "choices_by", "choices_from", "type"),
        *("formula", "formula_when", "formula_format", "link", "review", "check", "says"),
    )
)
FORMAT_KEYS = frozenset(
    (
        *("font", "size", "bold", "color", "fill", "across"),
        *("down", "border", "wrap", "turned", "number", "underline"),
    )
)
WRITERS_FORMATS = ("title", "note", "header", "banner")
ACROSS, DOWN = ("left", "center", "right", "justify"), ("top", "center", "bottom", "justify")
LONGEST_SHEET_NAME = 31


def checklist_problems(data: Mapping[str, Any]) -> Iterator[str]:
    """The slips of checklist.yaml, in words that name the sheet and column."""
    formats, choices = data["formats"], data.get("choices") or {}
    for name in WRITERS_FORMATS:
        if name not in formats:
            yield f"formats: {name}"
    for name, format_ in formats.items():
        yield from _format_problems(name, format_)
    names = [sheet["name"] for sheet in data["sheets"]]
    yield from (f"sheets: {name} × {names.count(name)}" for name in sorted(set(names)) if names.count(name) > 1)
    for sheet in data["sheets"]:
        yield from (f"{sheet['name']}: {problem}" for problem in _sheet_problems(sheet, formats, choices))


def _format_problems(name: str, data: Mapping[str, str]) -> Iterator[str]:
    yield from (f"formats.{name}: {key}" for key in sorted(set(data) - FORMAT_KEYS))
    if data.get("across", "left") not in ACROSS or data.get("down", "top") not in DOWN:
        yield f"formats.{name}: across, down"
    for key in ("color", "fill"):
        if not re.fullmatch(r"[0-9A-Fa-f]{6}", data.get(key, "000000")):
            yield f"formats.{name}.{key}: {data[key]}"
    if not _is_number(data.get("size", "10")):
        yield f"formats.{name}.size: {data['size']}"


def _sheet_problems(
    sheet: Mapping[str, Any], formats: Mapping[str, Any], choices: Mapping[str, Any]
) -> Iterator[str]:
    yield from sorted(set(sheet) - SHEET_KEYS)
    if len(sheet["name"]) > LONGEST_SHEET_NAME or re.search(r"[\[\]:*?/\\]|^'|'$", sheet["name"]):
        yield "name"
    if sheet.get("paper", "A4") not in ("A4", "A3"):
        yield f"paper: {sheet['paper']}"
    if sheet.get("turned_header") == "true" and "header_turned" not in formats:
        yield "formats: header_turned"
    columns: Sequence[Mapping[str, Any]] = sheet["columns"]
    keys = [column.get("key") or column["title"] for column in columns]
    yield from (f"{key} × {keys.count(key)}" for key in sorted(set(keys)) if keys.count(key) > 1)
    if any(column.get("filled_in") == "true" for column in columns) and sheet.get("rows") and "key" not in keys:
        yield "filled_in: key"
    for column in columns:
        yield from (f"{column['title']}: {problem}" for problem in _column_problems(column, formats, choices, keys))


def _column_problems(
    column: Mapping[str, Any], formats: Mapping[str, Any], choices: Mapping[str, Any], keys: Sequence[str]
) -> Iterator[str]:
    yield from sorted(set(column) - COLUMN_KEYS)
    if not _is_number(column["width"]):
        yield f"width: {column['width']}"
    named = (("format", formats), ("choices", choices), ("choices_by", keys))
    yield from (f"{key}: {column[key]}" for key, known in named if key in column and column[key] not in known)
    if column.get("type", "text") not in ("text", "number", "date"):
        yield f"type: {column['type']}"


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(?:\.\d+)?", text)) and float(text) > 0


def rules_problems(rules: Rules) -> Iterator[str]:
    """Conditions and words of the trade that rules.yaml names and that don't exist."""
    for role, steps in rules.roles.items():
        for step in steps:
            if step.when and step.when not in rules.conditions:
                yield f"roles.{role}.when: {step.when}"
            yield from (f"roles.{role}.find: {word}" for word in _unknown_words(step.find))
    for name, condition in rules.conditions.items():
        yield from (f"conditions.{name}: {word}" for word in _unknown_words(condition.find))
    for rule in rules.rules.values():
        yield from (f"rules.{rule.id}.adds: {a.when}" for a in rule.adds if a.when not in rules.conditions)


def _unknown_words(find: Finder) -> Iterator[str]:
    vocabulary = words.vocabulary()
    known = {
        "leader": (*vocabulary["leader_roles"], "any"),
        "function": tuple(vocabulary["functions"]),
        "line": tuple(vocabulary["lines"]),
    }
    for operation, values in known.items():
        named = find.get(operation) or ()
        yield from (word for word in ([named] if isinstance(named, str) else named) if word not in values)
    for operation in COMBINING:
        for part in find.get(operation) or ():
            yield from _unknown_words(part)
