"""Numbers as Chinese documents write them."""

from __future__ import annotations

import re
import unicodedata

DIGITS = "零一二三四五六七八九"
NUMERAL = r"[\d零〇○一二两三四五六七八九十百廿卅壹贰叁肆伍陆柒捌玖拾佰]"
"""A character of a number as people write it: 第十二条、第12条、第１２条、第一〇二条、第壹拾贰条。"""
_OTHERWISE = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰", "零零二一二三四五六七八九十百")
_UNITS = {"十": 10, "百": 100}


def chinese(number: int) -> str:
    """1 → 一, 10 → 十, 25 → 二十五, 101 → 一百零一, 110 → 一百一十; from 1 to 999."""
    if not 0 < number < 1000:
        raise ValueError(number)
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    text = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and units:
        text += "零"
    return text + (DIGITS[units] if units else "")


def number_in(text: str) -> int:
    """The number that a text is, however it is written; 0 for none, and for more than 999."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(_OTHERWISE)
    plain = plain.replace("廿", "二十").replace("卅", "三十")
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) < 4 else 0
    if not plain or set(plain) - set(DIGITS) - set(_UNITS):
        return 0
    if not set(plain) & set(_UNITS):
        return int("".join(str(DIGITS.index(one)) for one in plain)) if len(plain) < 4 else 0
    return _counted(plain)


def _counted(text: str) -> int:
    """二十五 → 25; 0 where units don't fall."""
    total, digit, last = 0, -1, 1000
    for one in text:
        if one not in _UNITS:
            digit = DIGITS.index(one)
            continue
        if _UNITS[one] >= last:
            return 0
        total, last = total + _UNITS[one] * (1 if digit < 0 else digit), _UNITS[one]
        digit = -1
    return total + max(digit, 0)


def chinese_date(iso: str) -> str:
    """2026-12-01 → 2026年12月1日; "" stays ""."""
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"
