"""Workbooks of parties, brought into the institution's: the same in any order, however often, and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from cplist.carryover.list_sheets import CONFLICTS, DEFAULTS, UNITS
from cplist.carryover.merging.memory import Memory
from cplist.carryover.merging.merge import merged
from cplist.carryover.merging.returned import Answer, LedgerLine, PartyReturn
from cplist.carryover.record import MERGED
from cplist.core.workbook import Column, Format, Sheet, Value, Workbook

ROWS, LEDGER = "填报", "台账"
FORMATS = {name: Format(name) for name in ("text", "filled")}
TABLE = Sheet(
    ROWS,
    ROWS,
    (
        Column("key", "行标识", 4),
        Column("状态", "状态", 8, filled_in=True),
        Column("备注", "备注", 8, filled_in=True),
    ),
    (("1-01|a", "", ""), ("1-02|a", "", ""), ("1-01|b", "", "")),
)
LINES = Sheet(LEDGER, LEDGER, tuple(Column(t, t, 8, filled_in=True) for t in ("编号", "事项", "材料")), (), spare=2)
LINES = replace(LINES, rows=(("",) * 3,) * 2)
UNIT_LIST = Sheet(
    "机构",
    "机构",
    tuple(Column(key, key, 8) for key in ("unit", "name", "filled_in", "saved", "file")),
    (),
    lines=UNITS,
    optional=True,
)
EMPTY = Workbook((TABLE, LINES, UNIT_LIST), FORMATS, {}, "", "")


def answer(key: str, value: Value, column: str = "备注", aside: str = "") -> Answer:
    return Answer(ROWS, key, column, value, aside=aside)


def returned(file: str, saved: str, *answers: Answer, lines: tuple[LedgerLine, ...] = ()) -> PartyReturn:
    return PartyReturn(file, "a", "", "甲部", saved, answers, lines)


def line(*cells: str) -> LedgerLine:
    return LedgerLine(LEDGER, {t: c for t, c in zip(("编号", "事项", "材料"), cells, strict=False) if c})


def brought(*batches: list[PartyReturn], start: Workbook = EMPTY) -> Workbook:
    """The workbook after those batches, one after the other, each remembered in its record."""
    workbook = start
    for batch in batches:
        memory = Memory.of(row[1:] for row in workbook.record if row[0] == MERGED)
        bare = replace(workbook, record=tuple(row for row in workbook.record if row[0] != MERGED))
        workbook = merged(bare, EMPTY, batch, memory, "本次").workbook
    return workbook


def cells(workbook: Workbook, sheet: str = ROWS) -> list[tuple[Value, ...]]:
    found = next((one for one in workbook.sheets if one.name == sheet), None)
    return [row for row in found.rows if any(row)] if found else []


def decided(workbook: Workbook) -> set[tuple[Value, ...]]:
    """What is listed for a decision: row, column, what came; and the beginning of the reason."""
    columns = [column.key for column in DEFAULTS[CONFLICTS].columns]
    lines = [dict(zip(columns, row, strict=True)) for row in cells(workbook, DEFAULTS[CONFLICTS].name)]
    return {(one["row"], one["column"], one["content"], str(one["reason"]).partition("（")[2]) for one in lines}


FIRST = returned("一.xlsx", "2027-01-01T08:00:00", answer("1-01|a", "甲"), answer("1-02|a", "早"))
SECOND = returned("二.xlsx", "2027-02-01T08:00:00", answer("1-01|a", "乙"))
THIRD = returned("三.xlsx", "2027-01-15T08:00:00", answer("1-01|a", "丙"), answer("1-01|b", "丁"))
STANDS = [("1-01|a", "", "乙"), ("1-02|a", "", "早"), ("1-01|b", "", "丁")]


@pytest.mark.parametrize("order", [*permutations((FIRST, SECOND, THIRD))])
def test_the_one_saved_last_has_the_cell_and_the_others_are_listed_in_any_order(
    order: tuple[PartyReturn, ...],
) -> None:
    for batches in ([[*order]], [[one] for one in order], [[*order[:2]], [order[2]]]):
        workbook = brought(*batches)
        assert cells(workbook) == STANDS
        assert {one[:3] for one in decided(workbook)} == {("1-01|a", "备注", "甲"), ("1-01|a", "备注", "丙")}
        assert {one[3].partition("，")[0] for one in decided(workbook)} == {"一.xlsx", "三.xlsx"}
        assert brought([*order], start=workbook) == workbook


def test_a_value_of_the_institutions_own_stays() -> None:
    own = replace(TABLE, rows=(("1-01|a", "", "本机构的"), *TABLE.rows[1:]))
    workbook = brought([FIRST], start=replace(EMPTY, sheets=(own, LINES, UNIT_LIST)))
    assert cells(workbook)[:2] == [("1-01|a", "", "本机构的"), ("1-02|a", "", "早")]
    assert [one[2] for one in decided(workbook)] == ["甲"]
    assert brought([FIRST], start=workbook) == workbook


def test_what_was_decided_is_not_listed_again() -> None:
    workbook = brought([FIRST, SECOND])
    table = replace(TABLE, rows=(("1-01|a", "", "甲"), *cells(workbook)[1:]))
    sheets = tuple(table if one.name == ROWS else one for one in workbook.sheets if one.lines != CONFLICTS)
    again = brought([FIRST, SECOND], start=replace(workbook, sheets=sheets))
    assert cells(again)[0] == ("1-01|a", "", "甲")
    assert decided(again) == set()


def test_what_has_no_place_is_listed() -> None:
    strange = returned("一.xlsx", "", answer("9-99|a", "甲"), answer("1-01|a", "乙", "自加列"))
    aside = returned("二.xlsx", "", answer("1-01|a", "改写", "行标识", aside="程序生成的内容被改动"))
    workbook = brought([strange, aside])
    assert {one[2] for one in decided(workbook)} == {"甲", "乙", "改写"}
    assert cells(workbook) == [*TABLE.rows]


LEDGERS = (
    returned("一.xlsx", "2027-01-01", lines=(line("1-01", "培训"), line("1-01", "培训"), line("1-02", "检查"))),
    returned("二.xlsx", "2027-02-01", lines=(line("1-01", "培训", "签到表"), line("1-01", "培训"))),
)


@pytest.mark.parametrize("order", [LEDGERS, LEDGERS[::-1]])
def test_an_act_stands_once_and_what_was_added_to_it_too(order: tuple[PartyReturn, ...]) -> None:
    for batches in ([[*order]], [[one] for one in order]):
        workbook = brought(*batches)
        found = {row for row in cells(workbook, LEDGER) if row}
        assert sorted(map(str, cells(workbook, LEDGER))) == sorted(
            map(str, [("1-01", "培训", "签到表"), ("1-01", "培训", ""), ("1-02", "检查", "")])
        ), found
        assert brought([*order], start=workbook) == workbook


def test_units_have_lines_of_their_own_and_not_their_levels_rows() -> None:
    unit = PartyReturn(
        *("u1.xlsx", "b", "u1", "一支行", "2027-01-01", (answer("1-01|b", "支行的"),), ()), counts={"filled_in": 1}
    )
    later = replace(unit, file="u1b.xlsx", saved="2027-03-01", counts={"filled_in": 5})
    other = replace(unit, unit="u2", name="二支行", file="u2.xlsx", counts={"filled_in": 2})
    for batches in ([[unit, later, other]], [[later], [other, unit]]):
        workbook = brought(*batches)
        assert cells(workbook) == [*TABLE.rows]
        assert cells(workbook, "机构") == [
            ("u1", "一支行", 5, "2027-03-01", "u1b.xlsx"),
            ("u2", "二支行", 2, "2027-01-01", "u2.xlsx"),
        ]
        assert brought(*batches, start=workbook) == workbook


def test_units_that_returned_none_have_a_line_as_soon_as_one_did() -> None:
    unit = PartyReturn("u1.xlsx", "b", "u1", "一支行", "2027-01-01", (answer("1-01|b", "支行的"),))
    units = [("u1", "一支行", "b"), ("u2", "二支行", "b")]
    nobody = merged(EMPTY, EMPTY, [FIRST], Memory(), "本次", units).workbook
    assert cells(nobody, "机构") == []
    one = merged(EMPTY, EMPTY, [unit], Memory(), "本次", units).workbook
    assert [row[:2] + row[4:] for row in cells(one, "机构")] == [
        ("u1", "一支行", "u1.xlsx"),
        ("u2", "二支行", "没有交回"),
    ]
    other = replace(unit, unit="u2", name="二支行", file="u2.xlsx")
    both = merged(one, EMPTY, [other], Memory(), "本次", units).workbook
    assert [row[4] for row in cells(both, "机构")] == ["u1.xlsx", "u2.xlsx"]


def test_what_stands_on_a_partys_lists_is_listed_once_and_is_no_answer() -> None:
    kept = answer("1-01|a", "去年的", aside="该工作簿的“已停用”中列有（没有这一行）")
    blank = replace(returned("空.xlsx", "2027-01-01"), listed=(kept,))
    assert blank.blank
    workbook = brought([blank])
    assert {one[2] for one in decided(workbook)} == {"去年的"} and cells(workbook) == [*TABLE.rows]
    assert brought([blank, SECOND], [blank], start=workbook) == brought([SECOND], start=workbook)


def test_answers_of_another_period_are_listed_and_never_mixed_in() -> None:
    last, now = replace(FIRST, period="2026年第三季度"), replace(SECOND, period="2026 年第四季度")
    unsaid = replace(THIRD, answers=(answer("1-02|a", "未写期间"),))
    result = merged(EMPTY, EMPTY, [last, now, unsaid], Memory(), "本次", period="2026年第四季度")
    assert cells(result.workbook) == [("1-01|a", "", "乙"), ("1-02|a", "", "未写期间"), ("1-01|b", "", "")]
    assert {one[2] for one in decided(result.workbook)} == {"甲", "早"}
    assert all("2026年第三季度" in str(one.words) for one in result.decisions)
    assert merged(EMPTY, EMPTY, [last], Memory(), "本次", period="2026年第四季度").came == {}
    memory = Memory()
    merged(EMPTY, EMPTY, [last], memory, "本次", period="2026年第三季度")
    kept = Memory.of(row[1:] for row in memory.rows())
    assert (kept.came_in("2026年第三季度"), kept.came_in("2026年第四季度")) == ({"a": "甲部"}, {})


def test_a_blank_one_is_no_return() -> None:
    result = merged(EMPTY, EMPTY, [returned("空.xlsx", "2027-01-01")], Memory(), "本次")
    assert result.came == {} and result.workbook == EMPTY
