"""The JSON contracts of docs/contracts: what data breaks of them, and every way to break one field of an answer."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from .conftest import ROOT

FOLDER = ROOT / "docs" / "contracts"
COMMON = "common"
ANY = "*"
Path = tuple[str | int, ...]


@cache
def schemas() -> Mapping[str, Any]:
    """Contract (clauses, coverage …) → its JSON Schema; `common` is what they share."""
    files = sorted(FOLDER.glob("*.schema.json"))
    return {file.name.removesuffix(".schema.json"): json.loads(file.read_bytes()) for file in files}


@cache
def validator(contract: str) -> Draft202012Validator:
    resources = [(f"{name}.schema.json", Resource.from_contents(schema)) for name, schema in schemas().items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator({"$ref": f"{contract}.schema.json"}, registry=registry)


def contract_of(data: Any) -> str:
    """The contract that an answer names: build for cplist.build/1."""
    return str(data["schema"]).removeprefix("cplist.").removesuffix("/1")


def broken(data: Any) -> list[str]:
    """What the answer breaks of the contract that it names."""
    found = validator(contract_of(data)).iter_errors(data)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


class Change(NamedTuple):
    """One field changed: where, how, and the whole answer with it."""

    place: str
    how: str
    data: Any


def changes(data: Any, own_names: Set[str]) -> Iterator[Change]:
    """Every field of an answer taken away, renamed, and given a value of another type, one at a time. `own_names`
    are the places of mappings whose keys are names of a profile's or a pack's: those may be any, and are looked
    through as entries of a list are. Of several entries the first with a field is changed."""
    seen = set()
    for path, value in fields(data):
        place = _place(path, own_names)
        if place.endswith(ANY) or (place, type(value)) in seen:
            continue
        seen.add((place, type(value)))
        *_, key = path
        yield Change(place, "taken away", _changed(data, path, {}))
        yield Change(place, "renamed", _changed(data, path, {f"{key}s": value}))
        other = "text" if isinstance(value, dict | list) else {"some": "thing"}
        yield Change(place, "of another type", _changed(data, path, {key: other}))


def _place(path: Path, own_names: Set[str]) -> str:
    """The path with dots, without the numbers of entries; any name of a mapping by name is *."""
    place = ""
    for step in path:
        if isinstance(step, str):
            name = ANY if place in own_names else step
            place = f"{place}.{name}" if place else name
    return place


def fields(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The path and the value of every field, at any depth."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key), value
            yield from fields(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from fields(value, (*path, number))


def _changed(data: Any, path: Path, instead: Mapping[Any, Any]) -> Any:
    """The data with other fields in the place of that one; what isn't on the way there is shared."""
    step, *below = path
    made = copy.copy(data)
    if below:
        made[step] = _changed(data[step], tuple(below), instead)
    else:
        del made[step]
        made.update(instead)
    return made


def sample(data: Any, own_names: Set[str], path: Path = ()) -> Any:
    """The answer with only as many entries of each list as it takes to have every field that is in any of them, and
    two of a long mapping by name: it is small enough to be looked through for every field."""
    if isinstance(data, dict):
        long = len(data) > 9 and _place(path, own_names) in own_names
        shown = list(data.items())[: 2 if long else None]
        return {key: sample(value, own_names, (*path, key)) for key, value in shown}
    if not isinstance(data, list):
        return data
    kept: list[Any] = []
    seen: set[str] = set()
    for one in data:
        names = {_place((*path, *below), own_names) for below, _ in fields(one)} or {type(one).__name__}
        if names - seen:
            seen |= names
            kept.append(sample(one, own_names, path))
    return kept
