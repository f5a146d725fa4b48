"""The hooks before a commit are checks that `make` runs too, by the tools of .venv: nothing is downloaded."""

from __future__ import annotations

import subprocess
import sys

import yaml

from .conftest import ROOT

CONFIG = ROOT / ".pre-commit-config.yaml"


def test_the_hooks_are_what_make_checks_by_the_tools_of_the_environment() -> None:
    repositories = yaml.safe_load(CONFIG.read_text("utf-8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("$(RUN)", "$(VENV)/bin/python")
    checked = makefile.replace("$(VENV)", ".venv")
    hooks = repositories[0]["hooks"]
    assert {hook["id"] for hook in hooks} >= {"ruff", "codespell", "mypy"}
    for hook in hooks:
        assert hook["language"] == "system"
        command = hook["entry"].split(" --")[0]
        assert command.startswith(".venv/bin/") and command in checked, command


def test_pre_commit_takes_them() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(CONFIG)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout
