"""YAML as cplist reads it: scalars stay strings, every value keeps its place, nothing clever is allowed.

Read from the parser's events and not from its objects, so that `NO`, `1.10` and `12:30` survive, a nest of
2,000 brackets ends at the limit and not in the interpreter's stack, and aliases never grow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.yamldoc.reader import DEEPEST, LOST, Path, Reader, path_text
from cplist.yamldoc.syntax_errors import syntax
from cplist.yamldoc.text import NOT_IN_XML, Text, decode

__all__ = ["MOST_BYTES", "NOT_IN_XML", "Document", "Path", "path_text", "read"]

MOST_BYTES = 2_000_000
MOST_CHARACTERS = 500
"""So many places with forbidden characters are reported at most."""

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A YAML file as plain data (mappings, lists, strings; an empty value is None), with the place of each
    value (`places`) and of each key (`keys`), both by path. Of a form that was filled in, `blanks` are the cells
    of the values that aren't there."""

    name: str
    data: Any
    places: dict[Path, Location] = field(default_factory=dict)
    keys: dict[Path, Location] = field(default_factory=dict)
    blanks: dict[Path, Location] = field(default_factory=dict)

    def place(self, path: Path) -> Location:
        """Where the value at that path stands, or the nearest thing above it that stands somewhere."""
        while path and path not in self.places:
            if path in self.blanks:
                return self.blanks[path]
            path = path[:-1]
        return self.places.get(path, Location(self.name))

    def key_place(self, path: Path) -> Location:
        """Where the key of the value at that path stands, or else the value."""
        return self.keys.get(path) or self.place(path)

    def place_of_missing(self, path: Path) -> Location:
        """Where the value that is missing at that path belongs."""
        return self.place(path) if path in self.blanks else self.key_place(path[:-1])


def read(content: bytes, name: str) -> tuple[Document, list[Finding]]:
    """One YAML document, and what is wrong with it short of its syntax (duplicate keys, forbidden characters).

    Raises FindingsError where nothing can be read: encoding, syntax, limits, an empty file.
    """
    if len(content) > MOST_BYTES:
        raise FindingsError([finding("yaml-too-large", Location(name), limit=MOST_BYTES)])
    text = Text(decode(content, name), name)
    findings = _bad_characters(text)
    reader = Reader(text, forget=LOST if findings else "")
    try:
        for event in yaml.parse(NOT_IN_XML.sub(LOST, text.text), Loader=_PARSER):  # one for one: places stay true
            reader.take(event)
            if reader.over:
                break
    except yaml.MarkedYAMLError as error:
        raise FindingsError(syntax(error, text, DEEPEST)) from error
    except yaml.YAMLError as error:
        raise FindingsError([finding("yaml-syntax", Location(name), problem=str(error))]) from error
    if not reader.roots or reader.roots[0] is None:
        raise FindingsError([finding("yaml-empty", Location(name))])
    findings = sorted([*findings, *reader.findings], key=lambda found: found.location or Location(name))
    return Document(name, reader.roots[0], reader.places, reader.keys), findings


def _bad_characters(text: Text) -> list[Finding]:
    """One finding for each character that XML can't hold."""
    return [
        finding("yaml-character", text.at(match.start()), code=f"U+{ord(match[0]):04X}")
        for match in islice(NOT_IN_XML.finditer(text.text), MOST_CHARACTERS)
    ]
