"""What stands in a cell, from what its XML says: a text, a number, a day, a formula with its value."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from cplist.carryover.reading.number_formats import shows_span, shows_time
from cplist.carryover.reading.parts import local, named
from cplist.core.excel_days import AFTER_LAST, FIRST_RIGHT, MAC_SHIFT, moment_of
from cplist.core.workbook import Value
from cplist.core.xml_reading import Element
from cplist.core.xml_text import decoded

YES, NO = "是", "否"
_WHOLE = re.compile(r"\s*[+-]?\d{1,300}\s*")
_LINE_END = re.compile(r"\r\n?")
_SECONDS = 86_400


def text_of(element: Element) -> str:
    """The text of a string (si, is, text), whatever its letters look like; without what is printed above them."""
    return clean("".join(_pieces(element)))


def _pieces(element: Element) -> Iterable[str]:
    for child in element:
        if local(child) == "t":
            yield child.text or ""
        elif local(child) == "r":
            yield from (one.text or "" for one in named(child, "t"))


def clean(text: str) -> str:
    """A text of a workbook as people see it: codes of characters decoded, line ends as \\n."""
    return _LINE_END.sub("\n", decoded(text)) if "\r" in text or "_x" in text else text


def number_in(text: str) -> int | float | str:
    """The number that a cell holds; the text itself where it is none."""
    try:
        number = int(text) if _WHOLE.fullmatch(text) else float(text)
    except ValueError:
        return text
    return number if number - number == 0 else text


def shown(stored: float | str, code: str, *, mac: bool) -> Value:
    """A number, or a day in ISO's form, as a cell of that number format shows it: as a day, as a time, or as it is.
    With `mac` days count from 1904."""
    if isinstance(stored, str):
        return _iso_day(stored)
    if not shows_time(code):
        return stored
    if shows_span(code):
        return str(datetime.timedelta(seconds=round(stored * _SECONDS))) if abs(stored) < AFTER_LAST else stored
    if 0 <= stored < 1:
        return str(_time(stored))
    number = counted(stored, code, mac=mac)
    return moment_of(number) if isinstance(number, int | float) and FIRST_RIGHT <= number < AFTER_LAST else stored


def counted(stored: float | str, code: str, *, mac: bool) -> int | float | str:
    """A number as it counts in a workbook whose days count from 1900."""
    is_day = mac and not isinstance(stored, str) and shows_time(code) and not shows_span(code) and stored >= 1
    return stored + MAC_SHIFT if is_day and not isinstance(stored, str) else stored


def _time(fraction: float) -> datetime.time:
    seconds = min(round(fraction * _SECONDS), _SECONDS - 1)
    return (datetime.datetime(1900, 1, 1) + datetime.timedelta(seconds=seconds)).time()


def _iso_day(text: str) -> Value:
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
