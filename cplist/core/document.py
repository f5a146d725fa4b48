"""What a document is made of: plain data between composing and writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """The named paragraph styles of style.docx that a text uses."""

    COVER_TITLE = "封面标题"
    COVER_MARK = "封面标记"
    COVER_SIGNATURE = "封面落款"
    ISSUER = "发文机关标志"
    NUMBER = "发文字号"
    TITLE = "责任制标题"
    NOTE = "题注"
    CONTENTS_TITLE = "目录标题"
    CONTENTS_ENTRY = "toc 1"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    FIRST_ARTICLE = "首条"
    SHORT_FIRST_ARTICLE = "首条同页"
    PARAGRAPH = "款"
    LAST_PARAGRAPH = "末款"
    ITEM = "项"
    SUBITEM = "目"
    SIGNATURE = "落款"
    HEADING = "一级标题"
    SUBHEADING = "二级标题"
    BEFORE_TABLE = "表前说明"
    LETTER_HEADING = "书标题"
    LETTER_TEXT = "书文"
    LETTER_BEFORE_TABLE = "书表前"
    ANNEX_LABEL = "附件标识"
    ANNEX_TITLE = "附件标题"
    ANNEX_HEADING = "附件小标题"
    ANNEX_NOTE = "附件说明"
    ANNEX_TEXT = "附件文字"
    TABLE_HEAD = "表头"
    TABLE_TEXT = "表文"
    TABLE_CENTRED = "表文居中"
    SMALL_TEXT = "表文小"
    SMALL_CENTRED = "表文小居中"
    SMALLEST_TEXT = "表文特小"
    SMALLEST_CENTRED = "表文特小居中"
    BLANK = "填写格"
    FIGURE = "图"


INSTEAD = {
    Style.COVER_TITLE: Style.TITLE,
    Style.COVER_MARK: Style.NUMBER,
    Style.COVER_SIGNATURE: Style.NUMBER,
    Style.ISSUER: Style.TITLE,
    Style.NOTE: Style.NUMBER,
    Style.CONTENTS_TITLE: Style.NUMBER,
    Style.CONTENTS_ENTRY: Style.PARAGRAPH,
    Style.FIRST_ARTICLE: Style.ARTICLE,
    Style.SHORT_FIRST_ARTICLE: Style.ARTICLE,
    Style.LAST_PARAGRAPH: Style.PARAGRAPH,
    Style.ANNEX_TEXT: Style.ANNEX_NOTE,
    Style.TABLE_CENTRED: Style.TABLE_TEXT,
    Style.SMALL_TEXT: Style.TABLE_TEXT,
    Style.SMALL_CENTRED: Style.TABLE_CENTRED,
    Style.SMALLEST_TEXT: Style.SMALL_TEXT,
    Style.SMALLEST_CENTRED: Style.SMALL_CENTRED,
    Style.HEADING: Style.ANNEX_HEADING,
    Style.SUBHEADING: Style.ANNEX_HEADING,
    Style.BEFORE_TABLE: Style.PARAGRAPH,
    Style.LETTER_HEADING: Style.HEADING,
    Style.LETTER_TEXT: Style.PARAGRAPH,
    Style.LETTER_BEFORE_TABLE: Style.BEFORE_TABLE,
    Style.BLANK: Style.TABLE_TEXT,
    Style.FIGURE: Style.ANNEX_TEXT,
}
"""The style that is used instead of one that a style.docx may lack."""


ARTICLES = (Style.ARTICLE, Style.FIRST_ARTICLE, Style.SHORT_FIRST_ARTICLE)
"""The beginning of an article: anywhere; below a heading, with more than a line, or with one."""


class RunKind(StrEnum):
    TEXT = "text"
    DUTY = "duty"
    REFERENCE = "reference"
    BLANK = "blank"
    LEFT = "left"
    ABOVE = "above"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; \n is a new line within the paragraph. A DUTY run carries the duty `target`, a REFERENCE
    leads to the article or annex with the key `target`, a BLANK is room to write by hand in a cell of its own; a
    cell that is one LEFT or ABOVE run is merged with the cell on that side. ADDED and REMOVED words are those of
    one version only."""

    text: str
    kind: RunKind = RunKind.TEXT
    target: str = ""


Cell = tuple[Run, ...]
JOINS_LEFT: Cell = (Run("", RunKind.LEFT),)
JOINS_ABOVE: Cell = (Run("", RunKind.ABOVE),)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`label` is a literal number before the text (第八条, （一）); `anchor` the key that references lead to."""

    style: Style
    runs: tuple[Run, ...]
    label: str = ""
    anchor: str = ""

    @property
    def apart(self) -> str:
        """What stands between the number and the text."""
        return "　" if self.label and self.style in _SET_APART else ""

    @property
    def text(self) -> str:
        """Number and words, as a reader sees them."""
        return self.label + self.apart + "".join([run.text for run in self.runs])


_SET_APART = (Style.CHAPTER, Style.SECTION, *ARTICLES)


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are shares of the page's width; the header row repeats on every page; `centred` are the
    numbers of the columns (from 0) whose text is centred; `joined` says whether a cell is merged with another one,
    `blanks` whether one is room to write in: then all rows are high, and stay together. `text` is the style of its
    cells."""

    widths: tuple[int, ...]
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    centred: frozenset[int] = frozenset()
    joined: bool = False
    blanks: bool = False
    text: Style = Style.TABLE_TEXT


@dataclass(frozen=True, slots=True)
class NewSection:
    """What follows starts on a new page, in portrait or landscape. `first`: pages are counted from here; what
    stands before it is the cover, which has no page number. `whole`: what follows is to be one page, with smaller
    print in its tables where they need it. `small`: its tables are in small print."""

    landscape: bool
    first: bool = False
    whole: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, with its heading; the writer finds the chapters and annexes."""

    title: str


@dataclass(frozen=True, slots=True)
class ChartRow:
    """Boxes of a chart side by side, each the words in it, \n a new line. `place` is above or below the branches,
    or a branch of its own: its first box then leads the others."""

    place: str
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of who stands above, beside and below whom, with its title. Whoever doesn't see it has a table."""

    title: str
    rows: tuple[ChartRow, ...]

    @property
    def described(self) -> str:
        """What is drawn, row by row, in words."""
        said = (f"{row.boxes[0]}：{'、'.join(row.boxes[1:])}" if row.boxes[1:] and row.place == BRANCH
                else "、".join(row.boxes) for row in self.rows)  # fmt: skip
        return "；".join(said).replace("\n", "，")


ABOVE, BRANCH, BELOW = "above", "branch", "below"
Block = Paragraph | Table | NewSection | Contents | Chart


@dataclass(frozen=True)
class Place:
    """Where words carry a duty: the article's key, its number, 款 (0: the article has one only), 项 (0: not in an
    item)."""

    article: str
    number: int
    paragraph: int
    item: int


@dataclass(frozen=True)
class Article:
    """A composed article: its key never changes its meaning, its number may."""

    key: str
    title: str
    number: int
    paragraphs: tuple[str, ...]
    duties: tuple[str, ...]


@dataclass(frozen=True)
class OptionalItem:
    """An optional item that a text met: its id, the article that it stands in ("": none), the words as printed (""
    for one that is dropped)."""

    id: str
    article: str
    words: str


@dataclass(frozen=True)
class OpenFact:
    """A fact that a text lacks: the profile's key for it, the article that it would stand in ("": none)."""

    key: str
    article: str


@dataclass(frozen=True)
class ComposedText:
    """A composed document: blocks in order, its articles, and the places that carry each duty. `names` are those
    that a title's lines keep whole, `words` further words that they may break between; `items` and `facts` are
    what the institution decides itself, as far as the text met it."""

    title: str
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]
    places: Mapping[str, tuple[Place, ...]]
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    items: tuple[OptionalItem, ...] = ()
    facts: tuple[OpenFact, ...] = ()
