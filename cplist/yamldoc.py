"""YAML as cplist reads it: scalars stay strings, every value keeps its place, nothing clever is allowed.

Read from the parser's events and not from its objects, so that `NO`, `1.10` and `12:30` survive, a nest of
2,000 brackets ends at the limit and not in the interpreter's stack, and aliases are seen before they grow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml

from cplist.errors import Finding, FindingsError, Location
from cplist.messages import finding
from cplist.yamlsyntax import syntax
from cplist.yamltext import NOT_IN_XML, Text, decode, shown

MOST_BYTES = 2_000_000
MOST_NODES = 30_000
MOST_CHARACTERS = 500
"""So many places with forbidden characters are reported at most."""
DEEPEST = 40
EMPTY = ("", "~", "null", "Null", "NULL")
LOST = "\ufffd"

Path = tuple[str | int, ...]
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data (mappings, lists, strings; an empty value is None), with the place of each
    value (`places`) and of each key (`keys`), both by path."""

    name: str
    data: Any
    places: dict[Path, Location] = field(default_factory=dict)
    keys: dict[Path, Location] = field(default_factory=dict)

    def place(self, path: Path) -> Location:
        """Where the value at that path stands, or the nearest thing above it that stands somewhere."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Location(self.name))

    def key_place(self, path: Path) -> Location:
        """Where the key of the value at that path stands, or else the value."""
        return self.keys.get(path) or self.place(path)


def path_text(path: Path) -> str:
    """('leaders', 2, 'roles') → leaders[2].roles."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in path)
    return text.removeprefix(".")


def read(content: bytes, name: str) -> tuple[Document, list[Finding]]:
    """One YAML document, and what is wrong with it short of its syntax (duplicate keys, forbidden characters).

    Raises FindingsError where nothing can be read: encoding, syntax, limits, aliases, an empty file.
    """
    if len(content) > MOST_BYTES:
        raise FindingsError([finding("yaml-too-large", Location(name), limit=MOST_BYTES)])
    text = Text(decode(content, name), name)
    findings = _bad_characters(text)
    reader = _Reader(text, forget=LOST if findings else "")
    try:
        for event in yaml.parse(NOT_IN_XML.sub(LOST, text.text), Loader=_PARSER):  # one for one: places stay true
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        raise FindingsError(syntax(error, text, DEEPEST)) from error
    except yaml.YAMLError as error:
        raise FindingsError([finding("yaml-syntax", Location(name), problem=str(error))]) from error
    if not reader.roots or reader.roots[0] is None:
        raise FindingsError([finding("yaml-empty", Location(name))])
    findings = sorted([*findings, *reader.findings], key=lambda found: found.location or Location(name))
    return Document(name, reader.roots[0], reader.places, reader.keys), findings


def _bad_characters(text: Text) -> list[Finding]:
    """One finding for each run of characters that XML can't hold."""
    return [
        finding("yaml-character", text.at(match.start()), code=f"U+{ord(match[0][0]):04X}")
        for match in islice(NOT_IN_XML.finditer(text.text), MOST_CHARACTERS)
    ]


class _Reader:
    """Builds data and places from parser events; one frame for each open mapping or list. `forget` is what
    stands for a forbidden character and is left out of the values."""

    def __init__(self, text: Text, forget: str = "") -> None:
        self.text, self.forget = text, forget
        self.roots: list[Any] = []
        self.places: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}
        self.findings: list[Finding] = []
        self._frames: list[_Frame] = []
        self._nodes = self._documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._frames.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise FindingsError([finding("yaml-alias", self._at(event))])
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise FindingsError([finding("yaml-documents", self._at(event))])

    def _at(self, event: yaml.Event) -> Location:
        return self.text.at(event.start_mark.index) if event.start_mark else Location(self.text.name)

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if event.anchor:
            raise FindingsError([finding("yaml-alias", self._at(event))])
        if event.tag:
            self.findings.append(finding("yaml-tag", self._at(event), tag=shown(event.tag)))
        if self._nodes > MOST_NODES:
            raise FindingsError([finding("yaml-nodes", self._at(event), limit=MOST_NODES)])

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._count(event)
        value = self._clean(event)
        frame = self._frames[-1] if self._frames else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            frame.name(value, self._at(event), self)
            return
        self._place(None if event.implicit[0] and value in EMPTY else value, event)

    def _clean(self, event: yaml.ScalarEvent) -> str:
        """The value without what no document can hold; an escape (\\x07) can smuggle it past the text."""
        value: str = event.value
        if self.forget:
            value = value.replace(self.forget, "")
        if event.style == '"' and (found := NOT_IN_XML.search(value)):
            code = f"U+{ord(found[0][0]):04X}"
            self.findings.append(finding("yaml-character", self._at(event), code=code))
            value = NOT_IN_XML.sub("", value)
        return value

    def _open(self, value: dict[str, Any] | list[Any], event: Any) -> None:
        self._count(event)
        if len(self._frames) >= DEEPEST:
            raise FindingsError([finding("yaml-depth", self._at(event), limit=DEEPEST)])
        frame = self._frames[-1] if self._frames else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            raise FindingsError([finding("yaml-key", self._at(event))])
        path = self._place(value, event)
        self._frames.append(_Frame(value, path))

    def _place(self, value: Any, event: yaml.Event) -> Path:
        if not self._frames:
            self.roots.append(value)
            self.places[()] = self._at(event)
            return ()
        path = self._frames[-1].add(value)
        self.places[path] = self._at(event)
        return path


class _Frame:
    """An open mapping or list: the value being filled, its path, and the key that waits for its value."""

    def __init__(self, value: dict[str, Any] | list[Any], path: Path) -> None:
        self.value, self.path = value, path
        self.key: str | None = None
        self._spare = False

    def name(self, key: str, at: Location, reader: _Reader) -> None:
        assert isinstance(self.value, dict)
        path = (*self.path, key)
        if key in self.value:
            first = reader.keys[path]
            reader.findings.append(
                finding(
                    "yaml-duplicate-key", at, path_text(path), key=shown(key), line=first.line, column=first.column
                )
            )
            self._spare = True
        else:
            reader.keys[path] = at
        self.key = key

    def add(self, value: Any) -> Path:
        if isinstance(self.value, list):
            self.value.append(value)
            return (*self.path, len(self.value) - 1)
        key, self.key = self.key or "", None
        if self._spare:  # the first value of a key that stands twice is the one that counts
            self._spare = False
            return (*self.path, f"{key} (2)")
        self.value[key] = value
        return (*self.path, key)
