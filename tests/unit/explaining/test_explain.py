"""What an explanation holds is what the documents of the institution hold."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cplist.assignment.trace import Use
from cplist.core.findings import InputError
from cplist.documents.kinds import Kind
from cplist.documents.request import Request
from cplist.domain.assignment import Status
from cplist.pipeline import build

from .conftest import ROOT, SHIPPED, TINY, Explain

CITY_BANK = ROOT / "profiles" / "city-bank.yaml"
OUTLET = ROOT / "profiles" / "outlet.yaml"


def line(file: str, number: int) -> str:
    return Path(file).read_text("utf-8").split("\n")[number - 1]


class TestADuty:
    def test_is_told_by_its_clause_and_its_place_in_the_catalogue(self, explain: Explain) -> None:
        told = explain(CITY_BANK).explainer.duty("2.2-09")
        assert (told.duty.id, told.clause.id, told.clause.label) == ("2.2-09", "2.2", "二（二）")
        at = told.places.duty("2.2-09")
        assert line(at.file, at.line).strip() == "- id: 2.2-09"

    def test_leads_to_its_rule_its_roles_and_their_steps(self, explain: Explain) -> None:
        told = explain(CITY_BANK).explainer.duty("4.3-05")
        rule = told.places.rule(told.rule.id)
        assert line(rule.file, rule.line).strip() == f"{told.rule.id}:"
        role = told.places.role("complaints")
        assert line(role.file, role.line).strip() == "complaints:"
        written = [line(at.file, at.line).strip() for at in (told.places.step("complaints", n) for n in (1, 2, 3))]
        assert written[0] == "find: {function: complaints}"
        assert "when: no_departments" in written[1] and "finding: no-complaints-department" in written[2]
        condition = told.places.condition("no_departments")
        assert line(condition.file, condition.line).strip().startswith("no_departments:")

    def test_leads_to_the_profiles_decision_key_by_key(self, explain: Explain) -> None:
        decided = explain(CITY_BANK).explainer.duty("2.2-09").decision
        assert decided and decided.counts and decided.at.file == str(CITY_BANK)
        assert [key for key, _ in decided.keys] == ["support", "frequency", "evidence"]
        for key, at in decided.keys:
            assert line(at.file, at.line)[: at.column - 1].rstrip().endswith(f"{key}:")

    def test_leads_to_the_base_where_a_decision_is_inherited(self, explain: Explain, tmp_path: Path) -> None:
        over = tmp_path / "over.yaml"
        over.write_text(f"schema: 1\nextends: {CITY_BANK}\nassignments:\n  - {{duty: 2.2-09, frequency: 每季}}\n")
        explainer = explain(over).explainer
        changed, inherited = explainer.duty("2.2-09").decision, explainer.duty("2.3-03").decision
        assert changed and inherited
        files = {key: at.file for key, at in changed.keys}
        assert (changed.at.file, files["frequency"]) == (str(over), str(over))
        assert {files["support"], files["evidence"], inherited.at.file} == {str(CITY_BANK)}

    def test_that_decides_nothing_has_no_decision(self, explain: Explain) -> None:
        assert explain(CITY_BANK).explainer.duty("2.3-11").decision is None

    @pytest.mark.slow
    @pytest.mark.parametrize("path", SHIPPED[::4], ids=lambda path: path.stem)
    def test_has_its_words_where_the_system_has_them(self, explain: Explain, path: Path) -> None:
        one = explain(path)
        for assignment in one.draft.assigned.assignments[::3]:
            told = one.explainer.duty(assignment.duty.id)
            places = one.draft.text.places.get(assignment.duty.id, ())
            assert [words.place for words in told.words] == list(places)
            assert [words.article.key for words in told.words] == [place.article for place in places]
            for words in told.words:
                assert words.words in words.paragraph
                written = line(words.words_at.file, words.words_at.line)
                if words.duty not in written:  # the catalogue's words, at the line that prints them
                    assert words.words in assignment.local_part
                    assert written.startswith("{{ upward(")
            assert bool(told.words) or assignment.status in (Status.STATEMENT, Status.NOT_APPLICABLE)

    def test_has_the_rows_and_letters_of_a_build(self, explain: Explain) -> None:
        """Each row of a first build that names a duty is told, with its number, and so is each letter."""
        one = explain(OUTLET)
        inputs = replace(one.inputs, request=Request(frozenset({Kind.CHECKLIST, Kind.LETTERS})))
        built = build(inputs)
        book = openpyxl.load_workbook(io.BytesIO(built.file("checklist").content))
        letters = {output.name for output in built.outputs if output.kind == "letter"}
        for duty in ("1.1-04", "2.1-02", "4.4-05", "1.3-02"):
            told = one.explainer.duty(duty)
            assert told.letters and {letter.name for letter in told.letters} <= letters
            for row in told.rows:
                cells = [cell.value for cell in book[row.sheet][row.number]]
                assert row.key in cells, row
            filled = [row for row in told.rows if row.key == f"{duty}|{told.assignment.responsible[0].id}"]
            assert [row.sheet for row in filled] == ["履职情况"]
            assert sum(row.sheet == "责任清单" for row in told.rows) == 1
            responsible = {letter.party for letter in told.letters if letter.use is Use.RESPONSIBLE}
            bound = {p for p in told.assignment.responsible if p.kind not in ("superior", "institution")}
            staff = {p.id for p in told.assignment.responsible if p.kind == "institution"}
            assert bound <= responsible
            assert {p.id for p in responsible - bound} == ({"president"} if staff else set())

    def test_of_a_pack_without_letters_is_in_none(self, explain: Explain) -> None:
        told = explain(TINY).explainer.duty("3-02")
        assert told.letters == ()
        assert [(row.sheet, row.key) for row in told.rows] == [("责任清单", "3-02"), ("履职情况", "3-02|hall")]

    def test_comes_with_the_findings_that_name_it(self, explain: Explain) -> None:
        one = explain(TINY)
        assert [found.rule for found in one.explainer.duty("3-02").findings] == ["fallback-warning"]
        assert one.explainer.duty("1-01").findings == ()

    @pytest.mark.parametrize(
        ("written", "near"), [("2.2.9", "2.2-09"), ("2.2-9", "2.2-09"), ("2.2-099", "2.2-09"), ("x", "")]
    )
    def test_that_there_is_not_is_an_error_with_the_nearest_one(
        self, explain: Explain, written: str, near: str
    ) -> None:
        with pytest.raises(InputError) as raised:
            explain(CITY_BANK).explainer.duty(written)
        assert raised.value.rule == "explain-unknown-duty"
        assert raised.value.arguments["near"] == near


class TestAnArticle:
    def test_is_told_with_its_words_duties_and_comment(self, explain: Explain) -> None:
        one = explain(CITY_BANK)
        for article in one.draft.text.articles[::5]:
            told = one.explainer.article(article.key)
            assert told.article == article
            assert [assignment.duty.id for assignment in told.assignments] == list(article.duties)
            assert {words.duty for words in told.words} == set(article.duties)
            assert f"::: article {article.key}" in line(told.at.file, told.at.line)
            assert len([text for text in told.comment if text.startswith("责任主体：")]) == len(article.duties)

    def test_that_carries_nothing_says_so(self, explain: Explain) -> None:
        told = explain(CITY_BANK).explainer.article("records")
        assert (told.words, told.assignments) == ((), ())
        assert told.comment == ("本条不承载通知的责任事项，文字出自模板包shandong-2022-1。",)

    @pytest.mark.parametrize("called", ["purpose", "1", "第一条", "目的和依据"])
    def test_is_known_by_key_number_and_title(self, explain: Explain, called: str) -> None:
        assert explain(CITY_BANK).explainer.article(called).article.key == "purpose"

    def test_that_there_is_not_is_an_error_with_the_nearest_one(self, explain: Explain) -> None:
        for called, near in (("recrods", "records"), ("999", ""), ("\x00", "")):
            with pytest.raises(InputError) as raised:
                explain(CITY_BANK).explainer.article(called)
            assert raised.value.rule == "explain-unknown-article"
            assert raised.value.arguments["near"] == near

    def test_that_the_template_has_and_the_system_not_is_an_error_with_its_place(self, explain: Explain) -> None:
        with pytest.raises(InputError) as raised:
            explain(CITY_BANK).explainer.article("deliberating")
        assert raised.value.rule == "explain-absent-article"
        file, _, number = raised.value.arguments["place"].rpartition(":")
        assert "::: article deliberating" in line(file, int(number))


def test_an_article_says_of_each_optional_item_what_the_profile_decides(explain: Explain, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    base = ROOT / "profiles" / "city-bank.yaml"
    path.write_text(f"extends: {base}\noptions:\n  list-updates: drop\n  handover: 移交人应当书面交接。\n", "utf-8")
    decided, left_open = (
        explain(path).explainer.article("duty-lists"),
        explain(base).explainer.article("duty-lists"),
    )
    options = explain(base).pack.options
    assert [(one.id, one.decision, one.words) for one in decided.options] == [
        ("list-updates", "drop", ""),
        ("handover", "移交人应当书面交接。", "移交人应当书面交接。"),
    ]
    assert [one.at and (Path(one.at.file).name, one.at.line) for one in decided.options] == [
        ("p.yaml", 3),
        ("p.yaml", 4),
    ]
    assert [(one.id, one.decides, one.decision, one.at) for one in left_open.options] == [
        (id_, options[id_], "", None) for id_ in ("list-updates", "handover")
    ]
    assert all(one.words for one in left_open.options)
