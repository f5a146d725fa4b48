"""Rendered template text → blocks: one pass numbers everything, then references get their words.

What may stand in a text is said in markup.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from cplist.compose.decided.marks import taken_out
from cplist.compose.rendered_text import check_lines
from cplist.compose.text.articles import Articles
from cplist.compose.text.charts import chart
from cplist.compose.text.lists import Lists
from cplist.compose.text.markup import Mark, marks
from cplist.compose.text.references import References
from cplist.compose.text.slips import Slips
from cplist.compose.text.words import Words
from cplist.core.document import (
    Article,
    Block,
    Cell,
    ComposedText,
    Contents,
    NewSection,
    OpenFact,
    OptionalItem,
    Paragraph,
    Run,
    Style,
)
from cplist.core.findings import Finding
from cplist.core.inert import shown
from cplist.domain.numerals import chinese

Index = Callable[[Sequence[Article]], str]
"""Gives the text that follows, once the articles are numbered."""
_FRONT = {
    ("cover", True): Style.COVER_TITLE,
    ("cover", False): Style.COVER_SIGNATURE,
    ("heading", True): Style.ISSUER,
    ("heading", False): Style.ISSUER,
}
"""A heading of the cover or of the issuer's heading, of the first level or not."""
_FRONT_LINE = {"cover": Style.COVER_MARK, "heading": Style.NUMBER}


def compose(text: str, file: str, index: Index | None = None) -> tuple[ComposedText, list[Finding]]:
    """The blocks of a rendered template. `file` is the template's name, for findings."""
    composer = Composer(file)
    composer.read(text)
    if index:
        composer.read(index(composer.numbered()))
    return composer.finish()


class Composer:
    """Takes a text's marks in their order; `finish` gives what came of them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.slips = Slips(file)
        self.references = References(self.slips)
        self.articles = Articles(self.slips, self.references)
        self.words = Words(self.slips, self.articles.carry)
        self.lists = Lists()
        self.blocks: list[Block] = []
        self.items: list[OptionalItem] = []
        self.facts: list[OpenFact] = []
        self.title = ""
        self.chapters = self.sections = self.annexes = 0
        self.chapter_at: int | None = None
        self.annex = self.signature = False
        self.front = self.heading = self.label = ""
        self.handlers: Mapping[str, Callable[[Mark], None]] = {
            "container_article_open": self._begin_article,
            "container_article_close": self._end_article,
            "container_annex_open": self._begin_annex,
            "container_annex_close": self._end_annex,
            "container_signature_open": self._begin_signature,
            "container_signature_close": self._end_signature,
            "container_cover_open": self._begin_front,
            "container_cover_close": self._end_cover,
            "container_heading_open": self._begin_front,
            "container_heading_close": self._end_front,
            "container_contents_open": self._contents,
            "heading_open": self._begin_heading,
            "heading_close": self._end_heading,
            "ordered_list_open": self._begin_list,
            "ordered_list_close": self._end_list,
            "bullet_list_open": self._begin_bullets,
            "bullet_list_close": self._end_list,
            "list_item_open": self._begin_item,
            "list_item_close": self._end_item,
            "inline": self._line,
            "table": self._table,
            "chart": self._chart,
        }

    def read(self, text: str) -> None:
        """Take in a rendered text. Raises FindingsError for one that can't be read in a reasonable time."""
        check_lines(text, self.file)
        taken = taken_out(text)
        self.items += taken.items
        self.facts += taken.facts
        for mark in marks(taken.text):
            if handler := self.handlers.get(mark.type):
                handler(mark)

    def numbered(self) -> tuple[Article, ...]:
        """The articles so far; their references have no words yet."""
        return self.articles.written(self.blocks)

    def finish(self) -> tuple[ComposedText, list[Finding]]:
        """The text, and every slip in it."""
        self._end_chapter()
        blocks = self.references.with_words(self.blocks)
        text = ComposedText(
            self.title,
            blocks,
            self.articles.written(blocks),
            self.references.placed(),
            items=tuple(self._spoken(item) for item in self.items),
            facts=tuple(self.facts),
        )
        return text, self.slips.found

    def _spoken(self, item: OptionalItem) -> OptionalItem:
        """The item as a reader sees it."""
        return replace(item, words=shown(self.references.spoken(item.words)))

    # articles, annexes and what stands before them

    def _begin_article(self, mark: Mark) -> None:
        key, title = mark.container.groups()
        self.label = self.articles.begin(key, shown(title or ""), len(self.blocks))
        if self.annex or self.front:
            self.slips.add("article-in-annex", key=key)

    def _end_article(self, _: Mark) -> None:
        self.label = ""
        self.articles.end(self.blocks)

    def _begin_annex(self, mark: Mark) -> None:
        key, landscape, whole, small, title = mark.container.groups()
        self._end_chapter()
        self.annexes, self.annex = self.annexes + 1, True
        name = self.references.name(key, f"附件{self.annexes}")
        self.blocks.append(NewSection(landscape=bool(landscape), whole=bool(whole), small=bool(small)))
        self.blocks.append(Paragraph(Style.ANNEX_LABEL, (Run(name),), anchor=key))
        self.blocks.append(Paragraph(Style.ANNEX_TITLE, (Run(shown(title)),)))

    def _end_annex(self, _: Mark) -> None:
        self.annex = False

    def _begin_signature(self, _: Mark) -> None:
        self.signature = True

    def _end_signature(self, _: Mark) -> None:
        self.signature = False

    def _begin_front(self, mark: Mark) -> None:
        self.front = mark.type.split("_")[1]

    def _end_front(self, _: Mark) -> None:
        self.front = ""

    def _end_cover(self, mark: Mark) -> None:
        self._end_front(mark)
        self.blocks.append(NewSection(landscape=False, first=True))

    def _contents(self, mark: Mark) -> None:
        self.blocks.append(Contents(shown(mark.container[1])))

    # headings

    def _begin_heading(self, mark: Mark) -> None:
        self.heading = mark.token.tag

    def _end_heading(self, _: Mark) -> None:
        self.heading = ""

    def _head(self, runs: Cell) -> None:
        """A heading of these words, by where it stands and of which level it is."""
        if self.annex:
            self.blocks.append(Paragraph(Style.ANNEX_HEADING, runs))
        elif self.front:
            self.blocks.append(Paragraph(_FRONT[self.front, self.heading == "h1"], runs))
        elif self.heading == "h1":
            self.title += _text(runs)  # a long title stands on several lines
            self.blocks.append(Paragraph(Style.TITLE, runs))
        elif self.heading == "h2":
            self._chapter(runs)
        else:
            self._section(runs)

    def _chapter(self, runs: Cell) -> None:
        self._end_chapter()
        self.chapters, self.sections, self.chapter_at = self.chapters + 1, 0, len(self.articles.closed)
        self.blocks.append(Paragraph(Style.CHAPTER, runs, f"第{chinese(self.chapters)}章"))

    def _end_chapter(self) -> None:
        if self.chapter_at is not None and self.chapter_at == len(self.articles.closed):
            self.slips.add("chapter-empty", chapter=f"第{chinese(self.chapters)}章")
        self.chapter_at = None

    def _section(self, runs: Cell) -> None:
        if self.heading != "h3":
            self.slips.add("left-over", slip="#" * int(self.heading[1:]), text=_text(runs))
        self.sections += 1
        self.blocks.append(Paragraph(Style.SECTION, runs, f"第{chinese(self.sections)}节"))

    # lists

    def _begin_list(self, _: Mark) -> None:
        self.lists.begin(len(self.blocks))

    def _begin_bullets(self, mark: Mark) -> None:
        self.slips.add("left-over", slip="-", text="")
        self._begin_list(mark)

    def _end_list(self, _: Mark) -> None:
        self.lists.end(self.blocks)
        self._in_item()

    def _begin_item(self, _: Mark) -> None:
        self.label = self.lists.begin_item(len(self.blocks))
        self._in_item()

    def _in_item(self) -> None:
        if self.articles.open:
            self.articles.open.item = self.lists.item

    def _end_item(self, _: Mark) -> None:
        if not self.lists.end_item(len(self.blocks)):
            self.slips.add("item-empty", key=self.articles.open.key if self.articles.open else "")

    # words and tables

    def _table(self, mark: Mark) -> None:
        if table := self.words.table(mark.table):
            self.blocks.append(table)

    def _chart(self, mark: Mark) -> None:
        self.blocks.append(chart(mark.table, self.words))

    def _line(self, mark: Mark) -> None:
        """A heading's words, or a paragraph."""
        article = self.articles.open
        if article and not self.lists.depth:
            article.paragraphs += 1
        runs = self.words.paragraph(mark.token)
        if self.heading:
            self._head(runs)
        else:
            self._paragraph(runs)

    def _paragraph(self, runs: Cell) -> None:
        style, article = self._style(), self.articles.open
        label, self.label = self.label, ""
        anchor = article.key if article and style is Style.ARTICLE else ""
        self.blocks.append(Paragraph(style, runs, label, anchor))

    def _style(self) -> Style:
        """The style of a paragraph here."""
        article = self.articles.open
        if self.signature:
            return Style.SIGNATURE
        if not article and not self.annex:
            return _FRONT_LINE.get(self.front, Style.NOTE)
        if self.lists.depth:
            return Style.ITEM if self.lists.depth == 1 else Style.SUBITEM
        if article:
            return Style.ARTICLE if article.paragraphs == 1 else Style.PARAGRAPH
        return Style.ANNEX_NOTE


def _text(runs: Cell) -> str:
    return "".join(run.text for run in runs)
