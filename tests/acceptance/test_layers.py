"""The house keeps its order: imports go down only, the console alone prints, --help costs next to nothing."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

SOURCE = ROOT / "cplist"
HEAVY = ("openpyxl", "docx", "lxml", "jinja2", "rich", "cerberus", "markdown_it")
PURE = ("pipeline", "draft", "lint", "compose", "assignment", "profile", "writers/word", "writers/excel", "yamldoc")
"""Rooms that never touch the disk: what they need of it is handed in."""
MOST_MODULES, MOST_LINES = 22, 300
TOUCHES_THE_DISK = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "mkdir", "unlink", "iterdir"}


def test_imports_go_down_only() -> None:
    said = checked_imports(ROOT)
    assert said.returncode == 0, said.stdout


def test_an_import_that_goes_up_is_seen(tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "cplist", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    module = tmp_path / "cplist" / "core" / "findings.py"
    module.write_text(module.read_text("utf-8") + "\n\ndef late() -> None:\n    import cplist.pipeline\n", "utf-8")
    said = checked_imports(tmp_path)
    assert said.returncode == 1
    assert "cplist.core.findings -> cplist.pipeline" in said.stdout


def test_a_folder_can_be_taken_in_at_a_glance() -> None:
    modules: dict[Path, list[Path]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        modules.setdefault(path.parent, [])
        modules[path.parent] += [path] if path.name != "__init__.py" else []
    assert len(modules) > 15
    assert {folder.name: len(inside) for folder, inside in modules.items() if len(inside) > MOST_MODULES} == {}


def test_a_module_can_be_read_at_one_go() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in SOURCE.rglob("*.py")}
    assert len(lines) > 150
    assert {path.relative_to(SOURCE).as_posix(): count for path, count in lines.items() if count > MOST_LINES} == {}


def checked_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of the contracts in a folder's pyproject.toml."""
    run = "from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", run, "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", cwd=folder, env=environment)


def test_nothing_but_the_console_prints() -> None:
    modules = sorted(SOURCE.rglob("*.py"))
    assert len(modules) > 150
    loud = [path.name for path in modules if list(prints(path.read_text("utf-8")))]
    assert loud == ["console.py"]


@pytest.mark.parametrize(
    "code", ["print(1)", "import sys\nsys.stdout.write('')", "sys.stderr.write('')", "pprint(1)"]
)
def test_something_that_prints_is_seen(code: str) -> None:
    assert list(prints(code))


@pytest.mark.parametrize("room", PURE)
def test_the_middle_of_the_house_touches_no_disk(room: str) -> None:
    modules = sorted((SOURCE / room).rglob("*.py")) or [SOURCE / f"{room}.py"]
    touching = {path.name: called_names(path.read_text("utf-8")) & TOUCHES_THE_DISK for path in modules}
    assert {name: calls for name, calls in touching.items() if calls} == {}


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["init", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str], user_environment: dict[str, str]) -> None:
    code = f"""
import sys
sys.argv = ["cplist", *{arguments!r}]
from cplist.cli.main import main
try:
    main()
finally:
    sys.stderr.write(" ".join(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8", env=user_environment
    )
    assert said.returncode == 0, said.stderr
    assert "cplist" in said.stdout
    assert [name for name in HEAVY if name in said.stderr.split()] == []


def test_no_module_is_called_utils() -> None:
    assert [path for path in SOURCE.rglob("*.py") if "util" in path.stem or "helper" in path.stem] == []


def prints(code: str) -> Iterator[int]:
    """The lines that print."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            written = ast.unparse(node.func)
            if written in ("print", "pprint", "sys.stdout.write", "sys.stderr.write"):
                yield node.lineno


def called_names(code: str) -> set[str]:
    """The names of everything that a module calls."""
    calls = [node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else ast.unparse(call) for call in calls}
