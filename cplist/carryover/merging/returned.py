"""What one party returned, as data: each cell that was filled in, under its row's key, and the lines of ledgers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cplist.carryover.cell_values import comparable
from cplist.core.findings import FoundCell
from cplist.core.workbook import Value

Place = tuple[str, str, str]
"""A cell as it is known in every workbook: its sheet, its row's key, the title of its column."""


@dataclass(frozen=True)
class Answer:
    """A cell that was filled in; `subject` is what a reader knows its row by, `aside` why it can't go to a place: a
    comment, a generated cell that was changed, a row that nobody knows ("" for one that can)."""

    sheet: str
    key: str
    column: str
    value: Value
    subject: str = ""
    aside: str = ""
    cell: FoundCell = field(default_factory=lambda: FoundCell(""))

    @property
    def place(self) -> Place:
        return self.sheet, self.key, self.column

    @property
    def text(self) -> str:
        return text_of(self.value)


@dataclass(frozen=True)
class LedgerLine:
    """A line that was written in a table without keys: its cells by the titles of their columns."""

    sheet: str
    cells: Mapping[str, Value]

    @property
    def texts(self) -> dict[str, str]:
        return {title: text_of(value) for title, value in self.cells.items()}

    @property
    def known_as(self) -> str:
        """One text of all of it, by which it is known when it comes again."""
        return "\n".join(f"{title}={text}" for title, text in sorted(self.texts.items()))


@dataclass(frozen=True)
class PartyReturn:
    """A workbook that a party, or a unit of a level, returned. `saved` is when the program that saved it says that
    it did; `counts` say how its rows stand, by the keys of a list of units; `listed` is what stands on its list
    sheets, from builds before it was handed out; `period` is what its answers are about ("": it doesn't say)."""

    file: str
    party: str
    unit: str
    name: str
    saved: str
    answers: tuple[Answer, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    sha256: str = ""
    listed: tuple[Answer, ...] = ()
    period: str = ""

    @property
    def id(self) -> str:
        return self.unit or self.party

    @property
    def age(self) -> tuple[str, str]:
        """What tells the order of a party's files: when they were saved, then their names."""
        return self.saved, self.file

    @property
    def blank(self) -> bool:
        """Whether nothing was filled in: it is as it was handed out."""
        return not self.answers and not self.lines


def text_of(value: Value) -> str:
    """A value as it is compared with others."""
    return comparable(value).removesuffix(" 00:00:00").replace("\r\n", "\n").strip()
