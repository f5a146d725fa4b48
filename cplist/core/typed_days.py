"""Days as people type them into cells that ask for one: 2026-12-31, 2026年12月31日, 20261231, Excel's numbers."""

from __future__ import annotations

import datetime
import re
import unicodedata

from cplist.core.excel_days import EPOCH, serial_number

FIRST_YEAR, LAST_YEAR = 1980, 2199
"""Of the days that are believed; 202612, typed as a month, would be a day of the year 2454."""
_SEPARATED = re.compile(
    r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*[日号]?"
    r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?(?:[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?"
)
_CLOSED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_IN_WORDS = re.compile(r"([〇零一二三四五六七八九]{4})年(\w{1,3})月(\w{1,3})[日号]")
_FIGURES = {word: number for number, word in enumerate("〇一二三四五六七八九")} | {"零": 0}
_NUMBERS = {
    tens + ones: number
    for number, (tens, ones) in enumerate(
        (tens, ones) for tens in ("", "十", "二十", "三十") for ones in ("", *"一二三四五六七八九")
    )
}
"""The days of a month in words: 一 is 1, 三十一 is 31."""


def typed_day(value: object) -> datetime.date | None:
    """The day (with an hour, the moment) that a cell's value means; None for what is no day, or isn't believed:
    a month, a number that would be a day of a far year."""
    if isinstance(value, bool):
        return None
    if isinstance(value, datetime.date):
        return value if FIRST_YEAR <= value.year <= LAST_YEAR else None
    if isinstance(value, int | float):
        return _of_number(value)
    return _of_text(value) if isinstance(value, str) else None


def as_typed(value: datetime.date | float) -> datetime.date | str:
    """What isn't believed as it was typed: a number as its digits, since a cell for days would show a day, or
    nothing; so too a month or a year (202612, 2026.12, 2026) that Excel took for the number of a day; any other day
    as it is."""
    number = serial_number(value) if isinstance(value, datetime.date) else value
    digits = f"{number:.0f}" if number == int(number) else f"{number:.4f}".rstrip("0")
    is_month = len(digits) == 6 and FIRST_YEAR <= int(digits[:4]) <= LAST_YEAR and "01" <= digits[4:] <= "12"
    is_year = FIRST_YEAR <= number < LAST_YEAR + 1
    return digits if is_month or is_year or not isinstance(value, datetime.date) else value


def _of_number(number: float) -> datetime.date | None:
    """Digits that are a day, or Excel's number of one."""
    if number == int(number) and (day := _of_text(str(int(number)))):
        return day
    first, last = (serial_number(datetime.date(year, month, day)) for year, month, day in _BOUNDS)
    if not first <= number < last + 1:
        return None
    moment = datetime.datetime.combine(EPOCH, datetime.time()) + datetime.timedelta(days=number)
    return moment if number != int(number) else moment.date()


_BOUNDS = ((FIRST_YEAR, 1, 1), (LAST_YEAR, 12, 31))


def _of_text(text: str) -> datetime.date | None:
    plain = _in_figures(unicodedata.normalize("NFKC", text).strip())
    found = _SEPARATED.fullmatch(plain) or _CLOSED.fullmatch(plain)
    if found is None:
        return None
    numbers = [int(number) for number in found.groups() if number]
    try:
        moment = datetime.datetime(*numbers)  # type: ignore[arg-type]
    except ValueError:
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment if any(numbers[3:]) else moment.date()


def _in_figures(text: str) -> str:
    """A day that is written in words (二〇二六年十二月三十一日) in figures; any other text as it is."""
    found = _IN_WORDS.fullmatch(text)
    month, day = (_NUMBERS.get(found[group], 0) for group in (2, 3)) if found else (0, 0)
    if not (found and month and day):
        return text
    year = "".join(str(_FIGURES[word]) for word in found[1])
    return f"{year}-{month}-{day}"
