"""The order in which the schema has what a font says (ECMA-376 part 1, 18.8.22); not all programs keep to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
T = TypeVar("T")


def in_order(children: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """The children of a font in that order, by their names; without those that the schema doesn't have."""
    return sorted((one for one in children if name(one) in ORDER), key=lambda one: ORDER.index(name(one)))
