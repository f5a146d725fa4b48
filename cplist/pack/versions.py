"""Versions of packs: whether one is among those that a profile allows."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
LEAST_NUMBERS = 6


def within(version: str, wanted: str) -> bool:
    """Whether a version (1.2.0) is among the wanted ones (>=1.0,<2; 1.2.0 alone means exactly that)."""
    for part in filter(None, (part.strip() for part in wanted.split(","))):
        sign = next((sign for sign in _COMPARE if part.startswith(sign)), "")
        if not _COMPARE[sign or "=="](_numbers(version), _numbers(part.removeprefix(sign))):
            return False
    return True


def _numbers(text: str) -> list[tuple[int, str]]:
    """The numbers of a version, at least LEAST_NUMBERS, each as a pair that compares as a number of any length."""
    found = [digits.lstrip("0") for digits in re.findall("[0-9]+", text)]
    return [(len(digits), digits) for digits in found + [""] * (LEAST_NUMBERS - len(found))]
