"""A long title breaks into a trapezium or a lozenge, and never inside a name or a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.writers.word.layout.titles import ORGANISATION, WORDS, broken_title

SYSTEM = "消费者权益保护工作责任制"
REGION = ("山东省", "山东")
"""What the shipped pack says of its region: the engine knows no place."""


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
    for line in broken_title(name + SYSTEM, 20, [name], REGION).split("\n")[:-1]:
        assert line.endswith(ORGANISATION)


def test_it_never_breaks_inside_a_word_of_the_pack() -> None:
    title = "天地玄黄宇宙洪荒黑龙江省日月盈昃"
    assert broken_title(title, 10) == "天地玄黄宇宙洪荒黑龙\n江省日月盈昃"
    assert "黑龙江省" in broken_title(title, 10, words=["黑龙江省"])


def test_it_is_no_hourglass() -> None:
    title = "关于印发岱岳银行股份有限公司消费者权益保护工作主体责任制度和实施细则的通知"
    lengths = [len(line) for line in broken_title(title, 20, ["岱岳银行股份有限公司"]).split("\n")]
    assert len(lengths) == 3 and not lengths[0] > lengths[1] < lengths[2]


NAMES = [
    "泰安银行股份有限公司",
    "中国进出口银行山东省分行",
    "国家开发银行山东省分行",
    "中国农业发展银行山东省分行",
    "青岛港财务有限责任公司",
    "中国工商银行股份有限公司泰安分行",
    "中国建设银行股份有限公司泰安岱岳支行",
    "汇丰银行（中国）有限公司济南分行",
    "中国邮政储蓄银行股份有限公司山东省分行",
    "中国邮政储蓄银行股份有限公司泰安市岱岳区范镇营业所",
    "山东省农村信用社联合社",
    "泰安市泰山区农村信用合作联社",
    "山东肥城农村商业银行股份有限公司安驾庄支行",
    "宁阳沪农商村镇银行股份有限公司",
    "上海浦东发展银行股份有限公司信用卡中心",
    "中国人寿保险股份有限公司山东省分公司",
    "泛华联兴保险销售股份公司山东分公司",
    "中国人寿财产保险股份有限公司泰安市中心支公司",
    "中国太平洋人寿保险股份有限公司泰安中心支公司",
    "上汽通用汽车金融有限责任公司",
    "新华人寿保险股份有限公司泰安中心支公司新泰营销服务部",
    "山东省国际信托股份有限公司",
    "大家财产保险有限责任公司山东分公司聊城中心支公司",
]
"""As such institutions call themselves: from ten to twenty-five characters."""
TITLES = (
    "{}文件",
    "{}消费者权益保护工作责任制",
    "{}消费者权益保护工作责任制管理办法",
    "{}消费者权益保护主体责任实施细则（试行）",
    "关于《{}消费者权益保护工作责任制》的起草说明",
    "关于《{}消费者权益保护主体责任实施细则（试行）》的起草说明",
)
WHOLE = ("有限公司", "股份", "有限责任", "分行", "支行", "支公司", "联社", "银行", "保险", "消费者", "权益", "保护",
         "责任", "工作", "管理", "办法", "实施", "细则", "试行", "起草", "说明", "关于", "文件", "中心", "营业所",
         "山东", "泰安", "岱岳", "济南", "聊城", "中国", "邮政", "储蓄", "商业", "村镇", "财产")  # fmt: skip


@pytest.mark.parametrize("room", [12, 17, 20])
@pytest.mark.parametrize("name", NAMES)
def test_no_title_of_an_institution_breaks_inside_a_word(name: str, room: int) -> None:
    """On the lines of the issuer's mark, the cover and the title; ten to sixty characters."""
    for title in TITLES:
        words = title.format(name)
        lines = broken_title(words, room, [name], REGION).split("\n")
        assert "".join(lines) == words and max(map(len, lines)) <= room
        ends = {len("".join(lines[:number])) for number in range(1, len(lines))}
        for word in WHOLE:
            inside = {place for m in re.finditer(word, words) for place in range(m.start() + 1, m.end())}
            assert not ends & inside, (word, lines)
        assert not any(line[0] in "》）的" or line[-1] in "《（" for line in lines), lines


@pytest.mark.parametrize("name", NAMES)
def test_titles_of_institutions_are_trapeziums_or_lozenges(name: str) -> None:
    """At most rectangles: both parts may be as long as each other. No line is a mere word."""
    for title in TITLES[1:]:
        lengths = [len(line) for line in broken_title(title.format(name), 20, [name], REGION).split("\n")]
        widest = lengths.index(max(lengths))
        assert lengths[: widest + 1] == sorted(lengths[: widest + 1]), (title, lengths)
        assert lengths[widest:] == sorted(lengths[widest:], reverse=True), (title, lengths)
        assert min(lengths) > 3


def test_the_titles_are_of_every_length() -> None:
    lengths = {len(title.format(name)) for title in TITLES for name in NAMES}
    assert min(lengths) <= 13 and max(lengths) >= 50 and len(lengths) > 30


@pytest.mark.parametrize("length", range(10, 61))
def test_a_title_of_any_length_fits(length: int) -> None:
    title = ("岱岳银行股份有限公司消费者权益保护工作责任制管理办法及实施细则" * 2)[:length]
    lines = broken_title(title, 20, ["岱岳银行股份有限公司"]).split("\n")
    assert "".join(lines) == title and max(map(len, lines)) <= 20
    assert len(lines) <= -(-length // 20) + 1


@given(
    st.lists(st.sampled_from([*WORDS, "的", "和", "（", "）", "一"]), min_size=1, max_size=14), st.integers(8, 24)
)
def test_nothing_is_lost_and_every_line_fits(words: list[str], room: int) -> None:
    title = "".join(words)
    broken = broken_title(title, room)
    assert broken.replace("\n", "") == title
    assert broken == title or all(0 < len(line) <= room for line in broken.split("\n"))
