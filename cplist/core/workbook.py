"""What a workbook is made of: plain data between composing and writing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cplist.core.layouts import Layout, TableLayout

CHOICES_SHEET, RECORD_SHEET = "选项", "_cplist"
"""The hidden sheet with the lists to choose from, and the very hidden one with the record of the making."""
CHOICES_NAME = "choice_"
"""How the defined name of a list of choices begins; the list's own name follows."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with its =, and what it gives (None: not known, the reader's program works it out). An `array`
    formula works through whole columns; `format` takes the place of its column's."""

    text: str
    value: int | float | str | bool | None = None
    array: bool = False
    format: str = ""

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Computed:
    """A cell that gets a formula: as checklist.yaml has it, with columns in brackets (formulas/references.py)."""

    text: str
    format: str = ""


Value = str | int | float | datetime.date | Formula | Computed
"""What a cell of a workbook holds. A str is text and stays text, whatever it begins with."""


KEY = "key"
"""The key of the column that holds each row's key, by which the next build knows the row."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet; width in characters of the default font. `choices` names a list of the workbook,
    `choices_by` the column whose cell names the list, `choices_from` another sheet's column; `filled_in` columns
    hold user cells; where a `review` column changes, what was filled in beside it must be looked at again. `check`
    is a formula that an entry must keep to, `says` what users are told when they enter something; `header` is the
    format of its title."""

    key: str
    title: str
    width: float
    format: str = "text"
    hidden: bool = False
    filled_in: bool = False
    choices: str = ""
    choices_by: str = ""
    choices_from: str = ""
    number: bool = False
    date: bool = False
    formula: str = ""
    formula_format: str = ""
    review: bool = False
    check: str = ""
    says: str = ""
    header: str = ""


def column_of_key(columns: Sequence[Column], key: str) -> int | None:
    """The number of the first column with that key, from 0; None if there is none."""
    return next((number for number, column in enumerate(columns) if column.key == key), None)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads: to a bookmark of the Word file (no sheet), to a sheet's row by its key, to the sheet
    itself (no target), or to a person's own `url`."""

    sheet: str
    target: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A person's comment on a cell: its words, and who wrote it."""

    text: str
    author: str = ""


LONGEST_TEXT = 32_767
"""Of a cell, in units of UTF-16."""


def length(text: str) -> int:
    """How long Excel takes a text to be that may be too long: characters beyond the first plane count twice."""
    return len(text) if len(text) * 2 <= LONGEST_TEXT else len(text.encode("utf-16-le")) // 2


def cut(text: str, end: str = "") -> str:
    """As much of a text as a cell holds together with that end."""
    room = LONGEST_TEXT - length(end)
    while length(text) > room:
        text = text[: len(text) - max(1, (length(text) - room) // 2)]
    return text + end


At = tuple[int, int]
"""A cell of a table: its row from 0 (-1: the header), its column from 0."""


@dataclass(frozen=True)
class Field:
    """A single cell that users may fill in, above a table: its name, in formulas too, and its value at first."""

    name: str
    value: Value
    hint: str = ""
    date: bool = False
    format: str = "text"


@dataclass(frozen=True)
class ConditionalFormat:
    """Cells that look like `format` where the formula `when` holds; no `columns`: the whole row."""

    when: str
    format: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bars:
    """Bars in the cells of those columns, as long as what the cells hold is of 1."""

    columns: tuple[str, ...]
    color: str


@dataclass(frozen=True)
class Chart:
    """A bar chart over a table's rows, or over its totals: `series` and `categories` are columns' titles."""

    title: str
    series: tuple[str, ...]
    categories: str = ""
    stacked: bool = False
    colors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet: a title row, a header row, then rows with a cell for each of `columns`.

    `banners` are the numbers of rows (from 0) that stand over a group: one merged cell, on a new page; the last
    `totals` rows sum up; `spare` empty rows at the end are for users' own lines; `lines` says what the program
    lists on the sheet; `notes` are users' comments, `looks` the formats of cells whose look users changed; `below`
    are further tables on the same sheet, whose title is a banner; `tab` is the colour of the sheet's tab."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    banners: frozenset[int] = frozenset()
    paper: str = "A4"
    landscape: bool = True
    filtered: bool = True
    frozen_columns: int = 0
    turned_header: bool = False
    one_page: bool = False
    totals: int = 0
    spare: int = 0
    lines: str = ""
    fields: tuple[Field, ...] = ()
    links: Mapping[At, Link] = field(default_factory=dict)
    notes: Mapping[At, Note] = field(default_factory=dict)
    looks: Mapping[At, str] = field(default_factory=dict)
    conditions: tuple[ConditionalFormat, ...] = ()
    bars: tuple[Bars, ...] = ()
    charts: tuple[Chart, ...] = ()
    below: tuple[Sheet, ...] = ()
    optional: bool = False
    tab: str = ""

    @cached_property
    def key_column(self) -> int | None:
        """The number of the column with the rows' keys; None if there is none."""
        return column_of_key(self.columns, KEY)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each column by its title, of the first one where several have it."""
        return {column.title: number for number, column in reversed(list(enumerate(self.columns)))}


@dataclass(frozen=True, slots=True)
class Area:
    """Where a table stands on its sheet: the row of its header, its first and its last row, from 1."""

    header: int
    first: int
    last: int


def areas(sheet: Sheet) -> tuple[Area, ...]:
    """Where a sheet's own table stands, and those below it: after a blank row and the banner with their title."""
    header = 2 + bool(sheet.note) + len(sheet.fields)
    found = [_area(header, sheet)]
    for table in sheet.below:
        found.append(_area(found[-1].last + 3, table))
    return tuple(found)


def _area(header: int, sheet: Sheet) -> Area:
    return Area(header, header + 1, header + max(1, len(sheet.rows)))


@dataclass(frozen=True)
class Format:
    """A named cell format of a workbook. Colours are RRGGBB, sizes points."""

    name: str
    font: str = "宋体"
    size: float = 10.5
    bold: bool = False
    color: str = "000000"
    fill: str = ""
    across: str = "left"
    down: str = "center"
    border: bool = True
    wrap: bool = True
    turned: bool = False
    number: str = "General"
    underline: bool = False
    italic: bool = False
    strike: bool = False


@dataclass(frozen=True)
class Workbook:
    """A composed workbook. `choices` are its lists, by name; `header` stands at the top of each printed page;
    `document` is the name of the Word file that links lead to; `record` what the next build needs; `layout` the
    version of its columns, `earlier` the layouts of versions before."""

    sheets: tuple[Sheet, ...]
    formats: Mapping[str, Format]
    choices: Mapping[str, tuple[str, ...]]
    header: str
    title: str
    properties: Mapping[str, str] = field(default_factory=dict)
    document: str = ""
    record: tuple[tuple[Value, ...], ...] = ()
    layout: int = 1
    earlier: tuple[Layout, ...] = ()

    def layouts(self) -> tuple[Layout, ...]:
        """Its own layout, then the earlier ones."""
        tables = {
            (sheet.name, number): _layout(table)
            for sheet in self.sheets
            for number, table in enumerate((sheet, *sheet.below))
        }
        return (Layout(self.layout, tables), *self.earlier)


def _layout(table: Sheet) -> TableLayout:
    return TableLayout(
        tuple(column.title for column in table.columns),
        frozenset(column.title for column in table.columns if column.filled_in),
        frozenset(column.title for column in table.columns if column.formula),
    )
