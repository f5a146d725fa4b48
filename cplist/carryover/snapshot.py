"""Who bears what in an institution, as rows of the record with which the next build compares its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cplist.assignment.assign import Assigned
from cplist.assignment.parties import Parties
from cplist.carryover.record import DUTY, PARTY, UNIT, RecordRow
from cplist.domain import vocabulary
from cplist.domain.assignment import Assignment, Party
from cplist.domain.institution import Department, Institution, Leader
from cplist.pack.notice import fingerprint

DUTY_FIELDS = ("fingerprint", "status", "responsible", "overseen_by", "supporting", "supervised_by", "text")
"""What a duty's row holds behind its id; parties are ids with blanks between."""
PARTY_FIELDS = ("kind", "name", "person", "post", "has")
"""What a party's row holds behind its id; `has` is what else the profile says: roles, lines, functions, whom it
oversees, in words."""
UNIT_FIELDS = ("name", "level", "kind")
"""What the row of a unit of a level holds behind its id."""


def snapshot(assigned: Assigned, institution: Institution) -> Iterator[RecordRow]:
    """A row for every party of the institution, one for every unit with an id, then one for every duty."""
    yield from _parties(assigned, institution)
    for level in institution.levels_below:
        units = ((kind, unit) for kind in level.kinds for unit in kind.units if unit.id)
        yield from ((UNIT, unit.id, unit.name, level.tier.value, kind.id) for kind, unit in units)
    for assignment in assigned.assignments:
        yield (DUTY, assignment.duty.id, *_duty(assignment))


def _duty(assignment: Assignment) -> tuple[str, ...]:
    text = assignment.duty.text
    parties = (
        *(assignment.responsible, assignment.overseen_by),
        *(assignment.supporting, assignment.supervised_by),
    )
    return (fingerprint(text), assignment.status.value, *map(_ids, parties), text)


def _ids(parties: Parties) -> str:
    return " ".join(party.id for party in parties)


def _parties(assigned: Assigned, institution: Institution) -> Iterator[RecordRow]:
    leaders = {leader.id: leader for leader in institution.leaders}
    departments = {department.id: department for department in institution.departments}
    without = ("without_party",) if institution.party == "none" else ()
    for party in _named(assigned.assignments, [*leaders, *departments], assigned):
        leader, department = leaders.get(party.id), departments.get(party.id)
        has = _of_leader(leader, assigned, without) if leader else _of_department(department, institution, without)
        has = "；".join(filter(None, [has, *_own_duties(institution, party)]))
        person, post = (leader.name, leader.post) if leader else ("", "")
        yield (PARTY, party.id, party.kind.value, party.name, person, post, has)


def _named(assignments: Iterable[Assignment], ids: Iterable[str], assigned: Assigned) -> Iterator[Party]:
    """Every party of the profile, and whoever else has a part in a duty, each once."""
    seen: dict[str, Party] = {}
    for id_ in ids:
        if party := assigned.finders.party(id_):
            seen.setdefault(party.id, party)
    for assignment in assignments:
        for parties in (assignment.responsible, assignment.supporting, assignment.overseen_by):
            for party in parties:
                seen.setdefault(party.id, party)
    yield from seen.values()


def _of_leader(leader: Leader, assigned: Assigned, without: tuple[str, ...]) -> str:
    roles = vocabulary.replaced(vocabulary.called("leader_roles", leader.roles), without)
    shares = (
        (word, _names(ids, assigned)) for word, ids in (("分管", leader.oversees), ("协管", leader.assists_with))
    )
    return roles + "".join(f"；{word}{names}" for word, names in shares if names)


def _names(ids: Iterable[str], assigned: Assigned) -> str:
    return "、".join(party.name for id_ in ids if (party := assigned.finders.party(id_)))


def _own_duties(institution: Institution, party: Party) -> list[str]:
    """The duties that the institution itself gives to a party."""
    texts = [duty.text for duty in institution.own_duties if duty.party == party.id]
    return [f"本机构自定：{'、'.join(texts)}"] if texts else []


def _of_department(department: Department | None, own: Institution, without: tuple[str, ...]) -> str:
    if department is None:
        return ""
    functions = vocabulary.replaced(own.functions_called(department.functions), without)
    parts = [vocabulary.called("lines", department.lines), functions, *(words for _, words in department.handles)]
    parts += [] if department.consumers else ["业务不面向消费者"]
    parts += [f"隶属{parent.name}" for parent in own.departments if parent.id == department.parent]
    return "；".join(part for part in parts if part)
