"""The order in which the schema has what a font says (ECMA-376 part 1, 18.8.22); not all programs keep to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from cplist.core.namespaces import S
from cplist.core.xml_reading import spans, spliced

ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
T = TypeVar("T")


def in_order(children: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """The children of a font in that order, by their names; without those that the schema doesn't have."""
    return sorted((one for one in children if name(one) in ORDER), key=lambda one: ORDER.index(name(one)))


def with_fonts_in_order(styles: bytes) -> bytes:
    """styles.xml with the children of each font in the order of the schema, which openpyxl doesn't keep."""
    found = spans(styles, [f"{S}font"], deep=True)
    changes = []
    for font in (span for span in found if span.name == f"{S}font"):
        children = [span for span in found if font.start < span.start < font.end]
        ordered = in_order(children, lambda child: child.name.removeprefix(S))
        changes.append((font.inner, font.inner_end, b"".join(styles[one.start : one.end] for one in ordered)))
    return spliced(styles, changes)
