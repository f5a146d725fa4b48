"""What changed between two versions, and what is said of why."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

import pytest

from cplist.core.document import Article
from cplist.core.findings import FindingsError
from cplist.domain.numerals import chinese
from cplist.revisions.comparison import ArticleChange, compare
from cplist.revisions.docx_text import paragraphs_of
from cplist.revisions.earlier_version import LARGEST, EarlierVersion, OldArticle, from_docx, from_manifest
from cplist.revisions.kept_versions import facts_of_build, version_before

MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def article(key: str, number: int, *paragraphs: str, duties: Iterable[str] = ()) -> Article:
    first, *rest = paragraphs
    return Article(key, "", number, (f"第{chinese(number)}条{first}", *rest), tuple(duties))


def old(key: str, number: int, *paragraphs: str, title: str = "") -> OldArticle:
    return OldArticle(key, number, title, paragraphs)


def docx(*paragraphs: str) -> bytes:
    return zipped(f"<w:document {MAIN}><w:body>{''.join(paragraphs)}</w:body></w:document>")


def zipped(xml: str, name: str = "word/document.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
    return stream.getvalue()


def typed(*texts: str) -> bytes:
    return docx(*(p(text.replace("\t", "</w:t><w:tab/><w:t>")) for text in texts))


def p(text: str, *marks: str) -> str:
    starts = "".join(f'<w:bookmarkStart w:id="1" w:name="{mark}"/>' for mark in marks)
    return f"<w:p>{starts}<w:r><w:t>{text}</w:t></w:r></w:p>"


def read(content: bytes) -> EarlierVersion:
    return from_docx(content, "old.docx", "甲银行", {"cp_1_1_04": "1.1-04"})


def rows(earlier: EarlierVersion, *articles: Article) -> list[tuple[str, str]]:
    return [
        (c.old.paragraphs[0] if c.old else "", c.new.paragraphs[0] if c.new else "")
        for c in compare(earlier, articles).changes
    ]


class TestArticles:
    def test_under_the_same_key_are_the_same_whatever_their_number(self) -> None:
        earlier = EarlierVersion((old("a", 1, "甲"), old("b", 2, "乙")))
        assert rows(earlier, article("new", 1, "新"), article("a", 2, "甲"), article("b", 3, "乙二")) == [
            ("", "新"),
            ("乙", "乙二"),
        ]

    def test_that_are_gone_stand_behind_the_one_before_them(self) -> None:
        earlier = EarlierVersion((old("a", 1, "甲"), old("b", 2, "乙"), old("c", 3, "丙")))
        assert rows(earlier, article("a", 1, "甲一"), article("c", 2, "丙一")) == [
            ("甲", "甲一"),
            ("乙", ""),
            ("丙", "丙一"),
        ]

    def test_that_did_not_change_are_counted_and_not_listed(self) -> None:
        comparison = compare(EarlierVersion((old("a", 1, "甲 "),)), [article("a", 1, "甲")])
        assert comparison.changes == ()
        assert comparison.counts == {"added": 0, "deleted": 0, "changed": 0, "unchanged": 1}

    def test_of_another_key_are_never_matched_by_their_words(self) -> None:
        words = "完全相同的文字"
        assert rows(EarlierVersion((old("a", 1, words),)), article("b", 1, words)) == [(words, ""), ("", words)]

    def test_without_a_key_are_matched_by_their_words(self) -> None:
        earlier = EarlierVersion((old("", 1, "董事长定期听取消保工作汇报"), old("", 2, "设立吉祥物")))
        changes = rows(earlier, article("x", 1, "目的"), article("y", 2, "董事长每季度听取消保工作汇报"))
        assert ("董事长定期听取消保工作汇报", "董事长每季度听取消保工作汇报") in changes
        assert ("设立吉祥物", "") in changes

    def test_without_a_key_are_matched_by_their_title(self) -> None:
        earlier = EarlierVersion((old("", 7, "旧文字", title="报告"),))
        new = Article("r", "报告", 3, ("第三条全然不同的内容",), ())
        assert [(c.old is not None, c.new is not None) for c in compare(earlier, [new]).changes] == [(True, True)]

    def test_that_differ_in_references_alone_are_told(self) -> None:
        one, other = old("a", 1, "依照第八条第二款第（三）项执行"), old("a", 1, "依照第十二条第一款第（三）项执行")
        assert ArticleChange(one, other).only_references
        assert not ArticleChange(one, old("a", 1, "按照第八条第二款第（三）项执行")).only_references


class TestADocx:
    def test_gives_its_articles_by_bookmark_with_their_duties(self) -> None:
        content = docx(
            p("第一章　总则"),
            p("第一条　甲", "cpa_main_duty", "cp_1_1_04"),
            p("（一）乙", "cp_1_1_04_2"),
            p("第二章　附则"),
        )
        earlier = read(content)
        assert earlier.articles == (OldArticle("main-duty", 1, "", ("甲", "（一）乙"), ("1.1-04",)),)
        assert earlier.findings == ()

    def test_without_bookmarks_is_read_by_numbers_and_says_so(self) -> None:
        content = docx(p("第一条 【目的】甲"), p("第八条第二款规定的乙"), p("第二条丙"), p("附件1"), p("第三条 丁"))
        earlier = read(content)
        assert [(a.number, a.title, a.paragraphs) for a in earlier.articles] == [
            (1, "目的", ("甲", "第八条第二款规定的乙")),
            (2, "", ("丙",)),
        ]
        assert [f.rule for f in earlier.findings] == ["against-no-bookmarks"]

    def test_with_tracked_changes_counts_as_accepted(self) -> None:
        tracked = (
            "<w:p><w:r><w:t>第一条　甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText><w:t>乙</w:t></w:r></w:del>"
            "<w:ins><w:r><w:t>丙</w:t></w:r></w:ins></w:p>"
        )
        earlier = read(docx(tracked))
        assert earlier.articles[0].paragraphs == ("甲丙",)
        assert "against-tracked" in {f.rule for f in earlier.findings}

    def test_has_its_bookmark_before_the_paragraph_where_word_moved_it(self) -> None:
        assert read(docx('<w:bookmarkStart w:id="1" w:name="cpa_a"/>', p("第一条　甲"))).articles[0].key == "a"

    @pytest.mark.parametrize(
        "number", ["第 二 条", "第２条", "第2条", "第　二　条", "第贰条", "　　第二条", "第二条："]
    )
    def test_is_read_however_its_numbers_are_written(self, number: str) -> None:
        earlier = read(docx(p("第一条　甲"), p(f"{number}　乙")))
        assert [(a.number, a.paragraphs) for a in earlier.articles] == [(1, ("甲",)), (2, ("乙",))]

    def test_has_an_article_between_two(self) -> None:
        earlier = read(docx(p("第一条　甲"), p("第一条之一　乙"), p("第二条　丙")))
        assert [a.paragraphs for a in earlier.articles] == [("甲",), ("乙",), ("丙",)]

    def test_may_stand_in_a_table(self) -> None:
        rows = "".join(
            f"<w:tr><w:tc>{p(f'第{n}条')}</w:tc><w:tc>{p(text)}</w:tc></w:tr>" for n, text in ("一甲", "二乙")
        )
        assert [a.paragraphs for a in read(docx(f"<w:tbl>{rows}</w:tbl>")).articles] == [("甲",), ("乙",)]

    def test_has_no_articles_in_a_list_of_them(self) -> None:
        rows = f"<w:tbl><w:tr><w:tc>{p('第一条')}</w:tc><w:tc>{p('目的')}</w:tc></w:tr></w:tbl>"
        assert [a.paragraphs for a in read(docx(p("第一条　甲"), rows)).articles] == [("甲",)]

    def test_keeps_an_emptied_article_for_none(self) -> None:
        emptied = '<w:p><w:bookmarkStart w:id="1" w:name="cpa_a"/></w:p>'
        for words in (
            emptied,
            p("第一条　", "cpa_a"),
            "<w:p><w:del><w:r><w:t>第一条　甲</w:t></w:r></w:del></w:p>",
        ):
            earlier = read(docx(words, p("第二条　乙", "cpa_b")))
            assert [(a.key, a.number) for a in earlier.articles] == [("b", 2)]
            assert rows(earlier, article("a", 1, "甲"), article("b", 2, "乙")) == [("", "甲")]

    def test_leaves_out_tables(self) -> None:
        table = f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl>"
        assert read(docx(p("第一条　甲"), table, p("乙"))).articles[0].paragraphs == ("甲", "乙")

    @pytest.mark.parametrize(
        ("content", "rule"),
        [
            (b"", "against-not-docx"),
            (b"no zip", "against-not-docx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "against-doc"),
            (lambda: b"PK" + b"0" * LARGEST, "against-too-large"),
            (zipped("<a/>", "xl/workbook.xml"), "against-not-docx"),
            (zipped("<w:document"), "against-not-docx"),
            (zipped('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "against-not-docx"),
            (zipped("<!DOCTYPE a><a/>"), "against-not-docx"),
            (lambda: zipped(" " * 101_000_000), "against-not-docx"),
            (docx(p("没有条文")), "against-no-articles"),
            (docx(*[p("第一条　甲")] * 1000), "against-too-many"),
        ],
        ids=["empty", "no zip", "doc", "large", "workbook", "cut", "entity", "doctype", "bomb", "none", "many"],
    )
    def test_that_can_not_be_used_is_a_finding(self, content: bytes | Callable[[], bytes], rule: str) -> None:
        with pytest.raises(FindingsError) as raised:
            read(content if isinstance(content, bytes) else content())
        assert [f.rule for f in raised.value.findings] == [rule]

    def test_of_another_institution_is_told(self) -> None:
        stream = io.BytesIO(docx(p("第一条　甲", "cpa_a")))
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr(
                "docProps/custom.xml",
                '<Properties><property name="cplist.institution"><lpwstr>乙银行</lpwstr></property></Properties>',
            )
        assert [f.rule for f in read(stream.getvalue()).findings] == ["against-other"]

    def test_may_be_in_the_strict_form(self) -> None:
        strict = MAIN.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006", "http://purl.oclc.org/ooxml/wordprocessingml"
        )
        xml = f"<w:document {strict}><w:body>{p('甲')}</w:body></w:document>"
        assert [one.text for one in paragraphs_of(xml.encode())] == ["甲"]


class TestTheVersionBefore:
    FINAL, DRAFT = {"document": {"status": "final"}}, {"document": {"status": "draft"}}

    def test_is_the_last_one_that_differs(self) -> None:
        assert version_before({"articles": [1], "facts": {}}, [2]) == {"articles": [1], "facts": {}}
        assert version_before({"articles": [2], "before": {"articles": [1]}}, [2]) == {"articles": [1]}
        assert version_before({"articles": [2]}, [2]) is None
        assert version_before({}, [2]) is None

    def test_is_the_last_final_one_while_drafts_follow_it(self) -> None:
        final = {"articles": [1], "facts": self.FINAL}
        previous = {"articles": [2], "facts": self.DRAFT, "before": final}
        assert version_before(previous, [3]) == final
        assert version_before({**previous, "facts": self.FINAL}, [3])["articles"] == [2]  # type: ignore[index]

    @pytest.mark.parametrize("broken", [{}, {"articles": 1}, {"articles": [{}]}, {"articles": [{"key": "a"}]}])
    def test_that_is_broken_is_none(self, broken: dict[str, object]) -> None:
        assert from_manifest(broken) is None

    def test_lends_its_facts_to_its_own_docx_only(self) -> None:
        previous = {"facts": {"build": "2"}, "before": {"facts": {"build": "1"}}}
        assert facts_of_build(previous, "1") == {"build": "1"}
        assert facts_of_build(previous, "3") == {}
        assert facts_of_build({}, "") == {}


class TestWhatPeopleTyped:
    """… in a document that they wrote by hand."""

    @pytest.mark.parametrize("line", ["第一条 目的……1", "第一条　目的 ...... 12", "第一条 目的\t1"])
    def test_contents_are_no_articles(self, line: str) -> None:
        found = read(typed("目录", line, "第二条 依据……2", "第一章 总则", "第一条 为了消保。", "第二条 依据通知。"))
        assert [(one.number, one.paragraphs) for one in found.articles] == [
            (1, ("为了消保。",)),
            (2, ("依据通知。",)),
        ]

    def test_an_article_that_ends_with_a_number_is_one(self) -> None:
        found = read(typed("第一条 金额上限 500", "第二条 依据。"))
        assert [one.paragraphs for one in found.articles] == [("金额上限 500",), ("依据。",)]

    def test_a_mark_may_stand_behind_the_number(self) -> None:
        found = read(typed("第一条、甲。", "第二条．乙。", "第三条、第四条规定的情形除外。", "第三条、丙。"))
        assert [one.paragraphs for one in found.articles] == [
            ("甲。",),
            ("乙。", "第三条、第四条规定的情形除外。"),
            ("丙。",),
        ]

    def test_an_annex_may_have_a_title(self) -> None:
        found = read(typed("第一条 甲。", "第二条 乙。", "附件1：流程", "第一条 附件里的。"))
        assert [one.paragraphs for one in found.articles] == [("甲。",), ("乙。",)]

    def test_annexes_that_are_named_above_end_nothing(self) -> None:
        found = read(typed("第一条 甲。", "附件1 流程", "第二条 乙。"))
        assert [one.paragraphs[0] for one in found.articles] == ["甲。", "乙。"]

    def test_a_heading_without_a_number_is_no_part_of_an_article(self) -> None:
        found = read(typed("总 则", "第一条 甲。", "附  则", "第二条 乙。"))
        assert [one.paragraphs for one in found.articles] == [("甲。",), ("乙。",)]

    def test_tables_and_notes_among_articles_are_named(self) -> None:
        tables = [f"<w:tbl><w:tr><w:tc>{p(text)}</w:tc></w:tr></w:tbl>" for text in ("审批", "行长负总责", "清单")]
        note = '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        second = p("第二条 乙。").replace("</w:p>", note)
        found = read(docx(tables[0], p("第一条 甲。"), tables[1], second, p("附件"), tables[2]))
        (left,) = [one for one in found.findings if one.rule == "against-left-out"]
        assert left.arguments == {"file": "old.docx", "boxes": "1", "notes": "1"}
        assert "against-left-out" not in [one.rule for one in read(typed("第一条 甲。")).findings]
