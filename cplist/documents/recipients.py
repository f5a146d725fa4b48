"""Who gets a workbook of their own: leaders, departments, levels below and their units, with rows to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import STAFFS
from cplist.assignment.party_finder import LEAD
from cplist.core.files import folded_name, safe_name
from cplist.core.inert import as_written
from cplist.documents.job import Job
from cplist.documents.kinds import Kind
from cplist.domain.assignment import Party
from cplist.domain.institution import Institution
from cplist.domain.structure import Level, UnitKind

PARTY_CHECKLIST = "party-checklist"
"""What JSON calls such a workbook."""
FOLDER = "分责任主体清单"
"""In the institution's folder."""
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Recipient:
    """Somebody who fills in a workbook. `party` is the id in the keys of its rows, `unit` that of a unit of a
    level ("" for anybody else); `rows_of` are the parties whose rows it has, `file` is its workbook's name,
    relative to the institution's folder."""

    party: str
    unit: str
    name: str
    rows_of: frozenset[str]
    file: str = ""

    @property
    def id(self) -> str:
        return self.unit or self.party

    @property
    def properties(self) -> dict[str, str]:
        """What its workbook says of whose it is."""
        named = {"cplist.party": self.party, "cplist.party_name": self.name, "cplist.unit": self.unit}
        return {key: value for key, value in named.items() if value}


def recipients_of(job: Job) -> tuple[Recipient, ...]:
    """Everybody who has rows, in the profile's order."""
    filled_in = rows_by_party(job.draft.context)
    found = [one for one in _everybody(job.institution, job.draft.assigned) if one.rows_of & filled_in.keys()]
    return tuple(_with_files(found, job.pack.names[Kind.CHECKLIST]))


def rows_by_party(values: Data) -> dict[str, int]:
    """How many rows each party fills in, by its id."""
    keys = [pair["key"] for name in ("pairs", "own_duties", "source_rows") for pair in values[name]]
    ids = [str(as_written(key)).partition("|")[2] for key in keys]
    return {id_: ids.count(id_) for id_ in dict.fromkeys(ids)}


def of_recipient(values: Data, recipient: Recipient) -> dict[str, Any]:
    """The values of templates, with only what is theirs."""

    def theirs(rows: Iterable[Data]) -> list[Data]:
        return [row for row in rows if str(as_written(row["key"])).partition("|")[2] in recipient.rows_of]

    pairs = theirs(values["pairs"])
    duties = {pair["duty"]["id"] for pair in pairs}
    return {
        **values,
        "pairs": pairs,
        "duties": [duty for duty in values["duties"] if duty["id"] in duties],
        "parties": [party for party in values["parties"] if party["id"] in recipient.rows_of],
        "own_duties": theirs(values["own_duties"]),
        "source_rows": theirs(values["source_rows"]),
    }


def _everybody(institution: Institution, assigned: Assigned) -> Iterator[Recipient]:
    ids = [leader.id for leader in institution.leaders] + [one.id for one in institution.departments]
    for id_ in ids:
        if party := assigned.finders.party(id_):
            yield Recipient(party.id, "", party.name, frozenset((party.id, *_staff_of(party, institution))))
    for level in institution.levels_below:
        yield from _of_level(level)


def _staff_of(party: Party, institution: Institution) -> Iterator[str]:
    """The staff whose rows somebody fills in: without departments all of it, by the post that leads."""
    leading = (leader.id for leader in institution.leaders if LEAD in leader.functions)
    if not institution.departments and party.id == next(leading, ""):
        yield from (staff.id for staff in STAFFS.values())


def _of_level(level: Level) -> Iterator[Recipient]:
    """A level, its kinds of units, and the units that have an id: these fill in the level's rows, each its own."""
    tier = level.tier.value
    yield Recipient(tier, "", level.name, frozenset((tier,)))
    for kind in level.kinds:
        yield Recipient(kind.id, "", kind.name, frozenset((kind.id,)))
        yield from _units(kind, tier)


def _units(kind: UnitKind, tier: str) -> Iterator[Recipient]:
    for unit in kind.units:
        if unit.id:
            yield Recipient(tier, unit.id, unit.name, frozenset((tier, kind.id, unit.id)))


def _with_files(found: Sequence[Recipient], title: str) -> Iterator[Recipient]:
    """The recipients with the names of their files: one that is taken, on a disk that knows no capitals, gets a
    number."""
    taken: set[str] = set()
    for one in found:
        number = 1
        while folded_name(name := safe_name(title, f"－{one.name}{number if number > 1 else ''}")) in taken:
            number += 1
        taken.add(folded_name(name))
        yield replace(one, file=f"{FOLDER}/{name}.xlsx")


def chosen(everybody: Sequence[Recipient], institution: Institution, ids: Sequence[str]) -> list[Recipient]:
    """Those with one of these ids; that of a level or of a kind of units takes in its units. All without ids."""
    within: dict[str, set[str]] = {}
    for level in institution.levels_below:
        within[level.tier.value] = set(level.ids)
        within |= {kind.id: {kind.id, *(unit.id for unit in kind.units)} for kind in level.kinds}
    wanted = {id_ for given in ids for id_ in within.get(given, {given})}
    return [one for one in everybody if not ids or one.id in wanted]
