"""A .docx is read as Word shows it: numbers of lists, tables, boxes, changes, fields, ruby, hidden text."""

from __future__ import annotations

import pytest
from every import every

from cplist.revisions.docx_text import DocxParagraph, paragraphs_of

NAMES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{space}"'
    for prefix, space in (
        ("w", "wordprocessingml/2006/main"),
        ("mc", "markup-compatibility/2006"),
        ("m", "officeDocument/2006/math"),
    )
)


def document(body: str) -> bytes:
    return f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()


def read(body: str, styles: str = "", numbering: str = "") -> list[DocxParagraph]:
    parts = (
        f"<w:{name} {NAMES}>{xml}</w:{name}>".encode()
        for name, xml in (("styles", styles), ("numbering", numbering))
    )
    return paragraphs_of(document(body), *parts)


def shown(body: str, styles: str = "", numbering: str = "") -> list[str]:
    return [one.text for one in read(body, styles, numbering)]


def r(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, properties: str = "", mark: str = "") -> str:
    mark = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{properties}{mark}</w:pPr>{inner if '<' in inner else r(inner) if inner else ''}</w:p>"


def field(*results: str, instruction: str = "REF x", ended: bool = True) -> str:
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if ended else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{"".join(map(r, results))}{end}'
    )


CHOICE = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>{0}</w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
SDT = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
DEL, INS = '<w:del w:id="1" w:author="a"/>', '<w:ins w:id="1" w:author="a"/>'
HIDDEN = '<w:style w:type="{}" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
TEXTS: dict[str, tuple[str, list[str]]] = {
    "a tracked insertion is made, a deletion done": (
        p(r("甲") + f"<w:del>{r('乙')}</w:del><w:ins>{r('丙')}</w:ins>"),
        ["甲丙"],
    ),
    "moved text stands where it was moved to": (
        p(f"<w:moveFrom>{r('动')}</w:moveFrom>{r('甲')}") + p(f"{r('乙')}<w:moveTo>{r('动')}</w:moveTo>"),
        ["甲", "乙动"],
    ),
    "a paragraph that was deleted with its mark is not there": (
        p(f"<w:del>{r('去')}</w:del>", mark=DEL) + p("甲"),
        ["甲"],
    ),
    "paragraphs whose mark was deleted are one": (p("甲", mark=DEL) + p("乙"), ["甲乙"]),
    "an inserted mark is there": (p("甲", mark=INS) + p("乙"), ["甲", "乙"]),
    "a deleted row is not there": (
        f"<w:tbl><w:tr><w:trPr>{DEL}</w:trPr><w:tc>{p('去')}</w:tc></w:tr><w:tr><w:tc>{p('留')}</w:tc></w:tr></w:tbl>",
        ["留"],
    ),
    "a property that was changed is not the property of now": (
        p(
            r("甲", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"),
            '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>',
        ),
        ["甲"],
    ),
    "ruby is its base": (
        p(f"<w:r><w:ruby><w:rt>{r('yín')}</w:rt><w:rubyBase>{r('银')}</w:rubyBase></w:ruby></w:r>{r('行')}"),
        ["银行"],
    ),
    "a field is its result": (p(r("第") + field("八") + r("条")), ["第八条"]),
    "a field in a field's instruction is none of the text": (
        p(r("甲") + field("乙", instruction=f"IF </w:instrText></w:r>{field('内')}<w:r><w:instrText>")),
        ["甲乙"],
    ),
    "a simple field is its result": (p(f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>'), ["3"]),
    "a field that doesn't end hides nothing": (p(field("甲", ended=False)) + p("乙"), ["甲", "乙"]),
    "a table of contents is none of the text": (
        p(field("第一条 甲", instruction='TOC \\o "1-3"')) + p("乙"),
        ["", "乙"],
    ),
    "hidden text is not shown": (p(r("甲") + r("藏", "<w:vanish/>") + r("乙", '<w:vanish w:val="0"/>')), ["甲乙"]),
    "a mark that is hidden joins": (p("甲", mark="<w:vanish/>") + p("乙"), ["甲乙"]),
    "soft hyphens and what nobody sees": (
        p("<w:r><w:t>甲\u00ad\u200b</w:t><w:softHyphen/><w:t>乙</w:t><w:noBreakHyphen/></w:r>"),
        ["甲乙-"],
    ),
    "tabs are blanks, line breaks begin paragraphs": (
        p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:br w:type='page'/><w:t>丁</w:t></w:r>"),
        ["甲 乙", "丙 丁"],
    ),
    "content controls are what they hold": (
        SDT.format(p(r("甲") + SDT.format(r("乙")))),
        ["甲乙"],
    ),
    "a text box stands once, behind its paragraph": (
        p(CHOICE.format(p("框")) + r("甲")) + p("乙"),
        ["甲", "框", "乙"],
    ),
    "links, smart tags and formulas are text": (
        p(
            f"<w:hyperlink>{r('甲')}</w:hyperlink><w:smartTag>{r('乙')}</w:smartTag><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
        ),
        ["甲乙x"],
    ),
    "a note is none of the text": (p(r("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("乙")), ["甲乙"]),
}


@every("name", TEXTS, least=20)
def test_what_word_shows(name: str) -> None:
    body, expected = TEXTS[name]
    assert shown(body) == expected


def test_a_style_hides_and_two_do_not() -> None:
    of_both = HIDDEN.format("character") + HIDDEN.format("paragraph").replace('"h"', '"q"')
    body = p(r("藏", '<w:rStyle w:val="h"/>') + r("甲"))
    body += p(r("乙", '<w:rStyle w:val="h"/>') + r("藏"), '<w:pStyle w:val="q"/>')
    assert shown(body, of_both) == ["甲", "乙"]


def test_tracked_changes_are_told() -> None:
    assert [one.tracked for one in read(p(f"<w:ins>{r('甲')}</w:ins>") + p("乙") + p("丙", mark=INS))] == [
        True,
        False,
        True,
    ]


def test_a_paragraph_that_was_deleted_leaves_its_bookmark_to_nobody() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="cpa_{}"/>'
    body = p(f"{mark.format('a')}<w:del>{r('去')}</w:del>", mark=DEL) + p(mark.format("b") + r("甲"))
    assert [one.key for one in read(body)] == ["b"]


# the numbers of lists

NUM = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    written = f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/>{written}</w:lvl>'


def instance(number: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="7"/>{more}</w:num>'


def lists(*levels: str, instances: str = instance(1)) -> str:
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{instances}'


ARTICLES = lists(
    level(0, "chineseCountingThousand", "第%1条"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


def labels(places: list[tuple[int, int]], numbering: str) -> list[str]:
    body = "".join(p("甲", NUM.format(*place)) for place in places)
    return [one.label for one in read(body, numbering=numbering)]


class TestNumbersOfLists:
    def test_stand_before_the_text(self) -> None:
        assert shown(p("甲", NUM.format(0, 1)) + p("乙", NUM.format(1, 1)), numbering=ARTICLES) == [
            "第一条 甲",
            "（一）乙",
        ]

    def test_begin_again_below_a_new_one(self) -> None:
        places = [(0, 1), (1, 1), (2, 1), (1, 1), (0, 1), (1, 1), (2, 1)]
        assert labels(places, ARTICLES) == ["第一条", "（一）", "1.", "（二）", "第二条", "（一）", "1."]

    def test_go_on_where_they_are_told_to(self) -> None:
        chapters = lists(
            level(0, "chineseCounting", "第%1章"),
            level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>'),
        )
        assert labels([(0, 1), (1, 1), (1, 1), (0, 1), (1, 1)], chapters) == [
            "第一章",
            "第一条",
            "第二条",
            "第二章",
            "第三条",
        ]

    def test_of_two_lists_with_one_definition_go_on(self) -> None:
        two = lists(
            level(0, "decimal", "第%1条"),
            instances=instance(1)
            + instance(2)
            + instance(3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        )
        assert labels([(0, 1), (0, 2), (0, 3), (0, 3), (0, 1)], two) == [
            "第1条",
            "第2条",
            "第5条",
            "第6条",
            "第7条",
        ]

    def test_are_decimal_where_the_law_wants_it(self) -> None:
        legal = lists(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
        assert labels([(0, 1), (1, 1), (1, 1)], legal) == ["第一章", "1.1", "1.2"]

    def test_come_from_a_style_too(self) -> None:
        styles = (
            '<w:style w:type="paragraph" w:styleId="t">'
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="u"><w:basedOn w:val="t"/></w:style>'
        )
        numbering = lists(
            level(0, "decimal", "%1."), level(1, "chineseCounting", "第%2条", '<w:pStyle w:val="t"/>')
        )
        body = p("甲", '<w:pStyle w:val="u"/>') + p(
            "乙", '<w:pStyle w:val="t"/><w:numPr><w:numId w:val="0"/></w:numPr>'
        )
        assert shown(body, styles, numbering) == ["第一条 甲", "乙"]

    def test_of_what_was_deleted_are_not_counted(self) -> None:
        body = (
            p("甲", NUM.format(0, 1))
            + p(f"<w:del>{r('去')}</w:del>", NUM.format(0, 1), DEL)
            + p("乙", NUM.format(0, 1))
        )
        assert shown(body, numbering=ARTICLES) == ["第一条 甲", "第二条 乙"]

    def test_that_are_bullets_are_none(self) -> None:
        assert labels([(0, 1)], lists(level(0, "bullet", "\uf0b7"))) == [""]

    def test_of_lists_that_nobody_has_are_none(self) -> None:
        assert labels([(0, 9), (5, 1)], ARTICLES) == ["", ""]


FORMATS = {
    "chineseCountingThousand": {1: "一", 10: "十", 25: "二十五", 101: "一百零一"},
    "chineseCounting": {12: "十二", 101: "一○一"},
    "japaneseCounting": {25: "二十五", 110: "百十"},
    "ideographDigital": {10: "一○", 25: "二五"},
    "chineseLegalSimplified": {1: "壹", 10: "壹拾", 25: "贰拾伍"},
    "decimal": {12: "12"},
    "decimalZero": {3: "03", 12: "12"},
    "decimalFullWidth": {12: "１２"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "upperRoman": {4: "IV", 19: "XIX"},
    "lowerLetter": {1: "a", 27: "aa"},
    "ideographTraditional": {1: "甲", 11: "甲"},
    "none": {3: ""},
    "aFormatOfNobody": {3: "3"},
}


@pytest.mark.parametrize("form", FORMATS)
def test_a_number_is_written_as_its_list_says(form: str) -> None:
    for number, written in FORMATS[form].items():
        assert labels([(0, 1)], lists(level(0, form, "%1", start=number))) == [written]


def test_a_part_that_declares_its_type_is_refused() -> None:
    with pytest.raises(ValueError, match="document type"):
        paragraphs_of(document(p("甲")), b"<!DOCTYPE a><a/>")
