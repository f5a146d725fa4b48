"""The Cerberus schema of a profile, and its errors as findings with places.

Every scalar arrives as a string (yamldoc); the types below say what a string must look like.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from cerberus import Validator, errors
from cerberus.errors import ValidationError

from cplist import words
from cplist.errors import Finding
from cplist.messages import finding
from cplist.model import Tier
from cplist.yamldoc import Document, Path, path_text

TIERS = [tier.value for tier in Tier]
RESERVED = frozenset(
    ["institution", "committee", "board_committee", "deliberation", "superior", "party_organisation", *TIERS]
)
LEADER_ROLES = list(words.vocabulary()["leader_roles"])
LINES = list(words.vocabulary()["lines"])
FUNCTIONS = list(words.vocabulary()["functions"])
TEXT = {"type": "text", "empty": False}
ID = {"type": "id"}
IDS = {"type": "list", "schema": ID}
BODY = {
    "type": "dict",
    "schema": {"name": {**TEXT, "required": True}, "chair": ID, "office": ID},
}


def _choice(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "text", "allowed": list(values)}


def _choices(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "list", "schema": _choice(values)}


def _entries(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "list", "schema": {"type": "dict", "schema": schema}}


def _required(rule: dict[str, Any]) -> dict[str, Any]:
    return {**rule, "required": True}


PROFILE: dict[str, Any] = {
    "schema": _required(_choice(["1"])),
    "pack": {"type": ["text", "dict"], "schema": {"name": _required(TEXT), "version": TEXT}},
    "extends": TEXT,
    "institution": _required(
        {
            "type": "dict",
            "schema": {
                "name": _required(TEXT),
                "short_name": _required(TEXT),
                "self_name": TEXT,
                "type": _required(_choice(words.types())),
                "tier": _required(_choice(TIERS)),
                "also": _choices(TIERS),
                "region": TEXT,
                "party": _choice(["党委", "党总支", "党支部", "none"]),
                "board": _choice(["董事会", "理事会", "none"]),
                "superior": {"type": "dict", "schema": {"name": _required(TEXT), "kind": TEXT}},
                "applicability": _choice(["direct", "by_reference"]),
            },
        }
    ),
    "document": {
        "type": "dict",
        "schema": {
            "number": TEXT,
            "date": {"type": "day"},
            "effective": {"type": "day"},
            "status": _choice(["draft", "final"]),
            "supersedes": TEXT,
            "interpreter": ID,
            "title": TEXT,
            "approval": TEXT,
            "cover": {"type": "switch"},
            "heading": {"type": "text"},
            "names": {"type": "switch"},
        },
    },
    "levels": _required(
        _entries({"tier": _required(_choice(TIERS)), "name": _required(TEXT), "count": {"type": "count"}})
    ),
    "bodies": {"type": "dict", "schema": {"committee": BODY, "board_committee": BODY, "deliberation": BODY}},
    "leaders": _required(
        _entries(
            {
                "id": _required(ID),
                "post": _required(TEXT),
                "name": TEXT,
                "roles": _required(_choices(LEADER_ROLES)),
                "oversees": IDS,
                "substitute": {
                    "type": "dict",
                    "schema": {"for": _required(_choice(LEADER_ROLES)), "basis": _required(TEXT)},
                },
            }
        )
    ),
    "departments": _required(
        _entries(
            {
                "id": _required(ID),
                "name": _required(TEXT),
                "lines": _required(_choices(LINES)),
                "functions": _choices(FUNCTIONS),
            }
        )
    ),
    "centralised": _choices(FUNCTIONS),
    "assignments": _entries(
        {
            "duty": _required(TEXT),
            "lead": ID,
            "support": IDS,
            "overseen_by": IDS,
            "measure": TEXT,
            "frequency": TEXT,
            "evidence": TEXT,
            "reason": TEXT,
            "performed_by": _choice(["superior"]),
            "local_part": TEXT,
            "not_applicable": TEXT,
        }
    ),
    "accept": _entries({"rule": _required(TEXT), "reason": _required(TEXT)}),
}


class ProfileValidator(Validator):  # type: ignore[misc]
    """Cerberus with the types of a profile: text (one line), id, day (2026-12-01), count, switch (true, false)."""

    def _validate_type_id(self, value: object) -> bool:
        return isinstance(value, str) and bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", value))

    def _validate_type_day(self, value: object) -> bool:
        return isinstance(value, str) and day(value) is not None

    def _validate_type_count(self, value: object) -> bool:
        return isinstance(value, str) and bool(re.fullmatch(r"\d{1,6}", value))

    def _validate_type_switch(self, value: object) -> bool:
        return value in ("true", "false")

    def _validate_type_text(self, value: object) -> bool:
        return isinstance(value, str) and "\n" not in value and "\r" not in value


def day(text: str) -> datetime.date | None:
    """2026-12-01 as a date; None if it is written otherwise or no day of the calendar."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def check_schema(document: Document) -> list[Finding]:
    """What in a profile's data breaks the schema, each at its place."""
    if not isinstance(document.data, dict):
        return [finding("profile-not-a-mapping", document.place(()))]
    validator = ProfileValidator(PROFILE)
    validator.validate(document.data, normalize=False)
    return [found for error in validator._errors for found in _found(error, document)]


def _found(error: ValidationError, document: Document) -> Iterator[Finding]:
    if error.child_errors:
        for child in error.child_errors:
            yield from _found(child, document)
        return
    path: Path = tuple(error.document_path)
    text = path_text(path)
    if error.code == errors.UNKNOWN_FIELD.code:
        yield _unknown_key(path, document)
    elif error.code == errors.REQUIRED_FIELD.code:
        parent = document.keys.get(path[:-1], document.place(path[:-1]))
        yield finding("profile-missing-key", parent, text, key=path[-1])
    elif error.value is None:
        yield finding("profile-empty-value", document.keys.get(path, document.place(path)), text, key=path[-1])
    elif error.rule == "allowed":
        yield _not_allowed(error, path, document)
    else:
        yield _wrong_type(error, path, document)


def _unknown_key(path: Path, document: Document) -> Finding:
    known = list(_schema_at(path[:-1]))
    near = nearest(str(path[-1]), known)
    return finding(
        "profile-unknown-key",
        document.keys.get(path, document.place(path)),
        path_text(path),
        key=path[-1],
        near=near,
        known="、".join(known),
    )


def _not_allowed(error: ValidationError, path: Path, document: Document) -> Finding:
    allowed = [str(value) for value in error.constraint]
    return finding(
        "profile-not-allowed",
        document.place(path),
        path_text(path),
        value=error.value,
        near=nearest(str(error.value), allowed),
        allowed="、".join(allowed),
    )


def _wrong_type(error: ValidationError, path: Path, document: Document) -> Finding:
    wanted = error.constraint if isinstance(error.constraint, str) else "text"
    if error.rule == "empty":
        wanted = "text"
    if isinstance(error.value, dict | list) or wanted in ("dict", "list"):
        rule = "profile-wrong-shape"
    elif wanted == "text" and "\n" in str(error.value):
        rule = "profile-line-end"
    else:
        rule = f"profile-wrong-{wanted}"
    shown = error.value if isinstance(error.value, str) else type(error.value).__name__
    return finding(
        rule, document.place(path), path_text(path), value=str(shown)[:60], wanted=_SHAPES.get(wanted, wanted)
    )


_SHAPES = {"dict": "mapping", "list": "list", "text": "text"}


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like it, or ""."""
    return next(iter(difflib.get_close_matches(word, list(known), 1, 0.5)), "")


def _schema_at(path: Path) -> dict[str, Any]:
    """The keys that the schema knows in the mapping at that path."""
    rule: dict[str, Any] = {"schema": PROFILE}
    for step in path:
        rule = rule["schema"] if isinstance(step, int) else rule["schema"][step]
    keys: dict[str, Any] = rule["schema"]
    return keys
