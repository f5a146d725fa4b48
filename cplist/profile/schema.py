"""The Cerberus schema of a profile: the one place that says which keys there are and what stands behind them.

Every scalar arrives as a string (yamldoc); the checks below say what a string must look like. Each key carries
its Chinese title and description (profile_keys.yaml) as `meta`; the JSON Schema (json_schema.py) is made from all
this.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cerberus import Validator

from cplist.domain import vocabulary
from cplist.domain.model import Tier

TIERS = [tier.value for tier in Tier]
RESERVED = frozenset(
    ["institution", "committee", "board_committee", "deliberation", "superior", "party_organisation", *TIERS]
)
LEADER_ROLES = list(vocabulary.terms()["leader_roles"])
LINES = list(vocabulary.terms()["lines"])
FUNCTIONS = list(vocabulary.terms()["functions"])
TYPE_NAMES = {id_: entry["name"] for id_, entry in vocabulary.terms()["types"].items()}
KEYED = {"leaders": "id", "departments": "id", "levels": "tier", "assignments": "duty", "accept": "rule"}
"""Lists of mappings, and the key that tells their entries apart."""
MOST_FINDINGS = 1000
LINE_END = re.compile("[\n\r\x85\u2028\u2029]")

TERM = {"type": "string", "check_with": "text"}
"""One line of text that is no prose: a path, a name for the program."""
TEXT = {**TERM, "meta": {"prose": True}}
"""One line of text that is printed in the documents."""
ID = {"type": "string", "check_with": "id"}
DAY = {"type": "string", "check_with": "day"}
COUNT = {"type": "string", "check_with": "count"}
YEAR = {"type": "string", "check_with": "year"}
SWITCH = {"type": "string", "check_with": "switch"}
IDS = {"type": "list", "schema": ID}


def _choice(values: Iterable[str], names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One of those values; `names` are what they are called in Chinese."""
    return {"type": "string", "allowed": list(values), "meta": {"choices": dict(names or {})}}


def _choices(values: Iterable[str], names: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {"type": "list", "schema": _choice(values), "meta": {"choices": dict(names or {})}}


def _named(group: str) -> Mapping[str, str]:
    names: Mapping[str, str] = vocabulary.terms()[group]
    return names


def _mapping(**schema: Any) -> dict[str, Any]:
    return {"type": "dict", "schema": schema}


def _entries(**schema: Any) -> dict[str, Any]:
    return {"type": "list", "schema": _mapping(**schema)}


def _required(rule: dict[str, Any]) -> dict[str, Any]:
    return {**rule, "required": True}


BODY = _mapping(name=_required(TEXT), chair=ID, office=ID)

_PROFILE: dict[str, Any] = {
    "schema": _required(_choice(["1"])),
    "pack": {
        "type": ["string", "dict"],
        "check_with": "text",
        "schema": {"name": _required(TERM), "version": TERM},
    },
    "extends": TERM,
    "institution": _required(
        _mapping(
            name=_required(TEXT),
            short_name=_required(TEXT),
            self_name=TEXT,
            type=_required(_choice(vocabulary.types(), TYPE_NAMES)),
            tier=_required(_choice(TIERS)),
            also=_choices(TIERS),
            region=TEXT,
            party=_choice(["党委", "党总支", "党支部", "none"]),
            board=_choice(["董事会", "理事会", "none"]),
            superior=_mapping(name=_required(TEXT), kind=TEXT),
            applicability=_choice(["direct", "by_reference"]),
        )
    ),
    "document": _mapping(
        number=TEXT,
        date=DAY,
        effective=DAY,
        status=_choice(["draft", "final"]),
        supersedes=TEXT,
        interpreter=ID,
        title=TEXT,
        approval=TEXT,
        cover=SWITCH,
        heading=TEXT,
        names=SWITCH,
    ),
    "levels": _required(_entries(tier=_required(_choice(TIERS)), name=_required(TEXT), count=COUNT)),
    "bodies": _mapping(committee=BODY, board_committee=BODY, deliberation=BODY),
    "leaders": _required(
        _entries(
            id=_required(ID),
            post=_required(TEXT),
            name=TEXT,
            roles=_required(_choices(LEADER_ROLES, _named("leader_roles"))),
            oversees=IDS,
            substitute=_mapping(
                **{"for": _required(_choice(LEADER_ROLES, _named("leader_roles"))), "basis": _required(TEXT)}
            ),
            signs_with=ID,
        )
    ),
    "departments": _required(
        _entries(
            id=_required(ID),
            name=_required(TEXT),
            lines=_required(_choices(LINES, _named("lines"))),
            functions=_choices(FUNCTIONS, _named("functions")),
        )
    ),
    "letters": _mapping(year=YEAR, copies=COUNT),
    "centralised": _choices(FUNCTIONS, _named("functions")),
    "assignments": _entries(
        duty=_required(TERM),
        lead=ID,
        support=IDS,
        overseen_by=IDS,
        measure=TEXT,
        frequency=TEXT,
        evidence=TEXT,
        reason=TEXT,
        performed_by=_choice(["superior"]),
        local_part=TEXT,
        not_applicable=TEXT,
    ),
    "accept": _entries(rule=_required(TERM), reason=_required(TEXT)),
}


def _described(schema: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """The same schema with each key's title and description as `meta`."""
    described = {}
    for key, rule in schema.items():
        path = f"{above}{key}"
        about = vocabulary.profile_keys().get(path) or vocabulary.profile_keys()[re.sub(r"\.\w+\.", ".*.", path)]
        described[key] = {**rule, "meta": {**rule.get("meta", {}), **about}}
        if keys := keys_of(rule):
            inner = _described(keys, f"{path}.")
            of_list = rule["type"] == "list"
            described[key]["schema"] = {**rule["schema"], "schema": inner} if of_list else inner
    return described


def keys_of(rule: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of the mapping behind a key, or of the mappings in the list behind it; {} if there are none."""
    inner = rule.get("schema") or {}
    keys: dict[str, Any] = inner.get("schema") or {} if rule.get("type") == "list" else inner
    return keys


def rule_at(path: Iterable[str | int]) -> dict[str, Any]:
    """What the schema says of the value at that path in a profile (of an entry of a list: what of the list)."""
    rule: dict[str, Any] = {"type": "dict", "schema": PROFILE}
    for step in path:
        rule = rule if isinstance(step, int) else keys_of(rule)[step]
    return rule


PROFILE = _described(_PROFILE)


class _Ours(set[object]):
    """Schemas that Cerberus need not examine at every start, which takes it longer than a profile: a test does."""

    def __contains__(self, _: object) -> bool:
        return True


class ProfileValidator(Validator):  # type: ignore[misc]
    """Cerberus with what a profile's strings must look like: text (one line), id, day (2026-12-01), count, year,
    switch (true, false). A check that fails names itself."""

    _valid_schemas = _Ours()

    def _check_with_text(self, field: str, value: object) -> None:
        self._hold(field, value, "blank", lambda text: bool(text.strip()))
        self._hold(field, value, "line_end", lambda text: not text.strip() or not LINE_END.search(text))

    def _check_with_id(self, field: str, value: object) -> None:
        self._hold(field, value, "id", is_id)

    def _check_with_day(self, field: str, value: object) -> None:
        self._hold(field, value, "day", lambda text: day(text) is not None)

    def _check_with_count(self, field: str, value: object) -> None:
        self._hold(field, value, "count", lambda text: bool(re.fullmatch(r"[0-9]{1,6}", text)))

    def _check_with_year(self, field: str, value: object) -> None:
        self._hold(field, value, "year", lambda text: bool(re.fullmatch(r"20[0-9]{2}", text)))

    def _check_with_switch(self, field: str, value: object) -> None:
        self._hold(field, value, "switch", lambda text: text.lower() in ("true", "false"))

    def _hold(self, field: str, value: object, name: str, good: Callable[[str], bool]) -> None:
        if isinstance(value, str) and not good(value):  # what is no string has its own error
            self._error(field, name)


def is_id(text: str) -> bool:
    """Whether it can tell a leader or a department apart: a letter, then letters, digits, underscores."""
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", text))


def day(text: str) -> datetime.date | None:
    """2026-12-01 as a date; None if it is written otherwise or no day of the calendar."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
