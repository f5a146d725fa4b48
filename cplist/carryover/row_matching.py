"""Which row is which: keys that were lost or left behind are told by what the program had written in the row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from cplist.carryover.cell_values import comparable
from cplist.carryover.found_table import OldRow, OldTable
from cplist.carryover.recorded_table import Known
from cplist.core.workbook import Sheet


def recognised(new: Sheet, old: OldTable, known: Known, key: str) -> Iterator[tuple[OldRow, str]]:
    """Each row, with the key that its generated cells show it to have ("" where that is its own): somebody may have
    lost or changed it, or sorted the other columns away from it. What can't be told that way keeps its key."""
    hidden = {column.title for column in new.columns if column.hidden or column.filled_in or column.formula}
    shown = [title for title in known.titles if title not in hidden and title not in old.missing]
    keys: dict[tuple[str, ...], list[str]] = {}
    for own, row in known.by_key.items():
        keys.setdefault(tuple(comparable(row.get(title, "")) for title in shown), []).append(own)
    for found in old.rows:
        owns = keys.get(tuple(comparable(found.cells.get(title, "")) for title in shown), [])
        lost = len(owns) == 1 and owns[0] != found.key and key not in shown
        yield (replace(found, key=owns[0]) if lost else found), (found.key or "—") if lost else ""


def successors(
    gone: Mapping[str, bool], come: Sequence[str], there: Collection[str], replaced: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Old key → new keys (`duty|party`), for rows that are no more (`gone`: whether they hold answers): that of the
    duty which replaces theirs, if it is `there`; else, for those with answers, those of the duty's parties that
    have come. Of several that left, each goes to one that came, in their order; all that came beyond take over from
    the last that left."""
    moved: dict[str, tuple[str, ...]] = {key: (_replaced(key, replaced),) for key in gone}
    taken = {key for keys in moved.values() for key in keys}
    left: dict[str, list[str]] = {}
    for key, answered in gone.items():
        if answered and moved[key][0] not in there:
            left.setdefault(moved[key][0].partition("|")[0], []).append(key)
    for duty, keys in left.items():
        new = [key for key in come if key.partition("|")[0] == duty and key not in taken]
        for number, key in enumerate(keys[: len(new)]):
            moved[key] = tuple(new[number:]) if number == len(keys) - 1 else (new[number],)
    return moved


def _replaced(key: str, replaced: Mapping[str, str]) -> str:
    duty, bar, party = key.partition("|")
    return replaced.get(duty, duty) + bar + party
