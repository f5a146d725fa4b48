"""A paper: the headings of a letter, and what stands before a table on its page."""

from __future__ import annotations

import pytest

from cplist.compose.text.paper_composer import compose_paper
from cplist.core.document import Paragraph, Style, Table

SIGNED = "| 签字栏 | 责任人 |\n|----|----|\n| 签字 | ＿ |\n"
PLAIN = "| 事项 | 内容 |\n|----|----|\n| 甲 | 乙 |\n"


def styles(text: str) -> list[Style | str]:
    made, findings = compose_paper(text, "letter.md.j2")
    assert not findings
    return [block.style if isinstance(block, Paragraph) else type(block).__name__ for block in made.blocks]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"下列事项：\n{PLAIN}", Style.BEFORE_TABLE),
        (f"下列事项。\n{PLAIN}", Style.PARAGRAPH),
        (f"下列事项。\n{SIGNED}", Style.BEFORE_TABLE),
    ],
)
def test_what_leads_in_a_table_or_stands_before_the_signatures_stays_on_its_page(text: str, kept: Style) -> None:
    assert styles(text) == [kept, "Table"]


def test_a_paper_may_begin_with_a_table() -> None:
    made, findings = compose_paper(PLAIN, "letter.md.j2")
    assert not findings and isinstance(made.blocks[0], Table)


def test_lines_that_are_no_table_are_a_finding_even_at_the_beginning() -> None:
    made, findings = compose_paper("| 甲 | 乙 |\n| 丙 |\n", "letter.md.j2")
    assert [found.rule for found in findings] == ["left-over"]
    assert made.blocks == ()


def test_headings_are_those_of_a_letter() -> None:
    made, _ = compose_paper("# 书\n#### （2027年度）\n## 责任\n### 事项\n### 其他\n## 签订\n", "letter.md.j2")
    lines = [(block.style, block.label) for block in made.blocks if isinstance(block, Paragraph)]
    assert lines == [
        *((Style.TITLE, ""), (Style.NOTE, ""), (Style.HEADING, "一、"), (Style.SUBHEADING, "（一）")),
        *((Style.SUBHEADING, "（二）"), (Style.HEADING, "二、")),
    ]
