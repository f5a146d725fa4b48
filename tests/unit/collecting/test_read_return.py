"""Whatever is done to a returned workbook, each generated cell that was changed is named, and no other."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from soak import times

from cplist.carryover.last_workbook import RefusedError
from cplist.collecting.cell_values import clean
from cplist.collecting.plan import collect_plan
from cplist.collecting.read_return import read_return
from cplist.collecting.returns import Return
from cplist.compose.templates import Templates, templates_of
from cplist.core.findings import FindingsError
from cplist.core.opc import unzipped, zipped
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pack.pack import open_pack
from cplist.pipeline import build
from cplist.standing.cells import as_day
from cplist.standing.source import Source
from cplist.workspace.batch import Builder

PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"
SHEET, KEY = "履职情况", "行标识"
THEIRS, OURS = ("进度", "完成日期", "备注"), ("编号", "责任主体", "条款原文", "建议频次")
CHOICES = ("未开始", "进行中", "已完成")
KINDS = dict(zip(CHOICES, ("attention", "doing", "done"), strict=True))
Do = tuple[str, int, int]


@pytest.fixture(scope="module")
def templates() -> Templates:
    return templates_of(Builder([PACKS]).pack("tiny"))


@pytest.fixture(scope="module")
def source(templates: Templates) -> Source:
    return collect_plan(templates).source


@pytest.fixture(scope="module")
def handed() -> bytes:
    builder = Builder([PACKS])
    profile = builder.profile(str(PACKS / "tiny-profile.yaml"))
    return build(Inputs(profile, builder.pack_of(profile), Request(("checklist",)))).file("checklist").content


def read(content: bytes, source: Source) -> Return:
    found = read_return(content, "a.xlsx", "0" * 64, source, datetime.date(2026, 12, 31))
    assert found is not None
    return found


class Person:
    """Does things to a workbook, and keeps a list of what shouldn't have been done."""

    def __init__(self, content: bytes) -> None:
        self.book: Any = load_workbook(io.BytesIO(content))
        self.sheet = self.book[SHEET]
        self.header = next(row[0].row for row in self.sheet.iter_rows() if KEY in [cell.value for cell in row])
        self.columns = {cell.value: cell.column for cell in self.sheet[self.header]}
        self.first, self.last = self.header + 1, self.sheet.max_row
        self.keys = [self.at(row, KEY).value for row in range(self.first, self.last + 1)]
        self.answers: dict[str, str] = {}
        self.edited: dict[tuple[str, str], str] = {}
        self.deleted: set[str] = set()

    def at(self, row: int, title: str) -> Any:
        return self.sheet.cell(row, self.columns[title])

    def row(self, number: int) -> int:
        return self.first + number % (self.sheet.max_row - self.first + 1)

    def key(self, row: int) -> str:
        return str(self.at(row, KEY).value)

    def do(self, what: str, one: int, other: int) -> None:
        getattr(self, what)(self.row(one), other)

    def fill(self, row: int, other: int) -> None:
        self.at(row, "进度").value = CHOICES[other % 3]
        self.at(row, "备注").value = f"=第{other}号"
        self.answers[self.key(row)] = CHOICES[other % 3]

    def edit(self, row: int, other: int) -> None:
        title = OURS[other % len(OURS)]
        self.at(row, title).value = f"改写{other}"
        self.edited[self.key(row), title] = f"改写{other}"

    def delete(self, row: int, _: int) -> None:
        key = self.key(row)
        if self.sheet.max_row - self.first < 3:
            return
        self.sheet.delete_rows(row)
        self.deleted.add(key)
        self.answers.pop(key, None)
        self.edited = {place: text for place, text in self.edited.items() if place[0] != key}

    def move(self, row: int, other: int) -> None:
        """Two rows change places whole, as by sorting."""
        target = self.row(other)
        for column in self.columns.values():
            one, two = self.sheet.cell(row, column), self.sheet.cell(target, column)
            one.value, two.value = two.value, one.value

    def own_column(self, row: int, other: int) -> None:
        column = max(self.columns.values()) + 2
        self.sheet.cell(self.header, column).value = "自加"
        self.sheet.cell(row, column).value = other

    def saved(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


WHAT = ("fill", "fill", "fill", "edit", "edit", "delete", "move", "move", "own_column")
EDITS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 60), st.integers(0, 60)), max_size=12)


@pytest.mark.soak
@settings(
    max_examples=times(12, 1_000),
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(edits=EDITS)
def test_what_was_changed_is_what_is_named(handed: bytes, source: Source, edits: list[Do]) -> None:
    person = Person(handed)
    for what, one, other in edits:
        person.do(what, one, other)
    found = read(person.saved(), source)
    own = [one for one in found.deviations if one.sheet == SHEET]
    assert {one.key for one in own if one.reason == "deleted"} == person.deleted
    assert {(one.key, one.column): one.found for one in own if one.reason == "edited"} == person.edited
    assert len(own) == len(person.deleted) + len(person.edited) == len(found.deviations)
    assert {one.key for one in found.remarks if one.rule == "collect-gone"} == person.deleted
    assert [row.key for row in found.rows] == person.keys
    for row in found.rows:
        answer = person.answers.get(row.key, "")
        assert (row.state, row.kind) == (answer, KINDS.get(answer, "blank"))
        assert row.deleted == (row.key in person.deleted)


def test_a_workbook_as_it_was_handed_out_has_no_changes(handed: bytes, source: Source) -> None:
    found = read(handed, source)
    assert found.deviations == () and found.filled_in == 0 and found.saved == ""
    assert (found.type, found.tier, found.pack_version) == ("村镇银行", "总行", "0.1.0")


def test_what_no_cell_can_hold_is_left_out(handed: bytes, source: Source) -> None:
    person = Person(handed)
    person.book.custom_doc_props["cplist.short_name"].value = "甲\U0010fdd0乙"
    person.at(person.first, "备注").value = "长" * 32_000
    found = read(person.saved(), source)
    assert found.short_name == "甲乙"
    assert len(str(found.rows[0].cells["备注"])) == 32_000
    assert clean("a\x00b\ud800" + "c" * 40_000) == "ab" + "c" * 32_765


def test_the_sheet_that_people_fill_in_must_be_there(handed: bytes, source: Source) -> None:
    person = Person(handed)
    del person.book[SHEET]
    with pytest.raises(RefusedError) as refused:
        read(person.saved(), source)
    found = refused.value.finding
    assert found.rule == "returned-without"
    assert all(key in found.arguments["rows"] for key in person.keys[:12])
    assert "行长" in found.arguments["rows"]


def gone(found: Return) -> list[tuple[str, str, str, str]]:
    """What of a returned workbook isn't there: sheet and cell, key or column, words."""
    remarks = [one for one in found.remarks if one.rule == "collect-gone"]
    return [(one.cell.sheet, one.cell.address, one.key or one.column, one.value) for one in remarks]


def test_rows_that_a_clerk_deleted_are_named_by_key_and_words(handed: bytes, source: Source) -> None:
    person = Person(handed)
    key, words = person.key(person.first + 1), str(person.at(person.first + 1, "条款原文").value)
    person.sheet.delete_rows(person.first + 1)
    ((sheet, _, named, said),) = gone(read(person.saved(), source))
    assert (sheet, named) == (SHEET, key)
    assert key.partition("|")[0] in said and words[:6] in said
    (changed,) = read(person.saved(), source).deviations
    assert words[:6] in changed.subject


def test_a_sheet_and_a_column_that_a_clerk_deleted_are_named(handed: bytes, source: Source) -> None:
    person = Person(handed)
    person.sheet.delete_cols(person.columns["备注"])
    del person.book["说明"]
    assert gone(read(person.saved(), source)) == [("说明", "", "", ""), (SHEET, "", "备注", "")]


def test_a_text_that_is_not_in_the_file_is_named(handed: bytes, source: Source) -> None:
    """A cell that leads to a shared text which a program lost."""
    person = Person(handed)
    person.at(person.first, "备注").value = "答复"
    address = person.at(person.first, "备注").coordinate
    parts = unzipped(person.saved())
    name = f"xl/worksheets/sheet{person.book.index(person.sheet) + 1}.xml"
    lost, count = re.subn(
        rf'<c r="{address}"[^>]*>.*?</c>', f'<c r="{address}" t="s"><v>99999</v></c>', parts[name].decode()
    )
    assert count == 1
    found = read(zipped({**parts, name: lost.encode()}), source)
    assert gone(found) == [(SHEET, address, "", "")]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-12-31", datetime.date(2026, 12, 31)),
        (" 2026年1月5日 ", datetime.date(2026, 1, 5)),
        ("2026.1.5", datetime.date(2026, 1, 5)),
        (datetime.datetime(2026, 1, 5, 9), datetime.date(2026, 1, 5)),
        ("2026-02-30", None),
        ("年底", None),
        ("", None),
        (46_000, None),
    ],
)
def test_days_are_known_however_they_are_written(value: Any, day: datetime.date | None) -> None:
    assert as_day(value) == day


# what a pack's author can get wrong


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("  sheet: 履职情况", "  sheet: 履职状况", "checklist-unknown-name"),
        ("  measure: 备注", "  measure: 备忘", "checklist-unknown-name"),
        ("进行中: doing", "进行中: going", "checklist-unknown-name"),
        ("file: 接待清单汇总（虚构）\n", "", "checklist-missing-key"),
        ("lines: institutions", "lines: institution", "checklist-not-allowed"),
        ("  judged: 进度\n", "", "checklist-missing-key"),
    ],
)
def test_slips_of_a_plan_are_findings(old: str, new: str, rule: str, tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for path in (PACKS / "tiny").iterdir():
        folder.joinpath(path.name).write_bytes(path.read_bytes())
    plan = folder / "collect.yaml"
    text = plan.read_text("utf-8")
    assert old in text
    plan.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FindingsError) as failed:
        collect_plan(templates_of(open_pack("tiny", [tmp_path])))
    assert [(found.rule, found.location and found.location.file) for found in failed.value.findings] == [
        (rule, str(plan))
    ]


def test_a_pack_without_a_plan_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    for path in (PACKS / "tiny").iterdir():
        if path.name != "collect.yaml":
            folder.joinpath(path.name).write_bytes(path.read_bytes())
    with pytest.raises(FindingsError) as failed:
        collect_plan(templates_of(open_pack("tiny", [tmp_path])))
    assert [found.rule for found in failed.value.findings] == ["collect-unsupported"]


def test_a_text_is_cut_where_excel_ends_it() -> None:
    """Characters beyond the first plane count twice."""
    assert (len(clean("😀" * 20_000)), len(clean("甲" * 40_000))) == (16_383, 32_767)
