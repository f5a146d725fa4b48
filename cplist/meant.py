"""A profile as it was meant: misspelt keys read as the keys that they are nearest to.

So that one slip is one finding: `deparments:` is named once, and neither reported as missing nor the cause of
an unknown department wherever one is mentioned. What stands below it is checked as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from cplist.errors import Finding
from cplist.messages import finding
from cplist.schema import KEYED, PROFILE, keys_of, nearest
from cplist.schemacheck import titled, unknown_key
from cplist.yamldoc import Document, Path, path_text

ALIKE = 0.75
_GLUED = re.compile(r"([A-Za-z_]+) *([：:])(.*)", re.DOTALL)


def as_meant(document: Document) -> tuple[Document, list[Finding]]:
    """The document with keys that can only have been meant as others renamed, and a finding for each."""
    if not isinstance(document.data, dict):
        return document, []
    reading = _Reading(document)
    data = reading.mapping(document.data, PROFILE, (), ())
    if not reading.findings:
        return document, []
    return Document(document.name, data, reading.out.places, reading.out.keys), reading.findings


class _Reading:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.out = replace(document, data={}, places={(): document.place(())}, keys={})
        self.findings: list[Finding] = []

    def mapping(self, data: Mapping[str, Any], keys: Mapping[str, Any], old: Path, new: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        known = {**keys, "remove": {}} if len(old) == 2 and old[0] in KEYED else keys
        for key, value in data.items():
            meant, read = key, value
            if known and key not in known:
                meant, read = self._meant(key, value, keys, {*data, *result}, (*old, key))
            self._enter((*old, key), (*new, meant))
            result[meant] = self.value(read, keys.get(meant, {}), (*old, key), (*new, meant))
        return result

    def value(self, value: Any, rule: Mapping[str, Any], old: Path, new: Path) -> Any:
        if isinstance(value, dict):
            return self.mapping(value, {} if rule.get("type") == "list" else keys_of(rule), old, new)
        if not isinstance(value, list):
            return value
        keys = keys_of(rule) if rule.get("type") == "list" else {}
        for number in range(len(value)):
            self._enter((*old, number), (*new, number))
        return [
            self.mapping(entry, keys, (*old, number), (*new, number)) if isinstance(entry, dict) else entry
            for number, entry in enumerate(value)
        ]

    def _enter(self, old: Path, new: Path) -> None:
        self.out.places[new] = self.document.place(old)
        if old in self.document.keys:
            self.out.keys[new] = self.document.keys[old]

    def _meant(self, key: str, value: Any, keys: Mapping[str, Any], taken: set[str], path: Path) -> tuple[str, Any]:
        """The key that was meant (or the same), and its value."""
        for meant, found, read in self._readings(key, value, keys, path):
            if meant in keys and meant not in taken:
                self.findings.append(found)
                return meant, read
        return key, value

    def _readings(
        self, key: str, value: Any, keys: Mapping[str, Any], path: Path
    ) -> Iterator[tuple[str, Finding, Any]]:
        if value is None and (glued := _GLUED.fullmatch(key)):  # {id：cp} and {id:cp} are keys without a value
            rule = "yaml-full-width-colon" if glued[2] == "：" else "yaml-blank-after-colon"
            at = self.document.key_place(path)
            colon = replace(at, column=at.column + glued.start(2))
            yield glued[1], finding(rule, colon, path_text((*path[:-1], glued[1]))), glued[3].strip()
        meant = titled(key, keys) or nearest(key, keys, ALIKE)
        if meant:
            yield meant, unknown_key(path, self.document, keys), value
