"""Duties sentence by sentence, and by who bears them."""

from __future__ import annotations

from typing import Any

import pytest

from cplist.compose.text.passages import alike, by_bearers, passages, trimmed
from cplist.core.inert import inert


def duties(*texts: str, **more: Any) -> dict[str, Any]:
    """Duties of one clause with those words."""
    made = {}
    for number, text in enumerate(texts, 1):
        id_ = f"1.1-{number:02}"
        made[id_] = {"id": id_, "text": text, "kind": "obligation", "responsible_list": [], **more}
    return made


def said(found: list[Any]) -> list[tuple[list[str], str]]:
    return [(passage["ids"], passage["text"]) for passage in found]


def test_what_stands_in_one_sentence_is_one_passage() -> None:
    duty = duties("亲自研究，", "明确分工；", "组织分解，", "听取汇报。")
    assert said(passages(duty, duty)) == [
        (["1.1-01", "1.1-02"], "亲自研究，明确分工"),
        (["1.1-03", "1.1-04"], "组织分解，听取汇报"),
    ]


def test_what_is_left_out_or_of_another_kind_divides_a_sentence() -> None:
    duty = duties("加强沟通，", "主动对接，", "寻求思路，", "但不得推诿。")
    duty["1.1-04"]["kind"] = "prohibition"
    ids = ["1.1-01", "1.1-03", "1.1-04"]
    assert said(passages(ids, duty)) == [
        (["1.1-01"], "加强沟通"),
        (["1.1-03"], "寻求思路"),
        (["1.1-04"], "不得推诿"),
    ]


def test_what_differs_in_what_is_printed_beside_it_is_apart() -> None:
    duty = duties("加强沟通，", "主动对接。")
    duty["1.1-01"]["supporting"], duty["1.1-02"]["supporting"] = "甲部", "乙部"
    assert len(passages(duty, duty)) == 1
    assert len(passages(duty, duty, "supporting")) == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("要主动靠前指挥，落实“五个亲自”：", "要主动靠前指挥，落实“五个亲自”"),
        ("提供必要的支持和有效的监督，包括：", "提供必要的支持和有效的监督"),
        ("1.漠视群众诉求的；", "漠视群众诉求的"),
        ("其中，产品研发部门应当落实，", "产品研发部门应当落实"),
        ("并有效传递。", "有效传递"),
        ("也不能一赔了之，", "不能一赔了之"),
        ("系统深入整改。", "系统深入整改"),
    ],
)
def test_a_cell_ends_in_no_mark_and_begins_with_no_joining_word(words: str, expected: str) -> None:
    assert trimmed(words) == expected
    assert trimmed(inert(words)) == inert(expected)


def party(id_: str, kind: str = "leader") -> dict[str, str]:
    return {"id": id_, "name": id_, "kind": kind, "kind_name": ""}


def test_duties_of_the_same_parties_come_together_in_the_order_of_the_first() -> None:
    duty = duties("一。", "二。", "三。", "四。")
    for id_, bearers in zip(duty, (["a"], ["a", "b"], ["a"], []), strict=True):
        duty[id_]["responsible_list"] = [*map(party, bearers), party("c", "department")]
    found = [([p["id"] for p in one["parties"]], one["duties"]) for one in by_bearers(duty, duty, "leader")]
    assert found == [(["a"], ["1.1-01", "1.1-03"]), (["a", "b"], ["1.1-02"])]


def test_items_with_equal_lists_come_together_wherever_they_stand() -> None:
    items = [{"name": 1, "ids": ["x"]}, {"name": 2, "ids": []}, {"name": 3, "ids": ["x"]}]
    assert [[item["name"] for item in group] for group in alike(items, "ids")] == [[1, 3], [2]]
