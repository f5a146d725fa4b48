"""The table of contents: a field that Word can update (ECMA-376 part 1, 17.16.5.68), with its result filled in.

So Word asks nothing when the document is opened, and nothing is empty where fields are never updated (WPS).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cplist.core.document import Block, Paragraph, Style
from cplist.core.xml_text import escaped
from cplist.writers.word.layout.pages import is_heading


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


BEGIN, SEPARATE, END = _mark("begin"), _mark("separate"), _mark("end")
ANNEXES = "A"
"""The kind of the entries that annexes announce with TC fields of their own."""
INSTRUCTION = f' TOC \\h \\z \\t "{Style.CHAPTER},1" \\f {ANNEXES} '
"""Chapters are listed by their style, annexes by TC fields: their number and their title are two paragraphs."""


def entries_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The words of the table of contents: an entry for each heading, in order."""
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Paragraph) and is_heading(block):
            yield _entry(block, following)


def _entry(heading: Paragraph, following: Block | None) -> str:
    """第一章　总则; 附件1　岗位责任清单: the title of an annex is the paragraph behind its label."""
    if heading.style is Style.ANNEX_LABEL and isinstance(following, Paragraph):
        return f"{heading.text}　{following.text}".replace("\n", "")
    return heading.text


def entry_bookmark(number: int) -> str:
    """The bookmark of the heading with that number; Word makes such names itself, and hides them."""
    return f"_Toc{100_000_000 + number}"


def entry_mark(entry: str) -> str:
    """A TC field: it shows nothing, and gives the table an entry for its page when Word updates it."""
    words = entry.replace("\\", "\\\\").replace('"', '\\"')
    return BEGIN + _code(f' TC "{words}" \\f {ANNEXES} \\l 1 ') + END


def contents_entry(opened: str, run: str, number: int, page: int, entries: int) -> str:
    """The paragraph of one entry: `opened` is its start with the style, `run` its words. The first and the last
    entry hold the ends of the field."""
    start = BEGIN + _code(INSTRUCTION) + SEPARATE if number == 1 else ""
    end = END if number == entries else ""
    link = entry_bookmark(number)
    code = _code(f" PAGEREF {link} \\h ")
    shown = f"{BEGIN}{code}{SEPARATE}<w:r><w:t>{page}</w:t></w:r>{END}"
    return (
        f'{opened}</w:pPr>{start}<w:hyperlink w:anchor="{link}" w:history="1">{run}'
        f"<w:r><w:tab/></w:r>{shown}</w:hyperlink>{end}</w:p>"
    )


def _code(instruction: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escaped(instruction)}</w:instrText></w:r>'
