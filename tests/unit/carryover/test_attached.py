"""What hangs on cells and sheets comes along: comments, links, looks, formulas; pictures, charts and tables of own
sheets. What can't is named."""

from __future__ import annotations

import datetime
import functools
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from cplist.carryover.plan import CarryOverPlan, RemarkKind
from cplist.carryover.previous import Previous
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.carryover.record import RecordedTable
from cplist.core.findings import FindingsError, Severity
from cplist.core.workbook import KEY as KEY_COLUMN
from cplist.core.workbook import Column, Sheet, Value
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pack.pack import open_pack
from cplist.pipeline import Built, build
from cplist.profile.profile import read_profile

from .stages import carried
from .workbooks import TINY, edited, with_the_shipped_checklist, xlsx

pytestmark = pytest.mark.slow

FILLED, KEY = "履职情况", "行标识"
Make = Callable[..., Built]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Give a function: a workbook to build over, decisions to add to the profile → what the build made, with all
    the sheets of the shipped pack."""
    pack = open_pack("tiny", [with_the_shipped_checklist(tmp_path_factory.mktemp("packs"))])

    @functools.cache
    def made(over: bytes = b"", decisions: str = "") -> Built:
        profile = read_profile(f"{TINY.read_text('utf-8')}{decisions}".encode(), "profile.yaml")
        previous = Previous(over, "清单.xlsx", "清单.旧1.xlsx") if over else None
        return build(Inputs(profile, pack, Request(("checklist",)), previous))

    return made


def opened(built: Built) -> Any:
    """The workbook, only to be looked at."""
    return _opened(xlsx(built))


@functools.lru_cache(maxsize=4)
def _opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def rows(book: Any, title: str = KEY, sheet: str = FILLED) -> list[Row]:
    lines = [list(row) for row in book[sheet].iter_rows()]
    header = next(number for number, row in enumerate(lines) if title in [cell.value for cell in row])
    titles = [cell.value for cell in lines[header]]
    return [dict(zip(titles, row, strict=True)) for row in lines[header + 1 :]]


def by_key(book: Any) -> dict[str, Row]:
    return {row[KEY].value: row for row in rows(book)}


def rules(built: Built) -> set[str]:
    return {found.rule for found in built.findings}


def counts(built: Built) -> tuple[int, int, int]:
    """How many cells were found, carried, listed."""
    plan = built.carry_over.plan
    return plan.found, plan.carried, plan.listed


def hint(built: Built, rule: str) -> str:
    return next(str(found.arguments.get("rows")) for found in built.findings if found.rule == rule)


# on cells


def test_comments_stay_at_their_cells_whoever_wrote_the_cell(make: Make) -> None:
    def edit(book: Any) -> None:
        row = rows(book)[4]
        row["备注"].value, row["备注"].comment = "答复", Comment("问一问", "张三")
        row["条款原文"].comment = Comment("原文怎么理解", "李四")
        rows(book, "编号", "履职台账")[3]["事项"].value = "一次"
        rows(book, "编号", "履职台账")[3]["事项"].comment = Comment("补材料", "张三")

    content = edited(xlsx(make()), edit)
    for _ in range(3):
        built = make(content)
        row = rows(opened(built))[4]
        comments = [(row[title].comment.text, row[title].comment.author) for title in ("备注", "条款原文")]
        assert comments == [("问一问", "张三"), ("原文怎么理解", "李四")]
        assert rows(opened(built), "编号", "履职台账")[0]["事项"].comment.text == "补材料"
        assert counts(built)[:2] == (5, 5)
        content = xlsx(built)


def test_a_comment_whose_cell_is_no_more_is_listed(make: Make) -> None:
    content = edited(
        xlsx(make()),
        lambda book: setattr(book[FILLED]["A1"], "comment", Comment("看标题", "张三")),
    )
    built = make(content)
    assert "carry-over-comment" in rules(built)
    assert [row["表中的内容"].value for row in rows(opened(built), KEY, "冲突")] == ["看标题"]


@pytest.mark.parametrize("url", ["https://oa.example.cn/a?b=1&c=2", "mailto:cp@example.cn", "#'责任清单'!A5"])
def test_links_of_peoples_own_stay(make: Make, url: str) -> None:
    def edit(book: Any) -> None:
        cell = rows(book)[2]["佐证（名称、文号、日期、存放处）"]
        cell.value, cell.hyperlink = "会议纪要", url

    content = edited(xlsx(make()), edit)
    for _ in range(2):
        built = make(content)
        link = rows(opened(built))[2]["佐证（名称、文号、日期、存放处）"].hyperlink
        assert (link.target or "") + (f"#{link.location}" if link.location else "") == url
        content = xlsx(built)


def test_looks_of_peoples_own_stay_and_others_are_the_packs(make: Make) -> None:
    def edit(book: Any) -> None:
        red, share, plain = (rows(book)[number]["备注"] for number in (1, 2, 3))
        red.value, red.fill, red.font = "急", PatternFill("solid", fgColor="FF0000"), Font(bold=True)
        share.value, share.number_format = 0.95, "0.0%"
        plain.value = "平常"

    content = edited(xlsx(make()), edit)
    for _ in range(2):
        built = make(content)
        red, share, plain = (rows(opened(built))[number]["备注"] for number in (1, 2, 3))
        assert (red.fill.fgColor.rgb, red.font.b) == ("00FF0000", True)
        assert (share.value, share.number_format) == (0.95, "0.0%")
        assert (plain.fill.fgColor.rgb, plain.font.b, plain.style) == ("00FFF9E5", False, "filled")
        content = xlsx(built)


def test_a_persons_formula_goes_on_speaking_of_its_own_row(make: Make) -> None:
    def edit(book: Any) -> None:
        row = rows(book)[-1]
        other = rows(book)[0]["经办人"].coordinate
        here = row["经办人"].coordinate
        row["备注"].value = f'=IF({here}="","{here}",{other}&COUNTA(责任清单!A{row["备注"].row}:A99))'

    content = edited(xlsx(make()), edit)
    gone = rows(opened(make()))[0][KEY].value.split("|")[0]
    built = make(content, f"  - {{duty: {gone}, not_applicable: 本行不适用，理由如上}}\n")
    row = rows(opened(built))[-1]
    here, before = row["经办人"].coordinate, f"{row['经办人'].column_letter}{row['经办人'].row + 1}"
    assert here in row["备注"].value and f'"{before}"' in row["备注"].value
    assert f"COUNTA(责任清单!A{row['备注'].row + 1}:A99)" in row["备注"].value


# on rows


COLUMNS = (
    Column(KEY_COLUMN, KEY, 4, hidden=True),
    Column("责任主体", "责任主体", 9, review=True),
    Column("备注", "备注", 9, filled_in=True),
    Column("review", "待复核", 9, filled_in=True),
)


def taken_over(
    before: dict[str, str], after: list[str], replaced: dict[str, tuple[str, ...]] | None = None
) -> tuple[Sequence[Sequence[Value]], CarryOverPlan]:
    """Rows by key with their answers, then the keys of the new table's rows."""
    new = Sheet(FILLED, "题", COLUMNS, tuple((key, key[-1], "", "") for key in after))
    found = {key: {KEY: key, "责任主体": key[-1], "备注": answer} for key, answer in before.items()}
    recorded = RecordedTable((KEY, "责任主体", "备注", "待复核"), tuple((key, key[-1], "", "") for key in before))
    return carried(new, found, recorded, replaced)


def listed(plan: CarryOverPlan) -> list[tuple[Any, ...]]:
    found = [one for one in plan.placed if one.outcome is CellOutcome.LISTED]
    return [(one.user_cell.key, one.user_cell.value, one.generated, one.reason) for one in found]


def test_each_party_that_takes_over_gets_the_answer_and_is_marked() -> None:
    table, plan = taken_over({"1|a": "答复"}, ["1|b", "1|c"])
    assert table == tuple((key, key[-1], "答复", "责任主体原为“a”") for key in ("1|b", "1|c"))
    assert (plan.found, plan.carried, [one.name for one in plan.remarked(RemarkKind.SHARED)]) == (1, 1, ["1|c"])


def test_of_several_that_left_each_goes_to_one_that_came() -> None:
    table, _ = taken_over({"1|a": "甲", "1|b": "乙"}, ["1|c", "1|d", "1|e"])
    assert [row[2] for row in table] == ["甲", "乙", "乙"]
    table, plan = taken_over({"1|a": "甲", "1|b": "乙"}, ["1|c"])
    assert [row[2] for row in table] == ["甲"]
    assert listed(plan) == [("1|b", "乙", "", Reason.GONE)]


def test_answers_that_meet_at_one_cell_are_both_kept() -> None:
    table, plan = taken_over({"1|a": "甲", "2|a": "乙"}, ["3|a"], {"1": ("3",), "2": ("3",)})
    assert table[0][2] == "甲"
    assert listed(plan) == [("2|a", "乙", "甲", Reason.MERGED)]
    assert (plan.found, plan.carried) == (2, 1)


def test_a_row_that_comes_back_has_its_answers_again(make: Make) -> None:
    key = next(row[KEY].value for row in rows(opened(make())) if row[KEY].value.startswith("5-02|"))

    def edit(book: Any) -> None:
        by_key(book)[key]["备注"].value = "答复"
        by_key(book)[key]["备注"].hyperlink = "https://oa.example.cn/1"
        by_key(book)[key]["复核日期"].value = datetime.date(2026, 3, 5)

    content = edited(xlsx(make()), edit)
    without = make(content, "  - {duty: 5-02, not_applicable: 本行不适用，理由如上}\n")
    assert counts(without) == (2, 0, 2)
    back = make(xlsx(without))
    row = by_key(opened(back))[key]
    assert (row["备注"].value, row["复核日期"].value) == ("答复", datetime.datetime(2026, 3, 5))
    assert row["备注"].hyperlink.target == "https://oa.example.cn/1"
    assert "恢复" in row["待复核"].value and "已停用" not in opened(back).sheetnames
    assert counts(back) == (2, 2, 0)
    assert key in hint(back, "carry-over-returned")


def test_a_column_with_another_title_is_known_by_its_place(make: Make) -> None:
    def edit(book: Any) -> None:
        row = rows(book)[0]
        row["备注"].value, row["频次"].value = "答复", "每季度"
        for cell in book[FILLED][3]:
            cell.value = {"备注": "附注", KEY: "编码", "频次": None}.get(cell.value, cell.value)

    built = make(edited(xlsx(make()), edit))
    row = rows(opened(built))[0]
    assert (row["备注"].value, row["频次"].value) == ("答复", "每季度")
    assert "“附注”" in hint(built, "carry-over-renamed")
    assert counts(built) == (4, 2, 2)
    listed = {(line["表中的内容"].value, line["程序生成的内容"].value) for line in rows(opened(built), KEY, "冲突")}
    assert listed == {("附注", "备注"), ("编码", KEY)}


def test_what_a_column_cant_use_is_kept_and_named(make: Make) -> None:
    def edit(book: Any) -> None:
        rows(book)[0]["复核日期"].value, rows(book)[1]["本期状态"].value = "2026年3月", "完成"
        line = rows(book, "编号", "履职台账")[0]
        line["编号"].value, line["责任主体"].value, line["日期"].value = "9.9-99", "某部", "下月初"

    built = make(edited(xlsx(make()), edit))
    row = rows(opened(built))
    assert (row[0]["复核日期"].value, row[1]["本期状态"].value) == ("2026年3月", "完成")
    named = {part.split("”")[0] for part in hint(built, "carry-over-unfit").split("“")[1:]}
    assert named == {"2026年3月", "完成", "9.9-99", "某部", "下月初"}


# on sheets


def own_sheet(book: Any) -> None:
    sheet = book.create_sheet("我的统计", 2)
    for line in (("月", "数"), ("一月", 3), ("二月", 5)):
        sheet.append(line)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E2")
    sheet["A2"].comment = Comment("自己的批注", "李四")
    sheet["A3"].hyperlink = "https://x.example.cn/?a=1&b=2"
    sheet.add_table(Table(displayName="表一", ref="A1:B3"))


def test_charts_tables_comments_and_links_of_own_sheets_come_along(make: Make) -> None:
    content = edited(xlsx(make()), own_sheet)
    for _ in range(3):
        built = make(content)
        sheet = opened(built)["我的统计"]
        assert len(sheet._charts) == 1 and list(sheet.tables) == ["表一"]
        assert sheet["A2"].comment.text == "自己的批注"
        assert sheet["A3"].hyperlink.target == "https://x.example.cn/?a=1&b=2"
        assert "carry-over-dropped" not in rules(built)
        assert counts(built) == (7, 7, 0)
        content = xlsx(built)


def test_a_chart_on_one_of_our_sheets_and_a_sheet_that_is_a_chart_are_named(make: Make) -> None:
    def edit(book: Any) -> None:
        chart, other = BarChart(), BarChart()
        for one in (chart, other):
            one.add_data(Reference(book["进度"], min_col=2, min_row=5, max_row=9))
        book[FILLED].add_chart(chart, "C9")
        book.create_chartsheet("图表页").add_chart(other)

    built = make(edited(xlsx(make()), edit))
    assert {"履职情况·图片和图表", "图表页·图表工作表"} == set(hint(built, "carry-over-dropped").split("、"))


# whole files


def strict(content: bytes) -> bytes:
    """The workbook as Excel saves it in the strict form."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for word in (b"spreadsheetml", b"officeDocument", b"drawingml"):
                part = part.replace(
                    b"http://schemas.openxmlformats.org/%s/2006/" % word, b"http://purl.oclc.org/ooxml/%s/" % word
                )
            new.writestr(name, part)
    return stream.getvalue()


def test_a_workbook_saved_in_the_strict_form_is_read_too(make: Make) -> None:
    content = edited(xlsx(make()), lambda book: setattr(rows(book)[0]["备注"], "value", "答复"))
    built = make(strict(edited(content, own_sheet)))
    assert rows(opened(built))[0]["备注"].value == "答复"
    assert opened(built)["我的统计"]["B3"].value == 5


def test_a_workbook_that_is_none_of_ours_is_refused(make: Make) -> None:
    other = Workbook()
    other.worksheets[0]["A1"] = "别的表"
    stream = io.BytesIO()
    other.save(stream)
    with pytest.raises(FindingsError) as raised:
        make(stream.getvalue())
    errors = [found.rule for found in raised.value.findings if found.severity is Severity.ERROR]
    assert errors == ["workbook-not-ours"]
