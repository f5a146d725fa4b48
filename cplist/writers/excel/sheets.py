"""A sheet's part: its rows, merged cells, rules, page breaks, charts and comments, in the sheet's skeleton."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from cplist.core.workbook import Sheet, Value, Workbook
from cplist.core.xml_text import escaped
from cplist.formulas.references import Addresses, PlacedTable, letter, placed_tables
from cplist.writers.excel.cells import BARE, Cells, cell_starts
from cplist.writers.excel.charts import CHARTS, chart_parts
from cplist.writers.excel.comments import COMMENTS, comment_parts
from cplist.writers.excel.foreign.pages import Page, with_page
from cplist.writers.excel.package import Package
from cplist.writers.excel.row_heights import heading
from cplist.writers.excel.rows import Rows
from cplist.writers.excel.rules import SheetRules
from cplist.writers.excel.skeleton import SheetSkeleton, WorkbookSkeleton, header_text, pages_end


class SheetWriter:
    """Adds sheets to a workbook's package; their texts go to the shared strings of `cells`."""

    def __init__(
        self,
        workbook: Workbook,
        skeleton: WorkbookSkeleton,
        package: Package,
        cells: Cells,
        pages: Mapping[str, Page] | None = None,
    ) -> None:
        self.book, self.skeleton, self.package, self.pages = workbook, skeleton, package, pages or {}
        self.addresses = Addresses(workbook.sheets)
        self.rows = Rows(cells, workbook.formats)
        self.header = escaped(header_text(workbook.header))

    def write(self, number: int, sheet: Sheet) -> None:
        """Add the sheet of that number (from 0)."""
        tables = placed_tables(sheet)
        skeleton = self.skeleton.sheets[number].filled(number, tables[0].area.last, self.header)
        if page := self.pages.get(sheet.name):
            skeleton = with_page(skeleton, page)
        part = skeleton.part
        rows = "".join(self.rows.of_sheet(sheet, tables))
        rules = SheetRules(self.addresses, tables, self.skeleton.looks, self._targets(part, tables)).xml()
        end = self._drawing(part, tables[0], tables[-1].area.last) + self._comments(part, tables)
        self.package.add(part, skeleton.xml(rows, _merged_cells(tables) + rules, _row_breaks(sheet), end))

    def _targets(self, part: str, tables: Sequence[PlacedTable]) -> dict[str, str]:
        """The ids of a sheet's relationships to the Word file ("") and to users' own links, by the link."""
        links = [link for table in tables for link in table.sheet.links.values() if not link.sheet]
        targets = {link.url: link.url for link in links if link.url and not link.url.startswith("#")}
        if self.book.document and any(not link.url for link in links):
            targets[""] = quote(self.book.document)
        return {
            url: self.package.relate(part, "hyperlink", target, external=True) for url, target in targets.items()
        }

    def _drawing(self, part: str, table: PlacedTable, below: int) -> str:
        """The element that leads to a sheet's charts, which are added under the row `below`; "" for none."""
        charts = table.sheet.charts if len(table.sheet.rows) > table.sheet.totals else ()
        if not charts:
            return ""
        first = 1 + self.package.count(CHARTS)
        drawing, *others = chart_parts(charts, table, first, below)
        for name, xml, type_ in (drawing, *others):
            self.package.add(name, xml, type_)
        return f'<drawing r:id="{self.package.relate(part, "drawing", drawing[0])}"/>'

    def _comments(self, part: str, tables: Sequence[PlacedTable]) -> str:
        """The element that leads to the comments on a sheet's cells, which are added; "" for none."""
        notes = {
            (table.area.first - 1 + row, column): note
            for table in tables
            for (row, column), note in table.sheet.notes.items()
        }
        if not notes:
            return ""
        ids = []
        for kind, name, xml, type_ in comment_parts(notes, 1 + self.package.count(COMMENTS)):
            self.package.add(name, xml, type_)
            ids.append(self.package.relate(part, kind, name))
        return f'<legacyDrawing r:id="{ids[1]}"/>'


def hidden_sheet(skeleton: SheetSkeleton, cells: Cells, rows: Iterable[Sequence[Value]]) -> str:
    """A sheet of bare cells: its texts go to the shared strings."""
    return skeleton.xml("".join(_bare_rows(cells, rows)))


def _bare_rows(cells: Cells, rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    starts, endings = cell_starts(), dict[Value, str]()
    for number, values in enumerate(rows, 1):
        written = [
            f"{start}{number}{endings.get(value) or endings.setdefault(value, cells.ending(value, BARE))}"
            for start, value in zip(starts, values, strict=False)
            if value != ""
        ]
        yield f'<row r="{number}">{"".join(written)}</row>'


def _merged_cells(tables: Sequence[PlacedTable]) -> str:
    """The merged cells of a sheet: titles, notes, hints, banners."""
    sheet, wide = tables[0].sheet, letter(len(tables[0].sheet.columns) - 1)
    top, beside = letter(heading(sheet.columns)[0] - 1), [1, 2] if sheet.note else [1]
    rows = [tables[0].area.first + row for row in sorted(sheet.banners)]
    rows += [table.area.header - 1 for table in tables[1:]]
    hints = range(2 + bool(sheet.note), tables[0].area.header) if len(sheet.columns) > 3 else ()
    merged = [f"A{row}:{top}{row}" for row in beside]
    merged += [f"A{row}:{wide}{row}" for row in rows] + [f"C{row}:{wide}{row}" for row in hints]
    cells = "".join(f'<mergeCell ref="{cells}"/>' for cells in merged)
    return f'<mergeCells count="{len(merged)}">{cells}</mergeCells>'


def _row_breaks(sheet: Sheet) -> str:
    """The page ends between a sheet's rows."""
    rows = pages_end(sheet)
    breaks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in rows)
    return f'<rowBreaks count="{len(rows)}" manualBreakCount="{len(rows)}">{breaks}</rowBreaks>' if rows else ""
