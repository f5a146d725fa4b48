"""Where data break a schema: Cerberus's errors as plain data, each with its path and its rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cerberus import Validator, errors
from cerberus.errors import ValidationError
from cerberus.schema import SchemaRegistry

from cplist.schema.language import TYPES, Keys, Rule, alternative, keys_of, rule_at, shared_in
from cplist.yamldoc.document import Document, Path

UNKNOWN, MISSING, NULL, TYPE, ALLOWED = "unknown", "missing", "null", "type", "allowed"
_KINDS = {
    errors.UNKNOWN_FIELD.code: UNKNOWN,
    errors.REQUIRED_FIELD.code: MISSING,
    errors.NOT_NULLABLE.code: NULL,
    errors.BAD_TYPE.code: TYPE,
    errors.UNALLOWED_VALUE.code: ALLOWED,
}


@dataclass(frozen=True)
class Breach:
    """One breach: `kind` is one of the words above or the slip of a check; `rule` is that of the value, or of the
    mapping in which a key isn't known."""

    path: Path
    kind: str
    value: Any
    rule: Rule


class _ExaminedSchemas(set[object]):
    """Schemas that Cerberus need not examine at every start, which takes it longer than a file: a test does."""

    def __contains__(self, _: object) -> bool:
        return True


class SchemaValidator(Validator):  # type: ignore[misc]
    """Cerberus, without examining our own schemas."""

    _valid_schemas = _ExaminedSchemas()


def validator(keys: Keys, kind: type[Validator] = SchemaValidator) -> Validator:
    """A validator of such data, which knows the shared schemas by their names."""
    registry = SchemaRegistry({name: dict(shared.keys) for name, shared in shared_in(keys).items()})
    return kind(keys, schema_registry=registry)


def breaches(document: Document, keys: Keys) -> list[Breach]:
    """Every breach, in the order of the file; at one place missing keys come in the order of the schema."""
    held = validator(keys)
    held.validate(document.data, normalize=False)
    leaves = [leaf for error in held._errors for leaf in _leaves(error)]
    found = [_breach(leaf, keys, document) for leaf in leaves]
    return sorted(found, key=lambda breach: (document.key_place(breach.path), _rank(breach, keys)))


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    if error.is_logic_error:
        yield from (leaf for child in _alternative(error) for leaf in _leaves(child))
    elif error.child_errors:
        yield from (leaf for child in error.child_errors for leaf in _leaves(child))
    else:
        yield error


def _alternative(error: ValidationError) -> list[ValidationError]:
    """The errors of the alternative that was meant: the one for values of this type, else the first."""
    fitting = [number for number, one in enumerate(error.constraint) if isinstance(error.value, TYPES[one["type"]])]
    chosen: list[ValidationError] = error.definitions_errors[fitting[0] if fitting else 0]
    return chosen


def _breach(error: ValidationError, keys: Keys, document: Document) -> Breach:
    path: Path = tuple(error.document_path)
    kind = str(error.info[0]) if error.code == errors.CUSTOM.code else _KINDS[error.code]
    at, value = (path[:-1], {}) if kind == UNKNOWN else (path, error.value)
    return Breach(path, kind, error.value, alternative(rule_at(keys, at, document.data), value))


def _rank(breach: Breach, keys: Keys) -> int:
    if breach.kind != MISSING:
        return 0
    return list(keys_of(rule_at(keys, breach.path[:-1]))).index(str(breach.path[-1]))
