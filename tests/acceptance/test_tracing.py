"""From the notice to the row that somebody fills in, and back: the shipped pack on the city bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from .conftest import ROOT, Build
from .reading import Book, Document, article_bookmark, bare, duty_bookmark, number_of

pytestmark = pytest.mark.slow

PACK = ROOT / "templates" / "shandong-2022-1"
KINDS = {"obligation", "prohibition", "permission", "statement", "ground"}
GRADES = {
    *("第一责任人", "最终责任", "重要领导责任", "直接领导责任"),
    *("监督责任", "直接责任", "统筹管理责任", "主体责任"),
}


@pytest.fixture(scope="module")
def notice() -> str:
    return (PACK / "notice.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def duties(catalogue: dict[str, Any]) -> list[dict[str, Any]]:
    return [duty for clause in catalogue["clauses"] for duty in clause["duties"]]


@pytest.fixture(scope="module")
def document(city_bank: Build) -> Document:
    return city_bank.document


@pytest.fixture(scope="module")
def book(city_bank: Build) -> Book:
    return city_bank.book


@pytest.fixture(scope="module")
def landed(coverage: dict[str, Any]) -> list[dict[str, Any]]:
    """What landed on somebody: assigned duties, and grounds with whoever acts on them."""
    return [duty for duty in coverage["duties"] if duty["status"] in ("assigned", "ground", "superior")]


# the catalogue and the notice


def test_the_catalogue_is_the_notice_to_the_letter(catalogue: dict[str, Any], notice: str) -> None:
    head, printed = catalogue["notice"], catalogue["notice"]["printed"]
    assert printed["number"].strip("（）") == head["number"]
    parts = [head["title"], printed["number"], head["addressees"]]
    parts += [part for clause in catalogue["clauses"] for part in (clause["heading"], clause["text"])]
    parts += [head["signature"], printed["date"]]
    assert bare("".join(parts)) == bare(notice)


def test_its_paragraphs_are_the_notices(catalogue: dict[str, Any], notice: str) -> None:
    lines = [line.strip() for line in notice.splitlines() if line.strip()]
    ours = [line for clause in catalogue["clauses"] for line in clause["text"].split("\n") if line]
    assert [line for line in lines if line in ours] == ours


def test_clauses_are_numbered_by_section_and_part(catalogue: dict[str, Any]) -> None:
    parts = {"0": "0", "1": "01234", "2": "0123", "3": "012", "4": "01234", "5": "0"}
    assert [clause["id"] for clause in catalogue["clauses"]] == [
        f"{section}.{part}" for section in parts for part in parts[section]
    ]


def test_a_heading_alone_has_no_text(catalogue: dict[str, Any]) -> None:
    texts = {clause["id"]: clause["text"] for clause in catalogue["clauses"]}
    assert [id_ for id_, text in texts.items() if not text] == ["2.0", "3.0", "4.0"]


def test_duties_tile_their_clause(catalogue: dict[str, Any]) -> None:
    for clause in catalogue["clauses"]:
        assert bare("".join(duty["text"] for duty in clause["duties"])) == bare(clause["text"]), clause["id"]


def test_each_duty_is_words_of_its_clause(catalogue: dict[str, Any]) -> None:
    for clause in catalogue["clauses"]:
        for duty in clause["duties"]:
            assert duty["text"].strip() and duty["text"] in clause["text"], duty["id"]


def test_duties_are_numbered_in_the_order_of_the_text(catalogue: dict[str, Any]) -> None:
    for clause in catalogue["clauses"]:
        wanted = [f"{clause['id']}-{number:02}" for number in range(1, len(clause["duties"]) + 1)]
        assert [duty["id"] for duty in clause["duties"]] == wanted


def test_ids_are_unique(catalogue: dict[str, Any], duties: list[dict[str, Any]]) -> None:
    ids = [clause["id"] for clause in catalogue["clauses"]] + [duty["id"] for duty in duties]
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []


def test_every_kind_and_grade_is_one_of_the_notices(duties: list[dict[str, Any]]) -> None:
    assert {duty["kind"] for duty in duties} == KINDS
    grades = {grade for duty in duties if duty["grade"] for grade in duty["grade"].split("；")}
    assert {grade.split("（")[0] for grade in grades} == GRADES
    assert {grade for grade in grades if grade.startswith("最终")} == {"最终责任（限信访投诉事项处置）"}


def test_every_obligation_and_prohibition_has_a_responsible_role(duties: list[dict[str, Any]]) -> None:
    for duty in duties:
        if duty["kind"] in ("obligation", "prohibition"):
            assert any(role["as"] == "responsible" for role in duty["roles"]), duty["id"]


def test_every_duty_that_asks_for_action_says_when_and_how(duties: list[dict[str, Any]]) -> None:
    for duty in duties:
        if duty["kind"] in ("obligation", "prohibition", "permission"):
            assert duty["trigger"] in ("one_time", "periodic", "continuous", "event"), duty["id"]
            assert all(duty["suggestions"][key] for key in ("measure", "evidence", "frequency")), duty["id"]


def test_no_suggestion_would_fit_twenty_duties(duties: list[dict[str, Any]]) -> None:
    measures = Counter(duty["suggestions"]["measure"] for duty in duties if duty["suggestions"]["measure"])
    assert [text for text, count in measures.items() if count > 2] == []


def test_every_role_is_used(catalogue: dict[str, Any], duties: list[dict[str, Any]]) -> None:
    rules = yaml.safe_load((PACK / "rules.yaml").read_text("utf-8"))
    used = {role["role"] for duty in duties for role in duty["roles"]}
    used |= set(words_of(rules["rules"])) | set(words_of(rules["levels"])) | set(roles_named(rules))
    used |= set(words_of(yaml.safe_load((PACK / "sources.yaml").read_text("utf-8"))))
    assert [role["id"] for role in catalogue["roles"] if role["id"] not in used] == []


def test_every_role_of_a_duty_is_one_of_the_packs(catalogue: dict[str, Any], duties: list[dict[str, Any]]) -> None:
    known = {role["id"] for role in catalogue["roles"]}
    assert {role["role"] for duty in duties for role in duty["roles"]} <= known


# the city bank


def test_there_is_no_gap(coverage: dict[str, Any]) -> None:
    assert coverage["summary"]["gap"] == 0
    assert [duty["id"] for duty in coverage["duties"] if duty["status"] == "gap"] == []


def test_coverage_has_every_duty_of_the_catalogue(coverage: dict[str, Any], duties: list[dict[str, Any]]) -> None:
    assert [duty["id"] for duty in coverage["duties"]] == [duty["id"] for duty in duties]


def test_the_summary_counts_what_is_listed(coverage: dict[str, Any]) -> None:
    counted = Counter(duty["status"] for duty in coverage["duties"])
    assert {status: count for status, count in coverage["summary"].items() if count} == dict(counted)


def test_whatever_landed_says_on_whom_and_by_which_rule(landed: list[dict[str, Any]]) -> None:
    assert len(landed) > 150
    for duty in landed:
        assert duty["responsible"] and duty["rule"] and duty["reason"] and duty["articles"], duty["id"]


def test_every_party_is_one_of_the_profile(coverage: dict[str, Any]) -> None:
    profile = yaml.safe_load((ROOT / "profiles" / "city-bank.yaml").read_text("utf-8"))
    known = {entry["id"] for key in ("leaders", "departments") for entry in profile[key]} | set(profile["bodies"])
    known |= {level["tier"] for level in profile["levels"]} | {"institution"}
    leaders = {leader["id"] for leader in profile["leaders"]}
    for duty in coverage["duties"]:
        assert {*duty["responsible"], *duty["supporting"], *duty["supervised_by"]} <= known
        assert set(duty["overseen_by"]) <= leaders | {"board"}  # to which internal audit answers


# duty → article


def test_bookmarks_are_unique_and_their_names_are_words_names(document: Document) -> None:
    assert [name for name, count in Counter(document.bookmarks).items() if count > 1] == []
    assert [name for name in document.bookmarks if len(name) > 40 or not name.isidentifier()] == []


def test_every_duty_that_landed_has_its_bookmark(document: Document, landed: list[dict[str, Any]]) -> None:
    marks = set(document.bookmarks)
    assert [duty["id"] for duty in landed if duty_bookmark(duty["id"]) not in marks] == []


def test_a_bookmark_holds_words(document: Document) -> None:
    for line in document.lines:
        for name, words in line.bookmarks.items():
            assert words or not name.startswith("cp_"), name


def test_no_bookmark_is_of_an_unknown_duty(document: Document, duties: list[dict[str, Any]]) -> None:
    known = {duty_bookmark(duty["id"]) for duty in duties}
    for name in document.bookmarks:
        if name.startswith("cp_"):
            assert name in known or name.rpartition("_")[0] in known


def test_a_bookmark_stands_in_the_article_that_coverage_names(document: Document, coverage: dict[str, Any]) -> None:
    standing = {mark: key for key, lines in document.articles.items() for line in lines for mark in line.bookmarks}
    for duty in coverage["duties"]:
        first = duty_bookmark(duty["id"])
        marks = [mark for mark in document.bookmarks if mark == first or is_further_place(mark, first)]
        assert {standing[mark] for mark in marks} == {article_bookmark(a["key"]) for a in duty["articles"]}, duty[
            "id"
        ]


def test_further_places_are_numbered_from_2(document: Document) -> None:
    several = [name for name in document.bookmarks if name.startswith("cp_") and name.count("_") == 4]
    for name in several:
        first, _, number = name.rpartition("_")
        wanted = first if number == "2" else f"{first}_{int(number) - 1}"
        assert wanted in document.bookmarks


def test_article_numbers_in_coverage_are_those_printed(document: Document, coverage: dict[str, Any]) -> None:
    printed = {key: number_of(lines[0].text) for key, lines in document.articles.items()}
    assert list(printed.values()) == list(range(1, len(printed) + 1))
    for duty in coverage["duties"]:
        for article in duty["articles"]:
            assert printed[article_bookmark(article["key"])] == article["number"], duty["id"]


def test_every_reference_leads_somewhere(document: Document) -> None:
    assert document.anchors
    assert set(document.anchors) <= set(document.bookmarks)


def test_a_reference_says_where_it_leads(document: Document) -> None:
    """第八条第二款 leads to the eighth article."""
    numbers = {key: number_of(lines[0].text) for key, lines in document.articles.items()}
    for paragraph, link, words in links(document):
        if link in numbers:
            assert number_of(words) == numbers[link], paragraph
        elif link.startswith("_Toc"):
            assert words.startswith(("第", "附件")) and words[-1].isdigit(), paragraph
        else:
            assert words.startswith("附件"), paragraph


# duty → rows


def test_every_duty_but_statements_has_exactly_one_row(book: Book, coverage: dict[str, Any]) -> None:
    wanted = [duty["id"] for duty in coverage["duties"] if duty["status"] != "statement"]
    assert [row["编号"] for row in book.rows("责任清单")] == wanted


def test_a_row_gives_the_notice_to_the_letter(book: Book, duties: list[dict[str, Any]]) -> None:
    texts = {duty["id"]: duty["text"] for duty in duties}
    for row in book.rows("责任清单"):
        assert row["条款原文"] == texts[row["编号"]]


def test_a_row_names_the_article_that_coverage_names(book: Book, coverage: dict[str, Any]) -> None:
    articles = {duty["id"]: [article["number"] for article in duty["articles"]] for duty in coverage["duties"]}
    for row in book.rows("责任清单"):
        printed = [number_of(place) for place in row["制度条款"].split("、")]
        assert list(dict.fromkeys(printed)) == articles[row["编号"]]


def test_each_responsible_party_has_exactly_one_row(book: Book, landed: list[dict[str, Any]]) -> None:
    wanted = [f"{duty['id']}|{party}" for duty in landed for party in duty["responsible"]]
    assert [row["行标识"] for row in book.rows("履职情况")] == wanted
    assert len(set(wanted)) == len(wanted)


def test_the_key_of_a_row_is_hidden(book: Book) -> None:
    sheet = book.xlsx["履职情况"]
    column = next(cell for cell in sheet[book.header_row("履职情况")] if cell.value == "行标识")
    assert sheet.column_dimensions[column.column_letter].hidden


def test_what_people_fill_in_is_empty(book: Book) -> None:
    for row in book.rows("履职情况"):
        assert not row["备注"] and not row["佐证（名称、文号、日期、存放处）"] and not row["复核人"]
        assert not row["本期状态"] or str(row["本期状态"]).startswith('="由子项汇总')


def test_every_party_with_a_duty_is_in_the_list_of_grades(book: Book, landed: list[dict[str, Any]]) -> None:
    rows = list(book.xlsx["责任定性"].iter_rows(min_row=4, values_only=True))
    parties = {party for duty in landed for party in duty["responsible"]}
    assert len(rows) >= len(parties)
    assert all(row[2] for row in rows)


def test_lists_per_leader_and_per_department_hold_each_duty_of_theirs(
    book: Book, landed: list[dict[str, Any]]
) -> None:
    profile = yaml.safe_load((ROOT / "profiles" / "city-bank.yaml").read_text("utf-8"))
    for sheet, key in (("岗位清单", "leaders"), ("部门清单", "departments")):
        ids = {entry["id"] for entry in profile[key]}
        wanted = Counter(duty["id"] for duty in landed for party in duty["responsible"] if party in ids)
        known = {duty["id"] for duty in landed}
        assert Counter(row["编号"] for row in book.rows(sheet) if row["编号"] in known) == wanted


@pytest.mark.parametrize("kind", ["system", "checklist"])
def test_the_files_say_which_notice_they_are_made_from(city_bank: Build, kind: str) -> None:
    path: Path = city_bank.path(kind)
    text = Document(path).text if kind == "system" else "\n".join(Book(path).texts())
    assert "鲁银保监规〔2022〕1号" in text


def is_further_place(mark: str, first: str) -> bool:
    return (
        mark.startswith(f"{first}_")
        and mark[len(first) + 1 :].isdigit()
        and not mark[len(first) + 1 :].startswith("0")
    )


def links(document: Document) -> Iterator[tuple[str, str, str]]:
    """Each reference: the paragraph it stands in, where it leads, its words."""
    for element in document.docx.element.body.iter(qn("w:p")):
        paragraph = Paragraph(element, document.docx)
        for link in paragraph.hyperlinks:
            yield paragraph.text, link.fragment, link.text


def words_of(value: Any) -> Iterator[str]:
    """Every string in plain data but the keys of mappings."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from words_of(inner)
    elif isinstance(value, str):
        yield value


def roles_named(value: Any) -> Iterator[str]:
    """The roles that a finder leans on: under `role`, and in a list under `except`."""
    if isinstance(value, dict):
        yield from (value["role"],) if isinstance(value.get("role"), str) else ()
        yield from value.get("except") or ()
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from roles_named(inner)
