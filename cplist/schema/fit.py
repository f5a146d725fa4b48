"""Whether data plainly fit a schema.

Cerberus takes a tenth of a second to be loaded and another to hold 177 duties to their schema; nearly every file
fits. So that is asked first, of the same schema, and Cerberus only where the answer is no; tests hold the two to
the same verdict.
"""

from __future__ import annotations

from typing import Any

from cplist.schema.language import Keys, Rule, Shared


def fits_keys(data: Any, keys: Keys) -> bool:
    """Whether it is a mapping with these keys, none missing and none unknown, and whose values fit."""
    if not isinstance(data, dict) or not data.keys() <= keys.keys():
        return False
    if any(rule.get("required") and key not in data for key, rule in keys.items()):
        return False
    return all(fits(value, keys[key]) for key, value in data.items())


def fits(value: Any, rule: Rule) -> bool:
    """Whether the value is what the rule asks for."""
    if "anyof" in rule:
        return any(fits(value, one) for one in rule["anyof"])
    if value is None:
        return bool(rule.get("nullable"))
    check = rule.get("check_with")
    return _fits_type(value, rule) and (check is None or not check.slip(value))


def _fits_type(value: Any, rule: Rule) -> bool:
    kind = rule["type"]
    if kind == "string":
        return isinstance(value, str) and ("allowed" not in rule or value in rule["allowed"])
    if kind == "list":
        return isinstance(value, list) and all(fits(entry, rule["schema"]) for entry in value)
    if "valuesrules" in rule:
        return isinstance(value, dict) and all(fits(entry, rule["valuesrules"]) for entry in value.values())
    keys = rule["schema"]
    return fits_keys(value, keys.keys if isinstance(keys, Shared) else keys)
