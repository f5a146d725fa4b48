"""cplist from Python: docs/api.md is what runs, and a document kind is one module and one line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cplist

from .conftest import PACKS, ROOT, TINY

pytestmark = pytest.mark.slow

API = ROOT / "docs" / "api.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PLAIN_TEXT = '''
"""The system as plain text."""

from cplist.documents.job import Job, Outcome, OutputFile
from cplist.documents.kinds import DocumentKind, Kind


def make(job: Job) -> Outcome:
    lines = [paragraph for article in job.draft.text.articles for paragraph in article.paragraphs]
    return Outcome((OutputFile("plain_text", job.file_name(Kind.PLAIN_TEXT), "\\n".join(lines).encode()),))


KIND = DocumentKind(Kind.PLAIN_TEXT, ".txt", make)
'''


def test_the_face_is_what_the_page_says() -> None:
    imported = re.search(r"from cplist import \((.*?)\)", API.read_text("utf-8"), re.DOTALL)
    assert imported
    assert sorted(re.findall(r"\w+", imported[1])) == sorted(cplist.__all__)
    assert [name for name in cplist.__all__ if getattr(cplist, name, None) is None] == []
    assert set(cplist.__all__) <= set(dir(cplist))


def test_a_name_that_is_not_there_is_an_error_as_ever() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'buid'"):
        cplist.buid  # noqa: B018


def test_the_examples_run_and_print_what_is_shown(tmp_path: Path) -> None:
    blocks = BLOCK.findall(API.read_text("utf-8"))
    assert sum(language == "python" for language, _ in blocks) >= 4
    shutil.copytree(ROOT / "profiles", tmp_path / "profiles")
    code = "\n".join(code for language, code in blocks if language == "python")
    said = run(["-c", code], tmp_path)
    assert said == "".join(code for language, code in blocks if language == "text")


def test_importing_cplist_loads_nothing() -> None:
    code = "import sys, cplist; print([name for name in sys.modules if name.startswith('cplist.')])"
    assert run(["-c", code], ROOT) == "[]\n"


def test_a_new_document_kind_is_one_module_and_one_line(tmp_path: Path) -> None:
    package = tmp_path / "cplist"
    shutil.copytree(ROOT / "cplist", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    kinds = package / "documents" / "kinds.py"
    line = '    MEMO = "memo"\n'
    assert line in kinds.read_text("utf-8")
    kinds.write_text(kinds.read_text("utf-8").replace(line, f'{line}    PLAIN_TEXT = "plain_text"\n'), "utf-8")
    (package / "documents" / "plain_text.py").write_text(PLAIN_TEXT.lstrip(), "utf-8")
    command = ["-m", "cplist", "build", str(TINY), "--packs", str(PACKS), "-o", "out", "--only", "plain_text"]
    said = run(command, tmp_path)
    (made,) = (tmp_path / "out").glob("*/*.txt")
    assert made.name in said
    first = made.read_text("utf-8")
    assert "。" in first
    made.write_text(first + "改动", "utf-8")
    run(command, tmp_path, status=1)
    assert made.read_text("utf-8") == first + "改动"
    assert (made.parent / f"{made.stem}.新.txt").read_text("utf-8") == first
    assert '"plain_text"' in (made.parent / "build.json").read_text("utf-8")


def run(arguments: list[str], folder: Path, status: int = 0) -> str:
    """What Python prints there, with the cplist of that folder, if it has one."""
    environment = {**os.environ, "PYTHONPATH": str(folder if (folder / "cplist").is_dir() else ROOT)}
    environment |= {"PYTHONUTF8": "1", "CPLIST_CACHE": "", "CPLIST_LANG": "zh"}
    said = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env=environment,
    )
    assert said.returncode == status, said.stderr
    return said.stdout
