"""The lines of each list of a collection, by the names that a pack's collect.yaml gives its columns.

A column whose key is none of these names gets the cell of the returned workbook's column of that title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from cplist.collecting.collection import NONE, WITHOUT_ROWS, Collection, count_rows
from cplist.collecting.returns import Return, ReturnedRow
from cplist.core.messages import hint, message
from cplist.core.workbook import Value
from cplist.domain.notice import Duty
from cplist.standing.counts import OVERDUE, OVERDUE_BLANK, SUMMED, WORST_FIRST, RowCounts

Line = dict[str, Value]
Names = Mapping[str, str]
APART = "；"
MOST_NAMED = 40
"""How many institutions one cell names."""


class Lines:
    """Makes the lines of one collection. `names` are the pack's words for classes, statuses, reasons and marks."""

    def __init__(self, collection: Collection, names: Names) -> None:
        self.all, self.names = collection, names

    def of(self, kind: str) -> list[Line]:
        """The lines of a list by its name (LISTS)."""
        return list(LISTS[kind](self))

    def name(self, word: str) -> str:
        return self.names.get(word, word)

    def _who(self, one: Return) -> Line:
        return {
            "institution": one.institution,
            "short_name": one.short_name,
            "label": self.all.labels[one.institution],
            "type": one.type,
            "tier": one.tier,
            "file": one.file,
        }

    # by institution

    def institutions(self) -> Iterator[Line]:
        for one in self.all.returns:
            days = [day for day in one.acts if day]
            yield {
                **self._who(one),
                **counts(count_rows(one.rows)),
                "pack_version": one.pack_version,
                "build": one.build,
                "saved": one.saved[:10],
                "day": one.day or "",
                "review": sum(row.review != "" for row in one.rows),
                "changed": len(one.deviations),
                "acts": len(one.acts),
                "first_act": min(days, default=""),
                "last_act": max(days, default=""),
                "remarks": APART.join(self._remarks(one)),
            }

    def _remarks(self, one: Return) -> Iterator[str]:
        if one in self.all.unexpected:
            yield self.name("unexpected")
        if one.pack_version != self.all.pack["version"]:
            yield self.name("other_version")
        if one.day is None:
            yield self.name("no_day")
        if unknown := sum(row.duty not in self.all.duties for row in one.rows):
            yield f"{self.name('unknown_duties')}{unknown}"

    def parties(self) -> Iterator[Line]:
        """The workbooks of parties and of units that were summed into their institutions, a line each."""
        for one in self.all.returns:
            for part in one.parts:
                yield {
                    **self._who(one),
                    **counts(count_rows(part.rows)),
                    "party": part.unit or part.party,
                    "party_name": part.party_name,
                    "saved": part.saved[:10],
                    "file": part.file,
                }

    def progress(self) -> Iterator[Line]:
        """Institutions × clauses: how each clause stands."""
        for one in self.all.returns:
            states: Line = {
                clause.label: self.name(self.all.clause_state(one, clause)) for clause in self.all.clauses
            }
            yield {**states, **self._who(one), **counts(count_rows(one.rows))}

    def states(self) -> Iterator[Line]:
        """Institutions × states: how many rows users put into each."""
        for one in self.all.returns:
            yield {**one.states, **self._who(one), **counts(count_rows(one.rows))}

    # by clause and duty

    def clauses(self) -> Iterator[Line]:
        for clause in self.all.clauses:
            rows = [row for one in self.all.returns for row in self.all.rows_of_clause(one, clause)]
            found = [self.all.clause_state(one, clause) for one in self.all.returns]
            yield {
                "clause": clause.label,
                "heading": clause.heading,
                **counts(count_rows(rows)),
                **{f"institutions_{state}": found.count(state) for state in STANDINGS},
            }

    def duties(self) -> Iterator[Line]:
        """Every duty over all institutions: who has a measure, how far they are."""
        for duty in self.all.asked:
            found = self.all.compared(duty)
            asked, written = len(found.asked), len(found.asked) - len(found.without)
            yield {
                **self._duty(duty),
                **counts(count_rows(found.rows)),
                "institutions": len(found.having),
                "with_measure": written,
                "without_measure": len(found.without),
                "measure_ratio": round(written / asked, 4) if asked else "",
                "who_without": self._named(found.without),
                "who_overdue": self._named(found.late),
                "who_not_applicable": self._named(found.others),
            }

    def measures(self) -> Iterator[Line]:
        """Duties × institutions: a mark for who has a measure and who not."""
        for duty in self.all.asked:
            found = self.all.compared(duty)
            marks = {one.institution: "mark_summed" for one in found.having}
            marks |= {one.institution: "mark_with" for one in found.asked}
            marks |= {one.institution: "mark_without" for one in found.without}
            shown: Line = {
                label: self.name(marks.get(institution, "mark_none"))
                for institution, label in self.all.labels.items()
            }
            yield {**shown, **self._duty(duty)}

    def _named(self, institutions: Iterable[Return]) -> str:
        labels = [self.all.labels[one.institution] for one in institutions]
        more = f"{self.name('and_others')}{len(labels)}" if len(labels) > MOST_NAMED else ""
        return "、".join(labels[:MOST_NAMED]) + more

    def _duty(self, duty: Duty) -> Line:
        return {
            "duty": duty.id,
            "clause": next(clause.label for clause in self.all.clauses if clause.id == duty.clause),
            "text": duty.text,
            "kind": self.name(duty.kind.value),
        }

    # row by row

    def details(self) -> Iterator[Line]:
        for one in self.all.returns:
            yield from (self._row(one, row) for row in one.rows)

    def overdue(self) -> Iterator[Line]:
        for one in self.all.returns:
            yield from (self._row(one, row) for row in one.rows if row.kind in (OVERDUE, OVERDUE_BLANK))

    def unknown(self) -> Iterator[Line]:
        for one, row in self.all.unknown_rows():
            yield self._row(one, row)

    def _row(self, one: Return, row: ReturnedRow) -> Line:
        late = (one.day - due).days if one.day and (due := row.due) else ""
        return {
            **row.cells,
            **self._who(one),
            "file": row.file or one.file,
            "key": row.key,
            "duty": row.duty,
            "judged": row.judged,
            "state": row.state,
            "measure": row.measure,
            "late": late,
            "remarks": self.name("row_deleted") if row.deleted else "",
        }

    def changes(self) -> Iterator[Line]:
        for one in self.all.returns:
            for deviation in one.deviations:
                yield {**self._who(one), **vars(deviation), "reason": self.name(deviation.reason)}

    # files

    def missing(self) -> Iterator[Line]:
        for one in self.all.not_returned:
            possible = APART.join(self.all.possible_files(one))
            yield {"institution": one.name, "short_name": one.short_name, "possible": possible}

    def problems(self) -> Iterator[Line]:
        for problem in self.all.problems:
            found = problem.finding
            yield {
                "file": problem.file,
                "institution": problem.institution,
                "problem": message(found, "zh"),
                "advice": hint(found, "zh"),
            }


STANDINGS = (*WORST_FIRST, SUMMED, *WITHOUT_ROWS, NONE)
"""All that a clause may be in an institution."""
LISTS: Mapping[str, Callable[[Lines], Iterator[Line]]] = {
    name: getattr(Lines, name)
    for name in (
        *("institutions", "parties", "progress", "states", "clauses", "duties", "measures"),
        *("details", "overdue", "unknown", "changes", "missing", "problems"),
    )
}
"""The lists by name: what a sheet's `lines` may be in collect.yaml."""


def counts(counted: RowCounts) -> dict[str, Any]:
    """A count under the names of columns."""
    names = ("rows", "to_fill_in", "filled_in", "done", "doing", "attention", "overdue", "blank", "summed")
    ratio = "" if counted.ratio is None else counted.ratio
    return {**{name: getattr(counted, name) for name in names}, "ratio": ratio}
