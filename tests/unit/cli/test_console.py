"""What people see: findings as file:line:column path message [rule], in Chinese or English."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cplist.cli import console
from cplist.cli.console import TEXTS
from cplist.cli.language import language
from cplist.cli.terminal.finding_lines import finding_line
from cplist.core.findings import Location
from cplist.core.messages import catalogue, finding
from cplist.workspace.batch import Builder
from cplist.workspace.results import Result

PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"
VARIABLES = ("CPLIST_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


class TestTheLanguage:
    @pytest.mark.parametrize(
        ("variables", "expected"),
        [
            ({}, "zh"),
            ({"LANG": "en_US.UTF-8"}, "en"),
            ({"LANG": "zh_CN.UTF-8"}, "zh"),
            ({"LANG": "C"}, "zh"),
            ({"LANG": "de_DE.UTF-8"}, "zh"),
            ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
            ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
            ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
            ({"LANG": "en_US.UTF-8", "CPLIST_LANG": "zh"}, "zh"),
            ({"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN", "CPLIST_LANG": "en"}, "en"),
            ({"CPLIST_LANG": "EN"}, "en"),
            ({"CPLIST_LANG": "", "LANG": "en_US"}, "en"),
            ({"LC_ALL": "", "LANG": "en_US"}, "en"),
        ],
    )
    def test_is_chinese_unless_it_is_said_to_be_english(
        self, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
    ) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert language() == expected

    @pytest.mark.parametrize("key", TEXTS)
    def test_has_a_word_for_everything(self, key: str) -> None:
        zh, en = TEXTS[key]
        assert re.search(r"[\u4e00-\u9fff]", zh)
        assert en.isascii()
        assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en))


class TestALine:
    AT = Location("profiles/甲.yaml", 12, 7)

    def test_is_place_path_message_and_rule(self) -> None:
        line = finding_line(finding("article-empty", self.AT, "leaders[2].roles", key="a"), "zh")
        assert line == "profiles/甲.yaml:12:7 leaders[2].roles 错误 条文a没有内容 [article-empty]"

    def test_comes_with_its_hint(self) -> None:
        found = finding("yaml-depth", self.AT, limit=40)
        assert (
            finding_line(found, "zh") == "profiles/甲.yaml:12:7 错误 嵌套超过40层。请检查括号是否成对 [yaml-depth]"
        )
        assert (
            finding_line(found, "en")
            == "profiles/甲.yaml:12:7 error nested deeper than 40. check the brackets [yaml-depth]"
        )

    @pytest.mark.parametrize(
        ("rule", "zh", "en"),
        [("article-empty", "错误", "error"), ("workbook-kept", "提示", "note"), ("file-kept", "警告", "warning")],
    )
    def test_says_how_severe_it_is(self, rule: str, zh: str, en: str) -> None:
        found = finding(rule, self.AT, file="a", new="b", key="c")
        assert finding_line(found, "zh").startswith(f"profiles/甲.yaml:12:7 {zh} ")
        assert finding_line(found, "en").startswith(f"profiles/甲.yaml:12:7 {en} ")

    def test_needs_no_place(self) -> None:
        found = finding("article-empty", key="a")
        assert finding_line(found, "zh") == "错误 条文a没有内容 [article-empty]"
        assert "None" not in finding_line(found, "en")

    @pytest.mark.parametrize("rule", sorted(catalogue()))
    def test_of_every_rule_is_one_line_that_an_editor_understands(self, rule: str) -> None:
        names = re.findall(r"\{(\w+)\}", " ".join(catalogue()[rule].values()))
        line = finding_line(finding(rule, self.AT, "a.b", **dict.fromkeys(names, "x")), "zh")
        assert re.fullmatch(rf"profiles/甲\.yaml:12:7 a\.b .+ \[{rule}\]", line)


class TestStreams:
    def test_findings_go_to_stderr(self, capsys: pytest.CaptureFixture[str]) -> None:
        console.show_findings([finding("article-empty", TestALine.AT, key="a")])
        out, err = capsys.readouterr()
        assert (out, err) == ("", "profiles/甲.yaml:12:7 错误 条文a没有内容 [article-empty]\n")

    def test_a_check_counts_on_stdout(self, capsys: pytest.CaptureFixture[str]) -> None:
        console.show_check([finding("yaml-key"), finding("yaml-key"), finding("file-kept", file="a", new="b")])
        out, err = capsys.readouterr()
        assert out == "2个错误，1个警告，0条提示\n"
        assert len(err.splitlines()) == 3

    def test_a_check_without_findings_says_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        console.show_check([])
        assert capsys.readouterr() == ("没有发现问题\n", "")

    def test_problems_go_to_stderr(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CPLIST_LANG", "en")
        console.show_problem("file-unreadable", {"file": "a.yaml", "problem": "No such file"})
        assert capsys.readouterr() == ("", "error: can not read a.yaml: No such file\n")

    def test_json_is_utf8_and_whole(self, capsys: pytest.CaptureFixture[str]) -> None:
        console.show_json({"机构": "甲\u2028乙", "n": [1, None]})
        out = capsys.readouterr().out
        assert json.loads(out) == {"机构": "甲\u2028乙", "n": [1, None]}
        assert "机构" in out

    def test_a_profile_that_could_not_be_built_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        console.show_results([Result("甲.yaml", findings=(finding("yaml-key", TestALine.AT),))])
        out, err = capsys.readouterr()
        assert out == "甲.yaml：未生成\n"
        assert "[yaml-key]" in err


@pytest.mark.parametrize(("wanted", "assigned"), [("zh", "落到主体"), ("en", "assigned")])
def test_a_build_fits_on_one_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, wanted: str, assigned: str
) -> None:
    monkeypatch.setenv("CPLIST_LANG", wanted)
    results = list(Builder([PACKS]).build([str(PACKS / "tiny-profile.yaml")], tmp_path))
    console.show_results(results)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 8
    assert "清溪村镇银行" in lines[0]
    assert [str(output.path) for output in results[0].outputs] == [line.strip() for line in lines[1:5]]
    assert assigned in lines[5]
    numbers = [int(number) for number in re.findall(r"\d+", lines[5])]
    assert numbers[0] == sum(numbers[1:])
