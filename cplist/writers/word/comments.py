"""Word's comments: the part comments.xml, and how a document announces it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cplist.core.xml_text import DECLARATION, escaped

PART = "word/comments.xml"
AUTHOR, INITIALS = "cplist", "cp"
TEXT_STYLE, MARK_STYLE = "annotation text", "annotation reference"
"""Word's own names of the two styles; a style.docx may lack them."""
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
_LATER = re.compile(r"word/comments(?:Extended|Ids|Extensible)\.xml")
"""What newer Words say about each comment; of those that were in style.docx nothing stays."""


def comments_part(comments: Iterable[tuple[int, Iterable[str]]], styles: Mapping[str, str]) -> bytes:
    """comments.xml: each comment's number and paragraphs. No date: a build has no clock."""
    written = "".join(_comment(number, paragraphs, styles) for number, paragraphs in comments)
    return f'{DECLARATION}<w:comments xmlns:w="{_MAIN}">{written}</w:comments>'.encode()


def _comment(number: int, paragraphs: Iterable[str], styles: Mapping[str, str]) -> str:
    style = f'<w:pPr><w:pStyle w:val="{styles[TEXT_STYLE]}"/></w:pPr>' if TEXT_STYLE in styles else ""
    mark = f"<w:r>{_mark(styles)}<w:annotationRef/></w:r>"
    body = ""
    for paragraph in paragraphs:
        body += f"<w:p>{style}{mark}<w:r>{_HINT}{_text(paragraph)}</w:r></w:p>"
        mark = ""
    return f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:initials="{INITIALS}">{body}</w:comment>'


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(words)}</w:t>'


def _mark(styles: Mapping[str, str]) -> str:
    return f'<w:rPr><w:rStyle w:val="{styles[MARK_STYLE]}"/></w:rPr>' if MARK_STYLE in styles else ""


def commented(number: int, content: str, styles: Mapping[str, str]) -> str:
    """Some runs with the comment of that number over them."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r>{_mark(styles)}<w:commentReference w:id="{number}"/></w:r>'
    )


def announced(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with comments.xml announced, and without what newer Words said of earlier comments."""
    kept = {name: content for name, content in parts.items() if not _LATER.fullmatch(name)}
    types = re.sub(r'<Override PartName="/word/comments\w*\.xml"[^>]*/>', "", kept["[Content_Types].xml"].decode())
    override = f'<Override PartName="/{PART}" ContentType="{_TYPE}"/></Types>'
    relations = re.sub(
        r'<Relationship [^>]*Target="/?(?:word/)?comments\w*\.xml"[^>]*/>',
        "",
        kept["word/_rels/document.xml.rels"].decode(),
    )
    link = f'<Relationship Id="cplist-comments" Type="{_RELATION}" Target="comments.xml"/></Relationships>'
    return {
        **kept,
        "[Content_Types].xml": types.replace("</Types>", override).encode(),
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", link).encode(),
    }
