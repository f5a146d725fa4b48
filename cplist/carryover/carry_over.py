"""From the last workbook to the next: what users filled in follows its row's key, and nothing is lost.

Every user cell either stands in the new workbook at its place or is listed there: on 已停用 if its row is no more,
on 冲突 if a person has to decide. The last workbook itself is never changed. Read `carry_over` from top to bottom;
the plan that it makes tells of each cell where it went and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cplist.carryover.answers.long_texts import with_cut_texts
from cplist.carryover.changes import changes
from cplist.carryover.findings import findings_of, findings_of_left_behind
from cplist.carryover.found_table import has_table
from cplist.carryover.inventory.left_behind import left_behind
from cplist.carryover.last_workbook import LastWorkbook, RefusedError, open_last, refused
from cplist.carryover.list_sheets import with_list_sheets
from cplist.carryover.match_rows import Replaced
from cplist.carryover.match_sheets import match_workbooks
from cplist.carryover.matched import WorkbookMatch
from cplist.carryover.own_sheets import with_own_sheets
from cplist.carryover.plan import CarryOverPlan
from cplist.carryover.plan_lists import with_kept_lines, with_listed
from cplist.carryover.plan_sheets import plan_sheets, with_comments, with_looks, with_pages
from cplist.carryover.previous import CarryOver, Previous
from cplist.carryover.record import read_record
from cplist.carryover.write import write
from cplist.core.workbook import Workbook


def carry_over(
    previous: Previous, workbook: Workbook, when: str = "", replaced: Replaced | None = None
) -> CarryOver:
    """Fill the new workbook from the last one. Where that can't be carried over, the findings are errors and
    nothing is filled. `when` is how lists name this build, `replaced` which duties take the place of which."""
    try:
        last = _opened(previous, workbook)
    except RefusedError as problem:
        return CarryOver(findings=(problem.finding,))
    match = match_workbooks(last, with_list_sheets(workbook), replaced or {})
    plan = plan_carry_over(match)
    moved = changes(last.record, read_record(workbook.record))
    written = write(plan, workbook, moved, when)
    return CarryOver(written, plan, tuple(findings_of(plan, moved, written, last.kept_as)), match)


def with_left_behind(made: CarryOver, written: bytes) -> CarryOver:
    """What became of the last workbook, with what of it isn't in the new one, whose bytes are `written`."""
    if made.match is None:
        return made
    plan = replace(made.plan, left_behind=left_behind(made.match, made.plan, written))
    findings = (*made.findings, *findings_of_left_behind(plan, made.match.last.kept_as))
    return replace(made, plan=plan, findings=findings, match=None)


def plan_carry_over(match: WorkbookMatch) -> CarryOverPlan:
    """Where each user cell goes and why: those of the program's sheets, of its lists, of sheets that users added,
    comments; at last a line on a list for each cell that finds no place."""
    plan = plan_sheets(match)
    plan = with_kept_lines(plan, match)
    plan = with_own_sheets(plan, match)
    plan = with_comments(plan, match)
    plan = with_looks(plan, match)
    plan = with_pages(plan, match)
    return with_listed(with_cut_texts(plan))


def _owner(about: Mapping[str, str]) -> tuple[str, str]:
    """The ids of the party, and of the unit, whose a workbook is; "" for an institution's own."""
    return about.get("cplist.party", ""), about.get("cplist.unit", "")


def _opened(previous: Previous, workbook: Workbook) -> LastWorkbook:
    """The last workbook. Raises RefusedError for one that can't be read or that belongs to something else."""
    about = workbook.properties
    last = open_last(previous, about.get("cplist.institution", ""), about.get("cplist.pack", ""), _owner(about))
    filled_in = [sheet for sheet in workbook.sheets if any(column.filled_in for column in sheet.columns)]
    known = any(has_table(last.sheets[name], sheet) for name in last.others() for sheet in filled_in)
    if not last.record.about and not known:
        raise refused(previous, "workbook-not-ours")
    return last
