"""Word's comments (ECMA-376 part 1, 17.13.4): the part comments.xml, and how a document names it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cplist.core.namespaces import RELATIONSHIPS, WORD
from cplist.core.opc import (
    CONTENT_TYPES,
    ContentTypes,
    Parts,
    Relationship,
    relationships_of,
    relationships_part,
    relationships_xml,
)
from cplist.core.xml_text import DECLARATION, escaped
from cplist.writers.word.style_package import DOCUMENT

PART = "word/comments.xml"
INITIALS = "起草"
TEXT_STYLE, MARK_STYLE = "annotation text", "annotation reference"
"""Word's names of the two styles; a style.docx may lack them."""
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def comments_part(comments: Iterable[tuple[int, Iterable[str]]], styles: Mapping[str, str], author: str) -> bytes:
    """comments.xml: each comment's number and paragraphs, all of one author. No date: a build has no clock."""
    written = "".join(_comment(number, paragraphs, styles, escaped(author)) for number, paragraphs in comments)
    return f'{DECLARATION}<w:comments xmlns:w="{WORD}">{written}</w:comments>'.encode()


def _comment(number: int, paragraphs: Iterable[str], styles: Mapping[str, str], author: str) -> str:
    style = f'<w:pPr><w:pStyle w:val="{styles[TEXT_STYLE]}"/></w:pPr>' if TEXT_STYLE in styles else ""
    mark = f"<w:r>{_mark(styles)}<w:annotationRef/></w:r>"
    body = ""
    for paragraph in paragraphs:
        body += f"<w:p>{style}{mark}<w:r>{_HINT}{_text(paragraph)}</w:r></w:p>"
        mark = ""
    return f'<w:comment w:id="{number}" w:author="{author}" w:initials="{INITIALS}">{body}</w:comment>'


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(words)}</w:t>'


def _mark(styles: Mapping[str, str]) -> str:
    return f'<w:rPr><w:rStyle w:val="{styles[MARK_STYLE]}"/></w:rPr>' if MARK_STYLE in styles else ""


def commented(number: int, content: str, styles: Mapping[str, str]) -> str:
    """Runs with the comment of that number on them."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r>{_mark(styles)}<w:commentReference w:id="{number}"/></w:r>'
    )


def announced(parts: Parts) -> dict[str, bytes]:
    """The parts of a document (style_package.py) with comments.xml among the types and the document's
    relationships."""
    types = ContentTypes.of(parts)
    links = [*relationships_of(parts, DOCUMENT), Relationship("cplist-comments", f"{RELATIONSHIPS}/comments", PART)]
    return {
        **parts,
        CONTENT_TYPES: replace(types, overrides={**types.overrides, PART: _TYPE}).xml(),
        relationships_part(DOCUMENT): relationships_xml(links, DOCUMENT),
    }
