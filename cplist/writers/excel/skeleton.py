"""What a workbook's skeleton depends on, and what it is: the workbook without its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.core.namespaces import S
from cplist.core.shown import FITS
from cplist.core.workbook import Format, Sheet, Workbook, areas
from cplist.core.xml_reading import Span, root_span, spans

SENTINEL = 777_000
"""Stands in the skeleton for the last row of a sheet, the sheet's number (from 0) added to it."""
HEADER_TEXT = "CPLIST-HEADER"
"""Stands in the skeleton for what the top of a printed page says on the left."""
SIDE, END, EDGE = 0.4, 0.75, 0.3
"""The margins of a page, in inches: left and right, top and bottom, of what stands above and below."""
FOOTER = "第 &P 页，共 &N 页"
PAPERS = {"A4": 9, "A3": 8}
"""As Excel numbers them (ECMA-376 part 1, 18.3.1.63)."""
OPAQUE = "FF"
"""How a colour begins that nothing shines through."""
LONGEST_HEADER = 100
"""Characters of the name at the top of a printed page; Excel takes 255 in all, an & counting twice."""
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
    tab: str = ""

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
            tab=sheet.tab,
        )


def pages_end(sheet: Sheet) -> tuple[int, ...]:
    """The rows of a sheet behind which a page ends, from 1: before each banner, and before the charts."""
    tables = areas(sheet)
    rows = [tables[0].first + row - 1 for row in sorted(sheet.banners) if row]
    rows += [tables[-1].last] if sheet.charts else []
    return () if sheet.one_page else tuple(rows)


def header_text(header: str) -> str:
    """What stands at the top of a page on the left."""
    return header[:LONGEST_HEADER].replace("&", "&&")


def made_page(layout: SheetLayout, header: str) -> dict[str, str]:
    """What the program sets of how a sheet is shown and printed (core/shown.py)."""
    frozen = {"pane/xSplit": layout.frozen_columns, "pane/ySplit": layout.header_row}
    margins = {"left": SIDE, "right": SIDE, "top": END, "bottom": END, "header": EDGE, "footer": EDGE}
    return {
        **{key: str(count) for key, count in frozen.items() if count},
        "pane/state": "frozen",
        FITS: "1",
        **{f"pageMargins/{name}": str(inches) for name, inches in margins.items()},
        "pageSetup/orientation": "landscape" if layout.landscape else "portrait",
        "pageSetup/paperSize": str(PAPERS[layout.paper]),
        **({} if layout.one_page else {"pageSetup/fitToHeight": "0"}),
        **({"tabColor/rgb": f"{OPAQUE}{layout.tab}"} if layout.tab else {}),
        "oddHeader": f"&L{header_text(header)}&R{layout.name}",
        "oddFooter": f"&C{FOOTER}",
    }


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


def taken_apart(part: str, xml: bytes) -> SheetSkeleton:
    """The sheet of that part in pieces. Raises ValueError for one without rows."""
    root = root_span(xml)
    rows, merges, breaks = (_first(xml, name) for name in ("sheetData", "mergeCells", "rowBreaks"))
    if rows is None:
        raise ValueError("no rows")
    merges_at = (merges.start, merges.end) if merges else (rows.end, rows.end)
    breaks_at = (breaks.start, breaks.end) if breaks else (root.inner_end, root.inner_end)
    ends = (0, rows.start, rows.end, *merges_at, *breaks_at, root.inner_end)
    return SheetSkeleton(part, *(xml[a:b].decode() for a, b in zip(ends[::2], ends[1::2], strict=True)))


def _first(xml: bytes, name: str) -> Span | None:
    return next(iter(spans(xml, [f"{S}{name}"])), None)


@dataclass(frozen=True)
class WorkbookSkeleton:
    """The parts that stay, but for workbook.xml (`workbook`) and the sheets, the hidden ones last; the numbers of
    cell styles by format (plain, with a quote prefix), and those of what a condition gives to cells (`looks`)."""

    parts: Mapping[str, str]
    workbook: str
    sheets: tuple[SheetSkeleton, ...]
    styles: Mapping[str, tuple[int, int]]
    looks: Mapping[str, int]
