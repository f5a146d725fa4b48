"""The wording of findings: alike in both languages, as many as the code uses, punctuated as each does."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml
from every import every

import cplist
from cplist.carryover.findings import REMARKED
from cplist.core.findings import Finding, Location, Severity
from cplist.core.messages import DATA, LANGUAGES, OPTIONAL, catalogue, finding, hint, message, wording
from cplist.pack.pack import open_pack

SOURCES = sorted(Path(cplist.__file__).parent.rglob("*.py"))
RULES = sorted(catalogue())
GIVE_RULES = {"finding", "InputError", "_say", "show_problem"}
GIVEN = {"references.py": {"name"}}
"""File → the placeholders that its own function of that name fills in for each of its findings."""
ALWAYS = {"explain-": "cli/explanation/words.py", "fallback-": "pack/rules.py"}
"""Rules whose last word the code puts in (f"fallback-{severity}"): where that stands."""
of_every_rule = every("rule", RULES, least=290)
YAML_SHOWN = ("“键: 值”", "（: ）", "（, ）", "{{键: 值, 键: 值}}", "[甲, 乙]")
"""What Chinese texts show of YAML, whose punctuation is half-width."""


@cache
def nodes() -> list[tuple[str, ast.Call | ast.Constant]]:
    """The calls and the constants of the sources, each with the name of its file."""
    return [
        (path.name, node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call | ast.Constant)
    ]


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that names a rule as its first argument."""
    for file, node in nodes():
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in GIVE_RULES:
                yield file, node


def named() -> list[tuple[str, str, ast.Call]]:
    return [
        (file, call.args[0].value, call)
        for file, call in calls()
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]


@cache
def literals() -> set[str]:
    """Every text of the sources that could be a rule, also those chosen before the call, and the pack's."""
    pack = open_pack("shandong-2022-1")
    checks = pack.checks.roles.values()
    named = (rule for one in checks for rule in (one.missing, one.several, *one.joint.values()))
    found = {*pack.rules.findings, *named, *(f"carry-over-{kind.value}" for kind in REMARKED)}
    texts = (node.value for _, node in nodes() if isinstance(node, ast.Constant))
    return found.union(text for text in texts if isinstance(text, str))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text.replace("[[", "").replace("]]", "")) if name}


class TestAnEntry:
    @of_every_rule
    def test_has_a_severity_and_a_text_in_both_languages(self, rule: str) -> None:
        entry = catalogue()[rule]
        assert Severity(entry["severity"])
        assert all(entry[language].strip() for language in LANGUAGES)
        hints = {f"{of}hint_{language}" for of in ("", "form_") for language in LANGUAGES}
        assert entry.keys() <= {"severity", *LANGUAGES, *hints}
        assert ("form_hint_zh" in entry) == ("form_hint_en" in entry)

    @of_every_rule
    def test_has_the_same_placeholders_in_both_texts(self, rule: str) -> None:
        texts = [placeholders(catalogue()[rule][language]) for language in LANGUAGES]
        assert texts[0] == texts[1]

    @of_every_rule
    def test_is_written_in_full_width_in_chinese(self, rule: str, half_width: Callable[[str], list[str]]) -> None:
        entry = catalogue()[rule]
        for text in (entry["zh"], entry.get("hint_zh", ""), entry.get("form_hint_zh", "")):
            for shown in YAML_SHOWN:
                text = text.replace(shown, "")
            assert half_width(re.sub(r"\{\w+\}", "甲", text)) == []

    @of_every_rule
    def test_is_written_in_ascii_in_english(self, rule: str) -> None:
        entry = catalogue()[rule]
        assert (entry["en"] + entry.get("hint_en", "") + entry.get("form_hint_en", "")).isascii()

    @of_every_rule
    def test_ends_without_a_full_stop(self, rule: str) -> None:
        for part, text in catalogue()[rule].items():
            assert part == "severity" or not text.endswith(("。", "."))

    @of_every_rule
    def test_is_in_chinese_where_it_says_so(self, rule: str) -> None:
        assert re.search(r"[\u4e00-\u9fff]", catalogue()[rule]["zh"])

    @of_every_rule
    def test_is_used(self, rule: str) -> None:
        chosen = any(rule.startswith(start) for start in ALWAYS)
        assert chosen or rule in literals()

    @of_every_rule
    def test_is_named_as_the_others_are(self, rule: str) -> None:
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule)


def test_each_rule_stands_once() -> None:
    """YAML lets the last one win without a word."""
    texts = [file.read_text("utf-8") for file in sorted(DATA.glob("*.yaml"))]
    written = [rule for text in texts for rule in re.findall(r"^([a-z-]+):$", text, re.MULTILINE)]
    assert sorted(written) == RULES


class TestTheCode:
    def test_names_only_rules_that_there_are(self) -> None:
        assert len(named()) > 150
        assert [(file, rule) for file, rule, _ in named() if rule not in catalogue()] == []

    @pytest.mark.parametrize(("start", "file"), ALWAYS.items())
    def test_puts_rules_together_where_we_think_it_does(self, start: str, file: str) -> None:
        source = (Path(cplist.__file__).parent / file).read_text("utf-8")
        assert f'f"{start}{{' in source

    def test_gives_every_placeholder_its_value(self) -> None:
        missing = []
        for file, rule, call in named():
            if any(keyword.arg is None for keyword in call.keywords):
                continue
            entry = catalogue()[rule]
            wanted = set().union(*(placeholders(text) for part, text in entry.items() if part != "severity"))
            given = {keyword.arg for keyword in call.keywords}
            given |= GIVEN.get(file, set()) if isinstance(call.func, ast.Attribute) else set()
            given |= {key.value for arg in call.args if isinstance(arg, ast.Dict) for key in arg.keys}
            missing += [(file, rule, name) for name in wanted - given]
        assert missing == []

    def test_words_no_finding_itself(self) -> None:
        """Chinese sentences stand in cplist/core/messages."""
        for file, call in calls():
            values = [keyword.value for keyword in call.keywords] + call.args
            texts = [value.value for value in values if isinstance(value, ast.Constant)]
            assert not [text for text in texts if re.search(r"[\u4e00-\u9fff]", str(text))], file


class TestAFinding:
    def test_is_as_severe_as_its_entry_says(self) -> None:
        assert finding("gap").severity is Severity.WARNING
        assert finding("yaml-empty").severity is Severity.ERROR
        assert finding("carry-over").severity is Severity.NOTE

    def test_keeps_its_place_and_its_arguments_as_texts(self) -> None:
        found = finding("yaml-depth", Location("p.yaml", 2, 3), "a.b", limit=40)
        assert found == Finding("yaml-depth", Severity.ERROR, Location("p.yaml", 2, 3), "a.b", {"limit": "40"})

    def test_of_a_rule_that_there_isnt_is_a_bug(self) -> None:
        with pytest.raises(KeyError):
            finding("no-such-rule")

    @pytest.mark.parametrize(("language", "expected"), [("zh", "嵌套超过40层"), ("en", "nested deeper than 40")])
    def test_is_worded_in_either_language(self, language: str, expected: str) -> None:
        assert message(finding("yaml-depth", limit=40), language) == expected

    @pytest.mark.parametrize("value", ["{0}", "{limit.__class__}", "{{}}", "[[x]]", "{", "%s", "甲}"])
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_prints_any_value_verbatim(self, language: str, value: str) -> None:
        assert value in message(finding("profile-reserved-id", id=value), language)
        assert value in hint(finding("profile-unknown-id", id="x", near=value), language)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_says_nothing_of_what_is_empty(self, language: str) -> None:
        near, none = (hint(finding("profile-unknown-id", id="x", near=near), language) for near in ("cp", ""))
        assert "cp" in near
        assert none and "“”" not in none and '""' not in none
        empty = {"value": "x", "near": "", "called": "", "others": "", "named": ""}
        allowed = hint(finding("profile-not-allowed", **{**empty, "named": "a / b"}), language)
        assert "a / b" in allowed and "“”" not in allowed and '""' not in allowed
        assert allowed[0].isalpha()
        assert hint(finding("profile-not-allowed", **empty), language) == ""

    def test_has_no_hint_where_there_is_none(self) -> None:
        assert hint(finding("article-empty", key="a"), "zh") == ""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_of_every_rule_can_be_worded(self, language: str) -> None:
        for rule, entry in catalogue().items():
            names = set().union(*(placeholders(text) for part, text in entry.items() if part != "severity"))
            values = {name: f"<{name}>" for name in names}
            for part in ("", "hint_"):
                text = wording(rule, language, values, part)
                assert not re.search(r"\{\w+\}", text), rule
                assert not OPTIONAL.search(text), rule


def test_warnings_that_stand_in_the_memo_are_told_in_words_of_the_meeting() -> None:
    """What a warning says is printed in the memo and in the workbook: keys of the profile stand in the hint."""
    file = DATA / "responsibility.yaml"
    told = {rule: entry["zh"] for rule, entry in yaml.safe_load(file.read_text("utf-8")).items() if rule in RULES}
    warned = {rule: text for rule, text in told.items() if catalogue()[rule]["severity"] == Severity.WARNING}
    assert len(warned) > 30
    outside = {rule: re.sub(r"\{[^}]*\}", "", text) for rule, text in warned.items()}
    assert {rule: text for rule, text in outside.items() if re.search(r"[A-Za-z]{2}|档案|模板包", text)} == {}
    assert {rule: text for rule, text in warned.items() if "{word}" in text} == {}
