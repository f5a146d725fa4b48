"""What a value of a profile looks like in a cell, and what people who fill in a cell mean by what they type."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping

from cplist.core.typed_days import typed_day
from cplist.core.workbook import Formula, Value
from cplist.schema.language import Rule, inner

TICK = "√"
YES, NO = "是", "否"
NOTHING = "无"
APART = "、"
_ON = frozenset(("√", "✓", "✔", "☑", "是", "有", "对", "●", "○", "y", "yes", "true", "v"))
_OFF = frozenset(
    ("", "否", "不", "没有", "无", "×", "✗", "✘", "✕", "☐", "□", "-", "—", "/", "n", "no", "false", "0")
)
_UNCLEAR = frozenset(("x",))
"""A letter that means a tick to some, and a cross to others."""
_NO_ITEMS = frozenset((NOTHING, "[]", "没有"))
_NAMED = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.\-]*)\s*[（(].*[）)]", re.DOTALL)
"""A choice as the drop-down lists offer it: an id, and what it is called."""
_BETWEEN_WORDS = re.compile(r"[、，,；;\s]+")
_BETWEEN_TEXTS = re.compile(r"[、，,；;\n]+")
_LINES = re.compile("\n+")
_DIGITS = re.compile(r"0+(?:\.(0+))?")
ERRORS = frozenset(("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"))
LONGEST = 32_767
"""Characters of a cell."""


def choices_of(rule: Rule) -> dict[str, str]:
    """The values that a rule lists, with what they are called; {} where it lists none."""
    check = rule.get("check_with")
    known = rule.get("allowed") or (check.known if check else ())
    names: Mapping[str, str] = rule.get("meta", {}).get("choices", {})
    return {str(value): names.get(str(value), str(value)) for value in known}


def usual_of(rule: Rule) -> dict[str, str]:
    """Values that have a meaning of their own where any text may stand, with what they are called."""
    return dict(rule.get("meta", {}).get("usual", {}))


def offered(rule: Rule) -> list[str]:
    """What a drop-down list offers for such a value."""
    if is_switch(rule):
        return [YES, NO]
    return list(choices_of(rule).values()) or [f"{value}（{name}）" for value, name in usual_of(rule).items()]


def is_switch(rule: Rule) -> bool:
    return getattr(rule.get("check_with"), "name", "") == "switch"


# a value in a cell


def shown(value: str, rule: Rule) -> str:
    """What a cell shows for such a value."""
    if is_switch(rule):
        return {"true": YES, "false": NO}.get(value, value)
    if (usual := usual_of(rule)) and value in usual:
        return f"{value}（{usual[value]}）"
    return choices_of(rule).get(value, value)


_ALONE = "\n\n"
"""The end of a text that stands alone and has in it what else divides several."""


def joined(items: Iterable[str] | str, rule: Rule) -> str:
    """What a cell shows for a list, or for a text that may stand in its place; a list of a single text ends with a
    mark where it would be a text alone, and what has such a mark in it stands on a line of its own."""
    if isinstance(items, str):
        return items + (_ALONE if _BETWEEN_TEXTS.search(items) else "")
    one = inner(_list_of(rule), 0)
    texts = [shown(item, one) for item in items]
    if not texts:
        return NOTHING
    if any(map(_BETWEEN_TEXTS.search, texts)):
        return "\n".join(texts) + ("\n" if len(texts) == 1 else "")
    alone = len(texts) == 1 and (texts[0] in _NO_ITEMS or "anyof" in rule)
    return APART.join(texts) + (APART if alone else "")


# what a cell means


def text_of(value: Value | None, code: str) -> str:
    """What a reader sees in a cell of that number format."""
    if isinstance(value, Formula):
        return text_of(value.value, code)
    if isinstance(value, datetime.datetime):
        day = value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
        return f"{value.year}年{value.month}月{value.day}日" if "年" in code and "日" in code else day
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, code)
    return "" if value is None else str(value)


def _number(number: float, code: str) -> str:
    """A number as it is shown: 1.10 where the format asks for two decimals, 007 where it asks for three digits."""
    digits = _DIGITS.fullmatch(code)
    if digits and code != "0":
        decimals = len(digits[1] or "")
        return f"{number:0{len(code)}.{decimals}f}"
    return str(int(number)) if number == int(number) and abs(number) < 10**15 else repr(number)


def meant(text: str, rule: Rule, *, named: bool = False) -> str:
    """The value that a cell's text stands for; the text itself where it stands for no other. Behind a `named` one
    may stand what it is called, in brackets."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if usual := usual_of(rule):
        return _of_names(text, plain, usual, free=True)
    if rule.get("meta", {}).get("prose"):
        return text
    if is_switch(rule):
        return _switch(text, plain)
    if choices := choices_of(rule):
        return _choice(text, plain, choices, rule)
    kind = getattr(rule.get("check_with"), "name", "")
    if kind == "day":
        day = typed_day(text)
        return day.isoformat()[:10] if day else text
    if (named or kind == "id") and (found := _NAMED.fullmatch(plain)):
        return found[1]
    return plain if plain.isascii() else text


def _switch(text: str, plain: str) -> str:
    if plain.casefold() in ("true", "false"):
        return text
    if (on := ticked(text)) is not None and plain:
        return "true" if on else "false"
    return text


def _choice(text: str, plain: str, choices: Mapping[str, str], rule: Rule) -> str:
    found = _of_names(text, plain, choices, free=False)
    if found not in choices and "allowed" in rule and len(choices) == 1 and ticked(text):
        return next(iter(choices))
    return found


def _of_names(text: str, plain: str, names: Mapping[str, str], *, free: bool) -> str:
    """The value with that name, or that stands before it; else the text, of a `free` value as it was typed."""
    key = plain.casefold()
    for value, name in names.items():
        called = unicodedata.normalize("NFKC", name).casefold()
        if key in (value.casefold(), called, f"{value.casefold()}({called})"):
            return value if not free or key != value.casefold() else text
    if free:
        return text
    named = _NAMED.fullmatch(plain)
    if named and named[1] in names:
        return named[1]
    return plain if plain.isascii() else text


def ticked(text: str) -> bool | None:
    """Whether a cell is ticked; None where that can't be told."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in _UNCLEAR:
        return None
    if plain in _ON or rank_of(text):
        return True
    return False if plain in _OFF else None


def is_x(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).strip().casefold() in _UNCLEAR


def rank_of(text: str) -> int:
    """The number in a cell of ticks: in which place the value stands in its list; 0 for none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if re.fullmatch("[1-9][0-9]?", plain) else 0


def items_of(text: str, rule: Rule) -> list[str] | str:
    """The list that a cell's text stands for; the one text where a text may stand alone."""
    one = inner(_list_of(rule), 0)
    if text.strip() in _NO_ITEMS:
        return []
    words = not one.get("meta", {}).get("prose")
    between = _BETWEEN_WORDS if words else _LINES if "\n" in text else _BETWEEN_TEXTS
    items = [meant(part.strip(), one) for part in between.split(text) if part.strip()]
    if "anyof" in rule and len(items) == 1 and (text.endswith(_ALONE) or not text.endswith((APART, "\n"))):
        return items[0]
    return items


def _list_of(rule: Rule) -> Rule:
    """Of a rule for one text or several the one for several."""
    return next((one for one in rule.get("anyof", ()) if one["type"] == "list"), rule)
