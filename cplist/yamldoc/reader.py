"""Plain data and places from a YAML parser's events; what cplist refuses of YAML is found here."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import yaml

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.yamldoc.text import NOT_IN_XML, Text, shown

MOST_NODES = 30_000
DEEPEST = 40
EMPTY = ("", "~", "null", "Null", "NULL")
LOST = "\ufffd"
YAML_TAG = "tag:yaml.org,2002:"

Path = tuple[str | int, ...]
_YAML_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_HAN = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]")


class Refused(str):
    """Stands for a value that an alias would have given: what was meant isn't known, so nothing else is said."""


def path_text(path: Path) -> str:
    """('leaders', 2, 'roles') → leaders[2].roles."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in path)
    return text.removeprefix(".")


class Reader:
    """Builds data and places from parser events; one frame for each open mapping or list. `forget` is what
    stands for a forbidden character and is left out of the values; `over` says that a second document begins.

    Raises FindingsError beyond the limits, for a key that is no text, and for aliases that would only grow.
    """

    def __init__(self, text: Text, forget: str = "") -> None:
        self.text, self.forget = text, forget
        self.roots: list[Any] = []
        self.places: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}
        self.findings: list[Finding] = []
        self.over = False
        self._frames: list[_Frame] = []
        self._nodes = self._documents = 0
        self._anchors: list[str] = []

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
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.findings.append(finding("yaml-documents", self._at(event)))
                self.over = True

    def _at(self, event: yaml.Event) -> Location:
        return self.text.at(event.start_mark.index) if event.start_mark else Location(self.text.name)

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if event.anchor:
            self._anchor(event)
        if event.tag:
            tag = event.tag.replace(YAML_TAG, "!!") if event.tag.startswith(YAML_TAG) else event.tag
            self.findings.append(finding("yaml-tag", self._at(event), tag=shown(tag)))
        if self._nodes > MOST_NODES:
            raise FindingsError([finding("yaml-nodes", self._at(event), limit=MOST_NODES)])

    def _anchor(self, event: Any) -> None:
        """One finding for an anchor and all aliases of it."""
        if event.anchor not in self._anchors:
            self._anchors.append(event.anchor)
            self.findings.append(finding("yaml-alias", self._at(event)))

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._anchor(event)
        if any(frame.anchor for frame in self._frames):  # what is repeated repeats something: a bomb
            raise FindingsError([next(found for found in self.findings if found.rule == "yaml-alias")])
        self._put(Refused(f"*{event.anchor}"), event)

    def _scalar(self, event: Any) -> None:
        self._count(event)
        value = self._clean(event)
        self._put(None if event.implicit[0] and value in EMPTY and not self._names() else value, event)
        if event.end_mark.line > event.start_mark.line and event.style != "|":
            self._folded(value, event)

    def _names(self) -> bool:
        """Whether a key comes next."""
        frame = self._frames[-1] if self._frames else None
        return frame is not None and isinstance(frame.value, dict) and frame.key is None

    def _put(self, value: str | None, event: yaml.Event) -> None:
        if self._names():
            self._frames[-1].name(value or "", self._at(event), self)
        else:
            self._place(value, event)

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

    def _folded(self, value: str, event: Any) -> None:
        """YAML joins the lines of a value with blanks, which Chinese text doesn't have."""
        source = self.text.text[event.start_mark.index : event.end_mark.index].strip("'\"")
        if "\n" in value or "\\" in source:
            return
        lines = [line.strip() for line in _YAML_LINE_END.split(source)]
        mended = value
        for line, next_ in pairwise(lines):
            if _HAN.search(line[-1:] + next_[:1]):
                mended = mended.replace(f"{line} {next_}", f"{line}{next_}")
        if mended != value:
            self.findings.append(finding("yaml-folded", self._at(event), mended=shown(mended)))

    def _open(self, value: dict[str, Any] | list[Any], event: Any) -> None:
        self._count(event)
        if len(self._frames) >= DEEPEST:
            raise FindingsError([finding("yaml-depth", self._at(event), limit=DEEPEST)])
        if self._names():
            raise FindingsError([finding("yaml-key", self._at(event))])
        self._frames.append(_Frame(value, self._place(value, event), event.anchor))

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

    def __init__(self, value: dict[str, Any] | list[Any], path: Path, anchor: str | None) -> None:
        self.value, self.path, self.anchor = value, path, anchor
        self.key: str | None = None
        self._spare = False

    def name(self, key: str, at: Location, reader: Reader) -> None:
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
