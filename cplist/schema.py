"""The Cerberus schema of a profile, and its errors as findings with places.

Every scalar arrives as a string (yamldoc); the types below say what a string must look like.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterable, Iterator
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
TEXT = {"type": "string", "check_with": "text", "empty": False}
ID = {"type": "string", "check_with": "id"}
DAY = {"type": "string", "check_with": "day"}
COUNT = {"type": "string", "check_with": "count"}
SWITCH = {"type": "string", "check_with": "switch"}
IDS = {"type": "list", "schema": ID}
BODY = {
    "type": "dict",
    "schema": {"name": {**TEXT, "required": True}, "chair": ID, "office": ID},
}


def _choice(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "allowed": list(values)}


def _choices(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "list", "schema": _choice(values)}


def _entries(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "list", "schema": {"type": "dict", "schema": schema}}


def _required(rule: dict[str, Any]) -> dict[str, Any]:
    return {**rule, "required": True}


def _some(rule: dict[str, Any]) -> dict[str, Any]:
    """Required, and not an empty list."""
    return {**rule, "required": True, "minlength": 1}


PROFILE: dict[str, Any] = {
    "schema": _required(_choice(["1"])),
    "pack": {"type": ["string", "dict"], "schema": {"name": _required(TEXT), "version": TEXT}},
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
            "date": DAY,
            "effective": DAY,
            "status": _choice(["draft", "final"]),
            "supersedes": TEXT,
            "interpreter": ID,
            "title": TEXT,
            "approval": TEXT,
            "cover": SWITCH,
            "heading": TEXT,
            "names": SWITCH,
        },
    },
    "levels": _some(_entries({"tier": _required(_choice(TIERS)), "name": _required(TEXT), "count": COUNT})),
    "bodies": {"type": "dict", "schema": {"committee": BODY, "board_committee": BODY, "deliberation": BODY}},
    "leaders": _some(
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
    """Cerberus with what a profile's strings must look like: text (one line), id, day (2026-12-01), count, switch
    (true, false). A check that fails names itself."""

    def _check_with_text(self, field: str, value: object) -> None:
        self._hold(field, value, "text", lambda text: "\n" not in text and "\r" not in text)

    def _check_with_id(self, field: str, value: object) -> None:
        self._hold(field, value, "id", lambda text: bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", text)))

    def _check_with_day(self, field: str, value: object) -> None:
        self._hold(field, value, "day", lambda text: day(text) is not None)

    def _check_with_count(self, field: str, value: object) -> None:
        self._hold(field, value, "count", lambda text: bool(re.fullmatch(r"[0-9]{1,6}", text)))

    def _check_with_switch(self, field: str, value: object) -> None:
        self._hold(field, value, "switch", lambda text: text in ("true", "false"))

    def _hold(self, field: str, value: object, name: str, good: Callable[[str], bool]) -> None:
        if isinstance(value, str) and not good(value):  # what is no string has its own error
            self._error(field, name)


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
    elif error.value is None or error.code == errors.MIN_LENGTH.code:
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
    at, text = document.place(path), path_text(path)
    if error.code == errors.CUSTOM.code:
        check = error.info[0]
        rule = "profile-line-end" if check == "text" else f"profile-wrong-{check}"
        return finding(rule, at, text, value=error.value)
    if isinstance(error.value, str) and error.code == errors.EMPTY_NOT_ALLOWED.code:
        return finding("profile-empty-value", at, text, key=path[-1])
    wanted = error.constraint if isinstance(error.constraint, str) else "text"
    return finding("profile-wrong-shape", at, text, wanted=_SHAPES.get(wanted, wanted))


_SHAPES = {"dict": "mapping", "list": "list", "string": "text"}


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
