"""`extends`: a profile over its base. Mappings merge; leaders and departments merge by id, levels by tier,
assignments by duty, accepted findings by rule; other lists and scalars are replaced. Places travel along. Lists of
units that a file names are read with it (`units_from`)."""

from __future__ import annotations

import os.path
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from pathlib import Path as FilePath
from typing import Any

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.profile.schema import KEYED, PROFILE
from cplist.profile.unit_lists import Tables, with_units
from cplist.profile.unit_tables import read_table
from cplist.schema.misspellings import as_meant
from cplist.yamldoc.document import Document, Path
from cplist.yamldoc.document import read as read_yaml

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


Read = Callable[[bytes, str], tuple[Document, list[Finding]]]
"""A file's content and name → its data, and what is wrong with it; FindingsError where nothing can be read."""


def resolve(content: bytes, name: str, load: Load, read: Read = read_yaml, tables: Tables = read_table) -> Resolved:
    """The profile merged over its bases; `read` makes data of each file, `tables` rows of a list of units. Raises
    FindingsError for what can't be read at all."""
    whole = _Reading(load, read, tables)
    document, findings = whole.read(content, name)
    documents, chain, complete = [document], [name], True
    while isinstance(document.data, dict) and "extends" in document.data:
        base = document.data["extends"]
        if not isinstance(base, str) or not base.strip():  # its schema will complain
            complete = False
            break
        try:
            content, base = _load(load, document, chain)
            document, more = whole.read(content, base)
            if not isinstance(document.data, dict):
                raise FindingsError([*more, finding("profile-not-a-mapping", document.place(()))])
        except FindingsError as error:
            findings += error.findings
            complete = False
            break
        documents.append(document)
        chain.append(base)
        findings += more
    merged = reduce(lambda base, top: over(top, base), reversed(documents))
    return Resolved(merged, findings, tuple(chain), complete)


@dataclass(frozen=True)
class _Reading:
    """How the files of a profile are loaded and read."""

    load: Load
    data_of: Read
    tables: Tables

    def read(self, content: bytes, name: str) -> tuple[Document, list[Finding]]:
        """The data of a file, keys as they were meant, lists of units read."""
        document, findings = self.data_of(content, name)
        document, slips = as_meant(document, PROFILE)
        document, more = with_units(document, self.load, self.tables)
        return document, [*findings, *slips, *more]


def _load(load: Load, document: Document, chain: list[str]) -> tuple[bytes, str]:
    at, base = document.place(("extends",)), document.data["extends"]
    if len(chain) >= LONGEST_CHAIN:
        raise FindingsError([finding("extends-too-long", at, "extends", limit=LONGEST_CHAIN)])
    try:
        name, content = load(base, chain[-1])
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        missing = isinstance(error, FileNotFoundError)
        problem = "" if missing else getattr(error, "strerror", None) or str(error)
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
    merging = _Merging()
    data = merging.merged(_Node(top, (), top.data), _Node(base, (), base.data), ())
    return Document(top.name, data, merging.places, merging.keys, _blanks(top))


def _blanks(top: Document) -> dict[Path, Location]:
    """The blank cells of what isn't in a list, whose entries may have other numbers when they are merged."""
    return {path: at for path, at in top.blanks.items() if all(isinstance(step, str) for step in path)}


@dataclass(frozen=True)
class _Node:
    """A value of a document, and where in it."""

    document: Document
    path: Path
    value: Any

    def __getitem__(self, step: str | int) -> _Node:
        return _Node(self.document, (*self.path, step), self.value[step])

    def entries(self) -> list[_Node]:
        return [self[number] for number in range(len(self.value))]


class _Merging:
    """Merges values at a path of the result, and notes the place of each."""

    def __init__(self) -> None:
        self.places: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}

    def merged(self, top: _Node, base: _Node, path: Path) -> Any:
        if isinstance(top.value, dict) and isinstance(base.value, dict):
            self._enter(top, path)
            return self._mapping(top, base, path)
        if path[0] in KEYED and len(path) == 1 and isinstance(top.value, list) and isinstance(base.value, list):
            self._enter(top, path)
            return self._list(top, base, path)
        return self._copied(top, path)

    def _mapping(self, top: _Node, base: _Node, path: Path) -> dict[str, Any]:
        result = {}
        for key in dict.fromkeys([*base.value, *top.value]):
            if key in top.value and key in base.value:
                result[key] = self.merged(top[key], base[key], (*path, key))
            else:
                result[key] = self._copied((top if key in top.value else base)[key], (*path, key))
        return result

    def _list(self, top: _Node, base: _Node, path: Path) -> list[Any]:
        """Two lists of mappings, by the key of their entries; `remove: true` takes an entry out."""
        key = KEYED[str(path[0])]
        ours: dict[object, _Node] = {}
        entries = top.entries()
        again = [entry for entry in entries if ours.setdefault(_identity(entry, key), entry) is not entry]
        result: list[Any] = []
        for entry in base.entries():
            mine = ours.pop(_identity(entry, key), None)
            if mine is None:
                result.append(self._copied(entry, (*path, len(result))))
            elif not _removes(mine):
                result.append(self.merged(mine, entry, (*path, len(result))))
        for entry in (*ours.values(), *again):  # an id that stands twice: the second stays, to be found
            result.append(self._copied(entry, (*path, len(result))))
        return result

    def _copied(self, node: _Node, path: Path) -> Any:
        self._enter(node, path)
        if isinstance(node.value, dict):
            return {key: self._copied(node[key], (*path, key)) for key in node.value}
        if isinstance(node.value, list):
            return [self._copied(entry, (*path, number)) for number, entry in enumerate(node.entries())]
        return node.value

    def _enter(self, node: _Node, path: Path) -> None:
        self.places[path] = node.document.place(node.path)
        if node.path in node.document.keys:
            self.keys[path] = node.document.keys[node.path]


def _removes(entry: _Node) -> bool:
    return str(entry.value.get("remove")).lower() == "true"


def _identity(entry: _Node, key: str) -> object:
    """What tells an entry apart; one without (its schema will complain) is like no other."""
    id_ = entry.value.get(key) if isinstance(entry.value, dict) else None
    return id_ if isinstance(id_, str) else (entry.document.name, entry.path)
