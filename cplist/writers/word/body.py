"""The body of a .docx: its paragraphs, tables, sections and table of contents, one block after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cplist.core.bookmarks import annex_bookmark, article_bookmark
from cplist.core.document import ARTICLES, Block, Chart, Contents, NewSection, Paragraph, Style, Table
from cplist.writers.word.comments import commented
from cplist.writers.word.contents import contents_entry, entries_of, entry_bookmark, entry_mark
from cplist.writers.word.default_style.looks import BREAK, NUMBER_STYLE
from cplist.writers.word.drawing.geometry import drawings
from cplist.writers.word.drawing.shapes import ShapeWriter
from cplist.writers.word.layout.pages import chart_room, heading_pages, is_heading
from cplist.writers.word.runs import Bookmarks, RunWriter, run_of
from cplist.writers.word.skeleton import DocumentSkeleton
from cplist.writers.word.tables import TableWriter

Comments = Mapping[str, Sequence[str]]
"""What a comment beside an article says, in paragraphs, by the article's key."""


class BodyWriter:
    """Writes the body of a document; the comments that stand in it are in `commented` then, in order."""

    def __init__(self, skeleton: DocumentSkeleton, blocks: Sequence[Block], comments: Comments) -> None:
        self.skeleton, self.blocks, self.comments = skeleton, blocks, comments
        self.commented: list[Sequence[str]] = []
        self.opened = _opened(skeleton.styles)
        self.bookmarks = Bookmarks()
        self.runs = RunWriter(skeleton.styles, _annexes(blocks), self.bookmarks)
        self.tables = TableWriter(skeleton, self.opened, self.runs)
        self.shapes = ShapeWriter(self.opened[Style.SMALL_CENTRED])
        listed = any(isinstance(block, Contents) for block in blocks)
        self.entries = list(entries_of(blocks)) if listed else []
        """The words of the table of contents, where there is one: of each heading."""
        self.headings = 0
        """How many headings were written."""

    def xml(self) -> str:
        """The whole document, up to its last section."""
        return "".join([self.skeleton.head, *self._blocks(), "</w:body></w:document>"])

    def _blocks(self) -> Iterator[str]:
        sections = _sections(self.blocks, self.skeleton)
        section, landscape = next(sections)
        for index, (block, following) in enumerate(zip(self.blocks, (*self.blocks[1:], None), strict=True)):
            ends = isinstance(following, NewSection)
            if isinstance(block, Paragraph):
                yield self._paragraph(block, section if ends else "")
            elif isinstance(block, Table):
                yield self.tables.xml(block, landscape=landscape)
                if ends or following is None or isinstance(following, Table):
                    yield self._after_table(section if ends else "")
            elif isinstance(block, Chart):
                yield from self._chart(block, landscape=landscape)
                yield self._after_table(section) if ends else ""
            elif isinstance(block, Contents):
                yield self._contents(block, self.blocks[index:])
                yield self._after_table(section) if ends else ""
            else:
                section, landscape = next(sections)
        yield section

    def _after_table(self, section: str) -> str:
        """Word wants a paragraph between a table and what isn't one, and one to end a section; this one is 1 point
        high."""
        style = self.skeleton.styles[BREAK.name]
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr></w:p>'

    def _paragraph(self, paragraph: Paragraph, section: str) -> str:
        content = self._label(paragraph) + self.runs.xml(paragraph.runs)
        if self.entries and is_heading(paragraph):
            content = self._listed(paragraph, content)
        return f"{self.opened[paragraph.style]}{section}</w:pPr>{content}</w:p>"

    def _listed(self, heading: Paragraph, content: str) -> str:
        """A heading with what the table of contents finds it by."""
        self.headings += 1
        if heading.style is Style.ANNEX_LABEL:
            content += entry_mark(self.entries[self.headings - 1])
        return self.bookmarks.around(entry_bookmark(self.headings), content)

    def _chart(self, chart: Chart, *, landscape: bool) -> Iterator[str]:
        """The drawings of a chart, each in a paragraph of its own."""
        typography = self.skeleton.typography
        page = typography.turned if landscape else typography.upright
        for drawing in drawings(chart, page.width, chart_room(typography, page)):
            run = self.shapes.xml(drawing, chart.title, chart.described)
            yield f"{self.opened[Style.FIGURE]}</w:pPr>{run}</w:p>"

    def _label(self, paragraph: Paragraph) -> str:
        """A paragraph's number, with the bookmark that references lead to."""
        start = ""
        if paragraph.anchor:
            named = annex_bookmark if paragraph.style is Style.ANNEX_LABEL else article_bookmark
            start = self.bookmarks.around(named(paragraph.anchor))
        if not paragraph.label:
            return start
        if paragraph.style in ARTICLES:
            return f"{start}{self._number(paragraph)}{run_of(paragraph.apart)}"
        return start + run_of(paragraph.label + paragraph.apart)

    def _number(self, article: Paragraph) -> str:
        """An article's number, with the comment on it: behind the article's last words the mark of the comment
        could take another line in LibreOffice."""
        style = self.skeleton.styles[NUMBER_STYLE]
        properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
        number = f'<w:r>{properties}<w:t xml:space="preserve">{article.label}</w:t></w:r>'
        if article.anchor not in self.comments:
            return number
        self.commented.append(self.comments[article.anchor])
        return commented(len(self.commented) - 1, number, self.skeleton.styles)

    def _contents(self, contents: Contents, blocks: Sequence[Block]) -> str:
        """Its heading, then the field that Word updates, filled in: an entry for each heading from here on."""
        pages = heading_pages(self.blocks, self.skeleton.typography)
        entries = list(entries_of(blocks))
        numbered = zip(entries, pages[len(pages) - len(entries) :], strict=True)
        heading = f"{self.opened[Style.CONTENTS_TITLE]}</w:pPr>{run_of(contents.title)}</w:p>"
        return heading + "".join(
            contents_entry(self.opened[Style.CONTENTS_ENTRY], run_of(entry), number, page, len(entries))
            for number, (entry, page) in enumerate(numbered, 1)
        )


def _opened(styles: Mapping[str, str]) -> dict[Style, str]:
    """The start of a paragraph in each style."""
    known = [style for style in Style if style.value in styles]
    return {style: f'<w:p><w:pPr><w:pStyle w:val="{styles[style.value]}"/>' for style in known}


def _annexes(blocks: Sequence[Block]) -> frozenset[str]:
    labels = (block for block in blocks if isinstance(block, Paragraph) and block.style is Style.ANNEX_LABEL)
    return frozenset(label.anchor for label in labels)


def _sections(blocks: Sequence[Block], skeleton: DocumentSkeleton) -> Iterator[tuple[str, bool]]:
    """The sectPr of each section in order, and whether it is in landscape. What stands before the first section
    that counts pages is the cover."""
    sections = [NewSection(landscape=False), *(block for block in blocks if isinstance(block, NewSection))]
    covers = next((number for number, section in enumerate(sections) if section.first), 0)
    for number, section in enumerate(sections):
        is_cover = number < covers
        xml = skeleton.section(landscape=section.landscape, first=section.first)
        yield skeleton.cover if is_cover else xml, section.landscape
