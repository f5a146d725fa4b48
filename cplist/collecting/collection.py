"""What was collected, and the counts that every sheet and the JSON are made of."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cplist.collecting.returns import Return, ReturnedRow
from cplist.core.findings import Finding
from cplist.domain.assignment import Status
from cplist.domain.notice import Clause, Duty, Kind, Notice
from cplist.standing.counts import OVERDUE, OVERDUE_BLANK, SUMMED, RowCounts, count, standing

WITHOUT_ROWS = (Status.GAP.value, Status.SUPERIOR.value, Status.NOT_APPLICABLE.value)
"""What a clause without rows is, the first of these that one of its duties has."""
NONE = "none"


@dataclass(frozen=True)
class Problem:
    """A file that was not counted: what is wrong with it, which institution it seems to belong to."""

    file: str
    finding: Finding
    institution: str = ""


@dataclass(frozen=True)
class Expected:
    """Who should return a workbook: a full or a short name, and both where they are known."""

    name: str
    short_name: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.name, self.short_name)))


@dataclass(frozen=True)
class Files:
    """How many files were looked at, and how many of them were none: other kinds of files, collections."""

    workbooks: int = 0
    others: int = 0
    collections: int = 0


def count_rows(rows: Iterable[ReturnedRow]) -> RowCounts:
    """The count of those rows."""
    return count(row.kind for row in rows)


@dataclass(frozen=True)
class DutyComparison:
    """One duty over all institutions: who has it, who of them has something to fill in (an umbrella is summed up by
    its parts), who wrote no measure, who is overdue, who doesn't have it; and its rows everywhere."""

    having: tuple[Return, ...]
    asked: tuple[Return, ...]
    without: tuple[Return, ...]
    late: tuple[Return, ...]
    others: tuple[Return, ...]
    rows: tuple[ReturnedRow, ...]


@dataclass(frozen=True)
class Collection:
    """Everything that was collected for one notice. `expected` is None where nobody said who should return."""

    notice: Notice
    pack: Mapping[str, str]
    returns: tuple[Return, ...]
    problems: tuple[Problem, ...]
    files: Files
    expected: tuple[Expected, ...] | None = None
    day: datetime.date | None = None
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @cached_property
    def duties(self) -> Mapping[str, Duty]:
        return {duty.id: duty for duty in self.notice.duties}

    @cached_property
    def asked(self) -> tuple[Duty, ...]:
        """The duties that have rows: all but statements."""
        return tuple(duty for duty in self.notice.duties if duty.kind is not Kind.STATEMENT)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that ask for something."""
        asked = {duty.clause for duty in self.asked}
        return tuple(clause for clause in self.notice.clauses if clause.id in asked)

    @cached_property
    def total(self) -> RowCounts:
        """The count of all rows."""
        return count_rows(row for one in self.returns for row in one.rows)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Institution → how columns and lists call it: its short name, where no other has that."""
        short = [one.short_name for one in self.returns]
        return {
            one.institution: one.short_name if short.count(one.short_name) == 1 else one.institution
            for one in self.returns
        }

    @cached_property
    def _by_duty(self) -> Mapping[tuple[str, str], Sequence[ReturnedRow]]:
        """The rows of each institution and duty."""
        made: dict[tuple[str, str], list[ReturnedRow]] = {}
        for one in self.returns:
            for row in one.rows:
                made.setdefault((one.institution, row.duty), []).append(row)
        return made

    def rows_of_duty(self, one: Return, duty: Duty) -> Sequence[ReturnedRow]:
        """The rows of a duty in an institution."""
        return self._by_duty.get((one.institution, duty.id), ())

    def rows_of_clause(self, one: Return, clause: Clause) -> list[ReturnedRow]:
        """The rows of all of a clause's duties in an institution."""
        return [row for duty in clause.duties for row in self.rows_of_duty(one, duty)]

    def compared(self, duty: Duty) -> DutyComparison:
        """The institutions side by side on one duty."""
        rows = [(one, self.rows_of_duty(one, duty)) for one in self.returns]
        asked = [(one, own) for one, own in rows if any(row.kind != SUMMED for row in own)]
        return DutyComparison(
            having=tuple(one for one, own in rows if own),
            asked=tuple(one for one, _ in asked),
            without=tuple(one for one, own in asked if not any(row.measure.strip() for row in own)),
            late=tuple(one for one, own in rows if any(row.kind in (OVERDUE, OVERDUE_BLANK) for row in own)),
            others=tuple(one for one, own in rows if not own),
            rows=tuple(row for _, own in rows for row in own),
        )

    def clause_state(self, one: Return, clause: Clause) -> str:
        """How a clause stands in an institution: as the worst of its rows; without rows, why there are none."""
        if state := standing(count_rows(self.rows_of_clause(one, clause))):
            return state
        statuses = {one.duties.get(duty.id, "") for duty in clause.duties}
        return next((status for status in WITHOUT_ROWS if status in statuses), NONE)

    @cached_property
    def not_returned(self) -> tuple[Expected, ...]:
        """Who should have returned a workbook and returned none that could be read."""
        there = {same for one in self.returns for same in map(folded, (one.institution, one.short_name))}
        return tuple(one for one in self.expected or () if not there & set(map(folded, one.names)))

    @cached_property
    def unexpected(self) -> tuple[Return, ...]:
        """Who returned one and isn't on the list."""
        if self.expected is None:
            return ()
        listed = {folded(name) for one in self.expected for name in one.names}
        return tuple(one for one in self.returns if not listed & {folded(one.institution), folded(one.short_name)})

    def unknown_rows(self) -> tuple[tuple[Return, ReturnedRow], ...]:
        """Rows of duties that this pack doesn't have (another version's)."""
        return tuple((one, row) for one in self.returns for row in one.rows if row.duty not in self.duties)

    def possible_files(self, one: Expected) -> list[str]:
        """The files that were not counted and whose name, or whose institution, is like that one's name."""
        names = list(map(folded, one.names))
        return [
            problem.file
            for problem in self.problems
            if any(name in folded(problem.file) or name == folded(problem.institution) for name in names)
        ]


def folded(name: str) -> str:
    """A name as it is compared: blanks and the width of brackets don't matter."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def in_order(returns: Sequence[Return], expected: Sequence[Expected] | None) -> tuple[Return, ...]:
    """The returns in the order of the list, those that aren't on it behind, by their files."""
    places: dict[str, int] = {}
    for number, one in enumerate(expected or ()):
        for name in one.names:
            places.setdefault(folded(name), number)
    last = len(places)

    def place(one: Return) -> tuple[int, str]:
        return min(places.get(folded(name), last) for name in (one.institution, one.short_name)), one.file

    return tuple(sorted(returns, key=place))
