"""Rows are judged by the pack's own formula, on any day, from what it gives before and after a due day."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from drafts import shipped

from cplist.compose.templates import templates_of
from cplist.core.workbook import Column, Computed, Field, Sheet, Value, Workbook
from cplist.standing.counts import CLASSES, count, standing
from cplist.standing.judge import judged, own_day, own_period, states
from cplist.standing.source import Source, source_of

TITLES = ("行标识", "本期状态", "到期日", "状态判断")
CLOSED, DOING = ("已建立", "按期"), ("修订中",)
DUE = datetime.date(2026, 12, 31)
RULE = (
    'IF([本期状态]="",IF(AND([到期日]<>"",[到期日]<统计日期),"逾期未填报","未填报"),'
    'IF(OR([本期状态]="逾期",AND([到期日]<>"",[到期日]<统计日期,COUNTIF(choice_closed,[本期状态])=0)),"逾期",'
    'IF(COUNTIF(choice_doing,[本期状态])>0,"在办",IF(OR([本期状态]="未到期",COUNTIF(choice_closed,[本期状态])>0),"正常","需关注"))))'
)
WORDS = {
    "正常": "done",
    "在办": "doing",
    "需关注": "attention",
    "逾期": "overdue",
    "逾期未填报": "overdue_blank",
    "未填报": "blank",
}
SOURCE = Source({}, "履职", "本期状态", "状态判断", "", WORDS, "到期日", "统计日期", "期间")
DAYS = (None, DUE - datetime.timedelta(1), DUE, DUE + datetime.timedelta(1))
STATES = ("", "已建立", "按期", "修订中", "未到期", "未建立", "逾期")


def workbook(*rows: tuple[Value, Value], day: Value = "", period: Value = "") -> Workbook:
    columns = tuple(Column("key" if title == TITLES[0] else "", title, 9) for title in TITLES)
    columns = (*columns[:2], replace(columns[2], date=True), replace(columns[3], formula=RULE))
    cells = tuple((f"1-{number}|甲", *row, Computed(RULE)) for number, row in enumerate(rows))
    fields = (Field("统计日期", day, date=True), Field("期间", period))
    sheet = Sheet("履职", "履职", columns, cells, fields=fields)
    return Workbook((sheet,), {}, {"closed": CLOSED, "doing": DOING}, "", "")


@pytest.mark.parametrize("due", ["", DUE, "2026年12月31日", "年底"])
@pytest.mark.parametrize("state", STATES)
def test_what_a_row_is_on_any_day_follows_from_class_due_day_and_whether_it_is_open(state: str, due: Value) -> None:
    made = workbook((state, due))
    early, *_ = states(judged(made, SOURCE, None), SOURCE)
    for day in DAYS:
        (found,) = states(judged(made, SOURCE, day), SOURCE)
        past = bool(early.open and early.due and day and early.due < day)
        blank = early.kind == "blank"
        assert found.kind == (("overdue_blank" if blank else "overdue") if past else early.kind), day
        assert found.open == (early.open and not past)
    known = due in (DUE, "2026年12月31日")
    assert early.due == (DUE if known else None)
    assert early.open == (known and state in ("", "修订中", "未到期", "未建立"))


def test_rows_without_due_days_are_judged_beside_those_with_one() -> None:
    made = workbook(("按期", ""), ("", DUE), ("未建立", ""))
    found = states(judged(made, SOURCE, DUE + datetime.timedelta(1)), SOURCE)
    assert [one.kind for one in found] == ["done", "overdue_blank", "attention"]


@pytest.mark.parametrize(("typed", "day"), [("", None), (DUE, DUE), ("20261231", DUE), ("年底", None)])
def test_a_workbook_says_its_own_day_and_period(typed: Value, day: datetime.date | None) -> None:
    made = workbook(day=typed, period=" 2026年第四季度 ")
    assert own_day(made, SOURCE) == day
    assert own_period(made, SOURCE) == "2026年第四季度"


def test_counts_and_the_worst_of_them() -> None:
    counted = count(CLASSES)
    assert (counted.rows, counted.to_fill_in, counted.filled_in, counted.overdue) == (7, 6, 4, 2)
    assert standing(counted) == "overdue"
    assert standing(count(["done", "blank"])) == "blank"
    assert standing(count(["summed"])) == "summed"
    assert standing(count([])) == ""


def test_the_shipped_pack_says_where_to_look() -> None:
    source = source_of(templates_of(shipped()))
    assert source is not None
    assert (source.sheet, source.day, source.period) == ("履职情况", "统计日期", "期间")
