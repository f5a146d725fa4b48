"""Nothing that a person wrote is lost: neither words edited in the Word file nor cells filled in."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from .conftest import CITY_BANK, PACKS, TINY, Build, Builds, Cplist, Said
from .reading import Book, Document

pytestmark = pytest.mark.slow

Profile = Callable[..., Path]
WORD = "清溪村镇银行网点接待制度（虚构）"
EXCEL = "清溪村镇银行网点接待清单（虚构）"
TO_FILL_IN = "履职情况"
OTHER_WORDS = ("文一清", "文二清"), ("云岭省清溪县", "云岭省浊溪县"), ("清银〔2031〕3号", "清银〔2031〕4号")
ONE_DUTY_LESS = "  - {duty: 5-02, not_applicable: 没有检查部门}\n"
ANSWERS: dict[tuple[str, str], Any] = {
    ("1-02|governor", "进度"): "已完成",
    ("1-02|governor", "完成日期"): datetime.datetime(2031, 4, 5),
    ("1-02|governor", "备注"): "听取了专题汇报；见纪要〔2031〕8号",
    ("3-01|hall", "备注"): "=不是公式",
    ("3-02|hall", "备注"): 12,
    ("3-03|hall", "备注"): "两行\n文字 <&> \"'",
    ("4-01|general", "进度"): "进行中",
    ("5-02|control", "进度"): "未开始",
    ("5-02|control", "备注"): "尚无",
    ("6-03|governor", "备注"): "末行",
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def first(build: Builds, out: Path) -> Build:
    """The tiny institution's folder, as built, for the test to play with."""
    return build.start(TINY, out)


@pytest.fixture
def changed(profile: Profile) -> Path:
    """The same institution with another president: every file comes out differently."""
    return profile(TINY, *OTHER_WORDS, ("行长", "总经理"))


@pytest.fixture
def again(cplist: Cplist, out: Path) -> Callable[..., Said]:
    """Give a function that builds into the same folder."""

    def run(profile: Path = TINY, *options: str | Path) -> Said:
        return cplist("build", profile, *options, "--packs", PACKS, "-o", out, "--json")

    return run


# the Word file


def edit(path: Path, words: str) -> bytes:
    document = docx.Document(str(path))
    document.paragraphs[-2].add_run(words)
    document.save(str(path))
    return path.read_bytes()


def test_a_document_that_nobody_changed_is_replaced(
    first: Build, again: Callable[..., Said], changed: Path
) -> None:
    said = again(changed)
    assert said.status == 0
    assert sorted(path.suffix for path in first.folder.iterdir()) == [".docx", ".html", ".json", ".xlsx"]
    assert "总经理" in Document(first.folder / f"{WORD}.docx").text


def test_an_edited_document_is_kept_and_the_new_one_goes_beside_it(
    first: Build, again: Callable[..., Said], changed: Path
) -> None:
    mine = edit(first.folder / f"{WORD}.docx", "本人所加。")
    said = again(changed)
    assert said.status == 1
    assert "file-kept" in said.rules
    assert (first.folder / f"{WORD}.docx").read_bytes() == mine
    assert "总经理" in Document(first.folder / f"{WORD}.新.docx").text
    assert said.data["builds"][0]["outputs"][0]["path"].endswith(f"{WORD}.新.docx")


def test_it_is_kept_again_and_again(first: Build, again: Callable[..., Said], changed: Path) -> None:
    mine = edit(first.folder / f"{WORD}.docx", "本人所加。")
    for profile in (TINY, changed, TINY, changed, changed):
        said = again(profile)
        assert said.status == 1
        assert (first.folder / f"{WORD}.docx").read_bytes() == mine
    assert sorted(path.name for path in first.folder.glob("*.docx")) == [f"{WORD}.docx", f"{WORD}.新.docx"]
    assert "总经理" in Document(first.folder / f"{WORD}.新.docx").text


def test_an_edited_new_one_is_kept_too(first: Build, again: Callable[..., Said], changed: Path) -> None:
    mine = edit(first.folder / f"{WORD}.docx", "本人所加。")
    again(changed)
    mine_too = edit(first.folder / f"{WORD}.新.docx", "本人也改了这份。")
    for _ in range(2):
        assert again().status == 1
    assert (first.folder / f"{WORD}.docx").read_bytes() == mine
    assert (first.folder / f"{WORD}.新.docx").read_bytes() == mine_too
    assert "行长" in Document(first.folder / f"{WORD}.新2.docx").text
    third = edit(first.folder / f"{WORD}.新2.docx", "还有这份。")
    assert again(changed).status == 1
    assert (first.folder / f"{WORD}.新2.docx").read_bytes() == third
    assert "总经理" in Document(first.folder / f"{WORD}.新3.docx").text


def test_after_the_two_were_merged_everything_is_as_before(
    first: Build, again: Callable[..., Said], changed: Path
) -> None:
    edit(first.folder / f"{WORD}.docx", "本人所加。")
    again(changed)
    (first.folder / f"{WORD}.新.docx").replace(first.folder / f"{WORD}.docx")
    said = again()
    assert said.status == 0
    assert not list(first.folder.glob("*.新*"))


def test_a_document_without_its_build_json_counts_as_somebodys(
    first: Build, again: Callable[..., Said], changed: Path
) -> None:
    old = (first.folder / f"{WORD}.docx").read_bytes()
    (first.folder / "build.json").unlink()
    assert again(changed).status == 1
    assert (first.folder / f"{WORD}.docx").read_bytes() == old


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"outputs": 3}', b"\xff\xfe", b'{"outputs": {"a": 1}}'])
def test_a_damaged_build_json_loses_nothing(
    first: Build, again: Callable[..., Said], changed: Path, content: bytes
) -> None:
    old = (first.folder / f"{WORD}.docx").read_bytes()
    (first.folder / "build.json").write_bytes(content)
    assert again(changed).status == 1
    assert (first.folder / f"{WORD}.docx").read_bytes() == old


def test_a_document_that_was_deleted_is_written_anew(first: Build, again: Callable[..., Said]) -> None:
    (first.folder / f"{WORD}.docx").unlink()
    assert again().status == 0
    assert Document(first.folder / f"{WORD}.docx").lines


# the workbook


def fill_in(path: Path, answers: dict[tuple[str, str], Any]) -> bytes:
    """Write the answers into their rows as a person would, a text that looks like a formula as text."""
    book = Book(path)
    for row in book.cells(TO_FILL_IN):
        for (key, title), value in answers.items():
            if key == row["行标识"].value:
                row[title].value = value
                if isinstance(value, str):
                    row[title].data_type = "s"
    book.save()
    return path.read_bytes()


def filled_in(path: Path) -> dict[tuple[str, str], Any]:
    """Every answer of a workbook, by its row's key and its column's title."""
    titles = {title for _, title in ANSWERS}
    return {
        (row["行标识"], title): value
        for row in Book(path).rows(TO_FILL_IN)
        for title, value in row.items()
        if title in titles and value is not None
    }


def numbers(said: Said) -> tuple[int, int]:
    """How many cells were carried over, and how many left in the old file, as the findings tell."""
    messages = {found["rule"]: found["message"] for found in said.data["builds"][0]["findings"]}
    carried = re.search(r"(\d+)格", messages.get("carry-over", "0格"))
    lost = re.search(r"(\d+)格", messages.get("carry-over-lost", "0格"))
    assert carried and lost
    return int(carried[1]), int(lost[1])


@pytest.fixture
def filled(first: Build) -> Path:
    fill_in(first.folder / f"{EXCEL}.xlsx", ANSWERS)
    return first.folder / f"{EXCEL}.xlsx"


def test_answers_are_carried_over(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    said = again(changed)
    assert said.status == 0
    assert filled_in(filled) == ANSWERS
    assert numbers(said) == (len(ANSWERS), 0)


def test_the_workbook_that_held_them_is_kept(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    old = filled.read_bytes()
    said = again(changed)
    assert "workbook-kept" in said.rules
    assert filled.with_name(f"{EXCEL}.旧1.xlsx").read_bytes() == old


def test_what_cplist_writes_in_a_row_follows_the_profile(
    filled: Path, again: Callable[..., Said], changed: Path
) -> None:
    again(changed)
    row = next(row for row in Book(filled).rows(TO_FILL_IN) if row["行标识"] == "1-02|governor")
    assert (row["责任主体"], row["进度"]) == ("总经理", "已完成")


def test_three_builds_in_a_row_lose_nothing(
    filled: Path, again: Callable[..., Said], changed: Path, profile: Profile
) -> None:
    seen = [filled.read_bytes()]
    more: dict[tuple[str, str], Any] = {("6-02|governor", "备注"): "第二次填写"}
    assert again(changed).status == 0
    seen.append(fill_in(filled, more))
    assert again(profile(TINY, ("行长", "主任"), name="third.yaml")).status == 0
    seen.append(fill_in(filled, {("6-01|governor", "备注"): "第三次填写"}))
    assert again().status == 0
    assert filled_in(filled) == ANSWERS | more | {("6-01|governor", "备注"): "第三次填写"}
    kept = [filled.with_name(f"{EXCEL}.旧{number}.xlsx").read_bytes() for number in (1, 2, 3)]
    assert kept == seen


def test_building_the_same_again_keeps_no_further_copy(filled: Path, again: Callable[..., Said]) -> None:
    for _ in range(3):
        assert again().status == 0
    assert [path.name for path in filled.parent.glob("*.旧*")] == [f"{EXCEL}.旧1.xlsx"]
    assert filled_in(filled) == ANSWERS


def test_a_formula_that_a_person_wrote_stays_one(first: Build, again: Callable[..., Said], changed: Path) -> None:
    path = first.folder / f"{EXCEL}.xlsx"
    book = Book(path)
    next(book.cells(TO_FILL_IN))["备注"].value = "=TODAY()-1"
    book.save()
    again(changed)
    cell = next(Book(path).cells(TO_FILL_IN))["备注"]
    assert (cell.data_type, cell.value) == ("f", "=TODAY()-1")


def test_a_text_that_looks_like_a_formula_stays_text(
    filled: Path, again: Callable[..., Said], changed: Path
) -> None:
    again(changed)
    cell = next(row for row in Book(filled).cells(TO_FILL_IN) if row["行标识"].value == "3-01|hall")["备注"]
    assert (cell.data_type, cell.value) == ("s", "=不是公式")


def test_sorted_rows_find_their_places(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    rearrange(filled, lambda rows: [rows[0], *sorted(rows[1:], key=lambda row: str(row[3]))])
    assert numbers(again(changed)) == (len(ANSWERS), 0)
    assert filled_in(filled) == ANSWERS
    assert [row["编号"] for row in Book(filled).rows(TO_FILL_IN)] == sorted(
        row["编号"] for row in Book(filled).rows(TO_FILL_IN)
    )


def test_moved_columns_find_their_places(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    rearrange(filled, lambda rows: [list(reversed(row)) for row in rows])
    assert numbers(again(changed)) == (len(ANSWERS), 0)
    assert filled_in(filled) == ANSWERS


def test_columns_that_a_person_inserted_come_along(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    rearrange(filled, lambda rows: [["我的列", *rows[0]], *([f"批注{n}", *row] for n, row in enumerate(rows[1:]))])
    before = {row["行标识"]: row["我的列"] for row in Book(filled).rows(TO_FILL_IN)}
    assert numbers(again(changed)) == (len(ANSWERS) + len(before), 0)
    assert filled_in(filled) == ANSWERS
    assert {row["行标识"]: row["我的列"] for row in Book(filled).rows(TO_FILL_IN)} == before


def test_hidden_columns_and_rows_are_read_too(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    book = Book(filled)
    sheet = book.xlsx[TO_FILL_IN]
    for letter in "ABCDEFGH":
        sheet.column_dimensions[letter].hidden = True
    for number in range(4, 10):
        sheet.row_dimensions[number].hidden = True
    book.save()
    assert numbers(again(changed)) == (len(ANSWERS), 0)
    assert filled_in(filled) == ANSWERS


def test_rows_that_a_person_put_above_are_no_matter(
    filled: Path, again: Callable[..., Said], changed: Path
) -> None:
    book = Book(filled)
    book.xlsx[TO_FILL_IN].insert_rows(1, 3)
    book.save()
    assert numbers(again(changed)) == (len(ANSWERS), 0)
    assert filled_in(filled) == ANSWERS


def test_a_deleted_row_comes_back_empty(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    rearrange(filled, lambda rows: [row for row in rows if row[0] != "1-02|governor"])
    left = {place: value for place, value in ANSWERS.items() if place[0] != "1-02|governor"}
    assert numbers(again(changed)) == (len(left), 0)
    assert filled_in(filled) == left


def test_of_a_copied_row_the_first_counts_and_the_other_is_named(
    filled: Path, again: Callable[..., Said], changed: Path
) -> None:
    rearrange(filled, lambda rows: [*rows, [*rows[1][:5], "未开始", None, "抄来的一行"]])
    said = again(changed)
    assert filled_in(filled) == ANSWERS
    assert numbers(said)[0] == len(ANSWERS)
    (found,) = [found for found in said.data["builds"][0]["findings"] if found["rule"] == "carry-over-copied"]
    assert found["severity"] == "warning"
    assert "1-02|governor" in found["message"] + found["hint"]
    assert "抄来的一行" in "".join(Book(filled.with_name(f"{EXCEL}.旧1.xlsx")).texts())


def test_what_was_filled_in_for_a_duty_that_went_is_listed(
    filled: Path, again: Callable[..., Said], profile: Profile
) -> None:
    said = again(profile(TINY, more=ONE_DUTY_LESS))
    assert said.status == 0
    assert numbers(said) == (len(ANSWERS) - 2, 2)
    (found,) = [found for found in said.data["builds"][0]["findings"] if found["rule"] == "carry-over-lost"]
    assert found["severity"] == "warning"
    assert "5-02|control" in found["hint"] and f"{EXCEL}.旧1.xlsx" in found["message"]
    assert filled_in(filled) == {place: value for place, value in ANSWERS.items() if place[0] != "5-02|control"}
    assert filled_in(filled.with_name(f"{EXCEL}.旧1.xlsx")) == ANSWERS


def test_a_row_of_a_persons_own_is_listed(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    rearrange(filled, lambda rows: [*rows, [None, None, None, None, None, "已完成", None, "自己加的一行"]])
    said = again(changed)
    assert numbers(said) == (len(ANSWERS), 0)
    assert "carry-over-unknown" in said.rules
    assert {"已完成", "自己加的一行"} <= {str(row["表中的内容"]) for row in Book(filled).rows("冲突", "列")}
    assert "自己加的一行" in "".join(Book(filled.with_name(f"{EXCEL}.旧1.xlsx")).texts())


def test_a_workbook_that_was_only_looked_at_is_kept_too(
    first: Build, again: Callable[..., Said], changed: Path
) -> None:
    path = first.folder / f"{EXCEL}.xlsx"
    book = Book(path)
    book.xlsx[TO_FILL_IN].column_dimensions["H"].width = 50
    book.save()
    old = path.read_bytes()
    assert again(changed).status == 0
    assert path.with_name(f"{EXCEL}.旧1.xlsx").read_bytes() == old


def test_a_workbook_of_somebodys_own_is_refused_and_left_as_it_is(first: Build, again: Callable[..., Said]) -> None:
    path = first.folder / f"{EXCEL}.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "我自己的表"
    book.save(path)
    old = path.read_bytes()
    said = again()
    assert said.status == 1 and "workbook-not-ours" in said.rules
    assert path.read_bytes() == old
    assert not path.with_name(f"{EXCEL}.旧1.xlsx").exists()


def damaged(content: bytes) -> dict[str, bytes]:
    half = len(content) // 2
    return {
        "empty": b"",
        "cut": content[:half],
        "no zip": b"not a workbook",
        "encrypted": bytes.fromhex("d0cf11e0a1b11ae1") + content[:half],
        "a hole in the middle": content[: half - 300] + b"\0" * 600 + content[half + 300 :],
        "another archive": b"PK\x05\x06" + b"\0" * 18,
    }


@pytest.mark.parametrize("suffix", [".xls", ".xlsm", ".et", ".ods"])
def test_a_workbook_that_was_saved_in_another_format_alone_is_named(
    filled: Path, again: Callable[..., Said], changed: Path, suffix: str
) -> None:
    other = filled.rename(filled.with_suffix(suffix))
    content = other.read_bytes()
    said = again(changed)
    assert said.status == 0 and "workbook-otherwise" in said.rules, said.err
    assert other.name in said.err and other.read_bytes() == content
    saved = filled.with_name("saved.xlsx")
    saved.write_bytes(content)
    filled.unlink()
    said = again(changed, "--carry", saved)
    assert "carry-over" in said.rules and "workbook-otherwise" not in said.rules, said.err


@pytest.mark.parametrize("how", list(damaged(b"")))
def test_a_damaged_workbook_stops_the_build_and_is_left_as_it_is(
    filled: Path, again: Callable[..., Said], changed: Path, how: str
) -> None:
    filled.write_bytes(damaged(filled.read_bytes())[how])
    before = {path: path.read_bytes() for path in filled.parent.iterdir()}
    said = again(changed)
    assert said.status == 1
    named = {"empty": "workbook-empty", "encrypted": "workbook-xls"}.get(how, "workbook-unreadable")
    assert named in said.rules
    assert {path: path.read_bytes() for path in filled.parent.iterdir()} == before


def test_the_workbook_of_another_institution_is_left_as_it_is(
    first: Build, city_bank: Build, again: Callable[..., Said]
) -> None:
    shutil.copy(city_bank.path("checklist"), first.folder / f"{EXCEL}.xlsx")
    before = {path: path.read_bytes() for path in first.folder.iterdir()}
    said = again()
    assert said.status == 1
    assert "workbook-other" in said.rules
    assert {path: path.read_bytes() for path in first.folder.iterdir()} == before


def test_with_both_files_changed_both_are_kept(filled: Path, again: Callable[..., Said], changed: Path) -> None:
    mine = edit(filled.with_name(f"{WORD}.docx"), "本人所加。")
    answers = filled.read_bytes()
    assert again(changed).status == 1
    assert filled.with_name(f"{WORD}.docx").read_bytes() == mine
    assert filled.with_name(f"{EXCEL}.旧1.xlsx").read_bytes() == answers
    assert filled_in(filled) == ANSWERS


def test_the_city_bank_carries_a_full_workbook_over(
    cplist: Cplist, build: Builds, profile: Profile, tmp_path: Path
) -> None:
    titles = ("频次", "责任人（姓名、职务、任职日期）", "备注")
    first = build.start(CITY_BANK, tmp_path)
    book = first.book
    answers: dict[tuple[str, str], str] = {}
    for number, row in enumerate(book.cells(TO_FILL_IN)):
        for title in titles:
            row[title].value = answers[row["行标识"].value, title] = f"{title}{number}"
    book.save()
    other = profile(CITY_BANK, ("孟庆岩", "孟庆山"))
    said = cplist("build", other, "-o", tmp_path, "--json")
    assert said.status == 0
    assert numbers(said) == (len(answers), 0)
    rows = Book(first.path("checklist")).rows(TO_FILL_IN)
    assert {(row["行标识"], title): row[title] for row in rows for title in titles} == answers


def rearrange(path: Path, how: Callable[[list[list[Any]]], list[list[Any]]]) -> None:
    """Exchange the table to fill in, header and rows, for what `how` makes of it."""
    book = Book(path)
    sheet = book.xlsx[TO_FILL_IN]
    top = book.header_row(TO_FILL_IN)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top)]
    texts = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    sheet.delete_rows(top, sheet.max_row)
    for number, row in enumerate(how(rows), top):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str) and value in texts:
                cell.data_type = "s"
    book.save()


def test_a_date_in_a_column_of_text_stays_legible(first, again, changed):
    path = first.folder / f"{EXCEL}.xlsx"
    book = Book(path)
    cell = next(book.cells(TO_FILL_IN))["备注"]
    cell.value, cell.number_format = datetime.datetime(2031, 5, 6), "yyyy-mm-dd"
    book.save()
    again(changed)
    cell = next(Book(path).cells(TO_FILL_IN))["备注"]
    assert cell.is_date or cell.value == "2031-05-06", (cell.value, cell.number_format)


def rename_sheet(book):
    book.xlsx[TO_FILL_IN].title = "履职情况2031"


def rename_column(book):
    header = book.header(TO_FILL_IN)
    book.xlsx[TO_FILL_IN].cell(book.header_row(TO_FILL_IN), header["备注"]).value = "备注（本部门）"


def delete_key(book):
    book.xlsx[TO_FILL_IN].delete_cols(1)


@pytest.mark.parametrize("how", [rename_column, delete_key])
def test_answers_that_are_not_found_are_said_to_be_left(first, again, changed, how):
    path = first.folder / f"{EXCEL}.xlsx"
    book = Book(path)
    for row in book.cells(TO_FILL_IN):
        row["备注"].value = "x"
    how(book)
    book.save()
    said = again(changed)
    findings = said.data["builds"][0]["findings"]
    assert "warning" in {f["severity"] for f in findings if f["rule"].startswith(("carry", "workbook"))}


def test_answers_on_a_renamed_sheet_are_found(filled, again, changed):
    book = Book(filled)
    rename_sheet(book)
    book.save()
    assert numbers(again(changed)) == (len(ANSWERS), 0)
    assert filled_in(filled) == ANSWERS


def test_a_workbook_with_a_formula_is_calculated_when_it_is_opened(first, again, changed):
    path = first.folder / f"{EXCEL}.xlsx"
    book = Book(path)
    next(book.cells(TO_FILL_IN))["备注"].value = "=1+1"
    book.save()
    again(changed)
    assert openpyxl.load_workbook(path).calculation.fullCalcOnLoad
