"""The text of a .docx of anybody: paragraphs outside tables, with their bookmarks; nothing is executed or followed.

Tracked insertions count as made, deletions as done. A document type declaration is refused: with it come entities.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from cplist.core.bookmarks import article_key

SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_LEFT_OUT = ("del", "moveFrom", "tbl", "txbxContent")
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_TRACKED = ("ins", "del", "moveFrom", "moveTo")


@dataclass
class Line:
    """A paragraph: its text, the bookmarks in it, and whether somebody's tracked changes are in it."""

    text: str = ""
    bookmarks: list[str] = field(default_factory=list)
    tracked: bool = False

    @property
    def key(self) -> str:
        """The article's key that a bookmark names, or ""."""
        return next(filter(None, map(article_key, self.bookmarks)), "")


def lines_of(document: bytes) -> Iterator[Line]:
    """The paragraphs of word/document.xml. Raises ValueError for a document type, ExpatError for no XML."""
    reader = _Reader()
    _parser(reader.start, reader.end, reader.characters).Parse(document, True)
    return iter(reader.lines)


def properties_of(custom: bytes) -> dict[str, str]:
    """The text properties of docProps/custom.xml (b"": it has none)."""
    found: dict[str, str] = {}
    name = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if element.rpartition(" ")[2] == "property":
            name = attributes.get("name", "")

    def characters(text: str) -> None:
        if name:
            found[name] = found.get(name, "") + text

    if custom:
        _parser(start, lambda _: None, characters).Parse(custom, True)
    return {key: value.strip() for key, value in found.items()}


def _parser(start: object, end: object, characters: object) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.EndElementHandler = end  # type: ignore[assignment]
    parser.CharacterDataHandler = characters  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise ValueError("a document type declaration")


class _Reader:
    """Follows the elements; what stands in tables, text boxes and deletions is left out."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.line: Line | None = None
        self.waiting: list[str] = []
        self.left_out = 0
        self.in_text = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        if element == _FALLBACK or (space in SPACES and name in _LEFT_OUT):
            self.left_out += 1
        if space not in SPACES:
            return
        if self.line and name in _TRACKED:
            self.line.tracked = True
        if self.left_out:
            return
        if name == "p":
            self.line = Line(bookmarks=self.waiting)
            self.lines.append(self.line)
            self.waiting = []
        elif name == "bookmarkStart":
            (self.line.bookmarks if self.line else self.waiting).append(attributes.get(f"{space} name", ""))
        elif name == "t":
            self.in_text = True
        elif name in ("tab", "br", "cr") and self.line:
            self.line.text += " "
        elif name == "noBreakHyphen" and self.line:
            self.line.text += "-"

    def end(self, element: str) -> None:
        space, _, name = element.rpartition(" ")
        if element == _FALLBACK or (space in SPACES and name in _LEFT_OUT):
            self.left_out -= 1
        elif space in SPACES and not self.left_out:
            self.in_text = self.in_text and name != "t"
            if name == "p":
                self.line = None

    def characters(self, text: str) -> None:
        if self.in_text and self.line and not self.left_out:
            self.line.text += text
