"""What is decided leaves marks in a rendered text: they are read, and what has no words leaves no trace."""

from __future__ import annotations

from cplist.compose.decided.marks import fact, item, taken_out
from cplist.compose.text.composer import compose
from cplist.core.document import OpenFact, OptionalItem


def test_marks_are_taken_out_and_read() -> None:
    text = f"::: article a\n甲。{item('one', '乙[应当](1-01)做，见[](b)。')}\n:::\n{fact('x.y', '〔待定〕')}\n"
    taken = taken_out(text)
    assert taken.text == "::: article a\n甲。乙[应当](1-01)做，见[](b)。\n:::\n〔待定〕\n"
    assert taken.items == (OptionalItem("one", "a", "乙应当做，见[](b)。"),)
    assert taken.facts == (OpenFact("x.y", ""),)


def test_a_text_without_marks_stays_as_it_is() -> None:
    text = "::: article a\n\n:::\n1. \n## 章\n[](a)"
    assert taken_out(text).text == text


def test_an_item_over_several_lines_is_one() -> None:
    words = item("one", "甲：\n1. 乙")
    taken = taken_out(f"::: article a\n{words}\n:::")
    assert taken.text == "::: article a\n甲：\n1. 乙\n:::"
    assert [one.words for one in taken.items] == ["甲：\n1. 乙"]


def test_an_empty_paragraph_and_an_empty_item_leave_no_trace() -> None:
    text = f"::: article a\n甲：\n1. 乙\n1. {item('one', '')}\n{fact('x', '')}\n:::"
    taken = taken_out(text)
    assert taken.text == "::: article a\n甲：\n1. 乙\n:::"
    assert taken.items == (OptionalItem("one", "a", ""),)
    assert taken.facts == (OpenFact("x", "a"),)


def test_what_stands_beside_it_stays() -> None:
    assert taken_out(f"甲。{item('one', '')}乙。").text == "甲。乙。"


def test_an_empty_article_and_its_headings_leave_no_trace() -> None:
    gone = f"::: article a\n{item('one', '')}\n:::\n"
    kept = "::: article b\n甲。\n:::\n"
    assert taken_out(f"## 一\n### 节\n{gone}## 二\n{kept}").text == f"## 二\n{kept}"
    assert taken_out(f"## 一\n### 节\n{gone}### 又\n{kept}").text == f"## 一\n### 又\n{kept}"
    assert taken_out(f"## 一\n{kept}### 节\n{gone}").text == f"## 一\n{kept}"
    assert taken_out(f"## 一\n{gone}::: annex c d\n乙\n:::").text == "::: annex c d\n乙\n:::"
    assert taken_out(f"## 一\n{gone}{kept}").text == f"## 一\n{kept}"


def test_an_article_that_never_had_words_is_a_slip_still() -> None:
    _, slips = compose(f"## 章\n::: article a\n:::\n::: article b\n甲。{item('one', '')}\n:::\n", "t")
    assert [slip.rule for slip in slips] == ["article-empty"]


def test_numbers_close_up() -> None:
    text, slips = compose(f"## 章\n::: article a\n{item('one', '')}\n:::\n::: article b\n甲。\n:::\n", "t")
    assert not slips
    assert [(article.key, article.number) for article in text.articles] == [("b", 1)]
    assert text.items == (OptionalItem("one", "a", ""),)


def test_the_words_of_an_item_are_those_that_a_reader_sees() -> None:
    words = item("one", "依照[](b)[办理](1-01)。")
    text, _ = compose(f"## 章\n::: article a\n{words}\n:::\n::: article b\n甲。\n:::\n", "t")
    assert [one.words for one in text.items] == ["依照第二条办理。"]
