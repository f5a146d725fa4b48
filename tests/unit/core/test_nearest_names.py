"""What a finding proposes for a word that nobody knows."""

from __future__ import annotations

import pytest

from cplist.core.nearest_names import LONGEST_COMPARED, MOST_COMPARED, nearest

KEYS = ["leaders", "departments", "levels"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("departmnts", "departments"), ("xyz", ""), ("levels", "levels"), ("LEVELS", "levels"), ("", "")],
)
def test_the_most_alike_of_a_few(word: str, expected: str) -> None:
    assert nearest(word, KEYS) == expected


def test_of_nothing_there_is_none() -> None:
    assert nearest("levels", []) == ""


def test_how_alike_it_must_be_is_said() -> None:
    assert nearest("leading", KEYS) == "leaders"
    assert nearest("leading", KEYS, 0.9) == ""


def test_of_many_names_only_those_that_begin_alike_are_compared() -> None:
    many = [f"b{number:03}" for number in range(MOST_COMPARED)]
    assert nearest("xlpha", [*many, "alpha"]) == ""
    assert nearest("alpho", [*many, "alpha"]) == "alpha"


def test_a_word_of_any_length_is_looked_up_at_once() -> None:
    assert nearest("a" * 1_000_000, ["a" * LONGEST_COMPARED]) == "a" * LONGEST_COMPARED
