"""`cplist explain`: any duty, any article, of any profile; in two languages, as JSON, with its exit statuses."""

from __future__ import annotations

import gc
import io
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from cplist.cli.main import main

from .conftest import CITY_BANK, PACKS, ROOT, TINY, Build, Cplist, Said
from .contracts import broken
from .reading import article_bookmark, duty_bookmark

pytestmark = pytest.mark.slow

PROFILES = ROOT / "profiles"
BROKEN = ROOT / "tests" / "examples" / "schema" / "bad"
SHIPPED = ROOT / "templates" / "shandong-2022-1"
USES = ("responsible", "supporting", "overseen_by", "supervised_by", "deliberated_by", "approved_by", "borne_by")
CHOSEN = {
    "city-bank": ("2.2-09", "0.0-01", "1.1-01"),
    "bank-city-branch": ("3.1-01", "2.3-11"),
    "county-branch": ("3.1-01", "1.3-02", "2.1-06"),
    "outlet": ("4.3-05", "4.4-05"),
    "finance-company": ("2.1-07", "2.1-02"),
    "foreign-bank": ("1.4-02",),
    "village-bank": ("2.3-11",),
    "life-insurer": ("3.2-24",),
}
"""Duties of every status, of institutions of every tier, that apply directly and by reference."""


def run(*arguments: str | Path, stdin: bytes = b"", language: str = "zh") -> Said:
    """The command in this process: there are many to run."""
    out, err, threshold = io.StringIO(), io.StringIO(), gc.get_threshold()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("CPLIST_LANG", language)
        patch.setattr(sys, "argv", ["cplist", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
    gc.set_threshold(*threshold)
    return Said(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def explained(*arguments: str | Path, stdin: bytes = b"") -> dict[str, Any]:
    """What is said as JSON of what can be explained."""
    said = run("explain", *arguments, "--json", stdin=stdin)
    assert said.status == 0, said.err
    data = dict(said.data)
    assert broken(data) == []
    return data


def places(data: Any) -> list[dict[str, Any]]:
    """Every place that an answer names."""
    if isinstance(data, list):
        return [place for one in data for place in places(one)]
    if not isinstance(data, dict):
        return []
    own = [data] if {"file", "line", "column"} == data.keys() else []
    return own + [place for one in data.values() for place in places(one)]


def line(place: dict[str, Any]) -> str:
    return Path(place["file"]).read_text("utf-8").split("\n")[place["line"] - 1]


def test_a_duty_is_told_as_coverage_and_the_notice_have_it(catalogue: dict[str, Any]) -> None:
    notice = {duty["id"]: duty for clause in catalogue["clauses"] for duty in clause["duties"]}
    statuses = set()
    for name, ids in CHOSEN.items():
        profile = PROFILES / f"{name}.yaml"
        covered = {duty["id"]: duty for duty in run("coverage", profile, "--json").data["duties"]}
        for id_ in ids:
            told = explained(id_, profile)["duty"]
            is_told_as(told, covered[id_], notice[id_])
            statuses.add(told["status"])
    assert statuses == {"assigned", "statement", "ground", "superior", "not_applicable"}


def is_told_as(told: dict[str, Any], covered: dict[str, Any], notice: dict[str, Any]) -> None:
    """A duty's words are the notice's, its parties those of coverage."""
    for key in ("text", "kind", "grade", "trigger", "tiers"):
        assert told[key] == notice[key], (told["id"], key)
    assert told["rule"]["id"] == notice["rule"]
    assert told["by"] == covered["rule"]
    for key in ("status", "reason", "local_part", *USES):
        assert told[key] == covered[key], (told["id"], key)
    for use in USES:
        assert [party["id"] for party in told["parties"] if party["as"] == use] == covered[use]
    articles = {words["article"]: words["number"] for words in told["words"]}
    assert [{"key": key, "number": number} for key, number in articles.items()] == covered["articles"]


def test_a_gap_what_the_superior_performs_and_what_lands_on_levels(profile: Callable[..., Path]) -> None:
    alone = profile(PROFILES / "village-bank.yaml", ("roles: [cp_deputy, other]", "roles: [other]"))
    said = run("explain", "1.2-02", alone, "--json")  # no deputy: an error about responsibility
    gap = said.data["duty"]
    assert (said.status, gap["status"], broken(said.data)) == (1, "gap", [])
    assert [party for party in gap["parties"] if party["as"] == "responsible"] == []
    (role,) = [one for one in gap["roles"] if one["as"] == "responsible"]
    assert role["found"]["parties"] == [] and [step["tried"] for step in role["found"]["steps"]] == [True]
    superior = explained("2.3-11", PROFILES / "village-bank.yaml")["duty"]
    assert superior["status"] == "superior"
    assert {party["by"] for party in superior["parties"] if party["as"] == "responsible"} == {"role"}
    apart = explained("3.2-24", PROFILES / "life-insurer.yaml")["duty"]
    assert (apart["own_tier"], apart["levels"]) == (False, True)
    assert {party["by"] for party in apart["parties"] if party["as"] == "responsible"} == {"level"}


def test_every_place_is_a_line_that_says_so() -> None:
    told = explained("2.2-09", CITY_BANK)["duty"]
    named = places(told)
    assert len(named) > 20 and all(line(place).strip() for place in named)
    assert line(told["place"]).strip() == "- id: 2.2-09"
    assert line(told["rule"]["place"]).strip() == "C6f:"
    for role in told["roles"]:
        assert line(role["place"]).strip().startswith(f"{role['role']}:")
    for key in told["decision"]["keys"]:
        assert line(key["place"])[: key["place"]["column"] - 1].rstrip().endswith(f"{key['key']}:")
    (words,) = told["words"]
    assert f"::: article {words['article']}" in line(words["article_place"])
    assert "2.2-09" in line(words["words_place"])


def test_words_and_rows_are_those_of_a_build(city_bank: Build) -> None:
    bookmarked = {name: text for line in city_bank.document.lines for name, text in line.bookmarks.items()}
    book = openpyxl.load_workbook(city_bank.path("checklist"), read_only=True)
    sheets = {sheet.title: list(sheet.values) for sheet in book if isinstance(sheet, ReadOnlyWorksheet)}
    for id_ in ("2.2-09", "1.1-02", "4.2-02"):
        told = explained(id_, CITY_BANK)["duty"]
        assert told["words"][0]["bookmark"] == duty_bookmark(id_)
        for words in told["words"]:
            assert bookmarked[words["bookmark"]] == words["words"]
        for row in told["rows"]:
            assert row["key"] in sheets[row["sheet"]][row["row"] - 1], row
        assert len(told["rows"]) > 1 or told["status"] == "statement"


def test_an_article_is_told_with_its_comment() -> None:
    told = explained("--article", "committee", CITY_BANK)
    article = told["article"]
    assert told["duty"] is None
    assert (article["key"], article["number"], article["label"]) == ("committee", 9, "第九条")
    assert article["bookmark"] == article_bookmark("committee")
    assert "::: article committee" in line(article["place"])
    assert [duty["id"] for duty in article["duties"]] == ["1.0-04"]
    assert article["comment"][0] == "条款：一"
    by_number = explained("--article", "9", CITY_BANK)
    assert by_number == told


def test_an_article_with_several_duties_and_one_with_none() -> None:
    several = explained("--article", "accountability-grounds", CITY_BANK)["article"]
    assert len(several["duties"]) == 6 == len(several["words"])
    assert [words["label"][-4:] for words in several["words"][1:]] == [f"第（{n}）项"[-4:] for n in "一二三四五"]
    none = explained("--article", "records", CITY_BANK)["article"]
    assert (none["duties"], none["words"]) == ([], []) and none["paragraphs"]


def test_another_pack_and_standard_input() -> None:
    told = explained("3-02", TINY, "--packs", PACKS)
    assert told["pack"]["name"] == "tiny"
    (counter,) = [role for role in told["duty"]["roles"] if role["as"] == "responsible"]
    assert [step["tried"] for step in counter["found"]["steps"]] == [True, True, False]
    assert counter["found"]["raises"] == "fallback-warning"
    piped = explained("3-02", "-", "--packs", PACKS, stdin=TINY.read_bytes())
    assert piped["duty"]["words"] == told["duty"]["words"]


def test_a_decision_in_a_base_is_at_its_place_there(tmp_path: Path) -> None:
    over = tmp_path / "over.yaml"
    decision = "{duty: 2.2-09, frequency: 每季}"
    over.write_text(f"schema: 1\nextends: {CITY_BANK}\nassignments:\n  - {decision}\n", "utf-8")
    decided = explained("2.2-09", over)["duty"]["decision"]
    files = {key["key"]: key["place"]["file"] for key in decided["keys"]}
    assert files == {"support": str(CITY_BANK), "frequency": str(over), "evidence": str(CITY_BANK)}
    said = run("explain", "2.2-09", over)
    assert re.search(rf"support: risk、law（{re.escape(str(CITY_BANK))}:\d+:\d+）", said.out)
    assert f"机构档案的决定：{over}:4:5" in said.out


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["2.2.9", CITY_BANK], "没有编号为“2.2.9”的责任事项，是不是 2.2-09", '"2.2.9"; do you mean 2.2-09?'),
        (["--article", "recrods", CITY_BANK], "是不是 records", "do you mean records?"),
        (["--article", "deliberating", CITY_BANK], "这份档案的责任制里没有", "leaves out"),
        ([CITY_BANK], "请写责任事项的编号和机构档案", "give the id of a duty and a profile"),
        (["--article", "1", "1.1-01", CITY_BANK], "请写责任事项的编号和机构档案", "give the id of a duty"),
        (["1.1-01", "none.yaml"], "读不了none.yaml", "can not read none.yaml"),
    ],
)  # fmt: skip
def test_what_can_not_be_explained_exits_with_2(arguments: list[Any], zh: str, en: str) -> None:
    for language, words, more in (("zh", zh, []), ("en", en, ["--json"])):
        said = run("explain", *arguments, *more, language=language)
        assert (said.status, said.out) == (2, "")
        assert words in said.err


def test_a_profile_with_errors_exits_with_1() -> None:
    path = sorted(BROKEN.glob("*.yaml"))[0]
    said = run("explain", "1.1-01", path, "--json")
    assert said.status == 1 and broken(said.data) == []
    assert said.data["duty"] is said.data["article"] is said.data["institution"] is None
    assert [found["rule"] for found in said.data["findings"]] == run("check", path, "--json").rules
    for_people = run("explain", "1.1-01", path)
    assert (for_people.status, for_people.out) == (1, "") and for_people.err


def test_an_error_about_responsibility_is_said_and_exits_with_1() -> None:
    path = ROOT / "tests" / "examples" / "lint" / "two-chiefs.bad.yaml"
    said = run("explain", "1.1-04", path, "--json")
    assert said.status == 1 and broken(said.data) == []
    assert said.data["duty"]["id"] == "1.1-04"
    assert "two-chiefs" in [found["rule"] for found in said.data["findings"]]


def test_a_pack_whose_checklist_can_not_be_used_is_explained_all_the_same(tmp_path: Path) -> None:
    shutil.copytree(PACKS / "tiny", tmp_path / "tiny")
    file = tmp_path / "tiny" / "checklist.yaml"
    file.write_text(file.read_text("utf-8").replace("columns:", "colums:", 1), "utf-8")
    said = run("explain", "3-02", TINY, "--packs", tmp_path, "--json")
    assert said.status == 1 and broken(said.data) == []
    assert said.data["duty"]["rows"] == [] and said.data["duty"]["words"]
    assert {found["file"] for found in said.data["findings"] if found["severity"] == "error"} == {str(file)}


@pytest.mark.parametrize(("language", "words"), [("zh", "结果：落到主体"), ("en", "result: assigned")])
def test_for_people_in_either_language(cplist: Cplist, language: str, words: str) -> None:
    said = cplist("explain", "2.3-11", CITY_BANK, env={"LANG": f"{language}.UTF-8"})
    assert said.status == 0 and f"\n{words}\n" in said.out and said.err == ""
    assert said.out.startswith("岱岳银行股份有限公司（城市商业银行·总行）\n2.3-11  二（三）")


def test_json_is_the_same_in_either_language_but_for_messages() -> None:
    command = ("explain", "3-02", TINY, "--packs", PACKS, "--json")
    answers = [run(*command, language=language).data for language in ("zh", "en")]
    for answer in answers:
        assert answer.pop("findings")
    assert answers[0] == answers[1]
