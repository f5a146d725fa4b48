"""Rendered template text → blocks: a small Markdown, numbers and references counted here.

    # title (a line each) · ## chapter · ### section
    ::: article KEY title … ::: · ::: annex KEY [landscape] [onepage] title … ::: · ::: signature … :::
    ::: cover … ::: · ::: heading … ::: · ::: contents title … :::
1. item, nested 1. sub-item · | table |, dashes are widths · one line is one paragraph
[words](1.1-04): these words carry that duty · [](KEY), [](1.1-04): a reference
a cell that holds ＿ alone: room to write by hand; " // " in a cell: a new line;
[words](+), [words](-) in a cell: words that only the new or the old version has
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from cplist.compose.sandbox import shown
from cplist.compose.text.table_markup import ABOVE, LEFT, ROOM, table_source
from cplist.core.document import (
    JOINS_ABOVE,
    JOINS_LEFT,
    Article,
    Block,
    Cell,
    Contents,
    NewSection,
    Paragraph,
    Place,
    Run,
    RunKind,
    Style,
    Table,
    Text,
)
from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.domain.numerals import chinese

SLIP = re.compile(r"[][{}|#*`<>\\]|：：：|:::|^\s*(?:\d+[.)、](?!\d)|[-+] )")
ARTICLE = re.compile(r"\s*article ([a-z0-9-]{1,32})(?: (\S.*?))?\s*")
SIGNATURE = re.compile(r"\s*signature\s*")
ANNEX = re.compile(r"\s*annex ([a-z0-9-]{1,32})( landscape)?( onepage)? (\S.*?)\s*")
CONTENTS = re.compile(r"\s*contents (\S.*?)\s*")
CONTAINERS = {
    "article": ARTICLE,
    "annex": ANNEX,
    "signature": SIGNATURE,
    "cover": re.compile(r"\s*cover\s*"),
    "heading": re.compile(r"\s*heading\s*"),
    "contents": CONTENTS,
}
TABLE = re.compile(r"^[ ]*\|.*(?:\n[ ]*\|.*)*", re.MULTILINE)
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")
LINE_END = " // "
"""In a table's cell: what follows stands on a new line."""
TABLE_MARK = "\U0010fdd4"
"""Stands for a table in the text that goes to the Markdown parser: its cells are split here, ten times faster."""


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero").enable(["heading", "list", "link"])
    for name, pattern in CONTAINERS.items():
        markdown.use(container_plugin, name, validate=partial(_is, pattern))
    return markdown


def _is(pattern: re.Pattern[str], info: str, *_: object) -> bool:
    return pattern.fullmatch(info) is not None


Index = Callable[[Sequence["Article"]], str]
"""Gives the text that follows, once the articles are numbered."""


def compose(text: str, file: str, index: Index | None = None) -> tuple[Text, list[Finding]]:
    """The blocks of a rendered template. `file` is the template's name, for findings (they quote the words;
    a line of the rendered text would not be one of the template)."""
    composer = Composer(file)
    composer.read(text)
    if index:
        composer.read(index(composer.numbered()))
    return composer.finish()


@dataclass
class _OpenArticle:
    key: str
    title: str
    number: int
    paragraphs: int = 0
    item: int = 0
    first: int = 0
    last: int = 0
    duties: list[str] = field(default_factory=list)


class Composer:
    """One pass over the tokens numbers everything; `finish` gives the references their words."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.tables: list[str] = []
        self.findings: list[Finding] = []
        self.blocks: list[Block] = []
        self.articles: list[_OpenArticle] = []
        self.places: dict[str, list[Place]] = {}
        self.title = ""
        self.chapters = self.sections = self.annexes = 0
        self.chapter_at: int | None = None
        self.article: _OpenArticle | None = None
        self.annex = self.signature = False
        self.front = ""
        self.anchors: dict[str, str] = {}
        self.lists: list[int] = []
        self.list_first = 0
        self.item_first: list[int] = []
        self.heading = ""
        self.label = ""
        self.several: set[str] = set()

    def read(self, text: str) -> None:
        """Take in a rendered text; its tables are set aside before Markdown is read."""
        source = TABLE.sub(self._set_aside, text).replace("\n", "\n\n")
        for token in _markdown().parse(source):
            self._take(token)

    def numbered(self) -> tuple[Article, ...]:
        """The articles so far; their references have no words yet."""
        return tuple(_article(article, self.blocks) for article in self.articles)

    def _set_aside(self, match: re.Match[str]) -> str:
        self.tables.append(match[0])
        return f"{TABLE_MARK}{len(self.tables) - 1}"

    def _take(self, token: Token) -> None:
        handler: Callable[[Token], None] | None = getattr(self, f"_{token.type}", None)
        if handler:
            handler(token)

    # containers

    def _container_article_open(self, token: Token) -> None:
        match = ARTICLE.fullmatch(token.info)
        assert match
        if self.article:
            self._say("article-open", key=self.article.key)
        key, number = match[1], len(self.articles) + 1
        if key in self.anchors:
            self._say("article-twice", key=key)
        self.anchors[key] = f"第{chinese(number)}条"
        self.article = _OpenArticle(key, shown(match[2] or ""), number, first=len(self.blocks))
        self.label = self.anchors[key]
        if self.annex or self.front:
            self._say("article-in-annex", key=key)

    def _container_article_close(self, _: Token) -> None:
        article, self.article = self.article, None
        self.label = ""
        if article is None:  # the outer one of two, of which the inner was not closed
            return
        article.last = len(self.blocks)
        written = self.blocks[article.first :]
        if not written:
            self._say("article-empty", key=article.key)
        elif not isinstance(written[0], Paragraph) or written[0].style is not Style.ARTICLE:
            self._say("article-start", key=article.key)
        for block, following in zip(written, [*written[1:], None], strict=False):
            if isinstance(block, Paragraph) and _leads_in_nothing(block, following):
                self._say("lead-in-empty", text=_text(block), key=article.key)
        if article.paragraphs > 1:
            self.several.add(article.key)
        self.articles.append(article)

    def _container_annex_open(self, token: Token) -> None:
        match = ANNEX.fullmatch(token.info)
        assert match
        self._end_chapter()
        if match[1] in self.anchors:
            self._say("article-twice", key=match[1])
        self.annexes, self.annex = self.annexes + 1, True
        self.anchors[match[1]] = f"附件{self.annexes}"
        self.blocks.append(NewSection(landscape=bool(match[2]), whole=bool(match[3])))
        self.blocks.append(Paragraph(Style.ANNEX_LABEL, (Run(f"附件{self.annexes}"),), anchor=match[1]))
        self.blocks.append(Paragraph(Style.ANNEX_TITLE, (Run(shown(match[4])),)))

    def _container_annex_close(self, _: Token) -> None:
        self.annex = False

    def _container_signature_open(self, _: Token) -> None:
        self.signature = True

    def _container_signature_close(self, _: Token) -> None:
        self.signature = False

    def _container_cover_open(self, _: Token) -> None:
        self.front = "cover"

    def _container_cover_close(self, _: Token) -> None:
        self.front = ""
        self.blocks.append(NewSection(landscape=False, first=True))

    def _container_heading_open(self, _: Token) -> None:
        self.front = "heading"

    def _container_heading_close(self, _: Token) -> None:
        self.front = ""

    def _container_contents_open(self, token: Token) -> None:
        match = CONTENTS.fullmatch(token.info)
        assert match
        self.blocks.append(Contents(shown(match[1])))

    # headings

    def _heading_open(self, token: Token) -> None:
        self.heading = token.tag

    def _heading_close(self, _: Token) -> None:
        self.heading = ""

    def _head(self, runs: Cell) -> None:
        if self.annex:
            self.blocks.append(Paragraph(Style.ANNEX_HEADING, runs))
        elif self.front:
            self.blocks.append(Paragraph(_FRONT[self.front, self.heading == "h1"], runs))
        elif self.heading == "h1":
            self.title += "".join(run.text for run in runs)  # a long title stands on several lines
            self.blocks.append(Paragraph(Style.TITLE, runs))
        elif self.heading == "h2":
            self._end_chapter()
            self.chapters, self.sections, self.chapter_at = self.chapters + 1, 0, len(self.articles)
            self.blocks.append(Paragraph(Style.CHAPTER, runs, f"第{chinese(self.chapters)}章"))
        else:
            if self.heading != "h3":
                self._say("left-over", slip="#" * int(self.heading[1:]), text="".join(run.text for run in runs))
            self.sections += 1
            self.blocks.append(Paragraph(Style.SECTION, runs, f"第{chinese(self.sections)}节"))

    def _end_chapter(self) -> None:
        if self.chapter_at is not None and self.chapter_at == len(self.articles):
            self._say("chapter-empty", chapter=f"第{chinese(self.chapters)}章")
        self.chapter_at = None

    # lists

    def _ordered_list_open(self, _: Token) -> None:
        if not self.lists:
            self.list_first = len(self.blocks)
        self.lists.append(0)

    def _list_item_open(self, _: Token) -> None:
        self.lists[-1] += 1
        self.item_first.append(len(self.blocks))
        if self.article and len(self.lists) == 1:
            self.article.item = self.lists[0]
        self.label = f"（{chinese(self.lists[0])}）" if len(self.lists) == 1 else f"{self.lists[-1]}."

    def _list_item_close(self, _: Token) -> None:
        if len(self.blocks) == self.item_first[-1]:
            self._say("item-empty", key=self.article.key if self.article else "")
        self.item_first.pop()

    def _ordered_list_close(self, _: Token) -> None:
        self.lists.pop()
        if self.lists:
            return
        for index in range(self.list_first, len(self.blocks)):
            self.blocks[index] = _ended(self.blocks[index], last=index == len(self.blocks) - 1)
        if self.article:
            self.article.item = 0

    def _bullet_list_open(self, token: Token) -> None:
        self._say("left-over", slip="-", text="")
        self._ordered_list_open(token)

    def _bullet_list_close(self, token: Token) -> None:
        self._ordered_list_close(token)

    # tables

    def _table(self, source: str) -> None:
        table = table_source(source)
        if table is None or table.wrong:
            wrong = table.wrong if table else source.split("\n")[0].strip()
            self._say("left-over", slip="|", text=shown(wrong)[:60])
            return
        header, *rows = (tuple(self._cell(cell) for cell in row) for row in table.rows)
        if JOINS_ABOVE in header:
            self._say("left-over", slip="|", text=shown(source.split("\n")[0])[:60])
        self.blocks.append(Table(table.widths, header, tuple(rows), table.centred, table.joined, table.blanks))

    def _cell(self, source: str) -> Cell:
        if source in _WHOLE_CELLS:
            return _WHOLE_CELLS[source]
        return tuple(self._cell_runs(source))

    def _cell_runs(self, source: str) -> Iterator[Run]:
        end = 0
        for match in LINK.finditer(source):
            yield from self._words(source[end : match.start()].replace(LINE_END, "\n"), "")
            words, target = match.groups()
            yield from self._linked(words, target)
            end = match.end()
        yield from self._words(source[end:].replace(LINE_END, "\n"), "")

    def _linked(self, words: str, target: str) -> Iterator[Run]:
        """A reference, or words of one version only; no cell carries a duty."""
        if not words:
            yield Run("", RunKind.REFERENCE, target)
        elif kind := _OF_ONE_VERSION.get(target):
            yield from (replace(run, kind=kind) for run in self._words(words, ""))
        else:
            yield from self._words(words, target)
            self._say("duty-outside", duty=target)

    # words

    def _inline(self, token: Token) -> None:
        if token.content.startswith(TABLE_MARK):
            self._table(self.tables[int(token.content[1:])])
            return
        if self.article and not self.lists:
            self.article.paragraphs += 1
        runs = tuple(self._runs(token))
        if self.heading:
            self._head(runs)
        else:
            self._paragraph(runs)

    def _style(self) -> Style:
        """The style of a paragraph here."""
        if self.signature:
            return Style.SIGNATURE
        if not self.article and not self.annex:
            return _FRONT_LINE.get(self.front, Style.NOTE)
        if self.lists:
            return Style.ITEM if len(self.lists) == 1 else Style.SUBITEM
        if self.article:
            return Style.ARTICLE if self.article.paragraphs == 1 else Style.PARAGRAPH
        return Style.ANNEX_NOTE

    def _paragraph(self, runs: Cell) -> None:
        style = self._style()
        label, self.label = self.label, ""
        anchor = self.article.key if self.article and style is Style.ARTICLE else ""
        self.blocks.append(Paragraph(style, runs, label, anchor))

    def _runs(self, token: Token) -> Iterator[Run]:
        target = ""
        empty = False
        for child in token.children or ():
            if child.type == "link_open":
                target, empty = str(child.attrs["href"]).lstrip("#"), True
            elif child.type == "link_close":
                if empty:
                    yield Run("", RunKind.REFERENCE, target)
                target = ""
            elif child.content:
                empty = False
                if target:
                    self._carry(target)
                yield from self._words(child.content, target)

    def _words(self, source: str, target: str) -> Iterator[Run]:
        """The run of some words; markup that is left in them is a slip of the template."""
        if slip := SLIP.search(source):
            self._say("left-over", slip=slip[0], text=shown(source)[:60])
        if source:
            yield Run(shown(source), RunKind.DUTY if target else RunKind.TEXT, target)

    def _carry(self, duty: str) -> None:
        if not self.article:
            self._say("duty-outside", duty=duty)
            return
        article = self.article
        article.duties.append(duty)
        self.places.setdefault(duty, []).append(
            Place(article.key, article.number, article.paragraphs, article.item)
        )

    # the end

    def finish(self) -> tuple[Text, list[Finding]]:
        self._end_chapter()
        blocks = tuple(self._referred(block) for block in self.blocks)
        places = {duty: tuple(self._placed(place) for place in found) for duty, found in self.places.items()}
        articles = tuple(_article(article, blocks) for article in self.articles)
        return Text(self.title, blocks, articles, places), self.findings

    def _placed(self, place: Place) -> Place:
        """An article of one 款 isn't cited by it."""
        return place if place.article in self.several else replace(place, paragraph=0)

    def _referred(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace(block, runs=self._with_words(block.runs)) if _refers(block.runs) else block
        if isinstance(block, Table):
            rows = tuple(
                tuple(self._with_words(cell) if _refers(cell) else cell for cell in row) for row in block.rows
            )
            return replace(block, rows=rows)
        return block

    def _with_words(self, runs: Cell) -> Cell:
        return tuple(self._reference(run) if run.kind is RunKind.REFERENCE else run for run in runs)

    def _reference(self, run: Run) -> Run:
        if run.target in self.anchors:
            return replace(run, text=self.anchors[run.target])
        if run.target not in self.places:
            self._say("reference-missing", target=run.target)
            return replace(run, text="〔条款待定〕", kind=RunKind.TEXT, target="")
        place = self._placed(self.places[run.target][0])
        return replace(run, text=place_text(place), target=place.article)

    def _say(self, rule: str, **arguments: object) -> None:
        self.findings.append(finding(rule, Location(self.file), "", **arguments))


def _article(article: _OpenArticle, blocks: Sequence[Block]) -> Article:
    written = [block for block in blocks[article.first : article.last] if isinstance(block, Paragraph)]
    texts = tuple(_text(block) for block in written)
    return Article(article.key, article.title, article.number, texts, tuple(dict.fromkeys(article.duties)))


_WHOLE_CELLS: Mapping[str, Cell] = {
    LEFT: JOINS_LEFT,
    ABOVE: JOINS_ABOVE,
    ROOM: (Run("", RunKind.BLANK),),
}
_OF_ONE_VERSION = {"+": RunKind.ADDED, "-": RunKind.REMOVED}
_FRONT = {
    ("cover", True): Style.COVER_TITLE,
    ("cover", False): Style.COVER_SIGNATURE,
    ("heading", True): Style.ISSUER,
    ("heading", False): Style.ISSUER,
}
"""A heading of the cover or of the issuer's heading, of the first level or not."""
_FRONT_LINE = {"cover": Style.COVER_MARK, "heading": Style.NUMBER}
_LED_IN = {Style.ARTICLE: Style.ITEM, Style.PARAGRAPH: Style.ITEM, Style.ITEM: Style.SUBITEM}


def _leads_in_nothing(block: Paragraph, following: Block | None) -> bool:
    """Whether a paragraph ends in ： and no item, sub-item or table comes behind it."""
    if not _text(block).endswith("：") or block.style not in _LED_IN or isinstance(following, Table):
        return False
    return not isinstance(following, Paragraph) or following.style is not _LED_IN[block.style]


def place_text(place: Place) -> str:
    """第八条第二款第（三）项."""
    text = f"第{chinese(place.number)}条"
    if place.paragraph:
        text += f"第{chinese(place.paragraph)}款"
    return text + (f"第（{chinese(place.item)}）项" if place.item else "")


def _text(block: Paragraph) -> str:
    return block.label + "".join(run.text for run in block.runs)


def _refers(runs: Cell) -> bool:
    return any(run.kind is RunKind.REFERENCE for run in runs)


def _ended(block: Block, *, last: bool) -> Block:
    """An item ends in ；, the last one in 。; one that leads in its own sub-items keeps its ：.

    Behind words that carry a duty the mark is a run of its own: LibreOffice gives a mark that hangs over the margin
    a line more where a bookmark ends behind it."""
    if not isinstance(block, Paragraph) or not block.runs:
        return block
    words = block.runs[-1]
    mark = "。" if last else "；"
    if words.kind is RunKind.REFERENCE:
        return replace(block, runs=(*block.runs, Run(mark)))
    bare = words.text.rstrip("；。，")
    if bare.endswith("：") and words.text == bare:
        return block
    if words.kind is RunKind.DUTY:
        return replace(block, runs=(*block.runs[:-1], replace(words, text=bare), Run(mark)))
    return replace(block, runs=(*block.runs[:-1], replace(words, text=bare + mark)))
