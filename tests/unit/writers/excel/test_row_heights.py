"""Row heights: every wrapped line shows, whatever the font's size and the column's width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.core.workbook import Column, Format
from cplist.writers.excel.row_heights import HIGHEST, LEAST, RowHeights

FORMATS = {
    "text": Format("text"),
    "big": Format("big", size=21),
    "small": Format("small", size=9),
    "cut": Format("cut", wrap=False),
}


def height(*values: object, width: float = 20, format_: str = "text", hidden: bool = False) -> float:
    columns = [Column(f"c{number}", "列", width, format_, hidden=hidden) for number in range(len(values))]
    return RowHeights(columns, FORMATS).of_row(values)  # type: ignore[arg-type]


def lines(count: int, size: float = 10.5) -> float:
    """The points that so many lines of that size take at least."""
    return count * size * 1.2


class TestARow:
    @pytest.mark.parametrize("values", [("",), ("甲",), (7,), ("", "", "")])
    def test_of_little_has_the_least_height(self, values: tuple[object, ...]) -> None:
        assert height(*values) == LEAST

    @pytest.mark.parametrize("count", [1, 2, 5, 9, 10, 11, 20, 45, 100])
    def test_shows_all_its_characters(self, count: int) -> None:
        """Nine Chinese characters of 10.5 points fit into a column of twenty."""
        assert height("甲" * count) >= lines(-(-count // 9))

    def test_shows_a_line_of_a_narrow_column_that_holds_no_part_of_a_character(self) -> None:
        """LibreOffice makes eleven lines of it."""
        text = (
            "海岳农村商业银行实施；本级配合（党支部纪检委员）：内外勾结的线索及时移送；"
            "不当行为核实情况，提出处理建议，移送有权机构决定"
        )
        assert height(text, width=14) >= 149.3

    def test_counts_latin_letters_for_half(self) -> None:
        assert height("a" * 80) == height("甲" * 40)

    def test_counts_the_lines_that_the_text_has_itself(self) -> None:
        assert height("甲\n乙\n丙") >= lines(3)
        assert height("甲\n\n丙") == height("甲\n乙\n丙")

    def test_is_as_high_as_its_highest_cell(self) -> None:
        assert height("甲" * 50, "乙") == height("乙", "甲" * 50) == height("甲" * 50)

    def test_grows_with_the_font(self) -> None:
        assert height("甲" * 20, format_="big") > 2 * height("甲" * 20)
        assert height("甲" * 20, format_="small") <= height("甲" * 20)

    def test_ignores_what_is_hidden_or_cut(self) -> None:
        assert height("甲" * 99, hidden=True) == height("甲" * 99, format_="cut") == LEAST

    def test_is_never_higher_than_excel_allows(self) -> None:
        assert height("甲" * 5_000) == HIGHEST == 409

    @given(st.text("甲乙ab，。\n", max_size=200), st.text("甲乙ab，。\n", max_size=50))
    def test_never_shrinks_when_text_is_added(self, text: str, more: str) -> None:
        assert height(text + more) >= height(text)

    @given(st.text("甲a\n", max_size=200), st.floats(4, 60), st.floats(0, 40))
    def test_never_grows_with_the_width(self, text: str, width: float, more: float) -> None:
        assert height(text, width=width + more) <= height(text, width=width)

    def test_in_a_column_too_narrow_for_a_character_still_ends(self) -> None:
        assert LEAST <= height("甲乙", width=0.5) <= HIGHEST

    def test_is_the_same_the_second_time(self) -> None:
        heights = RowHeights([Column("a", "列", 20)], FORMATS)
        assert heights.of_row(["甲" * 30]) == heights.of_row(["甲" * 30])


class TestHeaders:
    HEIGHTS = RowHeights([Column("a", "列", 8), Column("b", "列", 30)], FORMATS)

    def test_are_as_high_as_their_highest_title(self) -> None:
        short, long = (
            self.HEIGHTS.of_header(["甲", "乙"], FORMATS["text"]),
            self.HEIGHTS.of_header(["本机构措施制度名称", "乙"], FORMATS["text"]),
        )
        assert short == LEAST
        assert long >= lines(3)

    def test_written_downwards_have_room_for_every_character(self) -> None:
        assert self.HEIGHTS.of_turned(["消费者权益保护部", "董事长"], FORMATS["text"]) >= 8 * 10.5

    def test_written_downwards_are_never_higher_than_excel_allows(self) -> None:
        assert self.HEIGHTS.of_turned(["甲" * 100], FORMATS["text"]) == HIGHEST

    @pytest.mark.parametrize(("width", "count"), [(200, 1), (60, 2), (30, 4)])
    def test_one_text_over_all_columns_wraps_there(self, width: float, count: int) -> None:
        assert self.HEIGHTS.of_text("甲" * 50, width, FORMATS["text"]) >= lines(count)
