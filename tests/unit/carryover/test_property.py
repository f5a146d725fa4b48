"""Whatever people do to a workbook, each cell that they wrote stands in the next one, or is listed there.

Random edits, made by openpyxl, which stands for a person: filling in, clearing, sorting, deleting, copying and
inserting rows, moving and adding columns, changing keys, titles and generated cells, adding sheets, renaming them,
hanging comments and links on cells, painting them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from soak import times

from cplist.carryover.plan import Placement
from cplist.carryover.plan_cells import _Planner
from cplist.carryover.previous import Previous
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.core.workbook import CHOICES_SHEET, RECORD_SHEET
from cplist.documents.job import Inputs
from cplist.documents.request import Request
from cplist.pipeline import Built, build
from cplist.workspace.batch import Builder

pytestmark = pytest.mark.slow

PACKS = Path(__file__).resolve().parents[2] / "examples" / "packs"
TINY = PACKS / "tiny-profile.yaml"
FILLED, KEY, OURS = "履职情况", "行标识", ("责任清单", "履职情况", "说明")
PEOPLES = ("进度", "完成日期", "备注")
HOW: dict[str, Any] = {
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
}
"""A failing case is short enough: each try takes a third of a second, which makes shrinking slow."""
PERSONS = "甲乙丙丁戊己庚辛壬癸子丑"
"""Who edits the workbook, one after the other: at length, a year of months."""
Carry = Callable[[bytes], Built]
Do = tuple[str, int, int]


@pytest.fixture(scope="module")
def carries(tmp_path_factory: pytest.TempPathFactory) -> list[Carry]:
    """Builds over a workbook: with the same profile, and with one that has another post and one duty less."""
    folder = tmp_path_factory.mktemp("profiles")
    changed = folder / "changed.yaml"
    more = "  - {duty: 5-02, not_applicable: 没有检查部门}\n"
    changed.write_text(TINY.read_text("utf-8").replace("行长", "总经理").rstrip("\n") + "\n" + more, "utf-8")
    builder = Builder([PACKS])

    def carrying(path: Path) -> Carry:
        profile = builder.profile(str(path))
        pack = builder.pack_of(profile)

        def carry(content: bytes) -> Built:
            previous = Previous(content, "清单.xlsx", "清单.旧1.xlsx") if content else None
            return build(Inputs(profile, pack, Request(("checklist",)), previous))

        return carry

    return [carrying(TINY), carrying(changed)]


@pytest.fixture(scope="module")
def first(carries: list[Carry]) -> bytes:
    return carries[0](b"").file("checklist").content


WHAT = (
    *("fill", "fill", "fill", "clear", "delete", "copy", "insert", "sort", "swap_columns", "add_column", "tamper"),
    *("edit", "add_sheet", "own_cell", "rename", "comment", "title_comment", "link", "paint", "retitle"),
    "lines_above",
)
EDITS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 200), st.integers(0, 200)), max_size=12)


def texts(sheet: Any) -> list[Any]:
    """What stands in a sheet's first rows."""
    return [cell.value for row in sheet.iter_rows(max_row=9) for cell in row]


class Person:
    """Does things to a workbook, each with a word of its own."""

    def __init__(self, content: bytes, name: str) -> None:
        self.book = load_workbook(io.BytesIO(content))
        self.name, self.count = name, 0

    def word(self) -> str:
        self.count += 1
        return f"{self.name}写的第{self.count}句"

    def does(self, what: str, a: int, b: int) -> None:
        sheet = next(
            s for s in self.book.worksheets if KEY in [c.value for row in s.iter_rows(max_row=9) for c in row]
        )
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        header = next(n for n, row in enumerate(rows, 1) if KEY in row)
        last = max(header + 1, sheet.max_row)
        getattr(self, what)(sheet, header, header + 1 + a % (last - header), b)

    def column(self, sheet: Any, header: int, titles: tuple[str, ...], b: int) -> int:
        found = [cell.column for cell in sheet[header] if cell.value in titles]
        return found[b % len(found)] if found else sheet.max_column + 1

    def fill(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.cell(row, self.column(sheet, header, PEOPLES, b)).value = self.word()

    def clear(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.cell(row, self.column(sheet, header, PEOPLES, b)).value = None

    def delete(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.delete_rows(row)

    def copy(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.append([cell.value for cell in sheet[row]])
        sheet.cell(sheet.max_row, self.column(sheet, header, PEOPLES, b)).value = self.word()

    def insert(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.insert_rows(row)
        sheet.cell(row, 1 + b % 8).value = self.word()

    def sort(self, sheet: Any, header: int, row: int, b: int) -> None:
        rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=header + 1)]
        by = b % max(1, len(rows[0]))
        for number, line in enumerate(sorted(rows, key=lambda line: str(line[by])), header + 1):
            for column, value in enumerate(line, 1):
                sheet.cell(number, column).value = value

    def swap_columns(self, sheet: Any, header: int, row: int, b: int) -> None:
        one, other = 1 + row % sheet.max_column, 1 + b % sheet.max_column
        for number in range(header, sheet.max_row + 1):
            left, right = sheet.cell(number, one), sheet.cell(number, other)
            left.value, right.value = right.value, left.value

    def add_column(self, sheet: Any, header: int, row: int, b: int) -> None:
        at = 1 + b % (sheet.max_column + 1)
        sheet.insert_cols(at)
        sheet.cell(header, at).value = self.word() if b % 3 else None
        sheet.cell(row, at).value = self.word()

    def tamper(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.cell(row, self.column(sheet, header, (KEY,), 0)).value = [None, "9-99|nobody", self.word()][b % 3]

    def edit(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.cell(
            row, self.column(sheet, header, ("编号", "责任主体", "条款原文", "建议频次"), b)
        ).value = self.word()

    def add_sheet(self, sheet: Any, header: int, row: int, b: int) -> None:
        added = self.book.create_sheet(f"我的表{self.name}{self.count}", b % 4)
        added.cell(1 + b % 5, 1 + row % 3).value = self.word()
        added.cell(9, 1).value = "=1+1"

    def own_cell(self, sheet: Any, header: int, row: int, b: int) -> None:
        other = self.book[OURS[0] if b % 2 else OURS[2]]
        other.cell(4 + row % 6, 1 + b % 12).value = self.word()

    def rename(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.title = f"{FILLED}{self.count}"

    def comment(self, sheet: Any, header: int, row: int, b: int) -> None:
        from openpyxl.comments import Comment

        sheet.cell(row, 2).comment = Comment(self.word(), "某人")

    def title_comment(self, sheet: Any, header: int, row: int, b: int) -> None:
        from openpyxl.comments import Comment

        sheet.cell(1, sheet.max_column + 2).comment = Comment(self.word(), "某人")

    def link(self, sheet: Any, header: int, row: int, b: int) -> None:
        cell = sheet.cell(row, self.column(sheet, header, PEOPLES, b))
        if cell.value is None or "写的第" in str(cell.value):
            cell.value = self.word()
            cell.hyperlink = f"https://oa.example.cn/{self.word()}"

    def paint(self, sheet: Any, header: int, row: int, b: int) -> None:
        cell = sheet.cell(row, self.column(sheet, header, PEOPLES, b))
        cell.fill, cell.value = PatternFill("solid", fgColor="FF0000"), self.word()

    def retitle(self, sheet: Any, header: int, row: int, b: int) -> None:
        cell = sheet.cell(header, 1 + b % sheet.max_column)
        if cell.value != KEY:
            cell.value = [self.word(), None][b % 2]

    def lines_above(self, sheet: Any, header: int, row: int, b: int) -> None:
        sheet.insert_rows(header, 1 + b % 3)

    def saved(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def words(content: bytes) -> set[str]:
    """Every word of a person's that stands in a visible cell, a comment or a title."""
    book = load_workbook(io.BytesIO(content))
    found: set[str] = set()
    for sheet in book.worksheets:
        if sheet.title in (CHOICES_SHEET, RECORD_SHEET):
            continue
        for row in sheet.iter_rows():
            found |= {str(cell.value) for cell in row if cell.value is not None}
            found |= {str(cell.comment.text) for cell in row if cell.comment}
            found |= {str(cell.hyperlink.target) for cell in row if cell.hyperlink}
    return {text for text in found if "写的第" in text}


def lost(edited: bytes, content: bytes) -> list[str]:
    """The words of a person's that don't stand in the new workbook."""
    there = "\n".join(words(content))
    return sorted(word for word in words(edited) if word not in there)


def cells(content: bytes) -> dict[str, list[str]]:
    """What stands in each visible cell: its value, its comment."""
    book = load_workbook(io.BytesIO(content))
    found: dict[str, list[str]] = {}
    for sheet in book.worksheets:
        if sheet.title not in (CHOICES_SHEET, RECORD_SHEET):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                texts = [str(cell.value)] if cell.value is not None else []
                found[f"{sheet.title}!{cell.coordinate}"] = texts + ([cell.comment.text] if cell.comment else [])
    return found


def untold(edited: bytes, built: Built) -> list[str]:
    """The cells of the last workbook with a person's words of which the plan doesn't tell, once for the value and
    once for a comment, in which cells of the new one they are now. Titles of own columns, and the words around
    what a list holds, are no cells that the plan places."""
    plan, workbook = built.carry_over.plan, built.carry_over.workbook
    assert workbook is not None
    tables = [table for sheet in workbook.sheets for table in (sheet, *sheet.below)]
    titles = "\n".join(column.title for table in tables for column in table.columns)
    lists = tuple(f"{sheet.name}!" for sheet in tables if sheet.lines)
    now = cells(built.file("checklist").content)
    found = []
    for cell, texts in cells(edited).items():
        placements = plan.explain(cell)
        told = [str(one.user_cell.listed_value) for one in placements if one.outcome is not CellOutcome.REPEATED]
        if len(told) != len(set(told)) or any(not stands(one, now) for one in placements):
            found.append(cell)
        words = [text for text in texts if "写的第" in text and text not in titles and not cell.startswith(lists)]
        if not set(words) <= set(told):
            found.append(cell)
    return found


def stands(placement: Placement, now: Mapping[str, list[str]]) -> bool:
    """Whether a cell is where the plan says that it is."""
    value = str(placement.user_cell.listed_value)
    return "写的第" not in value or any(value in text for text in now.get(str(placement.target), []))


@pytest.mark.soak
@settings(max_examples=times(12, 1_000), **HOW)
@given(rounds=st.lists(st.tuples(EDITS, st.booleans()), min_size=1, max_size=times(3, len(PERSONS))))
def test_nothing_that_a_person_wrote_is_lost(
    carries: list[Carry], first: bytes, rounds: list[tuple[list[Do], bool]]
) -> None:
    content, edited = first, first
    for number, (edits, changed) in enumerate(rounds):
        person = Person(content, PERSONS[number])
        for edit in edits:
            person.does(*edit)
        edited = person.saved()
        built = carries[changed](edited)
        plan = built.carry_over.plan
        assert plan.found == plan.carried + plan.listed
        content = built.file("checklist").content
        assert lost(edited, content) == []
        assert untold(edited, built) == []


@pytest.mark.soak
@settings(max_examples=times(6, 500), **HOW)
@given(edits=EDITS)
def test_building_again_changes_nothing(carries: list[Carry], first: bytes, edits: list[Do]) -> None:
    person = Person(first, "甲")
    for edit in edits:
        person.does(*edit)
    once = carries[0](person.saved()).file("checklist").content
    assert carries[0](once).file("checklist").content == once


EVERYTHING: tuple[Do, ...] = (
    *(("fill", 0, 0), ("fill", 1, 1), ("copy", 2, 0), ("insert", 3, 2), ("add_column", 4, 5), ("tamper", 5, 1)),
    *(("edit", 6, 2), ("add_sheet", 7, 1), ("comment", 8, 0), ("own_cell", 2, 1), ("link", 9, 2)),
    ("title_comment", 0, 0),
)
PLANNER = "cplist.carryover.plan_cells._Planner"
NOTES = _Planner._notes
LOSSES: dict[str, Callable[..., Any]] = {
    f"{PLANNER}._unplaced": lambda self, one: [],
    f"{PLANNER}._put": lambda self, row, user_cell, reason, at: Placement(user_cell, reason, self._cell(*at)),
    f"{PLANNER}._edited": lambda self, one, title, value: Placement(
        self._user_cell(one.row, title, value), Reason.SAME_AS_GENERATED
    ),
    f"{PLANNER}._notes": lambda *arguments: (replace(one, target=None) for one in NOTES(*arguments)),
    "cplist.carryover.write._add": lambda placement, sheet, at: None,
    "cplist.carryover.write.belongs_to": lambda placement, sheet: False,
    "cplist.carryover.carry_over.with_own_sheets": lambda plan, match: plan,
    "cplist.carryover.carry_over.with_comments": lambda plan, match: plan,
    "cplist.carryover.reading.sheets._url": lambda target, location: "",
}
"""Of the stages that match, plan and write: what each would do if it lost a cell."""


@pytest.mark.parametrize("name", list(LOSSES))
def test_a_loss_would_be_seen(
    carries: list[Carry], first: bytes, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each of the ways on which a cell comes along, cut off: words are missing."""
    person = Person(first, "甲")
    for edit in EVERYTHING:
        person.does(*edit)
    edited = person.saved()
    assert lost(edited, carries[0](edited).file("checklist").content) == []
    monkeypatch.setattr(name, LOSSES[name])
    assert lost(edited, carries[0](edited).file("checklist").content)


def test_the_comparison_sees_a_word_that_is_gone(carries: list[Carry], first: bytes) -> None:
    person = Person(first, "甲")
    person.does("fill", 0, 2)
    there: Mapping[str, str] = dict.fromkeys(words(person.saved()), "")
    assert there
    assert words(first) == set()
