"""Workbooks that LibreOffice saved are collected like any other, and the collection is valid and shown whole."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from acceptance.reading import Book, bare
from command import ROOT, Builds, Cplist
from openpyxl import load_workbook

from .conftest import PdfText, ToPdf, Validate

pytestmark = pytest.mark.slow

NAMES = ("outlet", "village-bank", "finance-company")
FILLED = "履职情况"


def fill_in(path: Path) -> None:
    """An answer in every other row; one generated cell rewritten."""
    book: Any = load_workbook(path)
    sheet = book[FILLED]
    header = next(row for row in sheet.iter_rows(max_row=8) if "行标识" in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in header}
    for row in range(header[0].row + 1, sheet.max_row + 1, 2):
        choices = sheet.cell(row, columns["状态选项"]).value
        if choices:
            sheet.cell(row, columns["本期状态"]).value = {"choice_event": "办理中"}.get(choices, "逾期")
            sheet.cell(row, columns["备注"]).value = "1+1 <&> “原文”"
    sheet.cell(header[0].row + 2, columns["条款原文"]).value = "改写"
    book.save(path)


@pytest.fixture(scope="module")
def folder(build: Builds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three workbooks, filled in."""
    came_back = tmp_path_factory.mktemp("returned")
    for name in NAMES:
        workbook = build.once(ROOT / "profiles" / f"{name}.yaml").path("checklist")
        shutil.copy(workbook, came_back / f"{name}.xlsx")
        fill_in(came_back / f"{name}.xlsx")
    return came_back


@pytest.fixture(scope="module")
def collected(folder: Path, cplist: Cplist, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("collected")
    said = cplist("collect", folder, "-o", output, "--on", "2026-12-31", "--expected", ROOT / "profiles")
    assert said.status == 0, said.err
    return output / "责任清单汇总.xlsx"


def test_the_validator_finds_nothing(collected: Path, validate: Validate) -> None:
    assert validate(collected) == []


def test_a_workbook_that_libreoffice_saved_is_collected_like_any_other(
    folder: Path, collected: Path, to_xlsx: Callable[[Path], Path], cplist: Cplist, tmp_path: Path
) -> None:
    for name in NAMES:
        shutil.copy(to_xlsx(folder / f"{name}.xlsx"), tmp_path / f"{name}.xlsx")
    said = cplist("collect", tmp_path, "-o", tmp_path / "out", "--on", "2026-12-31", "--json")
    theirs, ours = said.data, json.loads(collected.with_suffix(".json").read_bytes())
    assert theirs["summary"] == ours["summary"]
    for mine, other in zip(ours["institutions"], theirs["institutions"], strict=True):
        assert [row["kind"] for row in mine["rows"]] == [row["kind"] for row in other["rows"]]
        assert [row["cells"].get("备注") for row in mine["rows"]] == [
            row["cells"].get("备注") for row in other["rows"]
        ]
        assert [change["found"] for change in mine["changes"]] == ["改写"]
        assert mine["changes"] == other["changes"]


def test_every_sheet_is_printed_with_its_first_and_last_row(
    collected: Path, to_pdf: ToPdf, pdf_text: PdfText
) -> None:
    printed = bare(pdf_text(to_pdf(collected), "-layout"))
    for sheet in Book(collected).values:
        if sheet.sheet_state == "visible":
            assert bare(sheet.title) in printed, sheet.title
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.print_title_rows and sheet.freeze_panes
            last = [str(cell.value) for cell in sheet[sheet.max_row] if isinstance(cell.value, str)]
            assert all(bare(text)[:6] in printed for text in last if "|" not in text), sheet.title


def test_stored_sums_are_those_that_libreoffice_gives(
    collected: Path, to_xlsx: Callable[[Path], Path], tmp_path: Path
) -> None:
    """Without the stored values, LibreOffice has to work them out."""
    bare_book = tmp_path / "bare.xlsx"
    load_workbook(collected).save(bare_book)
    theirs, ours = Book(to_xlsx(bare_book)).values, Book(collected).values
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                assert theirs[sheet.title].cell(cell.row, cell.column).value == cell.value, (sheet.title, cell)


def test_no_cell_is_a_formula_but_the_sums(collected: Path) -> None:
    with zipfile.ZipFile(collected) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    formulas = [part.partition("</f>")[0] for sheet in sheets for part in sheet.split("<f>")[1:]]
    assert formulas and all(formula.startswith("SUM(") for formula in formulas)
