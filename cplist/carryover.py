"""From the last workbook to the next: what people filled in follows its row's hidden key.

Whatever finds no row is counted and named; the old file itself is kept by whoever writes the new one, so
nothing is ever lost.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cplist.blocks import Column, Formula, Sheet, Value, Workbook
from cplist.errors import Finding
from cplist.messages import finding

LARGEST = 300_000_000
"""Unpacked, in bytes: a workbook of cplist has one or two million."""
HEADER_WITHIN = 12
KEY = "key"
Answers = dict[str, dict[str, Value]]


@dataclass(frozen=True)
class Carried:
    """The new workbook with what was filled in; how many cells were found, carried and left over."""

    workbook: Workbook | None = None
    found: int = 0
    carried: int = 0
    lost: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Previous:
    """The workbook at the target: its bytes, its name, and the name under which it will be kept."""

    content: bytes
    name: str
    kept_as: str


def carry_over(previous: Previous | None, workbook: Workbook, institution: str) -> Carried:
    """Fill the new workbook from the previous one (None: there is none). Where that can't be read or belongs to
    another institution, the findings are errors and nothing is filled."""
    if previous is None:
        return Carried()
    try:
        book = _opened(previous.content)
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        problem = f"{type(error).__name__}: {error}"
        return Carried(findings=(finding("workbook-unreadable", file=previous.name, problem=problem),))
    with contextlib.closing(book):
        other = {p.name: p.value for p in book.custom_doc_props.props}.get("cplist.institution", institution)
        if other != institution:
            return Carried(findings=(finding("workbook-other", file=previous.name, institution=other),))
        return _carry(book, workbook, previous.kept_as)


def _opened(content: bytes) -> Any:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST:
            raise ValueError(f"unpacked more than {LARGEST} bytes")
    return load_workbook(io.BytesIO(content), read_only=True)


def _carry(book: Any, workbook: Workbook, kept_as: str) -> Carried:
    tally = _Tally()
    sheets = tuple(tally.sheet(book, sheet) for sheet in workbook.sheets)
    return Carried(
        workbook=replace(workbook, sheets=sheets),
        found=tally.found,
        carried=tally.carried,
        lost=tuple(tally.lost),
        findings=tuple(_findings(tally, kept_as)),
    )


class _Tally:
    """Fills the new sheets and counts: cells found and carried, rows that were lost or copied, what is missing."""

    def __init__(self) -> None:
        self.found = self.carried = 0
        self.lost: list[str] = []
        self.copied: list[str] = []
        self.missing: list[str] = []

    def sheet(self, book: Any, sheet: Sheet) -> Sheet:
        if not any(column.filled_in for column in sheet.columns):
            return sheet
        if sheet.name not in book.sheetnames:
            self.missing.append(sheet.name)
            return sheet
        answers, twice, missing = _answers(book[sheet.name], sheet)
        self.missing += [f"{sheet.name}·{title}" for title in missing]
        cells = sum(len(row) for row in answers.values())
        filled, left = _filled(sheet, answers)
        self.found += cells + sum(count for _, count in twice)
        self.carried += cells - sum(len(row) for row in left.values())
        self.lost += [f"{key}（{len(row)}格）" for key, row in left.items()]
        self.copied += [key for key, _ in twice]
        return filled


def _findings(tally: _Tally, kept_as: str) -> Iterator[Finding]:
    if tally.carried:
        yield finding("carry-over", cells=tally.carried)
    if tally.missing:
        yield finding("carry-over-missing", names="、".join(tally.missing), file=kept_as)
    if tally.copied:
        yield finding("carry-over-copied", rows="、".join(tally.copied), file=kept_as)
    if tally.lost:
        yield finding(
            "carry-over-lost", cells=tally.found - tally.carried, rows="、".join(tally.lost), file=kept_as
        )


def _answers(rows: Any, sheet: Sheet) -> tuple[Answers, list[tuple[str, int]], list[str]]:
    """What was filled in, by row key and column title; the keys of copied rows with their cells; the titles of
    columns that were filled in and that can't be found."""
    answers: Answers = {}
    twice: list[tuple[str, int]] = []
    titles = {column.title: column for column in sheet.columns}
    key_title = next(column.title for column in sheet.columns if column.key == KEY)
    wanted = [key_title, *(column.title for column in sheet.columns if column.filled_in)]
    places: dict[int, str] = {}
    for number, row in enumerate(rows.iter_rows()):
        if not places:
            texts = {index: cell.value for index, cell in enumerate(row)}
            if sum(title in texts.values() for title in wanted) > 1:
                places = {index: title for index, title in _first_each(texts).items() if title in titles}
            elif number > HEADER_WITHIN:
                break
            continue
        key, filled = _read_row(row, places, titles, key_title)
        if not filled:
            continue
        if key in answers:
            twice.append((key, len(filled)))
        else:
            answers[key] = filled
    return answers, twice, [title for title in wanted if title not in places.values()]


def _first_each(texts: Mapping[int, Any]) -> dict[int, str]:
    """Where each title stands first."""
    first: dict[Any, int] = {}
    for index, text in texts.items():
        first.setdefault(text, index)
    return {index: str(text) for text, index in first.items()}


def _read_row(
    row: Sequence[Any], places: Mapping[int, str], titles: Mapping[str, Any], key_title: str
) -> tuple[str, dict[str, Value]]:
    key = ""
    filled: dict[str, Value] = {}
    for index, title in places.items():
        cell = row[index] if index < len(row) else None
        if cell is None or cell.value in (None, ""):
            continue
        if title == key_title:
            key = str(cell.value)
        elif titles[title].filled_in:
            filled[title] = _value(cell)
    return key or "（无标识的行）", filled


def _value(cell: Any) -> Value:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.time):
        return value.isoformat()
    if isinstance(value, str | int | float | datetime.date):
        return value
    return str(value)


def _fitting(value: Value, column: Column) -> Value:
    """The value as that column shows it: a day that stands among texts is written out."""
    if not isinstance(value, datetime.date) or column.date:
        return value
    return (
        value.isoformat(" ").removesuffix(" 00:00:00")
        if isinstance(value, datetime.datetime)
        else value.isoformat()
    )


def _filled(sheet: Sheet, answers: Answers) -> tuple[Sheet, Answers]:
    """The sheet with the answers in their rows, and the answers that found none."""
    left = dict(answers)
    key_index = next(index for index, column in enumerate(sheet.columns) if column.key == KEY)
    rows = []
    for row in sheet.rows:
        filled = left.pop(str(row[key_index]), None)
        if filled:
            row = tuple(
                _fitting(filled[column.title], column) if column.title in filled else cell
                for column, cell in zip(sheet.columns, row, strict=True)
            )
        rows.append(row)
    return replace(sheet, rows=tuple(rows)), left
