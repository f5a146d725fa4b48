"""The workbooks of single parties of an institution, summed into what that institution returned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cplist.carryover.record import Record
from cplist.carryover.snapshot import DUTY_FIELDS, PARTY_FIELDS, UNIT_FIELDS
from cplist.collecting.cell_values import clean
from cplist.collecting.returns import Return, ReturnedRow

HAVING = ("leader", "department", "level")
"""The kinds of parties that get a workbook of their own."""


def parties_of(record: Record) -> Mapping[str, str]:
    """The names of the parties of an institution that get a workbook, by their ids: those that bear something, the
    units of a level in its place."""
    kind, name = (PARTY_FIELDS.index(field) + 1 for field in ("kind", "name"))
    bearing, units = _bearing(record), units_of(record)
    levels = {row[_LEVEL] for id_, row in record.units.items() if clean(id_) in units}
    known = ((id_, row) for id_, row in record.parties.items() if len(row) > name and id_ not in levels)
    having = {clean(id_): clean(str(row[name])) for id_, row in known if id_ in bearing and row[kind] in HAVING}
    return {**having, **units}


def units_of(record: Record) -> Mapping[str, str]:
    """The names of the units that fill in rows of their level, of their kind or of their own, by their ids."""
    bearing = _bearing(record)
    known = ((id_, row) for id_, row in record.units.items() if len(row) > _LEVEL)
    return {clean(id_): clean(str(row[_NAME])) for id_, row in known if bearing & {id_, *row[_LEVEL:]}}


_NAME, _LEVEL = (UNIT_FIELDS.index(field) + 1 for field in ("name", "level"))


def _bearing(record: Record) -> set[str]:
    """The ids of all who are responsible for something."""
    place = DUTY_FIELDS.index("responsible") + 1
    return {id_ for row in record.duties.values() if len(row) > place for id_ in str(row[place]).split()}


def summed(files: Sequence[Return]) -> Return:
    """What an institution returned, of its own workbook and of those of its parties, the one saved last of each. A
    row that both have is as it was saved last; a unit's rows are its own."""
    whole = next((one for one in files if not one.party), None)
    parts = tuple(sorted((one for one in files if one.party), key=lambda one: (one.saved, one.file)))
    asked = _asked(whole, parts)
    if not parts:
        return replace(files[0], asked=asked)
    base = whole or parts[-1]
    rows = {row.key: row for row in whole.rows} if whole else {}
    for part in parts:
        for row in _rows(part):
            if whole is None or row.key not in rows or part.saved >= whole.saved:
                rows[row.key] = row
    days = [one.day for one in parts if one.day]
    several = f"{parts[0].file}等{len(parts)}份" if len(parts) > 1 else parts[0].file
    return replace(
        base,
        file=whole.file if whole else several,
        sha256=whole.sha256 if whole else _digest(parts),
        saved=max(one.saved for one in files),
        day=whole.day if whole else max(days, default=None),
        rows=tuple(rows.values()),
        deviations=tuple(deviation for one in files for deviation in one.deviations),
        acts=whole.acts if whole else tuple(act for one in parts for act in one.acts),
        remarks=whole.remarks if whole else (),
        party="",
        party_name="",
        unit="",
        asked=asked,
        parts=parts,
    )


def _asked(whole: Return | None, parts: Sequence[Return]) -> Mapping[str, str]:
    """Who should have returned a workbook of their own, by id: everybody where the institution's didn't come, else
    the units, whose answers it doesn't have, as soon as one of them returned something."""
    if whole is None:
        return parts[-1].asked
    some = any(part.unit for part in parts) or whole.merged & whole.units.keys()
    return whole.units if some else {}


def _rows(part: Return) -> Iterator[ReturnedRow]:
    """The rows of a party's file; those that a unit has for its level are its own, and not the level's."""
    for row in part.rows:
        own = not part.unit or row.party == part.unit
        yield replace(row, key=row.key if own else f"{row.key}|{part.unit}", file=part.file)


def _digest(parts: Sequence[Return]) -> str:
    return hashlib.sha256("\n".join(one.sha256 for one in parts).encode()).hexdigest()
