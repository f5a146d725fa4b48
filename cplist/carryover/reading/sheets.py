"""A sheet of any workbook as a grid: its cells as a reader sees them, and what is attached to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cplist.carryover.grid import MOST_CELLS, Attached, CellLook, Grid, Range
from cplist.carryover.reading.cells import SheetCells, range_of, read_cells
from cplist.carryover.reading.parts import DamagedError, SheetPart, WorkbookParts, named
from cplist.carryover.reading.styles import PLAIN, Style, Styles, read_styles
from cplist.carryover.reading.values import clean, text_of
from cplist.core.bookmarks import is_duty_bookmark
from cplist.core.shown import shown
from cplist.core.workbook import At, Note, Value
from cplist.core.xml_reading import Element

Row = tuple[Value, ...]
_NO_ROW: Row = ()
_ROW = re.compile(r"'[^']+'!A\d+")
"""How the program's links name a row of another sheet."""


@dataclass(frozen=True)
class SheetReader:
    """Reads the sheets of a workbook: its parts, its shared strings, its looks."""

    workbook: WorkbookParts
    strings: tuple[str, ...]
    styles: Styles

    def grid(self, sheet: SheetPart) -> Grid:
        """The grid of a sheet. Raises DamagedError where its part isn't there or can't be read."""
        content = self.workbook.part(sheet.path)
        mac = self.workbook.counts_from_1904
        found = read_cells(sheet.path, content, self.strings, self.styles, mac=mac)
        covered = dict(_covered(found))
        for at in covered:
            found.values.pop(at, None)
        urls = self._urls(sheet, found)
        bare = {at: url.removeprefix("#") for at, url in urls.items() if not (at in found.values or _is_ours(url))}
        return Grid(
            sheet.name,
            _rows(sheet, {**found.values, **bare}),
            found.widths,
            dict(_attached(self._notes(sheet), urls, self._looks(found))),
            tuple(found.merged),
            covered,
            frozenset(found.pictures),
            frozenset(found.unreadable),
            frozenset(found.from_1904),
            tuple(found.hidden),
            shown(found.shown),
        )

    def _notes(self, sheet: SheetPart) -> dict[At, Note]:
        """The comments on cells; those of a part that can't be read stay in the file."""
        root = self.workbook.tree_if_readable(self.workbook.lead_of(sheet.path, "comments"))
        if root is None:
            return {}
        authors = [clean(one.text or "") for group in named(root, "authors") for one in named(group, "author")]
        comments = [one for group in named(root, "commentList") for one in named(group, "comment")]
        return {place.first: _note(one, authors) for one in comments if (place := range_of(one.get("ref", "")))}

    def _urls(self, sheet: SheetPart, found: SheetCells) -> dict[At, str]:
        """Where the links on cells lead: to a place of the workbook if it begins with #."""
        targets = {one.id: one.target for one in self.workbook.relationships(sheet.path)}
        urls = ((place, _url(targets.get(id_, ""), location)) for place, id_, location in found.links)
        return {at: url for place, url in urls if url for at in _of_link(place, found)}

    def _looks(self, found: SheetCells) -> dict[At, CellLook]:
        """The looks of cells that look unlike the rest of their column."""
        usual = {column: self._usual(counts) for column, counts in found.used.items()}
        known: dict[tuple[Style, Style], CellLook | None] = {}
        looks = {}
        for at, style in found.styles.items():
            pair = self.styles.style(style), usual.get(at[1], PLAIN)
            if pair not in known:
                known[pair] = self.styles.differs(*pair)
            if look := known[pair]:
                looks[at] = look
        return looks

    def _usual(self, counts: Mapping[int, int]) -> Style:
        """What most of a column's cells look like, blank ones too."""
        styles: dict[Style, int] = {}
        for number, count in counts.items():
            style = self.styles.style(number)
            styles[style] = styles.get(style, 0) + count
        return max(styles, key=lambda style: (styles[style], style))


def sheet_reader(workbook: WorkbookParts) -> SheetReader:
    """What reads the sheets of a workbook. Raises DamagedError where its strings can't be read."""
    return SheetReader(workbook, tuple(_strings(workbook)), read_styles(workbook))


def _strings(workbook: WorkbookParts) -> Iterator[str]:
    """The shared strings, their looks within a cell left out; a workbook may have none."""
    if part := workbook.lead_of(workbook.workbook, "sharedStrings"):
        yield from map(text_of, named(workbook.tree(part), "si"))


def _note(comment: Element, authors: Sequence[str]) -> Note:
    number = comment.get("authorId", "")
    author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
    return Note("".join(map(text_of, named(comment, "text"))), author)


def _url(target: str, location: str) -> str:
    return target + (f"#{location}" if location else "")


def _is_ours(url: str) -> bool:
    """Whether the program makes such links: to a duty in the Word file, to a row of another sheet. Where the cell
    of another one is blank, its row or its value was deleted, and where it leads is all that a person left."""
    file, _, place = url.partition("#")
    return is_duty_bookmark(place) or (not file and _ROW.fullmatch(place) is not None)


def _attached(
    notes: Mapping[At, Note], urls: Mapping[At, str], looks: Mapping[At, CellLook]
) -> Iterator[tuple[At, Attached]]:
    for at in sorted({*notes, *urls, *looks}):
        yield at, Attached(notes.get(at), urls.get(at, ""), looks.get(at))


def _of_link(place: Range, found: SheetCells) -> Iterator[At]:
    """The cells that a link stands on: its first, and those of the others that hold something."""
    yield place.first
    if place.first != place.last:
        yield from (at for at in found.values if place.covers(at) and at != place.first)


def _covered(found: SheetCells) -> Iterator[tuple[At, At]]:
    """The cells that merged ranges cover, with the cell that is seen there, as far as anything stands on the
    sheet."""
    last_row = max((row for row, _ in found.values), default=-1)
    last_column = max((column for _, column in found.values), default=-1)
    left = MOST_CELLS
    for one in found.merged:
        clipped = Range(*one.first, min(one.last[0], last_row), min(one.last[1], last_column))
        left -= max(clipped.count, 0)
        if left > 0:
            yield from ((at, one.first) for at in clipped.cells() if at != one.first)


def _rows(sheet: SheetPart, values: Mapping[At, Value]) -> tuple[Row, ...]:
    """The rows of a sheet up to the last that holds something, each up to its last cell that does. Raises
    DamagedError where blanks between cells would fill the memory."""
    cells: dict[int, dict[int, Value]] = {}
    for (number, column), value in values.items():
        cells.setdefault(number, {})[column] = value
    if sum(max(held) for held in cells.values()) > MOST_CELLS:
        raise DamagedError(sheet.path, f"more than {MOST_CELLS} cells, blanks included")
    rows = [_NO_ROW] * (max(cells, default=-1) + 1)
    for number, held in cells.items():
        rows[number] = tuple(held.get(column, "") for column in range(max(held) + 1))
    return tuple(rows)
