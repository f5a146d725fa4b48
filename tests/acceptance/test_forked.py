"""A command that the tests fork says and does what `python -m cplist` does."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import CITY_BANK, PACKS, TINY, Cplist

pytestmark = pytest.mark.slow

LARGE = f"{CITY_BANK.read_text('utf-8')}\n# {'x' * 3_000_000}".encode()
REAL = {"PYTHONUTF8": ""}
"""Something in the environment: Python is started."""


@pytest.mark.parametrize(
    ("arguments", "stdin", "status"),
    [
        (["--help"], b"", 0),
        (["--version"], b"", 0),
        (["nonsense"], b"", 2),
        (["build", "nowhere.yaml"], b"", 2),
        (["check", str(TINY), "--packs", str(PACKS)], b"", 0),
        (["check", "-", "--json"], "institution: {name: 甲,乙}\n".encode(), 1),
        (["check", "-"], "name: 甲".encode("gb18030"), 1),
        (["check", "-"], LARGE, 1),
        (["clauses", "--json"], b"", 0),
        (["init"], "村镇银行\n2\n".encode(), 2),
        (["init", "--type", "village_bank", "--tier", "legal_entity"], b"", 0),
        (["init", "-o", "p.yaml"], b"", 2),
        (["build", "-", "--packs", str(PACKS), "-o", "out", "--json"], TINY.read_bytes(), 0),
    ],
    ids=lambda value: " ".join(value)[:20] if isinstance(value, list) else "",
)
def test_it_says_and_writes_the_same(
    cplist: Cplist, tmp_path: Path, arguments: list[str], stdin: bytes, status: int
) -> None:
    folders = [tmp_path / "forked", tmp_path / "real"]
    said = []
    for folder, environment in zip(folders, ({}, REAL), strict=True):
        folder.mkdir()
        said.append(cplist(*arguments, cwd=folder, stdin=stdin, env=environment))
    assert said[0] == said[1]
    assert said[0].status == status
    forked, real = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in folders
    )
    assert forked == real


def test_one_leaves_nothing_behind_for_the_next(cplist: Cplist, tmp_path: Path) -> None:
    first = cplist("check", TINY, "--packs", PACKS, "--json")
    cplist("check", "-", "--json", cwd=tmp_path, stdin=b"a: [\n")
    cplist("build", CITY_BANK, "-o", tmp_path, "--only", "map")
    assert cplist("check", TINY, "--packs", PACKS, "--json") == first
