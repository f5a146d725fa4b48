"""Packs from strangers: whatever they hold, a command ends with findings."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cplist.confined.limits import Limits
from cplist.documents.job import OutputFile
from cplist.pack import strangers
from cplist.workspace.batch import Builder
from cplist.workspace.product import Product
from cplist.workspace.results import Result

from .conftest import PACKS, TINY, Build, Cplist

pytestmark = pytest.mark.slow

LOOP = "{% for a in range(1000) %}" * 3 + "{% endfor %}" * 3
ELSEWHERE = ("../a.docx", "/a.docx", "a/b/c.docx", ".a.docx", "a.yaml", "a\\b.docx", "C:a.docx")
HOSTILE: Mapping[str, tuple[str, str]] = {
    "loops without output": (LOOP, "pack-time"),
    "a macro that calls itself twice": (
        "{% macro m(n) %}{{ m(n + 1) if n < 40 }}{{ m(n + 1) if n < 40 }}{% endmacro %}{% set x = m(0) %}",
        "pack-time",
    ),
    "a single step": ("{{ (10**9)**(10**9) > 1 }}", "pack-time"),
    "a long text": ("{{ 'a' * 10**9 }}", "pack-memory"),
    "indent": ("{{ ('a\\n' * 10**6)|indent(1000) }}", "pack-memory"),
    "a list": ("{% set x = [0] * 3 * 10**8 %}", "pack-memory"),
    "a text that doubles": (
        "{% set s = namespace(x='a') %}{% for i in range(40) %}{% set s.x = s.x ~ s.x %}{% endfor %}",
        "pack-memory",
    ),
    "links in links": ('{{ "[a](" * 300000 }}', "text-line"),
    "brackets": ("\n".join(["[" * 10_000] * 100), "text-brackets"),
    "a control character": ("{{ '\\x01' }}", "text-character"),
    "half a character": ("{{ '\\ud800' }}", "text-character"),
    "a mark of the program's": ("{{ '\\U0010fdd4' }}7", "text-character"),
}


def hostile(folder: Path, text: str) -> Path:
    """A folder with the tests' pack, and that text before its system."""
    pack = shutil.copytree(PACKS / "tiny", folder / "tiny")
    system = pack / "system.md.j2"
    system.write_text(f"{text}\n{system.read_text('utf-8')}", "utf-8")
    return folder


@pytest.fixture
def lower(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a hostile pack reaches at once, and the tests' own doesn't."""
    monkeypatch.setattr(strangers, "LIMITS", Limits(seconds=3, memory=300_000_000))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.usefixtures("lower")
def test_a_hostile_template_ends_in_a_finding(name: str, tmp_path: Path) -> None:
    text, rule = HOSTILE[name]
    (result,) = Builder([hostile(tmp_path, text)]).build([str(TINY)], tmp_path / "out")
    assert [found.rule for found in result.findings if found.rule.startswith(("pack-", "text-"))] == [rule]
    assert all(len(value) < 300 for found in result.findings for value in found.arguments.values())
    assert (result.built, result.unusable) == (None, False)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "expression", ['"\\U0010fdd0" * 9', '"\\U0010fdd1"', '"\\U0010fdd2"', '"\\U0010fdd5"', '"\\U0010fdd6"']
)
def test_a_cell_that_writes_a_separator_is_a_finding(expression: str, tmp_path: Path) -> None:
    shutil.copytree(PACKS / "tiny", tmp_path / "tiny")
    checklist = tmp_path / "tiny" / "checklist.yaml"
    text = checklist.read_text("utf-8")
    assert "value: item.text" in text
    checklist.write_text(text.replace("value: item.text", f"value: '{expression}'", 1), "utf-8")
    (result,) = Builder([tmp_path]).build([str(TINY)], tmp_path / "out")
    errors = [found.rule for found in result.findings if found.severity == "error"]
    assert errors in (["checklist-separators"], ["checklist-shape"]), errors


class TestEveryCommand:
    """… that opens a pack ends, says why on stderr, and answers --json."""

    @pytest.fixture(autouse=True)
    def _packs(self, tmp_path: Path) -> None:
        self.packs = hostile(tmp_path, "{{ 'a' * 10**9 }}")

    @pytest.mark.parametrize("command", ["build", "check", "coverage"])
    def test_of_a_profile(self, command: str, cplist: Cplist, tmp_path: Path) -> None:
        said = cplist(command, TINY, "--packs", self.packs, "--json", cwd=tmp_path)
        assert (said.status, said.rules) == (1, ["pack-memory"]), said.err

    def test_explain(self, cplist: Cplist) -> None:
        said = cplist("explain", "1-01", TINY, "--packs", self.packs, "--json")
        assert (said.status, [one["rule"] for one in said.data["findings"]]) == (1, ["pack-memory"])

    def test_pack_trust_does_not_run_its_templates(self, cplist: Cplist) -> None:
        said = cplist("pack", "trust", self.packs / "tiny", stdin=b"\n")
        assert said.status == 2 and "tiny" in said.err


def bare(text: str, packs: Path) -> str:
    """What is said without what differs between two folders of packs: where they are, and a pack's fingerprint."""
    known = re.sub(r'("name": "tiny",\s+"version": "[^"]+",\s+"fingerprint": )"[^"]+"', r"\1", text)
    return re.sub(rf"{re.escape(str(packs))}/tiny(?!-)", "tiny", known)


class TestAPackThatIsNotTrusted:
    """… gives what it gives when it is trusted."""

    @pytest.fixture
    def packs(self, tmp_path: Path) -> Path:
        shutil.copytree(PACKS / "tiny", tmp_path / "packs" / "tiny")
        with (tmp_path / "packs" / "tiny" / "system.md.j2").open("a", encoding="utf-8") as file:
            file.write("{# 与受信任的不同 #}\n")
        return tmp_path / "packs"

    def test_builds_the_same_documents(self, packs: Path, tiny: Build, cplist: Cplist, tmp_path: Path) -> None:
        said = cplist("build", TINY, "--packs", packs, "-o", tmp_path / "out", "--json")
        assert said.status == 0, said.err
        ours = Build(next((tmp_path / "out").iterdir()), said)
        assert said.rules == tiny.said.rules
        assert ours.path("map").name == tiny.path("map").name
        assert ours.document.text == tiny.document.text
        again = cplist("build", TINY, "--packs", packs, "-o", tmp_path / "out", "--json")
        assert again.data == said.data

    @pytest.mark.parametrize(
        "command",
        [
            ("check", TINY),
            ("check", TINY, "--json"),
            ("check", "-"),
            ("coverage", TINY),
            ("coverage", "-", "--json"),
            ("coverage", TINY, "--fail-on", "warning"),
            ("explain", "1-01", TINY),
            ("explain", "9-99", TINY),
            ("explain", "--article", "aim", TINY, "--json"),
            ("clauses", "--pack", "tiny"),
        ],
    )
    def test_says_the_same(self, command: tuple[str | Path, ...], packs: Path, cplist: Cplist) -> None:
        stdin = TINY.read_bytes() if "-" in command else None
        trusted = cplist(*command, "--packs", PACKS, stdin=stdin)
        confined = cplist(*command, "--packs", packs, stdin=stdin)
        assert (confined.status, bare(confined.out, packs)) == (trusted.status, bare(trusted.out, PACKS))
        assert bare(confined.err, packs) == bare(trusted.err, PACKS)

    def test_collects_the_same(self, packs: Path, tiny: Build, cplist: Cplist, tmp_path: Path) -> None:
        returned = tmp_path / "returned"
        returned.mkdir()
        shutil.copy(tiny.path("checklist"), returned)
        both = []
        for folder in (PACKS, packs):
            said = cplist("collect", returned, "--packs", folder, "-o", tmp_path / folder.name, "--json")
            assert said.status == 0, said.err
            both.append({key: value for key, value in said.data.items() if key != "pack"})
        assert both[0] == both[1]


class TestWhatAConfinedProcessGives:
    """… is held to what it may be."""

    def result(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **changes: Any) -> Result:
        packs = hostile(tmp_path, "")
        asked = strangers.confined

        def taken_over(folder: Path, kind: type, *arguments: Any) -> Any:
            given = asked(folder, kind, *arguments)
            return replace(given, **changes) if kind is Product else given

        monkeypatch.setattr(strangers, "confined", taken_over)
        (result,) = Builder([packs]).build([str(TINY)], tmp_path / "out")
        return result

    def test_another_institutions_product_is_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        result = self.result(monkeypatch, tmp_path, institution="别的银行")
        assert [found.rule for found in result.findings] == ["pack-ended"]

    @pytest.mark.parametrize("name", ELSEWHERE)
    def test_a_file_elsewhere_is_refused(self, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        result = self.result(monkeypatch, tmp_path, outputs=(OutputFile("system", name, b"x"),))
        assert [found.rule for found in result.findings] == ["pack-ended"]
        assert not (tmp_path / "out").exists()
