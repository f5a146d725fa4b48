"""What in a profile's data breaks the schema, as findings with places and with what to do about each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cerberus import errors
from cerberus.errors import ValidationError

from cplist.errors import Finding
from cplist.messages import finding
from cplist.references import called
from cplist.schema import KEYED, MOST_FINDINGS, PROFILE, ProfileValidator, day, keys_of, nearest, rule_at
from cplist.yamldoc import Document, Path, path_text
from cplist.yamltext import shown

LONGEST_LIST = 8
_SLIP = re.compile(r"\s*[A-Za-z_]+ *(：|:(?=[^\s/]))")


def check_schema(document: Document, *, partial: bool = False) -> list[Finding]:
    """Every breach, each at its place, MOST_FINDINGS at most; a `partial` profile may lack keys."""
    if not isinstance(document.data, dict):
        return [finding("profile-not-a-mapping", document.place(()))]
    validator = ProfileValidator(PROFILE)
    validator.validate(document.data, normalize=False)
    found = [leaf for error in validator._errors for leaf in _leaves(error)]
    removals = {tuple(error.document_path)[:-1] for error in found if _is_removal(error)}
    found = [error for error in found if not _is_missing(error) or not (partial or _parent(error) in removals)]
    found.sort(key=lambda error: document.key_place(tuple(error.document_path)))
    return [_found(error, document) for error in found[:MOST_FINDINGS]]


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    if not error.child_errors:
        yield error
    for child in error.child_errors or ():
        yield from _leaves(child)


def _parent(error: ValidationError) -> Path:
    return tuple(error.document_path)[:-1]


def _is_missing(error: ValidationError) -> bool:
    return bool(error.code == errors.REQUIRED_FIELD.code)


def _is_removal(error: ValidationError) -> bool:
    """An entry marked `remove: true` that no base has."""
    path = tuple(error.document_path)
    unknown = error.code == errors.UNKNOWN_FIELD.code
    return unknown and len(path) == 3 and path[0] in KEYED and path[2] == "remove"


def _found(error: ValidationError, document: Document) -> Finding:
    path: Path = tuple(error.document_path)
    text = path_text(path)
    if _is_removal(error):
        return finding("extends-nothing-to-remove", document.key_place(path), text)
    if error.code == errors.UNKNOWN_FIELD.code:
        return unknown_key(path, document, keys_of(rule_at(path[:-1])))
    if _is_missing(error):
        title = str(rule_at(path)["meta"]["title"])
        return finding("profile-missing-key", document.key_place(path[:-1]), text, key=path[-1], title=title)
    if error.value is None or error.value == "":
        at = document.key_place(path) if error.value is None else document.place(path)
        return finding("profile-empty-value", at, text, key=path[-1])
    if isinstance(error.value, str) and (slip := _slip(error, path, document)):
        return slip
    if error.rule == "allowed":
        return _not_allowed(error, path, document)
    return _wrong_type(error, path, document)


def unknown_key(path: Path, document: Document, known: Mapping[str, Any]) -> Finding:
    """A key that the schema doesn't know, with the nearest of those that it does."""
    key = str(path[-1])
    return finding(
        "profile-unknown-key",
        document.key_place(path),
        path_text(path),
        key=shown(key),
        near=titled(key, known) or nearest(key, known),
        known=" / ".join(known),
    )


def titled(key: str, known: Mapping[str, Any]) -> str:
    """The key that has this Chinese title."""
    return next((name for name, rule in known.items() if rule["meta"]["title"] == key.strip()), "")


def _slip(error: ValidationError, path: Path, document: Document) -> Finding | None:
    """Text that would have been a mapping or a list but for one character of the wrong width."""
    value, at, text = str(error.value), document.place(path), path_text(path)
    if error.code == errors.BAD_TYPE.code and (colon := _SLIP.match(value)):
        rule = "yaml-full-width-colon" if colon[1] == "：" else "yaml-blank-after-colon"
        return finding(rule, at, text)
    in_list = error.rule == "allowed" or error.info[:1] == ("id",)
    if in_list and isinstance(path[-1], int) and (comma := re.search("[，、]", value)):
        return finding("yaml-full-width-comma", at, text, character=comma[0])
    return None


def _not_allowed(error: ValidationError, path: Path, document: Document) -> Finding:
    allowed = [str(value) for value in error.constraint]
    value = str(error.value)
    names: dict[str, str] = rule_at(path)["meta"].get("choices", {})
    by_name = nearest(value, names.values(), 0.6)
    near = next((id_ for id_ in allowed if by_name and names.get(id_) == by_name), "") or nearest(value, allowed)
    if near and len(allowed) > LONGEST_LIST:
        allowed = []
    listed = " / ".join(f"{id_}（{names[id_]}）" if id_ in names else id_ for id_ in allowed)
    return finding(
        "profile-not-allowed",
        document.place(path),
        path_text(path),
        value=shown(value),
        near=near,
        called=names.get(near, ""),
        others=listed if near else "",
        named="" if near else listed,
    )


def _wrong_type(error: ValidationError, path: Path, document: Document) -> Finding:
    at, text, value = document.place(path), path_text(path), error.value
    if error.code != errors.CUSTOM.code:
        wanted = error.constraint if isinstance(error.constraint, str) else "string"
        rule = {"dict": "profile-wrong-mapping", "list": "profile-wrong-list"}.get(wanted, "profile-wrong-text")
        return finding(rule, at, text, value=shown(value) if isinstance(value, str) else "", key=_key(path))
    check = error.info[0]
    if check == "blank":
        return finding("profile-empty-value", at, text, key=_key(path))
    if check == "day":
        return _wrong_day(str(value), path, document)
    if check == "id":
        near = called(document.data).get(str(value), "") if _key(path) != "id" else ""
        return finding("profile-wrong-id", at, text, value=shown(value), near=near)
    rule = "profile-line-end" if check == "line_end" else f"profile-wrong-{check}"
    return finding(rule, at, text, value=shown(value))


def _key(path: Path) -> str:
    return str(next(step for step in reversed(path) if isinstance(step, str)))


def _wrong_day(value: str, path: Path, document: Document) -> Finding:
    at, text = document.place(path), path_text(path)
    numbers = re.fullmatch(r"\s*(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?\s*", value)
    mended = f"{numbers[1]}-{int(numbers[2]):02}-{int(numbers[3]):02}" if numbers else ""
    if mended and day(mended) is None:
        return finding("profile-impossible-day", at, text, value=shown(value))
    return finding("profile-wrong-day", at, text, value=shown(value), mended=mended)
