"""`cplist pack style`: a style.docx to start from, never over one that is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cplist.writers.word.default_style.package import default_style

from .conftest import PACKS, TINY, Cplist

pytestmark = pytest.mark.slow


def test_it_writes_the_look_that_a_pack_without_one_gets(cplist: Cplist, tmp_path: Path) -> None:
    said = cplist("pack", "style", "-o", "new.docx", cwd=tmp_path)
    assert (said.status, said.out) == (0, "")
    assert (tmp_path / "new.docx").read_bytes() == default_style()


def test_its_file_is_called_style_docx_if_nothing_is_said(cplist: Cplist, tmp_path: Path) -> None:
    assert cplist("pack", "style", cwd=tmp_path).status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["style.docx"]


def test_a_file_that_is_there_stays(cplist: Cplist, tmp_path: Path) -> None:
    (tmp_path / "style.docx").write_bytes(b"ours")
    said = cplist("pack", "style", cwd=tmp_path, env={"CPLIST_LANG": "en"})
    assert said.status == 2 and "exists" in said.err
    assert (tmp_path / "style.docx").read_bytes() == b"ours"


def test_a_folder_that_is_not_there_is_made(cplist: Cplist, tmp_path: Path) -> None:
    assert cplist("pack", "style", "-o", "new/style.docx", cwd=tmp_path).status == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["style.docx"]


def test_a_file_in_a_folders_place_is_a_problem_and_no_traceback(cplist: Cplist, tmp_path: Path) -> None:
    (tmp_path / "none").write_text("ours", "utf-8")
    said = cplist("pack", "style", "-o", "none/style.docx", cwd=tmp_path)
    assert said.status == 2 and "Traceback" not in said.err
    assert (tmp_path / "none").read_text("utf-8") == "ours"


def test_json_says_what_was_written(cplist: Cplist, tmp_path: Path) -> None:
    said = cplist("pack", "style", "--json", cwd=tmp_path)
    assert [found["rule"] for found in json.loads(said.out)["findings"]] == ["style-written"]


@pytest.mark.parametrize("name", ["style.dotx", "style.doc", "Style.docm"])
def test_a_look_that_nothing_reads_is_an_error_in_the_pack(cplist: Cplist, tmp_path: Path, name: str) -> None:
    shutil.copytree(PACKS / "tiny", tmp_path / "tiny")
    (tmp_path / "tiny" / name).write_bytes(default_style())
    said = cplist("build", TINY, "--packs", tmp_path, "-o", tmp_path / "out")
    assert (said.status, "[style-name]" in said.err, name in said.err) == (1, True, True), said.err
    assert not (tmp_path / "out").exists()
