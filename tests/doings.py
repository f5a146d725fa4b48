"""What people do to a workbook that they fill in, and how the programs that they use write it.

A `Person` works in the sheet with openpyxl and knows afterwards what a reader of the file sees in each cell to fill
in (`seen`, by the row's key and the column's title); `PROGRAMS` write the same file as other programs do: by
changing its XML. Build and collect are held to what is seen.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName

KEY = "行标识"
Do = tuple[str, int, int]
Seen = str | int | float | datetime.date
DAY = datetime.date(2026, 12, 31)
DAYS: tuple[tuple[Any, Seen], ...] = (
    (DAY, DAY),
    (datetime.datetime(2026, 12, 31, 9, 30), datetime.datetime(2026, 12, 31, 9, 30)),
    (20261231, DAY),
    ("20261231", DAY),
    ("2026-12-31 00:00:00", DAY),
    ("2026年12月31日", DAY),
    ("2026/12/31", DAY),
    (46387, DAY),
    (202612, "202612"),
    ("2026年12月", "2026年12月"),
    ("年底前", "年底前"),
)
"""What is typed where a day belongs, and what a reader takes it for."""
LOOKS: tuple[Mapping[str, Any], ...] = (
    {"font": Font(bold=True)},
    {"font": Font(color="FFFF0000", italic=True, strike=True, underline="double")},
    {"font": Font(name="仿宋", size=20, color=Color(theme=4, tint=0.4))},
    {"fill": PatternFill("solid", fgColor="FFFFFF00")},
    {"fill": PatternFill("lightUp", fgColor=Color(indexed=13))},
    {"number_format": "@"},
    {"number_format": '0.00"元"'},
)
WHAT = (
    *("word", "word", "state", "day", "look", "percent", "day_in_text", "merge", "comment", "link"),
    *(
        "range_name",
        "chart",
        "own_sheet",
        "copy_sheet",
        "filter_rows",
        "sort_rows",
        "hide_row",
        "escape",
        "formula",
    ),
    *("picture", "cell_picture", "page", "loose_state", "merge_across"),
)


class Person:
    """Does things to a workbook. `states` is the column of choices with its words, `day` the one of days, `text`
    one of texts; `elsewhere` are the words in other places, `merged` the ranges, as people call them, `second` the
    cells of copies of the sheet in which they went on, `hidden` the rows that they hid, `floating` how many
    pictures lie on the sheet, `zoom` how large they had it shown (0: as it was)."""

    def __init__(
        self, content: bytes, name: str, sheet: str, states: tuple[str, tuple[str, ...]], day: str, text: str
    ) -> None:
        self.book: Any = load_workbook(io.BytesIO(content))
        self.who, self.count = name, 0
        self.sheet = self.book[sheet]
        self.states, self.day_title, self.text = states, day, text
        self.header = next(row[0].row for row in self.sheet.iter_rows() if KEY in [cell.value for cell in row])
        self.columns = {cell.value: cell.column for cell in self.sheet[self.header] if cell.value}
        self.seen: dict[tuple[str, str], Seen] = {}
        self.elsewhere: set[str] = set()
        self.merged: set[str] = set()
        self.second: set[tuple[str, str]] = set()
        self.hidden: set[int] = set()
        self.floating = 0
        self.zoom = 0

    @property
    def pictures(self) -> set[tuple[str, str]]:
        """The cells of the sheet that show a picture."""
        cells = (cell for row in self.sheet.iter_rows() for cell in row)
        return {(self.sheet.title, cell.coordinate) for cell in cells if "DISPIMG(" in str(cell.value)}

    def does(self, what: str, a: int, b: int) -> None:
        rows = [row for row in self.rows() if not self.touches_merged(row)]
        if rows:
            getattr(self, what)(rows[a % len(rows)], b)

    def rows(self) -> list[int]:
        rows = range(self.header + 1, self.sheet.max_row + 1)
        return [row for row in rows if self.at(row, KEY).value]

    def at(self, row: int, title: str) -> Any:
        return self.sheet.cell(row, self.columns[title])

    def touches_merged(self, row: int) -> bool:
        return any(one.min_row <= row <= one.max_row for one in self.sheet.merged_cells.ranges)

    def word(self, row: int = 0, b: int = 0) -> str:
        self.count += 1
        word = f"{self.who}写的第{self.count}句"
        if row:
            self.put(row, self.text, word, word)
        return word

    def put(self, row: int, title: str, value: Any, seen: Seen) -> None:
        cell = self.at(row, title)
        cell.value = value
        self.seen[str(self.at(row, KEY).value), title] = seen

    # cells to fill in

    def state(self, row: int, b: int) -> None:
        title, words = self.states
        self.put(row, title, words[b % len(words)], words[b % len(words)])

    def loose_state(self, row: int, b: int) -> None:
        """A word of the choices, typed with blanks."""
        title, words = self.states
        word = words[b % len(words)]
        self.put(row, title, (f"{word} ", f"\u3000{word}", f"{word[0]} {word[1:]}\n")[b % 3], word)

    def day(self, row: int, b: int) -> None:
        value, seen = DAYS[b % len(DAYS)]
        number_format = self.at(row, self.day_title).number_format
        self.put(row, self.day_title, value, seen)
        self.at(row, self.day_title).number_format = number_format

    def look(self, row: int, b: int) -> None:
        self.word(row)
        for attribute, value in LOOKS[b % len(LOOKS)].items():
            setattr(self.at(row, self.text), attribute, value)

    def percent(self, row: int, b: int) -> None:
        self.put(row, self.text, 0.5, 0.5)
        self.at(row, self.text).number_format = "0%"

    def day_in_text(self, row: int, b: int) -> None:
        self.put(row, self.text, DAY, DAY)
        self.at(row, self.text).number_format = ('m"月"d"日"', "yyyy/m/d;@", "[$-804]aaaa")[b % 3]

    def merge(self, row: int, b: int) -> None:
        """The same over several rows: the first is seen, the others are emptied, as Excel does."""
        last = row + 1 + b % 2
        title = self.text if b % 3 else self.states[0]
        keys = [str(self.at(number, KEY).value or "") for number in range(row, last + 1)]
        if not all(keys) or any(self.touches_merged(number) for number in range(row, last + 1)):
            return
        self.word(row) if title == self.text else self.state(row, b)
        value = self.seen[keys[0], title]
        self.sheet.merge_cells(None, row, self.columns[title], last, self.columns[title])
        self.merged.add(f"{self.at(row, title).coordinate}:{self.at(last, title).coordinate}")
        self.seen |= {(key, title): value for key in keys}

    def merge_across(self, row: int, b: int) -> None:
        """A state over the column before its own, which is the program's, so that it stands there."""
        self.state(row, b)
        cell = self.at(row, self.states[0])
        before = self.sheet.cell(row, cell.column - 1)
        before.value = cell.value
        self.sheet.merge_cells(None, row, before.column, row, cell.column)
        self.merged.add(f"{before.coordinate}:{cell.coordinate}")

    def escape(self, row: int, b: int) -> None:
        """A carriage return as Excel stores it, and a text that looks like one."""
        word = self.word()
        stored, seen = ((f"{word}_x000D_\n二", f"{word}\n二"), (f"{word}_x005F_x000D_", f"{word}_x000D_"))[b % 2]
        self.put(row, self.text, stored, seen)

    def formula(self, row: int, b: int) -> None:
        """openpyxl keeps no values; a reader who opens the file sees one."""
        self.put(row, self.text, "=1+1", "=1+1")

    # what hangs on cells, and what stands beside them

    def comment(self, row: int, b: int) -> None:
        self.at(row, self.text).comment = Comment("请核对", self.who)

    def link(self, row: int, b: int) -> None:
        word = self.word(row)
        self.at(row, self.text).hyperlink = ("https://oa.example.cn/a?b=1", "#'说明'!A1")[b % 2]
        self.at(row, self.text).value = word

    def range_name(self, row: int, b: int) -> None:
        name = f"范围{self.count}"
        self.count += 1
        self.book.defined_names[name] = DefinedName(name, attr_text=f"'{self.sheet.title}'!$A$1:$B$3")

    def chart(self, row: int, b: int) -> None:
        chart = BarChart()
        chart.add_data(Reference(self.sheet, min_col=1, min_row=row, max_row=row + 1))
        self.sheet.add_chart(chart, f"AA{row}")

    def picture(self, row: int, b: int) -> None:
        """A picture that lies on the sheet, beside whatever lies there."""
        self.floating += 1

    def cell_picture(self, row: int, b: int) -> None:
        """A picture in a cell, as WPS has it: a formula, and the picture in a part of the workbook."""
        call = f'=_xlfn.DISPIMG("ID_{self.count}",1)'
        self.count += 1
        self.put(row, self.text, call, call)

    def page(self, row: int, b: int) -> None:
        """How the sheet is shown and printed."""
        self.sheet.sheet_view.zoomScale = self.zoom = 60 + b
        self.sheet.oddHeader.left.text, self.sheet.page_margins.left = f"第{b}稿", 1.0
        self.sheet.column_dimensions[self.at(row, self.text).column_letter].width = 50 + b

    def own_sheet(self, row: int, b: int) -> None:
        added = self.book.create_sheet(f"我的表{self.count}")
        added.cell(1 + row % 4, 1 + b % 4).value = self.word()
        self.elsewhere.add(added.cell(1 + row % 4, 1 + b % 4).value)

    def copy_sheet(self, row: int, b: int) -> None:
        """A copy of the sheet in which people go on."""
        copied = self.book.copy_worksheet(self.sheet)
        copied.title = f"{self.sheet.title} ({2 + self.count})"
        word = self.word()
        cell = copied.cell(row, self.columns[self.text])
        cell.value = word
        self.elsewhere.add(word)
        self.second.add((copied.title, cell.coordinate))

    def filter_rows(self, row: int, b: int) -> None:
        self.sheet.auto_filter.ref = f"A{self.header}:{self.at(self.sheet.max_row, self.text).coordinate}"
        self.hide_row(row, b)

    def hide_row(self, row: int, b: int) -> None:
        self.sheet.row_dimensions[row].hidden = True
        self.hidden.add(row)

    def sort_rows(self, row: int, b: int) -> None:
        """The rows in another order, as by sorting, with their links; Excel refuses to sort what is merged."""
        if self.sheet.merged_cells.ranges and any(self.touches_merged(number) for number in self.rows()):
            return
        numbers = self.rows()
        before = [[cell.value for cell in self.sheet[number]] for number in numbers]
        shown = [[cell.number_format for cell in self.sheet[number]] for number in numbers]
        links = [[cell.hyperlink for cell in self.sheet[number]] for number in numbers]
        column = self.columns[self.text] - 1
        order = sorted(range(len(numbers)), key=lambda place: (str(before[place][column]), -place))
        for number, place in zip(numbers, order, strict=True):
            moved = zip(self.sheet[number], before[place], shown[place], links[place], strict=True)
            for cell, value, code, link in moved:
                cell.value, cell.number_format, cell._hyperlink = value, code, link
                if link:
                    link.ref = cell.coordinate

    def saved(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        if not (self.floating or self.pictures):
            return stream.getvalue()
        parts = parts_of(stream.getvalue())
        if self.pictures:
            parts = with_cell_images(parts)
        if self.floating:
            parts = with_pictures(parts, self.book.index(self.sheet) + 1, self.floating)
        return packed(parts)


Parts = dict[str, bytes]

# pictures, which openpyxl writes with another library only

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
WPS = "http://www.wps.cn/officeDocument"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ANCHOR = (
    '<xdr:absoluteAnchor xmlns:xdr="{drawn}/spreadsheetDrawing" xmlns:a="{drawn}/main" xmlns:r="{office}">'
    '<xdr:pos x="0" y="0"/><xdr:ext cx="9" cy="9"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{n}" name="图{n}"/>'
    '<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rIdPicture"/></xdr:blipFill><xdr:spPr/></xdr:pic>'
    "<xdr:clientData/></xdr:absoluteAnchor>"
)


def with_cell_images(parts: Parts) -> Parts:
    """The workbook with WPS's part of the pictures that stand in cells."""
    lead = f'<Relationship Id="rIdWps" Type="{WPS}/2020/cellImage" Target="/xl/cellimages.xml"/></Relationships>'
    images = f'<etc:cellImages xmlns:etc="{WPS}/2017/etCustomData"/>'.encode()
    kind = "application/vnd.wps-officedocument.cellimage+xml"
    override = f'<Override PartName="/xl/cellimages.xml" ContentType="{kind}"/></Types>'
    parts = in_part(parts, "xl/_rels/workbook.xml.rels", ("</Relationships>", lead))
    return {**in_part(parts, "[Content_Types].xml", ("</Types>", override)), "xl/cellimages.xml": images}


def with_pictures(parts: Parts, number: int, count: int) -> Parts:
    """The workbook with so many pictures on its sheet of that number, from 1: on its drawing, or on a new one."""
    leads = f"xl/worksheets/_rels/sheet{number}.xml.rels"
    found = re.search(rb"drawings/(drawing\d+\.xml)", parts.get(leads, b""))
    name = f"xl/drawings/{found[1].decode()}" if found else "xl/drawings/drawing99.xml"
    parts = parts if found else with_drawing(parts, f"xl/worksheets/sheet{number}.xml", leads, name)
    anchors = "".join(ANCHOR.format(n=900 + one, drawn=DRAWN, office=OFFICE) for one in range(count))
    return in_part(parts, name, (r"(</(?:\w+:)?wsDr>)", lambda end: anchors + end[1]))


def with_drawing(parts: Parts, sheet: str, leads: str, name: str) -> Parts:
    """The workbook with an empty drawing of that name on a sheet."""
    rels = parts.get(leads, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
    parts = {**parts, leads: rels, name: f'<wsDr xmlns="{DRAWN}/spreadsheetDrawing"></wsDr>'.encode()}
    lead = f'<Relationship Id="rIdD" Type="{OFFICE}/drawing" Target="/{name}"/></Relationships>'
    parts = in_part(parts, leads, ("</Relationships>", lead))
    place = "<legacyDrawing " if b"<legacyDrawing " in parts[sheet] else "</worksheet>"
    parts = in_part(parts, sheet, (place, f'<drawing xmlns:r="{OFFICE}" r:id="rIdD"/>{place}'))
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    return in_part(
        parts,
        "[Content_Types].xml",
        ("</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'),
    )


# how other programs write the same file

Program = Callable[[Parts], Parts]
SHEET_PARTS = re.compile(r"xl/worksheets/sheet\d+\.xml")
STYLES = "xl/styles.xml"


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def written_by(program: str, content: bytes) -> bytes:
    """The file as that program writes it (PROGRAMS)."""
    return packed(PROGRAMS[program](parts_of(content)))


def in_sheets(parts: Parts, change: Callable[[str], str]) -> Parts:
    return {
        name: change(part.decode()).encode() if SHEET_PARTS.fullmatch(name) else part
        for name, part in parts.items()
    }


def in_part(parts: Parts, name: str, *changes: tuple[str, str | Callable[[re.Match[str]], str]]) -> Parts:
    text = parts[name].decode()
    for pattern, new in changes:
        text, count = re.subn(pattern, new, text, flags=re.DOTALL)
        assert count, f"{pattern} is not in {name}"
    return {**parts, name: text.encode()}


INLINE = re.compile(r'(<c [^>]*?) t="inlineStr"([^>]*)><is>(.*?)</is></c>', re.DOTALL)
"""A text as openpyxl writes it: in its cell."""


def shared_strings(parts: Parts) -> Parts:
    """Texts in a part of their own, each once, as Excel, WPS and LibreOffice write them."""
    strings: dict[str, int] = {}

    def shared(found: re.Match[str]) -> str:
        return f'{found[1]} t="s"{found[2]}><v>{strings.setdefault(found[3], len(strings))}</v></c>'

    made = in_sheets(parts, lambda text: INLINE.sub(shared, text))
    assert strings
    listed = "".join(f"<si>{text}</si>" for text in strings)
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    made["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{listed}</sst>'.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    made = in_part(
        made,
        "xl/_rels/workbook.xml.rels",
        ("</Relationships>", f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'),
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    return in_part(made, "[Content_Types].xml", ("</Types>", override))


def rich_text(parts: Parts) -> Parts:
    """Each text in runs of different looks, with a reading printed above."""

    def split(found: re.Match[str]) -> str:
        text = found[1]
        cut = len(text) // 2 if "&" not in text and "_x" not in text else len(text)
        runs = "".join(
            f'<r><rPr><b/><color rgb="FFFF0000"/></rPr><t xml:space="preserve">{one}</t></r>'
            for one in (text[:cut], text[cut:])
            if one
        )
        return f'<si>{runs}<rPh sb="0" eb="1"><t>yin</t></rPh><phoneticPr fontId="1"/></si>'

    shared = shared_strings(parts)
    return in_part(shared, "xl/sharedStrings.xml", (r"<si><t[^>]*>([^<]*)</t></si>", split))


def other_prefixes(parts: Parts) -> Parts:
    """Every element of the sheets behind a prefix, as the Open XML SDK writes it."""

    def prefixed(text: str) -> str:
        text = re.sub(r"<(/?)(?![\w]+:)(\w)", r"<\1x:\2", text)
        return text.replace(' xmlns="', ' xmlns:x="', 1)

    return in_sheets(parts, prefixed)


def absolute_targets(parts: Parts) -> Parts:
    return in_part(
        parts,
        "xl/_rels/workbook.xml.rels",
        (r'Target="/?(?:xl/)?(worksheets|sharedStrings|styles)', r'Target="/xl/\1'),
    )


def no_addresses(parts: Parts) -> Parts:
    """Rows and cells without their numbers, which stand in their order; only where nothing is left out."""

    def bare(text: str) -> str:
        numbers = list(map(int, re.findall(r'<row r="(\d+)"', text)))
        return re.sub(r'<row r="\d+"', "<row", text) if numbers == list(range(1, len(numbers) + 1)) else text

    return in_sheets(parts, bare)


def no_styles(parts: Parts) -> Parts:
    """No looks at all."""
    made = {name: part for name, part in parts.items() if name != STYLES}
    made = in_part(made, "xl/_rels/workbook.xml.rels", (r"<Relationship [^>]*styles[^>]*/>", ""))
    return in_part(made, "[Content_Types].xml", (r"<Override [^>]*styles[^>]*/>", ""))


def looks_that_nobody_can_read(parts: Parts) -> Parts:
    """Fills without a pattern, a font family of 54, looks and properties out of bounds."""
    made = in_part(
        parts,
        STYLES,
        (r"<fills[^>]*>", r'<fills count="9"><fill/>'),
        (r"<fonts[^>]*>", r'<fonts count="9"><font><family val="54"/><sz val="many"/><color rgb="red"/></font>'),
        (
            r"<cellXfs[^>]*><xf [^>]*?(?:/>|[^/]>.*?</xf>)",  # the first one: all others keep their numbers
            '<cellXfs count="x"><xf numFmtId="-1" fontId="99999" fillId="" borderId="x"/>',
        ),
    )
    core = "docProps/core.xml"
    if core in made and b"modified" in made[core]:
        made = in_part(made, core, (r"(<dcterms:modified[^>]*>)[^<]*<", r"\g<1>2026-12-20 10:00:00<"))
    return made


def cells_without_formats(parts: Parts) -> Parts:
    return in_part(parts, STYLES, (r"<cellXfs.*</cellXfs>", ""))


def parts_that_are_no_xml(parts: Parts) -> Parts:
    """Damage where no cell stands: looks, theme, what the file says of itself."""
    damaged = (STYLES, "xl/theme/theme1.xml", "docProps/core.xml", "docProps/app.xml")
    return {name: b"<a><b" if name in damaged else part for name, part in parts.items()}


PROGRAMS: Mapping[str, Program] = {
    "openpyxl": lambda parts: parts,
    "Excel": shared_strings,
    "an exporter without styles": no_styles,
    "an exporter without addresses": no_addresses,
    "another with prefixes": other_prefixes,
    "another with absolute targets": absolute_targets,
    "Excel with rich text": rich_text,
    "WPS with looks that libraries refuse": looks_that_nobody_can_read,
    "WPS without formats of cells": cells_without_formats,
    "one that damages what is no cell": parts_that_are_no_xml,
}
WITHOUT_FORMATS = frozenset(
    (
        *("an exporter without styles", "WPS without formats of cells"),
        "one that damages what is no cell",
    )
)
"""Programs after which nothing tells a day from a number any more."""
