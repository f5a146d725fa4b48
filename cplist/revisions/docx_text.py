"""The text of anybody's .docx: its paragraphs outside tables and text boxes, with their bookmarks. Nothing in it is
executed or followed.

Tracked insertions count as made, tracked deletions as done (ECMA-376 part 1, 17.13.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cplist.core.bookmarks import article_key
from cplist.core.namespaces import STRICT_WORD, WORD
from cplist.core.xml_reading import parse

_LEFT_OUT = ("del", "moveFrom", "tbl", "txbxContent")
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
"""What older programs show instead of what they don't know: the same text once more."""
_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_BLANKS = ("tab", "br", "cr")


@dataclass
class DocxParagraph:
    """A paragraph: its text, the bookmarks in it or right before it, and whether it has tracked changes."""

    text: str = ""
    bookmarks: list[str] = field(default_factory=list)
    tracked: bool = False

    @property
    def key(self) -> str:
        """The key of the article that a bookmark stands for, or ""."""
        return next(filter(None, map(article_key, self.bookmarks)), "")


def paragraphs_of(document: bytes) -> Iterator[DocxParagraph]:
    """The paragraphs of word/document.xml. Raises ValueError for a document type, ExpatError for no XML."""
    reader = _Reader()
    parse(document, reader.start, reader.end, reader.characters)
    return iter(reader.paragraphs)


class _Reader:
    """Follows the elements; what stands in tables, text boxes and deletions is left out."""

    def __init__(self) -> None:
        self.paragraphs: list[DocxParagraph] = []
        self.paragraph: DocxParagraph | None = None
        self.bookmarks: list[str] = []
        """Those since the last paragraph, which belong to the next one."""
        self.left_out = 0
        """How many of the open elements are left out."""
        self.in_text = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        space, _, name = element.rpartition(" ")
        self.left_out += _is_left_out(element)
        if space not in (WORD, STRICT_WORD):
            return
        if self.paragraph and name in _TRACKED:
            self.paragraph.tracked = True
        if not self.left_out:
            self._begin(name, attributes.get(f"{space} name", ""))

    def _begin(self, name: str, bookmark: str) -> None:
        if name == "p":
            self.paragraph = DocxParagraph(bookmarks=self.bookmarks)
            self.paragraphs.append(self.paragraph)
            self.bookmarks = []
        elif name == "bookmarkStart":
            (self.paragraph.bookmarks if self.paragraph else self.bookmarks).append(bookmark)
        elif name == "t":
            self.in_text = True
        elif name in _BLANKS and self.paragraph:
            self.paragraph.text += " "
        elif name == "noBreakHyphen" and self.paragraph:
            self.paragraph.text += "-"

    def end(self, element: str) -> None:
        space, _, name = element.rpartition(" ")
        if _is_left_out(element):
            self.left_out -= 1
        elif space in (WORD, STRICT_WORD) and not self.left_out:
            self.in_text = self.in_text and name != "t"
            if name == "p":
                self.paragraph = None

    def characters(self, text: str) -> None:
        if self.in_text and self.paragraph and not self.left_out:
            self.paragraph.text += text


def _is_left_out(element: str) -> bool:
    space, _, name = element.rpartition(" ")
    return element == _FALLBACK or (space in (WORD, STRICT_WORD) and name in _LEFT_OUT)
