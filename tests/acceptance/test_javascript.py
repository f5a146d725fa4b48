"""`make lint` checks the map's JavaScript by TypeScript's compiler: it finds nothing, and would find a slip."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tools import program

from cplist.writers.web.page import SCRIPTS

from .conftest import ROOT

PAGE = Path("cplist") / "writers" / "web" / "page"


def slips(folder: Path) -> list[str]:
    """What the compiler says of the scripts in a folder laid out as the checkout is."""
    command = [program("tsc", named_by="CPLIST_TSC"), "-p", "tests/javascript"]
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder, encoding="utf-8")
    said = done.stdout.splitlines()
    assert bool(said) == bool(done.returncode), done.stderr
    return said


def test_all_scripts_of_the_page_are_checked() -> None:
    """The compiler is told a pattern: it must not miss one."""
    assert {path.name for path in (ROOT / PAGE).glob("*.js")} == set(SCRIPTS)
    assert f"../../{PAGE.as_posix()}/*.js" in (ROOT / "tests" / "javascript" / "tsconfig.json").read_text("utf-8")


def test_nothing_is_found() -> None:
    assert slips(ROOT) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_slip_in_a_script_is_found(script: str, tmp_path: Path) -> None:
    for folder in (PAGE, Path("tests") / "javascript"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / PAGE / script
    path.write_text(path.read_text("utf-8") + "\nlet slip = wrods.length;\n", "utf-8")
    (found,) = slips(tmp_path)
    assert re.search(rf"{re.escape(script)}\(\d+,\d+\): .*wrods", found)
