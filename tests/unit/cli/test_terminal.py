"""What stands on a terminal: help in one language, usage errors, colours, findings that say the same, progress."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from cplist.cli import building, commands, starting, trusting
from cplist.cli.app import FailOn, app
from cplist.cli.language import APART
from cplist.cli.terminal.cells import NEVER_FIRST, NEVER_LAST, padded, width, wrapped
from cplist.cli.terminal.colours import in_colour, shows_colours
from cplist.cli.terminal.finding_lines import finding_lines
from cplist.cli.terminal.progress import PATIENCE, Progress
from cplist.cli.terminal.usage import PROBLEMS, usage_problem
from cplist.core.findings import Finding, Location
from cplist.core.messages import finding, message, wording
from cplist.documents.kinds import Kind

assert building and commands and starting and trusting  # they add themselves to the program
COLUMNS = 80
ESCAPE = "\x1b["


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CPLIST_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(COLUMNS))


def commands_of(command: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """Every command with its context, the program itself first."""
    yield command, context
    for name in getattr(command, "commands", {}):
        below = command.get_command(context, name)
        yield from commands_of(below, type(context)(below, info_name=name, parent=context))


@pytest.fixture
def helps() -> Callable[[], dict[str, str]]:
    def made() -> dict[str, str]:
        program = typer.main.get_command(app)
        context = program.make_context("cplist", ["clauses"])
        return {inner.command_path: one.get_help(inner) for one, inner in commands_of(program, context)}

    return made


class TestHelp:
    def test_is_in_one_language(self, helps: Callable[[], dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
        chinese = helps()
        assert len(chinese) > 10
        monkeypatch.setenv("CPLIST_LANG", "en")
        english = helps()
        for path, text in chinese.items():
            assert APART not in text + english[path]
            assert re.search(r"[\u4e00-\u9fff]", text), path
            assert not re.search(
                r"[\u4e00-\u9fff，。：；]", english[path].replace("城商行", "").replace("总行", "")
            )
            assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", text.replace(path, "")), path
            assert len(text.splitlines()) > 4 < len(english[path].splitlines())

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_fits_a_terminal_of_80_columns(
        self, helps: Callable[[], dict[str, str]], monkeypatch: pytest.MonkeyPatch, language: str
    ) -> None:
        monkeypatch.setenv("CPLIST_LANG", language)
        for text in helps().values():
            assert [line for line in text.splitlines() if width(line) > COLUMNS] == []

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_spells_out_every_choice(
        self, helps: Callable[[], dict[str, str]], monkeypatch: pytest.MonkeyPatch, language: str
    ) -> None:
        monkeypatch.setenv("CPLIST_LANG", language)
        text = helps()["cplist build"]
        assert [one for one in (*Kind, *FailOn) if not re.search(rf"\b{one}\b", text)] == []
        assert "list[" not in text
        assert "<" not in text


class TestCells:
    @pytest.mark.parametrize(("text", "cells"), [("", 0), ("ab", 2), ("责任", 4), ("（a）", 5), ("e\u0301", 1)])
    def test_are_counted(self, text: str, cells: int) -> None:
        assert width(text) == cells
        assert width(padded(text, 9)) == 9

    @pytest.mark.parametrize("cells", range(8, 40))
    def test_are_filled_by_each_line_and_nothing_is_lost(self, cells: int) -> None:
        text = "只生成这几种（可以多次写）：system 责任制，checklist 责任清单，《办法》。a comment with its source"
        lines = wrapped(text, cells)
        assert [line for line in lines if width(line) > cells + 2 and " " in line.strip()] == []
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST]
        assert unicodedata.normalize("NFC", text) == text


class TestUsage:
    @pytest.mark.parametrize(
        ("typed", "rule", "named"),
        [
            ("coverage", "usage-missing", {"name": "PROFILE"}),
            ("explain", "usage-missing", {"name": "[DUTY] PROFILE"}),
            ("build --foo x", "usage-no-option", {"option": "--foo", "near": "--for"}),
            ("build x -Z", "usage-no-option", {"option": "-Z", "near": ""}),
            ("buidl", "usage-no-command", {"name": "buidl", "near": "build"}),
            ("pack nothing", "usage-no-command", {"name": "nothing", "near": ""}),
            ("build --packs", "usage-no-value", {"option": "--packs"}),
            ("init --yes=3", "usage-flag", {"option": "--yes"}),
            ("build x --fail-on no", "usage-value", {"option": "--fail-on", "choices": "gap、warning"}),
            ("clauses x y", "usage-extra", {"words": "x y"}),
        ],
    )
    def test_is_said_in_our_words(self, typed: str, rule: str, named: dict[str, str]) -> None:
        with pytest.raises(typer.TyperException) as raised:
            app(typed.split(), standalone_mode=False)
        problem = usage_problem(raised.value)
        assert problem is not None
        assert problem[0] == rule
        assert {name: problem[1][name] for name in named} == named
        for language in ("zh", "en"):
            assert all(value in wording(rule, language, problem[1]) for value in list(named.values())[:1])

    def test_of_every_kind_is_tried(self) -> None:
        marks = next(mark for mark in self.test_is_said_in_our_words.pytestmark if mark.name == "parametrize")
        assert {rule for _, rule, _ in marks.args[1]} == {rule for _, rule in PROBLEMS}

    def test_of_a_command_without_words_is_its_help(self) -> None:
        with pytest.raises(typer.TyperException) as raised:
            app(["pack"], standalone_mode=False)
        assert usage_problem(raised.value) is None
        assert "trust" in raised.value.format_message()


class TestColours:
    def test_are_on_a_terminal(self) -> None:
        assert in_colour("错误", "error", Screen()).startswith(ESCAPE)

    def test_are_in_no_file(self) -> None:
        assert in_colour("错误", "error", io.StringIO()) == "错误"
        assert not shows_colours(None)

    @pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
    def test_are_off_where_somebody_says_so(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        assert in_colour("错误", "error", Screen()) == "错误"

    def test_change_no_word(self) -> None:
        found = [
            finding("article-empty", Location("a.yaml", 3, 1), key="k"),
            finding("file-kept", file="a", new="b"),
        ]
        coloured = "\n".join(finding_lines(found, "zh", Screen()))
        assert ESCAPE in coloured
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == "\n".join(finding_lines(found, "zh"))


class TestFindingsThatSayTheSame:
    KEPT: tuple[Finding, ...] = tuple(
        finding("file-kept", Location("a.yaml", number, 1), f"x[{number}]", file=f"{number}.docx", new="b")
        for number in range(3)
    )

    def lines(self, *findings: Finding, screen: bool = True) -> list[str]:
        return finding_lines(findings, "zh", Screen() if screen else None)

    def test_have_their_advice_once_and_every_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        lines = self.lines(*self.KEPT)
        assert len(lines) == 4
        assert lines[0] == "警告 3处：请合并两份文件后删去其中一份 [file-kept]"
        for found, line in zip(self.KEPT, lines[1:], strict=True):
            assert line == f"    {found.location} {found.path} {message(found, 'zh')}"

    def test_of_one_place_have_it_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        same = [finding("file-kept", Location("a.yaml", 7, 1), "x", file=name, new="b") for name in "123"]
        lines = self.lines(*same)
        assert lines[0].startswith("a.yaml:7:1 x 警告 3处：")
        assert [line for line in lines[1:] if "a.yaml" in line] == []

    def test_are_a_line_each_in_a_file(self) -> None:
        lines = self.lines(*self.KEPT, screen=False)
        assert len(lines) == 3
        assert all(re.match(r"a\.yaml:\d:1 x", line) and line.endswith("[file-kept]") for line in lines)

    def test_are_a_line_each_if_they_are_few_or_say_something_else(self) -> None:
        others = [finding("article-empty", Location("a.yaml", 1, 1), key=key) for key in "abc"]
        assert len(self.lines(*self.KEPT[:2], *others)) == 5


class TestProgress:
    def shown(self, monkeypatch: pytest.MonkeyPatch, after: float) -> str:
        """What three steps show that end so many seconds after the beginning."""
        clock = iter([0.0, *[after] * 9])
        screen = Screen()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stderr", screen)
            with Progress("collect", lambda: next(clock)) as progress:
                for done in range(1, 4):
                    progress(done, 3)
        return screen.getvalue()

    def test_is_a_line_once_it_takes_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        line = self.shown(monkeypatch, PATIENCE)
        assert "汇总" in line
        assert "2/3" in line

    def test_is_silent_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.shown(monkeypatch, PATIENCE - 0.1) == ""

    def test_is_silent_on_a_terminal_without_a_cursor(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TERM", "dumb")
        assert self.shown(monkeypatch, 60) == ""
