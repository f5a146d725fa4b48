"""Small pieces of Chinese: names joined, ids as ranges, modal words."""

from __future__ import annotations

import pytest

from cplist.compose.wording import (
    by_clause,
    consisting_of,
    in_common,
    joined,
    looked_up,
    ranges,
    runs,
    spoken,
    texts,
    unmodal,
)


@pytest.mark.parametrize(
    ("names", "last", "text"),
    [
        ([], "和", ""),
        (["甲"], "和", "甲"),
        (["甲", "乙"], "、", "甲、乙"),
        (["甲", "乙", "丙"], "和", "甲、乙和丙"),
    ],
)
def test_names_are_joined(names: list[str], last: str, text: str) -> None:
    assert joined(names, last) == text
    assert joined(iter(names), last) == text


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        ({}, ""),
        ({"甲部": "department"}, "即甲部"),
        ({"甲部": "department", "乙部": "department"}, "包括甲部、乙部"),
        ({"甲部": "department", "总行": "superior"}, "即甲部"),
        ({"总行": "superior"}, ""),
    ],
)
def test_what_a_kind_of_departments_consists_of(kinds: dict[str, str], text: str) -> None:
    assert consisting_of([{"name": name, "kind": kind} for name, kind in kinds.items()]) == text


def test_departments_have_no_kind_of_their_own() -> None:
    assert consisting_of([{"name": "甲部"}, {"name": "乙部"}]) == "包括甲部、乙部"


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        ("", ""),
        ("1.1-03", "1.1-03"),
        ("1.1-03 1.1-04", "1.1-03、1.1-04"),
        ("1.1-03 1.1-04 1.1-05", "1.1-03至1.1-05"),
        ("1.1-03 1.1-04 1.1-06", "1.1-03、1.1-04、1.1-06"),
        ("1.1-08 1.1-09 1.1-10 1.2-11 1.2-01", "1.1-08至1.1-10、1.2-11、1.2-01"),
        ("1.1-09 1.1-08", "1.1-09、1.1-08"),
        ("a-b-01 a-b-02 a-b-03 a-04", "a-b-01至a-b-03、a-04"),
    ],
)
def test_three_ids_or_more_in_a_row_are_a_range(ids: str, text: str) -> None:
    assert ranges(ids.split()) == text
    assert ranges(iter(ids.split())) == text


DUTY = {
    "1.1-01": {"id": "1.1-01", "clause": "1.1", "clause_label": "一（一）", "text": "甲。"},
    "1.1-02": {"id": "1.1-02", "clause": "1.1", "clause_label": "一（一）", "text": "乙。"},
    "1.1-03": {"id": "1.1-03", "clause": "1.1", "clause_label": "一（一）", "text": "丙。"},
    "1.2-01": {"id": "1.2-01", "clause": "1.2", "clause_label": "一（二）", "text": "丁。"},
}


def test_ids_stand_with_their_clause() -> None:
    assert by_clause(DUTY, DUTY) == "一（一）：1.1-01至1.1-03；一（二）：1.2-01"
    assert by_clause(DUTY, DUTY, whole=True) == "一（一）：1.1-01、1.1-02、1.1-03；一（二）：1.2-01"
    assert by_clause([], DUTY) == ""


def test_a_clause_that_comes_back_is_named_again() -> None:
    ids = ["1.1-01", "1.2-01", "1.1-03"]
    assert by_clause(ids, DUTY) == "一（一）：1.1-01；一（二）：1.2-01；一（一）：1.1-03"


def test_words_that_follow_each_other_run_on_and_others_begin_a_line() -> None:
    assert texts(DUTY[id_] for id_ in ("1.1-01", "1.1-02", "1.2-01")) == "甲。乙。 // 丁。"
    assert texts([DUTY["1.1-01"], DUTY["1.1-03"]]) == "甲。 // 丙。"
    assert texts([]) == ""


def test_what_stands_side_by_side_with_the_same_value_is_one_run() -> None:
    items = [{"n": number, "why": why} for number, why in enumerate("aabba")]
    assert [[item["n"] for item in run] for run in runs(items, "why")] == [[0, 1], [2, 3], [4]]
    assert runs([], "why") == []


def test_values_are_looked_up_by_their_keys() -> None:
    assert looked_up(["b", "a"], {"a": 1, "b": 2}) == [2, 1]
    with pytest.raises(KeyError):
        looked_up(["c"], {"a": 1})


def test_what_several_of_a_kind_bear_is_common_to_them() -> None:
    def duty(id_: str, *kinds: str) -> dict[str, object]:
        return {"id": id_, "responsible_list": [{"kind": kind} for kind in kinds]}

    duties = [duty("a", "leader"), duty("b", "leader", "leader"), duty("c", "department", "leader", "department")]
    assert in_common(duties, "leader") == ["b"]
    assert in_common(duties, "department") == ["c"]
    assert in_common(duties, "body") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("听取汇报", "应当听取汇报"),
        ("应当听取汇报", "应当听取汇报"),
        ("不得推诿", "不得推诿"),
        ("也不能一赔了之", "不能一赔了之"),
        ("可以阅批群众诉求", "可以阅批群众诉求"),
        ("并给予支持", "应当给予支持"),
        ("；对于无理诉求，应当说明政策", "对于无理诉求，应当说明政策"),
    ],
)
def test_words_that_begin_a_sentence_have_a_modal_word_and_join_nothing(words: str, said: str) -> None:
    assert spoken(words) == said


@pytest.mark.parametrize(
    ("words", "modal", "said"),
    [
        ("听取汇报", True, "听取汇报"),
        ("听取汇报", False, "应当听取汇报"),
        ("并给予支持", True, "并给予支持"),
        ("；对于无理诉求，应当说明政策", True, "对于无理诉求，应当说明政策"),
    ],
)
def test_words_that_go_on_need_a_modal_word_once(words: str, modal: bool, said: str) -> None:
    assert spoken(words, begins=False, modal=modal) == said


@pytest.mark.parametrize(
    ("words", "begins", "said"),
    [
        ("应当听取汇报", True, "听取汇报"),
        ("并应当给予支持", True, "给予支持"),
        ("并应当给予支持", False, "并给予支持"),
        ("应当对应当解决的予以解决", True, "对应当解决的予以解决"),
    ],
)
def test_words_without_their_modal_word(words: str, begins: bool, said: str) -> None:
    assert unmodal(words, begins) == said


def test_no_words_are_no_trouble() -> None:
    assert (spoken(""), unmodal("")) == ("应当", "")
