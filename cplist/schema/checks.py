"""What the strings of a YAML file must look like: each check once for Python and once for JSON Schema.

Every scalar arrives as a string (yamldoc). An editor's language server sees typed values (6, false, 1.10) where
cplist sees their text: the JSON Schema of a check takes both.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LINE_END = re.compile("[\n\r\x85\u2028\u2029]")
_END = "$(?!\\n)"
"""Nothing behind it: in Python a line end may stand behind a plain $."""
_NO_LINE_END = "[^\\n\\r\\u0085\\u2028\\u2029]"
_LONG = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_SHORT = "02-(?:0[1-9]|1[0-9]|2[0-8])"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29"
_DAY = f"^(?!0000)(?:[0-9]{{4}}-(?:{_LONG}|{_SHORT})|{_LEAP}){_END}"
_WRITTEN_DAY = re.compile(r"\s*(\d{4})(?:\s*[-年./－—]\s*(\d{1,2})\s*[-月./－—]\s*(\d{1,2})|(\d\d)(\d\d))(?!\d)")

SCALAR: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
"""What an editor may take a text for."""


@dataclass(frozen=True, eq=False)
class Check:
    """One thing that a value is held to: `check_with` of a Cerberus schema.

    `slip` gives the name of what is wrong with a value of the type `of`, "" where it is as it should be; `json` is
    the same in JSON Schema. `known` are the keys or values that it asks for, where these can be listed.
    """

    name: str
    slip: Callable[[Any], str]
    json: Mapping[str, Any]
    of: type = str
    known: tuple[str, ...] = ()

    def __call__(self, field: str, value: object, error: Callable[[str, str], None]) -> None:
        """As Cerberus calls it. A value of another type has its own error."""
        if isinstance(value, self.of) and (slip := self.slip(value)):
            error(field, slip)


def _matching(name: str, pattern: str, *typed: Mapping[str, Any]) -> Check:
    """A text that matches the pattern from end to end; `typed` are the values that an editor may see instead."""
    compiled = re.compile(pattern)
    text = {"type": "string", "pattern": f"^{pattern}{_END}"}
    json = {"anyOf": [*typed, text]} if typed else text
    return Check(name, lambda value: "" if compiled.fullmatch(value) else name, json)


def _line_slip(text: str) -> str:
    if not text.strip():
        return "blank"
    return "line_end" if LINE_END.search(text) else ""


def is_id(text: str) -> bool:
    """Whether it can tell a leader or a department apart: a letter, then letters, digits, underscores."""
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", text))


def is_true(value: object) -> bool:
    """Whether a switch is on: true, in whatever case."""
    return str(value).lower() == "true"


def is_false(value: object) -> bool:
    """Whether a switch is off: false, in whatever case."""
    return str(value).lower() == "false"


def day(text: str) -> datetime.date | None:
    """2026-12-01 as a date; None if it is written otherwise or no day of the calendar."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def mended_day(text: str) -> str:
    """A day that was written otherwise (2026年2月3日, 20260203) as 2026-02-03; "" where it can't be told."""
    numbers = _WRITTEN_DAY.match(text)
    if not numbers:
        return ""
    month, of_month = numbers[2] or numbers[4], numbers[3] or numbers[5]
    return f"{numbers[1]}-{int(month):02}-{int(of_month):02}"


def _day_slip(text: str) -> str:
    if day(text) is not None:
        return ""
    mended = mended_day(text)
    return "impossible_day" if mended and day(mended) is None else "day"


def exactly_one(keys: tuple[str, ...]) -> Check:
    """A mapping that has exactly one of those keys, beside any others."""
    json = {"oneOf": [{"required": [key]} for key in keys]}
    return Check("one_of", lambda data: "" if sum(key in data for key in keys) == 1 else "one_of", json, dict, keys)


def open_choice(values: Iterable[str]) -> Check:
    """One of those values, or an id that is known elsewhere (in a pack, which the schema doesn't know)."""
    known = tuple(values)
    json = {"anyOf": [{"enum": list(known)}, *ID.json["anyOf"][:1]]}
    return Check("allowed", lambda text: "" if text in known or is_id(text) else "allowed", json, str, known)


LINE = Check("line", _line_slip, {**SCALAR, "pattern": f"^{_NO_LINE_END}*\\S{_NO_LINE_END}*{_END}"})
"""One line, not blank."""
FILLED = Check("filled", lambda text: "" if text.strip() else "blank", {**SCALAR, "pattern": "\\S"})
"""Not blank."""
ID = Check(
    "id",
    lambda text: "" if is_id(text) else "id",
    {"anyOf": [{"type": "string", "pattern": f"^[A-Za-z][A-Za-z0-9_]*{_END}"}, {"type": "boolean"}]},
)
DAY = Check("day", _day_slip, {"type": "string", "pattern": _DAY})
SOME_ENTRIES = Check("some_entries", lambda entries: "" if entries else "blank", {"minItems": 1}, list)
SOME_KEYS = Check("some_keys", lambda keys: "" if keys else "blank", {"minProperties": 1}, dict)
COUNT = _matching("count", "[0-9]{1,6}", {"type": "integer", "minimum": 0, "maximum": 999999})
"""A whole number of up to six digits."""
FEW = _matching("few", "[0-9]{1,4}", {"type": "integer", "minimum": 0, "maximum": 9999})
"""A whole number of up to four digits."""
SOME = _matching("some", "[1-9][0-9]{0,3}", {"type": "integer", "minimum": 1, "maximum": 9999})
"""A whole number of up to four digits, from 1."""
YEAR = Check(
    "year",
    lambda text: "" if re.fullmatch("20[0-9]{2}", text) else "year",
    {
        "anyOf": [
            {"type": "integer", "minimum": 2000, "maximum": 2099},
            {"type": "string", "pattern": "^20[0-9]{2}$"},
        ]
    },
)
SWITCH = Check(
    "switch",
    lambda text: "" if is_true(text) or is_false(text) else "switch",
    {"anyOf": [{"type": "boolean"}, {"enum": ["true", "false", "True", "False", "TRUE", "FALSE"]}]},
)
NUMBER = _matching(
    "number",
    r"(?=.*[1-9])[0-9]{1,3}(?:\.[0-9]{1,4})?",
    {"type": "number", "exclusiveMinimum": 0, "maximum": 999.9999},
)
"""A number above zero and below a thousand, with up to four decimals."""
_SHOWN = r'(?:[^"\\\[\]_*;\x00-\x1f]|"[^"]*"|\\.|[_*].|\[[^\[\]]{1,40}\])*'
"""What one section of a number format may be made of: signs, words in quotes, signs behind a backslash, blanks and
fillings, conditions."""
CELL_FORMAT = _matching(
    "cell_format", f"(?=.{{1,255}}$){_SHOWN}(?:;{_SHOWN}){{0,3}}", {"type": ["string", "integer", "number"]}
)
"""A number format as Excel takes it (ECMA-376 part 1, 18.8.31): up to four sections, 255 characters in all."""
COLOR = _matching("color", "[0-9A-Fa-f]{6}", {"type": "number"})
"""Six hexadecimal digits, which an editor may take for a number (000000, 112233, 1E1000)."""
VERSION = Check(
    "version",
    lambda text: "" if _is_version(text) else "version",
    {**SCALAR, "pattern": f"^(?=.*[0-9])(?!.*[0-9]{{10}}){_NO_LINE_END}*{_END}"},
)
"""A line with numbers in it (1.2.0), none of more than nine digits."""


def _is_version(text: str) -> bool:
    numbers = re.findall("[0-9]+", text)
    return bool(numbers) and max(map(len, numbers)) < 10 and not LINE_END.search(text)
