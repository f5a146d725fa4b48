"""What one institution returned, as data: its rows and how they stand, what was changed in them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cplist.collecting.remarks import ReturnRemark
from cplist.core.workbook import Value
from cplist.standing.counts import BLANK, OVERDUE_BLANK, SUMMED


@dataclass(frozen=True)
class ReturnedRow:
    """A duty of one party: its cells that hold something, by column; how it was judged, in the pack's word and as a
    class; `open` says that it will be overdue once its due day is past, `review` is what must be looked at again,
    `file` the party's workbook that it came in ("": the institution's own)."""

    key: str
    cells: Mapping[str, Value]
    judged: str
    kind: str
    state: str
    measure: str
    due: datetime.date | None = None
    open: bool = False
    review: str = ""
    deleted: bool = False
    file: str = ""

    @property
    def duty(self) -> str:
        return self.key.partition("|")[0]

    @property
    def party(self) -> str:
        return self.key.partition("|")[2]


@dataclass(frozen=True)
class Deviation:
    """Something that isn't as it was handed out: on which sheet, in which row and column ("" where it isn't one
    row's or one column's), what the program had written, what was found. `reason` is one of carryover/reasons.py
    or collecting/deviations.py."""

    sheet: str
    key: str = ""
    subject: str = ""
    column: str = ""
    generated: Value = ""
    found: Value = ""
    reason: str = ""


@dataclass(frozen=True)
class Return:
    """What one institution returned. `duties` are the statuses that its own build gave them; `day` is the date that
    its rows were judged on, None where nobody said one; `saved` is when the file says that it was saved; `remarks`
    are what is to be said of its answers. A workbook of a party's names its `party` and its `unit`, which are ids,
    and is `blank` if nothing was filled in; `asked` are the names of those who should have returned one of their
    own by id, `units` those of the units among them, `merged` the ids of whoever's answers came in a merge before;
    `parts` are the workbooks of parties that were summed into this."""

    file: str
    sha256: str
    institution: str
    short_name: str
    type: str
    tier: str
    pack_version: str
    build: str
    saved: str
    day: datetime.date | None
    rows: tuple[ReturnedRow, ...]
    deviations: tuple[Deviation, ...]
    duties: Mapping[str, str] = field(default_factory=dict)
    acts: tuple[datetime.date | None, ...] = ()
    remarks: tuple[ReturnRemark, ...] = ()
    party: str = ""
    party_name: str = ""
    unit: str = ""
    blank: bool = False
    asked: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    merged: frozenset[str] = frozenset()
    parts: tuple[Return, ...] = ()

    @property
    def without(self) -> tuple[str, ...]:
        """The names of the parties and units that should have returned a workbook and returned none."""
        there = self.merged.union(one.unit or one.party for one in self.parts)
        return tuple(name for id_, name in self.asked.items() if id_ not in there)

    @property
    def filled_in(self) -> int:
        """How many rows have an answer."""
        return sum(row.kind not in (BLANK, OVERDUE_BLANK, SUMMED) for row in self.rows)

    @cached_property
    def states(self) -> dict[str, int]:
        """How many rows users put into each state, umbrellas apart."""
        words = [row.state for row in self.rows if row.state and row.kind != SUMMED]
        return {word: words.count(word) for word in sorted(set(words))}
