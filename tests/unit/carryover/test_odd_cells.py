"""Cells as no program should write them, and as some do: each stands in the new workbook as it is, or is named, and
building again changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cplist.pipeline import Built

from .workbooks import changed, opened, place, put, xlsx

pytestmark = pytest.mark.slow

RUNS = "<r><rPr><b/></rPr><t>粗</t></r><r><t>_x005F_x000D_细</t></r><rPh sb='0' eb='1'><t>yin</t></rPh>"
STANDS: dict[str, tuple[str, object]] = {
    "an error": ("<c {r}{s} t='e'><v>#DIV/0!</v></c>", "#DIV/0!"),
    "a day in ISO's form": ("<c {r}{s} t='d'><v>2026-12-31T00:00:00Z</v></c>", "2026-12-31"),
    "a day that is none": ("<c {r}{s} t='d'><v>2026-13-45</v></c>", "2026-13-45"),
    "a type that nobody knows": ("<c {r}{s} t='zz'><v>5</v></c>", "5"),
    "a shared formula without its first": ("<c {r}{s}><f t='shared' si='99'/><v>3</v></c>", 3),
    "a shared formula of all cells": (
        "<c {r}{s}><f t='shared' ref='H3:XFD1048576' si='0'>A1</f><v>3</v></c>",
        "=A1",
    ),
    "escapes": ("<c {r}{s} t='str'><v>_x005F_x0041_ _xD800_ _x0000_甲</v></c>", "_x0041_  甲"),
    "a number out of bounds": ("<c {r}{s}><v>1e400</v></c>", "1e400"),
    "no number": ("<c {r}{s}><v>NaN</v></c>", "NaN"),
    "a formula without a text": ("<c {r}{s}><f></f><v>3</v></c>", 3),
    "a style that isn't there": ("<c {r} s='99999' t='str'><v>答</v></c>", "答"),
    "looks within a text": (f"<c {{r}}{{s}} t='inlineStr'><is>{RUNS}</is></c>", "粗_x000D_细"),
    "a table of what-if": ("<c {r}{s}><f t='dataTable' ref='H3:H5' r1='A1'/><v>3</v></c>", 3),
    "parentheses without end": (
        f"<c {{r}}{{s}}><f>{'(' * 3000}1{')' * 3000}</f><v>1</v></c>",
        f"={'(' * 3000}1{')' * 3000}",
    ),
}
NAMED = {"looks within a text", "a table of what-if"}


@pytest.mark.slow
def test_each_stands_where_it_stood_or_is_named(made: Callable[..., Built]) -> None:
    first, failed = xlsx(made()), []
    for name, (cell, value) in STANDS.items():
        content = changed(first, lambda parts, cell=cell: put(parts, "H3", cell))  # type: ignore[misc]
        built = made(content)
        stands = str(place(opened(xlsx(built)), "备注").value)
        left = bool(built.carry_over.plan.left_behind)
        if (
            stands.strip() != str(value).strip()
            or left is not (name in NAMED)
            or xlsx(made(xlsx(built))) != xlsx(built)
        ):
            failed.append((name, stands))
    assert failed == []
