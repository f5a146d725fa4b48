"""Workbooks of earlier versions of the program are carried over by the columns that those versions had."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from layout_examples import INSTITUTION, OWN_COLUMN, OWN_SHEET, PROGRAMS, SHEET, WORKBOOKS, example, header_of
from openpyxl import load_workbook

from cplist.pack.pack import open_pack

from .conftest import Cplist

PACK = open_pack("shandong-2022-1")
CHECKLIST: Mapping[str, Any] = yaml.safe_load((Path(PACK.folder) / "checklist.yaml").read_text("utf-8"))
CURRENT = int(CHECKLIST["layout"])
RELEASED: Mapping[int, str] = yaml.safe_load((WORKBOOKS / "layouts.yaml").read_text("utf-8"))
"""Layout → fingerprint of its columns."""
RAISE = (
    "the columns of checklist.yaml have changed: raise its `layout` and keep a workbook of the new one, as "
    "CONTRIBUTING.md says under “Add a column to the checklist”"
)
OTHERWISE = ("carry-over-dropped", "changes-recorded")
"""Rules that don't tell of answers."""
FILLED_IN = [(number, program) for number in RELEASED for program in PROGRAMS]


def columns(table: Mapping[str, Any]) -> Iterator[list[str]]:
    """What makes a layout of a table's columns: titles, keys, who fills them in, formulas, days."""
    for column in table["columns"]:
        marks = ("title", "key", "each", "filled_in", "type")
        yield [str(column.get(mark, "")) for mark in marks] + [str("formula" in column)]


def fingerprint(checklist: Mapping[str, Any]) -> str:
    tables = [
        [sheet["name"], *(field["name"] for field in sheet.get("fields", ())), *columns(table)]
        for sheet in checklist["sheets"]
        for table in (sheet, *sheet.get("below", ()))
    ]
    return hashlib.sha256(json.dumps(tables, ensure_ascii=False).encode()).hexdigest()[:16]


def test_other_columns_are_another_layout() -> None:
    assert fingerprint(CHECKLIST) == RELEASED.get(CURRENT), RAISE
    sheets = CHECKLIST["sheets"]
    changed = [{**sheets[0], "columns": [*sheets[0]["columns"], {"title": "新列", "width": "8"}]}, *sheets[1:]]
    assert fingerprint({**CHECKLIST, "sheets": changed}) not in RELEASED.values()


@pytest.mark.slow
def test_each_layout_has_its_workbooks_and_each_earlier_one_its_columns() -> None:
    assert list(RELEASED) == list(range(1, CURRENT + 1))
    assert [example(*each).name for each in FILLED_IN if not example(*each).is_file()] == []
    told = {int(entry["layout"]) for entry in CHECKLIST["earlier"]}
    recorded = {number for number in RELEASED if "_cplist" in load_workbook(example(number, "openpyxl")).sheetnames}
    assert told | recorded == set(RELEASED)


def test_a_workbook_says_its_layout(cplist: Cplist, tmp_path: Path) -> None:
    cplist("build", INSTITUTION, "--only", "checklist", "-o", tmp_path)
    book = load_workbook(next(tmp_path.rglob("*.xlsx")))
    said = {item.name: item.value for item in book.custom_doc_props.props}
    assert said["cplist.layout"] == str(CURRENT)
    assert [row[8] for row in book["_cplist"].iter_rows(values_only=True) if row[0] == "about"] != [None]


@pytest.mark.parametrize(("number", "program"), FILLED_IN)
def test_what_was_filled_in_stands_in_the_new_workbook(
    number: int, program: str, cplist: Cplist, tmp_path: Path
) -> None:
    made, findings = carried(example(number, program), cplist, tmp_path)
    old = load_workbook(example(number, "openpyxl"))[SHEET]
    new = made[SHEET]
    listed = {str(row[5]) for row in rows(made, "冲突")}
    places = {cell.value: cell.column for cell in new[header_of(new)]}
    by_key = {row[0].value: row for row in new.iter_rows(min_row=header_of(new) + 1)}
    answers = list(answers_of(old))
    assert len(answers) > 55
    for key, title, value in answers:
        if title == "最近日期" and number == 1:
            assert str(value)[:10] in {text[:10] for text in listed}
        else:
            assert new.cell(by_key[key][0].row, places[title]).value == value, (key, title)
    assert made[OWN_SHEET]["A1"].value == "三月三十一日研究消保工作"
    wanted = ["carry-over", "carry-over-taken"] if number == 1 else ["carry-over"]
    carrying = [found["rule"] for found in findings if found["rule"].startswith("carry-over")]
    about_answers = [rule for rule in carrying if rule not in OTHERWISE]
    assert about_answers == wanted
    left = " ".join(found["message"] for found in findings if found["rule"] == "carry-over-dropped")
    assert "合并的单元格" not in left


def test_what_people_no_longer_fill_in_is_said_as_it_is(cplist: Cplist, tmp_path: Path) -> None:
    made, findings = carried(example(1, "openpyxl"), cplist, tmp_path)
    (taken,) = [found for found in findings if found["rule"] == "carry-over-taken"]
    assert "履职情况·最近日期" in taken["message"]
    assert "补记在“履职台账”" in taken["hint"]
    assert [row[4] for row in rows(made, "冲突")] == ["最近日期"] * 5
    assert {row[6] for row in rows(made, "冲突")} == {"由“履职台账”的日期得出，请把这些日期补记在“履职台账”"}


def carried(workbook: Path, cplist: Cplist, folder: Path) -> tuple[Any, list[dict[str, Any]]]:
    """The workbook that a build makes over that one, and what it says."""
    said = cplist("build", INSTITUTION, "--only", "checklist", "--carry", workbook, "-o", folder, "--json")
    assert said.status == 0, said.err
    return load_workbook(next(folder.rglob("*.xlsx"))), said.data["builds"][0]["findings"]


def answers_of(sheet: Any) -> Iterator[tuple[str, str, Any]]:
    """Key, column and value of what was written into 履职情况, but for what the program wrote."""
    header = header_of(sheet)
    titles = {cell.column: cell.value for cell in sheet[header] if cell.value}
    for row in sheet.iter_rows(min_row=header + 1):
        written = [cell for cell in row if cell.value is not None and is_an_answer(cell, titles)]
        yield from ((row[0].value, titles[cell.column], cell.value) for cell in written)


def is_an_answer(cell: Any, titles: Mapping[int, str]) -> bool:
    text = str(cell.value)
    title = titles.get(cell.column, "")
    day = isinstance(cell.value, datetime.datetime)
    return title == OWN_COLUMN or day or text.endswith("已填") or text in ("已建立", "未发生")


def rows(book: Any, name: str) -> list[tuple[Any, ...]]:
    """The lines of a list; none where there is no such sheet."""
    if name not in book.sheetnames:
        return []
    sheet = book[name]
    return [
        tuple(row) for row in sheet.iter_rows(min_row=header_of(sheet, "工作表") + 1, values_only=True) if row[0]
    ]
