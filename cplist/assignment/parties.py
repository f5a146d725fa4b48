"""The parties of one institution: everybody that a duty can land on, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cplist.domain.assignment import Group, Party, PartyKind
from cplist.domain.institution import (
    Institution,
    Leader,
)
from cplist.domain.structure import Body, Level, Superior

BOARD = "board"
SORTS = {BOARD: "公司治理", "supervision": "监督机构"}
"""What bodies are that don't deliberate."""

POST = "岗位"
"""What somebody is among the leaders who has work to do and no role."""

STAFF = "人员"
"""What those are whom no department or post stands for."""
STAFFS = {
    "all": Party("all_staff", "全体人员", PartyKind.INSTITUTION, STAFF),
    "front": Party("front_staff", "前台人员", PartyKind.INSTITUTION, STAFF),
}
"""Of an institution without departments: everybody who works there, and who works with customers."""

Parties = tuple[Party, ...]


def distinct(parties: Iterable[Party]) -> Parties:
    """Without repeats, in their order."""
    return tuple({party.id: party for party in parties}.values())


def without(parties: Iterable[Party], others: Iterable[Party]) -> Parties:
    """The parties that aren't among the others."""
    left_out = {party.id for party in others}
    return tuple([party for party in parties if party.id not in left_out])


def parties_of(groups: Iterable[Group]) -> Parties:
    """The parties of all groups, in their order."""
    return tuple([party for group in groups for party in group.parties])


def without_parties(groups: Iterable[Group], others: Parties) -> tuple[Group, ...]:
    """The groups without those parties; a group that has none left falls away."""
    left = (Group(group.role, without(group.parties, others)) for group in groups)
    return tuple(group for group in left if group.parties)


def names(parties: Iterable[Party]) -> str:
    """Their names in a row."""
    return in_a_row(party.name for party in parties)


def in_a_row(names: Iterable[str]) -> str:
    """Names joined by 、, or by ； where one of them holds a 、 itself (党委书记、董事长)."""
    called = list(names)
    return ("；" if len(called) > 1 and any("、" in name for name in called) else "、").join(called)


def all_parties(institution: Institution) -> list[Party]:
    """Every party that a duty can land on in that institution, leaders first; ids are unique."""
    parties = [
        Party(leader.id, leader_label(leader, institution), PartyKind.LEADER, POST if leader.at_work else "")
        for leader in institution.leaders
    ]
    parties += [_body(body) for body in institution.bodies.values()]
    parties += [
        Party(department.id, department.called, PartyKind.DEPARTMENT) for department in institution.departments
    ]
    parties += [party for level in institution.levels_below for party in _level(level)]
    parties.append(Party("institution", institution.self_name, PartyKind.INSTITUTION))
    if institution.leaders and not institution.departments:
        parties += STAFFS.values()
    if institution.party != "none":
        parties.append(Party("party_organisation", institution.party or "党组织", PartyKind.BODY))
    if institution.superior:
        parties.append(_superior(institution.superior))
    if institution.board not in ("", "none") and BOARD not in {party.id for party in parties}:
        parties.append(Party(BOARD, institution.board, PartyKind.BODY, SORTS[BOARD]))
    return parties


def leader_label(leader: Leader, institution: Institution) -> str:
    """The post; where several hold it, with the name, if all of them have one, or with what the leader
    oversees."""
    alike = [other for other in institution.leaders if other.called == leader.called]
    if len(alike) == 1:
        return leader.called
    if institution.document.names and all(other.name for other in alike):
        return f"{leader.called}（{leader.name}）"
    called = {department.id: department.called for department in institution.departments}
    fields = [*(called[d] for d in leader.oversees if d in called), leader.field]
    overseen = "、".join(filter(None, fields))
    number = [other.id for other in alike].index(leader.id) + 1
    return f"{leader.called}（分管{overseen}）" if overseen else f"{leader.called}（{number}）"


def _body(body: Body) -> Party:
    return Party(body.id, body.called, PartyKind.BODY, SORTS.get(body.id, ""))


def _level(level: Level) -> Iterator[Party]:
    """A level, then its kinds of units, and those of them that have an id."""
    yield Party(level.tier.value, level.name, PartyKind.LEVEL)
    for kind in level.kinds:
        yield Party(kind.id, kind.called, PartyKind.LEVEL)
        yield from (Party(unit.id, unit.name, PartyKind.LEVEL) for unit in kind.units if unit.id)


def _superior(superior: Superior) -> Party:
    return Party("superior", superior.name, PartyKind.SUPERIOR, superior.label)
