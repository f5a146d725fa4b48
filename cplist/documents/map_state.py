"""How far the duties of one institution are, for its map: of each row of the checklist its class and its due day.

Nothing else that people filled in goes to the map: it is handed around.
"""

from __future__ import annotations

from typing import Any

from cplist.core.workbook import Workbook
from cplist.standing.counts import BLANK, SUMMED
from cplist.standing.judge import RowState, judged, own_day, own_period, states
from cplist.standing.source import Source


def map_state(workbook: Workbook, source: Source) -> dict[str, Any]:
    """The state of a workbook that was filled in, under the key `state`; nothing where it holds no answer.

    The rows are judged on the workbook's own day, never on today's: `open` rows aren't overdue on it, and are once
    their due day is past.
    """
    day = own_day(workbook, source)
    try:
        found = judged(workbook, source, day)
    except KeyError:  # the pack's workbook has no such sheet
        return {}
    key = found.sheet.key_column
    rows = [
        (str(row[key]), state)
        for row, state in zip(found.sheet.rows, states(found, source), strict=True)
        if key is not None and row[key] != ""
    ]
    if not any(state.due or state.kind not in (BLANK, SUMMED) for _, state in rows):
        return {}
    return {
        "state": {
            "day": day.isoformat() if day else None,
            "period": own_period(workbook, source),
            "rows": [_row(known_as, state) for known_as, state in rows],
        }
    }


def _row(key: str, state: RowState) -> dict[str, Any]:
    duty, _, party = key.partition("|")
    due = {"due": state.due.isoformat(), "open": state.open} if state.due else {}
    return {"duty": duty, "party": party, "kind": state.kind, **due}
