"""Pages reckoned from style.docx: 22 lines each, headings with what follows, rows whole."""

from __future__ import annotations

from cplist.core.document import JOINS_ABOVE, JOINS_LEFT, Block, Contents, NewSection, Paragraph, Run, Style, Table
from cplist.writers.word.default_style.package import default_style
from cplist.writers.word.layout.pages import heading_pages
from cplist.writers.word.skeleton import skeleton_of


def paragraphs(count: int) -> list[Block]:
    return [Paragraph(Style.PARAGRAPH, (Run("一行。"),))] * count


CHAPTER = Paragraph(Style.CHAPTER, (Run("总则"),), "第一章")
ANNEX = Paragraph(Style.ANNEX_LABEL, (Run("附件1"),), anchor="list")


def pages(*blocks: Block) -> list[int]:
    return heading_pages(blocks, skeleton_of(default_style(), "style.docx").typography)


def rows(count: int, *, joined: bool = False) -> Table:
    cells = ((Run("甲"),), (Run("乙"),))
    row = (JOINS_ABOVE, JOINS_LEFT) if joined else cells
    return Table((1, 1), cells, (cells, *[row] * (count - 1)), joined=joined)


def test_a_chapter_stands_with_the_first_line_of_its_text() -> None:
    assert pages(*paragraphs(19), CHAPTER, *paragraphs(1)) == [1]
    assert pages(*paragraphs(20), CHAPTER, *paragraphs(1)) == [2]


def test_a_first_article_has_two_lines_below_its_heading_and_none_alone_on_the_next_page() -> None:
    three = Paragraph(Style.FIRST_ARTICLE, (Run("长" * 60),))
    assert pages(*paragraphs(18), CHAPTER, three) == [2]  # two lines fit, but the third would be alone
    assert pages(*paragraphs(17), CHAPTER, three) == [1]
    short = Paragraph(Style.SHORT_FIRST_ARTICLE, (Run("短："),))
    assert pages(*paragraphs(19), CHAPTER, short, *paragraphs(1)) == [2]
    assert pages(*paragraphs(18), CHAPTER, short, *paragraphs(1)) == [1]


def test_a_page_has_22_lines() -> None:
    assert pages(*paragraphs(22), CHAPTER, *paragraphs(1)) == [2]
    assert pages(*paragraphs(44), CHAPTER, *paragraphs(1)) == [3]


def test_an_annex_starts_a_page() -> None:
    assert pages(*paragraphs(1), NewSection(landscape=True), ANNEX, *paragraphs(1)) == [2]


def test_the_contents_take_a_line_for_each_entry() -> None:
    many = [CHAPTER, *paragraphs(1)] * 3
    assert pages(Contents("目录"), *paragraphs(15), *many) == [1, 2, 2]
    assert pages(*paragraphs(15), *many) == [1, 1, 2]


def test_pages_are_counted_behind_the_cover() -> None:
    assert pages(*paragraphs(60), NewSection(landscape=False, first=True), CHAPTER, *paragraphs(1)) == [1]


def test_rows_go_to_the_next_page_under_their_header() -> None:
    """19.5 points a row: 32 of them, the header among them, and a little on a page of 636.9."""
    after = (NewSection(landscape=False), ANNEX, *paragraphs(1))
    assert pages(rows(31), *after) == [2]
    assert pages(rows(32), *after) == [3]
    assert pages(rows(62), *after) == [3]
    assert pages(rows(63), *after) == [4]


def test_cells_that_belong_to_others_have_no_lines_of_their_own() -> None:
    assert pages(rows(31, joined=True), NewSection(landscape=False), ANNEX, *paragraphs(1)) == [2]


def test_a_table_without_rows_takes_its_header_only() -> None:
    empty = Table((1, 1), ((Run("甲"),), (Run("乙"),)), ())
    assert pages(empty, NewSection(landscape=False), ANNEX, *paragraphs(1)) == [2]


def test_a_row_that_is_higher_than_a_page_breaks() -> None:
    """20 characters a line in half of a page; 42 lines a page in the table's style."""
    header = ((Run("甲"),), (Run("乙"),))

    def of(lines: int) -> Table:
        return Table((1, 1), header, ((header[0], (Run("字" * 20 * lines),)),))

    after = (NewSection(landscape=False), ANNEX, *paragraphs(1))
    assert pages(of(38), *after) == [2]
    assert pages(*paragraphs(10), of(38), *after) == [3]
    assert pages(*paragraphs(10), of(60), *after) == [3]
    assert pages(of(84), *after) == [4]
