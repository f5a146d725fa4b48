"""XML of anybody: read by expat, without document types and so without entities; changed without being rewritten.

The parts of Word's and Excel's files name prefixes in attribute values (mc:Ignorable), which a tree that is
written anew would lose. So what stays is kept to the byte: the parser says where an element stands, and only that
is cut.

defusedxml was weighed: it refuses the same and takes twice as long, as it can't use the parser of xml.etree that is
written in C; and it doesn't say where an element stands.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat

Element = ElementTree.Element
_START_TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s+[^\s=<>"'/]+\s*=\s*(?:"[^"]*"|'[^']*')""")
_DECLARATION = re.compile(rb"\s+xmlns(?::[^\s=]+)?\s*=")
_BOM = b"\xef\xbb\xbf"


@lru_cache(maxsize=4096)
def local_name(name: object) -> str:
    """An element's name without its namespace; "" for what is none, as the name of a comment. A document has few
    names, each of them thousands of times."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


class _SeenError(Exception):
    """The root element has begun: nothing more is to be asked of the document."""


def refuse_document_type(*_: object) -> None:
    """A handler for expat. Raises ValueError."""
    raise ValueError("a document type declaration")


def tree(content: bytes) -> Element:
    """The root element of a document. Raises ValueError for a document type, ParseError for no XML."""
    if declares_document_type(io.BytesIO(content)):
        refuse_document_type()
    return ElementTree.fromstring(content)


def declares_document_type(document: BinaryIO) -> bool:
    """Whether a document declares its type; False for no XML. It is read up to its root element, no further: a
    declaration can stand before it only."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.StartElementHandler = _stop
    try:
        parser.ParseFile(document)
    except ValueError:
        return True
    except (_SeenError, expat.ExpatError):
        return False
    return False


def _stop(*_: object) -> None:
    raise _SeenError


def parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    """Call those for what a document consists of, in order; names are "namespace name". Raises ValueError for a
    document type, ExpatError for no XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.Parse(content, True)


# elements where they stand


@dataclass(frozen=True)
class Span:
    """An element in its document: its {namespace}name and attributes; it stands from byte `start` to `end`, its
    content from `inner` to `inner_end`, both from 0; `depth` is 0 for the root."""

    name: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    inner_end: int
    end: int
    depth: int


def spans(content: bytes, names: Collection[str], *, deep: bool = False) -> list[Span]:
    """Where the elements of those names, and with `deep` all elements in them, stand in a document in UTF-8, in the
    order in which they begin. Raises ValueError for a document type and for another encoding, ExpatError for no
    XML."""
    content.decode("utf-8")
    finder = _Finder(content, frozenset(names), deep)
    finder.parse()
    return sorted(finder.found, key=lambda span: span.start)


def root_span(content: bytes) -> Span:
    """Where the root element stands; raises as spans."""
    return spans(content, [tree(content).tag])[0]


class _Finder:
    """Follows the elements of a document, and remembers where those that are asked for begin and end."""

    def __init__(self, content: bytes, names: frozenset[str], deep: bool) -> None:
        self.content, self.names, self.deep = content, names, deep
        self.inside = 0
        """How many of the open elements are among those."""
        self.open: list[tuple[str, dict[str, str], int]] = []
        self.found: list[Span] = []
        self.parser = expat.ParserCreate("utf-8", namespace_separator="}")
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.StartDoctypeDeclHandler = refuse_document_type

    def parse(self) -> None:
        self.parser.Parse(self.content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.open.append((_qualified(name), attributes, self.parser.CurrentByteIndex))
        self.inside += self.open[-1][0] in self.names

    def _end(self, _: str) -> None:
        name, attributes, start = self.open.pop()
        if name in self.names or (self.deep and self.inside):
            self._found(name, attributes, start)
        self.inside -= name in self.names

    def _found(self, name: str, attributes: Mapping[str, str], start: int) -> None:
        tag = _START_TAG.match(self.content, start)
        assert tag is not None
        inner_end = self.parser.CurrentByteIndex
        if tag[0].endswith(b"/>"):
            inner_end = end = tag.end()
        else:
            end = self.content.index(b">", inner_end) + 1
        named = {_qualified(key): value for key, value in attributes.items()}
        self.found.append(Span(name, named, start, tag.end(), inner_end, end, len(self.open)))


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name


def start_tag_without(tag: bytes, numbers: Collection[int]) -> bytes:
    """A start tag without the attributes of those numbers, from 0, in their order; what declares a namespace is no
    attribute and stays."""
    found = [one for one in _ATTRIBUTE.finditer(tag) if not _DECLARATION.match(one[0])]
    return spliced(tag, [(found[number].start(), found[number].end(), b"") for number in numbers])


def without_mark(content: bytes) -> bytes:
    """The document without the mark of its byte order."""
    return content.removeprefix(_BOM)


def spliced(content: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The document with other bytes from the one place up to the other, for changes that don't overlap."""
    made, at = [], 0
    for start, end, new in sorted(changes):
        made += [content[at:start], new]
        at = end
    return b"".join([*made, content[at:]])


def without(content: bytes, names: Collection[str]) -> bytes:
    """The document without the elements of those names, and without what is in them."""
    removed: list[Span] = []
    for span in spans(content, names):
        if not removed or span.start >= removed[-1].end:
            removed.append(span)
    return spliced(content, [(span.start, span.end, b"") for span in removed])


def appended(content: bytes, xml: str, name: str = "") -> bytes:
    """The document with that XML at the end of its root element, or of the first element of that name. Raises
    LookupError where there is none with content."""
    found = spans(content, [name]) if name else [root_span(content)]
    if not found or found[0].inner_end == found[0].end:
        raise LookupError(name or "root")
    return spliced(content, [(found[0].inner_end, found[0].inner_end, xml.encode())])
