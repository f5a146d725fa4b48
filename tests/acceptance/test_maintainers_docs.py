"""What is written for those who maintain cplist is so: architecture, decisions, commands, how-tos, security."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

import cplist.cli.main  # noqa: F401  (the commands add themselves)
from cplist.carryover import grid, last_workbook
from cplist.cli.app import app
from cplist.compose import rendered_text, sandbox
from cplist.confined.limits import Limits
from cplist.core import opc
from cplist.documents import job, kinds
from cplist.lint import rules as lint_rules
from cplist.pack import folder
from cplist.profile import inheritance
from cplist.revisions import earlier_version
from cplist.yamldoc import document, reader

from .conftest import ROOT
from .test_docs import (
    ARCHITECTURE,
    CONTRACTS,
    CONTRIBUTING,
    DECISIONS,
    SECURITY,
    first_column,
    headings,
    sections,
    text_of,
)

CODE_AND_DATA = ("cplist", "templates", "docs")
MADE_UP = ("tests/examples/lint/my-rule.bad.yaml", "tests/examples/lint/my-rule.good.yaml")
USERS_FILES = frozenset(("profile.yaml", "base.yaml", "messages.yaml"))

# the architecture


def test_every_package_is_described_and_no_other() -> None:
    packages = {f"{path.parent.name}/" for path in (ROOT / "cplist").glob("*/__init__.py")}
    assert first_column(sections(ARCHITECTURE)["The rooms"]) == packages
    assert len(packages) >= 15


def test_the_packages_stand_in_the_order_in_which_they_may_import() -> None:
    config = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]
    layers = [name for layer in config["contracts"][0]["layers"] for name in layer.split(" | ")]
    listed = re.findall(r"^\| `(\w+)/` \|", sections(ARCHITECTURE)["The rooms"], re.MULTILINE)
    assert listed == [name for name in layers if (ROOT / "cplist" / name).is_dir()]


def test_every_module_that_is_named_is_there() -> None:
    named = re.findall(r"`([\w/]+\.py)`", text_of(ARCHITECTURE))
    assert len(named) >= 10
    assert [name for name in named if not (ROOT / "cplist" / name).is_file()] == []


def test_every_decision_stands_in_the_index_and_in_the_architecture() -> None:
    index = listed_decisions(f"{DECISIONS}/README.md", "")
    assert index == [(path.name, headings(path)[0].partition(". ")[2]) for path in decisions()]
    assert listed_decisions(ARCHITECTURE, "decisions/") == index


def listed_decisions(document: str, folder: str) -> list[tuple[str, str]]:
    """The file and the title of each decision in a numbered list."""
    rows = re.findall(rf"^(\d+)\. \[(.*)\]\({folder}(\d+-[\w-]+\.md)\)$", text_of(document), re.MULTILINE)
    assert [int(number) for number, *_ in rows] == list(range(1, len(rows) + 1))
    return [(file, title) for _, title, file in rows]


def test_a_decision_says_what_why_and_what_else_was_weighed() -> None:
    for number, path in enumerate(decisions(), 1):
        title, *parts = headings(path)
        assert path.name.startswith(f"{number:02}-") and title.startswith(f"{number}. ")
        assert parts == ["Context", "Decision", "Consequences", "Alternatives weighed"], path
        text = path.read_text("utf-8")
        assert re.search(r"^(?:Accepted|Replaced by \[\d+\]\(\S+\)), 20\d\d-\d\d-\d\d\.$", text, re.MULTILINE), path
        assert 20 <= len(text.splitlines()) <= 50, path


def decisions() -> list[Path]:
    found = sorted(path for path in (ROOT / DECISIONS).glob("*.md") if path.name != "README.md")
    assert len(found) > 20
    return found


def test_the_words_of_the_program_are_those_of_its_code() -> None:
    rows = re.findall(r"^\| ([a-z' ]+) \| [^|]* \|$", sections(ARCHITECTURE)["The words"], re.MULTILINE)
    words = set(rows) - {"word"}
    assert len(words) >= 15
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "cplist").rglob("*.py"))
    assert [word for word in words if not re.search(word.replace(" ", "[ _]?"), code, re.IGNORECASE)] == []


def test_every_file_that_a_docstring_names_is_there() -> None:
    files = {path.relative_to(ROOT).as_posix() for top in CODE_AND_DATA for path in (ROOT / top).rglob("*.*")}
    there = {"/".join(file.split("/")[-depth:]) for file in files for depth in range(1, 7)} | USERS_FILES
    modules = list((ROOT / "cplist").rglob("*.py"))
    assert len(modules) > 150
    for path in modules:
        named = set(re.findall(r"(?<![\w*…])[\w/-]+(?:\.md)?\.(?:py|yaml|j2)\b", docstrings_of(path)))
        assert named <= there, path


def docstrings_of(path: Path) -> str:
    """Every text that stands alone in a module: its docstrings, and those of its constants."""
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    alone = (node.value for node in tree if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    return "\n".join(str(value.value) for value in alone)


# commands


def test_every_option_of_every_command_is_listed() -> None:
    rows = re.findall(r"^\|([^|]*)\|([^|]*)\|", sections(f"{CONTRACTS}/files.md")["Commands"], re.MULTILINE)
    listed: dict[str, list[str]] = {}
    for command, options in rows[2:]:
        if "`" in command:
            own = listed.setdefault(" ".join(re.findall(r"\b[a-z]+\b", command)), [])
        own += re.findall(r"`(--[a-z-]+)`", options)
    assert {name: sorted(options) for name, options in listed.items()} == dict(options_of(get_command(app)))


def test_every_document_kind_is_listed_where_it_is_asked_for() -> None:
    (row,) = re.findall(r"^\| \| `--only` \| (.*) \|$", text_of(f"{CONTRACTS}/files.md"), re.MULTILINE)
    assert set(re.findall(r"`([\w-]+)`", row)) == {kind.value for kind in kinds.Kind}


def options_of(command: Any, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each command with its long options, those that every command has apart."""
    for sub, inner in getattr(command, "commands", {}).items():
        yield from options_of(inner, f"{name} {sub}".strip())
    if not hasattr(command, "commands"):
        options = [option for one in command.params for option in one.opts if option.startswith("--")]
        yield name, sorted(set(options) - {"--json", "--help"})


# how to contribute


def how_tos() -> dict[str, str]:
    text = text_of(CONTRIBUTING)
    parts = re.split(r"^### (.*)$", text[text.index("## How-tos") : text.index("## Tests")], flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_everything_that_contributing_names_is_there() -> None:
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[A-Z]+\.md)`", text_of(CONTRIBUTING)))
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists() and name not in MADE_UP] == []
    for command in re.findall(r"-m pytest ([^`]*)`", text_of(CONTRIBUTING)):
        assert all((ROOT / path).exists() for path in command.split()), command


def test_what_code_contributing_names_is_there() -> None:
    assert {"KIND", "RULES", "Kind"} <= set(re.findall(r"`([A-Z]\w+)`", text_of(CONTRIBUTING)))
    assert hasattr(lint_rules, "RULES")
    assert {"IfChanged", "Kind", "document_kind"} <= set(vars(kinds))
    assert {"Job", "Outcome"} <= set(vars(job))


def test_no_task_opens_more_than_six_files() -> None:
    assert len(how_tos()) >= 7
    for task, steps in how_tos().items():
        opened = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.\w+)`", steps))
        assert len(opened) <= 6, (task, opened)


# security


def test_the_limits_in_the_security_policy_are_those_of_the_program() -> None:
    text = " ".join(text_of(SECURITY).split())
    limits = (
        *(document.MOST_BYTES, reader.MOST_NODES, folder.LARGEST_FILE, sandbox.LONGEST_TEXT),
        *(folder.LARGEST_PACK, folder.MOST_ENTRIES, rendered_text.LONGEST_LINE),
        *(Limits().memory, Limits().output),
        *(opc.LARGEST, last_workbook.LARGEST, grid.MOST_CELLS, earlier_version.LARGEST),
    )
    assert set(re.findall(r"\d+(?:,\d{3})+", text)) == {f"{limit:,}" for limit in limits}
    assert f"{reader.DEEPEST} levels" in text
    assert f"it has {sandbox.LONGEST_SECONDS} seconds" in text
    assert inheritance.LONGEST_CHAIN == 8 and "eight profiles in a chain" in text
