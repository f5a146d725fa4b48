"""What is kept together on a page: an annex that is to be one page, a note with the table that it introduces, and
two lines below a heading; what ends the articles; and what begins a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from cplist.core.document import ARTICLES, Block, Chart, Contents, NewSection, Paragraph, Style, Table
from cplist.writers.word.layout.pages import ends_well, fits_one_page
from cplist.writers.word.layout.typography import Typography

PRINTS = (Style.TABLE_TEXT, Style.SMALL_TEXT, Style.SMALLEST_TEXT)
"""The styles of tables' text, from large to small; what doesn't fit in the smallest takes another page."""
LARGE_FIRST, SMALL_FIRST = PRINTS[:2], PRINTS[1::-1]
WITHIN = (Style.PARAGRAPH, Style.ITEM, Style.SUBITEM)
"""What follows the first paragraph of an article."""
LEAST_LINES = 6
"""As many lines of the articles stand on their last page."""
ENDING = dict.fromkeys(ARTICLES, Style.SHORT_FIRST_ARTICLE) | {Style.PARAGRAPH: Style.LAST_PARAGRAPH}
"""The style in which a paragraph is whole and stays with the next one; items have none."""


def kept_together(blocks: Sequence[Block], typography: Typography) -> tuple[Block, ...]:
    """The blocks, with the styles that keep them together."""
    settled = list(_settled_notes(list(_ended(list(_opened(blocks, typography)), typography))))
    return tuple(block for section in _sections(settled) for block in _whole(section, typography))


def _opened(blocks: Sequence[Block], typography: Typography) -> Iterator[Block]:
    """What follows a table of contents begins a page, and an article below a heading has two lines there or goes
    on with the next paragraph."""
    before: Block | None = None
    for block in blocks:
        if isinstance(before, Contents) and not isinstance(block, NewSection):
            yield NewSection(landscape=False)
        if isinstance(block, Paragraph) and block.style is Style.ARTICLE and _is_head(before):
            short = _lines(block, typography) == 1
            block = replace(block, style=Style.SHORT_FIRST_ARTICLE if short else Style.FIRST_ARTICLE)
        yield block
        before = block


def _is(block: Block | None, *styles: Style) -> bool:
    return isinstance(block, Paragraph) and block.style in styles


def _is_head(block: Block | None) -> bool:
    return _is(block, Style.CHAPTER, Style.SECTION)


def _ended(blocks: Sequence[Block], typography: Typography) -> Sequence[Block]:
    """The last lines of the last article stand on one page, whatever their words: the paragraphs that end it are
    whole and stay together, as many as have LEAST_LINES."""
    articles = [number for number, block in enumerate(blocks) if _is(block, *ARTICLES)]
    if not any(articles):
        return blocks
    behind = takewhile(lambda block: _is(block, *WITHIN), islice(blocks, articles[-1] + 1, None))
    end = articles[-1] + 1 + len(list(behind))
    start, lines = end, 0
    while lines < LEAST_LINES and _is(blocks[start - 1], *ENDING):
        start -= 1
        lines += _lines(blocks[start], typography)
    return [_bound(block) if start <= number < end else block for number, block in enumerate(blocks)]


def _bound(block: Block) -> Block:
    return replace(block, style=ENDING[block.style]) if isinstance(block, Paragraph) else block


def _lines(block: Block, typography: Typography) -> int:
    if not isinstance(block, Paragraph):
        return 0
    return typography.counted(block.style, typography.upright.width)[block.text]


def _settled_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """A note stays with what follows only if that is its table: a chain of such paragraphs that is longer than a
    page holds together nowhere, and leaves headings alone at the foot."""
    settled: list[Block] = []
    introduces = False
    for block in reversed(blocks):
        if isinstance(block, Paragraph) and block.style is Style.ANNEX_NOTE:
            settled.append(block if introduces else replace(block, style=Style.ANNEX_TEXT))
        else:
            introduces = isinstance(block, Table)
            settled.append(block)
    return reversed(settled)


def _sections(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    starts = [number for number, block in enumerate(blocks) if isinstance(block, NewSection)]
    for start, end in zip([0, *starts], [*starts, len(blocks)], strict=True):
        yield blocks[start:end]


def _whole(section: Sequence[Block], typography: Typography) -> Sequence[Block]:
    """A section that is to be one page has its tables in the largest print that makes it one. Another one has them
    in the print that it asks for, or in the next one where a few rows would stand alone on its last page."""
    first = section[0] if section else None
    if not isinstance(first, NewSection):
        return section
    section = _with_table_apart(section, typography)
    prints = PRINTS if first.whole else SMALL_FIRST if first.small else LARGE_FIRST
    fits = fits_one_page if first.whole else ends_well
    printed = [[_printed(block, style) for block in section] for style in prints]
    return next((blocks for blocks in printed if fits(blocks, typography)), printed[-1 if first.whole else 0])


def _with_table_apart(section: Sequence[Block], typography: Typography) -> Sequence[Block]:
    """A table beside a chart begins a page, unless both are on one in small print."""
    charts = [number for number, block in enumerate(section, 1) if isinstance(block, Chart)]
    small = [_printed(block, Style.SMALL_TEXT) for block in section]
    if not charts or charts[-1] == len(section) or fits_one_page(small, typography):
        return section
    first = section[0]
    landscape = isinstance(first, NewSection) and first.landscape
    return [*section[: charts[-1]], NewSection(landscape=landscape), *section[charts[-1] :]]


def _printed(block: Block, style: Style) -> Block:
    return replace(block, text=style) if isinstance(block, Table) else block
