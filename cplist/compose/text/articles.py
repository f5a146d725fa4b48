"""The articles of a text, numbered as they come, and where each duty is carried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cplist.compose.text.references import References
from cplist.compose.text.slips import Slips
from cplist.core.document import Article, Block, Paragraph, Place, Style, Table
from cplist.domain.numerals import chinese

_LED_IN = {Style.ARTICLE: Style.ITEM, Style.PARAGRAPH: Style.ITEM, Style.ITEM: Style.SUBITEM}


@dataclass
class OpenArticle:
    """An article under way: how many paragraphs it has, in which item it is, and which blocks are its own."""

    key: str
    title: str
    number: int
    first: int
    last: int = 0
    paragraphs: int = 0
    item: int = 0
    duties: list[str] = field(default_factory=list)


class Articles:
    """Opens and closes articles; `open` is the one that is being written."""

    def __init__(self, slips: Slips, references: References) -> None:
        self._slips, self._references = slips, references
        self.closed: list[OpenArticle] = []
        self.open: OpenArticle | None = None

    def begin(self, key: str, title: str, first: int) -> str:
        """Begin an article with its first block; gives its number in words, 第八条."""
        if self.open:
            self._slips.add("article-open", key=self.open.key)
        number = len(self.closed) + 1
        self.open = OpenArticle(key, title, number, first)
        return self._references.name(key, f"第{chinese(number)}条")

    def end(self, blocks: Sequence[Block]) -> None:
        """Close the open article behind the blocks so far."""
        article, self.open = self.open, None
        if article is None:  # the outer one of two, of which the inner was not closed
            return
        article.last = len(blocks)
        self._examine(article, blocks[article.first :])
        if article.paragraphs > 1:
            self._references.several.add(article.key)
        self.closed.append(article)

    def _examine(self, article: OpenArticle, written: Sequence[Block]) -> None:
        if not written:
            self._slips.add("article-empty", key=article.key)
        elif not isinstance(written[0], Paragraph) or written[0].style is not Style.ARTICLE:
            self._slips.add("article-start", key=article.key)
        for block, following in zip(written, [*written[1:], None], strict=False):
            if isinstance(block, Paragraph) and _leads_in_nothing(block, following):
                self._slips.add("lead-in-empty", text=_text(block), key=article.key)

    def carry(self, duty: str) -> None:
        """Words at this place carry that duty."""
        if (article := self.open) is None:
            self._slips.add("duty-outside", duty=duty)
            return
        article.duties.append(duty)
        place = Place(article.key, article.number, article.paragraphs, article.item)
        self._references.places.setdefault(duty, []).append(place)

    def written(self, blocks: Sequence[Block]) -> tuple[Article, ...]:
        """The closed articles with their words in those blocks."""
        return tuple(_article(article, blocks) for article in self.closed)


def _article(article: OpenArticle, blocks: Sequence[Block]) -> Article:
    written = [block for block in blocks[article.first : article.last] if isinstance(block, Paragraph)]
    texts = tuple(_text(block) for block in written)
    return Article(article.key, article.title, article.number, texts, tuple(dict.fromkeys(article.duties)))


def _leads_in_nothing(block: Paragraph, following: Block | None) -> bool:
    """Whether a paragraph ends in ： and no item, sub-item or table comes behind it."""
    if not _text(block).endswith("：") or block.style not in _LED_IN or isinstance(following, Table):
        return False
    return not isinstance(following, Paragraph) or following.style is not _LED_IN[block.style]


def _text(block: Paragraph) -> str:
    return block.label + "".join(run.text for run in block.runs)
