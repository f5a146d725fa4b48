"""One workbook that a party returned, to be brought into the institution's: what was filled in, cell by cell, and
what is to be said of the rest.

It is read as `collect` reads it, whatever program saved it and however it was sorted, filtered or painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cplist.carryover.last_workbook import properties_of
from cplist.carryover.list_sheets import WORDS
from cplist.carryover.merging.periods import period_cells, period_in
from cplist.carryover.merging.returned import Answer, LedgerLine, PartyReturn
from cplist.carryover.plan import CarryOverPlan, Placement
from cplist.carryover.reasons import CellOutcome, Reason
from cplist.carryover.write import write_values
from cplist.collecting.cell_values import cell_value, clean
from cplist.collecting.collection import count_rows
from cplist.collecting.lines import counts
from cplist.collecting.party_lists import listed_in, remarks_of
from cplist.collecting.read_return import opened, rows_of, single_cells
from cplist.collecting.remarks import ReturnRemark
from cplist.core.findings import FoundCell
from cplist.core.workbook import Value, Workbook
from cplist.standing.judge import own_day
from cplist.standing.source import Source

COMMENT = "单元格上的批注"


def party_of(content: bytes) -> tuple[str, str]:
    """The ids of the party and of the unit that a file names; "" where it names none."""
    about = properties_of(content)
    return about.get("cplist.party", ""), about.get("cplist.unit", "")


@dataclass(frozen=True)
class ReadParty:
    """What a party returned, whose party is "" for a workbook of an institution; the name of the institution that
    it belongs to; what is to be said of the file."""

    returned: PartyReturn
    institution: str
    remarks: tuple[ReturnRemark, ...]


def read_party(content: bytes, file: str, digest: str, source: Source) -> ReadParty:
    """A file of that name and SHA-256. Raises RefusedError as read_return."""
    last, empty, plan = opened(content, file, source)
    workbook = write_values(plan, empty)
    party, unit = (clean(last.about(name)) for name in ("party", "unit"))
    returned = PartyReturn(
        file=file,
        party=party,
        unit=unit,
        name=clean(last.about("party_name")) or unit or party,
        saved=last.saved,
        answers=tuple(_answers(plan, file)),
        lines=tuple(_lines(plan, empty)),
        counts=_counts(plan, workbook, source) if unit else {},
        sha256=digest,
        listed=tuple(listed_in(last, source.checklist, file)),
        period=clean(period_in(last, period_cells(source.checklist), plan.origins)),
    )
    return ReadParty(returned, clean(last.about("institution")), tuple(remarks_of(last, plan, workbook, empty)))


def _answers(plan: CarryOverPlan, file: str) -> Iterator[Answer]:
    """The cells that stand in rows with a key, and what can go to no place."""
    singles = single_cells(plan)
    for placement in plan.placed:
        cell = placement.user_cell
        if not cell.note and (cell.cell in singles or placement.reason is Reason.LINE):
            continue
        aside = COMMENT if cell.note else ""
        if placement.outcome is CellOutcome.LISTED and not cell.note:
            aside = WORDS.get(placement.reason, placement.reason.word)
        if (cell.key and not aside) or (aside and cell.value != ""):
            yield _answer(placement, file, aside)


def _answer(placement: Placement, file: str, aside: str) -> Answer:
    cell, at = placement.user_cell, placement.user_cell.cell
    value = cell.value if aside else placement.written
    found = FoundCell(clean(at.sheet), at.address, file=file)
    named = (clean(cell.sheet), clean(cell.key), clean(cell.column))
    return Answer(*named, cell_value(value, day=False), clean(cell.subject), aside, found)


def _lines(plan: CarryOverPlan, empty: Workbook) -> Iterator[LedgerLine]:
    """The lines of tables without keys. Where a column offers one choice alone, as that of the party does, a line
    that leaves it out means that."""
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for placement in plan.placed:
        if placement.reason is Reason.LINE and not placement.user_cell.note:
            cell = placement.user_cell
            line = found.setdefault((cell.sheet, cell.cell.row), {})
            line[clean(cell.column)] = cell_value(placement.written, day=False)
    usual = {sheet.name: dict(_only_choices(sheet.name, empty)) for sheet in empty.sheets}
    for (sheet, _), cells in sorted(found.items()):
        yield LedgerLine(clean(sheet), {**usual.get(sheet, {}), **cells})


def _only_choices(name: str, empty: Workbook) -> Iterator[tuple[str, Value]]:
    """The columns of a sheet that offer one choice, with that."""
    sheets = {sheet.name: sheet for sheet in empty.sheets}
    for column in sheets[name].columns:
        other, _, title = column.choices_from.partition("!")
        if other in sheets and title in sheets[other].places:
            table = sheets[other]
            place, key = table.places[title], table.key_column
            values = {row[place] for row in table.rows if row[place] != "" and (key is None or row[key] != "")}
            if len(values) == 1:
                yield column.title, values.pop()


def _counts(plan: CarryOverPlan, workbook: Workbook, source: Source) -> dict[str, int]:
    """How the rows stand, on the workbook's own day."""
    found = counts(count_rows(rows_of(workbook, plan, source, own_day(workbook, source))))
    return {name: int(value) for name, value in found.items() if isinstance(value, int)}
