"""What a workbook's skeleton depends on, and what it is: the workbook without its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.core.workbook import Format, Sheet, Workbook, areas

SENTINEL = 777_000
"""Stands in the skeleton for the last row of a sheet, the sheet's number (from 0) added to it."""
HEADER_TEXT = "CPLIST-HEADER"
"""Stands in the skeleton for what the top of a printed page says on the left."""
CALCULATED, TO_CALCULATE = 'fullCalcOnLoad="0"', 'fullCalcOnLoad="1"'
"""How workbook.xml says whether formulas are worked out when the workbook is opened; the skeleton has the first."""


@dataclass(frozen=True)
class SheetLayout:
    """All of a sheet that doesn't change with its words. `columns` are width (in characters) and whether hidden;
    rows count from 1; `fields` are the names of the single cells above the table."""

    name: str
    columns: tuple[tuple[float, bool], ...]
    header_row: int
    paper: str
    landscape: bool
    filtered: bool
    frozen_columns: int
    has_breaks: bool
    fields: tuple[str, ...] = ()
    first_field: int = 0
    one_page: bool = False

    @classmethod
    def of(cls, sheet: Sheet) -> SheetLayout:
        return cls(
            name=sheet.name,
            columns=tuple((column.width, column.hidden) for column in sheet.columns),
            header_row=areas(sheet)[0].header,
            paper=sheet.paper,
            landscape=sheet.landscape,
            filtered=sheet.filtered,
            frozen_columns=sheet.frozen_columns,
            has_breaks=bool(sheet.banners or sheet.charts) and not sheet.one_page,
            fields=tuple(field.name for field in sheet.fields),
            first_field=2 + bool(sheet.note),
            one_page=sheet.one_page,
        )


@dataclass(frozen=True)
class WorkbookLayout:
    """All that a skeleton depends on. `choices` are name and values of each list; `conditional` the names of the
    formats that conditions give to cells."""

    sheets: tuple[SheetLayout, ...]
    formats: tuple[Format, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    conditional: tuple[str, ...] = ()

    @classmethod
    def of(cls, workbook: Workbook) -> WorkbookLayout:
        return cls(
            tuple(map(SheetLayout.of, workbook.sheets)),
            tuple(workbook.formats.values()),
            tuple(workbook.choices.items()),
            _conditional(workbook.sheets),
        )


def _conditional(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    tables = [table for sheet in sheets for table in (sheet, *sheet.below)]
    return tuple(sorted({condition.format for table in tables for condition in table.conditions}))


@dataclass(frozen=True)
class SheetSkeleton:
    """A sheet's part by its name, and its XML in pieces: up to the rows, from there to the merged cells, from these
    to the page breaks, and from there to the end of the worksheet. What the pieces leave out is written anew."""

    part: str
    before_rows: str
    before_merges: str
    before_breaks: str
    before_end: str

    def filled(self, number: int, last_row: int, header: str) -> SheetSkeleton:
        """The skeleton of the sheet of that number (from 0) with its last row and the words at the top of each
        page (as XML) in their places."""
        filter_ = self.before_merges.replace(str(SENTINEL + number), str(last_row))
        return replace(self, before_merges=filter_, before_breaks=self.before_breaks.replace(HEADER_TEXT, header))

    def xml(self, rows: str, merges: str = "", breaks: str = "", end: str = "") -> str:
        """The sheet with those rows, merged cells (and what the schema has behind them), page breaks, and what
        stands last."""
        return (
            f"{self.before_rows}<sheetData>{rows}</sheetData>{self.before_merges}{merges}"
            f"{self.before_breaks}{breaks}{self.before_end}{end}</worksheet>"
        )


@dataclass(frozen=True)
class WorkbookSkeleton:
    """The parts that stay, but for workbook.xml (`workbook`) and the sheets, the hidden ones last; the numbers of
    cell styles by format (plain, with a quote prefix), and those of what a condition gives to cells (`looks`)."""

    parts: Mapping[str, str]
    workbook: str
    sheets: tuple[SheetSkeleton, ...]
    styles: Mapping[str, tuple[int, int]]
    looks: Mapping[str, int]
