"""Rendered text → blocks: numbers, references, list ends, and every slip that is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cplist.compose.text.composer import compose
from cplist.compose.text.references import place_text
from cplist.core.document import (
    JOINS_ABOVE,
    JOINS_LEFT,
    ComposedText,
    Contents,
    NewSection,
    Paragraph,
    Place,
    Run,
    RunKind,
    Style,
    Table,
)
from cplist.core.findings import Finding
from cplist.writers.word.document import block_texts

Problems = Callable[..., list[Finding]]


def composed(source: str) -> ComposedText:
    text, findings = compose(source, "t.j2")
    assert findings == []
    return text


def texts(source: str) -> list[str]:
    return list(block_texts(composed(source).blocks))


def styles(source: str) -> list[Style]:
    return [block.style for block in composed(source).blocks if isinstance(block, Paragraph)]


def article(key: str, *lines: str, title: str = "") -> str:
    return "\n".join([f"::: article {key} {title}".rstrip(), *lines, ":::", ""])


def found(source: str) -> list[tuple[str, dict[str, str]]]:
    return [(f.rule, dict(f.arguments)) for f in compose(source, "t.j2")[1]]


class TestHeadings:
    def test_a_title_stands_on_several_lines_and_is_one(self) -> None:
        text = composed("# 甲银行\n# 责任制\n甲银发〔2026〕1号\n")
        assert text.title == "甲银行责任制"
        assert styles("# 甲银行\n# 责任制\n甲银发〔2026〕1号\n") == [Style.TITLE, Style.TITLE, Style.NOTE]

    def test_chapters_and_sections_are_counted(self) -> None:
        source = "\n".join(
            [
                "## 总则",
                article("a", "甲"),
                "## 分则",
                "### 一般",
                article("b", "乙"),
                "### 特别",
                article("c", "丙"),
                "## 附则",
                "### 末节",
                article("d", "丁"),
            ]
        )
        headings = [line for line in texts(source) if "章" in line or "节　" in line]
        assert headings == [
            "第一章　总则",
            "第二章　分则",
            "第一节　一般",
            "第二节　特别",
            "第三章　附则",
            "第一节　末节",
        ]

    def test_articles_run_through_all_chapters(self) -> None:
        source = "".join(f"## 章\n{article(f'k{number}', '文')}" for number in range(1, 13))
        assert [a.number for a in composed(source).articles] == list(range(1, 13))
        assert texts(source)[-1] == "第十二条　文"


class TestArticles:
    def test_have_key_title_and_paragraphs(self) -> None:
        text = composed(article("main-duty", "第一款。", "第二款。", title="主体责任"))
        made = text.articles[0]
        assert (made.key, made.title, made.number) == ("main-duty", "主体责任", 1)
        assert made.paragraphs == ("第一条第一款。", "第二款。")

    def test_one_line_is_one_paragraph(self) -> None:
        source = article("a", "甲。", "乙。", "", "丙。")
        assert texts(source) == ["第一条　甲。", "乙。", "丙。"]
        assert styles(source) == [Style.ARTICLE, Style.PARAGRAPH, Style.PARAGRAPH]

    def test_only_the_first_paragraph_is_anchored(self) -> None:
        blocks = composed(article("a", "甲。", "乙。")).blocks
        assert [block.anchor for block in blocks if isinstance(block, Paragraph)] == ["a", ""]

    def test_that_fall_away_move_the_numbers_and_not_the_keys(self) -> None:
        whole = article("a", "甲") + article("b", "乙") + article("c", "丙，见[](d)") + article("d", "丁")
        less = article("a", "甲") + article("c", "丙，见[](d)") + article("d", "丁")
        assert {a.key: a.number for a in composed(whole).articles} == {"a": 1, "b": 2, "c": 3, "d": 4}
        assert {a.key: a.number for a in composed(less).articles} == {"a": 1, "c": 2, "d": 3}
        assert "第二条　丙，见第三条" in texts(less)


class TestLists:
    def test_are_numbered_and_end_as_lists_do(self) -> None:
        source = article("a", "应当：", "1. 甲。", "1. 乙；", "1. 丙", "1. 丁，")
        assert texts(source) == ["第一条　应当：", "（一）甲；", "（二）乙；", "（三）丙；", "（四）丁。"]

    def test_nest_once(self) -> None:
        source = article("a", "应当：", "1. 甲：", "   1. 子甲", "   1. 子乙", "1. 乙")
        assert texts(source) == ["第一条　应当：", "（一）甲：", "1.子甲；", "2.子乙；", "（二）乙。"]
        assert styles(source)[1:] == [Style.ITEM, Style.SUBITEM, Style.SUBITEM, Style.ITEM]

    def test_that_end_in_a_sub_item_end_there(self) -> None:
        source = article("a", "应当：", "1. 甲", "1. 乙：", "   1. 子甲", "   1. 子乙")
        assert texts(source)[-2:] == ["1.子甲；", "2.子乙。"]

    def test_of_one_item_end_at_once(self) -> None:
        assert texts(article("a", "应当：", "1. 甲")) == ["第一条　应当：", "（一）甲。"]

    def test_begin_anew_behind_a_paragraph(self) -> None:
        source = article("a", "应当：", "1. 甲", "1. 乙", "还应当：", "1. 丙", "1. 丁")
        assert texts(source)[3:] == ["还应当：", "（一）丙；", "（二）丁。"]

    def test_end_behind_the_words_that_carry_a_duty(self) -> None:
        blocks = composed(article("a", "应当：", "1. [甲。](1.1-01)", "1. [乙](1.1-02)")).blocks
        runs = [block.runs for block in blocks if isinstance(block, Paragraph) and block.style is Style.ITEM]
        assert runs == [
            (Run("甲", RunKind.DUTY, "1.1-01"), Run("；")),
            (Run("乙", RunKind.DUTY, "1.1-02"), Run("。")),
        ]

    def test_of_many_items_are_counted_in_chinese(self) -> None:
        source = article("a", "应当：", *["1. 项"] * 21)
        assert texts(source)[-1] == "（二十一）项。"

    def test_a_number_within_words_is_no_list(self) -> None:
        assert texts(article("a", "自2022年6月1日起，占比1.5。")) == ["第一条　自2022年6月1日起，占比1.5。"]


class TestPlaces:
    SOURCE = article("a", "[甲](1.1-01)。") + article(
        "b", "[乙](1.1-02)，[丙](1.1-03)：", "1. [丁](1.1-04)", "1. 戊[己](1.1-05)", "[庚](1.1-06)[辛](1.1-01)。"
    )

    @pytest.mark.parametrize(
        ("duty", "expected"),
        [
            ("1.1-01", ["第一条", "第二条第二款"]),
            ("1.1-02", ["第二条第一款"]),
            ("1.1-04", ["第二条第一款第（一）项"]),
            ("1.1-05", ["第二条第一款第（二）项"]),
            ("1.1-06", ["第二条第二款"]),
        ],
    )
    def test_say_where_a_duty_is_carried(self, duty: str, expected: list[str]) -> None:
        assert [place_text(place) for place in composed(self.SOURCE).places[duty]] == expected

    def test_articles_name_their_duties_once_and_in_order(self) -> None:
        source = article("a", "[甲](1.1-02)[乙](1.1-01)[丙](1.1-02)")
        assert composed(source).articles[0].duties == ("1.1-02", "1.1-01")

    def test_an_item_of_the_only_paragraph_is_cited_without_it(self) -> None:
        text = composed(article("a", "应当：", "1. [甲](1.1-01)"))
        assert place_text(text.places["1.1-01"][0]) == "第一条第（一）项"

    @pytest.mark.parametrize(
        ("place", "expected"),
        [
            (Place("a", 8, 2, 3), "第八条第二款第（三）项"),
            (Place("a", 8, 0, 0), "第八条"),
            (Place("a", 110, 0, 12), "第一百一十条第（十二）项"),
            (Place("a", 21, 11, 0), "第二十一条第十一款"),
        ],
    )
    def test_are_printed_as_laws_do(self, place: Place, expected: str) -> None:
        assert place_text(place) == expected


class TestReferences:
    SOURCE = (
        article("a", "见[](b)、[](1.1-04)、[](1.1-05)、[](list)。", "二款。")
        + article("b", "乙：", "1. [丁](1.1-04)", "1. 戊", "另：", "1. [己](1.1-05)", "见[](a)、[](b)。")
        + "::: annex list landscape 清单\n见[](b)。\n| 条款 | 处 |\n|--|--|\n"
        + "| [](1.1-04) | [](list)和[](a) |\n:::\n"
    )

    def test_look_ahead_and_back_to_articles_items_and_annexes(self) -> None:
        lines = texts(self.SOURCE)
        assert lines[0] == "第一条　见第二条、第二条第一款第（一）项、第二条第二款第（一）项、附件1。"
        assert "见第一条、第二条。" in lines
        assert lines[-2:] == ["第二条第一款第（一）项", "附件1和第一条"]

    def test_lead_to_the_article(self) -> None:
        first = composed(self.SOURCE).blocks[0]
        assert isinstance(first, Paragraph)
        targets = [run.target for run in first.runs if run.kind is RunKind.REFERENCE]
        assert targets == ["b", "b", "b", "list"]

    def test_to_a_duty_lead_to_its_first_place(self) -> None:
        source = article("a", "[甲](1.1-01)。") + article("b", "[乙](1.1-01)，见[](1.1-01)。")
        assert texts(source)[-1] == "第二条　乙，见第一条。"

    def test_that_lead_nowhere_are_found_and_printed_as_open(self) -> None:
        source = article("a", "见[](gone)和[](9.9-99)。")
        assert found(source) == [
            ("reference-missing", {"target": "gone"}),
            ("reference-missing", {"target": "9.9-99"}),
        ]
        text, _ = compose(source, "t.j2")
        assert list(block_texts(text.blocks)) == ["第一条　见〔条款待定〕和〔条款待定〕。"]

    def test_in_a_table_are_followed_too(self) -> None:
        source = "::: annex x 表\n| 甲 | 乙 |\n|--|--|\n| [](gone) | 丁 |\n:::\n"
        assert found(source) == [("reference-missing", {"target": "gone"})]


class TestAnnexes:
    SOURCE = (
        "::: annex one 清单\n说明。\n## 小标题\n| 甲 | 乙 |\n|--|------|\n| 丙 | 丁 |\n:::\n"
        "::: annex two landscape 对照表\n说明。\n:::\n"
    )

    def test_are_counted_and_start_a_section_each(self) -> None:
        text = composed(self.SOURCE)
        assert [block for block in text.blocks if isinstance(block, NewSection)] == [
            NewSection(landscape=False),
            NewSection(landscape=True),
        ]
        assert [line for line in texts(self.SOURCE) if line.startswith("附件")] == ["附件1", "附件2"]

    def test_have_their_own_styles(self) -> None:
        assert styles(self.SOURCE)[:4] == [
            Style.ANNEX_LABEL,
            Style.ANNEX_TITLE,
            Style.ANNEX_NOTE,
            Style.ANNEX_HEADING,
        ]

    def test_tables_have_the_widths_of_their_dashes(self) -> None:
        table = next(block for block in composed(self.SOURCE).blocks if isinstance(block, Table))
        assert table.widths == (2, 6)
        assert [cell[0].text for cell in table.header] == ["甲", "乙"]
        assert [[cell[0].text for cell in row] for row in table.rows] == [["丙", "丁"]]

    def test_a_table_may_have_empty_cells_and_no_rows(self) -> None:
        text = composed("::: annex x 表\n| 甲 | 乙 |\n|--|--|\n|  | 丁 |\n:::\n::: annex y 表\n| 甲 |\n|--|\n:::\n")
        tables = [block for block in text.blocks if isinstance(block, Table)]
        assert tables[0].rows == (((), (Run("丁"),)),)
        assert tables[1].rows == ()

    def test_a_heading_there_is_no_chapter(self) -> None:
        source = "## 总则\n" + article("a", "甲") + self.SOURCE
        assert [line for line in texts(source) if line.endswith("小标题")] == ["小标题"]


class TestSlips:
    @pytest.mark.parametrize(
        ("line", "slip"),
        [
            ("甲**乙**", "*"),
            ("甲`乙`", "`"),
            ("甲 # 乙", "#"),
            ("甲[乙", "["),
            ("甲](1.1-01)", "]"),
            ("{{ 甲 }}", "{"),
            ("甲 | 乙", "|"),
            ("甲<br>", "<"),
            ("甲\\乙", "\\"),
            ("2、甲", "2、"),
            ("：：：", "：：："),
            ("::: artikel b", ":::"),
            ("::: article B-Gross", ":::"),
            ("::: article mit_unterstrich", ":::"),
            ("::: article x" + "y" * 32, ":::"),
            ("::: annex ohne-titel", ":::"),
        ],
    )
    def test_of_the_template_are_found(self, line: str, slip: str) -> None:
        rules = found(f"甲\n{line}\n" if line.startswith(":::") else article("a", "正文。", line))
        assert rules[0][0] == "left-over"
        assert rules[0][1]["slip"] == slip

    def test_come_with_the_words_around(self) -> None:
        assert found(article("a", "这里有**粗体**字。"))[0][1]["text"] == "这里有**粗体**字。"

    @pytest.mark.parametrize(
        "table",
        ["| 甲 | 乙 |\n| 丙 | 丁 |", "| 甲 | 乙 |", "| 甲 | 乙 |\n|--|--|\n| 丙 |", "| 甲 |\n|--|--|\n| 丙 | 丁 |"],
    )
    def test_of_a_table_are_found(self, table: str) -> None:
        assert [rule for rule, _ in found(f"::: annex x 表\n说明。\n{table}\n:::\n")] == ["left-over"]

    def test_name_the_template(self) -> None:
        assert {str(f.location) for f in compose(article("a", "**"), "system.md.j2")[1]} == {"system.md.j2:1:1"}

    @pytest.mark.parametrize(
        "words", ["甲：乙", "（一）甲", "〔2026〕1号", "“甲”——乙…", "1.5倍", "甲-乙", "3·15", "A+B"]
    )
    def test_what_is_none_is_left_alone(self, words: str) -> None:
        assert texts(article("a", words)) == [f"第一条　{words}"]


class TestWhatIsMissing:
    def test_an_article_twice(self) -> None:
        assert found(article("a", "甲") + article("a", "乙")) == [("article-twice", {"key": "a"})]

    @pytest.mark.parametrize("lines", [(), ("",), ("", "")])
    def test_an_article_that_is_empty(self, lines: tuple[str, ...]) -> None:
        assert found(article("a", *lines)) == [("article-empty", {"key": "a"})]

    def test_an_article_in_an_annex(self) -> None:
        rules = [rule for rule, _ in found("::: annex x 表\n甲\n::: article a\n乙\n:::\n")]
        assert "article-in-annex" in rules

    @pytest.mark.parametrize(
        ("source", "chapter"),
        [
            ("## 总则\n## 分则\n" + article("a", "甲"), "第一章"),
            ("## 总则\n" + article("a", "甲") + "## 附则\n", "第二章"),
            ("## 总则\n" + article("a", "甲") + "## 附则\n::: annex x 表\n乙\n:::\n", "第二章"),
            ("## 总则\n### 节\n只有字\n## 分则\n" + article("a", "甲"), "第一章"),
        ],
    )
    def test_a_chapter_that_is_empty(self, source: str, chapter: str) -> None:
        assert ("chapter-empty", {"chapter": chapter}) in found(source)

    @pytest.mark.parametrize(
        "lines", [("应当履行下列职责：",), ("甲。", "应当：", ""), ("应当：", "1. 甲", "1. 还应当：")]
    )
    def test_a_lead_in_with_nothing_behind_it(self, lines: tuple[str, ...]) -> None:
        rules = found(article("a", *lines))
        assert [(rule, arguments["key"]) for rule, arguments in rules] == [("lead-in-empty", "a")]

    def test_a_lead_in_with_a_table_behind_it_is_fine(self) -> None:
        assert found(article("a", "见下表：", "| 甲 | 乙 |", "|--|--|", "| 丙 | 丁 |")) == []

    @pytest.mark.parametrize(
        "source",
        [
            "[甲](1.1-01)\n",
            "## [甲](1.1-01)\n" + article("a", "乙"),
            "::: annex x 表\n[甲](1.1-01)\n:::\n",
            "::: annex x 表\n| [甲](1.1-01) | 乙 |\n|--|--|\n:::\n",
        ],
    )
    def test_a_duty_outside_the_articles(self, source: str) -> None:
        assert found(source) == [("duty-outside", {"duty": "1.1-01"})]

    def test_several_are_all_found(self) -> None:
        source = "## 空\n## 章\n" + article("a", "见[](x)，**粗**。") + article("a", "应当：") + article("b")
        assert sorted(rule for rule, _ in found(source)) == [
            *("article-empty", "article-twice", "chapter-empty", "lead-in-empty", "left-over", "reference-missing")
        ]


def test_composing_is_pure() -> None:
    assert compose(TestReferences.SOURCE, "t.j2") == compose(TestReferences.SOURCE, "t.j2")


@pytest.mark.parametrize("end", ["\n", "\n\n", "\n\n\n"])
def test_blank_lines_make_no_difference(end: str) -> None:
    source = "## 章\n" + article("a", "应当：", "1. 甲", "1. 乙", "另款。")
    assert composed(source.replace("\n", end)).blocks == composed(source).blocks


def test_an_empty_template_gives_an_empty_text() -> None:
    assert compose("", "t.j2") == (ComposedText("", (), (), {}), [])


def names(source: str) -> list[str]:
    return [rule for rule, _ in found(source)]


class TestTheFront:
    SOURCE = (
        "::: cover\n# 甲银行责任制\n（草案）\n## 甲银行\n:::\n::: heading\n# 甲银行文件\n甲银发〔2026〕1号\n:::\n"
        "# 甲银行责任制\n（草案）\n::: contents 目　录\n:::\n" + article("a", "正文。")
    )

    def test_has_styles_of_its_own(self) -> None:
        text = composed(self.SOURCE)
        assert [block.style for block in text.blocks if isinstance(block, Paragraph)][:7] == [
            *(Style.COVER_TITLE, Style.COVER_MARK, Style.COVER_SIGNATURE, Style.ISSUER, Style.NUMBER),
            *(Style.TITLE, Style.NOTE),
        ]
        assert text.title == "甲银行责任制"

    def test_pages_are_counted_from_behind_the_cover(self) -> None:
        sections = [block for block in composed(self.SOURCE).blocks if isinstance(block, NewSection)]
        assert sections == [NewSection(landscape=False, first=True)]

    def test_the_contents_stand_where_they_are_written(self) -> None:
        blocks = composed(self.SOURCE).blocks
        assert [number for number, block in enumerate(blocks) if block == Contents("目　录")] == [8]

    def test_an_article_there_is_a_slip(self) -> None:
        assert "article-in-annex" in names("::: cover\n" + article("a", "正文。") + ":::\n")


class TestATablesCells:
    def test_may_belong_to_the_one_on_the_left_or_above(self) -> None:
        (table,) = [
            block
            for block in composed("::: annex x 表\n|甲|乙|\n|:-:|---|\n|丙|<|\n|^|丁|\n:::\n").blocks
            if isinstance(block, Table)
        ]
        assert (table.rows[0][1], table.rows[1][0]) == (JOINS_LEFT, JOINS_ABOVE)
        assert (table.joined, table.centred, table.widths) == (True, frozenset({0}), (1, 3))

    @pytest.mark.parametrize("row", ["|<|丁|", "|丁|"])
    def test_that_belong_to_nothing_are_found(self, row: str) -> None:
        assert names(f"::: annex x 表\n|甲|乙|\n|---|---|\n{row}\n:::\n") == ["left-over"]
