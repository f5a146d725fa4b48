"""What parties returned, brought into the institution's workbook, and what is to be said of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cplist.assignment.parties import in_a_row
from cplist.carryover.answers.unfit import unfit
from cplist.carryover.list_sheets import list_names
from cplist.carryover.merging.memory import Memory
from cplist.carryover.merging.merge import Merged, merged, with_memory
from cplist.carryover.merging.periods import period_cells, period_of, same_period
from cplist.carryover.merging.returned import PartyReturn
from cplist.carryover.previous import CarryOver
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.workbook import Workbook
from cplist.documents.job import Job
from cplist.documents.recipients import recipients_of

MOST_NAMED = 12
"""Rows and parties that a message names."""


def with_returns(job: Job, generated: Workbook, made: CarryOver, when: str) -> CarryOver:
    """The carry-over whose workbook has what was returned, too. `generated` is the workbook without answers, `when`
    how lists name this build."""
    if made.workbook is None:
        return made
    memory = Memory.of(made.match.last.record.merged if made.match else ())
    if job.inputs.returns is None:
        return replace(made, workbook=with_memory(made.workbook, memory))
    units = [(one.id, one.name, one.party) for one in recipients_of(job) if one.unit]
    period = period_of(made.workbook, period_cells(job.pack.checklist.data))
    result = merged(made.workbook, generated, job.inputs.returns, memory, when, units, period)
    findings = (
        *made.findings,
        *_findings(job, result, job.inputs.returns),
        *_of_other_periods(job.inputs.returns, result),
        *_unfit(made.workbook, result.workbook),
    )
    return replace(made, workbook=result.workbook, findings=findings)


def _findings(job: Job, result: Merged, returns: Sequence[PartyReturn]) -> Iterator[Finding]:
    filled_in = [one for one in returns if not one.blank]
    names = list_names(result.workbook.sheets)
    now = [one for one in filled_in if same_period(one.period, result.period)]
    about = {"files": len(now), "parties": len({one.id for one in now})}
    yield finding("merge", **about, cells=result.cells, lines=result.lines)
    yield from _repeated(filled_in)
    if blank := [one.file for one in returns if one.blank]:
        yield finding("merge-blank", count=len(blank), names=_named(blank))
    if decisions := result.decisions:
        told = (
            f"{one.answer.key or one.answer.sheet}·{one.answer.column}（{one.known.name}）" for one in decisions
        )
        rows = _named(dict.fromkeys(told))
        found = finding("merge-decide", cells=len(decisions), rows=rows, conflicts=names["conflicts"])
        yield replace(found, cells=tuple(one.answer.cell for one in decisions if one.answer.cell.sheet))
    if missing := _missing(job, result.came or {}):
        yield finding("merge-missing", count=len(missing), names=in_a_row(missing))


def _of_other_periods(returns: Iterable[PartyReturn], result: Merged) -> Iterator[Finding]:
    """The files whose answers are about another period than the institution's workbook, and are listed."""
    other = [one for one in returns if not one.blank and not same_period(one.period, result.period)]
    if other:
        files = _named(f"{one.name}（{one.file}，{one.period}）" for one in other)
        conflicts = list_names(result.workbook.sheets)["conflicts"]
        yield finding("merge-period", count=len(other), period=result.period, files=files, conflicts=conflicts)


def _repeated(returns: Iterable[PartyReturn]) -> Iterator[Finding]:
    """What is said of parties that returned several files: which of them counts."""
    by_party: dict[str, list[PartyReturn]] = {}
    for one in sorted(returns, key=lambda one: one.age):
        by_party.setdefault(one.id, []).append(one)
    for files in by_party.values():
        *others, last = files
        if others:
            saved = last.saved.replace("T", " ") or "—"
            earlier = _named(one.file for one in others)
            yield finding("merge-twice", party=last.name, file=last.file, saved=saved, others=earlier)


def _missing(job: Job, came: Iterable[str]) -> list[str]:
    """The names of those who have rows and have returned nothing; not of a level whose units have workbooks."""
    everybody, there = recipients_of(job), set(came)
    levels = {one.party for one in everybody if one.unit}
    return [one.name for one in everybody if one.id not in there and (one.unit or one.party not in levels)]


def _unfit(before: Workbook, now: Workbook) -> Iterator[Finding]:
    """Answers that came and that their columns can't use."""
    known = {(one.row, one.column, str(one.value)) for one in unfit(before)}
    new = [one for one in unfit(now) if (one.row, one.column, str(one.value)) not in known]
    if new:
        yield finding("merge-unfit", count=len(new), rows=_named(map(str, new)))


def _named(names: Iterable[str]) -> str:
    known = list(names)
    more = f"等{len(known)}处" if len(known) > MOST_NAMED else ""
    return in_a_row(known[:MOST_NAMED]) + more
