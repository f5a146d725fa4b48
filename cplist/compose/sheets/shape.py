"""checklist.yaml held to its keys: what is unknown, missing or of the wrong sort, each at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from cplist.compose.sheets.keys import (
    CHECKLIST,
    COLOR,
    COUNT,
    NUMBER,
    SWITCH,
    Entry,
    ListOr,
    Many,
    Named,
    Scalar,
    Shape,
)
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

ALIKE = 0.7
_KINDS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    NUMBER: (
        "checklist-not-number",
        lambda text: re.fullmatch(r"\d{1,3}(?:\.\d+)?", text) and float(text) > 0,
    ),
    COUNT: ("checklist-not-count", lambda text: re.fullmatch(r"\d{1,4}", text)),
    SWITCH: ("checklist-not-switch", lambda text: text in ("true", "false")),
    COLOR: ("checklist-not-color", lambda text: re.fullmatch(r"[0-9A-Fa-f]{6}", text)),
}
"""What a value of each kind must look like, and the finding where it doesn't."""


def well_formed(document: Document, shape: Entry = CHECKLIST) -> tuple[dict[str, Any], list[Finding]]:
    """What of the checklist can be used, and a finding for all that can't. Misspelt keys are read as what they must
    have been, so that one slip is one finding; what is wrong is left empty, so that the rest can be checked."""
    reading = _Reading(document)
    return reading.entry(document.data, shape, ()), reading.findings


class _Reading:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []

    def value(self, data: Any, shape: Shape, path: Path) -> Any:
        if isinstance(shape, ListOr):
            shape = shape.entry if isinstance(data, dict) else shape.many
        if isinstance(shape, Scalar):
            return self._scalar(data, shape, path)
        if isinstance(shape, Many):
            return self._list(data, shape, path)
        return self.entry(data, shape, path) if isinstance(shape, Entry) else self._named(data, shape, path)

    def entry(self, data: Any, shape: Entry, path: Path) -> dict[str, Any]:
        if not isinstance(data, dict):
            self._report("checklist-not-a-mapping", path)
            return {}
        read: dict[str, Any] = {}
        for key, value in data.items():
            meant = self._meant(key, shape, {*data, *read}, path)
            if meant and (value is None or (not value and meant in shape.required)):
                self._report("checklist-empty", (*path, key), at_key=True)
            elif meant:
                read[meant] = self.value(value, shape.keys[meant], (*path, key))
        for key in shape.required:
            if key not in read and key not in data:
                at = self.document.key_place(path)
                self.findings.append(finding("checklist-missing-key", at, path_text(path), key=key))
        return read

    def _meant(self, key: str, shape: Entry, taken: set[str], path: Path) -> str:
        """The key itself, or the one that it must have been, or nothing."""
        if key in shape.keys:
            return key
        near = nearest(key, [known for known in shape.keys if known not in taken], ALIKE)
        self._report("checklist-unknown-key", (*path, key), at_key=True, near=near, known=" / ".join(shape.keys))
        return near

    def _named(self, data: Any, shape: Named, path: Path) -> dict[str, Any]:
        if not isinstance(data, dict):
            self._report("checklist-not-a-mapping", path)
            return {}
        empty: Any = {} if isinstance(shape.inner, Entry) else None  # a format may say nothing of its own
        return {
            name: self.value(empty if value is None else value, shape.inner, (*path, name))
            for name, value in data.items()
        }

    def _list(self, data: Any, shape: Many, path: Path) -> Any:
        if shape.or_one and isinstance(data, str):
            return self.value(data, shape.inner, path)
        if not isinstance(data, list):
            self._report("checklist-not-a-list", path)
            return []
        if shape.some and not all(data or [""]):
            self._report("checklist-empty", path)
        return [self.value(value, shape.inner, (*path, number)) for number, value in enumerate(data)]

    def _scalar(self, data: Any, shape: Scalar, path: Path) -> str:
        if not isinstance(data, str):
            self._report("checklist-not-text", path)
            return ""
        rule, fits = _KINDS.get(shape.kind, ("", bool))
        if shape.allowed and data not in shape.allowed:
            self._report("checklist-not-allowed", path, value=data, known=" / ".join(shape.allowed))
        elif rule and not fits(data):
            self._report(rule, path, value=data)
        else:
            return data
        return ""

    def _report(self, rule: str, path: Path, *, at_key: bool = False, **arguments: str) -> None:
        at = self.document.key_place(path) if at_key else self.document.place(path)
        key = next((part for part in reversed(path) if isinstance(part, str)), "checklist.yaml")
        if "value" in arguments:
            arguments["value"] = shown(arguments["value"])
        self.findings.append(finding(rule, at, path_text(path), key=shown(key), **arguments))
