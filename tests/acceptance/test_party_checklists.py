"""A workbook for each leader, department and unit: its own rows under the same keys, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import PACKS, ROOT, TINY, Build, Builds, Cplist

pytestmark = pytest.mark.slow

VILLAGE_BANK = ROOT / "profiles" / "village-bank.yaml"
FOLDER = "分责任主体清单"
SHEET, LEDGER, START = "履职情况", "履职台账", "从这里开始"
KIND = "party-checklist"


def books(build: Build) -> dict[str, Path]:
    """The workbooks of parties by the party's id."""
    outputs = build.said.data["builds"][0]["outputs"]
    paths = [Path(output["path"]) for output in outputs if output["kind"] == KIND]
    return {property_of(path, "cplist.party"): path for path in paths}


def property_of(path: Path, name: str) -> str:
    book = openpyxl.load_workbook(path, read_only=True)
    return next((str(one.value) for one in book.custom_doc_props.props if one.name == name), "")


def table(sheet: Any, first: str = "编号") -> tuple[int, dict[str, int]]:
    """The row of a sheet's header, and the number of each column by its title."""
    for row in sheet.iter_rows():
        titles = {cell.value: cell.column for cell in row if cell.value}
        if first in titles and len(titles) > 2:
            return row[0].row, titles
    raise AssertionError(first)


def keys(path: Path, sheet: str = SHEET) -> list[str]:
    page = openpyxl.load_workbook(path)[sheet]
    header, titles = table(page)
    column = titles["行标识"]
    return [
        cell for (cell,) in page.iter_rows(header + 1, min_col=column, max_col=column, values_only=True) if cell
    ]


def answer(path: Path, **answers: Any) -> None:
    """Fill in the first rows of a workbook, one for each value of a column, and a line of the ledger."""
    book = openpyxl.load_workbook(path)
    header, titles = table(book[SHEET])
    for title, value in answers.items():
        book[SHEET].cell(header + 1, titles[title], value)
    line, columns = table(book[LEDGER])
    book[LEDGER].cell(line + 1, columns["事项"], "开展一次培训（虚构）")
    book.save(path)


def found(path: Path, title: str) -> Any:
    page = openpyxl.load_workbook(path)[SHEET]
    header, titles = table(page)
    return page.cell(header + 1, titles[title]).value


@pytest.fixture(scope="module")
def village(build: Builds) -> Build:
    return build.once(VILLAGE_BANK, "--only", "checklist", "--only", "party-checklists")


@pytest.fixture
def again(cplist: Cplist, tmp_path: Path) -> Callable[..., Any]:
    """Give a function that builds workbooks of parties into one folder."""

    def run(profile: Path, *options: str) -> Any:
        return cplist("build", profile, "--only", "party-checklists", *options, "-o", tmp_path / "out", "--json")

    return run


def test_rows_of_everybody_stand_in_one_workbook_each_under_the_same_keys(village: Build) -> None:
    theirs = books(village)
    whole = keys(village.path("checklist"))
    for party, path in theirs.items():
        assert keys(path) == [key for key in whole if key.endswith(f"|{party}")], party
        assert path.parent.name == FOLDER
    left = {key.partition("|")[2] for key in whole} - theirs.keys()
    assert left <= {"institution", "committee", "board", "supervision", "board_committee", "superior"}
    assert len(theirs) > 6


def test_a_workbook_says_whose_it_is_and_has_only_what_is_filled_in(village: Build) -> None:
    path = books(village)["business"]
    book = openpyxl.load_workbook(path)
    assert property_of(path, "cplist.party_name") == "业务发展部"
    assert book.sheetnames[0] == START
    assert {SHEET, LEDGER, "责任清单", "进度"} <= set(book.sheetnames)
    assert not {"条款对照", "责任矩阵", "岗位清单", "变更记录"} & set(book.sheetnames)
    assert len(book.sheetnames) < 12
    ids = {key.partition("|")[0] for key in keys(path)}
    header, titles = table(book["责任清单"])
    listed = [cell for (cell,) in book["责任清单"].iter_rows(header + 1, max_col=1, values_only=True)]
    assert titles["编号"] == 1 and set(listed) == ids


def test_answers_are_carried_over_and_the_old_file_is_kept(again: Callable[..., Any], tmp_path: Path) -> None:
    said = again(VILLAGE_BANK, "--for", "business,general")
    path, other = (Path(one["path"]) for one in said.data["builds"][0]["outputs"] if one["kind"] == KIND)
    answer(path, 本期状态="按期", 备注="已办（虚构）")
    untouched = other.read_bytes()
    said = again(VILLAGE_BANK, "--for", "business,general")
    assert (found(path, "本期状态"), found(path, "备注")) == ("按期", "已办（虚构）")
    start = openpyxl.load_workbook(path, data_only=True)[START]
    assert {row[0]: row[1] for row in start.iter_rows(values_only=True)}["已填"] == 1
    assert path.with_suffix("").with_name(f"{path.stem}.旧1.xlsx").exists()
    assert other.read_bytes() == untouched
    (told,) = [one for one in said.data["builds"][0]["findings"] if one["rule"] == "carry-over"]
    assert told["file"] == f"{FOLDER}/{path.name}"
    before = path.read_bytes()
    again(VILLAGE_BANK, "--for", "business,general")
    assert path.read_bytes() == before


def test_a_party_that_is_called_otherwise_keeps_its_answers(
    again: Callable[..., Any], tmp_path: Path, profile: Callable[..., Path]
) -> None:
    said = again(VILLAGE_BANK, "--for", "business")
    (path,) = (Path(one["path"]) for one in said.data["builds"][0]["outputs"] if one["kind"] == KIND)
    answer(path, 备注="已办（虚构）")
    said = again(profile(VILLAGE_BANK, ("业务发展部", "市场发展部")), "--for", "business")
    (new,) = (Path(one["path"]) for one in said.data["builds"][0]["outputs"] if one["kind"] == KIND)
    assert new.name != path.name
    assert found(new, "备注") == "已办（虚构）"
    left = [one for one in said.data["builds"][0]["findings"] if one["rule"] == "party-checklist-left-over"]
    assert [path.name in one["message"] for one in left] == [True]


def test_an_id_without_rows_is_an_error_that_names_those_with(again: Callable[..., Any]) -> None:
    said = again(VILLAGE_BANK, "--for", "general_office")
    assert said.status == 1
    (told,) = [one for one in said.data["builds"][0]["findings"] if one["severity"] == "error"]
    assert told["rule"] == "party-checklist-unknown" and "business" in told["hint"]


def test_the_workbook_of_a_party_is_not_taken_for_the_institutions(
    again: Callable[..., Any], cplist: Cplist, tmp_path: Path
) -> None:
    said = again(VILLAGE_BANK, "--for", "business")
    (path,) = (Path(one["path"]) for one in said.data["builds"][0]["outputs"] if one["kind"] == KIND)
    said = cplist("build", VILLAGE_BANK, "--only", "checklist", "--carry", path, "-o", tmp_path / "x", "--json")
    assert "workbook-other-party" in said.rules and said.status == 1


def test_a_pack_without_sheets_for_parties_says_so(cplist: Cplist, tmp_path: Path) -> None:
    said = cplist(
        *("build", TINY, "--packs", PACKS, "--only", "party-checklists", "-o", tmp_path / "out", "--json")
    )
    assert said.status == 1 and "party-checklist-unsupported" in said.rules
