"""YAML as cplist reads it: scalars stay strings, every value keeps its place, nothing clever is allowed.

Read from the parser's events and not from its objects, so that `NO`, `1.10` and `12:30` survive, a nest of
2,000 brackets ends at the limit and not in the interpreter's stack, and aliases are seen before they grow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from cplist.errors import Finding, FindingsError, Location
from cplist.messages import finding

MOST_BYTES = 2_000_000
MOST_NODES = 60_000
DEEPEST = 40
NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\U0010fd00-\U0010ffff]"
)

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

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


def path_text(path: Path) -> str:
    """('leaders', 2, 'roles') → leaders[2].roles."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def read(content: bytes, name: str) -> tuple[Document, list[Finding]]:
    """One YAML document, and what is wrong with it short of its syntax (duplicate keys, forbidden characters).

    Raises FindingsError where nothing can be read: encoding, syntax, limits, aliases, an empty file.
    """
    if len(content) > MOST_BYTES:
        raise FindingsError([finding("yaml-too-large", Location(name), limit=MOST_BYTES)])
    text = _decode(content, name)
    reader = _Reader(name)
    try:
        for event in yaml.parse(_visible(text), Loader=_PARSER):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        raise FindingsError([_syntax(error, name, text)]) from error
    except yaml.YAMLError as error:
        raise FindingsError([finding("yaml-syntax", Location(name), problem=str(error))]) from error
    if not reader.roots:
        raise FindingsError([finding("yaml-empty", Location(name))])
    findings = sorted(reader.findings + _bad_characters(text, name), key=lambda f: f.location or Location(name))
    return Document(name, reader.roots[0], reader.places, reader.keys), findings


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        try:
            content.decode("gb18030")
            encoding = "GBK"
        except UnicodeDecodeError:
            encoding = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "?"
        raise FindingsError([finding("yaml-encoding", Location(name, line, column), encoding=encoding)]) from error


def _visible(text: str) -> str:
    """The text with what YAML and XML can't hold replaced one for one, so that every other place stays true."""
    return NOT_IN_XML.sub("\ufffd", text)


def _bad_characters(text: str, name: str) -> list[Finding]:
    return [
        finding("yaml-character", _location(text, match.start(), name), code=f"U+{ord(match[0]):04X}")
        for match in NOT_IN_XML.finditer(text)
    ]


def _location(text: str, index: int, name: str) -> Location:
    """The place of a character, lines counted as YAML does."""
    ends = [match.end() for match in LINE_END.finditer(text, 0, index)]
    return Location(name, len(ends) + 1, index - (ends[-1] if ends else 0) + 1)


def _syntax(error: yaml.MarkedYAMLError, name: str, text: str) -> Finding:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    for number in range(min(line, len(lines)), max(0, line - 3), -1):
        written = lines[number - 1]
        if re.match(r" *\t", written):
            return finding("yaml-tab", Location(name, number, written.index("\t") + 1))
        if colon := re.match(r"\s*(?:- )?[A-Za-z_]+(：)", written):
            return finding("yaml-full-width-colon", Location(name, number, colon.start(1) + 1))
    return finding("yaml-syntax", Location(name, line, column), problem=error.problem or str(error))


class _Reader:
    """Builds data and places from parser events; one frame for each open mapping or list."""

    def __init__(self, name: str) -> None:
        self.name = name
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
        mark = event.start_mark
        return Location(self.name, mark.line + 1, mark.column + 1) if mark else Location(self.name)

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if event.anchor:
            raise FindingsError([finding("yaml-alias", self._at(event))])
        if self._nodes > MOST_NODES:
            raise FindingsError([finding("yaml-nodes", self._at(event), limit=MOST_NODES)])

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._count(event)
        if bad := NOT_IN_XML.search(event.value):  # behind an escape: what stands there as it is was found before
            self.findings.append(finding("yaml-character", self._at(event), code=f"U+{ord(bad[0]):04X}"))
        frame = self._frames[-1] if self._frames else None
        if frame and isinstance(frame.value, dict) and frame.key is None:
            frame.name(event.value, self._at(event), self)
            return
        empty = event.implicit[0] and event.value in ("", "~", "null")
        self._place(None if empty else event.value, event)

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
                finding("yaml-duplicate-key", at, path_text(path), key=key, line=first.line, column=first.column)
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
