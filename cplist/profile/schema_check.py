"""What in a profile's data breaks the schema, as findings with places and with what to do about each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cerberus import errors
from cerberus.errors import ValidationError

from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.profile.references import called
from cplist.profile.schema import (
    KEYED,
    MOST_FINDINGS,
    PROFILE,
    ProfileValidator,
    day,
    is_id,
    keys_of,
    rule_at,
)
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.reader import Refused
from cplist.yamldoc.text import shown

LONGEST_LIST = 8
MERGE_KEY, REMOVE = "<<", "remove"
_DAY = re.compile(r"\s*(\d{4})(?:\s*[-年./－—]\s*(\d{1,2})\s*[-月./－—]\s*(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_SLIP = re.compile(r"\s*[A-Za-z_]+ *(：|:(?=[^\s/]))")


def check_schema(document: Document, *, partial: bool = False) -> list[Finding]:
    """Every breach, each at its place, MOST_FINDINGS at most; a `partial` profile may lack keys."""
    if isinstance(document.data, Refused):
        return []
    if not isinstance(document.data, dict):
        return [finding("profile-not-a-mapping", document.place(()))]
    validator = ProfileValidator(PROFILE)
    validator.validate(document.data, normalize=False)
    found = [leaf for error in validator._errors for leaf in _leaves(error)]
    unsaid = {_parent(error) for error in found if _is_removal(error) or error.document_path[-1] == MERGE_KEY}
    found = [error for error in found if not _is_missing(error) or not (partial or _parent(error) in unsaid)]
    found = [error for error in found if not isinstance(error.value, Refused)]
    found.sort(key=lambda error: (document.key_place(tuple(error.document_path)), _rank(error)))
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


def _rank(error: ValidationError) -> int:
    """Keys that are missing at one place come in the order of the schema."""
    return list(keys_of(rule_at(_parent(error)))).index(error.document_path[-1]) if _is_missing(error) else 0


def _is_removal(error: ValidationError) -> bool:
    """An entry marked `remove` that was not taken out."""
    path = tuple(error.document_path)
    unknown = error.code == errors.UNKNOWN_FIELD.code
    return unknown and len(path) == 3 and path[0] in KEYED and path[2] == REMOVE


def _found(error: ValidationError, document: Document) -> Finding:
    path: Path = tuple(error.document_path)
    text = path_text(path)
    if _is_removal(error):
        return _not_removed(error, path, document)
    if error.code == errors.UNKNOWN_FIELD.code:
        return unknown_key(path, document, keys_of(rule_at(path[:-1])))
    if _is_missing(error):
        title = str(rule_at(path)["meta"]["title"])
        return finding("profile-missing-key", document.key_place(path[:-1]), text, key=path[-1], title=title)
    if error.value is None or error.value == "":
        return _empty(document.key_place(path) if error.value is None else document.place(path), path)
    if isinstance(error.value, str) and (slip := _slip(error, path, document)):
        return slip
    if error.rule == "allowed":
        return _not_allowed(error, path, document)
    return _wrong_type(error, path, document)


def _not_removed(error: ValidationError, path: Path, document: Document) -> Finding:
    if str(error.value).lower() == "true":
        return finding("extends-nothing-to-remove", document.key_place(path), path_text(path))
    value = shown(error.value) if isinstance(error.value, str) else ""
    return finding("profile-wrong-remove", document.place(path), path_text(path), value=value)


def unknown_key(path: Path, document: Document, known: Mapping[str, Any], near: str = "") -> Finding:
    """A key that the schema doesn't know, with the nearest of those that it does, or where it belongs."""
    key, at, text = str(path[-1]), document.key_place(path), path_text(path)
    if key == MERGE_KEY:
        return finding("yaml-merge-key", at, text)
    if cut := _cut_off(path, document):
        return finding("yaml-comma-in-value", at, text, mended=shown(f"{cut}，{key}"))
    possible = [*known, REMOVE] if len(path) == 3 and path[0] in KEYED else known
    near = near or titled(key, known) or nearest(key, possible, 0.6)
    home = "" if near else " / ".join(homes(key))
    return finding("profile-unknown-key", at, text, key=shown(key), near=near, home=home, known=" / ".join(known))


def _cut_off(path: Path, document: Document) -> str:
    """The text before an ASCII comma that cut a value in braces in two: `{post: 党委书记,董事长}`."""
    *parents, key = path
    entry = document.data
    for step in parents:
        entry = entry[step]
    siblings = list(entry)
    before = siblings[siblings.index(key) - 1] if key in siblings[1:] else None
    if before is None or entry[key] is not None or str(key).isascii():
        return ""
    same_line = document.place((*parents, before)).line == document.key_place(path).line
    return str(entry[before]) if same_line and isinstance(entry[before], str) else ""


def titled(key: str, known: Mapping[str, Any]) -> str:
    """The key that has this title, or that people call so."""
    called = (
        name for name, rule in known.items() if key in (rule["meta"]["title"], *rule["meta"].get("words", ()))
    )
    return next(called, "")


def homes(key: str) -> list[str]:
    """The keys at the top below which this one is known."""
    return [section for section, rule in PROFILE.items() if key in keys_of(rule)]


def _slip(error: ValidationError, path: Path, document: Document) -> Finding | None:
    """Text that would have been a mapping or a list but for one character."""
    value, at, text = str(error.value), document.place(path), path_text(path)
    if error.code == errors.BAD_TYPE.code and (colon := _SLIP.match(value)):
        rule = "yaml-full-width-colon" if colon[1] == "：" else "yaml-blank-after-colon"
        return finding(rule, at, text)
    if not (error.rule == "allowed" or error.info[:1] == ("id",)) or not isinstance(path[-1], int):
        return None
    if comma := re.search("[，、；]", value):
        return finding("yaml-full-width-comma", at, text, character=comma[0])
    if re.search(r"\s-\s*\w", value):
        return finding("yaml-dash", at, text)
    items = value.split()
    if len(items) > 1 and all(_could_stand(item, error) for item in items):
        return finding("yaml-comma-missing", at, text, mended=", ".join(items))
    return None


def _could_stand(item: str, error: ValidationError) -> bool:
    return item in error.constraint if error.rule == "allowed" else is_id(item)


def _as_list(value: object) -> str:
    """What somebody wrote in place of a list, as the inside of one: `- a - b`, `［a，b］` → a, b."""
    text = value if isinstance(value, str) else ""
    return shown(
        ", ".join(item for item in re.split(r"(?:^|\s)-\s*|[\s,，、;；\[\]［］【】()（）]+", text) if item)
    )


def _not_allowed(error: ValidationError, path: Path, document: Document) -> Finding:
    allowed = [str(value) for value in error.constraint]
    value = str(error.value)
    names: dict[str, str] = rule_at(path)["meta"].get("choices", {})
    by_name = nearest(value, names.values(), 0.6)
    near = next((id_ for id_ in allowed if by_name and names.get(id_) == by_name), "") or nearest(value, allowed)
    choices = " / ".join(f"{id_}（{names[id_]}）" if id_ in names else id_ for id_ in allowed if id_ != near)
    return finding(
        "profile-not-allowed",
        document.place(path),
        path_text(path),
        value=shown(value),
        near=near,
        called=names.get(near, ""),
        others=choices if near and len(allowed) <= LONGEST_LIST else "",
        named="" if near else choices,
    )


def _wrong_type(error: ValidationError, path: Path, document: Document) -> Finding:
    at, text, value = document.place(path), path_text(path), error.value
    if error.code != errors.CUSTOM.code:
        return finding(_type_rule(error, path), at, text, mended=_as_list(value), key=_key(path))
    check = error.info[0]
    if check == "blank":
        return _empty(at, path)
    if check == "day":
        return _wrong_day(str(value), path, document)
    if check == "id":
        return _wrong_id(str(value), path, document)
    rule = "profile-line-end" if check == "line_end" else f"profile-wrong-{check}"
    return finding(rule, at, text, value=shown(value))


def _type_rule(error: ValidationError, path: Path) -> str:
    wanted = error.constraint if isinstance(error.constraint, str) else "string"
    if wanted == "list":
        return "profile-wrong-entries" if keys_of(rule_at(path)) else "profile-wrong-list"
    return "profile-wrong-mapping" if wanted == "dict" else "profile-wrong-text"


def _wrong_id(value: str, path: Path, document: Document) -> Finding:
    at, text = document.place(path), path_text(path)
    items = [item for item in re.split(r"[\s,，、;；/]+", value) if item]
    if len(items) > 1 and all(map(is_id, items)) and path[-1] != "id":
        return finding("profile-several-ids", at, text, value=shown(value))
    near = called(document.data, value) if path[-1] != "id" else ""
    return finding("profile-wrong-id", at, text, value=shown(value), near=near)


def _empty(at: Location, path: Path) -> Finding:
    needed = isinstance(path[-1], str) and rule_at(path).get("required")
    return finding(
        "profile-empty-value", at, path_text(path), key=_key(path), dispensable="" if needed else _key(path)
    )


def _key(path: Path) -> str:
    return str(next(step for step in reversed(path) if isinstance(step, str)))


def _wrong_day(value: str, path: Path, document: Document) -> Finding:
    at, text = document.place(path), path_text(path)
    numbers = _DAY.match(value)
    month, of_month = (numbers[2] or numbers[4], numbers[3] or numbers[5]) if numbers else ("", "")
    mended = f"{numbers[1]}-{int(month):02}-{int(of_month):02}" if numbers else ""
    if mended and day(mended) is None:
        return finding("profile-impossible-day", at, text, value=shown(value))
    return finding("profile-wrong-day", at, text, value=shown(value), mended=mended)
