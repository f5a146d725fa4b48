"""Numbers as Chinese documents write them."""

from __future__ import annotations

import pytest

from cplist.domain.numerals import DIGITS, chinese, chinese_date, number_in

VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")}


def value_of(text: str) -> int:
    """A Chinese number read digit by digit: an independent way back."""
    total = digit = 0
    for character in text:
        if character in "百十":
            total += (digit or 1) * {"百": 100, "十": 10}[character]
            digit = 0
        else:
            digit = VALUES[character]
    return total + digit


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *(
            (1, "一"),
            (9, "九"),
            (10, "十"),
            (11, "十一"),
            (19, "十九"),
            (20, "二十"),
            (25, "二十五"),
            (99, "九十九"),
        ),
        *((100, "一百"), (101, "一百零一"), (110, "一百一十"), (111, "一百一十一"), (120, "一百二十")),
        *((200, "二百"), (205, "二百零五"), (999, "九百九十九")),
    ],
)
def test_a_number_is_written_as_one_says_it(number: int, text: str) -> None:
    assert chinese(number) == text


def test_every_number_can_be_read_back() -> None:
    written = [chinese(number) for number in range(1, 1_000)]
    assert [value_of(text) for text in written] == list(range(1, 1_000))
    assert len(set(written)) == 999


def test_a_zero_stands_only_between() -> None:
    for number in range(1, 1_000):
        text = chinese(number)
        assert ("零" in text) == (number > 100 and number // 10 % 10 == 0 and number % 10 > 0), number
        assert not text.startswith("零") and not text.endswith("零")


@pytest.mark.parametrize("number", [0, -1, 1_000, 12_345])
def test_others_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese(number)


@pytest.mark.parametrize(
    ("iso", "text"),
    [("2026-12-01", "2026年12月1日"), ("2022-05-30", "2022年5月30日"), ("2027-01-10", "2027年1月10日"), ("", "")],
)
def test_a_day_has_no_leading_zeros(iso: str, text: str) -> None:
    assert chinese_date(iso) == text


def test_a_number_is_known_again_however_it_is_written() -> None:
    for number in range(1, 1000):
        assert number_in(chinese(number)) == number_in(str(number)) == number
        assert number_in("".join(DIGITS[int(one)] for one in str(number))) == number
    for text, number in {"１２": 12, "一 二": 12, "一〇二": 102, "壹拾贰": 12, "廿一": 21, "两百": 200}.items():
        assert number_in(text) == number, text
    for text in ("", "甲", "1000", "一二三四", "百百", "十百", "第"):
        assert number_in(text) == 0, text
