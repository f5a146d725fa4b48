"""Tables of a .docx: as wide as the text, with a header row that comes again on every page and rows that don't
break.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cplist.core.document import JOINS_ABOVE, JOINS_LEFT, Cell, RunKind, Style, Table
from cplist.writers.word.default_style.looks import TABLE_STYLE
from cplist.writers.word.layout.rows import column_widths
from cplist.writers.word.runs import RunWriter
from cplist.writers.word.skeleton import DocumentSkeleton

_PLAIN = RunKind.TEXT
CENTRED = {
    Style.TABLE_TEXT: Style.TABLE_CENTRED,
    Style.SMALL_TEXT: Style.SMALL_CENTRED,
    Style.SMALLEST_TEXT: Style.SMALLEST_CENTRED,
}


class TableWriter:
    """Writes tables. `opened` are the starts of paragraphs by style, `runs` writes their words."""

    def __init__(self, skeleton: DocumentSkeleton, opened: Mapping[Style, str], runs: RunWriter) -> None:
        self.skeleton, self.opened, self.runs = skeleton, opened, runs

    def xml(self, table: Table, *, landscape: bool) -> str:
        widths = self._widths(table, landscape=landscape)
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        text = Style.BLANK if table.blanks else table.text
        styles = [CENTRED[table.text] if n in table.centred else text for n in range(len(widths))]
        heads = [Style.TABLE_HEAD] * len(widths)
        header = self._row(table.header, _opened(widths, heads, self.opened), "<w:cantSplit/><w:tblHeader/>")
        if table.joined:
            rows = self._joined_rows(table, widths, styles)
        else:
            cells = _opened(widths, styles, self.opened)
            long = self._long_rows(table, landscape=landscape)
            rows = [
                self._row(row, cells, "" if number in long else "<w:cantSplit/>")
                for number, row in enumerate(table.rows)
            ]
        grid = f"<w:tblGrid>{columns}</w:tblGrid>"
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.skeleton.styles[TABLE_STYLE]}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
            f'w:noHBand="1" w:noVBand="1"/></w:tblPr>{grid}{header}{"".join(rows)}</w:tbl>'
        )

    def _row(self, row: Sequence[Cell], opened: Sequence[str], properties: str) -> str:
        plain, runs = self.runs.plain, self.runs.xml
        cells = [
            start + (plain[cell[0].text] if len(cell) == 1 and cell[0].kind is _PLAIN else runs(cell))
            for start, cell in zip(opened, row, strict=True)
        ]
        return f"<w:tr><w:trPr>{properties}</w:trPr>{'</w:p></w:tc>'.join(cells)}</w:p></w:tc></w:tr>"

    def _widths(self, table: Table, *, landscape: bool) -> list[int]:
        typography = self.skeleton.typography
        room = typography.turned.width_twips if landscape else typography.upright.width_twips
        total = sum(table.widths)
        widths = [room * width // total for width in table.widths]
        widths[-1] += room - sum(widths)
        return widths

    def _long_rows(self, table: Table, *, landscape: bool) -> set[int]:
        """The numbers (from 0) of the rows that may be higher than a page: if they couldn't break they were cut
        off."""
        typography = self.skeleton.typography
        page = typography.turned if landscape else typography.upright
        most = typography.most_lines(table.text, page)
        long = set[int]()
        columns = zip(column_widths(table.widths, page.width), zip(*table.rows, strict=True), strict=True)
        for room, cells in columns if table.rows else ():
            lines = typography.counted(table.text, room - typography.cells.across)
            enough = most * lines.capacity // 2
            texts = [cell[0].text if len(cell) == 1 else "".join([run.text for run in cell]) for cell in cells]
            if max(map(len, texts)) > enough:
                long.update(n for n, text in enumerate(texts) if len(text) > enough and lines[text] > most)
        return long

    # merged cells

    def _joined_rows(self, table: Table, widths: Sequence[int], styles: Sequence[Style]) -> list[str]:
        below = (*table.rows[1:], None)
        return [
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(self._joined(row, following, widths, styles))}</w:tr>"
            for row, following in zip(table.rows, below, strict=True)
        ]

    def _joined(
        self, row: Sequence[Cell], below: Sequence[Cell] | None, widths: Sequence[int], styles: Sequence[Style]
    ) -> list[str]:
        """The cells of a row, each as wide as all that are merged with it."""
        starts = [number for number, cell in enumerate(row) if cell != JOINS_LEFT or number == 0]
        cells = []
        for start, end in zip(starts, [*starts[1:], len(row)], strict=True):
            span = f'<w:gridSpan w:val="{end - start}"/>' if end - start > 1 else ""
            above = row[start] == JOINS_ABOVE
            merge = "<w:vMerge/>" if above else '<w:vMerge w:val="restart"/>' if _joins(below, start) else ""
            words = "" if above else self.runs.xml(row[start])
            properties = f'<w:tcW w:w="{sum(widths[start:end])}" w:type="dxa"/>{span}{merge}'
            text = f"{self.opened[styles[start]]}</w:pPr>{words}</w:p>"
            cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>")
        return cells


def _joins(below: Sequence[Cell] | None, column: int) -> bool:
    return below is not None and below[column] == JOINS_ABOVE


def _opened(widths: Sequence[int], styles: Sequence[Style], opened: Mapping[Style, str]) -> list[str]:
    """The starts of a row's cells, up to their words."""
    return [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{opened[style]}</w:pPr>'
        for width, style in zip(widths, styles, strict=True)
    ]
