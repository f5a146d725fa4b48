"""Cases at the edges, each of which was once a mistake, through the command."""

import re
import shutil
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from cplist.core.findings import Severity
from cplist.core.messages import finding
from cplist.documents.checklist import explained

from .conftest import CITY_BANK, PACKS, TINY
from .reading import article_bookmark, bare


def test_a_pack_without_a_vertical_part_needs_no_tiers(cplist, tmp_path):
    shutil.copytree(PACKS / "tiny", tmp_path / "tiny")
    rules = tmp_path / "tiny" / "rules.yaml"
    rules.write_text(rules.read_text("utf-8").split("\ntiers:")[0], "utf-8")
    assert cplist("check", TINY, "--packs", tmp_path).status == 0


@pytest.mark.parametrize("where", ["folder", "institution", "workbook", "document"])
def test_something_in_the_way_is_status_2(cplist, tmp_path, where):
    out = tmp_path / "out"
    name = "清溪村镇银行网点接待"
    if where == "folder":
        out.write_text("")
    elif where == "institution":
        out.mkdir()
        (out / "清溪村镇银行").write_text("")
    else:
        ending = "清单（虚构）.xlsx" if where == "workbook" else "制度（虚构）.docx"
        (out / "清溪村镇银行" / (name + ending)).mkdir(parents=True)
    said = cplist("build", TINY, "--packs", PACKS, "-o", out)
    assert (said.status, "Traceback" in said.err) == (2, False), said.err[-300:]


def test_build_json_holds_each_article_as_it_is_printed(city_bank):
    printed = city_bank.document.articles
    for article in city_bank.manifest["articles"]:
        lines = printed[article_bookmark(article["key"])]
        assert [bare(text) for text in article["paragraphs"]] == [bare(line.text) for line in lines]


def test_no_stop_stands_twice_in_a_message(cplist, tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(
        CITY_BANK.read_text("utf-8").replace("roles: [discipline_secretary]", "roles: [other]"), "utf-8"
    )
    said = cplist("check", path)
    assert not re.search("[，；：。、][，；：。、]", said.err), re.findall(
        ".{6}[，；：。、][，；：。、].{6}", said.err
    )


def test_the_printed_header_is_not_longer_than_excel_allows(cplist, tmp_path):
    text = TINY.read_text("utf-8").replace("清溪村镇银行有限责任公司（虚构）", "很长的机构名称" * 60)
    cplist("build", "-", "--packs", PACKS, "-o", tmp_path, stdin=text.encode())
    book = openpyxl.load_workbook(next(tmp_path.rglob("*.xlsx")))
    assert all(len(str(s.oddHeader)) <= 255 for s in book), [len(str(s.oddHeader)) for s in book]


def test_text_that_excel_would_unescape_is_escaped(cplist, tmp_path):
    text = TINY.read_text("utf-8").replace("name: 综合部", "name: _x0041_部")
    cplist("build", "-", "--packs", PACKS, "-o", tmp_path, stdin=text.encode())
    with zipfile.ZipFile(next(tmp_path.rglob("*.xlsx"))) as archive:
        assert "_x005F_x0041_部" in archive.read("xl/sharedStrings.xml").decode()


def test_a_warning_of_two_places_stands_twice_in_the_explanations_with_its_place():
    two = [finding("leader-without-share", None, path, leader="副行长") for path in ("leaders[1]", "leaders[2]")]
    told = [text for _, text, _ in explained([replace(one, severity=Severity.WARNING) for one in two])]
    assert len(set(told)) == 2
    assert all(path in text for path, text in zip(("leaders[1]", "leaders[2]"), told, strict=True))


def test_how_a_profile_is_written_is_no_question_of_responsibility(cplist, tmp_path):
    text = CITY_BANK.read_text("utf-8")
    first, second = re.findall(r"post: (.*副行长.*?),", text)[:2]
    text = text.replace(f"post: {first},", f"post: '{first}(一)',", 1)
    text = text.replace(f"post: {second},", f"post: '{second}(二)',", 1)
    said = cplist("build", "-", "--only", "checklist", "-o", tmp_path, stdin=text.encode())
    assert said.status == 0, said.err
    sheet = openpyxl.load_workbook(next(tmp_path.rglob("*.xlsx")))["说明"]
    told = [row[1].value for row in sheet.iter_rows() if row[0].value == "需要研究的问题"]
    warned = [line for line in said.err.splitlines() if " 警告 " in line and "[profile-half-width]" not in line]
    assert len(told) == len(set(told)) == len(warned), (told, said.err)
    assert "[profile-half-width]" in said.err and not [line for line in told if "半角" in line]
