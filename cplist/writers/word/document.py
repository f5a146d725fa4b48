"""Blocks → a .docx: the pack's style.docx is the skeleton, the body is spliced in as XML.

Nothing is formatted here: paragraphs name a style of style.docx, sections and footers are its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.core.bookmarks import annex_bookmark, article_bookmark, duty_bookmark
from cplist.core.document import Block, Contents, NewSection, Paragraph, Run, RunKind, Style, Table, Text
from cplist.core.opc import zipped
from cplist.core.xml_text import core_properties, custom_properties, escaped
from cplist.writers.word.comments import PART as COMMENTS
from cplist.writers.word.comments import announced, commented, comments_part
from cplist.writers.word.contents import contents_entry, entry_bookmark, entry_mark
from cplist.writers.word.default_style.looks import ADDED_STYLE, BREAK, NUMBER_STYLE, REMOVED_STYLE
from cplist.writers.word.layout.keep_together import kept_together
from cplist.writers.word.layout.pages import heading_pages, is_heading
from cplist.writers.word.layout.titles import broken_title
from cplist.writers.word.skeleton import Skeleton, skeleton_of
from cplist.writers.word.tables import TableWriter

TITLES = (Style.TITLE, Style.COVER_TITLE, Style.ISSUER, Style.ANNEX_TITLE)
_PLAIN = RunKind.TEXT
_MARKS = {RunKind.ADDED: ADDED_STYLE, RunKind.REMOVED: REMOVED_STYLE}
"""Character styles; in a style.docx without them these words look like the others."""
EAST_ASIAN = re.compile("[“”‘’—…·]")
"""Characters that fonts draw wide or narrow; Word is told that here they are Chinese."""
MARKED = re.compile('[“”‘’—…·&<>"\n]')
"""What a run needs more for than its text."""


@dataclass(frozen=True)
class Properties:
    """What the file says of itself; `date` is an ISO day or ""."""

    title: str
    subject: str
    author: str
    date: str
    custom: Mapping[str, str]


Comments = Mapping[str, Sequence[str]]
"""What a comment beside an article says, in paragraphs, by the article's key."""


def write_docx(
    text: Text, style: bytes, properties: Properties, file: str, comments: Comments | None = None
) -> bytes:
    """The .docx of a composed text. `file` names style.docx in findings; raises FindingsError if it can't be
    used."""
    skeleton = skeleton_of(style, file)
    body = _Body(skeleton, kept_together(_with_broken_titles(text, skeleton), skeleton.sheet), comments or {})
    document = body.xml().encode()
    core = core_properties(properties.title, properties.subject, properties.author, properties.date)
    parts = {
        **(announced(skeleton.parts) if body.commented else skeleton.parts),
        "docProps/core.xml": core.encode(),
        "docProps/custom.xml": custom_properties(dict(properties.custom)).encode(),
        "word/document.xml": document,
    }
    if body.commented:
        parts[COMMENTS] = comments_part(enumerate(body.commented), skeleton.styles)
    return zipped(parts)


def _with_broken_titles(text: Text, skeleton: Skeleton) -> tuple[Block, ...]:
    """The blocks, each title in the lines that it stands on."""
    sheet, page = skeleton.sheet, skeleton.sheet.upright
    blocks: list[Block] = []
    for block in text.blocks:
        if isinstance(block, NewSection):
            page = sheet.turned if block.landscape else sheet.upright
        elif isinstance(block, Paragraph) and block.style in TITLES and len(block.runs) == 1:
            room = int(page.width / sheet.styles[block.style].advance)
            run = block.runs[0]
            block = replace(block, runs=(replace(run, text=broken_title(run.text, room, text.names, text.words)),))
        blocks.append(block)
    return tuple(blocks)


class _Body:
    """Writes the body; bookmarks are numbered as they come."""

    def __init__(self, skeleton: Skeleton, blocks: Sequence[Block], comments: Comments) -> None:
        self.skeleton, self.blocks = skeleton, blocks
        styles = skeleton.styles
        self.open = {
            style: f'<w:p><w:pPr><w:pStyle w:val="{styles[style.value]}"/>'
            for style in Style
            if style.value in styles
        }
        self.number = f'<w:r><w:rPr><w:rStyle w:val="{styles[NUMBER_STYLE]}"/></w:rPr><w:t xml:space="preserve">'
        self.annexes = {
            block.anchor for block in blocks if isinstance(block, Paragraph) and block.style is Style.ANNEX_LABEL
        }
        self.comments = comments
        self.commented: list[Sequence[str]] = []
        self.written = _Runs()
        self.tables = TableWriter(skeleton, self.open, self.written, self._runs)
        self.bookmarks = self.headings = 0
        self.carried: dict[str, int] = {}
        self.links: dict[tuple[str, str], str] = {}
        listed = any(isinstance(block, Contents) for block in blocks)
        self.entries = list(_entries(blocks)) if listed else []
        self.covered = any(isinstance(block, NewSection) and block.first for block in blocks)
        self.section = NewSection(landscape=False)

    def xml(self) -> str:
        return "".join([self.skeleton.head, *self._blocks(), self._section(), "</w:body></w:document>"])

    def _section(self) -> str:
        if self.covered:
            return self.skeleton.cover
        return self.skeleton.section(landscape=self.section.landscape, first=self.section.first)

    def _blocks(self) -> Iterator[str]:
        for index, (block, following) in enumerate(zip(self.blocks, (*self.blocks[1:], None), strict=True)):
            ends = isinstance(following, NewSection)
            if isinstance(block, Paragraph):
                yield self._paragraph(block, self._section() if ends else "")
            elif isinstance(block, Table):
                yield self.tables.xml(block, landscape=self.section.landscape)
                if ends or following is None or isinstance(following, Table):
                    yield self._after_table(ends)
            elif isinstance(block, Contents):
                yield self._contents(block, self.blocks[index:])
            else:
                self.section = block
                self.covered = self.covered and not block.first

    def _after_table(self, ends: bool) -> str:
        """Word wants a paragraph between a table and whatever isn't one; this one takes no room."""
        style = self.skeleton.styles[BREAK.name]
        section = self._section() if ends else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr></w:p>'

    def _paragraph(self, paragraph: Paragraph, section: str) -> str:
        content = self._label(paragraph) + self._runs(paragraph.runs)
        if self.entries and is_heading(paragraph):
            self.headings += 1
            if paragraph.style is Style.ANNEX_LABEL:
                content += entry_mark(self.entries[self.headings - 1])
            content = self._bookmark(entry_bookmark(self.headings), content)
        return f"{self.open[paragraph.style]}{section}</w:pPr>{content}</w:p>"

    def _label(self, paragraph: Paragraph) -> str:
        start = ""
        if paragraph.anchor:
            named = annex_bookmark if paragraph.style is Style.ANNEX_LABEL else article_bookmark
            start = self._bookmark(named(paragraph.anchor), "")
        if not paragraph.label:
            return start
        if paragraph.style is Style.ARTICLE:
            number = f"{self.number}{paragraph.label}</w:t></w:r>"
            return f"{start}{self._commented(number, paragraph.anchor)}{_run(paragraph.apart)}"
        return start + _run(paragraph.label + paragraph.apart)

    def _commented(self, number: str, article: str) -> str:
        """An article's number with the comment on it: behind the last words it could cost another line in
        LibreOffice."""
        if article not in self.comments:
            return number
        self.commented.append(self.comments[article])
        return commented(len(self.commented) - 1, number, self.skeleton.styles)

    # the table of contents

    def _contents(self, contents: Contents, blocks: Sequence[Block]) -> str:
        """Its heading, then the field that Word updates, filled in: an entry for each heading from here on."""
        pages = heading_pages(self.blocks, self.skeleton.sheet)
        entries = list(_entries(blocks))
        numbered = zip(entries, pages[len(pages) - len(entries) :], strict=True)
        heading = f"{self.open[Style.CONTENTS_TITLE]}</w:pPr>{_run(contents.title)}</w:p>"
        return heading + "".join(
            contents_entry(self.open[Style.CONTENTS_ENTRY], _run(entry), number, page, len(entries))
            for number, (entry, page) in enumerate(numbered, 1)
        )

    # words

    def _runs(self, runs: Sequence[Run]) -> str:
        written = self.written
        if len(runs) == 1:
            return written[runs[0].text] if runs[0].kind is _PLAIN else self._special(runs[0])
        return "".join([written[run.text] if run.kind is _PLAIN else self._special(run) for run in runs])

    def _special(self, run: Run) -> str:
        if run.kind is RunKind.BLANK:
            return ""
        if run.kind in _MARKS:
            return _run(run.text, self.skeleton.styles.get(_MARKS[run.kind], ""))
        if run.kind is RunKind.DUTY:
            number = self.carried[run.target] = self.carried.get(run.target, 0) + 1
            return self._bookmark(duty_bookmark(run.target, number), self.written[run.text])
        link = self.links.get((run.target, run.text))
        return link or self._link(run.target, run.text)

    def _link(self, target: str, words: str) -> str:
        """Written once: tables lead to the same places again and again."""
        named = annex_bookmark if target in self.annexes else article_bookmark
        link = f'<w:hyperlink w:anchor="{named(target)}" w:history="1">{self.written[words]}</w:hyperlink>'
        self.links[target, words] = link
        return link

    def _bookmark(self, name: str, content: str) -> str:
        self.bookmarks += 1
        number = self.bookmarks
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


class _Runs(dict[str, str]):
    """Text → its run, written once: the same words stand in several tables."""

    def __missing__(self, text: str) -> str:
        run = self[text] = _run(text)
        return run


def _run(text: str, style: str = "") -> str:
    """The run of a text, in the character style of that id (none: as its paragraph is)."""
    if not style and not MARKED.search(text):
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties += '<w:rFonts w:hint="eastAsia"/>' if EAST_ASIAN.search(text) else ""
    hint = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    shown = escaped(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{hint}<w:t xml:space="preserve">{shown}</w:t></w:r>'


def _entries(blocks: Sequence[Block]) -> Iterator[str]:
    """The words of the table of contents."""
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Paragraph) and is_heading(block):
            yield _entry(block, following)


def _entry(heading: Paragraph, following: Block | None) -> str:
    """第一章　总则; 附件1　岗位责任清单: the title of an annex is the paragraph behind its label."""
    if heading.style is Style.ANNEX_LABEL and isinstance(following, Paragraph):
        return f"{heading.text}　{following.text}".replace("\n", "")
    return heading.text


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
            yield from (block.title, *_entries(blocks[index:]))
