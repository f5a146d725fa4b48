"""The table of contents as Word keeps one: a field that it can update, with what it shows already filled in.

So nothing is asked when the document is opened, and nothing is empty where fields are never updated (WPS).
"""

from __future__ import annotations

from cplist.core.document import Style
from cplist.core.xml_text import escaped


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


BEGIN, SEPARATE, END = _mark("begin"), _mark("separate"), _mark("end")
ANNEXES = "A"
"""What marks the entries that annexes announce."""
INSTRUCTION = f' TOC \\h \\z \\t "{Style.CHAPTER},1" \\f {ANNEXES} '
"""Chapters by their style; annexes by their marks, as their number stands in a paragraph apart from the title."""


def entry_bookmark(number: int) -> str:
    """What the entry of that number leads to; Word gives such names itself, and hides them."""
    return f"_Toc{100_000_000 + number}"


def entry_mark(entry: str) -> str:
    """A field that shows nothing and gives the table, when Word makes it anew, an entry for the page where it
    stands."""
    words = entry.replace("\\", "\\\\").replace('"', '\\"')
    return BEGIN + _code(f' TC "{words}" \\f {ANNEXES} \\l 1 ') + END


def contents_entry(opened: str, run: str, number: int, page: int, entries: int) -> str:
    """The paragraph of one entry. `opened` is its beginning, with its style; the first and the last one hold the
    ends of the field."""
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
