"""The sheets of a workbook that somebody filled in: what a reader sees in each cell, and which cells are merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cplist.carryover.grid import Range
from cplist.carryover.reading.cells import SheetCells, read_cells
from cplist.carryover.reading.kinds import refusal
from cplist.carryover.reading.parts import DamagedError, SheetPart, WorkbookParts, unpacked
from cplist.carryover.reading.sheets import sheet_reader
from cplist.carryover.reading.styles import Styles
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import catalogue, finding
from cplist.core.workbook import At, Formula
from cplist.form.values import ERRORS, text_of

WORKSHEET = "worksheet"
MOST_FILLED = 60_000
"""Cells of a sheet that hold something; a form has some hundreds."""


@dataclass(frozen=True)
class SeenSheet:
    """A sheet: the texts of its cells by row and column from 0, its merged ranges, cells that have no text to be
    seen, whether somebody has written comments on it."""

    file: str
    name: str
    number: int
    texts: Mapping[At, str]
    merged: tuple[Range, ...] = ()
    odd: Mapping[At, str] = None  # type: ignore[assignment]
    commented: bool = False

    def at(self, row: int, column: int) -> Location:
        return Location(self.file, row + 1, column + 1, self.name, self.number)

    def text(self, row: int, column: int) -> str:
        return self.texts.get((row, column), "")

    def odd_cells(self) -> Iterator[Finding]:
        """Cells whose value isn't known: errors of formulas, formulas that were never calculated."""
        for (row, column), shown in sorted((self.odd or {}).items()):
            yield finding("form-no-value", self.at(row, column), shown=shown)


def seen_sheets(content: bytes, name: str) -> list[SeenSheet]:
    """The sheets of a workbook. Raises FindingsError for a file that can't be read as one."""
    if refused := refusal(content, name):
        advice = {key: text for key, text in catalogue()["form-unreadable"].items() if key.startswith("hint_")}
        raise FindingsError([replace(refused, location=Location(name), wording=advice)])
    try:
        workbook = unpacked(content)
        reader = sheet_reader(workbook)
        parts = [one for one in workbook.sheets() if one.kind == WORKSHEET]
        return [
            _seen(one, number, name, workbook, reader.strings, reader.styles) for number, one in enumerate(parts, 1)
        ]
    except DamagedError as error:
        raise FindingsError([finding("form-unreadable", Location(name), problem=str(error))]) from error


def _seen(
    sheet: SheetPart, number: int, file: str, workbook: WorkbookParts, strings: tuple[str, ...], styles: Styles
) -> SeenSheet:
    content = workbook.part(sheet.path)
    found = read_cells(sheet.path, content, strings, styles, mac=workbook.counts_from_1904)
    if len(found.values) > MOST_FILLED:
        raise DamagedError(sheet.path, f"more than {MOST_FILLED} cells")
    texts = {at: text for at in found.values if (text := _text(found, at, styles)).strip()}
    odd = {at: text for at, text in texts.items() if text.strip() in ERRORS}
    odd |= {at: one.text for at, one in found.values.items() if isinstance(one, Formula) and one.value is None}
    odd |= dict.fromkeys(found.unreadable, "")
    kept = {at: text for at, text in texts.items() if at not in odd}
    commented = workbook.lead_of(sheet.path, "comments") != ""
    return SeenSheet(file, sheet.name, number, kept, tuple(found.merged), odd, commented)


def _text(found: SheetCells, at: At, styles: Styles) -> str:
    return text_of(found.values[at], styles.number_format(styles.style(found.styles.get(at, 0))))
