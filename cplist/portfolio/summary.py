"""What became of many profiles, as a table for those who have to go after the rest: .xlsx or .csv."""

from __future__ import annotations

import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cplist.core.files import make_folder, write_whole
from cplist.core.findings import Finding, InputError, Severity
from cplist.core.messages import message
from cplist.workspace.results import Checked, Result

BUILT, UNCHANGED, FAILED, CHECKED = "built", "unchanged", "failed", "checked"
OUTCOMES: Mapping[str, str] = {BUILT: "已生成", UNCHANGED: "未变化", FAILED: "未生成", CHECKED: "已检查"}
HEADINGS = ("机构档案", "机构", "结果", "错误", "警告", "提示", "第一个错误", "文件夹")
WIDTHS = (40, 36, 10, 8, 8, 8, 60, 40)
FORMATS = (".xlsx", ".csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that Excel takes for a formula when it opens a .csv."""
_NO_DAY = datetime.datetime(2000, 1, 1)


@dataclass(frozen=True)
class Line:
    """One profile: its name, institution ("" where it isn't known), what became of it, how many findings of which
    severity, the first error, the folder of its files."""

    profile: str
    institution: str
    outcome: str
    found: Mapping[str, int]
    error: str
    folder: str


def outcome_of(result: Result) -> str:
    """BUILT, UNCHANGED or FAILED."""
    if result.unchanged:
        return UNCHANGED
    return BUILT if result.built else FAILED


def build_lines(results: Iterable[Result]) -> list[Line]:
    """A line for each profile that was built or couldn't be."""
    return [
        Line(
            result.profile,
            result.institution,
            outcome_of(result),
            result.unchanged.found if result.unchanged else _counts(result.findings),
            _first_error(result.findings),
            str(_folder(result) or ""),
        )
        for result in results
    ]


def check_lines(names: Iterable[str], checks: Iterable[Checked]) -> list[Line]:
    """A line for each profile that was checked."""
    return [
        Line(name, "", CHECKED, _counts(one.findings), _first_error(one.findings), "")
        for name, one in zip(names, checks, strict=True)
    ]


def check_format(file: Path) -> None:
    """Raise InputError for a file of a format that the table can't be written in."""
    if file.suffix.lower() not in FORMATS:
        raise InputError("summary-format", file=str(file))


def write_summary(lines: Sequence[Line], file: Path) -> None:
    """Write the table, over an earlier one. Raises InputError where the file can't be written."""
    content = _csv(lines) if file.suffix.lower() == ".csv" else _xlsx(lines)
    try:
        make_folder(file.parent)
        write_whole(file, content)
    except OSError as error:
        raise InputError("file-unwritable", file=str(file), problem=error.strerror or str(error)) from error


def _folder(result: Result) -> Path | None:
    return next((one.path.parent for one in reversed(result.outputs)), None)


def _counts(findings: Iterable[Finding]) -> Mapping[str, int]:
    return Counter(found.severity.value for found in findings)


def _first_error(findings: Iterable[Finding]) -> str:
    first = next((found for found in findings if found.severity is Severity.ERROR), None)
    if first is None:
        return ""
    place = f"{first.location} " if first.location else ""
    return f"{place}{message(first, 'zh')}"


def _cells(lines: Iterable[Line]) -> Iterable[tuple[str | int, ...]]:
    yield HEADINGS
    for line in lines:
        counts = (line.found.get(severity.value, 0) for severity in Severity)
        texts = (line.profile, line.institution, OUTCOMES[line.outcome])
        yield (*texts, *counts, line.error, line.folder)


def _csv(lines: Iterable[Line]) -> bytes:
    """With the mark by which Excel knows UTF-8; no cell begins like a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([_no_formula(cell) for cell in row] for row in _cells(lines))
    return text.getvalue().encode("utf-8-sig")


def _no_formula(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _xlsx(lines: Iterable[Line]) -> bytes:
    from openpyxl import Workbook  # only for this table
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    from cplist.core.opc import unzipped, zipped

    book = Workbook()
    book.properties.created = book.properties.modified = _NO_DAY
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("结果")
    for row in _cells(lines):
        sheet.append(row)
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number).font = Font(bold=True)
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    written = io.BytesIO()
    book.save(written)
    return zipped(unzipped(written.getvalue()))
