"""Codes of characters (_x000D_) are decoded once and encoded once, over any number of rebuilds: in cells, in
comments, on sheets that people added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.comments import Comment

from cplist.carryover.last_workbook import read_book
from cplist.carryover.previous import Previous
from cplist.pipeline import Built

from .workbooks import FILLED, OWN, Parts, changed, edited, put, xlsx

CODED = "第一行_x000D_\n第二行，写作_x005F_x000D_"
MEANT = "第一行\n第二行，写作_x000D_"


def test_a_text_means_the_same_after_any_number_of_rebuilds(made: Callable[..., Built]) -> None:
    def own(book: Any) -> None:
        book.create_sheet(OWN)["A1"] = "自己的"
        book[FILLED]["H4"].comment = Comment(CODED, "张三")

    def change(parts: Parts) -> None:
        for address, sheet in (("H3", FILLED), ("A1", OWN)):
            put(parts, address, f"<c {{r}}{{s}} t='inlineStr'><is><t>{CODED}</t></is></c>", sheet)

    content = changed(edited(xlsx(made()), own), change)
    for _ in range(3):
        content = xlsx(made(content))
        sheets = read_book(Previous(content, "清单.xlsx", "旧")).sheets
        note = sheets[FILLED].attached[3, 7].note
        assert (sheets[FILLED][2, 7], sheets[OWN][0, 0], note and note.text) == (MEANT, MEANT, MEANT)
