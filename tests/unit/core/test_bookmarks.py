"""The names of bookmarks, to and from ids."""

from __future__ import annotations

import pytest

from cplist.core.bookmarks import (
    annex_bookmark,
    article_bookmark,
    article_key,
    duty_bookmark,
    first_place,
    is_duty_bookmark,
)


def test_of_a_duty_by_its_places() -> None:
    assert [duty_bookmark("1.1-04"), duty_bookmark("1.1-04", 2)] == ["cp_1_1_04", "cp_1_1_04_2"]
    assert first_place("cp_1_1_04_2") == "cp_1_1_04"


def test_of_an_article_and_of_an_annex() -> None:
    assert [article_bookmark("leader-chief"), annex_bookmark("leader-list")] == [
        "cpa_leader_chief",
        "cpx_leader_list",
    ]


@pytest.mark.parametrize(
    ("name", "key", "of_duty"),
    [
        ("cpa_leader_chief", "leader-chief", False),
        ("cp_1_1_04", "", True),
        ("cpx_list", "", False),
        ("_Toc1", "", False),
    ],
)
def test_are_told_apart(name: str, key: str, of_duty: bool) -> None:
    assert (article_key(name), is_duty_bookmark(name)) == (key, of_duty)
