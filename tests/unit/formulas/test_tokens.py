"""The tokens of formulas: lossless, and the same as openpyxl's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.tokenizer import Token as Theirs
from openpyxl.formula.tokenizer import Tokenizer

from cplist.formulas.tokens import LONGEST_SHEET, texts, tokens, tokens_without_blanks
from cplist.formulas.tokens import TokenKind as Kind

PACK = Path(__file__).resolve().parents[3] / "templates" / "shandong-2022-1"
ALPHABET = st.sampled_from(
    [*"AB1$:!'\"[](){},+-*/^&=<>%#. \n表数", "''", '""', "A1", "SUM(", "[列]", "#N/A", "1.5E+3"]
)


def kinds(formula: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.text) for token in tokens_without_blanks(formula)]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('"a""b"&[列]', [(Kind.TEXT, '"a""b"'), (Kind.OPERATOR, "&"), (Kind.REFERENCE, "[列]")]),
        ("[表!列]<>1.5E-3%", [
            (Kind.REFERENCE, "[表!列]"), (Kind.OPERATOR, "<>"), (Kind.NUMBER, "1.5E-3"), (Kind.PERCENT, "%"),
        ]),
        ("=LOG10(-A1)", [
            (Kind.OPERATOR, "="), (Kind.CALL, "LOG10("), (Kind.SIGN, "-"), (Kind.ADDRESS, "A1"), (Kind.CLOSE, ")"),
        ]),
        ("$A$1:b2", [(Kind.ADDRESS, "$A$1:b2")]),
        ("'甲 ''乙'''!A1", [(Kind.ADDRESS, "'甲 ''乙'''!A1")]),
        ("一月:三月!$C9", [(Kind.ADDRESS, "一月:三月!$C9")]),
        ("表!A:$B,1:3", [(Kind.LINES, "表!A:$B"), (Kind.COMMA, ","), (Kind.LINES, "1:3")]),
        ("A1:INDEX(", [(Kind.ADDRESS, "A1"), (Kind.OTHER, ":"), (Kind.CALL, "INDEX(")]),
        ("_xlfn.IFS(", [(Kind.CALL, "_xlfn.IFS(")]),
        ("TRUE,choice_x,XFD1x,甲1", [
            (Kind.NAME, "TRUE"), (Kind.COMMA, ","), (Kind.NAME, "choice_x"), (Kind.COMMA, ","),
            (Kind.NAME, "XFD1x"), (Kind.COMMA, ","), (Kind.NAME, "甲1"),
        ]),
        ("{1}#DIV/0!#REF!", [
            (Kind.BRACE, "{"), (Kind.NUMBER, "1"), (Kind.BRACE, "}"),
            (Kind.ERROR, "#DIV/0!"), (Kind.ERROR, "#REF!"),
        ]),
        ('"open', [(Kind.OTHER, '"'), (Kind.NAME, "open")]),
        ("，@", [(Kind.OTHER, "，"), (Kind.OTHER, "@")]),
    ],
)  # fmt: skip
def test_each_kind(formula: str, expected: list[tuple[Kind, str]]) -> None:
    assert kinds(formula) == expected


@given(st.lists(ALPHABET).map("".join))
def test_together_are_the_formula(formula: str) -> None:
    found = tokens(formula)
    assert "".join(token.text for token in found) == formula
    assert [token.start for token in found] == [sum(len(t.text) for t in found[:n]) for n in range(len(found))]
    assert texts(formula, {}) == [token.text for token in found]


def test_texts_of_some_kinds_are_replaced() -> None:
    assert texts("SUM(A1, [列])", {Kind.ADDRESS: "#", Kind.BLANK: ""}) == [
        "SUM(",
        "#",
        ",",
        "",
        "[列]",
        ")",
    ]


def as_openpyxl(formula: str) -> list[str]:
    return [item.value for item in Tokenizer(formula).items if item.type != Theirs.WSPACE]


PEOPLE = [
    "=SUM($A$1:B2,'一 月'!C3)*-2%",
    '=IF(A1="",0,VLOOKUP(A1,表!$A$1:$D$99,4,FALSE))',
    "=IFERROR(INDEX(B2:B9,MATCH(TRUE,A2:A9>1,0)),#N/A)",
    '=TEXT(TODAY(),"yyyy""年""m月")&CHAR(10)',
    '=SUMPRODUCT((A1:A9="甲")*(B1:B9<>0)/COUNTIF(A1:A9,A1:A9&""))',
    "=1.5E+3^2>=ROUND(名称*3,0)",
]


@pytest.mark.parametrize("formula", PEOPLE)
def test_are_those_of_openpyxl(formula: str) -> None:
    assert [token.text for token in tokens_without_blanks(formula)][1:] == as_openpyxl(formula)


def formulas_of(data: Any) -> Iterator[str]:
    """The formulas in a file of a pack, whatever they are under."""
    if isinstance(data, dict):
        yield from (data[key] for key in ("formula", "check", "when") if isinstance(data.get(key), str))
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from formulas_of(inner)


def test_of_the_shipped_pack_are_those_of_openpyxl() -> None:
    files = (PACK / name for name in ("checklist.yaml", "collect.yaml"))
    found = [formula for file in files for formula in formulas_of(yaml.safe_load(file.read_text("utf-8")))]
    assert len(found) > 50
    for formula in found:
        assert [token.text for token in tokens_without_blanks(formula)] == as_openpyxl(f"={formula}")


def test_a_sheet_in_quotes_is_no_longer_than_excel_has_it() -> None:
    assert kinds(f"'{'甲' * LONGEST_SHEET}'!A1")[0][0] is Kind.ADDRESS
    assert kinds(f"'{'甲' * (LONGEST_SHEET + 1)}'!A1")[0] == (Kind.OTHER, "'")
