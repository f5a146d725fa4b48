"""What to do about a finding, in the words of a form: who fills one in knows the titles of its columns, and no
keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from cplist.core.findings import Finding
from cplist.core.messages import catalogue
from cplist.form.values import NO, NOTHING, YES, choices_of
from cplist.form.words import said_in
from cplist.profile.schema import PROFILE

HINT = "hint_zh"
"""The advice that is said in these words; in English keys stay, beside which the form's titles would be Chinese
too."""
_KEPT = re.compile(r"(\{[^}]*\}|cplist [a-z]+|docs/\S+|[a-z]+\.yaml)")
"""What is no key and no value: places for values, commands, files."""
_EQUALS = re.compile(r"(?<=”): ?")
_LIST = re.compile(r"(?<!\[) ?\[([“{][^\[\]]*)\](?!\])")
_OTHERWISE: Mapping[str, str] = {
    "oversees": "“分管部门”",
    "functions": "“职能”",
    "name": "“名称”",
    "party": "“党组织”",
    "board": "“董（理）事会”",
    "kind": "“性质”",
    "office": "“办公室”",
    "tier": "“层级”",
    "direct": "“直接适用”",
    "by_reference": "“参照执行”",
    "draft": "“征求意见稿”",
    "outlet": "“营业网点”",
    "other": "“其他负责人”",
    "front": "“前台”",
    "middle": "“中台”",
    "back": "“后台”",
    "true": f"“{YES}”",
    "false": f"“{NO}”",
    "none": f"“{NOTHING}”",
    "id": "“代号”",
}
"""Keys and values that are called one thing here and another there: as advice means them."""


def in_form_words(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings; those of cells say in the form's words what to do, where their wording has none for forms."""
    return tuple(map(_in_words, findings))


def _in_words(found: Finding) -> Finding:
    entry = catalogue()[found.rule]
    if found.wording or not (found.location and found.location.sheet) or entry.get(f"form_{HINT}"):
        return found
    advice = entry.get(HINT, "")
    said = words_of_form(advice)
    return found if said == advice else replace(found, wording={HINT: said})


def words_of_form(advice: str) -> str:
    """Advice with the titles and choices of a form in the place of keys and values."""
    pieces = _KEPT.split(advice.replace("[]", "none"))
    said = "".join(one if number % 2 else said_in(one, _names()) for number, one in enumerate(pieces))
    return _LIST.sub(lambda found: found[1].replace(", ", "、"), _EQUALS.sub("：", said))


@cache
def _names() -> Mapping[str, str]:
    """Value → what a form calls it, in quotes; of values that have one name only."""
    found: dict[str, set[str]] = {}
    _collect(PROFILE.keys, found)
    single = {value: f"“{next(iter(names))}”" for value, names in found.items() if len(names) == 1}
    return {**single, **_OTHERWISE}


def _collect(rule: Any, found: dict[str, set[str]]) -> None:
    if isinstance(rule, Mapping):
        for value, name in choices_of(rule).items():
            if value != name:
                found.setdefault(value, set()).add(name)
        for inner in rule.values():
            _collect(inner, found)
    elif isinstance(rule, list | tuple):
        for inner in rule:
            _collect(inner, found)
