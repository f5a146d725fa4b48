"""What changed is marked, and nothing else."""

from __future__ import annotations

import random

import pytest

from cplist.revisions.word_diff import Marked, marked


def shown(paragraphs: list[Marked]) -> list[str]:
    """The paragraphs with 〔 〕 around what changed."""
    return ["".join(f"〔{text}〕" if changed else text for text, changed in one.pieces) for one in paragraphs]


@pytest.mark.parametrize(
    ("old", "new", "shown_old", "shown_new"),
    [
        (
            "自2026年1月1日起施行。",
            "自2027年1月1日起施行。",
            "自〔2026〕年1月1日起施行。",
            "自〔2027〕年1月1日起施行。",
        ),
        (
            "由法律合规部牵头，零售金融部配合。",
            "由消费者权益保护部牵头，零售金融部配合。",
            "由〔法律合规〕部牵头，零售金融部配合。",
            "由〔消费者权益保护〕部牵头，零售金融部配合。",
        ),
        (
            "应当制定年度计划。",
            "应当制定年度计划，报董事会批准。",
            "应当制定年度计划。",
            "应当制定年度计划〔，报董事会批准〕。",
        ),
    ],
)
def test_a_paragraph_has_its_changed_words_marked(old: str, new: str, shown_old: str, shown_new: str) -> None:
    left, right = marked([old], [new])
    assert (shown(left), shown(right)) == ([shown_old], [shown_new])


def test_a_letter_or_two_between_changes_is_no_island() -> None:
    left, right = marked(["由甲部乙科承办有关事项。"], ["由丙部丁科承办有关事项。"])
    assert shown(left) == ["由〔甲部乙〕科承办有关事项。"]
    assert shown(right) == ["由〔丙部丁〕科承办有关事项。"]


def test_a_name_is_marked_as_a_whole() -> None:
    left, right = marked(
        ["由消费者权益保护部牵头。"], ["由消保工作部牵头。"], ["消费者权益保护部", "消保工作部", "消保", ""]
    )
    assert shown(left) == ["由〔消费者权益保护部〕牵头。"]
    assert shown(right) == ["由〔消保工作部〕牵头。"]


def test_a_paragraph_that_came_or_went_is_marked_as_a_whole() -> None:
    left, right = marked(
        ["（一）组织培训；", "（二）受理投诉。"], ["（一）组织培训；", "（二）开展审查；", "（三）受理投诉。"]
    )
    assert shown(left) == ["（一）组织培训；", "（〔二〕）受理投诉。"]
    assert shown(right) == ["（一）组织培训；", "〔（二）开展审查；〕", "（〔三〕）受理投诉。"]


def test_paragraphs_that_have_nothing_in_common_are_no_versions_of_one() -> None:
    left, right = marked(["每年组织一次专题培训。"], ["不得泄露信息"])
    assert shown(left) == ["〔每年组织一次专题培训。〕"]
    assert shown(right) == ["〔不得泄露信息〕"]


def test_what_is_the_same_has_no_mark() -> None:
    left, right = marked(["甲。", "", "乙"], ["甲。", "", "乙丙"])
    assert [one.same for one in left] == [one.same for one in right] == [True, True, False]
    assert shown(left) == ["甲。", "", "乙"]


def test_no_word_is_lost_and_what_is_unmarked_is_common() -> None:
    chance = random.Random(7)
    for _ in range(300):
        old, new = ([chance.choice("甲乙丙，1a") * chance.randint(0, 3) for _ in range(9)] for _ in "12")
        old_paragraphs = ["".join(old[:5]), "".join(old[5:])]
        new_paragraphs = ["".join(new[:4]), "".join(new[4:7]), "".join(new[7:])]
        left, right = marked(old_paragraphs, new_paragraphs)
        assert ["".join(piece.text for piece in one.pieces) for one in left] == old_paragraphs
        assert ["".join(piece.text for piece in one.pieces) for one in right] == new_paragraphs
        kept_left, kept_right = (
            "".join(p.text for one in side for p in one.pieces if not p.changed) for side in (left, right)
        )
        assert kept_left == kept_right
