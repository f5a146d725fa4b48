"""`extends`: a profile over its base. Mappings merge; leaders and departments merge by id, levels by tier,
assignments by duty, accepted findings by rule; other lists and scalars are replaced. Places travel along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cplist.errors import Finding, FindingsError, Location
from cplist.messages import finding
from cplist.yamldoc import Document, Path, read

KEYED = {"leaders": "id", "departments": "id", "levels": "tier", "assignments": "duty", "accept": "rule"}
LONGEST_CHAIN = 8

Load = Callable[[str, str], tuple[str, bytes]]
"""(`extends` as written, the file it stands in) → the base's name and content; OSError if there is none."""


def resolve(content: bytes, name: str, load: Load) -> tuple[Document, list[Finding]]:
    """The profile merged over its bases. Raises FindingsError for what can't be read at all."""
    document, findings = read(content, name)
    chain = [name]
    documents = [document]
    while isinstance(document.data, dict) and isinstance(base := document.data.get("extends"), str):
        at = document.place(("extends",))
        content, base_name = _load(load, base, chain, at)
        document, more = read(content, base_name)
        chain.append(base_name)
        documents.append(document)
        findings += more
    merged = documents.pop()
    while documents:
        merged = _over(documents.pop(), merged)
    return merged, findings


def _load(load: Load, base: str, chain: list[str], at: Location) -> tuple[bytes, str]:
    if len(chain) >= LONGEST_CHAIN:
        raise FindingsError([finding("extends-too-long", at, "extends", limit=LONGEST_CHAIN)])
    try:
        name, content = load(base, chain[-1])
    except OSError as error:
        raise FindingsError([finding("extends-missing", at, "extends", base=base)]) from error
    if name in chain:
        raise FindingsError([finding("extends-cycle", at, "extends", chain=" → ".join([*chain, name]))])
    return content, name


def _over(top: Document, base: Document) -> Document:
    if not isinstance(top.data, dict) or not isinstance(base.data, dict):
        return top
    merged = Document(top.name, {}, {(): top.place(())}, {})
    _merge(top, (), base, (), merged, ())
    return merged


def _merge(top: Document, top_path: Path, base: Document, base_path: Path, out: Document, path: Path) -> None:
    """Merge the mapping at `top_path` over the one at `base_path` into the (empty) one at `path`."""
    upper, lower, result = _at(top, top_path), _at(base, base_path), _at(out, path)
    for key in [*lower, *(key for key in upper if key not in lower)]:
        at_top, at_base, here = (*top_path, key), (*base_path, key), (*path, key)
        if key not in upper:
            _copy(base, at_base, out, here)
        elif key in KEYED and isinstance(upper[key], list) and isinstance(lower.get(key), list):
            result[key] = []
            _enter(top, at_top, out, here)
            _merge_entries(top, at_top, base, at_base, out, here, KEYED[key])
        elif isinstance(upper[key], dict) and isinstance(lower.get(key), dict):
            result[key] = {}
            _enter(top, at_top, out, here)
            _merge(top, at_top, base, at_base, out, here)
        else:
            _copy(top, at_top, out, here)


def _merge_entries(
    top: Document, top_path: Path, base: Document, base_path: Path, out: Document, path: Path, key: str
) -> None:
    """Merge two lists of mappings by `key`; `remove: true` takes an entry out."""
    ours: dict[str, int] = {}
    new: list[int] = []
    inherited = {_key(entry, key) for entry in _at(base, base_path)} - {None}
    for number, entry in enumerate(_at(top, top_path)):
        name = _key(entry, key)
        if name is None or name in ours or name not in inherited:
            new.append(number)
        else:
            ours[name] = number
    result = _at(out, path)
    for number, entry in enumerate(_at(base, base_path)):
        mine = ours.pop(_key(entry, key) or "", None)
        if mine is None:
            _copy(base, (*base_path, number), out, (*path, len(result)))
        elif _at(top, (*top_path, mine)).get("remove") != "true":
            here = (*path, len(result))
            result.append({})
            _enter(top, (*top_path, mine), out, here)
            _merge(top, (*top_path, mine), base, (*base_path, number), out, here)
    for number in new:
        _copy(top, (*top_path, number), out, (*path, len(result)))


def _key(entry: Any, key: str) -> str | None:
    """What an entry is known by; None for one that has no such text (the schema will say so)."""
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else None


def _at(document: Document, path: Path) -> Any:
    value = document.data
    for step in path:
        value = value[step]
    return value


def _enter(source: Document, source_path: Path, out: Document, path: Path) -> None:
    out.places[path] = source.place(source_path)
    if source_path in source.keys:
        out.keys[path] = source.keys[source_path]


def _copy(source: Document, source_path: Path, out: Document, path: Path) -> None:
    value = _at(source, source_path)
    parent = _at(out, path[:-1])
    copied: Any = {} if isinstance(value, dict) else [] if isinstance(value, list) else value
    if isinstance(parent, list):
        parent.append(copied)
    else:
        parent[path[-1]] = copied
    _enter(source, source_path, out, path)
    steps = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        _copy(source, (*source_path, step), out, (*path, step))
