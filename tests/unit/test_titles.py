"""A long title breaks into a trapezium or a lozenge, and never inside a name or a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.titles import ORGANISATION, WORDS, broken_title

SYSTEM = "消费者权益保护工作责任制"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("甲银行", ["甲银行消费者权益保护工作责任制"]),
        ("岱岳银行股份有限公司", ["岱岳银行股份有限公司", SYSTEM]),
        ("岱宗人寿保险股份有限公司潍坊中心支公司", ["岱宗人寿保险股份有限公司潍坊中心支公司", SYSTEM]),
    ],
)
def test_it_breaks_behind_the_name(name: str, lines: list[str]) -> None:
    assert broken_title(name + SYSTEM, 20, [name]).split("\n") == lines


def test_a_name_wider_than_the_page_breaks_behind_a_part_of_it() -> None:
    name = "中国人民财产保险股份有限公司山东省分公司济南市历下支公司"
    for line in broken_title(name + SYSTEM, 20, [name]).split("\n")[:-1]:
        assert line.endswith(ORGANISATION)


def test_it_is_no_hourglass() -> None:
    title = "关于印发岱岳银行股份有限公司消费者权益保护工作主体责任制度和实施细则的通知"
    lengths = [len(line) for line in broken_title(title, 20, ["岱岳银行股份有限公司"]).split("\n")]
    assert len(lengths) == 3 and not lengths[0] > lengths[1] < lengths[2]


@given(
    st.lists(st.sampled_from([*WORDS, "的", "和", "（", "）", "一"]), min_size=1, max_size=14), st.integers(8, 24)
)
def test_nothing_is_lost_and_every_line_fits(words: list[str], room: int) -> None:
    title = "".join(words)
    broken = broken_title(title, room)
    assert broken.replace("\n", "") == title
    assert broken == title or all(0 < len(line) <= room for line in broken.split("\n"))
