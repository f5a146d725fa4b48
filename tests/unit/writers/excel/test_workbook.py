"""A composed workbook → .xlsx, reopened by openpyxl: equal text, styles by name, ranges that end where rows do."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cplist.core.shown import GROUPS, shown
from cplist.core.workbook import (
    CHOICES_SHEET,
    RECORD_SHEET,
    Bars,
    Column,
    Format,
    Formula,
    Link,
    Sheet,
    Value,
    Workbook,
)
from cplist.writers.excel.cells import letters
from cplist.writers.excel.row_heights import HIGHEST
from cplist.writers.excel.skeleton import SheetLayout, made_page, pages_end
from cplist.writers.excel.workbook import write_xlsx
from cplist.yamldoc.document import NOT_IN_XML

Parts = Callable[[bytes], dict[str, str]]

FORMATS = {
    "title": Format("title", font="方正小标宋简体", size=18, border=False),
    "note": Format("note", font="楷体_GB2312", size=11, color="595959", border=False),
    "header": Format("header", font="黑体", fill="D9E2EC", across="center", bold=True),
    "header_turned": Format("header_turned", font="黑体", turned=True),
    "banner": Format("banner", font="黑体", size=12, fill="EEF2F6"),
    "text": Format("text"),
    "filled": Format("filled", fill="FFF9E5"),
    "filled_date": Format("filled_date", fill="FFF9E5", number="yyyy-mm-dd"),
    "mark": Format("mark", size=9, across="center"),
}
CHOICES = {
    "whose": ("本机构自定", "采用建议"),
    "event": ("本期未触发", "办理中", "已办结"),
    "ban": ("未发生", "已发生"),
}

LIST = Sheet(
    name="责任清单",
    title="甲银行责任清单",
    note="说明文字。",
    columns=(
        Column("编号", "编号", 8),
        Column("条款原文", "条款原文", 34),
        Column("数", "数", 8, number=True),
    ),
    rows=(("1.1-04", "亲自研究部署", 3), ("1.1-08", "", 0), ("2.1-02", "严格规范", 12)),
    frozen_columns=1,
)
PRACTICE = Sheet(
    name="履职情况",
    title="履职情况",
    columns=(
        Column("key", "行标识", 4, hidden=True),
        Column("state", "状态选项", 4, hidden=True),
        Column("频次来源", "频次来源", 9, "filled", filled_in=True, choices="whose"),
        Column("本期状态", "本期状态", 10, "filled", filled_in=True, choices_by="state"),
        Column("日期", "日期", 11, "filled_date", filled_in=True, date=True),
    ),
    rows=tuple((f"1.1-0{number}|a", "choice_event", "", "", "") for number in range(1, 6)),
)
BANNERS = Sheet(
    name="岗位清单",
    title="岗位清单",
    note="供打印。",
    columns=(Column("编号", "编号", 9), Column("内容", "内容", 48)),
    rows=(
        ("董事长：主要负责人", ""),
        ("1.1-04", "甲"),
        ("1.1-05", "乙"),
        ("副行长", ""),
        ("1.2-02", "丙"),
        ("行长", ""),
    ),
    banners=frozenset({0, 3, 5}),
    filtered=False,
    landscape=False,
)
MATRIX = Sheet(
    name="责任矩阵",
    title="责任矩阵",
    columns=(
        Column("条款", "条款", 9),
        Column("a", "消费者权益保护部", 5.5, "mark"),
        Column("b", "董事长", 5.5, "mark"),
    ),
    rows=(("一（一）", "●5\n○2", ""),),
    paper="A3",
    turned_header=True,
    filtered=False,
)
EMPTY = Sheet("空表", "空表", (Column("甲", "甲", 9), Column("乙", "乙", 9)), ())
BOOK = Workbook(
    (LIST, PRACTICE, BANNERS, MATRIX, EMPTY), FORMATS, CHOICES, "甲银行", "甲银行责任清单", {"cplist.build": "01"}
)


def content(workbook: Workbook = BOOK) -> bytes:
    return write_xlsx(workbook, "主题", "甲银行", "2026-12-01")


def opened(workbook: Workbook = BOOK) -> Any:
    return load_workbook(io.BytesIO(content(workbook)))


def of_values(*values: Value, format_: str = "text") -> Any:
    """The cells of a column with those values."""
    column = Column("甲", "甲", 20, format_)
    sheet = Sheet("表", "题", (column,), tuple((value,) for value in values))
    book = opened(replace(BOOK, sheets=(sheet,)))
    return [row[0] for row in book["表"].iter_rows(min_row=3)]


@pytest.fixture(scope="module")
def book() -> Any:
    return opened()


@pytest.fixture(scope="module")
def sheets(parts_of: Parts) -> dict[str, str]:
    parts = parts_of(content())
    names = re.findall(r'<sheet [^>]*name="([^"]+)"', parts["xl/workbook.xml"])
    return {name: parts[f"xl/worksheets/sheet{number}.xml"] for number, name in enumerate(names, 1)}


class TestCells:
    def test_hold_what_the_rows_hold(self, book: Any) -> None:
        rows = [[cell.value for cell in row] for row in book["责任清单"].iter_rows()]
        assert rows == [
            ["甲银行责任清单", None, None],
            ["说明文字。", None, None],
            ["编号", "条款原文", "数"],
            ["1.1-04", "亲自研究部署", 3],
            ["1.1-08", None, 0],
            ["2.1-02", "严格规范", 12],
        ]

    def test_name_their_style(self, book: Any) -> None:
        sheet = book["履职情况"]
        assert [sheet.cell(1, 1).style, sheet.cell(2, 1).style] == ["title", "header"]
        assert [cell.style for cell in sheet[3]] == ["text", "text", "filled", "filled", "filled_date"]
        assert [book["责任矩阵"].cell(2, column).style for column in (1, 2)] == ["header", "header_turned"]

    @pytest.mark.parametrize("name", FORMATS)
    def test_look_as_their_format_says(self, book: Any, name: str) -> None:
        wanted = FORMATS[name]
        looks = {cell.style: cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
        cell = looks[name]
        assert (cell.font.name, cell.font.size, cell.font.bold or False) == (wanted.font, wanted.size, wanted.bold)
        assert cell.font.color.rgb == f"00{wanted.color}"
        assert cell.alignment.horizontal == wanted.across
        assert (cell.alignment.wrap_text, cell.number_format) == (wanted.wrap, wanted.number)
        assert (cell.fill.fgColor.rgb if cell.fill.fill_type else "") == (f"00{wanted.fill}" if wanted.fill else "")
        assert (cell.border.left.style is not None) == wanted.border
        assert cell.alignment.textRotation == (255 if wanted.turned else 0)

    @pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@甲", "=cmd|' /C calc'!A0", "'甲", "\t=1"])
    def test_that_begin_like_formulas_stay_texts(self, text: str) -> None:
        cell = of_values(text)[0]
        assert (cell.value, cell.data_type, cell.style) == (text, "s", "text")
        assert cell.quotePrefix

    @pytest.mark.parametrize("text", ["=1+1", "-说明", "@"])
    @pytest.mark.parametrize("where", ["title", "note", "header", "banner"])
    def test_that_begin_like_formulas_stay_texts_above_the_rows_too(self, text: str, where: str) -> None:
        column = Column("甲", text if where == "header" else "甲", 20)
        sheet = Sheet(
            *("表", text if where == "title" else "题", (column,), ((text,), ("乙",))),
            note=text if where == "note" else "注",
            banners=frozenset({0} if where == "banner" else ()),
        )
        row = {"title": 1, "note": 2, "header": 3, "banner": 4}[where]
        cell = opened(replace(BOOK, sheets=(sheet,)))["表"].cell(row, 1)
        assert (cell.value, cell.data_type, cell.style, cell.quotePrefix) == (text, "s", where, True)

    def test_hold_numbers_as_numbers(self) -> None:
        cells = of_values(0, 7, -3, 1.5, 12345678901, 1e-7)
        assert [cell.value for cell in cells] == [0, 7, -3, 1.5, 12345678901, 1e-7]
        assert {cell.data_type for cell in cells} == {"n"}

    def test_hold_whole_numbers_without_a_fraction(self) -> None:
        """As Excel and LibreOffice keep them, so that what they saved is the same."""
        values = [cell.value for cell in of_values(18.0, -2.0, 0.5)]
        assert [(type(value), value) for value in values] == [(int, 18), (int, -2), (float, 0.5)]

    @pytest.mark.parametrize(
        "day", [datetime.date(2026, 12, 1), datetime.date(2024, 2, 29), datetime.datetime(2026, 12, 1, 18)]
    )
    def test_hold_days_as_days(self, day: datetime.date) -> None:
        moment = day if isinstance(day, datetime.datetime) else datetime.datetime.combine(day, datetime.time())
        assert of_values(day, format_="filled_date")[0].value == moment

    @pytest.mark.parametrize("formula", ["=1+1", '=IF(A1<>"甲",1,2)&"<b>"', "=SUM(A1:A2)"])
    def test_hold_a_persons_formula(self, formula: str) -> None:
        cell = of_values(Formula(formula))[0]
        assert (cell.value, cell.data_type) == (formula, "f")

    @pytest.mark.parametrize("text", ["1.10", "007", "12:30", "2026-12-01", "TRUE", "1e5", "NO"])
    def test_hold_texts_that_look_like_values_as_texts(self, text: str) -> None:
        cell = of_values(text)[0]
        assert (cell.value, cell.data_type) == (text, "s")

    @given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=40))
    @example('<c/>&amp;"甲"]]>')
    def test_hold_any_text_verbatim(self, text: str) -> None:
        if not NOT_IN_XML.search(text):
            assert of_values(text)[0].value == text

    def test_hold_the_longest_text_that_excel_takes(self) -> None:
        assert of_values("甲" * 32_767)[0].value == "甲" * 32_767


class TestSharedStrings:
    def test_hold_each_text_once_in_the_order_of_its_first_use(self, parts_of: Parts) -> None:
        strings = re.findall(r"<t [^>]*>([^<]*)</t>", parts_of(content())["xl/sharedStrings.xml"])
        assert strings[:6] == ["甲银行责任清单", "说明文字。", "编号", "条款原文", "数", "1.1-04"]
        assert len(strings) == len(set(strings))

    def test_are_announced_once(self, parts_of: Parts) -> None:
        parts = parts_of(content())
        assert parts["[Content_Types].xml"].count("/xl/sharedStrings.xml") == 1
        assert parts["xl/_rels/workbook.xml.rels"].count("relationships/sharedStrings") == 1

    def test_say_how_many_there_are(self, parts_of: Parts) -> None:
        xml = parts_of(content())["xl/sharedStrings.xml"]
        assert int(re.search(r'uniqueCount="(\d+)"', xml)[1]) == xml.count("<si>")

    def test_keep_blanks_and_line_ends(self) -> None:
        assert [cell.value for cell in of_values("  甲 ", "甲\n乙", " ")] == ["  甲 ", "甲\n乙", " "]


class TestBanners:
    def test_are_one_merged_cell_each(self, book: Any) -> None:
        merged = sorted(str(area) for area in book["岗位清单"].merged_cells.ranges)
        assert merged == ["A1:B1", "A2:B2", "A4:B4", "A7:B7", "A9:B9"]
        assert [book["岗位清单"].cell(row, 1).style for row in (4, 5, 7)] == ["banner", "text", "banner"]

    def test_start_a_page_except_the_first(self, book: Any) -> None:
        assert [brk.id for brk in book["岗位清单"].row_breaks.brk] == [6, 8]

    def test_leave_no_break_where_there_are_none(self, sheets: dict[str, str]) -> None:
        assert "rowBreaks" not in sheets["责任清单"]
        only_first = replace(BANNERS, banners=frozenset({0}))
        sheet = opened(replace(BOOK, sheets=(only_first,)))["岗位清单"]
        assert list(sheet.row_breaks.brk) == []

    def test_titles_and_notes_are_merged_too(self, book: Any) -> None:
        assert [str(area) for area in book["责任清单"].merged_cells.ranges] == ["A1:C1", "A2:C2"]
        assert [str(area) for area in book["履职情况"].merged_cells.ranges] == ["A1:E1"]


class TestRanges:
    def test_of_filters_end_at_the_last_row(self, book: Any) -> None:
        assert book["责任清单"].auto_filter.ref == "A3:C6"
        assert book["履职情况"].auto_filter.ref == "A2:E7"
        assert book["岗位清单"].auto_filter.ref is None

    def test_of_validations_end_there_too(self, book: Any) -> None:
        validations = book["履职情况"].data_validations.dataValidation
        assert [str(v.sqref) for v in validations] == ["C3:C7", "D3:D7", "E3:E7"]

    def test_of_an_empty_sheet_hold_one_row(self, book: Any) -> None:
        assert book["空表"].auto_filter.ref == "A2:B3"

    @pytest.mark.parametrize("count", [2, 60, 400])
    def test_move_with_the_rows(self, count: int) -> None:
        rows = tuple((f"{number}", "choice_event", "", "", "") for number in range(count))
        book = opened(replace(BOOK, sheets=(LIST, replace(PRACTICE, rows=rows))))
        assert book["履职情况"].auto_filter.ref == f"A2:E{count + 2}"
        assert str(book["履职情况"].data_validations.dataValidation[1].sqref) == f"D3:D{count + 2}"

    def test_of_filters_are_named_as_excel_wants_it(self, parts_of: Parts) -> None:
        named = re.findall(
            r"<definedName [^>]*_FilterDatabase[^>]*>([^<]*)<", parts_of(content())["xl/workbook.xml"]
        )
        assert named == ["'责任清单'!$A$3:$C$6", "'履职情况'!$A$2:$E$7", "'空表'!$A$2:$B$3"]

    def test_leave_no_sentinel_behind(self, parts_of: Parts) -> None:
        for name, part in parts_of(content()).items():
            assert not re.search(r"7770\d\d", part), name
            assert "CPLIST-HEADER" not in part, name


class TestChoices:
    def test_stand_in_a_hidden_sheet_by_name(self, book: Any) -> None:
        sheet = book[CHOICES_SHEET]
        assert sheet.sheet_state == "hidden"
        assert [[cell.value for cell in row if cell.value] for row in sheet.iter_rows()] == [
            ["whose", "本机构自定", "采用建议"],
            ["event", "本期未触发", "办理中", "已办结"],
            ["ban", "未发生", "已发生"],
        ]

    @pytest.mark.parametrize(
        ("name", "area"), [("whose", "$B$1:$C$1"), ("event", "$B$2:$D$2"), ("ban", "$B$3:$C$3")]
    )
    def test_are_named_ranges_of_exactly_their_cells(self, book: Any, name: str, area: str) -> None:
        assert book.defined_names[f"choice_{name}"].attr_text.replace("'", "") == f"{CHOICES_SHEET}!{area}"

    def test_are_chosen_by_name_or_through_another_cell(self, book: Any) -> None:
        validations = book["履职情况"].data_validations.dataValidation
        assert [v.formula1 for v in validations] == ["choice_whose", "INDIRECT($B3)", "36526"]
        assert [v.type for v in validations] == ["list", "list", "date"]
        assert all(v.allow_blank and v.showErrorMessage for v in validations)

    def test_that_a_cell_names_are_there(self, book: Any) -> None:
        named = {row[1].value for row in book["履职情况"].iter_rows(min_row=3)}
        assert named <= set(book.defined_names)


class TestPages:
    def test_show_the_institution_and_the_sheet(self, book: Any) -> None:
        header = book["责任清单"].oddHeader
        assert (header.left.text, header.right.text) == ("甲银行", "责任清单")
        assert book["责任清单"].oddFooter.center.text == "第 &P 页，共 &N 页"

    @pytest.mark.parametrize("name", ["甲&乙银行", 'A&B <C> "D" 公司', "&&&银行", "&P银行"])
    def test_show_an_institutions_name_with_an_ampersand(self, parts_of: Parts, name: str) -> None:
        made = content(replace(BOOK, header=name))
        xml = parts_of(made)["xl/worksheets/sheet1.xml"]
        header = re.search(r"<oddHeader>(.*?)</oddHeader>", xml)[1]
        doubled = name.replace("&", "&&").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert header.replace("&quot;", '"').startswith(f"&amp;L{doubled}&amp;R")
        load_workbook(io.BytesIO(made))

    def test_are_as_wide_as_the_sheet_and_repeat_its_header(self, book: Any) -> None:
        for sheet in book.worksheets[:-2]:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert book["责任清单"].print_title_rows == "$3:$3"
        assert book["履职情况"].print_title_rows == "$2:$2"

    @pytest.mark.parametrize(
        ("name", "orientation", "paper"),
        [("责任清单", "landscape", 9), ("岗位清单", "portrait", 9), ("责任矩阵", "landscape", 8)],
    )
    def test_lie_as_the_sheet_says(self, book: Any, name: str, orientation: str, paper: int) -> None:
        assert (book[name].page_setup.orientation, book[name].page_setup.paperSize) == (orientation, paper)

    def test_keep_the_header_in_sight(self, book: Any) -> None:
        assert book["责任清单"].freeze_panes == "B4"
        assert book["履职情况"].freeze_panes == "A3"


class TestColumns:
    def test_have_their_widths_and_may_be_hidden(self, book: Any) -> None:
        dimensions = book["履职情况"].column_dimensions
        assert [dimensions[letter].hidden for letter in "ABCDE"] == [True, True, False, False, False]
        assert [dimensions[letter].width for letter in "CDE"] == [9, 10, 11]

    def test_wrap_and_have_rows_high_enough(self, book: Any) -> None:
        for sheet in book.worksheets[:-2]:
            for row in range(1, sheet.max_row + 1):
                assert 0 < sheet.row_dimensions[row].height <= HIGHEST, (sheet.title, row)

    def test_past_z_are_lettered_on(self) -> None:
        columns = tuple(Column(f"c{number}", f"列{number}", 8) for number in range(60))
        sheet = Sheet("表", "题", columns, (tuple(str(number) for number in range(60)),))
        book = opened(replace(BOOK, sheets=(sheet,)))
        assert book["表"]["BH3"].value == "59"
        assert book["表"].auto_filter.ref == "A2:BH3"


class TestLooks:
    START = Sheet(
        "从这里开始",
        "题",
        (Column("表", "表", 8, header="banner"), Column("率", "率", 9), *(Column(n, n, 70) for n in "一二三")),
        (("责任清单", 0.5, *[""] * 3), ("没有的表", 1, *[""] * 3)),
        note="说明" * 50,
        tab="C55A11",
        bars=(Bars(("率",), "70AD47"),),
        links={(0, 0): Link("责任清单", ""), (1, 0): Link("没有的表", "")},
    )

    @pytest.fixture
    def start(self) -> Any:
        return opened(replace(BOOK, sheets=(self.START, *BOOK.sheets)))["从这里开始"]

    def test_a_tab_has_its_colour_and_others_have_none(self, start: Any, book: Any) -> None:
        assert start.sheet_properties.tabColor.rgb == "FFC55A11"
        assert book["责任清单"].sheet_properties.tabColor is None

    def test_bars_are_as_long_as_their_share_of_one(self, start: Any) -> None:
        (found,) = start.conditional_formatting
        (rule,) = found.rules
        assert (str(found.sqref), rule.type, rule.dataBar.color.rgb) == ("B4:B5", "dataBar", "FF70AD47")
        assert [(end.type, end.val) for end in rule.dataBar.cfvo] == [("num", 0), ("num", 1)]

    def test_a_link_leads_to_a_whole_sheet_that_is_there(self, start: Any) -> None:
        assert start["A4"].hyperlink.location == "'责任清单'!A1"
        assert start["A5"].hyperlink is None

    def test_a_title_has_the_format_that_its_column_names(self, start: Any) -> None:
        assert (start["A3"].style, start["B3"].style) == ("banner", "header")

    def test_title_and_note_stand_where_a_screen_shows_them(self, start: Any) -> None:
        assert {str(area) for area in start.merged_cells.ranges} == {"A1:C1", "A2:C2"}
        assert start.row_dimensions[2].height > start.row_dimensions[1].height


class TestTheFile:
    def test_is_the_same_every_time(self) -> None:
        assert content() == content()

    def test_says_what_it_is(self, book: Any) -> None:
        assert (book.properties.title, book.properties.subject, book.properties.creator) == (
            *("甲银行责任清单", "主题"),
            "甲银行",
        )
        assert book.properties.created == datetime.datetime(2026, 12, 1)
        assert {p.name: p.value for p in book.custom_doc_props.props} == {"cplist.build": "01"}

    def test_asks_no_clock(self, parts_of: Parts) -> None:
        made = parts_of(write_xlsx(BOOK, "", "", ""))
        assert "created" not in made["docProps/core.xml"]
        for name, part in made.items():
            assert not re.search(r"20[2-9]\d-\d\d-\d\dT", part), name

    def test_is_one_of_several_that_share_a_skeleton_without_sharing_words(self) -> None:
        first = content()
        other = replace(BOOK, header="乙公司", sheets=(replace(LIST, rows=(("x", "y", 1),)), *BOOK.sheets[1:]))
        second = opened(other)
        assert second["责任清单"].oddHeader.left.text == "乙公司"
        assert second["责任清单"].auto_filter.ref == "A3:C4"
        assert content() == first

    def test_has_its_sheets_in_order(self, book: Any) -> None:
        assert book.sheetnames == [*(sheet.name for sheet in BOOK.sheets), CHOICES_SHEET, RECORD_SHEET]

    def test_of_a_row_that_is_too_short_is_refused(self) -> None:
        sheet = replace(LIST, rows=(("1",),))
        with pytest.raises((ValueError, IndexError)):
            content(replace(BOOK, sheets=(sheet,)))


class TestAPage:
    def test_is_what_the_record_says_of_it(self, parts_of: Parts) -> None:
        """The next build tells by that what a person set."""
        book = replace(BOOK, header="甲&乙银行")
        for workbook in (BOOK, book):
            parts = parts_of(content(workbook))
            for number, sheet in enumerate(workbook.sheets, 1):
                root = ElementTree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"])
                found = shown(one for one in root if one.tag.rpartition("}")[2] in GROUPS)
                ends = found.pop("rowBreaks", "0")
                assert found == made_page(SheetLayout.of(sheet), workbook.header)
                assert ends == str(len(pages_end(sheet)))


class TestARule:
    def test_speaks_of_the_columns_of_its_own_table_whatever_was_written_before(self, parts_of: Parts) -> None:
        """One formula on many sheets, on which its columns stand elsewhere."""
        checked = Column("乙", "乙", 9, filled_in=True, check="TRIM([乙])<>TRIM([甲])")
        sheets = []
        for number in range(12):
            others = tuple(Column(f"列{n}", f"列{n}", 9) for n in range(number))
            columns = (*others, Column("甲", "甲", 9), checked)
            sheets.append(Sheet(f"表{number}", "表", columns, (("",) * len(columns),)))
        parts = parts_of(content(replace(BOOK, sheets=tuple(sheets))))
        for number in range(12):
            found = re.findall("<formula1>([^<]*)</formula1>", parts[f"xl/worksheets/sheet{number + 1}.xml"])
            own, other = letters(number + 2)[-1], letters(number + 2)[-2]
            assert found == [f"TRIM(${own}3)&lt;&gt;TRIM(${other}3)"]
