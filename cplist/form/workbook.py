"""A form as an .xlsx file, made by openpyxl: headings, explanations, drop-down lists, blank lines to fill in."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cplist.core.opc import unzipped, zipped
from cplist.form.fill import Line, Names
from cplist.form.layout import TICKS, FormSheet, SheetKind, Slot, SlotKind
from cplist.form.lists import FIRST_LINE, PEOPLE, Lists
from cplist.form.look import COLORS, Dresser, Look, height_of, turned_height, width_of
from cplist.form.marks import FILLED_IN, HEAD, NOTE, SHOWN
from cplist.form.start_sheet import START, write_start
from cplist.form.values import TICK, offered
from cplist.form.words import in_words
from cplist.writers.excel.fonts import with_fonts_in_order

LEAST_BLANK, MORE_BLANK, LAST_LINE = 20, 10, 500
"""Lines of a table that are ready to be filled in; the last one that has drop-down lists."""
_NO_DAY = datetime.datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
_FIRST_FIELD = 4
_LONGEST_PROMPT, _LONGEST_TITLE = 250, 32
_NAME_WIDTH, _VALUE_WIDTH, _ABOUT_WIDTH, _NOTE_WIDTH = 26, 46, 78, 60
_CHOSEN = (SlotKind.TEXT, SlotKind.PARENT, SlotKind.REST)


def written(sheets: Sequence[tuple[FormSheet, list[Line]]], names: Names) -> bytes:
    """The form with those lines on its sheets; `names` are what its lists offer beside the values of the schema.
    The same lines give the same bytes."""
    book: Any = Workbook()  # openpyxl's types know neither its custom properties nor its styles
    book.remove(book.worksheets[0])
    book.custom_doc_props.append(StringProperty(name="cplist.form", value="1"))
    book.properties.created = _NO_DAY
    book.properties.title = "机构档案"
    dresser, lists = Dresser(), Lists(book)
    start = book.create_sheet(START)
    for form, lines in sheets:
        _Writing(book.create_sheet(form.name), form, lists, dresser, names).write(lines)
    write_start(start, [form for form, _ in sheets], dresser)
    lists.write([form for form, _ in sheets], dresser)
    stream = io.BytesIO()
    book.save(stream)
    parts = unzipped(stream.getvalue())
    parts["docProps/core.xml"] = _MODIFIED.sub(b"", parts["docProps/core.xml"])  # openpyxl's own clock
    parts["xl/styles.xml"] = with_fonts_in_order(parts["xl/styles.xml"])
    return zipped(parts)


class _Writing:
    """Writes one sheet."""

    def __init__(self, sheet: Any, form: FormSheet, lists: Lists, dresser: Dresser, names: Names) -> None:
        self.sheet, self.form, self.lists, self.dresser, self.names = sheet, form, lists, dresser, names
        self.validations: dict[tuple[str, str, str], DataValidation] = {}

    def write(self, lines: list[Line]) -> None:
        self.sheet.sheet_properties.tabColor = COLORS["needed" if self.form.required else "optional"]
        self.sheet.column_dimensions["A"].hidden = True
        self.sheet.row_dimensions[1].hidden = True
        self._put(1, 1, self.form.mark)
        self._put(2, 1, HEAD)
        self._put(2, 2, self.form.name, Look.TITLE)
        self._put(2, 3, in_words(self.form.description), Look.ABOUT)
        self.sheet.row_dimensions[2].height = 24
        if self.form.kind is SheetKind.FIELDS:
            self._fields(lines[0])
        else:
            self._table(lines)
        for validation in self.validations.values():
            self.sheet.add_data_validation(validation)
        self.sheet.sheet_view.showGridLines = False
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _put(self, row: int, column: int, text: str, look: Look | None = None) -> None:
        self.dresser.put(self.sheet.cell(row, column), text, look)

    def _width(self, column: int, width: float) -> None:
        self.sheet.column_dimensions[get_column_letter(column)].width = width

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Make one cell of several; openpyxl's own way takes long, to give them borders, which they have."""
        ends = [f"{get_column_letter(column)}{row}" for column, row in ((left, top), (right, bottom))]
        self.sheet.merged_cells.add(":".join(ends))

    # a line for each key

    def _fields(self, line: Line) -> None:
        columns = (f"{SHOWN}title", "项目", _NAME_WIDTH), (FILLED_IN, "填写", _VALUE_WIDTH)
        for column, (mark, title, width) in enumerate((*columns, (f"{SHOWN}about", "说明", _ABOUT_WIDTH)), 2):
            self._put(1, column, mark)
            self._put(3, column, title, Look.HEAD)
            self._width(column, width)
        self._put(3, 1, HEAD)
        row, group = _FIRST_FIELD, ""
        for slot in self.form.slots:
            if slot.group != group and slot.group:
                self._group(row, slot.group)
                row += 1
            group = slot.group
            self._field(row, slot, line.texts.get(slot.mark, ""))
            row += 1
        self.sheet.freeze_panes = "C4"

    def _group(self, row: int, title: str) -> None:
        self._put(row, 1, HEAD)
        for column in (2, 3, 4):
            self._put(row, column, title if column == 2 else "", Look.GROUP)

    def _field(self, row: int, slot: Slot, text: str) -> None:
        self._put(row, 1, slot.mark)
        within = "　" if slot.group else ""
        self._put(row, 2, f"{within}{_title(slot)}", Look.NEEDED if slot.required else Look.NAME)
        self._put(row, 3, text, Look.TICK if slot.kind in TICKS else Look.FILLED_IN)
        about = f"是的打 {TICK}" if slot.kind is SlotKind.TICK else in_words(slot.description, slot.rule)
        self._put(row, 4, about, Look.SAID)
        self.sheet.row_dimensions[row].height = max(height_of(about, _ABOUT_WIDTH), height_of(text, _VALUE_WIDTH))
        self._choose(slot, row, row, 3)

    # a column for each key

    def _table(self, lines: list[Line]) -> None:
        alike = self.form.kind is SheetKind.ALIKE
        first = 3 if alike else 2
        columns = list(enumerate(self.form.slots, first))
        beside = columns[-1][0] + 1 if alike or self.form.kind is SheetKind.NAMED else 0
        for row in (3, 4, 5):
            self._put(row, 1, HEAD)
        if alike:
            self._said_column(2, f"{SHOWN}title", self.form.name, 20)
        for column, slot in columns:
            self._column(column, slot)
        if beside:
            self._said_column(beside, NOTE, "说明", _NOTE_WIDTH)
        self._merge_heads(columns)
        count = len(lines) if alike else max(len(lines) + MORE_BLANK, LEAST_BLANK)
        for number in range(count):
            line = lines[number] if number < len(lines) else Line()
            self._line(FIRST_LINE + number, line, columns, beside)
        for column, slot in columns:
            self._choose(slot, FIRST_LINE, FIRST_LINE + count - 1 if alike else LAST_LINE, column)
        held = first if alike or len(columns) < 3 or columns[1][1].kind in TICKS else first + 1
        self.sheet.freeze_panes = self.sheet.cell(FIRST_LINE, held if alike else held + 1).coordinate
        self.sheet.print_title_rows = "3:5"

    def _line(self, row: int, line: Line, columns: list[tuple[int, Slot]], beside: int) -> None:
        note = line.note
        if self.form.rows:
            title, note = self.form.rows[line.key]
            self._put(row, 1, line.key)
            self._put(row, 2, title, Look.NAME)
        for column, slot in columns:
            look = Look.TICK if slot.kind in TICKS else Look.FILLED_IN
            self._put(row, column, line.texts.get(slot.mark, ""), look)
        heights = [height_of(line.texts.get(slot.mark, ""), width_of(slot)) for _, slot in columns]
        if beside:
            self._put(row, beside, in_words(note), Look.SAID)
            heights.append(height_of(note, _NOTE_WIDTH))
        if line.texts or beside:
            self.sheet.row_dimensions[row].height = max(heights)

    def _said_column(self, column: int, mark: str, title: str, width: int) -> None:
        self._put(1, column, mark)
        for row in (3, 4, 5):
            self._put(row, column, title if row == 3 else "", Look.HEAD)
        self._merge(3, column, 5, column)
        self._width(column, width)

    def _column(self, column: int, slot: Slot) -> None:
        self._put(1, column, slot.mark)
        needed = Look.NEEDED_HEAD if slot.required else Look.HEAD
        tick = slot.kind in (*TICKS, SlotKind.REST) and slot.group
        self._put(3, column, _starred(slot.group, slot) if slot.group else _title(slot), needed)
        self._put(4, column, _title(slot) if slot.group else "", Look.TURNED if tick else needed)
        self._put(5, column, in_words(slot.description, slot.rule), Look.SAID_HEAD)
        self._width(column, width_of(slot))

    def _merge_heads(self, columns: list[tuple[int, Slot]]) -> None:
        """One cell over the columns of a group, and over what they have in common."""
        runs: list[list[tuple[int, Slot]]] = []
        for column, slot in columns:
            if slot.group and runs and runs[-1][-1][1].group == slot.group:
                runs[-1].append((column, slot))
            else:
                runs.append([(column, slot)])
        for run in runs:
            (left, slot), right = run[0], run[-1][0]
            if not slot.group:
                self._merge(3, left, 4, left)
            elif left < right:
                self._merge(3, left, 3, right)
            if left < right and slot.kind in (*TICKS, SlotKind.REST):
                self._merge(5, left, 5, right)
        turned = turned_height(slot.title for slot in self.form.slots if slot.kind in TICKS and slot.group)
        for row, height in ((3, 20), (4, max(turned, 20)), (5, 62)):
            self.sheet.row_dimensions[row].height = height

    def _choose(self, slot: Slot, first: int, last: int, column: int) -> None:
        """The drop-down list of cells, and what is said when one of them is entered."""
        name = PEOPLE if slot.refers else self.lists.name(self._offered(slot))
        title = f"{slot.group}·{slot.title}" if slot.group else slot.title
        says = in_words(slot.description, slot.rule)[:_LONGEST_PROMPT]
        if not (name or says):
            return
        if (name, title, says) not in self.validations:
            made = DataValidation(type="list" if name else None, formula1=name or None, allow_blank=True)
            made.showErrorMessage = False  # what was typed otherwise is read as it is meant, or named by check
            made.showInputMessage = bool(says)
            made.promptTitle, made.prompt = title[:_LONGEST_TITLE], says or None
            self.validations[name, title, says] = made
        letter = get_column_letter(column)
        self.validations[name, title, says].add(f"{letter}{first}:{letter}{last}")

    def _offered(self, slot: Slot) -> list[str]:
        if slot.kind in TICKS:
            return [TICK]
        declared = self.names.get(".".join(self.form.path), {})
        if declared and slot in (self.form.identity, self.form.slots[0]):
            return [f"{id_}（{said}）" for id_, said in declared.items()]
        return offered(slot.rule) if slot.kind in _CHOSEN else []


def _title(slot: Slot) -> str:
    return slot.title if slot.kind is SlotKind.TICK else _starred(slot.title, slot)


def _starred(title: str, slot: Slot) -> str:
    return f"{title} *" if slot.required else title
