"""A profile's data while a form is read: each value with its cell, and the cells that were left blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.profile.schema import PROFILE
from cplist.schema.checks import is_id
from cplist.schema.language import Keys, Rule, alternative, keys_of, mapping
from cplist.yamldoc.document import Document, Path, path_text

CALLED = ("post", "name", "short_post", "short_name")
"""Keys of those who have an id: what people call them."""


class Building:
    """Data, places and findings so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.data: dict[str, Any] = {}
        self.places: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}
        self.blanks: dict[Path, Location] = {}
        self.findings: list[Finding] = []
        self.ids: list[Path] = []
        """Where an id of somebody else stands."""
        self._names: dict[str, set[str]] = {}

    def say(self, rule: str, at: Location, path: Path = (), **arguments: object) -> None:
        self.findings.append(finding(rule, at, path_text(path), **arguments))

    def put(self, path: Path, value: Any, at: Location) -> None:
        """Put a value there, in mappings that are made where they aren't there yet."""
        holder: Any = self.data
        for number, step in enumerate(path[:-1], 1):
            if isinstance(step, str):
                holder = holder.setdefault(step, {})
                self._enter(path[:number], at)
            else:
                holder = holder[step]
            if isinstance(holder, str):
                self.say("form-either", at, path)
                return
        if isinstance(holder, list):
            holder.append(value)
        elif path[-1] in holder and isinstance(holder[path[-1]], dict):
            self.say("form-either", at, path)
            return
        else:
            holder[path[-1]] = value
        self._enter(path, at)
        for index in range(len(value) if isinstance(value, list) else 0):
            self.places[*path, index] = at

    def place(self, path: Path, at: Location) -> None:
        """Say where a value stands, if nothing is said yet."""
        self._enter(path, at)

    def _enter(self, path: Path, at: Location) -> None:
        self.places.setdefault(path, at)
        if isinstance(path[-1], str):
            self.keys.setdefault(path, at)

    def length(self, path: Path) -> int:
        """How many entries the list there has; an empty one is made where there is none."""
        holder: Any = self.data
        for step in path[:-1]:
            holder = holder.setdefault(step, {}) if isinstance(step, str) else holder[step]
        return len(holder.setdefault(path[-1], []))

    def call(self, id_: str, entry: Mapping[str, Any]) -> None:
        """Note what somebody with that id is called."""
        for key in CALLED:
            if isinstance(name := entry.get(key), str):
                self._names.setdefault(name, set()).add(id_)

    def _id(self, text: str) -> str:
        found = set() if is_id(text) else self._names.get(text, set())
        return next(iter(found)) if len(found) == 1 else text

    def document(self) -> Document:
        """The data, with ids in the place of names, keys in the order of the schema."""
        for path in self.ids:
            *above, last = path
            holder: Any = self.data
            for step in above:
                holder = holder[step]
            value = holder[last]
            holder[last] = [self._id(one) for one in value] if isinstance(value, list) else self._id(value)
        self.places.setdefault((), next(iter(self.places.values()), Location(self.file)))
        data = _in_order(self.data, mapping(PROFILE.keys))
        return Document(self.file, data, self.places, self.keys, self.blanks)


def _in_order(value: Any, rule: Rule) -> Any:
    rule = alternative(rule, value)
    if isinstance(value, list):
        return [_in_order(one, rule["schema"]) for one in value] if rule.get("type") == "list" else value
    if not isinstance(value, dict) or "valuesrules" in rule:
        return value
    keys: Keys = keys_of(rule)
    if all(one.get("type") == "dict" for one in keys.values()):  # mappings that are alike stand as they stood
        return {key: _in_order(one, keys.get(key, {})) for key, one in value.items()}
    return {key: _in_order(value[key], keys.get(key, {})) for key in _sorted(value, keys)}


def _sorted(value: Mapping[str, Any], keys: Keys) -> Iterator[str]:
    yield from (key for key in keys if key in value)
    yield from (key for key in value if key not in keys)
