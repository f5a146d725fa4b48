"""A file as it was meant: misspelt keys read as the keys that they are nearest to.

So that one slip is one finding: `deparments:` is named once, and neither reported as missing nor the cause of
an unknown department wherever one is mentioned. What stands below it is checked as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.schema.file_schema import REMOVE, FileSchema
from cplist.schema.fit import fits_keys
from cplist.schema.language import TYPES, Keys, Rule, alternative, inner, keys_of, mapping, rule_at
from cplist.schema.wording import Wording, homes, titled
from cplist.yamldoc.document import Document, Path, path_text

ALIKE = 0.75
RATHER_ALIKE = 0.6
_GLUED = re.compile(r"([A-Za-z_]+) *([：:])(.*)", re.DOTALL)


def as_meant(document: Document, file: FileSchema) -> tuple[Document, list[Finding]]:
    """The document with keys that can only have been meant as others renamed, those that stand in the wrong place
    moved, and a finding for each."""
    if not isinstance(document.data, dict) or fits_keys(document.data, file.keys):
        return document, []
    reading = _Reading(document, file)
    data = reading.value(document.data, mapping(file.described), (), ())
    reading.move(data)
    if not reading.findings:
        return document, []
    return replace(reading.out, data=data), reading.findings


class _Reading:
    def __init__(self, document: Document, file: FileSchema) -> None:
        self.document, self.file, self.wording = document, file, Wording(file, document)
        self.out = replace(document, data={}, places={(): document.place(())}, keys={})
        self.findings: list[Finding] = []
        self.strays: list[tuple[Path, tuple[str, ...]]] = []
        """Where a key stands, and where it can only have been meant to stand."""

    def value(self, value: Any, rule: Rule, old: Path, new: Path) -> Any:
        rule = alternative(rule, value)
        if isinstance(value, dict):
            return self._mapping(value, rule, old, new)
        return self._list(value, rule, old, new) if isinstance(value, list) else value

    def _list(self, value: list[Any], rule: Rule, old: Path, new: Path) -> list[Any]:
        for number in range(len(value)):
            self._enter((*old, number), (*new, number))
        return [
            self.value(entry, inner(rule, number), (*old, number), (*new, number))
            for number, entry in enumerate(value)
        ]

    def _mapping(self, data: Mapping[str, Any], rule: Rule, old: Path, new: Path) -> dict[str, Any]:
        keys = {} if rule.get("type") == "list" else keys_of(rule)
        known = {*keys, REMOVE} if len(old) == 2 and old[0] in self.file.keyed else set(keys)
        result: dict[str, Any] = {}
        for key, value in data.items():
            meant, read = key, value
            if keys and key not in known:
                meant, read = self._meant(key, value, keys, {*data, *result}, (*old, key))
                if meant not in keys and (home := self._home(key, new)):
                    self.strays.append(((*old, key), home))
                    continue
            self._enter((*old, key), (*new, meant))
            result[meant] = self.value(read, inner(rule, meant), (*old, key), (*new, meant))
        return result

    def move(self, data: dict[str, Any]) -> None:
        """Put the strays where they belong."""
        for old, home in self.strays:
            value = self.document.data
            for step in old:
                value = value[step]
            self.findings.append(self.wording.unknown_key(old))
            self._enter(old, home)
            into = data if len(home) == 1 else data[home[0]]
            into[home[-1]] = self.value(value, rule_at(self.file.described, home), old, home)

    def _home(self, key: str, path: Path) -> tuple[str, ...] | None:
        """The one place, one step up or down, where this key is known and missing."""
        top = self.document.data
        if len(path) == 1 and isinstance(path[0], str) and key in self.file.keys and key not in top:
            return (key,)
        if path:
            return None
        found = [home for home in homes(key, self.file) if isinstance(top.get(home), dict) and key not in top[home]]
        return (found[0], key) if len(found) == 1 else None

    def _enter(self, old: Path, new: Path) -> None:
        self.out.places[new] = self.document.place(old)
        if old in self.document.keys:
            self.out.keys[new] = self.document.keys[old]

    def _meant(self, key: str, value: Any, keys: Keys, taken: set[str], path: Path) -> tuple[str, Any]:
        """The key that was meant (or the same), and its value."""
        for meant, found, read in self._readings(key, value, keys, path, taken):
            if meant in keys and meant not in taken:
                self.findings.append(found)
                return meant, read
        return key, value

    def _readings(
        self, key: str, value: Any, keys: Keys, path: Path, taken: set[str]
    ) -> Iterator[tuple[str, Finding, Any]]:
        if value is None and (glued := _GLUED.fullmatch(key)):  # {id：cp} and {id:cp} are keys without a value
            rule = "yaml-full-width-colon" if glued[2] == "：" else "yaml-blank-after-colon"
            at = self.document.key_place(path)
            colon = replace(at, column=at.column + glued.start(2))
            yield glued[1], finding(rule, colon, path_text((*path[:-1], glued[1]))), glued[3].strip()
        whole = self.file.extends not in self.document.data
        missing = {name: keys[name] for name in keys if whole and keys[name].get("required") and name not in taken}
        meant = titled(key, keys) or nearest(key, keys, ALIKE) or by_value(key, value, missing)
        if meant:
            yield meant, self.wording.unknown_key(path, meant), value


def by_value(key: str, value: Any, missing: Keys) -> str:
    """The missing key to which this value belongs: by its form if the keys are rather alike, else by itself."""
    near = nearest(key, missing, RATHER_ALIKE)
    if near and has_form(value, missing[near]):
        return near
    found = [name for name, rule in missing.items() if tells(value, rule)]
    return found[0] if len(found) == 1 else ""


def has_form(value: Any, rule: Rule) -> bool:
    """Whether the value has the form that the schema asks for."""
    rule = alternative(rule, value)
    return isinstance(value, TYPES[rule["type"]]) and value in rule.get("allowed", [value])


def tells(value: Any, rule: Rule) -> bool:
    """Whether the value can only be of this sort: one of its choices, or entries most of which are complete."""
    if "allowed" in rule:
        return value in rule["allowed"] and len(rule["allowed"]) > 1
    needed = {name for name, below in keys_of(rule).items() if below.get("required")}
    entries = value if isinstance(value, list) else [value]
    telling = [entry for entry in entries if isinstance(entry, dict) and needed <= {*entry}]
    return bool(needed) and len(telling) * 2 > len(entries)
