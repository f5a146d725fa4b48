"""Coverage for people: a table by clause, then what isn't simply assigned, with its reason, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cplist.cli.terminal.cells import width
from cplist.domain.assignment import Assignment, Status
from cplist.domain.notice import Notice, Share

if TYPE_CHECKING:  # the console shows it; importing the pipeline would load the office libraries for --help
    from cplist.draft import Draft
    from cplist.pack.pack import Pack

COLUMNS = (Status.ASSIGNED, Status.SUPERIOR, Status.NOT_APPLICABLE, Status.GROUND, Status.GAP)
EXPLAINED = (Status.GAP, Status.SUPERIOR, Status.NOT_APPLICABLE)
STOPS = "，。；：、"
LABELS: Mapping[str, tuple[str, str]] = {
    "clause": ("条款", "clause"),
    "total": ("合计", "total"),
    Status.ASSIGNED: ("落到主体", "assigned"),
    Status.SUPERIOR: ("上级实施", "superior"),
    Status.NOT_APPLICABLE: ("不适用", "not applicable"),
    Status.GROUND: ("追责情形", "grounds"),
    Status.GAP: ("缺口", "gap"),
    "nobody": ("没有{roles}，无人承担", "nobody: the profile has no {roles}"),
    "section": ("{status}{count}项", "{status}: {count}"),
    "reason": ("{reason}（{count}项）", "{reason} ({count})"),
}


def coverage_lines(draft: Draft, pack: Pack, language: str) -> list[str]:
    """The lines to print for one institution, without its heading; `language` is zh or en."""
    assignments = draft.assigned.assignments
    explained = [line for status in EXPLAINED for line in _section(assignments, status, pack, language)]
    return [*_table(assignments, pack.notice, language), *explained]


def _table(assignments: Sequence[Assignment], notice: Notice, language: str) -> list[str]:
    """Clauses down, statuses across; statements ask for nothing and are left out."""
    head = ["", _label("clause", language), *(_label(status, language) for status in COLUMNS)]
    rows = [head]
    for clause in notice.clauses:
        mine = [a for a in assignments if a.duty.clause == clause.id and a.status in COLUMNS]
        if mine:
            rows.append([clause.id, clause.label, *_counts(mine)])
    rows.append(["", _label("total", language), *_counts(assignments)])
    widths = [max(width(row[number]) for row in rows) for number in range(len(head))]
    return [_row(row, widths) for row in rows]


def _counts(assignments: Iterable[Assignment]) -> list[str]:
    statuses = [assignment.status for assignment in assignments]
    return [str(statuses.count(status) or "-") for status in COLUMNS]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The clause to the left, counts to the right, by the columns that a terminal gives each character."""
    blanks = [" " * (most - width(cell)) for cell, most in zip(cells, widths, strict=True)]
    padded = [cell + blank for cell, blank in zip(cells[:2], blanks[:2], strict=True)]
    padded += [blank + cell for cell, blank in zip(cells[2:], blanks[2:], strict=True)]
    return ("  " + "  ".join(padded)).rstrip()


def _section(assignments: Sequence[Assignment], status: Status, pack: Pack, language: str) -> Iterator[str]:
    """Every duty of that status, by its reason."""
    by_reason: dict[str, list[Assignment]] = {}
    for assignment in assignments:
        if assignment.status is status:
            by_reason.setdefault(_reason(assignment, pack, language), []).append(assignment)
    if not by_reason:
        return
    count = sum(map(len, by_reason.values()))
    yield ""
    yield _label("section", language, status=_label(status, language), count=count)
    for reason, alike in by_reason.items():
        yield "  " + _label("reason", language, reason=reason, count=len(alike))
        for assignment in alike:
            duty = assignment.duty
            yield f"    {duty.id}  {_label(status, language)}  {duty.text.rstrip(STOPS)}"


def _reason(assignment: Assignment, pack: Pack, language: str) -> str:
    """Why: of a gap, the roles that nobody has; else what the rules or the profile say."""
    if assignment.status is not Status.GAP:
        return assignment.reason
    roles = assignment.duty.roles_as(Share.RESPONSIBLE)
    called = "、".join(pack.roles[role].name if role in pack.roles else role for role in roles)
    return _label("nobody", language, roles=called)


def _label(key: str, language: str, **arguments: object) -> str:
    return LABELS[key][language == "en"].format(**arguments)
