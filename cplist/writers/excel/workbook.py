"""A composed workbook → an .xlsx: a skeleton made once by openpyxl, the rows spliced in as XML.

Styles, panes, validations, filters and page setups stay with openpyxl; rows, cells and shared strings are
written straight, from precomputed formats. Ranges that end at the last row carry a sentinel in the skeleton.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from cplist.core.cache import DiskCache
from cplist.core.opc import zipped
from cplist.core.workbook import Sheet, Value, Workbook, areas
from cplist.core.xml_text import DECLARATION, core_properties, custom_properties, escaped
from cplist.formulas.references import Addresses, Table, letter
from cplist.writers.excel.cells import Cells, starts
from cplist.writers.excel.charts import chart_parts
from cplist.writers.excel.comments import COMMENTS_TYPE, VML_TYPE, comment_parts
from cplist.writers.excel.foreign.sheets import Foreign, add_foreign
from cplist.writers.excel.rows import Rows
from cplist.writers.excel.rules import Rules
from cplist.writers.excel.skeleton import HEADER_TEXT, SENTINEL, Frame, Layout, Skeleton
from cplist.writers.excel.skeleton_cache import skeleton

LONGEST_HEADER = 100
"""Characters of the name at the top of a printed page; Excel takes 255 in all, an & counting twice."""
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = {
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "comments": COMMENTS_TYPE,
    "vmlDrawing": VML_TYPE,
}


def write_xlsx(
    workbook: Workbook,
    subject: str,
    author: str,
    date: str,
    foreign: Sequence[Foreign] = (),
    cache: DiskCache | None = None,
) -> bytes:
    """The .xlsx of a composed workbook; `date` is an ISO day or "" (no clock is asked). `foreign` are sheets of
    people's own that it takes over; `cache` may have its skeleton from an earlier run."""
    layouts = tuple(Layout.of(sheet) for sheet in workbook.sheets)
    formats, choices = tuple(workbook.formats.values()), tuple(workbook.choices.items())
    frame = Frame(layouts, formats, choices, _conditional(workbook.sheets))
    writer = _Writer(skeleton(frame, cache), workbook)
    for number, sheet in enumerate(workbook.sheets):
        writer.sheet(number, sheet)
    writer.choices(len(workbook.sheets))
    writer.record(len(workbook.sheets) + 1)
    writer.add("xl/workbook.xml", writer.workbook_xml(bool(foreign)))
    add_foreign(writer.parts, foreign, writer.cells.strings)
    writer.add("xl/sharedStrings.xml", writer.cells.shared_strings())
    writer.add("docProps/core.xml", core_properties(workbook.title, subject, author, date))
    writer.add("docProps/custom.xml", custom_properties(dict(workbook.properties)))
    return zipped(writer.finished())


def _conditional(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The formats that conditions give to cells."""
    tables = [table for sheet in sheets for table in (sheet, *sheet.below)]
    return tuple(sorted({condition.format for table in tables for condition in table.conditions}))


class _Writer:
    """Writes the sheets; texts go to the shared strings as they come."""

    def __init__(self, skeleton: Skeleton, workbook: Workbook) -> None:
        self.skeleton, self.book = skeleton, workbook
        self.addresses = Addresses(workbook.sheets)
        self.parts: dict[str, bytes] = {name: part.encode() for name, part in skeleton.parts.items()}
        self.cells = Cells(skeleton.styles)
        self.rows = Rows(self.cells, workbook.formats)
        self.last_rows: dict[int, int] = {}
        self.relations: dict[str, list[tuple[str, str, str]]] = {}
        self.overrides: list[tuple[str, str]] = []
        self.charts = 0
        self.header = escaped(workbook.header[:LONGEST_HEADER].replace("&", "&&"))

    def add(self, name: str, content: str) -> None:
        self.parts[name] = content.encode()

    def sheet(self, number: int, sheet: Sheet) -> None:
        name, before, after = self.skeleton.sheets[number]
        found = tuple(
            Table(table, sheet.name, area) for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True)
        )
        rows = "".join(self.rows.of_sheet(sheet, found))
        last = found[0].area.last
        self.last_rows[SENTINEL + number] = last
        after = self._after(name, after, found)
        after = after.replace(str(SENTINEL + number), str(last)).replace(HEADER_TEXT, self.header)
        before = before.replace("<worksheet ", f'<worksheet xmlns:r="{_RELATIONSHIPS}" ', 1)
        self.add(name, f"{before}<sheetData>{rows}</sheetData>{after}")

    def _after(self, name: str, after: str, found: tuple[Table, ...]) -> str:
        """The XML behind the rows with this sheet's merged cells, page breaks, rules, links and charts."""
        merged = _merged(found)
        cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
        cells = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>'
        rules = Rules(self.addresses, found, self.skeleton.looks, self._leads(name, found)).xml()
        after = re.sub(r"<mergeCells.*?</mergeCells>", lambda _: cells + rules, after)
        first, banners = found[0].area.first, sorted(found[0].sheet.banners)
        breaks = [first + row - 1 for row in banners if row]
        breaks += [found[-1].area.last] if found[0].sheet.charts and not found[0].sheet.one_page else []
        brk = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in breaks)
        new = (
            f'<rowBreaks count="{len(breaks)}" manualBreakCount="{len(breaks)}">{brk}</rowBreaks>' if breaks else ""
        )
        after = re.sub(r"<rowBreaks.*?</rowBreaks>", lambda _: new, after)
        drawings = f"{self._drawing(name, found[0])}{self._comments(name, found)}"
        return after.replace("</worksheet>", f"{drawings}</worksheet>")

    def _leads(self, name: str, found: tuple[Table, ...]) -> dict[str, str]:
        """The relations to the Word file ("") and to people's own links, for a sheet that has such."""
        links = [link for table in found for link in table.sheet.links.values() if not link.sheet]
        targets = {link.url: link.url for link in links if link.url and not link.url.startswith("#")}
        if self.book.document and any(not link.url for link in links):
            targets[""] = quote(self.book.document)
        return {url: self._relate(name, "hyperlink", target, "External") for url, target in targets.items()}

    def _comments(self, name: str, found: tuple[Table, ...]) -> str:
        """People's comments on the cells of a sheet, as parts that it names."""
        notes = {
            (table.area.first - 1 + row, column): note
            for table in found
            for (row, column), note in table.sheet.notes.items()
        }
        if not notes:
            return ""
        number = 1 + sum(kind == COMMENTS_TYPE for _, kind in self.overrides)
        parts = {"comments": f"xl/comments{number}.xml", "vmlDrawing": f"xl/drawings/vmlDrawing{number}.vml"}
        relations = []
        for (kind, part), xml in zip(parts.items(), comment_parts(notes), strict=True):
            self.add(part, xml)
            self.overrides.append((part, _TYPES[kind]))
            relations.append(self._relate(name, kind, f"/{part}"))
        return f'<legacyDrawing r:id="{relations[1]}"/>'

    def _drawing(self, name: str, table: Table) -> str:
        """The charts of a sheet, as a drawing that it names."""
        charts = table.sheet.charts if len(table.sheet.rows) > table.sheet.totals else ()
        if not charts:
            return ""
        first = self.charts + 1
        self.charts += len(charts)
        for part, xml in chart_parts(charts, table, self.addresses, first):
            self.add(part, xml)
            kind = "chart" if "charts/" in part else "" if part.endswith(".rels") else "drawing"
            if kind:
                self.overrides.append((part, _TYPES[kind]))
        return f'<drawing r:id="{self._relate(name, "drawing", f"/xl/drawings/drawing{first}.xml")}"/>'

    def _relate(self, name: str, kind: str, target: str, mode: str = "") -> str:
        relations = self.relations.setdefault(name, [])
        relations.append((kind, target, mode))
        return f"rId{len(relations)}"

    def finished(self) -> dict[str, bytes]:
        """Every part, with the relations of the sheets and the types of what was added."""
        for name, relations in self.relations.items():
            folder, _, file = name.rpartition("/")
            self.add(f"{folder}/_rels/{file}.rels", _relations_xml(relations))
        types = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in self.overrides)
        content = self.parts["[Content_Types].xml"]
        self.parts["[Content_Types].xml"] = content.replace(b"</Types>", f"{types}</Types>".encode())
        return self.parts

    def choices(self, number: int) -> None:
        rows = ((key, *values) for key, values in self.book.choices.items())
        self._plain(number, rows)

    def record(self, number: int) -> None:
        """What the program itself wrote (carryover/record.py), for the next build."""
        self._plain(number, self.book.record)

    def _plain(self, number: int, rows: Iterable[Sequence[Value]]) -> None:
        """A hidden sheet: rows of bare cells."""
        name, before, after = self.skeleton.sheets[number]
        bare = (0, 0)
        known: dict[Value, str] = {}
        begins = starts()
        lines = []
        for row, values in enumerate(rows, 1):
            cells = [
                f"{start}{row}{known.get(value) or known.setdefault(value, self.cells.rest(value, bare))}"
                for start, value in zip(begins, values, strict=False)
                if value != ""
            ]
            lines.append(f'<row r="{row}">{"".join(cells)}</row>')
        self.add(name, f"{before}<sheetData>{''.join(lines)}</sheetData>{after}")

    def workbook_xml(self, calculate: bool) -> str:
        """A person's formula comes without its value: Excel is asked to work it out."""
        xml = self.skeleton.workbook
        if self.cells.has_formulas or calculate:
            xml = re.sub(r'fullCalcOnLoad="\w+"', 'fullCalcOnLoad="1"', xml)
        for sentinel, last in self.last_rows.items():
            xml = xml.replace(str(sentinel), str(last))
        return xml


def _merged(found: tuple[Table, ...]) -> list[str]:
    """The merged cells of a sheet: titles, notes, hints, banners."""
    sheet, wide = found[0].sheet, letter(len(found[0].sheet.columns) - 1)
    rows = [1, 2] if sheet.note else [1]
    rows += [found[0].area.first + row for row in sorted(sheet.banners)]
    rows += [table.area.header - 1 for table in found[1:]]
    hints = range(2 + bool(sheet.note), found[0].area.header) if len(sheet.columns) > 3 else ()
    return [f"A{row}:{wide}{row}" for row in rows] + [f"C{row}:{wide}{row}" for row in hints]


def _relations_xml(relations: Sequence[tuple[str, str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONSHIPS}/{kind}" Target="{escaped(target)}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(relations, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'
