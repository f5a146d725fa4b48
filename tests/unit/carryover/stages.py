"""One table through the stages of a carry-over, without a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cplist.carryover.cell_values import Cells
from cplist.carryover.found_table import FoundRow, FoundTable
from cplist.carryover.last_workbook import LastWorkbook
from cplist.carryover.match_sheets import match_table
from cplist.carryover.matched import SheetMatch, WorkbookMatch
from cplist.carryover.plan import CarryOverPlan
from cplist.carryover.plan_sheets import plan_sheets
from cplist.carryover.record import Record, RecordedTable, generated_cells
from cplist.carryover.write import write_values
from cplist.core.workbook import Sheet, Value, Workbook


def carried(
    new: Sheet,
    found: Mapping[str, Cells],
    recorded: RecordedTable | None = None,
    replaced: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Sequence[Sequence[Value]], CarryOverPlan]:
    """The new table's rows and the plan, where the last workbook had those rows by key."""
    rows = tuple(FoundRow(key, cells) for key, cells in found.items())
    table = match_table(new, FoundTable(rows, header=0), generated_cells(recorded, new), replaced or {})
    workbook = Workbook((new,), {}, {}, "", "")
    last = LastWorkbook("", "", b"", {}, Record(), {})
    plan = plan_sheets(WorkbookMatch(last, workbook, (SheetMatch(table.table, table.found.grid, (table,)),)))
    return write_values(plan, workbook).sheets[0].rows, plan
