"""A duty that other duties replace: where its answers go."""

from __future__ import annotations

from cplist.carryover.plan import CarryOverPlan, RemarkKind
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.carryover.record import RecordedTable
from cplist.core.workbook import KEY as KEY_COLUMN
from cplist.core.workbook import Column, Sheet, Value

from .stages import carried

KEY = "行标识"
COLUMNS = (
    Column(KEY_COLUMN, KEY, 4, hidden=True),
    Column("责任主体", "责任主体", 9, review=True),
    Column("备注", "备注", 9, filled_in=True),
    Column("review", "待复核", 9, filled_in=True),
)
Rows = dict[str, tuple[Value, Value]]


def after(
    before: dict[str, str], keys: list[str], replaced: dict[str, tuple[str, ...]]
) -> tuple[Rows, CarryOverPlan]:
    """By key, what stands in 备注 and 待复核 of the new table with those keys."""
    new = Sheet("履职情况", "题", COLUMNS, tuple((key, key[-1], "", "") for key in keys))
    found = {key: {KEY: key, "责任主体": key[-1], "备注": answer} for key, answer in before.items()}
    recorded = RecordedTable((KEY, "责任主体", "备注", "待复核"), tuple((key, key[-1], "", "") for key in before))
    table, plan = carried(new, found, recorded, replaced)
    return {str(row[0]): (row[2], row[3]) for row in table}, plan


def test_a_duty_that_was_split_gives_its_answers_to_the_same_party_in_each_part() -> None:
    rows, plan = after(
        {"1-01|a": "甲的", "1-01|b": "乙的"},
        ["2-01|a", "2-01|b", "2-02|a", "2-02|b", "2-02|c"],
        {"1-01": ("2-01", "2-02")},
    )
    note = "事项原为“1-01”"
    assert rows == {
        "2-01|a": ("甲的", note),
        "2-01|b": ("乙的", note),
        "2-02|a": ("甲的", note),
        "2-02|b": ("乙的", note),
        "2-02|c": ("", ""),
    }
    assert (plan.found, plan.carried) == (2, 2)
    assert {one.name for one in plan.remarked(RemarkKind.REVIEWED)} == set(rows) - {"2-02|c"}


def test_a_party_that_bears_one_part_only_keeps_its_answers_there() -> None:
    rows, _ = after({"1-01|a": "甲的"}, ["2-01|b", "2-02|a"], {"1-01": ("2-01", "2-02")})
    assert (rows["2-01|b"][0], rows["2-02|a"][0]) == ("", "甲的")


def test_where_the_party_bears_no_part_those_who_came_take_over_in_each_and_look_again() -> None:
    rows, _ = after({"1-01|a": "甲的"}, ["2-01|b", "2-02|c"], {"1-01": ("2-01", "2-02")})
    assert rows == dict.fromkeys(("2-01|b", "2-02|c"), ("甲的", "事项原为“1-01”；责任主体原为“a”"))


def test_where_no_part_applies_the_answers_are_listed() -> None:
    _, plan = after({"1-01|a": "甲的"}, ["3-01|a"], {"1-01": ("2-01", "2-02")})
    assert [(one.user_cell.value, one.reason) for one in plan.placed] == [("甲的", Reason.GONE)]


def test_an_answer_that_goes_into_several_rows_overwrites_none() -> None:
    """2-02 takes the place of 1-01 in part, and of 1-02 whole."""
    rows, plan = after(
        {"1-02|a": "第二项", "1-01|a": "第一项"},
        ["2-01|a", "2-02|a"],
        {"1-01": ("2-01", "2-02"), "1-02": ("2-02",)},
    )
    assert (rows["2-01|a"][0], rows["2-02|a"][0]) == ("第一项", "第二项")
    assert not [one for one in plan.placed if one.outcome is CellOutcome.LISTED]


def test_what_stood_in_one_cell_and_stands_in_two_now_is_no_change() -> None:
    lead = Column("牵头", "牵头", 5, review=True)
    new = Sheet(
        "履职情况",
        "题",
        (COLUMNS[0], lead, *COLUMNS[1:]),
        (("1|a", "★", "甲部", "", ""), ("1|b", "—", "乙部", "", "")),
    )
    found = {
        "1|a": {KEY: "1|a", "责任主体": "★甲部", "备注": "答"},
        "1|b": {KEY: "1|b", "责任主体": "★丙部", "备注": "复"},
    }
    titles = (KEY, "责任主体", "备注", "待复核")
    recorded = RecordedTable(titles, tuple((key, cells["责任主体"], "", "") for key, cells in found.items()))
    table, _ = carried(new, found, recorded, {})
    assert [row[3:] for row in table] == [("答", ""), ("复", "责任主体原为“★丙部”")]
