"""Returned workbooks are collected: every number is counted again here, by openpyxl, from the files themselves."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from store import Store

from .conftest import PACKS, ROOT, TINY, Builds, Cplist, Said, exchanged
from .reading import Book, book_at

pytestmark = pytest.mark.slow

FILLED, KEY, STATE, DUE = "履职情况", "行标识", "本期状态", "到期日（本机构自定）"
MEASURE, CHOICES = "本机构措施（制度名称、文号、条款）", "状态选项"
ON = datetime.date(2026, 12, 31)
PLACES = {"city": "city-bank", "village": "village-bank", "outlet": "outlet"}
WHERE = {"city": "济南/责任清单(1).xlsx", "village": "泰安/最终版.xlsx", "outlet": "outlet.xlsx"}
"""Where those three lie when they come back."""
LIST = "应报.txt"
ANSWERS = {
    "choice_one_time": ("已建立", "修订中", "未建立"),
    "choice_periodic": ("按期", "逾期", "未到期"),
    "choice_continuous": ("按期", "逾期", "未到期"),
    "choice_event": ("本期未触发", "办理中", "已办结"),
    "choice_prohibition": ("未发生", "已发生"),
    "choice_permission": ("已开展", "未开展（不考核）"),
    "choice_ground": ("未发生", "已发生待认定", "已认定并问责"),
}
CLOSED = {"已建立", "按期", "本期未触发", "已办结", "未发生", "已开展", "未开展（不考核）", "已认定并问责"}
UNDER_WAY = {"修订中", "办理中", "已发生待认定"}
Edit = Callable[[Any], None]


class Sheet:
    """A sheet of a returned workbook, as a person sees it."""

    def __init__(self, book: Any, name: str, title: str = KEY) -> None:
        self.sheet = book[name]
        rows = self.sheet.iter_rows(max_row=12)
        self.header = next(row for row in rows if title in [cell.value for cell in row])
        self.columns = {cell.value: cell.column for cell in self.header if cell.value}

    def rows(self) -> Iterator[int]:
        yield from range(self.header[0].row + 1, self.sheet.max_row + 1)

    def cell(self, row: int, title: str) -> Any:
        return self.sheet.cell(row, self.columns[title])

    def row_of(self, key: str) -> int:
        return next(row for row in self.rows() if self.cell(row, KEY).value == key)


def fill_in(book: Any, step: int) -> None:
    """Answers that differ from row to row and from one institution to the next; some rows stay blank."""
    sheet = Sheet(book, FILLED)
    for number, row in enumerate(sheet.rows()):
        choices = ANSWERS.get(sheet.cell(row, CHOICES).value or "")
        if choices is None or (number + step) % 5 == 0:
            continue
        sheet.cell(row, STATE).value = choices[(number * step) % len(choices)]
        if number % 3:
            sheet.cell(row, MEASURE).value = "=《投诉管理办法》第三条"
        if number % 7 == 0:
            sheet.cell(row, DUE).value = ON - datetime.timedelta(days=number - 20)


def record_acts(book: Any) -> None:
    sheet = Sheet(book, "履职台账", "事项")
    for number, row in enumerate(list(sheet.rows())[:3]):
        sheet.cell(row, "编号").value = "1.1-04"
        sheet.cell(row, "日期").value = datetime.date(2026, number + 3, 5)
        sheet.cell(row, "事项").value = "阅批"


def tamper(book: Any) -> None:
    """Five things that nobody should do, each in a row of its own."""
    sheet = Sheet(book, FILLED)
    first = next(iter(sheet.rows()))
    sheet.cell(first + 1, "条款原文").value = "改写了的条款"
    sheet.cell(first + 3, KEY).value = "9.9-99|somebody"
    Sheet(book, "责任清单", "编号").cell(8, "责任主体").value = "各部门"
    sheet.sheet.delete_rows(first + 9, 2)
    book["责任矩阵"].cell(6, 3).value = "●9"


def edited(path: Path, *edits: Edit) -> None:
    book = load_workbook(path)
    for edit in edits:
        edit(book)
    book.save(path)


@dataclass(frozen=True)
class Returned:
    """The folder of what was returned, and what `collect` made of it."""

    folder: Path
    output: Path
    said: Said

    @cached_property
    def data(self) -> dict[str, Any]:
        return dict(json.loads((self.output / "责任清单汇总.json").read_bytes()))

    @property
    def book(self) -> Book:
        return book_at(self.output / "责任清单汇总.xlsx")

    def path(self, place: str) -> Path:
        return self.folder / WHERE[place]

    def institution(self, place: str) -> dict[str, Any]:
        return next(one for one in self.data["institutions"] if one["file"] == WHERE[place])


@pytest.fixture(scope="module")
def handed(build: Builds) -> Mapping[str, Path]:
    """What was handed out: three institutions' workbooks."""
    return {
        place: build.once(ROOT / "profiles" / f"{name}.yaml").path("checklist") for place, name in PLACES.items()
    }


@pytest.fixture(scope="module")
def returned(handed: Mapping[str, Path], cplist: Cplist, store: Store) -> Returned:
    """Three that came back, filled in, one of them tampered with; beside them all that may lie in such a folder.
    Collected once in a run: whoever changes something copies it."""

    def make(folder: Path) -> None:
        came_back(handed, folder / "returned")
        arguments = ("-o", folder / "collected", "--on", ON.isoformat(), "--expected", folder / "returned" / LIST)
        said = cplist("collect", folder / "returned", *arguments)
        (folder / "said.json").write_text(json.dumps([said.status, said.out, said.err]), "utf-8")

    folder = store.folder("returned", make)
    said = Said(*json.loads((folder / "said.json").read_text("utf-8")))
    return Returned(folder / "returned", folder / "collected", said)


def came_back(handed: Mapping[str, Path], folder: Path) -> None:
    folder.mkdir()
    places = {place: folder / where for place, where in WHERE.items()}
    for step, (place, path) in zip((1, 2, 4), places.items(), strict=True):
        path.parent.mkdir(exist_ok=True)
        shutil.copy(handed[place], path)
        edited(path, lambda book, step=step: fill_in(book, step), record_acts)
    edited(places["village"], tamper)
    beside(folder, handed, places)
    names = ["岱岳银行", "陵南惠禾村镇银行股份有限公司", "岱岳银行湖西路支行", "缺席银行", "损坏银行"]
    (folder / LIST).write_text("# 应报\n" + "\n".join(names), "gb18030")


def beside(folder: Path, handed: Mapping[str, Path], places: Mapping[str, Path]) -> None:
    """Files that can't be counted, and some that nobody would."""
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
    (folder / "损坏银行.xlsx").write_bytes(handed["city"].read_bytes()[:9000])
    (folder / "旧格式.xls").write_bytes(ole)
    (folder / "加密.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    (folder / "表格.et").write_bytes(ole)
    (folder / "打包.zip").write_bytes(b"PK")
    (folder / "制度.docx").write_bytes(b"PK")
    (folder / "~$outlet.xlsx").write_bytes(b"lock")
    (folder / ".hidden.xlsx").write_bytes(b"hidden")
    shutil.copy(places["outlet"], folder / "outlet - 副本.xlsx")
    shutil.copy(handed["outlet"], folder / "早先的.xlsx")
    with zipfile.ZipFile(handed["city"]) as old, zipfile.ZipFile(folder / "宏.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/vbaProject.bin", b"x")
    with zipfile.ZipFile(folder / "炸弹.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"\0" * 70_000_000)
    plain = load_workbook(handed["outlet"])
    del plain["_cplist"]
    for name in list(plain.custom_doc_props.names):
        del plain.custom_doc_props[name]
    plain.save(folder / "通讯录.xlsx")


# counted again


def judged(state: str | None, due: Any, choices: str | None) -> str:
    """The rule of the notice's checklist, said once more."""
    late = isinstance(due, datetime.datetime) and due.date() < ON
    if not choices:
        return "summed"
    if not state:
        return "overdue" if late else "blank"
    if state == "逾期" or (late and state not in CLOSED):
        return "overdue"
    if state in UNDER_WAY:
        return "doing"
    return "done" if state in CLOSED | {"未到期"} else "attention"


def counted(path: Path) -> tuple[Counter[str], Counter[str]]:
    """How the rows of a returned workbook stand, and which states they have, by looking into the file."""
    sheet = Sheet(load_workbook(path), FILLED)
    kinds: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for row in sheet.rows():
        if not sheet.cell(row, KEY).value:
            continue
        choices = sheet.cell(row, CHOICES).value
        state = sheet.cell(row, STATE).value
        kinds[judged(state, sheet.cell(row, DUE).value, choices)] += 1
        if choices and state:
            states[state] += 1
    return kinds, states


@pytest.mark.parametrize("place", ["city", "outlet"])
def test_every_count_of_an_institution_is_what_its_file_holds(returned: Returned, place: str) -> None:
    path = returned.path(place)
    kinds, states = counted(path)
    found = returned.institution(place)
    names = ("done", "doing", "attention", "overdue", "blank", "summed")
    assert {name: found["counts"][name] for name in names} == {name: kinds[name] for name in names}
    assert found["counts"]["rows"] == kinds.total()
    assert found["states"] == dict(states)
    assert all(kinds[name] for name in names)


def test_rows_that_were_deleted_still_count(returned: Returned) -> None:
    kinds, states = counted(returned.path("village"))
    found = returned.institution("village")
    assert found["counts"]["rows"] == kinds.total() + 2
    assert sum(row["deleted"] for row in found["rows"]) == 2
    assert found["states"] == dict(states)


def test_the_sums_are_the_sums_of_the_rows(returned: Returned) -> None:
    data = returned.data
    for name in ("rows", "done", "doing", "attention", "overdue", "blank", "summed", "filled_in", "to_fill_in"):
        total = data["summary"][name]
        assert sum(one["counts"][name] for one in data["institutions"]) == total
        assert sum(clause["counts"][name] for clause in data["clauses"]) == total
        assert sum(duty["counts"][name] for duty in data["duties"]) == total
    assert sum(len(one["rows"]) for one in data["institutions"]) == data["summary"]["rows"]


def test_the_sheets_say_what_the_data_say(returned: Returned) -> None:
    book, data = returned.book, returned.data
    overview = book.values["机构一览"]
    header = {cell.value: cell.column for cell in overview[book.header_row("机构一览", "简称")]}
    last = overview.max_row
    titles = {
        "行数": "rows",
        "已填": "filled_in",
        "正常": "done",
        "在办": "doing",
        "逾期": "overdue",
        "未填报": "blank",
    }
    for title, name in titles.items():
        column = [overview.cell(row, header[title]).value for row in range(last - 3, last + 1)]
        assert column == [*(one["counts"][name] for one in data["institutions"]), data["summary"][name]], title
    details = book.rows("事项明细", "机构")
    assert len(details) == data["summary"]["rows"]
    assert Counter(row["机构"] for row in details) == Counter(
        {one["short_name"]: one["counts"]["rows"] for one in data["institutions"]}
    )
    assert len(book.rows("逾期", "机构")) == data["summary"]["overdue"]
    assert len(book.rows("改动", "机构")) == sum(len(one["changes"]) for one in data["institutions"])


def test_a_clause_is_as_its_worst_row(returned: Returned) -> None:
    order = ("overdue", "attention", "blank", "doing", "done", "summed")
    duties = {duty["id"]: duty["clause"] for duty in returned.data["duties"]}
    labels = {clause["id"]: clause["label"] for clause in returned.data["clauses"]}
    words = {
        "overdue": "逾期",
        "attention": "需关注",
        "blank": "未填报",
        "doing": "在办",
        "done": "正常",
        "summed": "由子项汇总",
    }
    shown = {row["机构"]: row for row in returned.book.rows("条款进展", "机构")}
    for one in returned.data["institutions"]:
        kinds: dict[str, set[str]] = {}
        for row in one["rows"]:
            kind = row["kind"].removesuffix("_blank")
            kinds.setdefault(duties[row["duty"]], set()).add(kind)
        for clause, found in kinds.items():
            worst = next(kind for kind in order if kind in found)
            assert one["standing"][clause] == worst, (one["name"], clause)
            assert shown[one["short_name"]][labels[clause]] == words[worst]


def test_acts_are_counted_with_their_first_and_last_day(returned: Returned) -> None:
    for one in returned.data["institutions"]:
        assert (one["acts"], one["first_act"], one["last_act"]) == (3, "2026-03-05", "2026-05-05")


def test_institutions_are_compared_on_the_same_duty(returned: Returned) -> None:
    data = returned.data
    unasked: dict[str, set[str]] = {}
    for duty in data["duties"]:
        having = {one["name"] for one in data["institutions"] for row in one["rows"] if row["duty"] == duty["id"]}
        written = {
            one["name"]
            for one in data["institutions"]
            for row in one["rows"]
            if row["duty"] == duty["id"] and row["cells"].get(MEASURE)
        }
        assert set(duty["institutions"]) == having
        asked = {
            one["name"]
            for one in data["institutions"]
            for row in one["rows"]
            if row["duty"] == duty["id"] and row["kind"] != "summed"
        }
        assert set(duty["without_measure"]) == asked - written
        unasked[duty["id"]] = having - asked
    marks = {row["编号"]: row for row in returned.book.rows("措施对照", "编号")}
    names = {one["name"]: one["short_name"] for one in data["institutions"]}
    for duty in data["duties"]:
        for name, short in names.items():
            wanted = "－" if name not in duty["institutions"] else "○" if name in duty["without_measure"] else "●"
            wanted = "汇" if name in unasked[duty["id"]] else wanted
            assert marks[duty["id"]][short] == wanted


# what should not have been changed


def test_nothing_is_said_of_people_who_only_filled_in(returned: Returned) -> None:
    assert returned.institution("city")["changes"] == []
    assert returned.institution("outlet")["changes"] == []


def test_everything_that_was_changed_is_named(returned: Returned, handed: Mapping[str, Path]) -> None:
    before = Sheet(load_workbook(handed["village"]), FILLED)
    first = next(iter(before.rows()))
    keys = [before.cell(row, KEY).value for row in before.rows()]
    changes = returned.institution("village")["changes"]
    edited_text = next(one for one in changes if one["column"] == "条款原文")
    assert edited_text["key"] == keys[1] and edited_text["found"] == "改写了的条款"
    assert edited_text["generated"] == before.cell(first + 1, "条款原文").value
    assert {one["key"] for one in changes if one["reason"] == "deleted"} == {keys[9], keys[10]}
    assert [one["key"] for one in changes if one["reason"] == "rekeyed"] == [keys[3]]
    assert any(one["found"] == "9.9-99|somebody" for one in changes)
    assert any(one["sheet"] == "责任清单" and one["found"] == "各部门" for one in changes)
    assert any(one["sheet"] == "责任矩阵" and one["found"] == "●9" for one in changes)
    assert len(changes) == 7


# files


def test_every_file_that_was_not_counted_is_listed_with_what_to_do(returned: Returned) -> None:
    found = {problem["file"]: problem["rule"] for problem in returned.data["problems"]}
    assert found == {
        "损坏银行.xlsx": "returned-unreadable",
        "旧格式.xls": "returned-xls",
        "加密.xlsx": "returned-password",
        "表格.et": "returned-format",
        "打包.zip": "returned-packed",
        "宏.xlsx": "returned-macros",
        "炸弹.xlsx": "returned-too-large",
        "通讯录.xlsx": "returned-not-ours",
        "outlet - 副本.xlsx": "returned-copy",
        "早先的.xlsx": "returned-twice",
    }
    rows = returned.book.rows("问题文件", "文件")
    assert {row["文件"] for row in rows} == set(found)
    assert all(row["问题"] for row in rows)
    assert all(row["怎样处理"] for row in rows if "副本" not in row["文件"])
    assert returned.said.status == 1
    assert returned.data["files"] == {"workbooks": 13, "collections": 0, "others": 2}


def test_who_has_not_returned_is_named_with_the_file_that_may_be_theirs(returned: Returned) -> None:
    missing = {one["name"]: one["possible_files"] for one in returned.data["not_returned"]}
    assert missing == {"缺席银行": [], "损坏银行": ["损坏银行.xlsx"]}
    assert [row["机构"] for row in returned.book.rows("未报送", "机构")] == list(missing)
    assert returned.data["unexpected"] == []


def test_without_a_list_nothing_is_guessed(returned: Returned, cplist: Cplist, tmp_path: Path) -> None:
    said = cplist("collect", returned.folder / "济南", "-o", tmp_path, "--json")
    assert said.data["not_returned"] is None and said.data["expected"] is None
    assert "collect-no-list" in [found["rule"] for found in said.data["findings"]]
    text = "\n".join(Book(tmp_path / "责任清单汇总.xlsx").texts())
    assert "没有提供应报名单" in text


def test_files_are_left_as_they_were_and_the_same_bytes_come_again(
    returned: Returned, cplist: Cplist, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in returned.folder.rglob("*") if path.is_file()}
    again = ("--on", ON.isoformat(), "--expected", returned.folder / "应报.txt")
    cplist("collect", returned.folder, "-o", tmp_path, *again)
    for name in ("责任清单汇总.xlsx", "责任清单汇总.json"):
        assert (tmp_path / name).read_bytes() == (returned.output / name).read_bytes()
    assert before == {path: path.read_bytes() for path in returned.folder.rglob("*") if path.is_file()}


def test_a_text_of_theirs_never_becomes_a_formula(returned: Returned) -> None:
    cells = [row["本机构措施（制度名称、文号、条款）"] for row in returned.book.cells("事项明细", "机构")]
    written = [cell for cell in cells if cell.value]
    assert written and all(cell.value.startswith("=《") and cell.data_type == "s" for cell in written)


# the folder that it writes into


@pytest.fixture
def small(handed: Mapping[str, Path], tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(handed["outlet"], folder / "outlet.xlsx")
    return folder


def test_its_own_output_within_the_folder_is_not_collected(small: Path, cplist: Cplist) -> None:
    first = cplist("collect", small, "-o", small / "汇总", "--json")
    again = cplist("collect", small, "-o", small / "汇总", "--json")
    assert (first.status, again.status) == (0, 0)
    assert again.data["files"]["collections"] == 1
    assert again.data["institutions"] == first.data["institutions"]
    assert again.data["problems"] == []


def test_a_file_that_is_somebody_elses_is_never_written_over(small: Path, cplist: Cplist, tmp_path: Path) -> None:
    target = tmp_path / "责任清单汇总.xlsx"
    target.write_bytes((small / "outlet.xlsx").read_bytes())
    said = cplist("collect", small, "-o", tmp_path)
    assert said.status == 2 and "责任清单汇总.xlsx" in said.err
    assert target.read_bytes() == (small / "outlet.xlsx").read_bytes()


def test_what_a_person_wrote_into_a_collection_is_kept(small: Path, cplist: Cplist, tmp_path: Path) -> None:
    cplist("collect", small, "-o", tmp_path)
    target = tmp_path / "责任清单汇总.xlsx"
    edited(target, lambda book: book["说明"].cell(30, 1, "批示"))
    theirs = target.read_bytes()
    said = cplist("collect", small, "-o", tmp_path)
    assert "workbook-kept" in said.err
    assert (tmp_path / "责任清单汇总.旧1.xlsx").read_bytes() == theirs
    assert target.read_bytes() != theirs


def test_an_empty_folder_is_said_to_be_one(cplist: Cplist, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    said = cplist("collect", tmp_path / "in", "-o", tmp_path / "out")
    assert said.status == 1 and "collect-nothing" in said.err and "Traceback" not in said.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [("nowhere",), (".", "--expected", "nowhere"), (".", "--on", "2026-13-01"), (".", "--on", "年底")],
)
def test_what_can_not_be_used_is_a_problem_of_usage(
    arguments: tuple[str, ...], small: Path, cplist: Cplist
) -> None:
    said = cplist("collect", *arguments, cwd=small)
    assert said.status == 2 and said.err.strip() and "Traceback" not in said.err


# who should return


def test_the_list_may_be_what_was_handed_out_or_profiles(
    small: Path, handed: Mapping[str, Path], cplist: Cplist, tmp_path: Path
) -> None:
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    for name in PLACES.values():
        shutil.copy(ROOT / "profiles" / f"{name}.yaml", profiles)
    listed = tmp_path / "list.yaml"
    listed.write_text("- 岱岳银行\n- 陵南惠禾村镇银行\n- 岱岳银行湖西路支行\n", "utf-8")
    workbooks = tmp_path / "handed-out"
    for place, path in handed.items():
        shutil.copytree(path.parent, workbooks / place)
    for expected in (workbooks, profiles, listed):
        said = cplist("collect", small, "-o", tmp_path / "out", "--json", "--expected", expected)
        names = {one["name"] for one in said.data["not_returned"]}
        assert len(said.data["expected"]) == 3 and len(names) == 2
        assert all("岱岳银行" in name or "陵南惠禾" in name for name in names)


# days


def test_without_a_day_each_workbook_has_its_own(small: Path, cplist: Cplist, tmp_path: Path) -> None:
    def due(book: Any) -> None:
        sheet = Sheet(book, FILLED)
        blank = next(row for row in sheet.rows() if sheet.cell(row, CHOICES).value)
        sheet.cell(blank, DUE).value = "2026年11月30日"
        Sheet(book, "进度", "统计日期").sheet["B3"].value = datetime.date(2026, 11, 29)

    edited(small / "outlet.xlsx", due)
    early = cplist("collect", small, "-o", tmp_path / "a", "--json")
    late = cplist("collect", small, "-o", tmp_path / "b", "--json", "--on", "2026-12-01")
    assert early.data["on"] is None and early.data["institutions"][0]["on"] == "2026-11-29"
    assert "2026-11-29" in early.err
    assert (early.data["summary"]["overdue"], late.data["summary"]["overdue"]) == (0, 1)
    assert late.data["institutions"][0]["on"] == "2026-12-01"


# another pack


def test_another_notice_has_its_own_plan_or_says_so(build: Builds, cplist: Cplist, tmp_path: Path) -> None:
    workbook = build.once(TINY).path("checklist")
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(workbook, folder)
    said = cplist("collect", folder, "-o", tmp_path / "out", "--packs", PACKS, "--json")
    assert said.status == 0, said.err
    assert said.data["pack"]["name"] == "tiny"
    assert said.data["summary"]["blank"] == said.data["summary"]["rows"] > 0


def test_one_of_another_notice_among_them_is_listed(
    small: Path, build: Builds, cplist: Cplist, tmp_path: Path
) -> None:
    shutil.copy(small / "outlet.xlsx", small / "again.xlsx")
    shutil.copy(build.once(TINY).path("checklist"), small / "别的通知.xlsx")
    said = cplist("collect", small, "-o", tmp_path / "out", "--packs", PACKS, "--json")
    assert said.data["pack"]["name"] == "shandong-2022-1"
    assert {one["file"]: one["rule"] for one in said.data["problems"]}["别的通知.xlsx"] == "returned-other-notice"


def test_rows_of_another_version_of_the_pack_are_listed(small: Path, cplist: Cplist, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(ROOT / "templates" / "shandong-2022-1", packs / "shandong-2022-1")
    notice = packs / "shandong-2022-1" / "notice.yaml"
    about = packs / "shandong-2022-1" / "pack.yaml"
    about.write_text(exchanged(about.read_text("utf-8"), [("version: 1.0.0", "version: 1.1.0")]), "utf-8")
    text = notice.read_text("utf-8")
    notice.write_text(text.replace("4.2-11", "4.2-91"), "utf-8")
    said = cplist("collect", small, "-o", tmp_path / "out", "--packs", packs, "--json")
    assert said.data["pack"]["version"] == "1.1.0", said.err
    known = {duty["id"] for duty in said.data["duties"]}
    unknown = [row["key"] for row in said.data["institutions"][0]["rows"] if row["duty"] not in known]
    assert unknown and all(key.startswith("4.2-11|") for key in unknown)
    rows = Book(tmp_path / "out" / "责任清单汇总.xlsx").rows("未知事项", "机构")
    assert [row["编号"] for row in rows] == [key.partition("|")[0] for key in unknown]


# what people do to files


def test_names_from_another_encoding_and_kept_workbooks(small: Path, cplist: Cplist, tmp_path: Path) -> None:
    """Archives made on Windows leave names in GBK; a build keeps earlier workbooks beside the one of now."""
    strange = os.fsencode(small) + b"/" + "责任清单.xlsx".encode("gbk")
    Path(os.fsdecode(strange)).write_bytes(b"broken")
    shutil.copy(small / "outlet.xlsx", small / "outlet.旧1.xlsx")
    said = cplist("collect", small, "-o", tmp_path / "out", "--json")
    assert said.status == 1 and "Traceback" not in said.err
    assert [one["file"] for one in said.data["problems"]] == ["责任清单.xlsx"]
    assert said.data["files"] == {"workbooks": 2, "collections": 0, "others": 1}
    assert Book(tmp_path / "out" / "责任清单汇总.xlsx").rows("问题文件", "文件")[0]["文件"] == "责任清单.xlsx"


def test_sheets_and_columns_that_are_gone_or_renamed_are_changes(
    small: Path, cplist: Cplist, tmp_path: Path
) -> None:
    def change(book: Any) -> None:
        del book["条款对照"]
        book["履职台账"].title = "台账"
        sheet = Sheet(book, FILLED)
        sheet.cell(sheet.header[0].row, "备注").value = "备注（改）"
        sheet.cell(next(iter(sheet.rows())), STATE).value = "已建立"

    edited(small / "outlet.xlsx", change)
    said = cplist("collect", small, "-o", tmp_path / "out", "--json")
    (found,) = said.data["institutions"]
    changes = {(one["sheet"], one["column"], one["found"], one["reason"]) for one in found["changes"]}
    assert ("条款对照", "", "", "missing") in changes
    assert ("履职台账", "", "台账", "renamed") in changes
    assert (FILLED, "备注", "备注（改）", "retitled") in changes
    assert len(changes) == 3
    assert found["counts"]["filled_in"] == 1
