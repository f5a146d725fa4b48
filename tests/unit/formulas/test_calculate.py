"""What formulas give, and how their columns become addresses: against what Excel documents, case by case."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from cplist.core.workbook import Column, Computed, Field, Format, Formula, Sheet, Value, Workbook
from cplist.formulas.calculate import calculated
from cplist.formulas.references import formula_mark, letter

NAMES = ("甲", "乙", "丙", "式")
ROWS: tuple[tuple[Value, ...], ...] = (
    ("1-1|a", 2, datetime.date(2026, 3, 1)),
    ("1-1|b", "", ""),
    ("2-1|a", 5.5, datetime.date(2026, 5, 1)),
)


def value(formula: str, row: int = 0, rows: tuple[tuple[Value, ...], ...] = ROWS) -> Any:
    return cell(formula, row, rows).value


def cell(formula: str, row: int = 0, rows: tuple[tuple[Value, ...], ...] = ROWS) -> Formula:
    made = calculated(workbook(formula, rows)).sheets[0].rows[row][3]
    assert isinstance(made, Formula)
    return made


def workbook(formula: str, rows: tuple[tuple[Value, ...], ...], totals: int = 0) -> Workbook:
    columns = tuple(Column(name, name, 8, formula=formula if name == "式" else "") for name in NAMES)
    whole = tuple((*row, Computed(formula)) for row in rows)
    sheet = Sheet("表", "题", columns, whole, fields=(Field("日子", datetime.date(2026, 4, 1)),), totals=totals)
    return Workbook((sheet,), {"text": Format("text")}, {"done": ("已办", "不办")}, "", "")


@pytest.mark.parametrize(
    ("formula", "given"),
    [
        ("1+2*3", 7),
        ('FIND("乙","甲乙")', 2),
        ('ISNUMBER(FIND("丙","甲乙"))', False),
        ('SUMPRODUCT(ISNUMBER(FIND("|"&[表!甲]&"|","|1-1|b|x|1-1|a|"))*1)', 2),
        ("(1+2)*3", 9),
        ("10-2-3", 5),
        ("8/4/2", 1),
        ("-2+5", 3),
        ("2*-3", -6),
        ('"甲"&1+1&"乙"', "甲2乙"),
        ('"a"="A"', True),
        ('"甲"<>"乙"', True),
        ("1<2", True),
        ('2<"1"', True),
        ('[乙]=""', False),
        ('IF([乙]>1,"大","小")', "大"),
        ('IF(FALSE,1/0,"不算")', "不算"),
        ("IF(1=2,1)", False),
        ("AND(1=1,2=2)", True),
        ("OR(1=2,2=2)", True),
        ("NOT(1=2)", True),
        ("IFERROR(1/0,9)", 9),
        ("SUM([表!乙])", 7.5),
        ("MAX([表!乙],6)", 6),
        ("SUM([表!甲])", 0),
        ('COUNTIF([表!甲],"1-1|*")', 2),
        ('COUNTIF([表!甲],"*|a")', 2),
        ('COUNTIF([表!甲],"*|?")', 3),
        ('COUNTIF([表!甲],"1-1|A")', 1),
        ("COUNTIF([表!乙],2)", 1),
        ('COUNTIFS([表!甲],"*|a",[表!乙],5.5)', 1),
        ('COUNTIFS([表!甲],"<>1-1|a")', 2),
        ("SUMPRODUCT(([表!甲]=[甲])*1)", 1),
        ("SUMPRODUCT(([表!甲]<>[甲])*ISNUMBER([表!丙]))", 1),
        ("MAX(IF(ISNUMBER([表!丙]),[表!丙]))", 46143),
        ("[丙]<日子", True),
        ("日子", 46113),
        ('COUNTIF(choice_done,"已办")', 1),
        ("COUNTIF(choice_done,[乙])", 0),
        ('LEFT("逾期未填",2)', "逾期"),
        ("LEN([甲])", 5),
        ("ROUND(2.5,0)", 3),
        ("ROUND(-2.5,0)", -3),
        ("ROUND(1.005*100,1)", 100.5),
        ('ROUND(2/3*100,0)&"%"', "67%"),
        ("SMALL([表!乙],1)", 2),
        ("SMALL([表!乙],2)", 5.5),
        ('IFERROR(SMALL([表!乙],3),"没有")', "没有"),
        ("MATCH(5.5,[表!乙],0)", 3),
        ('IFERROR(MATCH(9,[表!乙],0),"没有")', "没有"),
        ("INDEX([表!甲],MATCH(SMALL([表!乙],2),[表!乙],0))", "2-1|a"),
        ("[^]", "式"),
        ('"双""引号"', '双"引号'),
        ('"[乙]"', "[乙]"),
        ("1E3+1", 1001),
        ("--[乙]", 2),
        ("-" * 3001 + "[乙]", -2),
        ("+".join(["[乙]"] * 4000), 8000),
        ("1-" * 300 + "1", -299),
        ("&".join(['"甲"'] * 300), "甲" * 300),
        ("[乙]*1+" * 300 + "0", 600),
        ("(" * 64 + "[乙]" + ")" * 64, 2),
    ],
)
def test_a_formula_gives(formula: str, given: Any) -> None:
    assert value(formula) == given


@pytest.mark.parametrize(
    "formula",
    [
        "VLOOKUP(1,2,3)",
        "没有的名称",
        "[表!没有的列]",
        "1+",
        '"甲"+1',
        "[式]",
        "(1",
        "1 2",
        'COUNTIF([表!乙],">1")',
        "[表!乙]",
    ],
)
def test_what_is_not_understood_has_no_value(formula: str) -> None:
    columns = workbook(formula, ROWS)
    if "没有的列" in formula:
        with pytest.raises(KeyError):
            calculated(columns)
    else:
        assert value(formula) is None


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 3000 + "1" + ")" * 3000,
        "NOT(" * 3000 + "TRUE" + ")" * 3000,
        "-(" * 3000 + "1" + ")" * 3000,
        "9" * 5000,
        "1E308*10",
        "*".join(["99999999999999"] * 40),
    ],
)
def test_what_is_beyond_excel_has_no_value(formula: str) -> None:
    """No traceback either: Excel nests 64 levels, and holds no number beyond 1.8E308."""
    assert value(formula) is None


def test_brackets_in_a_text_stay_as_they_are() -> None:
    assert cell('[甲]&"[乙]"').text == '=$A4&"[乙]"'


def test_columns_become_addresses() -> None:
    assert cell("[甲]&SUM([表!乙])&[^]", 1).text == "=$A5&SUM('表'!$B$4:$B$6)&D$3"


def test_a_formula_in_braces_works_through_columns() -> None:
    made = cell("{MAX([表!乙])}")
    assert (made.text, made.array, made.value) == ("=MAX('表'!$B$4:$B$6)", True, 5.5)


def test_totals_are_not_counted_in_their_column() -> None:
    book = workbook("[乙]*2", (*ROWS, ("合计", "", "")), totals=1)
    rows = [*book.sheets[0].rows]
    rows[-1] = (*rows[-1][:3], Computed("SUM([:])"))
    from dataclasses import replace

    sheet = calculated(replace(book, sheets=(replace(book.sheets[0], rows=tuple(rows)),))).sheets[0]
    assert [row[3].value for row in sheet.rows] == [4, 0, 11.0, 15.0]
    assert sheet.rows[-1][3].text == "=SUM(D4:D6)"


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered(number: int, letters: str) -> None:
    assert letter(number) == letters


@pytest.mark.parametrize(
    "saved",
    ["=COUNTIF('表'!$A$4:$A$9,$B7&\"|*\")", '=countif(表!$A$4:$A$12, $B22 & "|*")', 'COUNTIF($表.A4:A9,B1&"|*")'],
)
def test_a_formula_is_known_whoever_saved_it(saved: str) -> None:
    same = formula_mark(saved) == formula_mark('COUNTIF([表!甲],[乙]&"|*")')
    assert same == (not saved.startswith("COUNTIF($"))


@pytest.mark.parametrize("other", ["COUNTIF([表!甲],[乙])", 'COUNTIF([表!甲],[乙]&"|x")', "SUM([表!甲])"])
def test_another_formula_is_another(other: str) -> None:
    assert formula_mark(other) != formula_mark('COUNTIF([表!甲],[乙]&"|*")')


def test_a_table_below_another_has_its_formulas_and_their_values() -> None:
    columns = (Column("名", "名", 8), Column("长", "长", 8, formula="LEN([名])"))
    rows = (("甲乙", Computed("LEN([名])")), ("丙", Computed("LEN([名])")), ("", Computed("SUM([:])")))
    below = Sheet("表", "下", columns, rows, totals=1)
    above = Sheet("表", "题", columns, (("甲乙丙", Computed("LEN([名])")),), below=(below,))
    made = calculated(Workbook((above,), {"text": Format("text")}, {}, "", "")).sheets[0]
    assert [row[1].value for row in (*made.rows, *made.below[0].rows)] == [3, 2, 1, 3]  # type: ignore[union-attr]
    assert made.below[0].rows[0][1] == Formula("=LEN($A7)", 2)
    assert made.below[0].rows[2][1] == Formula("=SUM(B7:B8)", 3)
