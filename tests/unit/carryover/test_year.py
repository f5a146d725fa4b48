"""A year in the life of a workbook: what is refused, what is marked for review, what moved, what comes along."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill

from cplist.carryover import last_workbook
from cplist.carryover.previous import Previous
from cplist.core.findings import FindingsError
from cplist.core.workbook import RECORD_SHEET
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pack.pack import open_pack
from cplist.pipeline import Built, build
from cplist.profile.profile import read_profile

from .stages import carried
from .workbooks import PACKS, TINY, with_the_shipped_checklist

pytestmark = pytest.mark.slow

FILLED = "履职情况"
Edit = Callable[[Any], None]
Make = Callable[..., Built]


@pytest.fixture(scope="module")
def made() -> Make:
    """Give a function: text exchanges, previous workbook, decisions → what the build made."""
    return maker(PACKS)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """The same, with all the sheets of the shipped pack."""
    return maker(with_the_shipped_checklist(tmp_path_factory.mktemp("packs")))


def maker(packs: Path) -> Make:
    """That function, with the tiny pack of that folder."""
    pack = open_pack("tiny", [packs])

    @functools.cache
    def make(*swaps: tuple[str, str], over: bytes = b"", more: str = "") -> Built:
        text = TINY.read_text("utf-8")
        for old, new in swaps:
            assert old in text, old
            text = text.replace(old, new)
        profile = read_profile(f"{text}{more}".encode(), "profile.yaml")
        previous = Previous(over, "清单.xlsx", "清单.旧1.xlsx") if over else None
        return build(Inputs(profile, pack, Request(("checklist",)), previous))

    return make


def xlsx(built: Built) -> bytes:
    return built.file("checklist").content


def edited(content: bytes, edit: Edit) -> bytes:
    book = load_workbook(io.BytesIO(content))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(built: Built) -> Any:
    """The workbook, only to be looked at."""
    return _opened(xlsx(built))


@functools.lru_cache(maxsize=4)
def _opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def rows(sheet: Any, title: str) -> list[dict[str, Any]]:
    """The rows below the header, the row that holds that title."""
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(number for number, row in enumerate(values) if title in row)
    return [dict(zip(values[header], row, strict=True)) for row in values[header + 1 :]]


def fill(book: Any, key: str, title: str, value: Any) -> None:
    sheet = book[FILLED]
    header = next(row for row in sheet.iter_rows() if "行标识" in [cell.value for cell in row])
    places = {cell.value: cell.column for cell in header}
    row = next(r for r in range(header[0].row, sheet.max_row + 1) if sheet.cell(r, places["行标识"]).value == key)
    sheet.cell(row, places[title]).value = value


def rules(built: Built) -> set[str]:
    return {found.rule for found in built.findings}


def counts(built: Built) -> tuple[int, int, int]:
    """How many cells were found, carried, listed."""
    plan = built.carry_over.plan
    return plan.found, plan.carried, plan.listed


# refused


def zipped(change: Callable[[str, bytes], bytes | None], content: bytes, **more: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            kept = change(name, old.read(name))
            if kept is not None:
                new.writestr(name, kept)
        for name, part in more.items():
            new.writestr(name, part)
    return stream.getvalue()


def in_record(old: str, new: str) -> Edit:
    def edit(book: Any) -> None:
        for cell in book[RECORD_SHEET][1]:
            if cell.value == old:
                cell.value = new

    return edit


def without_properties(book: Any) -> None:
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
REFUSED: dict[str, Callable[[bytes], bytes]] = {
    "workbook-xls": lambda _: OLE,
    "workbook-password": lambda _: OLE + "EncryptedPackage".encode("utf-16-le"),
    "workbook-macros": lambda content: zipped(lambda _, part: part, content, **{"xl/vbaProject.bin": b"x"}),
    "workbook-newer": lambda content: edited(content, in_record("1", "9")),
    "workbook-other": lambda content: edited(
        content, lambda book: (without_properties(book), in_record("清溪村镇银行", "x"), _rename(book))
    ),
    "workbook-unreadable": lambda content: zipped(
        lambda name, part: part.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1), content
    ),
}


def _rename(book: Any) -> None:
    book[RECORD_SHEET]["C1"] = "别的银行"


@pytest.mark.parametrize("rule", list(REFUSED))
def test_what_cant_be_taken_over_is_refused_with_what_to_do(made: Make, rule: str) -> None:
    content = REFUSED[rule](xlsx(made()))
    with pytest.raises(FindingsError) as raised:
        made(over=content)
    assert rule in [found.rule for found in raised.value.findings]


def test_another_notices_workbook_is_refused(made: Make) -> None:
    name = "清溪村镇银行股份有限公司（虚构）"
    other = edited(xlsx(made()), lambda book: setattr(book[RECORD_SHEET]["D1"], "value", "other"))
    other = edited(other, without_properties)
    with pytest.raises(FindingsError) as raised:
        made(over=other)
    assert "workbook-other-notice" in [found.rule for found in raised.value.findings], name


def test_a_bomb_is_refused_before_it_is_unpacked(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx(made())
    monkeypatch.setattr(last_workbook, "LARGEST", 10_000)
    with pytest.raises(FindingsError) as raised:
        made(over=content)
    assert "workbook-too-large" in [found.rule for found in raised.value.findings]


# what changed since


def test_answers_go_to_the_new_party_and_are_marked(full: Make) -> None:
    first = full()
    pair = next(row for row in rows(opened(first)[FILLED], "行标识") if str(row["行标识"]).startswith("5-02|"))
    duty, party = str(pair["行标识"]).split("|")
    answered = edited(xlsx(first), lambda book: fill(book, pair["行标识"], "备注", "原来的答复"))
    others = [row["主体代号"] for row in rows(opened(first)[FILLED], "行标识") if row["主体代号"] != party]
    department = next(d for d in others if d != "governor")
    more = f"  - {{duty: {duty}, lead: {department}, reason: 分工调整}}\n"
    second = full(over=answered, more=more)
    row = next(row for row in rows(opened(second)[FILLED], "行标识") if row["行标识"] == f"{duty}|{department}")
    assert row["备注"] == "原来的答复"
    assert pair["责任主体"] in row["待复核"]
    assert {"carry-over-review", "changes-recorded"} <= rules(second)
    third = full(over=xlsx(second), more=more)
    assert xlsx(third) == xlsx(second)


def test_what_moved_is_recorded_with_the_letters_to_sign(full: Make) -> None:
    first = xlsx(full())
    person = next(leader.name for leader in full().draft.institution.leaders if leader.name)
    second = full((person, "新来者"), over=first)
    lines = rows(opened(second)["变更记录"], "类别")
    assert [line["类别"] for line in lines] == ["负责人变动"]
    assert person in lines[0]["变更前"] and "新来者" in lines[0]["变更后"]
    assert lines[0]["责任书需重签的主体"] not in ("", "—", None)
    third = full((person, "新来者"), over=xlsx(second))
    assert rows(opened(third)["变更记录"], "类别") == lines


def test_a_row_that_is_no_more_is_listed_with_all_its_answers_for_good(made: Make) -> None:
    def answer(book: Any) -> None:
        fill(book, "5-02|control", "进度", "已完成")
        fill(book, "5-02|control", "备注", "查过了")

    content = edited(xlsx(made()), answer)
    for _ in range(3):
        built = made(over=content, more="  - {duty: 5-02, not_applicable: 没有检查部门}\n")
        listed = rows(opened(built)["已停用"], "行标识")
        assert [(line["行标识"], line["列"], line["表中的内容"]) for line in listed] == [
            ("5-02|control", "进度", "已完成"),
            ("5-02|control", "备注", "查过了"),
        ]
        assert counts(built) == (2, 0, 2)
        content = xlsx(built)


def test_a_generated_cell_that_was_edited_is_listed_with_both_values(made: Make) -> None:
    content = edited(xlsx(made()), lambda book: fill(book, "1-02|governor", "责任主体", "张三"))
    built = made(over=content)
    (line,) = rows(opened(built)["冲突"], "行标识")
    assert (line["行标识"], line["列"], line["表中的内容"]) == ("1-02|governor", "责任主体", "张三")
    assert line["程序生成的内容"] == "行长"
    assert "carry-over-edited" in rules(built)


def test_an_edit_that_the_profile_now_says_too_is_none(made: Make) -> None:
    content = edited(xlsx(made()), lambda book: fill(book, "1-02|governor", "责任主体", "总经理"))
    built = made(("行长", "总经理"), over=content)
    assert "冲突" not in opened(built).sheetnames
    assert counts(built) == (1, 1, 0)


# what people added


def add_sheet(book: Any) -> None:
    sheet = book.create_sheet("我的统计", 0)
    sheet["A1"], sheet["B2"], sheet["C3"] = "自己的表", "=SUM(1,2)", 3.5
    sheet["A1"].font, sheet["A1"].fill = Font(bold=True, color="FF0000"), PatternFill("solid", fgColor="FFFF00")
    sheet["C3"].number_format = "0.000"
    sheet.merge_cells("A5:C6")
    sheet.column_dimensions["A"].width = 33


def test_a_sheet_of_ones_own_comes_along_as_it_looks(made: Make) -> None:
    content = edited(xlsx(made()), add_sheet)
    for _ in range(2):
        built = made(over=content)
        sheet = opened(built)["我的统计"]
        assert (sheet["A1"].value, sheet["B2"].value, sheet["C3"].value) == ("自己的表", "=SUM(1,2)", 3.5)
        assert (sheet["A1"].font.b, sheet["A1"].font.color.rgb, sheet["A1"].fill.fgColor.rgb) == (
            *(True, "00FF0000"),
            "00FFFF00",
        )
        assert sheet["C3"].number_format == "0.000"
        assert [str(area) for area in sheet.merged_cells.ranges] == ["A5:C6"]
        assert sheet.column_dimensions["A"].width == 33
        content = xlsx(built)


def test_a_sheet_named_like_one_of_ours_is_kept_under_another_name(made: Make) -> None:
    def edit(book: Any) -> None:
        book["说明"].title = "别的名字"
        book.create_sheet("说明")["A1"] = "占了名字"

    built = made(over=edited(xlsx(made()), edit))
    texts = {cell.value for sheet in opened(built) for row in sheet.iter_rows() for cell in row}
    assert "占了名字" in texts


def test_lines_of_the_ledger_count_and_come_along(full: Make) -> None:
    import datetime

    first = full()
    pair = next(row for row in rows(opened(first)[FILLED], "行标识") if row["主体名称"])

    def write(book: Any) -> None:
        sheet = book["履职台账"]
        for number, day in enumerate((5, 9)):
            sheet.cell(4 + number * 3, 1).value = pair["编号"]
            sheet.cell(4 + number * 3, 2).value = pair["主体名称"]
            sheet.cell(4 + number * 3, 3).value = datetime.date(2026, 3, day)
            sheet.cell(4 + number * 3, 4).value = f"第{number + 1}次"

    built = full(over=edited(xlsx(first), write))
    values = load_workbook(io.BytesIO(xlsx(built)), data_only=True)
    row = next(row for row in rows(values[FILLED], "行标识") if row["行标识"] == pair["行标识"])
    assert (row["次数"], row["最近日期"]) == (2, datetime.datetime(2026, 3, 9))
    assert [line["事项"] for line in rows(values["履职台账"], "编号")[:3]] == ["第1次", "第2次", None]
    assert counts(built) == (8, 8, 0)


def test_a_typed_day_and_an_approval_come_along(full: Make) -> None:
    import datetime

    def write(book: Any) -> None:
        book["进度"]["B3"] = datetime.date(2027, 6, 30)
        sheet = book["说明"]
        row = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "主要负责人")
        sheet.cell(row, 2).value = "某某，董事会第3次会议"

    built = full(over=edited(xlsx(full()), write))
    book = opened(built)
    assert book["进度"]["B3"].value == datetime.datetime(2027, 6, 30)
    assert "某某，董事会第3次会议" in {cell.value for row in book["说明"].iter_rows() for cell in row}
    assert "冲突" not in book.sheetnames


def test_a_row_that_was_sorted_away_from_its_key_is_recognised(made: Make) -> None:
    """Somebody sorted the visible columns only: the hidden keys stayed behind."""

    def edit(book: Any) -> None:
        fill(book, "1-02|governor", "备注", "我的答复")
        sheet = book[FILLED]
        keys = [cell for (cell,) in sheet.iter_rows(max_col=1) if "|" in str(cell.value)]
        first, second = keys[0], keys[1]
        first.value, second.value = second.value, first.value

    built = made(over=edited(xlsx(made()), edit))
    row = next(row for row in rows(opened(built)[FILLED], "行标识") if row["行标识"] == "1-02|governor")
    assert row["备注"] == "我的答复"
    assert "carry-over-rekeyed" in rules(built)


def test_a_duty_that_replaces_another_takes_its_answers() -> None:
    from cplist.core.workbook import Column, Sheet

    columns = (Column("key", "行标识", 4, hidden=True), Column("备注", "备注", 9, filled_in=True))
    new = Sheet(FILLED, "题", columns, (("2-01|a", ""),))
    table, _ = carried(new, {"1-01|a": {"行标识": "1-01|a", "备注": "x"}}, replaced={"1-01": ("2-01",)})
    assert table == (("2-01|a", "x"),)


def test_of_a_row_with_another_key_only_what_people_wrote_is_listed(full: Make) -> None:
    first = full()
    key = next(row["行标识"] for row in rows(opened(first)[FILLED], "行标识"))

    def edit(book: Any) -> None:
        fill(book, key, "备注", "=1+1")
        fill(book, key, "条款原文", "改了的原文")
        fill(book, key, "行标识", "9-99|nobody")

    built = full(over=edited(xlsx(first), edit))
    listed = [(line["列"], line["表中的内容"]) for line in rows(opened(built)["冲突"], "行标识")]
    assert sorted(listed) == [("备注", "=1+1"), ("条款原文", "改了的原文"), ("行标识", "9-99|nobody")]
    assert {cell.data_type for row in opened(built)["冲突"].iter_rows() for cell in row} <= {"s", "n"}


def test_a_link_whose_row_was_deleted_is_nothing_that_a_person_wrote(full: Make) -> None:
    content = edited(xlsx(full()), lambda book: book[FILLED].delete_rows(9))
    built = full(over=content)
    assert (built.carry_over.plan.found, rules(built) & {"carry-over-unknown"}) == (0, set())
    assert "carry-over-deleted" in rules(built)
