"""What is said of keys, in the words of a form: true is 是, a key is what its column is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from cplist.form.values import NO, YES, choices_of, is_switch, usual_of
from cplist.profile.schema import PROFILE
from cplist.schema.language import Rule, inner

_WORD = re.compile(r"(?<![A-Za-z0-9_.-])[a-z_]+(?:\.[a-z_]+)*(?![A-Za-z0-9_.-])")
_APART = re.compile(r"(?<=[\u4e00-\u9fff：；，“”]) +(?=[\u4e00-\u9fff“”])")
"""Blanks that stood beside words in Latin letters."""
_QUOTED = "([^”]+)"
_TWICE = re.compile(f"“{_QUOTED}”（\\1）")
"""A name with its value behind it, which is now the same name."""


def in_words(description: str, rule: Rule | None = None) -> str:
    """A description, with values and keys as people who fill in a form see them; `rule` is that of the value."""
    return said_in(description, _values(rule) if rule else {})


def said_in(text: str, names: Mapping[str, str]) -> str:
    """A text with keys as a form calls them, and with what has one of those names under that."""
    said = _WORD.sub(lambda found: _said(found[0], names), text)
    return _TWICE.sub(r"“\1”", _APART.sub("", said))


def _said(word: str, names: Mapping[str, str]) -> str:
    last = word.split(".")[-1]
    return names.get(word) or names.get(last) or _titles().get(last) or word


def _values(rule: Rule) -> Mapping[str, str]:
    if is_switch(rule):
        return {"true": YES, "false": NO}
    of_items = choices_of(inner(rule, 0)) if rule.get("type") == "list" else {}
    return {**choices_of(rule), **of_items, **{value: value for value in usual_of(rule)}}


@cache
def _titles() -> Mapping[str, str]:
    """Key → what it is called in quotes; without keys that are called otherwise elsewhere."""
    found: dict[str, set[str]] = {}
    for path, about in PROFILE.descriptions.items():
        for key in _keys(path):
            found.setdefault(key, set()).add(about["title"])
    return {key: f"“{next(iter(titles))}”" for key, titles in found.items() if len(titles) == 1}


def _keys(path: str) -> Iterator[str]:
    key = path.split(".")[-1]
    if len(key) > 2:
        yield key
