"""The wording of every finding and of the console, in Chinese and English: data/messages.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter

import yaml

from cplist.errors import Finding, Location, Severity

LANGUAGES = ("zh", "en")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Rule → {severity, zh, en, hint_zh, hint_en}."""
    text = (files("cplist") / "data" / "messages.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: Mapping[str, Mapping[str, str]] = yaml.load(text, Loader=loader)  # our own file
    return entries


def finding(rule: str, location: Location | None = None, path: str = "", **arguments: object) -> Finding:
    """A finding of that rule, as severe as its wording's entry says."""
    severity = Severity(catalogue()[rule]["severity"])
    return Finding(rule, severity, location, path, {key: str(value) for key, value in arguments.items()})


def wording(rule: str, language: str, arguments: Mapping[str, str], part: str = "") -> str:
    """The text of a rule in that language ("" if it has none); `part` is "" or "hint_"."""
    return Formatter().vformat(catalogue()[rule].get(part + language, ""), (), dict(arguments))


def message(found: Finding, language: str) -> str:
    return wording(found.rule, language, found.arguments)


def hint(found: Finding, language: str) -> str:
    return wording(found.rule, language, found.arguments, "hint_")
