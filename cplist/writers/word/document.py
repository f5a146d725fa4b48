"""A composed text → a .docx: the pack's style.docx without its text is the skeleton, the body is spliced in as XML.

Nothing is formatted here: paragraphs name a style of style.docx, sections and footers are style.docx's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.core.document import Block, ComposedText, Contents, NewSection, Paragraph, Style, Table
from cplist.core.document_properties import core_properties, custom_properties
from cplist.core.opc import zipped
from cplist.writers.word.body import BodyWriter, Comments
from cplist.writers.word.comments import PART as COMMENTS
from cplist.writers.word.comments import announced, comments_part
from cplist.writers.word.contents import entries_of
from cplist.writers.word.layout.keep_together import kept_together
from cplist.writers.word.layout.titles import broken_title
from cplist.writers.word.skeleton import DocumentSkeleton, skeleton_of

TITLES = (Style.TITLE, Style.COVER_TITLE, Style.ISSUER, Style.ANNEX_TITLE)


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; `date` is an ISO day or "". `drafter` is whose the comments are."""

    title: str
    subject: str
    author: str
    date: str
    custom: Mapping[str, str]
    drafter: str = ""


def write_docx(
    text: ComposedText, style: bytes, properties: Properties, file: str, comments: Comments | None = None
) -> bytes:
    """The .docx of a composed text. `file` names style.docx in findings; raises FindingsError if it can't be
    used."""
    skeleton = skeleton_of(style, file)
    body = BodyWriter(
        skeleton, kept_together(_with_broken_titles(text, skeleton), skeleton.typography), comments or {}
    )
    document = body.xml().encode()
    core = core_properties(properties.title, properties.subject, properties.author, properties.date)
    parts = {
        **(announced(skeleton.parts) if body.commented else skeleton.parts),
        "docProps/core.xml": core.encode(),
        "docProps/custom.xml": custom_properties(properties.custom).encode(),
        "word/document.xml": document,
    }
    if body.commented:
        parts[COMMENTS] = comments_part(
            enumerate(body.commented), skeleton.styles, properties.drafter or properties.author
        )
    return zipped(parts)


def _with_broken_titles(text: ComposedText, skeleton: DocumentSkeleton) -> tuple[Block, ...]:
    """The blocks, with line ends in titles that are too long for one line."""
    typography, page = skeleton.typography, skeleton.typography.upright
    blocks: list[Block] = []
    for block in text.blocks:
        if isinstance(block, NewSection):
            page = typography.turned if block.landscape else typography.upright
        elif isinstance(block, Paragraph) and block.style in TITLES and len(block.runs) == 1:
            room = int(page.width / typography.styles[block.style].advance)
            run = block.runs[0]
            block = replace(block, runs=(replace(run, text=broken_title(run.text, room, text.names, text.words)),))
        blocks.append(block)
    return tuple(blocks)


def block_texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Every paragraph and cell of the document as plain text, in order: what a reader sees, but for the page
    numbers of a table of contents."""
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                for cell in row:
                    yield "".join(run.text for run in cell)
        elif isinstance(block, Contents):
            yield from (block.title, *entries_of(blocks[index:]))
