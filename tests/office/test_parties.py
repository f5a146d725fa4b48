"""A department's workbook that LibreOffice saved, beside one that a program did: merged, rebuilt, counted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from acceptance.test_merge import answers, checklist, lines
from acceptance.test_party_checklists import LEDGER, SHEET, VILLAGE_BANK, answer, books, table
from command import Builds, Cplist
from openpyxl import load_workbook
from openpyxl.styles import Font

from .conftest import Validate

pytestmark = pytest.mark.slow


def sorted_and_painted(path: Path) -> None:
    """Turn the rows round, paint one, and filter them, as people do."""
    book: Any = load_workbook(path)
    page = book[SHEET]
    header, columns = table(page)
    moved = [row for row in page.iter_rows(header + 1) if row[columns["状态选项"] - 1].value]
    values = [[cell.value for cell in row] for row in moved]
    for row, new in zip(moved, reversed(values), strict=True):
        for cell, value in zip(row, new, strict=True):
            if not str(cell.value).startswith("=") and "Formula" not in type(cell.value).__name__:
                cell.value = value
    page.cell(header + 1, columns["备注"]).font = Font(bold=True, color="FF0000")
    page.row_dimensions[header + 3].hidden = True
    book.save(path)


def test_a_department_fills_in_its_file_in_libreoffice_and_by_program(
    build: Builds, cplist: Cplist, to_xlsx: Callable[[Path], Path], validate: Validate, tmp_path: Path
) -> None:
    own = books(build.once(VILLAGE_BANK, "--only", "checklist", "--only", "party-checklists"))
    came = tmp_path / "came"
    came.mkdir()
    assert validate(own["business"]) == []
    for name, party in (("one", "business"), ("two", "business"), ("three", "general")):
        shutil.copy(own[party], tmp_path / f"{name}.xlsx")
    answer(tmp_path / "one.xlsx", 备注="先交的（虚构）", 频次="每季")
    answer(tmp_path / "two.xlsx", 备注="后交的（虚构）")
    answer(tmp_path / "three.xlsx", 备注="综合部（虚构）")
    sorted_and_painted(tmp_path / "three.xlsx")
    shutil.copy(tmp_path / "one.xlsx", came / "one.xlsx")
    for name in ("two", "three"):
        shutil.copy(to_xlsx(tmp_path / f"{name}.xlsx"), came / f"{name}.xlsx")

    merging = ("build", VILLAGE_BANK, "--only", "checklist", "--merge", came, "-o", tmp_path / "out", "--json")
    path = checklist(cplist(*merging))
    assert validate(path) == []
    assert set(answers(path, "频次", "备注").values()) == {("每季", "后交的（虚构）"), (None, "综合部（虚构）")}
    assert [(one["列"], one["表中的内容"]) for one in lines(path, "冲突")] == [("备注", "先交的（虚构）")]
    assert sorted(one["责任主体"] for one in lines(path, LEDGER)) == ["业务发展部", "综合管理部"]
    before = path.read_bytes()
    assert checklist(cplist(*merging)).read_bytes() == before
