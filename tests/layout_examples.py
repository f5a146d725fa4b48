"""Makes the workbooks of tests/examples/workbooks, one for each layout that was released, filled in by openpyxl,
and saved by LibreOffice: `python tests/layout_examples.py WORKBOOK NUMBER`.

WORKBOOK is what the version with that layout makes of tests/examples/workbooks/institution.yaml. Those that are
there stay as they are: they are what people have.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

WORKBOOKS = Path(__file__).parent / "examples" / "workbooks"
INSTITUTION = WORKBOOKS / "institution.yaml"
PROGRAMS = ("openpyxl", "libreoffice")
SHEET, LEDGER = "履职情况", "履职台账"
APART = {"自定职责": "代号", "依据其他规定": "编号"}
"""Sheets of what is none of the notice's, with a column of their header."""
OWN_SHEET, OWN_COLUMN = "会议记录", "附注"
FIRST_ROWS = 5
READ_ONLY = ("待复核",)
"""Columns in which nobody answers, though they may be blank."""
YELLOW = "FFF9E5"
"""What the cells look like that people fill in."""
DAY = datetime.date(2026, 3, 31)


@dataclass(frozen=True)
class FilledIn:
    """What a person writes into one cell."""

    sheet: str
    address: str
    value: Any


def example(number: int, program: str) -> Path:
    return WORKBOOKS / f"layout-{number}.{program}.xlsx"


def header_of(sheet: Any, title: str = "编号") -> int:
    """The number of the row that has that title."""
    return next(row[0].row for row in sheet.iter_rows(max_row=10) if title in [cell.value for cell in row])


def filled_in(workbook: Path) -> Iterator[FilledIn]:
    """What people write: in every column of 履职情况 that is theirs, in the first rows that aren't summed up; in
    the ledger, if there is one; in a column and on a sheet of their own."""
    book = load_workbook(workbook)
    sheet = book[SHEET]
    header = header_of(sheet)
    titles = {cell.value: cell.column for cell in sheet[header] if cell.value}
    state = titles["本期状态"]
    rows = [row for row in range(header + 1, sheet.max_row + 1) if not _is_summed_up(sheet, row, state, titles)]
    for row in rows[:FIRST_ROWS]:
        for title, column in titles.items():
            cell = sheet.cell(row, column)
            if cell.value is None and cell.fill.fgColor.rgb[-6:] == YELLOW and title not in READ_ONLY:
                value = _answer(title, sheet.cell(row, titles["状态选项"]).value)
                yield FilledIn(SHEET, f"{get_column_letter(column)}{row}", value)
        yield FilledIn(SHEET, f"{get_column_letter(sheet.max_column + 1)}{row}", f"第{row}行的附注")
    yield FilledIn(SHEET, f"{get_column_letter(sheet.max_column + 1)}{header}", OWN_COLUMN)
    for name in [name for name in APART if name in book.sheetnames]:
        apart = book[name]
        place = next(cell for cell in apart[header_of(apart, APART[name])] if cell.value == "备注")
        yield FilledIn(name, f"{place.column_letter}{place.row + 1}", f"{name}的备注")
    if LEDGER in book.sheetnames:
        first = header_of(book[LEDGER]) + 1
        line = (sheet.cell(rows[0], titles["编号"]).value, "董事长", DAY, "听取专题汇报", "会议纪要", "2026年第3号")
        for column, value in enumerate(line, 1):
            yield FilledIn(LEDGER, f"{get_column_letter(column)}{first}", value)
    yield FilledIn(OWN_SHEET, "A1", "三月三十一日研究消保工作")


def _is_summed_up(sheet: Any, row: int, state: int, titles: dict[str, int]) -> bool:
    choices = sheet.cell(row, titles["状态选项"]).value
    return sheet.cell(row, state).value is not None or choices in (None, "choice_umbrella")


def _answer(title: str, choices: str) -> Any:
    if ("日期" in title and "、" not in title) or title.startswith("到期日"):
        return DAY
    states = {"choice_one_time": "已建立", "choice_event": "本期未触发", "choice_prohibition": "未发生"}
    known = {"频次来源": "本机构自定", "本期状态": states.get(choices, "按期")}
    return known.get(title, f"{title[:4]}已填")


def by_openpyxl(workbook: Path, target: Path) -> None:
    book = load_workbook(workbook)
    book.create_sheet(OWN_SHEET)
    for cell in filled_in(workbook):
        book[cell.sheet][cell.address].value = cell.value
    book.save(target)


def by_libreoffice(workbook: Path, target: Path) -> None:
    """The same, opened and saved by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder) / "filled" / target.name
        filled.parent.mkdir()
        by_openpyxl(workbook, filled)
        start = ["soffice", f"-env:UserInstallation={(Path(folder) / 'own').as_uri()}", "--headless"]
        subprocess.run([*start, "--convert-to", "xlsx", "--outdir", target.parent, filled], check=True, timeout=120)


def main() -> None:
    workbook, number = Path(sys.argv[1]), int(sys.argv[2])
    for program, fill_in in zip(PROGRAMS, (by_openpyxl, by_libreoffice), strict=True):
        if not (target := example(number, program)).exists():
            fill_in(workbook, target)


if __name__ == "__main__":
    main()
