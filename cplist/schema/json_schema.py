"""The JSON Schema (draft 2020-12) of a file, for editors: made from its Cerberus schema, so that there is one.

A file that extends another may leave out what it inherits, and may say `remove: true`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cplist.schema.checks import SCALAR
from cplist.schema.file_schema import REMOVE, FileSchema
from cplist.schema.language import Keys, Rule, Shared, keys_of, shared_in

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def identity(file: FileSchema) -> str:
    """The $id of a file's schema."""
    return f"urn:cplist:{file.name}:1"


Names = Mapping[str, Mapping[str, str]]
"""Of keys whose names stand elsewhere (in a pack): name → what it means. Editors propose them; others may stand."""
NO_NAMES: Names = {}


def json_schema(file: FileSchema, names: Names = NO_NAMES) -> dict[str, Any]:
    """The schema as plain data."""
    return {
        "$schema": DIALECT,
        "$id": identity(file),
        "title": file.title,
        "description": file.description,
        **_body(file, names),
    }


def json_text(file: FileSchema, names: Names = NO_NAMES) -> str:
    return json.dumps(json_schema(file, names), ensure_ascii=False, indent=1) + "\n"


def is_ours(content: bytes, file: FileSchema) -> bool:
    """Whether a file holds a schema that cplist wrote (perhaps an earlier one)."""
    try:
        data = json.loads(content)
    except ValueError:
        return False
    return isinstance(data, dict) and data.get("$id") == identity(file)


def _body(file: FileSchema, names: Names) -> dict[str, Any]:
    whole = _Writing(file, names, partial=False)
    if not file.extends:
        shared = {name: whole.mapping(keys.keys) for name, keys in shared_in(file.described).items()}
        return {**whole.mapping(file.described), **({"$defs": shared} if shared else {})}
    part = _Writing(file, names, partial=True)
    return {
        "if": {"type": "object", "required": [file.extends]},
        "then": {"$ref": "#/$defs/part"},
        "else": {"$ref": "#/$defs/whole"},
        "$defs": {"whole": whole.mapping(file.described), "part": part.mapping(file.described)},
    }


class _Writing:
    """`partial`: keys may be missing, and entries be removed."""

    def __init__(self, file: FileSchema, names: Names, *, partial: bool) -> None:
        self.file, self.names, self.partial = file, names, partial

    def mapping(self, keys: Keys) -> dict[str, Any]:
        required = [key for key, rule in keys.items() if rule.get("required")]
        return {
            "type": "object",
            "properties": {key: self._value(key, rule) for key, rule in keys.items()},
            **({"required": required} if required and not self.partial else {}),
            "additionalProperties": False,
        }

    def _value(self, key: str, rule: Rule) -> dict[str, Any]:
        written = self._written(key, rule)
        if rule.get("nullable"):
            written = {"anyOf": [written, {"type": "null"}]}
        return {**_about(rule.get("meta", {})), **written}

    def _written(self, key: str, rule: Rule) -> dict[str, Any]:
        if "anyof" in rule:
            return {"anyOf": [self._written(key, one) for one in rule["anyof"]]}
        if rule["type"] == "string":
            return _text(rule)
        written = self._list(key, rule) if rule["type"] == "list" else self._dict(key, rule)
        return {**written, **(rule["check_with"].json if "check_with" in rule else {})}

    def _dict(self, key: str, rule: Rule) -> dict[str, Any]:
        if "valuesrules" in rule:
            value = self._value(key, rule["valuesrules"])
            named = {name: {**value, "description": said} for name, said in self.names.get(key, {}).items()}
            return {
                "type": "object",
                **({"properties": named} if named else {}),
                "additionalProperties": value,
            }
        if isinstance(rule["schema"], Shared):
            return {"$ref": f"#/$defs/{rule['schema']}"}
        return self.mapping(rule["schema"])

    def _list(self, key: str, rule: Rule) -> dict[str, Any]:
        once = {"uniqueItems": True} if self.file.unique and not keys_of(rule) else {}
        return {"type": "array", "items": self._item(key, rule), **once}

    def _item(self, key: str, rule: Rule) -> dict[str, Any]:
        item = self._value(key, rule["schema"])
        if names := self.names.get(key):
            about = item["properties"][self.file.keyed[key]]
            called = "、".join(f"{name} {said}" for name, said in names.items())
            about |= {"description": f"{about['description']}（{called}）", "examples": [*names]}
        if self.partial and key in self.file.keyed:
            item["required"] = [self.file.keyed[key]]
            about = self.file.descriptions[f"*.{REMOVE}"]
            item["properties"][REMOVE] = {**_about(about), "enum": [True, "true", "True", "TRUE"]}
        return item


def _about(meta: Mapping[str, Any]) -> dict[str, str]:
    """Title and description, with what the choices are called."""
    about = {name: meta[name] for name in ("title", "description") if name in meta}
    if about and (choices := meta.get("choices")):
        called = "、".join(f"{value} {name}" for value, name in choices.items())
        about["description"] = f"{about['description']}（{called}）"
    return about


def _text(rule: Rule) -> dict[str, Any]:
    if "allowed" in rule:
        numbers = [int(value) for value in rule["allowed"] if value.isdecimal()]
        return {"enum": [*rule["allowed"], *numbers]}
    return dict(rule["check_with"].json if "check_with" in rule else SCALAR)
