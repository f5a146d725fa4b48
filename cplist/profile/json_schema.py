"""The JSON Schema (draft 2020-12) of a profile, for editors: made from the Cerberus schema, so that there is one.

An editor's language server sees typed values (6, false, 1.10) where cplist sees their text: the schema takes
both. A profile that extends another may leave out what it inherits, and may say `remove: true`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cplist.domain.vocabulary import profile_keys
from cplist.profile.schema import KEYED, PROFILE, keys_of

FILE_NAME = "cplist.schema.json"
IDENTITY = "https://json-schema.org/draft/2020-12/schema", "urn:cplist:profile:1"
_END = "$(?!\\n)"
"""Nothing behind it: in Python a line end may stand behind a plain $."""
_NO_LINE_END = "[^\\n\\r\\u0085\\u2028\\u2029]"
_LONG = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_SHORT = "02-(?:0[1-9]|1[0-9]|2[0-8])"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29"
_DAY = f"^(?!0000)(?:[0-9]{{4}}-(?:{_LONG}|{_SHORT})|{_LEAP}){_END}"

CHECKS: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": ["string", "number", "boolean"], "pattern": f"^{_NO_LINE_END}*\\S{_NO_LINE_END}*{_END}"},
    "id": {"anyOf": [{"type": "string", "pattern": f"^[A-Za-z][A-Za-z0-9_]*{_END}"}, {"type": "boolean"}]},
    "day": {"type": "string", "pattern": _DAY},
    "count": {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 999999},
            {"type": "string", "pattern": f"^[0-9]{{1,6}}{_END}"},
        ]
    },
    "year": {
        "anyOf": [
            {"type": "integer", "minimum": 2000, "maximum": 2099},
            {"type": "string", "pattern": "^20[0-9]{2}$"},
        ]
    },
    "switch": {"anyOf": [{"type": "boolean"}, {"enum": ["true", "false", "True", "False", "TRUE", "FALSE"]}]},
}
"""What the checks of cplist.schema.ProfileValidator are in JSON Schema."""


def json_schema() -> dict[str, Any]:
    """The schema as plain data: a whole profile, or with `extends` a part of one."""
    return {
        "$schema": IDENTITY[0],
        "$id": IDENTITY[1],
        "title": "机构档案",
        "description": "cplist 的机构档案：一家银行保险机构的层级、负责人、部门和自己的决定",
        "if": {"type": "object", "required": ["extends"]},
        "then": {"$ref": "#/$defs/part"},
        "else": {"$ref": "#/$defs/whole"},
        "$defs": {"whole": _mapping(PROFILE, partial=False), "part": _mapping(PROFILE, partial=True)},
    }


def json_text() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def is_ours(content: bytes) -> bool:
    """Whether a file holds a schema that cplist wrote (perhaps an earlier one)."""
    try:
        data = json.loads(content)
    except ValueError:
        return False
    return isinstance(data, dict) and data.get("$id") == IDENTITY[1]


def _mapping(keys: Mapping[str, Any], *, partial: bool) -> dict[str, Any]:
    required = [key for key, rule in keys.items() if rule.get("required")]
    return {
        "type": "object",
        "properties": {key: _value(key, rule, partial=partial) for key, rule in keys.items()},
        **({"required": required} if required and not partial else {}),
        "additionalProperties": False,
    }


def _value(key: str, rule: Mapping[str, Any], *, partial: bool) -> dict[str, Any]:
    about = _about(rule.get("meta", {}))
    if isinstance(rule["type"], list):
        return {**about, "anyOf": [dict(CHECKS["text"]), _mapping(rule["schema"], partial=partial)]}
    if rule["type"] == "dict":
        return {**about, **_mapping(rule["schema"], partial=partial)}
    if rule["type"] == "list":
        once = {} if keys_of(rule) else {"uniqueItems": True}  # what profile/duplicates.py says of a list of words
        return {**about, "type": "array", "items": _item(key, rule, partial=partial), **once}
    return {**about, **_scalar(rule)}


def _about(meta: Mapping[str, Any]) -> dict[str, str]:
    """Title and description, with what the choices are called."""
    about = {name: meta[name] for name in ("title", "description") if name in meta}
    if about and (choices := meta.get("choices")):
        called = "、".join(f"{value} {name}" for value, name in choices.items())
        about["description"] = f"{about['description']}（{called}）"
    return about


def _item(key: str, rule: Mapping[str, Any], *, partial: bool) -> dict[str, Any]:
    if not keys_of(rule):
        return _value(key, rule["schema"], partial=partial)
    item = _mapping(keys_of(rule), partial=partial)
    if partial and key in KEYED:
        item["required"] = [KEYED[key]]
        item["properties"]["remove"] = {
            "title": profile_keys()["leaders.remove"]["title"],
            "description": profile_keys()["leaders.remove"]["description"],
            "enum": [True, "true", "True", "TRUE"],
        }
    return item


def _scalar(rule: Mapping[str, Any]) -> dict[str, Any]:
    if "allowed" not in rule:
        return dict(CHECKS[rule["check_with"]])
    numbers = [int(value) for value in rule["allowed"] if value.isdigit()]
    return {"enum": [*rule["allowed"], *numbers]}
