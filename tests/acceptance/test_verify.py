"""`cplist verify`: what people did to files since they were built."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.comments import Comment

from .conftest import Build, Cplist


@pytest.fixture
def folder(city_bank: Build, tmp_path: Path) -> Path:
    """The city bank's folder, to be changed."""
    return Path(shutil.copytree(city_bank.folder, tmp_path / "built"))


def states(cplist: Cplist, *paths: Path) -> dict[str, tuple[str, list[str]]]:
    """The suffix of each file → its state, and the rules of what is said of it."""
    said = cplist("verify", *paths, "--json")
    files = [file for one in said.data["builds"] for file in one["files"]]
    assert said.status == (0 if all(one["whole"] for one in said.data["builds"]) else 1)
    return {Path(one["file"]).suffix: (one["state"], [f["rule"] for f in one["findings"]]) for one in files}


def one_of(folder: Path, suffix: str) -> Path:
    return next(folder.glob(f"*{suffix}"))


def test_what_nobody_touched_stands_as_it_was_built(cplist: Cplist, city_bank: Build) -> None:
    assert states(cplist, city_bank.folder) == {
        ".docx": ("as_built", []),
        ".xlsx": ("as_built", []),
        ".html": ("as_built", []),
    }
    said = cplist("verify", city_bank.path("system"))
    assert said.status == 0
    assert "与生成时一致" in said.out


def test_answers_are_named_apart_from_what_the_program_wrote(cplist: Cplist, folder: Path) -> None:
    path = one_of(folder, ".xlsx")
    book = load_workbook(path)
    sheet = book["履职情况"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    sheet.cell(5, titles["本期状态"]).value = "已完成"
    sheet.cell(5, titles["本期状态"]).comment = Comment("核对过", "张三")
    book.properties.lastModifiedBy = "张三"
    book.save(path)
    assert states(cplist, folder)[".xlsx"] == ("filled_in", ["verify-answers", "verify-comments"])
    sheet.cell(6, titles["条款原文"]).value = "另一种说法"
    book.save(path)
    said = cplist("verify", path, "--json")
    assert said.status == 1
    [file] = said.data["builds"][0]["files"]
    assert (file["state"], file["saved"]["name"]) == ("changed", "张三")
    edited = next(found for found in file["findings"] if found["rule"] == "verify-cell")
    assert (edited["sheet"], edited["cell"]) == ("履职情况", sheet.cell(6, titles["条款原文"]).coordinate)
    assert "另一种说法" in edited["message"]
    assert "应当根据监管要求" in edited["message"]


def test_the_paragraph_is_named_and_who_saved_it(cplist: Cplist, folder: Path) -> None:
    path = one_of(folder, ".docx")
    document = Document(str(path))
    paragraph = next(one for one in document.paragraphs if one.text.startswith("第五条"))
    was = paragraph.text
    paragraph.runs[-1].text += "（已修改）"
    document.core_properties.last_modified_by = "李四"
    document.save(str(path))
    said = cplist("verify", folder)
    assert said.status == 1
    assert "李四" in said.out
    assert f"{path}：第五条有一段改动，原为“{was.replace('　', '')}”" in said.err
    assert "（已修改）”" in said.err


def test_a_changed_page_a_lost_file_and_one_that_is_none_are_told(cplist: Cplist, folder: Path) -> None:
    page = one_of(folder, ".html")
    page.write_bytes(page.read_bytes() + b"<!-- -->")
    one_of(folder, ".docx").unlink()
    one_of(folder, ".xlsx").write_bytes(b"PK\x03\x04 cut off")
    assert states(cplist, folder) == {
        ".docx": ("missing", ["verify-missing"]),
        ".xlsx": ("unreadable", ["verify-changed"]),
        ".html": ("changed", ["verify-changed"]),
    }


def test_what_lies_elsewhere_is_refused(cplist: Cplist, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    shutil.copy(one_of(folder, ".docx"), other)
    assert cplist("verify", other).status == 2
    assert cplist("verify", tmp_path / "none").status == 2


def test_a_build_json_leads_nowhere_else(cplist: Cplist, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("x")
    manifest = json.loads((folder / "build.json").read_bytes())
    manifest["outputs"]["../secret.html"] = "0" * 64
    (folder / "build.json").write_text(json.dumps(manifest))
    said = cplist("verify", folder, "--json")
    assert "secret" not in said.out + said.err


def test_without_what_was_kept_the_file_alone_is_named(cplist: Cplist, folder: Path) -> None:
    """A build.json of an earlier version."""
    manifest = json.loads((folder / "build.json").read_bytes())
    del manifest["contents"]
    (folder / "build.json").write_text(json.dumps(manifest))
    path = one_of(folder, ".docx")
    document = Document(str(path))
    document.paragraphs[0].runs[0].text = "另一题目"
    document.save(str(path))
    assert states(cplist, folder)[".docx"] == ("changed", ["verify-changed"])
