"""Each article's source: as a Word comment, and in print from clauses to articles and back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from .conftest import CITY_BANK, ROOT, Build, Builds
from .reading import Document

pytestmark = pytest.mark.slow

IDS = re.compile(r"\d\.\d-\d\d")
EXAMPLES = ("city-bank", "outlet", "insurance-broker", "county-branch", "life-insurer")


@pytest.fixture(scope="module")
def annotated(build: Builds) -> Build:
    return build.once(CITY_BANK, "--annotate")


@pytest.fixture(scope="module")
def comments(annotated: Build) -> dict[str, str]:
    """Article key → the text of its comment."""
    document = docx.Document(str(annotated.path("system")))
    texts = {str(comment.comment_id): comment.text for comment in document.comments}
    found = {}
    for paragraph in document.element.body.iter(qn("w:p")):
        marks = [mark.get(qn("w:name")) for mark in paragraph.iter(qn("w:bookmarkStart"))]
        key = next((name for name in marks if name.startswith("cpa_")), "")
        for start in paragraph.iter(qn("w:commentRangeStart")):
            found[key.removeprefix("cpa_").replace("_", "-")] = texts.pop(start.get(qn("w:id")))
    assert texts == {}
    return found


def test_every_article_has_one(annotated: Build, comments: dict[str, str]) -> None:
    assert list(comments) == [article["key"] for article in annotated.manifest["articles"]]


def test_it_has_clause_words_kind_and_who_decided(
    annotated: Build, comments: dict[str, str], catalogue: dict[str, Any]
) -> None:
    clauses = {duty["id"]: clause["label"] for clause in catalogue["clauses"] for duty in clause["duties"]}
    duties = {duty["id"]: duty for clause in catalogue["clauses"] for duty in clause["duties"]}
    kinds = {
        "obligation": "应为",
        "prohibition": "禁止",
        "permission": "可为",
        "statement": "陈述",
        "ground": "追责情形",
    }
    for article in annotated.manifest["articles"]:
        comment = comments[article["key"]]
        for id_ in article["duties"]:
            assert f"条款：{clauses[id_]}\n" in comment
            assert f"{id_}（{kinds[duties[id_]['kind']]}）{duties[id_]['text']}" in comment
        assert comment.count("依据：") == len(article["duties"])
        if not article["duties"]:
            assert "不承载" in comment


def test_a_decision_of_the_profile_is_told_from_a_rule(comments: dict[str, str]) -> None:
    everything = "\n".join(comments.values())
    assert "机构档案的决定（本行重大事项应急机制归口办公室）" in everything
    assert "依据：主要负责人的责任，由本人承担\n" in everything
    assert not re.search(r"规则[A-Z]+\d", everything)


def test_no_clock_and_no_person_is_in_it(annotated: Build) -> None:
    with zipfile.ZipFile(annotated.path("system")) as parts:
        xml = parts.read("word/comments.xml").decode()
    assert "w:date" not in xml
    assert set(re.findall('w:author="([^"]*)"', xml)) == {"岱岳银行消费者权益保护部"}


def test_the_words_of_the_document_are_the_same_without(annotated: Build, city_bank: Build) -> None:
    assert annotated.document.articles == city_bank.document.articles
    assert not {"条款对照表", "条文对照表"} & {line.text for line in city_bank.document.lines}
    assert {"条款对照表", "条文对照表"} <= {line.text for line in annotated.document.lines}
    with zipfile.ZipFile(city_bank.path("system")) as parts:
        assert "word/comments.xml" not in parts.namelist()


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request: pytest.FixtureRequest, build: Builds) -> tuple[dict[str, Any], list[list[list[str]]]]:
    """build.json and the tables of the .docx."""
    made = build.once(ROOT / "profiles" / f"{request.param}.yaml", "--annotate")
    tables = docx.Document(str(made.path("system"))).tables
    return made.manifest, [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def test_the_annexes_lead_from_clauses_to_articles_and_back(
    example: tuple[dict[str, Any], list[list[list[str]]]], catalogue: dict[str, Any]
) -> None:
    manifest, tables = example
    rows = [row for table in tables if table[0][1] == "条款原文" for row in table[1:]]
    forward = {id_: row for row in rows for id_ in row[0].split("\n")}
    assert all("★" not in cell and not cell.endswith(("，", "；", "：")) for row in rows for cell in row)
    assert all(len(row[0].split("\n")) == 1 or row[6] == "—" for row in rows)
    everything = [duty["id"] for clause in catalogue["clauses"] for duty in clause["duties"]]
    assert list(forward) == everything
    back = {row[0]: row for table in tables if table[0][0] == "条文" for row in table[1:]}
    assert list(back) == [article["paragraphs"][0].partition("条")[0] + "条" for article in manifest["articles"]]
    carried: dict[str, str] = {}
    for (number, row), article in zip(back.items(), manifest["articles"], strict=True):
        assert set(IDS.findall(row[2])) == set(article["duties"])
        assert row[3] != ""
        for id_ in article["duties"]:
            carried.setdefault(id_, number)
    for id_, row in forward.items():
        assert (row[6] != "—") == (id_ in carried), id_
        assert row[6] == "—" or row[6].startswith(carried[id_]), id_


def test_documents_open_in_the_oracle(annotated: Build) -> None:
    assert len(Document(Path(annotated.path("system"))).lines) > 500
