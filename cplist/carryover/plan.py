"""The plan of a carry-over: for each user cell of the last workbook, where it goes in the new one and why.

Plain data between matching (carryover/matched.py) and writing (carryover/write.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from cplist.carryover.reasons import CellOutcome, Reason
from cplist.core.document_properties import Said
from cplist.core.findings import FoundCell
from cplist.core.workbook import At, Computed, Formula, Note, Sheet, Value
from cplist.formulas.references import letter

if TYPE_CHECKING:
    from cplist.carryover.grid import CellLook, Grid
    from cplist.writers.excel.foreign.pages import Page
    from cplist.writers.excel.foreign.sheets import Foreign


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a workbook: the name of its sheet, its row and its column there, from 0."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """As people call it: G7."""
        return f"{letter(self.column)}{self.row + 1}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}"


@dataclass(frozen=True, slots=True)
class UserCell:
    """What a user wrote into a cell of the last workbook, or, with a `note`, the comment on it.

    `sheet` is the sheet of the new workbook to which it belongs, `column` the title of its column, `key` its row's
    key ("" without one), `subject` what a reader knows the row by; `url` is where a link on the cell leads, `look`
    what makes it look unlike its column."""

    cell: Cell
    value: Value
    sheet: str
    column: str = ""
    key: str = ""
    subject: str = ""
    url: str = ""
    look: CellLook | None = None
    note: Note | None = None

    @property
    def listed_value(self) -> Value:
        """Its value as a list sheet shows it: a formula as its text, since it would give something else there."""
        return self.value.text if isinstance(self.value, Formula) else self.value


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a user cell goes and why: the cell of the new workbook that holds it, which is its place or its line on
    a list sheet (None: the new workbook doesn't hold it), and what is `written` there. `generated` is what the
    program writes at the place of a cell that is listed, or another row's answer there."""

    user_cell: UserCell
    reason: Reason
    target: Cell | None = None
    written: Value = ""
    generated: Value = ""

    @property
    def outcome(self) -> CellOutcome:
        return self.reason.outcome

    @property
    def listed_generated(self) -> Value:
        """`generated` as a list sheet shows it, without formulas."""
        hidden = isinstance(self.generated, Computed) or str(self.generated).startswith("=")
        return "" if hidden else self.generated

    @property
    def found_cell(self) -> FoundCell:
        """The cell, as a finding names it."""
        cell, now = self.user_cell.cell, self.target
        return FoundCell(cell.sheet, cell.address, now.sheet if now else "", now.address if now else "")

    def __str__(self) -> str:
        return f"{self.user_cell.cell} → {self.target or '—'} ({self.outcome.value}: {self.reason.word})"


class RemarkKind(Enum):
    """What a remark says."""

    MISSING = "missing"
    """A sheet that users fill in, or a column of one, isn't there any more."""
    RENAMED = "renamed"
    """A user gave a column another title."""
    GIVEN_UP = "given-up"
    """The program no longer has the column; it stays as one of the user's own."""
    DELETED = "deleted"
    """A user deleted the row."""
    REKEYED = "rekeyed"
    """The row had lost its key, and was recognised by its generated cells."""
    REVIEWED = "review"
    """Something changed since the row was filled in; the row says so."""
    SHARED = "shared"
    """The row got the same answers as another, since its party takes over too."""
    RETURNED = "returned"
    """The row is back, and so are its answers."""
    RANGE = "range"
    """Cells of several rows or columns were merged; what a reader sees counts in each row."""
    SECOND = "second"
    """A user went on in a copy of a sheet; what stands there alone doesn't count."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a row, a column or a sheet beside its cells: the sheet of the new workbook, the row's
    key or the column's title, a word more, and the cells of the last workbook that it is about."""

    kind: RemarkKind
    sheet: str
    name: str = ""
    detail: str = ""
    cells: tuple[FoundCell, ...] = ()


@dataclass(frozen=True)
class OwnSheet:
    """A sheet that a user added, and what is written of it (None: the file has no part for it)."""

    grid: Grid
    written: Foreign | None

    def placements(self) -> Iterator[Placement]:
        """Where its cells go, and the comments on them."""
        rows = enumerate(self.grid.rows)
        cells = (((row, column), value) for row, values in rows for column, value in enumerate(values))
        yield from (self._placement(at, value) for at, value in cells if value != "")
        for at, attached in self.grid.attached.items():
            if attached.note:
                yield self._placement(at, attached.note.text, attached.note)

    def _placement(self, at: At, value: Value, note: Note | None = None) -> Placement:
        if self.written is None:
            return Placement(UserCell(Cell(self.grid.name, *at), value, "", note=note), Reason.NO_SHEET)
        user_cell = UserCell(Cell(self.grid.name, *at), value, self.written.name, note=note)
        return Placement(user_cell, Reason.OWN_SHEET, Cell(self.written.name, *at), value)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What beside the values of cells stays in the old file only: on which of its sheets, what it is, and in which
    cells, as far as that can be said."""

    sheet: str
    what: str
    address: str = ""

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.address}" if self.address else self.sheet
        return f"{where}·{self.what}" if self.what else where


@dataclass(frozen=True)
class CarryOverPlan:
    """All that a carry-over does.

    `sheets` are the new workbook's sheets with room for what is placed: with the columns that users added, their
    own lines, the lines of lists that stay. `origins` are the names that these sheets have in the last workbook.
    `marks` are the cells in which a row says what is to be reviewed, with what they hold then, `looks` those that
    users made look otherwise without writing there, `pages` how the sheets were shown and printed, by their names,
    `said` what users said of the workbook."""

    sheets: tuple[Sheet, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    placed: tuple[Placement, ...] = ()
    marks: Mapping[Cell, str] = field(default_factory=dict)
    own_sheets: tuple[OwnSheet, ...] = ()
    remarks: tuple[Remark, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    looks: Mapping[Cell, CellLook] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    said: Said = field(default_factory=Said)

    def plus(
        self,
        placed: Iterable[Placement] = (),
        marks: Mapping[Cell, str] | None = None,
        remarks: Iterable[Remark] = (),
    ) -> CarryOverPlan:
        """The plan with those as well."""
        return replace(
            self,
            placed=(*self.placed, *placed),
            marks={**self.marks, **(marks or {})},
            remarks=(*self.remarks, *remarks),
        )

    def placements(self) -> Iterator[Placement]:
        """Every user cell of the last workbook, each once, but for what is repeated in further cells."""
        yield from self.placed
        for own in self.own_sheets:
            yield from own.placements()

    def explain(self, cell: str) -> tuple[Placement, ...]:
        """What became of a cell of the last workbook, such as "履职情况!G7": of what it held, of the comment on it.
        Empty for a cell in which no user wrote."""
        return tuple(one for one in self.placements() if str(one.user_cell.cell) == cell)

    def remarked(self, kind: RemarkKind) -> list[Remark]:
        """The remarks of that kind, in their order."""
        return [one for one in self.remarks if one.kind is kind]

    @cached_property
    def _counts(self) -> Counter[CellOutcome]:
        return Counter(placement.outcome for placement in self.placements())

    @property
    def found(self) -> int:
        """How many user cells the last workbook holds: those that are carried, listed, left in the old file."""
        return self._counts.total() - self._counts[CellOutcome.REPEATED]

    @property
    def carried(self) -> int:
        """How many stand at their places in the new workbook."""
        return self._counts[CellOutcome.CARRIED]

    @property
    def listed(self) -> int:
        """How many stand on its list sheets."""
        return self._counts[CellOutcome.LISTED]
