"""The words in which the schemas of our YAML files are written, and the way through such a schema.

A schema is Cerberus's: keys, and for each the rules of what stands behind it. Of Cerberus's rules these are used:
`type` (string, list, dict), `required`, `nullable`, `allowed`, `check_with` (checks.py), `schema`, `valuesrules`,
`anyof` (alternatives that differ in their type) and `meta`, which holds titles and what else is known of a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cplist.schema.checks import FILLED, LINE, SWITCH, Check, open_choice
from cplist.yamldoc.document import Path

Rule = Mapping[str, Any]
"""What Cerberus is told of one value."""
Keys = Mapping[str, Rule]
"""What Cerberus is told of a mapping: key → rule."""
TYPES: Mapping[str, type] = {"string": str, "list": list, "dict": dict}


class Shared(str):
    """A schema with a name, under which it may hold itself; Cerberus knows it by the name, JSON Schema as $defs."""

    keys: Keys

    def __new__(cls, name: str, keys: Keys | None = None) -> Shared:
        shared = super().__new__(cls, name)
        shared.keys = keys or {}
        return shared


def mapping(shared: Keys | Shared | None = None, /, **keys: Rule) -> Rule:
    """A mapping with those keys: those of a schema, or as they are given here."""
    return {"type": "dict", "schema": keys if shared is None else shared}


def several(rule: Rule) -> Rule:
    """A list of such values."""
    return {"type": "list", "schema": rule}


def entries(shared: Keys | Shared | None = None, /, **keys: Rule) -> Rule:
    """A list of mappings with those keys."""
    return several(mapping(shared, **keys))


def named(rule: Rule) -> Rule:
    """A mapping whose keys are names of the author's own, all with such a value."""
    return {"type": "dict", "valuesrules": rule}


def required(rule: Rule) -> Rule:
    return {**rule, "required": True}


def held_to(check: Check, rule: Rule | None = None) -> Rule:
    """Such a value, a text if nothing is said, that the check lets pass."""
    return {**(rule or TEXT), "check_with": check}


def either(*alternatives: Rule) -> Rule:
    """One of several sorts of values that differ in their type."""
    return {"anyof": list(alternatives)}


def one_or_several(rule: Rule) -> Rule:
    return either(rule, several(rule))


def choice(values: Iterable[str], names: Mapping[str, str] | None = None) -> Rule:
    """One of those values; `names` are what they are called in Chinese."""
    return {"type": "string", "allowed": [str(value) for value in values], "meta": {"choices": dict(names or {})}}


def choices(values: Iterable[str], names: Mapping[str, str] | None = None) -> Rule:
    """A list of those values."""
    one = {"type": "string", "allowed": [str(value) for value in values]}
    return {"type": "list", "schema": one, "meta": {"choices": dict(names or {})}}


def open_choice_of(values: Iterable[str], names: Mapping[str, str] | None = None) -> Rule:
    """One of those values, or an id that is known elsewhere."""
    return {**held_to(open_choice(values)), "meta": {"choices": dict(names or {})}}


def open_choices(values: Iterable[str], names: Mapping[str, str] | None = None) -> Rule:
    """A list of those values, or of ids that are known elsewhere."""
    return {**several(held_to(open_choice(values))), "meta": {"choices": dict(names or {})}}


TEXT: Rule = {"type": "string"}
"""Any text, on several lines too, or empty."""
FILLED_TEXT = held_to(FILLED)
ONE_LINE = held_to(LINE)
TRUE_OR_FALSE = held_to(SWITCH)
TEXTS = several(TEXT)
FORMAT_VERSION = choice(["1"])
"""Of `schema`, the version of a file's format."""


def keys_of(rule: Rule) -> Keys:
    """The keys of the mapping behind a key, or of the mappings in the list behind it; {} if there are none."""
    if "anyof" in rule:
        return next(filter(None, map(keys_of, rule["anyof"])), {})
    inner = rule.get("schema") or {}
    if rule.get("type") == "list":
        return keys_of(inner) if inner.get("type") != "list" else {}
    return inner.keys if isinstance(inner, Shared) else inner


def alternative(rule: Rule, value: object) -> Rule:
    """Of a rule with alternatives the one for values of this type, else the first; any other rule as it is."""
    if "anyof" not in rule:
        return rule
    fitting = (one for one in rule["anyof"] if isinstance(value, TYPES[one["type"]]))
    chosen: Rule = next(fitting, rule["anyof"][0])
    return _with_meta(chosen, rule)


def _with_meta(rule: Rule, outer: Rule) -> Rule:
    """The rule with what is known of the key that it belongs to."""
    return {**rule, "meta": {**outer.get("meta", {}), **rule.get("meta", {})}}


def inner(rule: Rule, step: str | int) -> Rule:
    """The rule of the value at that key or number; {} for a key that isn't known. An entry of a list has the
    list's titles."""
    if isinstance(step, int):
        return _with_meta(rule["schema"], rule) if rule.get("type") == "list" else {}
    if "valuesrules" in rule:
        return _with_meta(rule["valuesrules"], rule)
    found: Rule = {} if rule.get("type") == "list" else keys_of(rule).get(step, {})
    return found


def rule_at(keys: Keys, path: Path, data: Any = None) -> Rule:
    """What a schema says of the value at that path; the data decide between alternatives."""
    rule: Rule = mapping(keys)
    for step in path:
        rule = inner(alternative(rule, data), step)
        data = _value(data, step)
    return rule


def _value(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(str(step)) if isinstance(step, str) else None
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def texts(data: Any, rule: Rule, path: Path = ()) -> Iterator[tuple[Path, str, Rule]]:
    """Every text of the data that the schema knows, with its path and its rule."""
    rule = alternative(rule, data)
    if isinstance(data, str) and rule.get("type") == "string":
        yield path, data, rule
    elif isinstance(data, (dict, list)) and isinstance(data, TYPES.get(rule.get("type", ""), ())):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            if below := inner(rule, step):
                yield from texts(value, below, (*path, step))


def shared_in(keys: Keys) -> dict[str, Shared]:
    """The shared schemas that a schema uses, by their names, in the order in which they are met."""
    found: dict[str, Shared] = {}
    for rule in keys.values():
        _collect(rule, found)
    return found


def _collect(rule: Rule, found: dict[str, Shared]) -> None:
    below = rule.get("schema") or {}
    if isinstance(below, Shared):
        if below in found:
            return
        found[str(below)] = below
        below = below.keys
    for inner_rule in _rules_below(rule, below):
        _collect(inner_rule, found)


def _rules_below(rule: Rule, below: Any) -> Iterator[Rule]:
    """The rules inside a rule; `below` is its `schema`."""
    if rule.get("type") == "list":
        yield below
    else:
        yield from below.values()
    if "valuesrules" in rule:
        yield rule["valuesrules"]
    yield from rule.get("anyof", ())
