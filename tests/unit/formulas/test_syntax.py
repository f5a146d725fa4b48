"""Where Excel can't read a formula."""

from __future__ import annotations

import pytest

from cplist.formulas.syntax import (
    LONGEST,
    MOST_ARGUMENTS,
    MOST_NESTED,
    Fault,
    Slip,
    read_formula,
    without_braces,
)


@pytest.mark.parametrize(
    "formula",
    [
        "1", "-+-1", "[列]%", "-[列]^2", "1E3+[表!列]", "A1+$B$2", "'表'!A1:B2", "IF([列],,2)", "TODAY()", "F(,)",
        "_xlfn.IFS(1,2)", ' ( "a" & TRUE ) ', "#N/A", "SUM((1))",
    ],
)  # fmt: skip
def test_what_can_be_read(formula: str) -> None:
    assert read_formula(formula).slip is None


@pytest.mark.parametrize(
    ("formula", "rest"),
    [
        ("", ""), ("1+", ""), ("(1", ""), ("F(", ""), ("1)", ")"), ("1 2", "2"), ("*1", "*1"), ("(,1)", ",1)"),
        ("()", ")"), (",", ","), ("F(1,2", ""), ("1，2", "，2"), ('1&"a', '"a'),
        ("F (1)", "(1)"), ("[列][列]", "[列]"),
        ("A:A", "A:A"), ("{1}", "{1}"), ("1%%2", "2"), ("a'b", "'b"),
    ],
)  # fmt: skip
def test_a_slip_is_where_it_begins(formula: str, rest: str) -> None:
    slip = read_formula(formula).slip
    assert slip and (slip.fault, formula[slip.start :]) == (Fault.BROKEN, rest)


def test_what_was_read_before_a_slip_is_known() -> None:
    tokens, slip = read_formula("F( 名 )) + G(1)")
    assert [token.text for token in tokens] == ["F(", "名", ")"]
    assert slip == Slip(Fault.BROKEN, 6)


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("(" * MOST_NESTED + "1" + ")" * MOST_NESTED, None),
        ("(" * (MOST_NESTED + 1) + "1" + ")" * (MOST_NESTED + 1), Fault.NESTED),
        ("(" * 3000 + "1" + ")" * 3000, Fault.NESTED),
        ("NOT(" * 1500 + "1" + ")" * 1500, Fault.NESTED),
        (f"SUM({','.join(['1'] * MOST_ARGUMENTS)})", None),
        (f"SUM({','.join(['1'] * (MOST_ARGUMENTS + 1))})", Fault.ARGUMENTS),
        ("+".join(["1"] * 300), None),
        ("+".join(["1"] * (LONGEST // 2)), None),
        ("1" * LONGEST, None),
        ("1" * (LONGEST + 1), Fault.LONG),
    ],
)  # fmt: skip
def test_excels_limits(formula: str, fault: Fault | None) -> None:
    slip = read_formula(formula).slip
    assert (slip and slip.fault) == fault


@pytest.mark.parametrize(("formula", "bare"), [("{1}", "1"), (" {F({1})}\n", "F({1})"), ("F({1})", "F({1})")])
def test_the_braces_around_an_array_formula(formula: str, bare: str) -> None:
    assert without_braces(formula) == bare
