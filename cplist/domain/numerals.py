"""Numbers as Chinese documents write them."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"


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


def chinese_date(iso: str) -> str:
    """2026-12-01 → 2026年12月1日; "" stays ""."""
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"
