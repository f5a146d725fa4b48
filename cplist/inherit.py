"""`extends`: a profile over its base. Mappings merge; leaders and departments merge by id, levels by tier,
assignments by duty, accepted findings by rule; other lists and scalars are replaced. Places travel along."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from cplist.errors import Finding, FindingsError
from cplist.meant import as_meant
from cplist.messages import finding
from cplist.schema import KEYED
from cplist.yamldoc import Document, Path, read

LONGEST_CHAIN = 8

Load = Callable[[str, str], tuple[str, bytes]]
"""(`extends` as written, the file it stands in) → the base's name and content; OSError if there is none."""


@dataclass(frozen=True)
class Resolved:
    """A profile merged over its bases. `chain` are its file and theirs, `complete` whether all could be read."""

    document: Document
    findings: list[Finding]
    chain: tuple[str, ...]
    complete: bool = True


def resolve(content: bytes, name: str, load: Load) -> Resolved:
    """The profile merged over its bases. Raises FindingsError for what can't be read at all."""
    document, findings = _read(content, name)
    chain = [name]
    documents = [document]
    complete = True
    while isinstance(document.data, dict) and isinstance(document.data.get("extends"), str):
        try:
            content, base = _load(load, document, chain)
            document, more = _read(content, base)
        except FindingsError as error:
            findings += error.findings
            complete = False
            break
        chain.append(base)
        documents.append(document)
        findings += more
    merged = documents.pop()
    while documents:
        merged = over(documents.pop(), merged)
    return Resolved(merged, findings, tuple(chain), complete)


def _read(content: bytes, name: str) -> tuple[Document, list[Finding]]:
    document, findings = read(content, name)
    document, slips = as_meant(document)
    return document, [*findings, *slips]


def _load(load: Load, document: Document, chain: list[str]) -> tuple[bytes, str]:
    at, base = document.place(("extends",)), document.data["extends"]
    if len(chain) >= LONGEST_CHAIN:
        raise FindingsError([finding("extends-too-long", at, "extends", limit=LONGEST_CHAIN)])
    try:
        name, content = load(base, chain[-1])
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        problem = getattr(error, "strerror", None) or str(error)
        raise FindingsError([finding("extends-missing", at, "extends", base=base, problem=problem)]) from error
    if _same(name) in map(_same, chain):
        raise FindingsError([finding("extends-cycle", at, "extends", chain=" → ".join([*chain, name]))])
    return content, name


def _same(name: str) -> str:
    """The name in one form, however it was written; symbolic links are followed by the chain's limit."""
    return os.path.normpath(FilePath.cwd() / name)


def over(top: Document, base: Document) -> Document:
    """The one document over the other; what isn't a mapping replaces."""
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
    ours: dict[object, int] = {}
    again = []  # an id that stands twice: the second stays, to be found
    for number, entry in enumerate(_at(top, top_path)):
        if (id_ := _key(entry, key)) in ours:
            again.append(number)
        ours.setdefault(id_, number)
    result = _at(out, path)
    for number, entry in enumerate(_at(base, base_path)):
        mine = ours.pop(_key(entry, key) or "", None)
        if mine is None:
            _copy(base, (*base_path, number), out, (*path, len(result)))
        elif not _removes(_at(top, (*top_path, mine))):
            here = (*path, len(result))
            result.append({})
            _enter(top, (*top_path, mine), out, here)
            _merge(top, (*top_path, mine), base, (*base_path, number), out, here)
    for number in (*ours.values(), *again):
        _copy(top, (*top_path, number), out, (*path, len(result)))


def _removes(entry: Any) -> bool:
    return str(entry.get("remove")).lower() == "true"


def _key(entry: Any, key: str) -> object:
    """What tells an entry apart; one without (its schema will complain) is like no other."""
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else id(entry)


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
