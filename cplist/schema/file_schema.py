"""The schema of one kind of YAML file: its keys, what they are called, and how its slips are worded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cplist.schema.language import Keys, Rule, Shared
from cplist.yamldoc.document import read

REMOVE = "remove"
"""In a file that extends another: takes the entry out."""
Descriptions = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class FileSchema:
    """The schema of one kind of file.

    `messages` are the rules of the findings that tell its slips (wording.py has the names of those). `texts` are
    the YAML files with each key's title and description, by its path: an entry of a list has no step of its own,
    a name of the author's own is *, the keys of a shared schema stand behind its name. `extends` is the key with
    which such a file extends another, and may leave out what it inherits ("": none does); `keyed` are the lists of
    which it may then remove an entry, with the key that tells their entries apart. `unique`: nothing may stand
    twice in its lists of words.
    """

    name: str
    title: str
    description: str
    keys: Keys
    messages: Mapping[str, str]
    texts: tuple[Path, ...]
    extends: str = ""
    keyed: Mapping[str, str] = field(default_factory=dict)
    unique: bool = False

    @cached_property
    def descriptions(self) -> Descriptions:
        """Path of a key → its title, description, words (what else people call it), choices (names of values)."""
        found: dict[str, Mapping[str, Any]] = {}
        for file in self.texts:
            found |= read(file.read_bytes(), file.name)[0].data
        return found

    @cached_property
    def described(self) -> Keys:
        """The keys with their descriptions as `meta`."""
        return _Describing(self.descriptions).keys(self.keys, "")


class _Describing:
    def __init__(self, descriptions: Descriptions) -> None:
        self.descriptions = descriptions
        self.shared: dict[str, Shared] = {}

    def keys(self, keys: Keys, above: str) -> Keys:
        if isinstance(keys, Shared):
            return self._shared(keys)
        return {key: self._rule(rule, f"{above}{key}") for key, rule in keys.items()}

    def _shared(self, schema: Shared) -> Shared:
        if schema not in self.shared:
            described = self.shared[schema] = Shared(schema)
            described.keys = self.keys(schema.keys, f"{schema}.")
        return self.shared[schema]

    def _rule(self, rule: Rule, path: str) -> Rule:
        about = self.descriptions.get(path) or self.descriptions[re.sub(r"\.\w+\.", ".*.", path)]
        return {**self._below(rule, path), "meta": {**rule.get("meta", {}), **about}}

    def _below(self, rule: Rule, path: str) -> Rule:
        """The rule with what is inside it described."""
        below = dict(rule)
        if "anyof" in rule:
            below["anyof"] = [self._below(one, path) for one in rule["anyof"]]
        if "valuesrules" in rule:
            below["valuesrules"] = self._below(rule["valuesrules"], f"{path}.*")
        if "schema" in rule:
            inner = rule["schema"]
            is_list = rule["type"] == "list"
            below["schema"] = self._below(inner, path) if is_list else self.keys(inner, f"{path}.")
        return below
