"""What stands together on a page: an annex that is to be one, and a note with the table that it introduces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cplist.core.document import Block, Contents, NewSection, Paragraph, Run, Style, Table
from cplist.writers.word.default_style.package import default_style
from cplist.writers.word.layout.keep_together import LEAST_LINES, kept_together
from cplist.writers.word.layout.pages import _Layout, ends_well, fits_one_page
from cplist.writers.word.skeleton import skeleton_of

TYPOGRAPHY = skeleton_of(default_style(), "style.docx").typography
HEADING = Paragraph(Style.ANNEX_HEADING, (Run("小标题"),))
NOTE = Paragraph(Style.ANNEX_NOTE, (Run("说明。"),))


def table(rows: int) -> Table:
    return Table((1, 1), ((Run("甲"),), (Run("乙"),)), (((Run("丙"),), (Run("丁"),)),) * rows)


def annex(rows: int, *, whole: bool = True) -> list[Block]:
    label = Paragraph(Style.ANNEX_LABEL, (Run("附件1"),), anchor="one")
    return [NewSection(landscape=False, whole=whole), label, table(rows)]


def styles_of(blocks: list[Block]) -> list[Style]:
    return [block.style for block in kept_together(blocks, TYPOGRAPHY) if isinstance(block, Paragraph)]


def prints(blocks: list[Block]) -> list[Style]:
    return [block.text for block in kept_together(blocks, TYPOGRAPHY) if isinstance(block, Table)]


@pytest.mark.parametrize(
    ("rows", "style"), [(3, Style.TABLE_TEXT), (34, Style.SMALL_TEXT), (40, Style.SMALLEST_TEXT)]
)
def test_a_table_takes_the_largest_print_in_which_its_annex_is_one_page(rows: int, style: Style) -> None:
    assert prints(annex(rows)) == [style]
    assert fits_one_page(kept_together(annex(rows), TYPOGRAPHY), TYPOGRAPHY)


def test_what_is_longer_still_takes_a_second_page_in_the_smallest() -> None:
    assert prints(annex(90)) == [Style.SMALLEST_TEXT]
    assert not fits_one_page(kept_together(annex(90), TYPOGRAPHY), TYPOGRAPHY)


def test_other_annexes_keep_their_print() -> None:
    assert prints([*annex(90, whole=False), *annex(40)]) == [Style.TABLE_TEXT, Style.SMALLEST_TEXT]


def test_notes_stay_with_their_table_and_with_nothing_else() -> None:
    assert styles_of([NOTE, NOTE, table(1)]) == [Style.ANNEX_NOTE] * 2
    assert styles_of([NOTE, HEADING, NOTE, table(1)]) == [Style.ANNEX_TEXT, Style.ANNEX_HEADING, Style.ANNEX_NOTE]
    assert styles_of([HEADING, NOTE, NOTE]) == [Style.ANNEX_HEADING, *[Style.ANNEX_TEXT] * 2]


def test_a_style_docx_without_the_small_prints_has_the_usual_one() -> None:
    large = {Style.SMALL_TEXT: Style.TABLE_TEXT, Style.SMALLEST_TEXT: Style.TABLE_TEXT}
    typography = replace(
        TYPOGRAPHY,
        styles=TYPOGRAPHY.styles | {small: TYPOGRAPHY.styles[style] for small, style in large.items()},
        counts={},
    )
    assert not fits_one_page(kept_together(annex(40), typography), typography)


def lines_on_the_last_page(blocks: Sequence[Block]) -> int:
    """How many lines the section before the last break has on its last page."""
    layout = _Layout(TYPOGRAPHY)
    for block in blocks[:-1]:
        layout.take(block, 0)
    layout._place_waiting(0)
    return round(layout.used / TYPOGRAPHY.styles[Style.ARTICLE].line)


# headings, contents, last pages

CHAPTER = Paragraph(Style.CHAPTER, (Run("总则"),), "第一章")


def article(text: str) -> Paragraph:
    return Paragraph(Style.ARTICLE, (Run(text),), "第一条", anchor="first")


def test_an_article_below_a_heading_has_two_lines_there_or_goes_on_with_what_follows() -> None:
    long, short, other = article("长" * 40), article("短："), article("另一条。")
    rest = [other, *[article("长" * 140)] * 2]
    assert styles_of([CHAPTER, long, *rest])[:3] == [Style.CHAPTER, Style.FIRST_ARTICLE, Style.ARTICLE]
    assert styles_of([CHAPTER, short, *rest])[:3] == [Style.CHAPTER, Style.SHORT_FIRST_ARTICLE, Style.ARTICLE]


def test_the_paragraphs_that_end_the_articles_stay_together_and_whole() -> None:
    long, four = article("甲" * 140), Paragraph(Style.PARAGRAPH, (Run("丁" * 100),))
    first, line = article("乙" * 40), Paragraph(Style.PARAGRAPH, (Run("丙。"),))
    item = Paragraph(Style.ITEM, (Run("戊；"),))
    kept, whole = Style.SHORT_FIRST_ARTICLE, Style.LAST_PARAGRAPH
    assert styles_of([long, four, first, line]) == [Style.ARTICLE, whole, kept, whole]
    assert styles_of([long, first, four]) == [Style.ARTICLE, kept, whole]
    assert styles_of([first, long]) == [Style.ARTICLE, kept]
    assert styles_of([CHAPTER, long, line]) == [Style.CHAPTER, kept, whole]
    assert styles_of([first, long, four, item, line]) == [
        Style.ARTICLE,
        Style.ARTICLE,
        Style.PARAGRAPH,
        Style.ITEM,
        whole,
    ]
    annexed = styles_of([long, first, four, *annex(1), line])
    assert annexed == [Style.ARTICLE, kept, whole, Style.ANNEX_LABEL, Style.PARAGRAPH]


@pytest.mark.parametrize("before", range(8, 40))
def test_few_lines_of_the_articles_are_never_alone_on_the_last_page(before: int) -> None:
    line, more = article("丙。"), Paragraph(Style.PARAGRAPH, (Run("丁" * 80),))
    for end in ([line], [article("乙" * 40)], [line, replace(line, style=Style.PARAGRAPH)], [line, more]):
        blocks = kept_together([*[article("一行。")] * before, *end, NewSection(landscape=False)], TYPOGRAPHY)
        assert lines_on_the_last_page(blocks) >= LEAST_LINES


def test_what_follows_the_contents_begins_a_page() -> None:
    blocks = kept_together([Contents("目录"), CHAPTER, article("短。")], TYPOGRAPHY)
    assert [type(block) for block in blocks] == [Contents, NewSection, Paragraph, Paragraph]
    apart = [Contents("目录"), NewSection(landscape=True), CHAPTER]
    assert len(kept_together(apart, TYPOGRAPHY)) == 3


def test_a_row_that_would_stand_alone_on_the_last_page_has_its_table_in_another_print() -> None:
    lonely = next(rows for rows in range(20, 40) if not ends_well(annex(rows, whole=False), TYPOGRAPHY))
    assert prints(annex(lonely - 1, whole=False)) == [Style.TABLE_TEXT]
    assert prints(annex(lonely, whole=False)) == [Style.SMALL_TEXT]
    assert prints(annex(lonely + 8, whole=False)) == [Style.TABLE_TEXT]


def test_an_annex_in_small_print_is_so_unless_a_row_would_stand_alone() -> None:
    small = [
        replace(block, small=True) if isinstance(block, NewSection) else block for block in annex(90, whole=False)
    ]
    assert prints(small) == [Style.SMALL_TEXT]
