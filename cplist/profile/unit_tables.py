"""A table that people hand in as a text (CSV): its rows, each cell with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.yamldoc.document import MOST_BYTES, NOT_IN_XML
from cplist.yamldoc.text import decoded

DELIMITERS = (",", "\t", ";", "，", "；")


@dataclass(frozen=True)
class Cell:
    """A cell that holds something: its text without blanks around it, and where it stands."""

    text: str
    at: Location


@dataclass(frozen=True)
class Row:
    """A row: its cells by the numbers of their columns, from 0, and where its first cell is."""

    cells: Mapping[int, Cell]
    begin: Location

    def text(self, column: int) -> str:
        return self.cells[column].text if column in self.cells else ""

    def at(self, column: int) -> Location:
        """Where a cell is, or belongs: in a workbook in that column, in a text in that line."""
        if column in self.cells:
            return self.cells[column].at
        return replace(self.begin, column=column + 1) if self.begin.sheet else self.begin


def read_table(content: bytes, name: str) -> tuple[list[Row], list[Finding]]:
    """The rows of a CSV in any usual encoding, its columns divided by commas, semicolons or tabs, and what is wrong
    with it. Raises FindingsError for what is no text."""
    import csv  # few profiles name such a list

    if len(content) > MOST_BYTES:
        raise FindingsError([finding("yaml-too-large", Location(name), limit=MOST_BYTES)])
    try:
        text = decoded(content)
    except ValueError as error:
        raise FindingsError([finding("units-unreadable", Location(name), problem="")]) from error
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    findings: list[Finding] = []
    try:
        rows = list(_rows(csv.reader(lines, delimiter=delimiter), lines, name, findings))
    except csv.Error as error:
        raise FindingsError([finding("units-unreadable", Location(name), problem=str(error))]) from error
    return [row for row in rows if row.cells], findings


def _rows(reader: Any, lines: list[str], name: str, findings: list[Finding]) -> Iterator[Row]:
    begin = 0
    for values in reader:
        source, place, cells = "".join(lines[begin : reader.line_num]), 0, {}
        for column, value in enumerate(values):
            text = value.strip()
            place = max(source.find(text.split("\n")[0], place), place)
            before = source[:place]
            at = Location(name, begin + 1 + before.count("\n"), place - before.rfind("\n"))
            found = (f"U+{ord(character):04X}" for character in NOT_IN_XML.findall(text))
            findings += [finding("yaml-character", at, code=code) for code in found]
            if text := NOT_IN_XML.sub("", text):
                cells[column] = Cell(text, at)
            place += len(value)
        yield Row(cells, Location(name, begin + 1))
        begin = reader.line_num
