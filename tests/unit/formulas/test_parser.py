"""Formulas over whole columns: looked through once for each value that a row brings, and never mixed up."""

from __future__ import annotations

from typing import Any

import pytest

from cplist.formulas import functions, parser
from cplist.formulas.functions import FUNCTIONS
from cplist.formulas.parser import Node, parsed

LEDGER = ["|1|", "|2|", "|1|", "", 1, True]


class Rows:
    """A resolver whose cells are mappings; [表!列] is the ledger."""

    def reference(self, text: str) -> Node:
        if "!" in text:
            return Node(lambda _: LEDGER, wide=True)
        return Node.of_row(text, lambda cell: cell[text[1:-1]])

    def name(self, name: str) -> Node:
        return Node(lambda _: name)


def values(text: str, cells: list[dict[str, Any]]) -> list[Any]:
    node = parsed(text, Rows())
    return [node.value(cell) for cell in cells]


def test_a_column_is_looked_through_once_for_each_value_of_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def find(needle: Any, text: Any) -> Any:
        asked.append(text())
        return FUNCTIONS["FIND"](needle, text)

    monkeypatch.setattr(parser, "FUNCTIONS", {**FUNCTIONS, "FIND": find})
    cells = [{"号": f"|{number % 3}|", "人": number} for number in range(60)]
    found = values("SUMPRODUCT(ISNUMBER(FIND([表!列],[号]))*1)+0*[人]", cells)
    assert asked == ["|0|", "|1|", "|2|"]
    assert found == [4 if number % 3 == 1 else 2 if number % 3 == 2 else 1 for number in range(60)]


def test_a_number_and_a_truth_that_are_equal_are_told_apart() -> None:
    assert values("SUMPRODUCT(([表!列]=[号])*1)", [{"号": 1}, {"号": True}, {"号": 1.0}]) == [1, 1, 1]
    assert values("COUNTIF([表!列],[号])", [{"号": 1}, {"号": "|1|"}]) == [2, 2]


def test_what_depends_on_two_cells_is_worked_out_for_each_row() -> None:
    cells = [{"号": "|1|", "人": 1}, {"号": "|1|", "人": 2}, {"号": "|2|", "人": 2}]
    assert values("SUMPRODUCT(([表!列]=[号])*[人])", cells) == [2, 4, 2]


def test_columns_are_joined_once_before_a_cell_of_the_row_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    joined: list[str] = []

    def combined(sign: str, left: Any, right: Any) -> Any:
        joined.append(sign)
        return functions.combined(sign, left, right)

    monkeypatch.setattr(parser, "combined", combined)
    cells = [{"号": number % 2, "人": number} for number in range(10)]
    values("[表!列]&[表!列]&[号]&[人]", cells)
    assert len(joined) == 1 + 2 + 10
