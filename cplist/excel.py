"""A composed workbook → an .xlsx: a skeleton made once by openpyxl, the rows spliced in as XML.

Styles, panes, validations, filters and page setups stay with openpyxl; rows, cells and shared strings are
written straight, from precomputed formats. Ranges that end at the last row carry a sentinel in the skeleton.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from cplist.blocks import Column, Formula, Sheet, Value, Workbook, areas
from cplist.excel_chart import chart_parts
from cplist.excel_comments import COMMENTS_TYPE, VML_TYPE, comment_parts
from cplist.excel_layout import HEADER_TEXT, SENTINEL, Frame, Layout, Skeleton
from cplist.excel_rules import Rules
from cplist.excel_skeleton import skeleton
from cplist.files import zipped
from cplist.foreign import Foreign, add_foreign
from cplist.formulas import Addresses, Table, letter
from cplist.kept import Kept
from cplist.rowheight import RowHeights
from cplist.xmltext import DECLARATION, core_properties, custom_properties, escaped

TITLE, NOTE, HEADER, BANNER, TOTAL = "title", "note", "header", "banner", "total"
"""Formats that every checklist.yaml has (the last may lack), beside those that its columns name."""
LONGEST_HEADER = 100
"""Characters of the name at the top of a printed page; Excel takes 255 in all, an & counting twice."""
FIELD_HIGH = 22.0
MOST_COLUMNS = 16_384
_HERE = "\0"
"""Stands for the address of the cell that an array formula is written in."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as the code of a character (_x0041_ as A)."""
_EPOCH = datetime.date(1899, 12, 30)
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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
    kept: Kept | None = None,
) -> bytes:
    """The .xlsx of a composed workbook; `date` is an ISO day or "" (no clock is asked). `foreign` are sheets of
    people's own that it takes over; `kept` may have its skeleton from an earlier run."""
    layouts = tuple(Layout.of(sheet) for sheet in workbook.sheets)
    formats, choices = tuple(workbook.formats.values()), tuple(workbook.choices.items())
    frame = Frame(layouts, formats, choices, _conditional(workbook.sheets))
    writer = _Writer(skeleton(frame, kept), workbook)
    for number, sheet in enumerate(workbook.sheets):
        writer.sheet(number, sheet)
    writer.choices(len(workbook.sheets))
    writer.record(len(workbook.sheets) + 1)
    writer.add("xl/workbook.xml", writer.workbook_xml(bool(foreign)))
    add_foreign(writer.parts, foreign, writer.strings)
    writer.add("xl/sharedStrings.xml", writer.shared_strings())
    writer.add("docProps/core.xml", core_properties(workbook.title, subject, author, date))
    writer.add("docProps/custom.xml", custom_properties(dict(workbook.properties)))
    return zipped(writer.finished())


def _conditional(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The formats that conditions give to cells."""
    tables = [table for sheet in sheets for table in (sheet, *sheet.below)]
    return tuple(sorted({condition.format for table in tables for condition in table.conditions}))


_Column = tuple[str, dict[Value, str], tuple[int, int]]
"""How a column's cells begin, what stands behind the row number by value, its style numbers."""


class _Writer:
    """Writes the sheets; texts go to the shared strings as they come."""

    def __init__(self, skeleton: Skeleton, workbook: Workbook) -> None:
        self.skeleton, self.book = skeleton, workbook
        self.addresses = Addresses(workbook.sheets)
        self.parts: dict[str, bytes] = {name: part.encode() for name, part in skeleton.parts.items()}
        self.strings: dict[str, int] = {}
        self.last_rows: dict[int, int] = {}
        self.relations: dict[str, list[tuple[str, str, str]]] = {}
        self.overrides: list[tuple[str, str]] = []
        self.charts = 0
        self.has_formulas = False
        self.header = escaped(workbook.header[:LONGEST_HEADER].replace("&", "&&"))

    def add(self, name: str, content: str) -> None:
        self.parts[name] = content.encode()

    def sheet(self, number: int, sheet: Sheet) -> None:
        name, before, after = self.skeleton.sheets[number]
        found = tuple(
            Table(table, sheet.name, area) for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True)
        )
        rows = "".join(self._rows(sheet, found))
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

    def _rows(self, sheet: Sheet, found: tuple[Table, ...]) -> Iterator[str]:
        heights = RowHeights(sheet.columns, self.book.formats)
        width = sum(column.width for column in sheet.columns if not column.hidden)
        title, note = self.book.formats[TITLE], self.book.formats[NOTE]
        yield self._line(1, heights.of_text(sheet.title, width, title), sheet.title, TITLE, sheet.columns)
        if sheet.note:
            yield self._line(2, heights.of_text(sheet.note, width, note), sheet.note, NOTE, sheet.columns)
        yield from self._fields(sheet)
        yield from self._table(found[0], heights)
        for table in found[1:]:
            columns = placed(table.sheet.columns, sheet.columns)
            row = table.area.header - 1
            high = heights.of_text(table.sheet.title, width, self.book.formats[BANNER])
            yield self._line(row, high, table.sheet.title, BANNER, sheet.columns)
            yield from self._table(table, RowHeights(columns, self.book.formats))

    def _fields(self, sheet: Sheet) -> Iterator[str]:
        """Single cells to fill in: name, cell, hint over the rest of the row."""
        for row, field in enumerate(sheet.fields, 2 + bool(sheet.note)):
            values: list[Value] = [field.name, field.value, field.hint, *[""] * (len(sheet.columns) - 3)]
            styles = [HEADER, field.format, *[NOTE] * (len(values) - 2)]
            cells = "".join(
                f'<c r="{column}{row}{self._rest(value, self.skeleton.styles[style])}'
                for column, value, style in zip(_letters(len(values)), values, styles, strict=True)
            )
            yield f'<row r="{row}" ht="{FIELD_HIGH:g}" customHeight="1">{cells}</row>'

    def _table(self, table: Table, heights: RowHeights) -> Iterator[str]:
        """A table's header and rows."""
        sheet = table.sheet
        width = sum(column.width for column in sheet.columns if not column.hidden)
        head = "header_turned" if sheet.turned_header else HEADER
        yield self._header(table.area.header, [column.title for column in sheet.columns], sheet, heights, head)
        columns = self._columns(sheet, "")
        last = len(sheet.rows) - sheet.totals
        held = "" if any(column.filled_in for column in sheet.columns) else ' customHeight="1"'
        for index, row in enumerate(sheet.rows):
            number = table.area.first + index
            if index in sheet.banners:
                high = heights.of_text(str(row[0]), width, self.book.formats[BANNER])
                yield self._line(number, high, str(row[0]), BANNER, sheet.columns)
                continue
            if index == last and TOTAL in self.book.formats:
                columns = self._columns(sheet, TOTAL)
            styled = self._looking(columns, sheet, index) if sheet.looks else columns
            yield self._row(number, row, styled, f'ht="{heights.of_row(row):g}"{held}')

    def _columns(self, sheet: Sheet, style: str) -> list[_Column]:
        return [
            (f'<c r="{letter}', {}, self.skeleton.styles[style or column.format])
            for letter, column in zip(_letters(len(sheet.columns)), sheet.columns, strict=True)
        ]

    def _looking(self, columns: list[_Column], sheet: Sheet, index: int) -> list[_Column]:
        """The columns of a row in which people gave cells another look."""
        if not any(row == index for row, _ in sheet.looks):
            return columns
        return [
            (start, {}, self.skeleton.styles[sheet.looks[index, number]])
            if (index, number) in sheet.looks
            else (start, known, styles)
            for number, (start, known, styles) in enumerate(columns)
        ]

    def _header(self, number: int, titles: Sequence[str], sheet: Sheet, heights: RowHeights, turned: str) -> str:
        high = heights.of_header(titles, self.book.formats[HEADER], filtered=sheet.filtered)
        cells = []
        for at, column in zip(_letters(len(sheet.columns)), sheet.columns, strict=True):
            style = turned if column.format.startswith("mark") else HEADER
            cells.append(f'<c r="{at}{number}{self._rest(column.title, self.skeleton.styles[style])}')
        if any(column.format.startswith("mark") for column in sheet.columns):
            high = max(high, heights.of_turned(titles, self.book.formats[turned]))
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{"".join(cells)}</row>'

    def _line(self, number: int, high: float, text: str, style: str, columns: Sequence[Column]) -> str:
        """A row of one merged cell."""
        styles = self.skeleton.styles[style]
        values = [text, *[""] * (len(columns) - 1)]
        cells = "".join(
            f'<c r="{letter}{number}{self._rest(value, styles)}'
            for letter, value in zip(_letters(len(columns)), values, strict=True)
        )
        return f'<row r="{number}" ht="{high:g}" customHeight="1">{cells}</row>'

    def _row(self, number: int, row: Sequence[Value], columns: Sequence[_Column], high: str) -> str:
        """A row; where people write, its height isn't held: it grows with what they write."""
        cells = [
            f"{start}{number}{known.get(value) or known.setdefault(value, self._rest(value, styles))}"
            for value, (start, known, styles) in zip(row, columns, strict=True)
        ]
        written = "".join(cells)
        if _HERE in written:
            for index, cell in enumerate(cells):
                if _HERE in cell:
                    cells[index] = cell.replace(_HERE, f"{columns[index][0][6:]}{number}")
            written = "".join(cells)
        return f'<row r="{number}" {high}>{written}</row>'

    def _rest(self, value: Value, styles: tuple[int, int]) -> str:
        """A cell's XML behind its row number. A text that Excel would read as a formula gets a quote prefix."""
        if isinstance(value, Formula):
            return self._formula(value, styles[0])
        if not isinstance(value, str):
            return f'" s="{styles[0]}">{_typed(value)}</c>'
        if not value:
            return f'" s="{styles[0]}"/>'
        style = styles[1] if value[0] in "=+-@'\t" else styles[0]
        return f'" s="{style}" t="s"><v>{self.strings.setdefault(value, len(self.strings))}</v></c>'

    def _formula(self, formula: Formula, style: int) -> str:
        """A formula with its value; one whose value isn't known is worked out by whoever opens the file."""
        if formula.format:
            style = self.skeleton.styles[formula.format][0]
        self.has_formulas = self.has_formulas or formula.value is None
        kind, value = _stored(formula.value)
        text = escaped(formula.text.removeprefix("="))
        if not formula.array:
            return f'" s="{style}"{kind}><f>{text}</f>{value}</c>'
        return f'" s="{style}"{kind}><f t="array" ref="{_HERE}">{text}</f>{value}</c>'

    def choices(self, number: int) -> None:
        rows = ((key, *values) for key, values in self.book.choices.items())
        self._plain(number, rows)

    def record(self, number: int) -> None:
        """What the program itself wrote (record.py), for the next build."""
        self._plain(number, self.book.record)

    def _plain(self, number: int, rows: Iterable[Sequence[Value]]) -> None:
        """A hidden sheet: rows of bare cells."""
        name, before, after = self.skeleton.sheets[number]
        bare = (0, 0)
        known: dict[Value, str] = {}
        starts = _starts()
        lines = []
        for row, values in enumerate(rows, 1):
            cells = [
                f"{start}{row}{known.get(value) or known.setdefault(value, self._rest(value, bare))}"
                for start, value in zip(starts, values, strict=False)
                if value != ""
            ]
            lines.append(f'<row r="{row}">{"".join(cells)}</row>')
        self.add(name, f"{before}<sheetData>{''.join(lines)}</sheetData>{after}")

    def shared_strings(self) -> str:
        texts = "".join([f'<si><t xml:space="preserve">{_shared(text)}</t></si>' for text in self.strings])
        count = len(self.strings)
        return f'{DECLARATION}<sst xmlns="{_SPREADSHEET}" uniqueCount="{count}">{texts}</sst>'

    def workbook_xml(self, calculate: bool) -> str:
        """A person's formula comes without its value: Excel is asked to work it out."""
        xml = self.skeleton.workbook
        if self.has_formulas or calculate:
            xml = re.sub(r'fullCalcOnLoad="\w+"', 'fullCalcOnLoad="1"', xml)
        for sentinel, last in self.last_rows.items():
            xml = xml.replace(str(sentinel), str(last))
        return xml


def _shared(text: str) -> str:
    return escaped(_ESCAPE.sub("_x005F_", text) if "_x" in text else text)


@lru_cache(maxsize=64)
def _letters(count: int) -> tuple[str, ...]:
    return tuple(letter(number) for number in range(count))


def _stored(value: int | float | str | bool | None) -> tuple[str, str]:
    """A formula's value as a cell keeps it: the kind of the cell, its value."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, str):
        return ' t="str"', f"<v>{_shared(value)}</v>"
    return "", f"<v>{value!r}</v>"


@lru_cache(maxsize=1)
def _starts() -> tuple[str, ...]:
    """How the cells of every possible column begin."""
    return tuple(f'<c r="{letter(column)}' for column in range(MOST_COLUMNS))


def _typed(value: Value) -> str:
    """What stands in a cell that is neither text nor formula: a number, a day (as Excel's serial number)."""
    if isinstance(value, datetime.datetime):
        moment = value - datetime.datetime.combine(_EPOCH, datetime.time())
        return f"<v>{moment.total_seconds() / 86400:.15g}</v>"
    if isinstance(value, datetime.date):
        return f"<v>{(value - _EPOCH).days}</v>"
    return f"<v>{value!r}</v>"


def _merged(found: tuple[Table, ...]) -> list[str]:
    """The merged cells of a sheet: titles, notes, hints, banners."""
    sheet, wide = found[0].sheet, letter(len(found[0].sheet.columns) - 1)
    rows = [1, 2] if sheet.note else [1]
    rows += [found[0].area.first + row for row in sorted(sheet.banners)]
    rows += [table.area.header - 1 for table in found[1:]]
    hints = range(2 + bool(sheet.note), found[0].area.header) if len(sheet.columns) > 3 else ()
    return [f"A{row}:{wide}{row}" for row in rows] + [f"C{row}:{wide}{row}" for row in hints]


def placed(columns: Sequence[Column], on: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a table below another, as wide as those that they stand under."""
    return tuple(replace(column, width=above.width) for column, above in zip(columns, on, strict=False))


def _relations_xml(relations: Sequence[tuple[str, str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONSHIPS}/{kind}" Target="{escaped(target)}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(relations, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'
