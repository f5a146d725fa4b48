"""Workbooks of parties, summed: of rows that the institution's own has too those that were saved last count."""

from __future__ import annotations

import datetime
from dataclasses import replace

from cplist.carryover.record import Record
from cplist.collecting.parties import parties_of, summed, units_of
from cplist.collecting.returns import Return, ReturnedRow

DAY = datetime.date(2027, 3, 31)


def row(key: str, state: str) -> ReturnedRow:
    return ReturnedRow(key, {"本期状态": state}, "正常", "done", state, "")


WHOLE = Return(
    *("whole.xlsx", "0" * 64, "示例银行", "示例", "", "", "1.0.0", "b", "2027-02-01", DAY),
    rows=(row("1-01|a", "旧"), row("1-01|outlet", "层级"), row("1-02|b", "旧")),
    deviations=(),
    acts=(DAY,),
    asked={"a": "甲部", "b": "乙部", "outlet": "支行"},
)
PART = replace(WHOLE, file="a.xlsx", saved="2027-03-01", rows=(row("1-01|a", "新"),), party="a", party_name="甲部")
EARLIER = replace(
    PART, file="b.xlsx", saved="2027-01-01", rows=(row("1-02|b", "更旧"),), party="b", party_name="乙部"
)
UNIT = replace(PART, file="u.xlsx", rows=(row("1-01|outlet", "一支行"),), party="outlet", unit="u1")


def states(one: Return) -> dict[str, str]:
    return {row.key: row.state for row in one.rows}


def test_of_a_row_that_both_have_the_one_saved_last_counts() -> None:
    together = summed([WHOLE, PART, EARLIER])
    assert states(together) == {"1-01|a": "新", "1-01|outlet": "层级", "1-02|b": "旧"}
    assert (together.file, together.acts, together.without) == ("whole.xlsx", (DAY,), ())


def test_without_the_institutions_own_the_parties_are_added_up_and_the_others_named() -> None:
    together = summed([PART, EARLIER])
    assert states(together) == {"1-02|b": "更旧", "1-01|a": "新"}
    assert together.without == ("支行",)
    assert len(together.acts) == 2 and together.party == ""
    assert states(summed([EARLIER, PART])) == states(together)


def test_a_unit_has_rows_of_its_own() -> None:
    together = summed([WHOLE, UNIT, replace(UNIT, unit="u2", file="v.xlsx", rows=(row("1-01|outlet", "二支行"),))])
    assert states(together)["1-01|outlet"] == "层级"
    assert states(together)["1-01|outlet|u1"] == "一支行"
    assert states(together)["1-01|outlet|u2"] == "二支行"


def test_an_institutions_own_alone_stays_as_it_is() -> None:
    alone = summed([WHOLE])
    assert alone == replace(WHOLE, asked={}) and alone.without == ()


UNITS = {"u1": "一支行", "u2": "二支行", "u3": "三支行"}


def test_units_that_returned_none_are_named_as_soon_as_one_returned() -> None:
    whole, unit = (replace(one, asked={"a": "甲部", **UNITS}, units=UNITS) for one in (WHOLE, UNIT))
    assert summed([whole]).without == ()
    assert summed([whole, unit]).without == ("二支行", "三支行")
    assert summed([unit]).without == ("甲部", "二支行", "三支行")
    assert summed([replace(whole, merged=frozenset(["u2"]))]).without == ("一支行", "三支行")
    assert summed([replace(whole, merged=frozenset(["a", "u2"])), unit]).without == ("三支行",)


def test_the_units_of_a_level_stand_in_its_place() -> None:
    parties = {id_: (id_, "level", name) for id_, name in (("outlet", "支行"), ("county_branch", "县支行"))}
    duties = {"1-01": ("1-01", "", "assigned", "outlet county_branch")}
    units = {"u1": ("u1", "一支行", "outlet", "branch"), "x": ("x", "别处", "tier1_branch", "other")}
    record = Record(parties=parties, duties=duties, units=units)
    assert parties_of(record) == {"county_branch": "县支行", "u1": "一支行"}
    assert units_of(record) == {"u1": "一支行"}
