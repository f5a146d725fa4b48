"""What an institution's workbook remembers of what was brought into it, in its record (carryover/record.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cplist.carryover.merging.periods import same_period
from cplist.carryover.merging.returned import PartyReturn, Place
from cplist.carryover.record import MERGED, RecordRow

CELL, LINE, FILE = "cell", "line", "file"
"""What a row says: a value that a party's file had for a cell; a line of a ledger, how often; whose files came."""
STANDS, LISTED = "stands", "listed"
"""Of a value: it stands in the cell, or it was listed for a decision (or is what the institution had by itself)."""


@dataclass(frozen=True)
class Known:
    """A value that came for a cell: from whom, in which file, saved when."""

    text: str
    name: str
    file: str
    saved: str

    @property
    def age(self) -> tuple[str, str]:
        return self.saved, self.file


@dataclass
class Memory:
    """`standing` are the values that were brought in and stand in cells, `seen` those that were dealt with, `lines`
    how often each line of a party came, `came` the names of who returned something, by their ids and periods."""

    standing: dict[Place, Known] = field(default_factory=dict)
    seen: dict[Place, dict[str, Known]] = field(default_factory=dict)
    lines: dict[tuple[str, str, str], int] = field(default_factory=dict)
    came: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[RecordRow]) -> Memory:
        """What the rows of a record say."""
        memory = cls()
        for kind, *cells in rows:
            texts = [str(cell) for cell in cells]
            if kind == CELL and len(texts) >= _CELL:
                sheet, key, column, state, *known = texts[:_CELL]
                memory.note((sheet, key, column), Known(*known), stands=state == STANDS)
            elif kind == LINE and len(texts) >= _LINE:
                party, sheet, text, count = texts[:_LINE]
                memory.lines[party, sheet, text] = int(count) if count.isdecimal() else 1
            elif kind == FILE and texts:
                id_, name, period = (*texts, "", "")[:3]
                memory.came[id_, period] = name or id_
        return memory

    def note(self, place: Place, known: Known, *, stands: bool) -> None:
        """Remember a value that came for a cell."""
        self.seen.setdefault(place, {})[known.text] = known
        if stands:
            self.standing[place] = known

    def note_return(self, returned: PartyReturn, period: str) -> None:
        """Remember who returned something about that period."""
        self.came[returned.id, period] = returned.name

    def came_in(self, period: str) -> dict[str, str]:
        """The names of who returned something about that period, by their ids."""
        return {id_: name for (id_, other), name in self.came.items() if same_period(other, period)}

    def rows(self) -> Iterator[RecordRow]:
        """The rows for the record of the new workbook, in an order that doesn't depend on who came first."""
        for (id_, period), name in sorted(self.came.items()):
            yield (MERGED, FILE, id_, name, period) if period else (MERGED, FILE, id_, name)
        for place, values in sorted(self.seen.items()):
            for text, known in sorted(values.items()):
                stands = place in self.standing and self.standing[place].text == text
                yield (
                    MERGED,
                    CELL,
                    *place,
                    STANDS if stands else LISTED,
                    text,
                    known.name,
                    known.file,
                    known.saved,
                )
        for line, count in sorted(self.lines.items()):
            yield (MERGED, LINE, *line, str(count))


_CELL, _LINE = 8, 4
"""How many cells such rows have behind what they say."""
