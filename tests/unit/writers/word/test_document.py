"""Blocks → .docx, reopened by python-docx: the library is the oracle, not the pen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Length
from hypothesis import example, given
from hypothesis import strategies as st

from cplist.core.bookmarks import annex_bookmark, article_bookmark, duty_bookmark
from cplist.core.document import INSTEAD, Block, ComposedText, NewSection, Paragraph, Run, RunKind, Style, Table
from cplist.core.findings import Finding
from cplist.core.opc import unzipped, zipped
from cplist.writers.word.default_style.package import default_style
from cplist.writers.word.document import Properties, block_texts, write_docx
from cplist.yamldoc.document import NOT_IN_XML

Problems = Callable[..., list[Finding]]
PROPERTIES = Properties(
    "题目", "主题", "甲银行", "2026-12-01", {"cplist.build": "0123", "cplist.institution": "甲&乙"}
)


def duty(text: str, id_: str) -> Run:
    return Run(text, RunKind.DUTY, id_)


def reference(text: str, key: str) -> Run:
    return Run(text, RunKind.REFERENCE, key)


def cells(*texts: str) -> tuple[tuple[Run, ...], ...]:
    return tuple((Run(text),) if text else () for text in texts)


BLOCKS: tuple[Block, ...] = (
    Paragraph(Style.TITLE, (Run("甲银行责任制"),)),
    Paragraph(Style.NUMBER, (Run("甲银发〔2026〕1号"),)),
    Paragraph(Style.CHAPTER, (Run("总则"),), "第一章"),
    Paragraph(Style.SECTION, (Run("一般规定"),), "第一节"),
    Paragraph(
        Style.ARTICLE,
        (
            Run("本行应当"),
            duty("定期听取汇报", "1.1-08"),
            Run("，见"),
            reference("第二条", "second-one"),
            Run("："),
        ),
        "第一条",
        "first",
    ),
    Paragraph(Style.ITEM, (duty("再次听取；", "1.1-08"),), "（一）"),
    Paragraph(Style.SUBITEM, (Run("子项。"),), "1."),
    Paragraph(Style.ARTICLE, (Run("见"), reference("附件1", "list"), Run("。")), "第二条", "second-one"),
    Paragraph(Style.PARAGRAPH, (Run("第二款“引号”——破折号…"),)),
    NewSection(landscape=False),
    Paragraph(Style.ANNEX_LABEL, (Run("附件1"),), anchor="list"),
    Paragraph(Style.ANNEX_TITLE, (Run("清单"),)),
    Paragraph(Style.ANNEX_NOTE, (Run("说明。"),)),
    Table(
        (2, 3, 7), cells("编号", "条款", "处"), (cells("1", "", "乙"), ((), (), (reference("第一条", "first"),)))
    ),
    NewSection(landscape=True),
    Paragraph(Style.ANNEX_LABEL, (Run("附件2"),), anchor="matrix"),
    Paragraph(Style.ANNEX_TITLE, (Run("对照表"),)),
    Table((1, 1), cells("甲", "乙"), (cells("丙", "丁"),)),
    Table((1, 2), cells("戊", "己"), (cells("庚", "辛"),)),
)


def text_of(*blocks: Block) -> ComposedText:
    return ComposedText("题目", blocks, (), {})


def content(*blocks: Block, style: bytes | None = None) -> bytes:
    return write_docx(text_of(*blocks), style or default_style(), PROPERTIES, "style.docx")


def opened(*blocks: Block) -> Any:
    return docx.Document(io.BytesIO(content(*blocks)))


@pytest.fixture(scope="module")
def document() -> Any:
    return opened(*BLOCKS)


@pytest.fixture(scope="module")
def xml(parts_of: Callable[[bytes], dict[str, str]]) -> str:
    return parts_of(content(*BLOCKS))["word/document.xml"]


STYLES = [block.style.value for block in BLOCKS if isinstance(block, Paragraph)]
STYLES[STYLES.index("条")] = "首条同页"  # below a heading, one line long
STYLES[STYLES.index("条")], STYLES[STYLES.index("款", STYLES.index("目"))] = "首条同页", "末款"  # the last article


class TestTheBody:
    def test_shows_every_text_in_order(self, document: Any) -> None:
        shown = []
        for element in document.element.body:
            if element.tag == qn("w:p"):
                shown.append("".join(node.text or "" for node in element.iter(qn("w:t"))))
            elif element.tag == qn("w:tbl"):
                shown += ["".join(n.text or "" for n in cell.iter(qn("w:t"))) for cell in element.iter(qn("w:tc"))]
        with_breaks = [text for text in shown if text]
        assert with_breaks == [text for text in block_texts(BLOCKS) if text]

    def test_names_the_style_of_each_paragraph(self, document: Any) -> None:
        named = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style.name != "分节"]
        assert named == STYLES

    def test_lets_no_line_end_within_a_number_with_a_hyphen(self) -> None:
        text = Paragraph(Style.PARAGRAPH, (Run("见2.1-09，甲-乙。"),))
        xml = unzipped(content(text))["word/document.xml"].decode()
        assert "2.1</w:t><w:noBreakHyphen/>" in xml and "甲-乙" in xml
        assert docx.Document(io.BytesIO(content(text))).paragraphs[0].text == "见2.1-09，甲-乙。"

    def test_writes_numbers_as_text(self, document: Any) -> None:
        texts = [paragraph.text for paragraph in document.paragraphs]
        assert texts[2:5] == ["第一章　总则", "第一节　一般规定", "第一条　本行应当定期听取汇报，见第二条："]
        assert texts[5:7] == ["（一）再次听取；", "1.子项。"]
        assert not list(document.element.body.iter(qn("w:numPr")))

    def test_sets_the_articles_number_apart(self, document: Any) -> None:
        runs = document.paragraphs[4].runs
        assert [(run.text, run.style.name) for run in runs][:2] == [
            ("第一条", "条号"),
            ("　", "Default Paragraph Font"),
        ]

    def test_formats_nothing_itself(self, xml: str) -> None:
        body = xml[xml.index("<w:body>") : xml.rindex("<w:sectPr")]
        direct = set(re.findall(r"<w:(b|i|sz|color|jc|ind|spacing|rFonts w:ascii|shd|u)\b", body))
        assert direct == set()

    def test_tells_word_which_quotation_marks_are_chinese(self, document: Any) -> None:
        hinted = [
            "".join(node.text for node in run.iter(qn("w:t")))
            for run in document.element.body.iter(qn("w:r"))
            if (fonts := run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")) is not None
            and fonts.get(qn("w:hint")) == "eastAsia"
        ]
        assert hinted == ["第二款“引号”——破折号…"]

    def test_keeps_blanks_at_both_ends(self) -> None:
        assert opened(Paragraph(Style.PARAGRAPH, (Run("  甲  "), Run(" 乙")))).paragraphs[0].text == "  甲   乙"

    def test_is_the_same_every_time(self) -> None:
        assert content(*BLOCKS) == content(*BLOCKS)

    @given(st.text(st.characters(codec="utf-8", exclude_characters="\t\r\n"), min_size=1, max_size=30))
    @example('<w:p/>&amp;"甲"]]>')
    def test_writes_any_text_verbatim(self, text: str) -> None:
        if not NOT_IN_XML.search(text):
            made = content(Paragraph(Style.ARTICLE, (Run(text), duty(text, "1.1-01")), "第一条", "a"))
            root = ElementTree.fromstring(unzipped(made)["word/document.xml"])
            assert [node.text for node in root.iter(qn("w:t"))] == ["第一条", "　", text, text]


class TestBookmarks:
    def names(self, document: Any) -> list[str]:
        return [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]

    def test_stand_at_each_place_that_carries_a_duty_and_at_articles_and_annexes(self, document: Any) -> None:
        assert self.names(document) == [
            *("cpa_first", "cp_1_1_08", "cp_1_1_08_2"),
            *("cpa_second_one", "cpx_list", "cpx_matrix"),
        ]

    def test_enclose_the_words(self, document: Any) -> None:
        start = next(
            mark
            for mark in document.element.body.iter(qn("w:bookmarkStart"))
            if mark.get(qn("w:name")) == "cp_1_1_08"
        )
        assert "".join(node.text for node in start.getnext().iter(qn("w:t"))) == "定期听取汇报"
        assert start.getnext().getnext().tag == qn("w:bookmarkEnd")

    def test_are_closed_and_their_ids_differ(self, document: Any) -> None:
        starts = [mark.get(qn("w:id")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
        ends = [mark.get(qn("w:id")) for mark in document.element.body.iter(qn("w:bookmarkEnd"))]
        assert starts == ends
        assert len(set(starts)) == len(starts)

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            (duty_bookmark("1.1-04", 1), "cp_1_1_04"),
            (duty_bookmark("1.1-04", 3), "cp_1_1_04_3"),
            (article_bookmark("main-responsibility"), "cpa_main_responsibility"),
            (annex_bookmark("annex-clauses"), "cpx_annex_clauses"),
        ],
    )
    def test_are_named_after_their_ids(self, name: str, expected: str) -> None:
        assert name == expected

    def test_have_names_that_word_takes(self, document: Any) -> None:
        longest = article_bookmark("a" * 32)
        for name in [*self.names(document), longest]:
            assert re.fullmatch(r"[A-Za-z_]\w{0,39}", name)


class TestHyperlinks:
    def test_lead_to_bookmarks_that_are_there(self, document: Any) -> None:
        anchors = [link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))]
        marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
        assert anchors == ["cpa_second_one", "cpx_list", "cpa_first"]
        assert set(anchors) <= marks

    def test_show_the_number(self, document: Any) -> None:
        links = document.element.body.iter(qn("w:hyperlink"))
        assert ["".join(n.text for n in link.iter(qn("w:t"))) for link in links] == ["第二条", "附件1", "第一条"]


class TestTables:
    def test_fill_the_text_area(self, document: Any) -> None:
        section = document.sections[1]
        room = Length(section.page_width - section.left_margin - section.right_margin).twips
        turned = document.sections[2]
        wide = Length(turned.page_width - turned.left_margin - turned.right_margin).twips
        sums = [sum(int(c.get(qn("w:w"))) for c in t._tbl.iter(qn("w:gridCol"))) for t in document.tables]
        assert sums == [room, wide, wide]
        assert [int(t._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) for t in document.tables] == sums

    def test_share_the_width_as_their_dashes_say(self, document: Any) -> None:
        widths = [int(c.get(qn("w:w"))) for c in document.tables[0]._tbl.iter(qn("w:gridCol"))]
        total = sum(widths)
        assert [round(width / total * 12) for width in widths] == [2, 3, 7]

    def test_have_cells_as_wide_as_their_columns(self, document: Any) -> None:
        for table in document.tables:
            widths = [column.get(qn("w:w")) for column in table._tbl.iter(qn("w:gridCol"))]
            for row in table._tbl.iter(qn("w:tr")):
                assert [
                    cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")) for cell in row.iter(qn("w:tc"))
                ] == widths

    def test_repeat_their_header_and_break_no_row(self, document: Any) -> None:
        for table in document.tables:
            repeated = [
                row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table._tbl.iter(qn("w:tr"))
            ]
            whole = [
                row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table._tbl.iter(qn("w:tr"))
            ]
            assert repeated == [True] + [False] * (len(repeated) - 1)
            assert all(whole)

    def test_have_the_styles_of_tables(self, document: Any) -> None:
        table = document.tables[0]
        assert table.style.name == "责任制表格"
        assert [[c.paragraphs[0].style.name for c in row.cells] for row in table.rows] == [
            ["表头"] * 3,
            ["表文"] * 3,
            ["表文"] * 3,
        ]

    def test_have_a_paragraph_in_empty_cells_and_behind_each_table(self, document: Any) -> None:
        body = document.element.body
        for table in body.iter(qn("w:tbl")):
            assert table.getnext().tag == qn("w:p")
            assert all(cell.find(qn("w:p")) is not None for cell in table.iter(qn("w:tc")))

    def test_break_a_row_that_is_higher_than_a_page(self) -> None:
        rows = (cells("一", "字" * 20 * 38), cells("二", "字" * 20 * 39))
        table = opened(Table((1, 1), cells("甲", "乙"), rows)).tables[0]
        whole = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows]
        assert whole == [True, True, False]

    def test_of_a_row_that_is_too_short_are_refused(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            content(Table((1, 1), cells("甲", "乙"), (cells("丙"),)))


class TestSections:
    def test_turn_the_page_where_an_annex_wants_it(self, document: Any) -> None:
        assert [section.orientation for section in document.sections] == [
            *(WD_ORIENT.PORTRAIT, WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
        ]

    def test_stay_upright_where_there_is_no_annex(self) -> None:
        assert [s.orientation for s in opened(BLOCKS[0]).sections] == [WD_ORIENT.PORTRAIT]

    def test_turn_back(self) -> None:
        title = Paragraph(Style.ANNEX_TITLE, (Run("甲"),))
        table = Table((1,), cells("甲"), ())
        for inner in (title, table):
            turned = opened(title, NewSection(landscape=True), inner, NewSection(landscape=False), title)
            assert [s.orientation for s in turned.sections] == [
                *(WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT)
            ]

    def test_keep_the_footers_of_the_style(self, document: Any) -> None:
        for section in document.sections:
            assert "PAGE" in section.footer.paragraphs[0]._p.xml


class TestProperties:
    def test_say_what_the_file_is(self, document: Any) -> None:
        core = document.core_properties
        assert (core.title, core.subject, core.author) == ("题目", "主题", "甲银行")
        assert core.created.isoformat()[:10] == core.modified.isoformat()[:10] == "2026-12-01"

    def test_carry_the_builds_id(self, parts_of: Callable[[bytes], dict[str, str]]) -> None:
        custom = parts_of(content(*BLOCKS))["docProps/custom.xml"]
        assert dict(re.findall(r'name="([^"]+)"><vt:lpwstr>([^<]*)<', custom)) == {
            "cplist.build": "0123",
            "cplist.institution": "甲&amp;乙",
        }

    @pytest.mark.parametrize("name", ["core", "custom"])
    def test_are_announced_even_where_the_style_has_none(
        self, parts_of: Callable[[bytes], dict[str, str]], name: str
    ) -> None:
        parts = unzipped(default_style())
        del parts[f"docProps/{name}.xml"]
        types, links = parts["[Content_Types].xml"].decode(), parts["_rels/.rels"].decode()
        parts["[Content_Types].xml"] = re.sub(rf'<Override PartName="/docProps/{name}[^>]*/>', "", types).encode()
        parts["_rels/.rels"] = re.sub(rf"<Relationship [^>]*docProps/{name}[^>]*/>", "", links).encode()
        made = parts_of(content(*BLOCKS, style=zipped(parts)))
        assert made["[Content_Types].xml"].count(f"/docProps/{name}.xml") == 1
        assert made["_rels/.rels"].count(f"docProps/{name}.xml") == 1
        assert docx.Document(io.BytesIO(content(*BLOCKS, style=zipped(parts)))).core_properties.title


NEEDED = [style.value for style in Style if style not in INSTEAD]


def restyled(change: Callable[[Mapping[str, str]], dict[str, str]]) -> bytes:
    """style.docx with its XML parts changed."""
    parts = unzipped(default_style())
    texts = {name: part.decode() for name, part in parts.items()}
    return zipped({name: text.encode() for name, text in {**texts, **change(texts)}.items()})


class TestTheStyle:
    def test_may_have_other_ids_as_word_gives_them(self) -> None:
        def change(parts: Mapping[str, str]) -> dict[str, str]:
            changed = {}
            for name in ("word/styles.xml", "word/document.xml", "word/footer1.xml", "word/footer2.xml"):
                text = parts[name]
                ids = re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"])
                for number, id_ in enumerate(sorted(ids, key=len, reverse=True)):
                    text = re.sub(rf'(w:(?:styleId|val)=)"{id_}"', rf'\1"a{number}"', text)
                changed[name] = text
            return changed

        style = restyled(change)
        assert b'w:styleId="Article"' not in unzipped(style)["word/styles.xml"]
        document = docx.Document(io.BytesIO(content(*BLOCKS, style=style)))
        named = [p.style.name for p in document.paragraphs if p.style.name != "分节"]
        assert named == STYLES
        assert document.tables[0].style.name == "责任制表格"

    def test_may_have_other_margins(self) -> None:
        def change(parts: Mapping[str, str]) -> dict[str, str]:
            return {"word/document.xml": parts["word/document.xml"].replace('w:left="1587"', 'w:left="2000"')}

        document = docx.Document(io.BytesIO(content(*BLOCKS, style=restyled(change))))
        widths = [int(c.get(qn("w:w"))) for c in document.tables[0]._tbl.iter(qn("w:gridCol"))]
        assert sum(widths) == 11906 - 2000 - 1474

    @pytest.mark.parametrize("name", [*NEEDED, "条号", "责任制表格"])
    def test_without_a_style_is_a_finding_that_names_it(self, problems: Problems, name: str) -> None:
        def change(parts: Mapping[str, str]) -> dict[str, str]:
            return {
                "word/styles.xml": parts["word/styles.xml"].replace(f'w:name w:val="{name}"', 'w:name w:val="x"')
            }

        found = problems(write_docx, text_of(*BLOCKS), restyled(change), PROPERTIES, "pack/style.docx")
        assert [(f.rule, f.arguments["style"], f.location.file) for f in found] == [
            ("style-missing", name, "pack/style.docx")
        ]

    @pytest.mark.parametrize(("style", "instead"), INSTEAD.items())
    def test_of_an_earlier_version_may_lack_the_newer_styles(self, style: Style, instead: Style) -> None:
        def change(parts: Mapping[str, str]) -> dict[str, str]:
            named = f'w:name w:val="{style.value}"'
            assert named in parts["word/styles.xml"]
            return {"word/styles.xml": parts["word/styles.xml"].replace(named, 'w:name w:val="x"')}

        document = docx.Document(io.BytesIO(content(Paragraph(style, (Run("甲"),)), style=restyled(change))))
        assert [p.style.name for p in document.paragraphs if p.text == "甲"] == [instead.value]

    def test_without_several_names_each(self, problems: Problems) -> None:
        def change(parts: Mapping[str, str]) -> dict[str, str]:
            return {"word/styles.xml": parts["word/styles.xml"].replace('w:name w:val="条', 'w:name w:val="x')}

        found = problems(write_docx, text_of(), restyled(change), PROPERTIES, "style.docx")
        assert [f.arguments["style"] for f in found] == ["条", "条号"]

    @pytest.mark.parametrize(
        "style",
        [
            zipped({**unzipped(default_style()), "word/document.xml": b"<w:document/>"}),
            zipped({**unzipped(default_style()), "word/styles.xml": b"<broken"}),
            zipped({**unzipped(default_style()), "word/document.xml": b"\xff"}),
        ],
    )
    def test_that_cant_be_used_is_a_finding(self, problems: Problems, style: bytes) -> None:
        found = problems(write_docx, text_of(*BLOCKS), style, PROPERTIES, "style.docx")
        assert [f.rule for f in found] == ["style-invalid"]
        assert found[0].arguments["problem"]

    def test_passes_its_other_parts_through(self) -> None:
        made, style = unzipped(content(*BLOCKS)), unzipped(default_style())
        for name in ("word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/footer1.xml"):
            assert made[name] == style[name]

    def test_shows_none_of_its_samples(self, document: Any) -> None:
        assert not any("某某" in paragraph.text for paragraph in document.paragraphs)


def test_a_reference_to_nothing_can_not_be_written_unseen() -> None:
    """compose turns it into text; what is left here would be a dead link."""
    document = opened(Paragraph(Style.PARAGRAPH, (Run("〔条款待定〕"),)))
    assert not list(document.element.body.iter(qn("w:hyperlink")))
