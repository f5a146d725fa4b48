"""A sheet's XML as data: what stands in each cell and in which style, merged ranges, links, widths.

Read row by row, so that a large sheet takes no more memory than what stands in it; rows and cells need no numbers,
as some programs write them without.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import iterparse

from cplist.carryover.grid import MOST_CELLS, Range
from cplist.carryover.reading.parts import NO_XML, DamagedError, local, named, number_of, relation_id
from cplist.carryover.reading.shared_formulas import SharedFormulas
from cplist.carryover.reading.styles import Styles
from cplist.carryover.reading.values import NO, YES, clean, counted, number_in, shown, text_of
from cplist.core.shown import GROUPS
from cplist.core.workbook import At, Formula, Value
from cplist.core.xml_reading import Element, local_name
from cplist.formulas.references import column_of

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_FALSE = ("", "0", "false", "off")
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
WIDEST = 255.0
"""Characters of a column, as Excel has them."""
_WIDEST_GROUP = 64
"""Columns of one width that are more are those that nobody has used."""


@dataclass
class SheetCells:
    """What was read of a sheet, all places from 0: values of the cells that hold something, styles of all cells in
    their rows, the styles of all cells by their columns and how many cells have each, merged ranges, links (a
    range, a relationship's id, a place of the workbook), the widths that somebody set, hidden columns (the first
    and the last of each group), cells that show a picture in the place of their value, cells whose text isn't in
    the file, cells whose day counted from 1904, the elements that say how the sheet is shown."""

    values: dict[At, Value] = field(default_factory=dict)
    styles: dict[At, int] = field(default_factory=dict)
    used: dict[int, dict[int, int]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    links: list[tuple[Range, str, str]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    pictures: set[At] = field(default_factory=set)
    unreadable: set[At] = field(default_factory=set)
    from_1904: set[At] = field(default_factory=set)
    shown: list[Element] = field(default_factory=list)


def read_cells(part: str, content: bytes, strings: Sequence[str], styles: Styles, *, mac: bool) -> SheetCells:
    """Read a sheet. `strings` are the workbook's shared ones; with `mac` days count from 1904. Raises DamagedError
    where the part is no XML, or has more than MOST_CELLS."""
    reader = _Reader(part, strings, styles, mac)
    open_: list[Element] = []
    for event, element in _events(part, content):
        if event == "start":
            open_.append(element)
            continue
        open_.pop()
        if local_name(element.tag) == "row" and open_ and local(open_[-1]) == "sheetData":
            reader.row_of(element)
            open_[-1].clear()
        elif len(open_) == 1:
            reader.group_of(element)
    return reader.found


def _events(part: str, content: bytes) -> Iterator[tuple[str, Element]]:
    """What a document consists of, in order. Raises DamagedError."""
    try:
        yield from iterparse(io.BytesIO(content), ("start", "end"))
    except NO_XML as error:
        raise DamagedError(part, str(error)) from error


def range_of(text: str) -> Range | None:
    """A range as a file writes it (G7, G7:H9); None for what is none."""
    ends = [_at(address) for address in text.split(":")]
    first, last = ends[0], ends[-1]
    if first is None or last is None:
        return None
    (top, left), (bottom, right) = first, last
    return Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _at(address: str) -> At | None:
    found = _ADDRESS.fullmatch(address.strip())
    return (max(int(found[2]), 1) - 1, column_of(found[1])) if found else None


class _Reader:
    """Reads one sheet into `found`."""

    def __init__(self, part: str, strings: Sequence[str], styles: Styles, mac: bool) -> None:
        self.part, self.strings, self.styles, self.mac = part, strings, styles, mac
        self.found = SheetCells()
        self.formulas = SharedFormulas()
        self.row = -1

    def group_of(self, element: Element) -> None:
        """Read what stands beside the rows, if it matters here."""
        if local(element) in GROUPS:
            self.found.shown.append(element)
        if read := _GROUPS.get(local(element)):
            read(self, element)

    def row_of(self, element: Element) -> None:
        """Read a row."""
        self.row = max(number_of(element.get("r"), self.row + 2), 1) - 1
        column, styles, before = -1, dict[At, int](), len(self.found.values)
        for cell in named(element, "c"):
            at = _at(cell.get("r", "")) or (self.row, column + 1)
            column, styles[at] = at[1], number_of(cell.get("s"))
            self._cell(cell, at, styles[at])
        if len(self.found.values) > before:
            self.found.styles |= styles

    def _cell(self, cell: Element, at: At, style: int) -> None:
        counts = self.found.used.setdefault(at[1], {})
        counts[style] = counts.get(style, 0) + 1
        if cell.get("vm"):
            self.found.pictures.add(at)
        if len(cell) and (value := self._value(cell, at, style)) != "":
            self._check(at)
            self.found.values[at], self.found.styles[at] = value, style

    def _check(self, at: At) -> None:
        if at[0] >= MOST_ROWS or at[1] >= MOST_COLUMNS:
            raise DamagedError(self.part, f"row {at[0] + 1}, column {at[1] + 1}")
        if len(self.found.values) > MOST_CELLS:
            raise DamagedError(self.part, f"more than {MOST_CELLS} cells")

    def _value(self, cell: Element, at: At, style: int) -> Value:
        kind = cell.get("t", "n")
        if kind == "s" and len(cell) == 1 and local(cell[0]) == "v":  # as nearly every cell with a text
            return self._string(text, at) if (text := cell[0].text) else ""
        parts = {local_name(child.tag): child for child in cell}
        code = self.styles.number_format(self.styles.style(style))
        stored = self._stored(kind, parts.get("v"), parts.get("is"), at)
        if (formula := parts.get("f")) is not None and (text := self.formulas.text(formula, at)):
            value = counted(stored, code, mac=self.mac)
            if value != stored:
                self.found.from_1904.add(at)
            return Formula(text, None if value == "" else value, array=formula.get("t") == "array")
        if isinstance(stored, bool):
            return YES if stored else NO
        if kind not in ("n", "d"):
            return stored
        if self.mac and counted(stored, code, mac=True) != stored:
            self.found.from_1904.add(at)
        return shown(stored, code, mac=self.mac)

    def _stored(self, kind: str, stored: Element | None, inline: Element | None, at: At) -> int | float | str:
        """What the file keeps of the cell at that place, as it keeps it."""
        if inline is not None and (kind == "inlineStr" or stored is None):
            return text_of(inline)
        text = "" if stored is None else stored.text or ""
        if kind == "s" and text:
            return self._string(text, at)
        if kind == "b" and text:
            return text.strip().lower() not in _FALSE
        return number_in(text) if kind == "n" else clean(text)

    def _string(self, text: str, at: At) -> str:
        """The shared string of that number; nothing for one that isn't there, which costs no other cell."""
        number = number_of(text, -1)
        if 0 <= number < len(self.strings):
            return self.strings[number]
        self.found.unreadable.add(at)
        return ""

    def _columns(self, group: Element) -> None:
        for one in named(group, "col"):
            first, last = number_of(one.get("min")), number_of(one.get("max"))
            width = number_in(one.get("width", ""))
            own = one.get("customWidth", "").lower() not in _FALSE
            if one.get("hidden", "").lower() not in _FALSE and 0 < first <= last:
                self.found.hidden.append((first - 1, last - 1))
            if own and isinstance(width, int | float) and 0 < first <= last < first + _WIDEST_GROUP:
                self.found.widths |= dict.fromkeys(range(first - 1, last), min(max(float(width), 0), WIDEST))

    def _merged(self, group: Element) -> None:
        ranges = (range_of(one.get("ref", "")) for one in named(group, "mergeCell"))
        self.found.merged += [one for one in ranges if one and one.first != one.last]

    def _links(self, group: Element) -> None:
        for one in named(group, "hyperlink"):
            if place := range_of(one.get("ref", "")):
                self.found.links.append((place, relation_id(one), one.get("location", "")))


_GROUPS = {"cols": _Reader._columns, "mergeCells": _Reader._merged, "hyperlinks": _Reader._links}
