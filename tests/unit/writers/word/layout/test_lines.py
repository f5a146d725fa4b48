"""How many lines a text takes: 28 characters to a line, no mark where none may stand."""

from __future__ import annotations

import pytest

from cplist.core.document import Style
from cplist.writers.word.default_style.package import default_style
from cplist.writers.word.layout.lines import LineCounts
from cplist.writers.word.layout.measures import Measures
from cplist.writers.word.skeleton import skeleton_of

BODY, CELL = Measures(size=16, advance=15.7), Measures(size=10.5, advance=10.5, hanging=False)
WIDTH = 442.25


def lines(text: str, measures: Measures = BODY, room: float = WIDTH) -> int:
    return LineCounts(measures, room)[text]


@pytest.mark.parametrize(("signs", "expected"), [(0, 1), (28, 1), (29, 2), (56, 2), (57, 3)])
def test_28_characters_fill_a_line(signs: int, expected: int) -> None:
    assert lines("国" * signs) == expected


def test_an_indent_takes_its_room_from_the_first_line() -> None:
    body = skeleton_of(default_style(), "style.docx").typography.styles[Style.ARTICLE]
    assert [lines("国" * signs, body) for signs in (26, 27, 54, 55)] == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国" * 28 + "，", 1),  # hangs over the margin
        ("国" * 28 + "，国", 2),
        ("国" * 26 + "33。", 2),  # behind a digit nothing does, and the number goes along
        ("国" * 28 + "）", 2),  # takes the one before it along
        ("国" * 27 + "（" + "国" * 28, 3),
        ("国" * 27 + "（" + "国" * 27, 2),
    ],
)
def test_marks_stand_where_they_may(text: str, expected: int) -> None:
    assert lines(text) == expected


def test_no_comma_hangs_where_the_style_forbids_it() -> None:
    room = 10.5 * 12 + 1
    assert lines("国" * 12 + "，", CELL, room) == 2
    assert lines("国" * 11 + "，", CELL, room) == 1


@pytest.mark.parametrize(("text", "expected"), [("2026", 1), ("国" * 26 + "2026", 1), ("国" * 27 + "2026", 2)])
def test_a_number_takes_half_the_room_and_is_not_broken(text: str, expected: int) -> None:
    assert lines(text) == expected


def test_a_word_longer_than_a_line_is_broken_all_the_same() -> None:
    assert lines("x" * 200, CELL, 60) > 1


def test_a_line_end_ends_a_line() -> None:
    assert lines("甲\n乙\n" + "国" * 29) == 4
