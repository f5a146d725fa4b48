"""What a document and a workbook are made of: plain data between composing and writing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Style(StrEnum):
    """The named paragraph styles of style.docx that a text uses."""

    COVER_TITLE = "封面标题"
    COVER_MARK = "封面标记"
    COVER_SIGNATURE = "封面落款"
    ISSUER = "发文机关标志"
    NUMBER = "发文字号"
    TITLE = "责任制标题"
    NOTE = "题注"
    CONTENTS_TITLE = "目录标题"
    CONTENTS_ENTRY = "toc 1"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    PARAGRAPH = "款"
    ITEM = "项"
    SUBITEM = "目"
    SIGNATURE = "落款"
    HEADING = "一级标题"
    SUBHEADING = "二级标题"
    BEFORE_TABLE = "表前说明"
    ANNEX_LABEL = "附件标识"
    ANNEX_TITLE = "附件标题"
    ANNEX_HEADING = "附件小标题"
    ANNEX_NOTE = "附件说明"
    ANNEX_TEXT = "附件文字"
    TABLE_HEAD = "表头"
    TABLE_TEXT = "表文"
    TABLE_CENTRED = "表文居中"
    SMALL_TEXT = "表文小"
    SMALL_CENTRED = "表文小居中"
    SMALLEST_TEXT = "表文特小"
    SMALLEST_CENTRED = "表文特小居中"
    BLANK = "填写格"


INSTEAD = {
    Style.COVER_TITLE: Style.TITLE,
    Style.COVER_MARK: Style.NUMBER,
    Style.COVER_SIGNATURE: Style.NUMBER,
    Style.ISSUER: Style.TITLE,
    Style.NOTE: Style.NUMBER,
    Style.CONTENTS_TITLE: Style.NUMBER,
    Style.CONTENTS_ENTRY: Style.PARAGRAPH,
    Style.ANNEX_TEXT: Style.ANNEX_NOTE,
    Style.TABLE_CENTRED: Style.TABLE_TEXT,
    Style.SMALL_TEXT: Style.TABLE_TEXT,
    Style.SMALL_CENTRED: Style.TABLE_CENTRED,
    Style.SMALLEST_TEXT: Style.SMALL_TEXT,
    Style.SMALLEST_CENTRED: Style.SMALL_CENTRED,
    Style.HEADING: Style.ANNEX_HEADING,
    Style.SUBHEADING: Style.ANNEX_HEADING,
    Style.BEFORE_TABLE: Style.PARAGRAPH,
    Style.BLANK: Style.TABLE_TEXT,
}
"""What stands in for a style that a style.docx may lack."""


class RunKind(StrEnum):
    TEXT = "text"
    DUTY = "duty"
    REFERENCE = "reference"
    BLANK = "blank"
    LEFT = "left"
    ABOVE = "above"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, \n is a new line within the paragraph. A DUTY run carries the duty `target`, a REFERENCE
    leads to the article key `target`, a BLANK is room to write by hand in a cell of its own; a cell that is one
    LEFT or ABOVE run belongs to the cell on that side. ADDED and REMOVED words are those of one version only."""

    text: str
    kind: RunKind = RunKind.TEXT
    target: str = ""


Cell = tuple[Run, ...]
JOINS_LEFT: Cell = (Run("", RunKind.LEFT),)
JOINS_ABOVE: Cell = (Run("", RunKind.ABOVE),)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`label` is a literal number before the text (第八条, （一）); `anchor` the key that references lead to."""

    style: Style
    runs: tuple[Run, ...]
    label: str = ""
    anchor: str = ""

    @property
    def apart(self) -> str:
        """What stands between the number and the text."""
        return "　" if self.label and self.style in _SET_APART else ""

    @property
    def text(self) -> str:
        """Number and words, as a reader sees them."""
        return self.label + self.apart + "".join([run.text for run in self.runs])


_SET_APART = (Style.CHAPTER, Style.SECTION, Style.ARTICLE)


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are relative; the header row repeats on every page; `centred` are the numbers of columns (from 0)
    whose text stands in the middle; `joined` says whether a cell belongs to another one, `blanks` whether
    one is room to write in: then all rows are high, and stay together. `text` is the style of its cells."""

    widths: tuple[int, ...]
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    centred: frozenset[int] = frozenset()
    joined: bool = False
    blanks: bool = False
    text: Style = Style.TABLE_TEXT


@dataclass(frozen=True, slots=True)
class NewSection:
    """What follows starts on a new page, upright or turned. `first`: pages are counted from here; what stands
    before it is the cover, which has no page number. `whole`: what follows is to be one page, its tables in smaller
    print where they need it."""

    landscape: bool
    first: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: its heading; chapters and annexes are found by whoever writes the document."""

    title: str


Block = Paragraph | Table | NewSection | Contents


@dataclass(frozen=True)
class Place:
    """Where words carry a duty: article, 款 (0: the article has one only), 项 (0: not in an item)."""

    article: str
    number: int
    paragraph: int
    item: int


@dataclass(frozen=True)
class Article:
    """An article as composed: KEY never changes its meaning, the number does."""

    key: str
    title: str
    number: int
    paragraphs: tuple[str, ...]
    duties: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A composed document: blocks in order, its articles, and where each duty is carried. `names` are those that
    a title never breaks inside."""

    title: str
    blocks: tuple[Block, ...]
    articles: tuple[Article, ...]
    places: Mapping[str, tuple[Place, ...]]
    names: tuple[str, ...] = ()


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
    """A cell that gets a formula: as checklist.yaml has it, with columns in brackets (formulas.py)."""

    text: str
    format: str = ""


Value = str | int | float | datetime.date | Formula | Computed
"""What a cell of a workbook holds. A str is text and stays text, whatever it begins with."""


KEY = "key"
"""The key of the column by which the next build knows a sheet's rows."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet; width in characters of the default font. `choices` names a list of the workbook,
    `choices_by` the column whose cell names the list, `choices_from` another sheet's column; `filled_in` columns
    are people's; where a `review` column changes, what was filled in beside it must be looked at again. `check`
    is a formula that an entry must keep to, `says` what people are told when they enter something."""

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


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads: to a bookmark of the Word file (no sheet), to a sheet's row by its key, or to a person's
    own `url`."""

    sheet: str
    target: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A person's comment on a cell: its words, and who wrote it."""

    text: str
    author: str = ""


At = tuple[int, int]
"""A cell of a table: its row from 0 (-1: the header), its column from 0."""


@dataclass(frozen=True)
class Field:
    """A single cell that people may fill in, above a table: its name, in formulas too, and what it begins with."""

    name: str
    value: Value
    hint: str = ""
    date: bool = False
    format: str = "text"


@dataclass(frozen=True)
class Condition:
    """Cells that look like `format` where the formula `when` holds; no `columns`: the whole row."""

    when: str
    format: str
    columns: tuple[str, ...] = ()


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
    """A sheet: a title row, a header row, then rows of cells as wide as `columns`.

    `banners` are the numbers of rows (from 0) that stand over a group: one merged cell, on a new page; the last
    `totals` rows sum up; `spare` rows at the end wait for lines of people's own; `lines` says what the program
    lists there (carryover.py); `notes` are people's comments, `looks` the formats of cells that people gave another
    look; `below` are further tables on the same sheet, whose title is a banner."""

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
    conditions: tuple[Condition, ...] = ()
    charts: tuple[Chart, ...] = ()
    below: tuple[Sheet, ...] = ()
    optional: bool = False


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


@dataclass(frozen=True)
class Workbook:
    """A composed workbook. `choices` are its lists, by name; `header` stands at the top of each printed page;
    `document` is the name of the Word file that links lead to; `record` what the next build needs (record.py)."""

    sheets: tuple[Sheet, ...]
    formats: Mapping[str, Format]
    choices: Mapping[str, tuple[str, ...]]
    header: str
    title: str
    properties: Mapping[str, str] = field(default_factory=dict)
    document: str = ""
    record: tuple[tuple[Value, ...], ...] = ()
