"""From the last workbook to the next: what people filled in follows its row, and nothing disappears unsaid."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from cplist.carryover import last_workbook
from cplist.carryover.carry_over import carry_over
from cplist.carryover.previous import CarryOver, Previous
from cplist.core.findings import Severity
from cplist.core.workbook import Column, Format, Formula, Sheet, Value, Workbook
from cplist.writers.excel.workbook import write_xlsx

FORMATS = {name: Format(name) for name in ("title", "note", "header", "banner", "text", "filled")}
FORMATS["filled_date"] = Format("filled_date", number="yyyy-mm-dd")
COLUMNS = (
    Column("key", "行标识", 4, hidden=True),
    Column("编号", "编号", 8),
    Column("措施", "措施", 20, "filled", filled_in=True),
    Column("日期", "日期", 11, "filled_date", filled_in=True, date=True),
    Column("备注", "备注", 12, "filled", filled_in=True),
)
Edit = Callable[[Any], None]


def workbook(*keys: str, columns: tuple[Column, ...] = COLUMNS, name: str = "履职情况") -> Workbook:
    rows = tuple(tuple({"key": key, "编号": key[:1]}.get(column.key, "") for column in columns) for key in keys)
    sheets = (Sheet("责任清单", "清单", COLUMNS[1:2], (("1",),)), Sheet(name, "情况", columns, rows, note="说明"))
    return Workbook(sheets, FORMATS, {}, "甲银行", "清单", {"cplist.institution": "甲银行"})


def edited(edit: Edit, *keys: str, columns: tuple[Column, ...] = COLUMNS) -> Previous:
    """The workbook of those keys as openpyxl, standing for a person, changed it."""
    book = load_workbook(io.BytesIO(write_xlsx(workbook(*keys, columns=columns), "", "", "")))
    edit(book["履职情况"])
    stream = io.BytesIO()
    book.save(stream)
    return Previous(stream.getvalue(), "清单.xlsx", "清单.旧1.xlsx")


def filling(**cells: Value) -> Edit:
    def edit(sheet: Any) -> None:
        for reference, value in cells.items():
            sheet[reference] = value

    return edit


def rows(carried: CarryOver) -> list[tuple[Value, ...]]:
    assert carried.workbook is not None
    return [tuple(row) for row in carried.workbook.sheets[1].rows]


def rules(carried: CarryOver) -> list[str]:
    return [found.rule for found in carried.findings]


class TestAnswers:
    def test_follow_their_rows_key(self) -> None:
        previous = edited(filling(C4="甲措施", E5="乙备注"), "1|a", "2|b")
        carried = carry_over(previous, workbook("3|c", "2|b", "1|a"))
        assert rows(carried) == [
            ("3|c", "3", "", "", ""),
            ("2|b", "2", "", "", "乙备注"),
            ("1|a", "1", "甲措施", "", ""),
        ]
        assert (carried.plan.found, carried.plan.carried, carried.plan.listed) == (2, 2, 0)
        assert rules(carried) == ["carry-over"]

    def test_follow_their_columns_title_wherever_it_stands(self) -> None:
        turned = (COLUMNS[4], COLUMNS[2], COLUMNS[1], COLUMNS[0])
        previous = edited(filling(C4="措施", E4="备注"), "1|a")
        assert [row[:4] for row in rows(carry_over(previous, workbook("1|a", columns=turned)))] == [
            ("备注", "措施", "1", "1|a")
        ]

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("甲", "甲"),
            ("=甲", "=甲"),
            ("+86", "+86"),
            (7, 7),
            (0, 0),
            (1.5, 1.5),
            (True, "是"),
            (False, "否"),
            (datetime.date(2026, 12, 1), "2026-12-01"),
            (datetime.time(9, 30), "09:30:00"),
            ("  甲\n乙 ", "  甲\n乙 "),
            ("1.10", "1.10"),
        ],
    )
    def test_stay_what_they_are(self, value: Any, expected: Value) -> None:
        def edit(sheet: Any) -> None:
            sheet["C4"] = value
            if isinstance(value, str):
                sheet["C4"].data_type = "s"

        assert rows(carry_over(edited(edit, "1|a"), workbook("1|a")))[0][2] == expected

    def test_that_are_formulas_stay_formulas(self) -> None:
        carried = carry_over(edited(filling(C4="=1+1"), "1|a"), workbook("1|a"))
        assert rows(carried)[0][2] == Formula("=1+1")

    def test_survive_being_sorted_filtered_and_spread_out(self) -> None:
        def edit(sheet: Any) -> None:
            sheet["C4"], sheet["C5"], sheet["C6"] = "一", "二", "三"
            for column in "ABCDE":
                sheet[f"{column}4"].value, sheet[f"{column}6"].value = (
                    sheet[f"{column}6"].value,
                    sheet[f"{column}4"].value,
                )
            sheet.row_dimensions[5].hidden = True
            sheet.insert_rows(5)
            sheet.insert_rows(1)

        carried = carry_over(edited(edit, "1|a", "2|b", "3|c"), workbook("1|a", "2|b", "3|c"))
        assert [row[2] for row in rows(carried)] == ["一", "二", "三"]
        assert carried.plan.listed == 0

    def test_survive_a_column_put_in_between(self) -> None:
        def edit(sheet: Any) -> None:
            sheet["C4"], sheet["E4"] = "措施", "备注"
            sheet.insert_cols(3)
            sheet["C3"], sheet["C4"] = "自己加的", "x"

        carried = carry_over(edited(edit, "1|a"), workbook("1|a"))
        assert rows(carried) == [("1|a", "1", "措施", "", "备注", "x")]

    def test_in_generated_columns_are_none(self) -> None:
        carried = carry_over(edited(filling(B4="改过的编号"), "1|a"), workbook("1|a"))
        assert rows(carried)[0][1] == "1"
        assert carried.plan.found == 0

    def test_are_carried_again_and_again(self) -> None:
        first = carry_over(edited(filling(C4="甲", D4=datetime.date(2026, 1, 2)), "1|a"), workbook("1|a"), "甲银行")
        assert first.workbook is not None
        again = Previous(write_xlsx(first.workbook, "", "", ""), "清单.xlsx", "旧")
        assert rows(carry_over(again, workbook("1|a"))) == rows(first)

    def test_change_nothing_else_in_the_new_workbook(self) -> None:
        new = workbook("1|a", "2|b")
        carried = carry_over(edited(filling(C4="甲"), "1|a"), new)
        assert carried.workbook is not None
        assert carried.workbook.sheets[0] == new.sheets[0]
        assert replace(carried.workbook, sheets=new.sheets) == new
        assert new == workbook("1|a", "2|b")


class TestNothingToCarry:
    def test_in_a_workbook_that_nobody_filled_in(self) -> None:
        carried = carry_over(edited(filling(), "1|a"), workbook("1|a"))
        assert (carried.plan.found, carried.findings) == (0, ())
        assert rows(carried) == [("1|a", "1", "", "", "")]


class TestWhatFindsNoRow:
    def test_is_counted_and_named(self) -> None:
        previous = edited(filling(C4="甲", D4=3, C5="乙"), "1|a", "2|b")
        carried = carry_over(previous, workbook("2|b"))
        assert (carried.plan.found, carried.plan.carried) == (3, 1)
        assert carried.plan.listed == 2
        lost = next(f for f in carried.findings if f.rule == "carry-over-lost")
        assert (lost.severity, lost.arguments["cells"]) == (Severity.WARNING, "2")
        assert "1|a" in lost.arguments["rows"]
        assert lost.arguments["file"] == "清单.旧1.xlsx"

    def test_because_its_key_was_deleted_is_named_too(self) -> None:
        carried = carry_over(edited(filling(A4=None, C4="甲"), "1|a"), workbook("1|a"))
        assert (carried.plan.found, carried.plan.carried, carried.plan.listed) == (1, 0, 1)

    def test_because_the_row_was_copied_is_named_too(self) -> None:
        previous = edited(filling(C4="原", A5="1|a", C5="抄"), "1|a", "2|b")
        carried = carry_over(previous, workbook("1|a", "2|b"))
        assert [row[2] for row in rows(carried)] == ["原", ""]
        assert (carried.plan.found, carried.plan.carried) == (2, 1)
        copied = next(f for f in carried.findings if f.rule == "carry-over-copied")
        assert (copied.severity, copied.arguments["rows"]) == (Severity.WARNING, "1|a")


class TestAWorkbookThatIsNotOurs:
    @pytest.mark.parametrize(
        ("content", "rule"),
        [
            (b"", "workbook-empty"),
            (b"not a zip", "workbook-unreadable"),
            (b"PK\x03\x04 broken", "workbook-unreadable"),
        ],
    )
    def test_but_damaged_is_an_error_and_fills_nothing(self, content: bytes, rule: str) -> None:
        carried = carry_over(Previous(content, "清单.xlsx", "旧"), workbook("1|a"))
        assert carried.workbook is None
        assert [(f.rule, f.severity) for f in carried.findings] == [(rule, Severity.ERROR)]
        assert carried.findings[0].arguments["file"] == "清单.xlsx"

    def test_but_cut_off_is_an_error(self) -> None:
        whole = edited(filling(C4="甲"), "1|a")
        carried = carry_over(replace(whole, content=whole.content[:-400]), workbook("1|a"))
        assert rules(carried) == ["workbook-unreadable"]

    def test_but_another_institutions_is_an_error(self) -> None:
        other = replace(workbook("1|a"), properties={"cplist.institution": "乙银行"})
        carried = carry_over(edited(filling(C4="甲"), "1|a"), other)
        assert [(f.rule, f.severity) for f in carried.findings] == [("workbook-other", Severity.ERROR)]
        assert carried.findings[0].arguments["institution"] == "甲银行"
        assert carried.workbook is None

    def test_but_a_bomb_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(last_workbook, "LARGEST", 1_000)
        assert rules(carry_over(edited(filling(), "1|a"), workbook("1|a"))) == ["workbook-too-large"]
