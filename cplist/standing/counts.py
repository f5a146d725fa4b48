"""How rows stand: the classes that one may be in, and counts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

DONE, DOING, ATTENTION, OVERDUE, OVERDUE_BLANK, BLANK, SUMMED = CLASSES = (
    *("done", "doing", "attention", "overdue", "overdue_blank", "blank", "summed"),
)
"""What a row may be judged to be; the last is an umbrella, which its parts sum up."""
WORST_FIRST = (OVERDUE, ATTENTION, BLANK, DOING, DONE)
"""A clause is as its worst row is; a row that is overdue without an answer counts as overdue."""


@dataclass(frozen=True)
class RowCounts:
    """How many rows there are, and how they stand. `overdue` counts those without an answer too; what is neither an
    umbrella nor without an answer is filled in."""

    rows: int
    done: int
    doing: int
    attention: int
    overdue: int
    blank: int
    summed: int
    filled_in: int

    @property
    def to_fill_in(self) -> int:
        return self.rows - self.summed

    @property
    def ratio(self) -> float | None:
        """Filled in, of those that have to be; None where there are none."""
        return round(self.filled_in / self.to_fill_in, 4) if self.to_fill_in else None


def count(classes: Iterable[str]) -> RowCounts:
    """The count of rows of those classes."""
    kinds = Counter(classes)
    answered = {kind: kinds[kind] for kind in (DONE, DOING, ATTENTION)}
    return RowCounts(
        **answered,
        rows=kinds.total(),
        overdue=kinds[OVERDUE] + kinds[OVERDUE_BLANK],
        blank=kinds[BLANK],
        summed=kinds[SUMMED],
        filled_in=sum(answered.values()) + kinds[OVERDUE],
    )


def standing(counted: RowCounts) -> str:
    """How rows stand together: as the worst of them; "" where there are none but umbrellas."""
    return next((kind for kind in WORST_FIRST if getattr(counted, kind)), SUMMED if counted.summed else "")
