"""The plan tells of each cell of the last workbook where it is now and why: every reason, by addresses of files."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from cplist.carryover.carry_over import carry_over
from cplist.carryover.grid import Grid
from cplist.carryover.list_sheets import CONFLICTS, DEFAULTS
from cplist.carryover.plan import CarryOverPlan, OwnSheet
from cplist.carryover.previous import CarryOver, Previous
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.carryover.record import recorded
from cplist.core.findings import FoundCell
from cplist.core.messages import hint, message
from cplist.core.workbook import Column, Computed, Field, Format, Sheet, Value, Workbook
from cplist.formulas.calculate import calculated
from cplist.writers.excel.workbook import write_xlsx

FORMATS = {name: Format(name) for name in ("title", "note", "header", "banner", "text", "filled")}
FORMATS["day"] = Format("day", number="yyyy-mm-dd")
COLUMNS = (
    Column("key", "行标识", 4, hidden=True),
    Column("编号", "编号", 8, review=True),
    Column("措施", "措施", 20, "filled", filled_in=True),
    Column("备注", "备注", 12, "filled", filled_in=True),
    Column("review", "待复核", 12, "filled", filled_in=True),
    Column("次数", "次数", 8, formula="1+1"),
)
LINES = (Column("事项", "事项", 20, "filled", filled_in=True), Column("人", "人", 9, "filled", filled_in=True))
DAY = Field("统计日期", datetime.date(2026, 12, 31), date=True, format="day")
ALL = ("1|a", "2|a", "3|c")
Edit = Callable[[Any], None]
Cells = Mapping[tuple[str, str], Value]


def workbook(*keys: str, generated: Cells | None = None) -> Workbook:
    """Rows 4 and on of 履职情况 are those keys; `generated` are cells by key and column that the program writes
    otherwise."""
    said = {(key, "行标识"): key for key in keys} | {(key, "编号"): key[0] for key in keys} | dict(generated or {})
    rows = tuple(tuple(said.get((key, column.title), "") for column in COLUMNS) for key in keys)
    sheets = (
        Sheet("履职情况", "情况", COLUMNS, rows, note="说明"),
        Sheet("台账", "台账", LINES, (("", ""),) * 2, spare=2),
        Sheet("进度", "进度", (Column("数", "数", 8), Column("格", "格", 8)), (("甲", "乙"),), fields=(DAY,)),
    )
    made = Workbook(sheets, FORMATS, {}, "甲银行", "清单", {"cplist.institution": "甲银行"})
    return replace(made, record=recorded(made, ()))


def edited(content: bytes, edit: Edit) -> Previous:
    book = load_workbook(io.BytesIO(content))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return Previous(stream.getvalue(), "清单.xlsx", "清单.旧1.xlsx")


def test_the_packs_own_width_follows_the_pack_and_a_persons_stays() -> None:
    last = write_xlsx(workbook(*ALL), "", "", "")
    new = workbook(*ALL)
    wider = replace(new.sheets[0], columns=tuple(replace(c, width=c.width + 9) for c in COLUMNS))
    new = replace(new, sheets=(wider, *new.sheets[1:]))

    def edit(book: Any) -> None:
        put(C4="答")(book)
        book["履职情况"].column_dimensions["C"].width = 51
        book["履职情况"].column_dimensions["B"].hidden = True

    made = carry_over(edited(last, edit), new).workbook
    assert made is not None
    shown = {column.title: (column.width, column.hidden) for column in made.sheets[0].columns}
    assert (shown["编号"], shown["措施"], shown["备注"]) == ((17, True), (51, False), (21, False))
    assert shown["行标识"] == (13, True)


def test_the_packs_own_page_follows_the_pack_and_a_persons_stays() -> None:
    last = write_xlsx(workbook(*ALL), "", "", "")
    new = workbook(*ALL)
    other = replace(new.sheets[0], landscape=False, frozen_columns=2, paper="A3")
    new = replace(new, sheets=(other, *new.sheets[1:]))
    built = carry_over(edited(last, put(C4="答")), new)
    assert built.workbook is not None
    page = load_workbook(io.BytesIO(write_xlsx(built.workbook, "", "", "", pages=built.plan.pages)))["履职情况"]
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.freeze_panes) == ("portrait", 8, "C4")

    def edit(book: Any) -> None:
        put(C4="答")(book)
        book["履职情况"].page_setup.paperSize = 11

    built = carry_over(edited(last, edit), new)
    assert built.workbook is not None
    page = load_workbook(io.BytesIO(write_xlsx(built.workbook, "", "", "", pages=built.plan.pages)))["履职情况"]
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.freeze_panes) == ("portrait", 11, "C4")


def written(carried: CarryOver) -> bytes:
    assert carried.workbook is not None
    own = [one.written for one in carried.plan.own_sheets if one.written]
    return write_xlsx(calculated(carried.workbook), "", "", "", own)


def put(sheet: str = "履职情况", **cells: Any) -> Edit:
    def edit(book: Any) -> None:
        for address, value in cells.items():
            book[sheet][address].value = value

    return edit


def note(sheet: str, address: str) -> Edit:
    return lambda book: setattr(book[sheet][address], "comment", Comment("答", "某人"))


def own_sheet(book: Any) -> None:
    book.create_sheet("我的")["B2"] = "答"


@dataclass(frozen=True)
class Case:
    """A user's edit of a workbook with all three rows; the rows that the next one has; what the plan says of a cell
    and where the value stands then."""

    edit: Edit
    cell: str
    reasons: tuple[Reason, ...]
    now: tuple[str, ...]
    keys: tuple[str, ...] = ALL
    generated: Cells | None = None
    replaced: Mapping[str, tuple[str, ...]] | None = None


HERE = "履职情况!C4"
ANSWER = put(C4="答")
CASES = {
    "its row has moved": Case(ANSWER, HERE, (Reason.SAME_KEY,), ("履职情况!C6",), ("3|c", "2|a", "1|a")),
    "its row lost the key": Case(
        put(A4=None, C4="答"), HERE, (Reason.SAME_CELLS,), ("履职情况!C5",), ("2|a", "1|a")
    ),
    "another party": Case(ANSWER, HERE, (Reason.SUCCESSOR,), ("履职情况!C5",), ("2|a", "1|z")),
    "two other parties": Case(
        ANSWER, HERE, (Reason.SUCCESSOR, Reason.SHARED), ("履职情况!C4", "履职情况!C6"), ("1|y", "2|a", "1|z")
    ),
    "a line of one's own": Case(put("台账", A4="答"), "台账!A4", (Reason.LINE,), ("台账!A3",)),
    "what the program writes now": Case(
        put(B4="答"), "履职情况!B4", (Reason.SAME_AS_GENERATED,), ("履职情况!B4",),
        generated={("1|a", "编号"): "答"},
    ),
    "a day": Case(
        put("进度", B2=datetime.date(2027, 6, 30)), "进度!B2", (Reason.FIELD,), ("进度!B2",)
    ),
    "a text for a day": Case(
        put("进度", B2="年底"), "进度!B2", (Reason.EDITED, Reason.LISTED_TOO), ("冲突!F3", "进度!B2")
    ),
    "a comment on a title": Case(note("履职情况", "C3"), "履职情况!C3", (Reason.COLUMN,), ("履职情况!C3",)),
    "a sheet of one's own": Case(own_sheet, "我的!B2", (Reason.OWN_SHEET,), ("我的!B2",)),
    "a generated cell": Case(put(B4="答"), "履职情况!B4", (Reason.EDITED,), ("冲突!F3",)),
    "a generated cell, emptied": Case(put(B4=None), "履职情况!B4", (Reason.EDITED,), ("冲突!F3",)),
    "a second row": Case(put(A7="1|a", C7="答"), "履职情况!C7", (Reason.COPIED,), ("冲突!F3",)),
    "a row of no key": Case(put(A7="9|x", C7="答"), "履职情况!C7", (Reason.UNKNOWN,), ("冲突!F4",)),
    "a row that is no more": Case(ANSWER, HERE, (Reason.GONE,), ("已停用!F3",), ("2|a",)),
    "a cell that is computed": Case(
        ANSWER, HERE, (Reason.TAKEN,), ("冲突!F3",), generated={("1|a", "措施"): Computed("1+1")}
    ),
    "two answers for one cell": Case(
        put(C4="甲", C5="答"), "履职情况!C5", (Reason.MERGED,), ("冲突!F3",), ("3|a", "3|c"),
        replaced={"1": ("3",), "2": ("3",)},
    ),
    "a comment on nothing": Case(note("履职情况", "A1"), "履职情况!A1", (Reason.COMMENT,), ("冲突!F3",)),
    "a title": Case(put(D3="答"), "履职情况!D3", (Reason.RETITLED,), ("冲突!F3",)),
}  # fmt: skip


@pytest.mark.parametrize("name", list(CASES))
def test_it_says_why_a_cell_went_where_it_is(name: str) -> None:
    case = CASES[name]
    last = edited(write_xlsx(workbook(*ALL), "", "", ""), case.edit)
    carried = carry_over(last, workbook(*case.keys, generated=case.generated), replaced=case.replaced)
    check(carried, last, case.cell, case.reasons, case.now)


def check(carried: CarryOver, last: Previous, cell: str, reasons: tuple[Reason, ...], now: tuple[str, ...]) -> None:
    found = carried.plan.explain(cell)
    assert tuple(one.reason for one in found) == reasons
    assert tuple(str(one.target) for one in found) == now
    before, after = (load_workbook(io.BytesIO(content)) for content in (last.content, written(carried)))
    for place in now:
        assert shown(after, place) == shown(before, cell)


def shown(book: Any, cell: str) -> Any:
    """What stands in a cell, or in the comment on it."""
    sheet, address = cell.split("!")
    found = book[sheet][address]
    return found.comment.text if found.comment else found.value


# over two builds


def listed(edit: Edit | None = None) -> Previous:
    """A workbook without the row 1|a, whose answer it lists; then edited."""
    last = edited(write_xlsx(workbook(*ALL), "", "", ""), ANSWER)
    return edited(written(carry_over(last, workbook("2|a"), "甲")), edit or (lambda book: None))


def test_a_listed_answer_stays_listed() -> None:
    check(carry_over(listed(), workbook("2|a")), listed(), "已停用!F3", (Reason.LISTED_BEFORE,), ("已停用!F3",))


def test_a_listed_answer_whose_row_is_back_is_there_again() -> None:
    carried = carry_over(listed(), workbook(*ALL))
    check(carried, listed(), "已停用!F3", (Reason.RESTORED,), (HERE,))
    assert (carried.plan.found, carried.plan.carried, carried.plan.listed) == (1, 1, 0)


def test_a_line_beside_which_somebody_wrote_stays() -> None:
    last = listed(put("已停用", I2="自己的列", I3="旁注"))
    carried = carry_over(last, workbook(*ALL))
    check(carried, last, "已停用!F3", (Reason.LISTED_BEFORE, Reason.LISTED_TOO), ("已停用!F3", HERE))
    check(carried, last, "已停用!I3", (Reason.LISTED_LINE,), ("已停用!H3",))
    assert (carried.plan.found, carried.plan.carried, carried.plan.listed) == (2, 1, 1)


def test_a_comment_on_a_line_that_goes_is_listed() -> None:
    last = listed(note("已停用", "B3"))
    check(carry_over(last, workbook("2|a")), last, "已停用!B3", (Reason.LISTED_LINE,), ("已停用!B3",))
    check(carry_over(last, workbook(*ALL)), last, "已停用!B3", (Reason.COMMENT,), ("冲突!F3",))


# how the lists are called


def test_the_lists_are_called_as_the_pack_calls_them() -> None:
    named = replace(DEFAULTS[CONFLICTS], name="待处理", title="请处理")
    last = edited(write_xlsx(workbook(*ALL), "", "", ""), put(B4="答"))
    new = workbook(*ALL)
    carried = carry_over(last, replace(new, sheets=(*new.sheets, named)))
    assert [str(one.target) for one in carried.plan.explain("履职情况!B4")] == ["待处理!F3"]
    said = [message(found, "zh") + hint(found, "zh") for found in carried.findings]
    assert any("“待处理”" in text for text in said) and not any("冲突" in text for text in said)


def test_a_sheet_that_is_called_like_a_list_and_is_none_stays_what_it_is() -> None:
    other = Sheet("冲突", "利益冲突", (Column("甲", "甲", 8), Column("乙", "乙", 8)), (("一", "二"),))
    new = workbook(*ALL)
    new = replace(new, sheets=(*new.sheets, other))
    carried = carry_over(edited(write_xlsx(workbook(*ALL), "", "", ""), put(B4="答")), new)
    assert [str(one.target) for one in carried.plan.explain("履职情况!B4")] == ["冲突（2）!F3"]
    book = load_workbook(io.BytesIO(written(carried)))
    assert (book["冲突"]["A3"].value, book["冲突（2）"]["F3"].value) == ("一", "答")


# what a cell can't hold


def test_a_mark_that_a_cell_cant_hold_ends_with_where_all_of_it_stands() -> None:
    """Astral characters count twice."""
    before, own = "旧" * 20_000, "𠮷" * 9_000
    first = workbook(*ALL, generated={("1|a", "编号"): before})
    last = edited(write_xlsx(first, "", "", ""), put(C4="答", E4=own))
    carried = carry_over(last, workbook(*ALL))
    book = load_workbook(io.BytesIO(written(carried)))
    shown, pieces = book["履职情况"]["E4"].value, [book["冲突"][f"F{row}"].value for row in (3, 4)]
    assert shown.startswith(own) and shown.endswith("……（以下从略，全文见“冲突”）")
    assert all(len(text.encode("utf-16-le")) <= 2 * 32_767 for text in (shown, *pieces))
    assert "".join(pieces) == f"{own}；编号原为“{before}”"
    assert {one.reason for one in carried.plan.placed if str(one.target).startswith("冲突")} == {Reason.CUT}
    assert "carry-over-cut" in [found.rule for found in carried.findings]
    assert (carried.plan.found, carried.plan.carried, carried.plan.listed) == (2, 2, 0)


# all of it


def test_a_sheet_without_a_part_is_left_in_the_old_file() -> None:
    plan = CarryOverPlan(own_sheets=(OwnSheet(Grid("我的", (("", "答"),)), None),))
    (found,) = plan.explain("我的!B1")
    assert (found.reason, found.outcome, found.target) == (Reason.NO_SHEET, CellOutcome.LEFT, None)
    assert (plan.found, plan.carried, plan.listed) == (1, 0, 0)


def test_of_a_cell_in_which_nobody_wrote_it_says_nothing() -> None:
    plan = carry_over(edited(write_xlsx(workbook(*ALL), "", "", ""), ANSWER), workbook(*ALL)).plan
    assert plan.explain("履职情况!B4") == plan.explain("履职情况!D4") == plan.explain("没有!A1") == ()
    assert [str(one) for one in plan.explain(HERE)] == ["履职情况!C4 → 履职情况!C4 (carried: same_key)"]


def test_every_reason_has_a_case() -> None:
    other = {Reason.LISTED_BEFORE, Reason.RESTORED, Reason.LISTED_LINE, Reason.NO_SHEET, Reason.CUT}
    assert {reason for case in CASES.values() for reason in case.reasons} | other == set(Reason)


def test_each_remark_says_which_cells_it_is_about_and_where_they_are_now() -> None:
    """For `build --json`: of a row that users deleted, where it is again."""
    first, new = workbook(*ALL, "4|d"), workbook("1|a", "2|a", "4|d", generated={("1|a", "编号"): "九"})

    def edit(book: Any) -> None:
        sheet = book["履职情况"]
        sheet["C4"], sheet["C6"], sheet["D3"] = "答", "停", "其他"
        sheet["A7"] = "坏"
        sheet.delete_rows(5)

    carried = carry_over(edited(write_xlsx(first, "", "", ""), edit), new)
    told = {one.rule.removeprefix("carry-over-"): one.cells for one in carried.findings}
    now = "履职情况"
    assert told["renamed"] == (FoundCell(now, "D3", now, "D3"),)
    assert told["deleted"] == (FoundCell(now, "", now, "B5"),)
    assert told["rekeyed"] == (FoundCell(now, "B6", now, "B6"),)
    assert told["review"] == (FoundCell(now, "B4", now, "E4"),)

    back = edited(written(carried), lambda book: None)
    again = carry_over(back, workbook(*ALL, "4|d"))
    (cell,) = next(one.cells for one in again.findings if one.rule == "carry-over-returned")
    assert (cell.sheet, cell.now_sheet, cell.now_address) == ("已停用", now, "C6")
    assert load_workbook(io.BytesIO(back.content))["已停用"][cell.address].value == "停"
