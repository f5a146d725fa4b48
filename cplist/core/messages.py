"""The wording of every finding and of the console, in Chinese and English: one file of messages/ for each area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from cplist.core.findings import Finding, FoundCell, Location, Severity

DATA = Path(__file__).parent / "messages"
LANGUAGES = ("zh", "en")
OPTIONAL = re.compile(r"\[\[(.*?)\]\]")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Rule → {severity, zh, en, hint_zh, hint_en}; form_hint_zh, form_hint_en say it of a form (.xlsx)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: dict[str, Mapping[str, str]] = {}
    for file in sorted(DATA.glob("*.yaml")):
        entries |= yaml.load(file.read_text("utf-8"), Loader=loader)  # our own files
    return entries


def of_wording(found: Finding) -> bool:
    """Whether a finding is about how a profile is written: its marks and characters, nobody's responsibility."""
    return found.rule in ("profile-half-width", "profile-invisible")


def finding(rule: str, location: Location | None = None, path: str = "", /, **arguments: object) -> Finding:
    """A finding of that rule, as severe as its wording's entry says."""
    severity = Severity(catalogue()[rule]["severity"])
    return Finding(rule, severity, location, path, {key: str(value) for key, value in arguments.items()})


def worded(findings: Iterable[Finding], messages: Mapping[str, Mapping[str, str]]) -> tuple[Finding, ...]:
    """The findings in a pack's own words (rule → zh, en, hint_zh, hint_en), where it has any."""
    return tuple(replace(one, wording=messages[one.rule]) if one.rule in messages else one for one in findings)


def placeholders(text: str) -> set[str]:
    """The names in braces of a wording. Raises ValueError where a brace stands alone or asks for a format."""
    names: set[str] = set()
    for _, name, spec, conversion in Formatter().parse(text.replace("[[", "").replace("]]", "")):
        if spec or conversion:
            raise ValueError(text)
        names |= {name} if name is not None else set()
    return names


def wording(rule: str, language: str, arguments: Mapping[str, str], part: str = "") -> str:
    """The text of a rule in that language ("" if it has none); `part` is "" or "hint_"."""
    return _filled(catalogue()[rule].get(part + language, ""), arguments)


def _filled(text: str, arguments: Mapping[str, str]) -> str:
    return Formatter().vformat(
        OPTIONAL.sub(lambda match: _if_filled(match[1], arguments), text), (), dict(arguments)
    )


def _if_filled(text: str, arguments: Mapping[str, str]) -> str:
    """An optional piece of a wording: left out where what it names is empty."""
    return text if all(arguments.get(name or "", " ") for _, name, _, _ in Formatter().parse(text)) else ""


def message(found: Finding, language: str) -> str:
    """The finding in that language; one that the profile accepts says so, and why."""
    text = _words_of(found, language)
    return wording("accepted", language, {"text": text, "reason": found.accepted}) if found.accepted else text


def finding_data(found: Finding, language: str) -> dict[str, Any]:
    """A finding as plain data; the keys are a contract (docs/contracts)."""
    at = found.location
    cells = {"cells": list(map(_cell_data, found.cells))} if found.cells else {}
    place = place_data(at) if at else {"file": None, "line": None, "column": None}
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        **place,
        "path": found.path,
        "message": message(found, language),
        "hint": hint(found, language),
        **cells,
    }


def place_data(at: Location) -> dict[str, Any]:
    """A place as plain data: in a workbook its row and column, and also the sheet's name and the cell's address."""
    cell = {"sheet": at.sheet, "cell": at.cell} if at.sheet else {}
    return {"file": at.file, "line": at.line, "column": at.column, **cell}


def _cell_data(cell: FoundCell) -> dict[str, Any]:
    now = {"sheet": cell.now_sheet, "cell": cell.now_address} if cell.now_sheet else None
    return {"file": cell.file or None, "sheet": cell.sheet, "cell": cell.address or None, "now": now}


def hint(found: Finding, language: str) -> str:
    """What to do about it; nothing where the profile accepts it."""
    if found.accepted:
        return ""
    of_form = catalogue()[found.rule].get(f"form_hint_{language}", "")
    if of_form and not found.wording and found.location and found.location.sheet:
        return _filled(of_form, found.arguments)
    return _words_of(found, f"hint_{language}")


def _words_of(found: Finding, part: str) -> str:
    text = found.wording.get(part) or catalogue()[found.rule].get(part, "")
    return _filled(text, found.arguments)
