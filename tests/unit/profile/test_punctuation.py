"""What a profile's printed values should not hold: half-width punctuation, invisible characters, blanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.core.findings import Finding
from cplist.profile.punctuation import check_prose, full_width
from cplist.yamldoc.document import read


def findings(text: str) -> list[Finding]:
    return check_prose(read(text.encode(), "p.yaml")[0])


def shown(found: list[Finding]) -> list[tuple[str, str]]:
    return [(f.rule, f.path) for f in found]


class TestHalfWidth:
    @pytest.mark.parametrize(
        ("text", "mended"),
        [
            ("甲, 乙;丙:丁", "甲，乙；丙：丁"),
            ("A, 甲", "A，甲"),
            ("总行(Head Office, Beijing)", "总行（Head Office, Beijing）"),
            ("甲(乙", "甲（乙"),
            ("乙)甲", "乙）甲"),
            ("（试行)", "（试行）"),
            ('他说"OK"吗', "他说“OK”吗"),
            ('“十四五"规划', "“十四五”规划"),
            ('"十四五”规划', "“十四五”规划"),
            ("'十四五'规划", "‘十四五’规划"),
            ("甲...乙。...", "甲……乙。……"),
            ("08:30-17:30,节假日除外", "08:30-17:30，节假日除外"),
            ("见https://a.com/x,y,并填报", "见https://a.com/x,y，并填报"),
            ("每季度(3,6,9,12月)", "每季度（3,6,9,12月）"),
        ],
    )
    def test_is_mended(self, text: str, mended: str) -> None:
        assert full_width(text) == mended

    @pytest.mark.parametrize(
        "text",
        [
            *("甲，乙", "12:30前", "1,000元", "3.5%", "泰银发(2026)15号", "第1.2条", "比例1:2", "V1.0版"),
            *("Smith, Jr. (London)", "Men's俱乐部", "甲-乙/丙", "", "：", "甲 (Consumer, Rights)"),
        ],
    )
    def test_is_none(self, text: str) -> None:
        assert full_width(text) == text

    @given(st.text("甲乙A1,.;:?!()\"' “”（）‘’", max_size=20))
    def test_once_mended_stays(self, text: str) -> None:
        once = full_width(text)
        assert full_width(once) == once

    @given(st.text(max_size=30))
    def test_nothing_but_punctuation_and_blanks_changes(self, text: str) -> None:
        letters = [c for c in text if c.isalnum()]
        assert [c for c in full_width(text) if c.isalnum()] == letters


class TestAValue:
    def test_is_looked_at_where_it_is_printed(self) -> None:
        text = (
            "extends: 甲,乙.yaml\ninstitution: {name: '甲,乙', type: '甲,乙'}\nleaders:\n"
            "  - {id: a, post: '甲,乙', roles: ['甲,乙'], substitute: {basis: '甲,乙'}}\n随便: '甲,乙'\n"
        )
        assert shown(findings(text)) == [
            ("profile-half-width", "institution.name"),
            ("profile-half-width", "leaders[0].post"),
            ("profile-half-width", "leaders[0].substitute.basis"),
        ]

    def test_names_what_is_invisible_in_it(self) -> None:
        (found,) = findings("institution: {name: '甲\u200b\u200b行'}\n")
        assert (found.rule, dict(found.arguments)) == ("profile-invisible", {"code": "U+200B", "mended": "甲行"})
        assert str(found.location) == "p.yaml:1:21"

    def test_is_still_to_be_filled_in(self) -> None:
        (found,) = findings("institution: {name: 〔请填写：全称〕（〔请填写：地址〕）}\n")
        assert (found.rule, found.arguments["what"]) == ("profile-to-fill-in", "全称、地址")

    @pytest.mark.parametrize("text", ["true", "False", "' true '"])
    def test_is_words_and_no_switch(self, text: str) -> None:
        (found,) = findings(f"document:\n  status: draft\n  heading: {text}\n")
        assert (found.rule, found.path) == ("profile-no-words", "document.heading")
        assert str(found.location) == "p.yaml:3:12"

    @pytest.mark.parametrize("text", ["真实银行", "True Bank", "NO", "yes"])
    def test_may_hold_such_a_word(self, text: str) -> None:
        assert findings(f"document: {{heading: {text}}}\n") == []

    def test_may_have_several_things_wrong_with_it(self) -> None:
        found = findings("institution: {name: '〔请填写：全称〕,\u200b甲'}\n")
        assert {f.rule for f in found} == {"profile-to-fill-in", "profile-invisible", "profile-half-width"}

    @pytest.mark.parametrize(("status", "more"), [("draft", []), ("final", [("profile-final-with-blanks", "2")])])
    def test_is_filled_in_when_the_document_is_final(self, status: str, more: list[tuple[str, str]]) -> None:
        blank = "〔请填写：全称〕"
        found = findings(f"institution: {{name: {blank}, short_name: {blank}}}\ndocument: {{status: {status}}}\n")
        assert [(f.rule, f.arguments["count"]) for f in found if "count" in f.arguments] == more


@pytest.mark.parametrize("text", ["- 甲,乙\n", "institution: 甲,乙\nleaders: {post: '甲,乙'}\ndocument: [final]\n"])
def test_another_shape_is_nobodys_business_here(text: str) -> None:
    assert findings(text) == []
