"""The departments, leaders and bodies that a starter has, by what is usual and by the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cplist.profile.punctuation import PLACEHOLDER
from cplist.workspace.starter_answers import NONE, Answers
from cplist.workspace.usual import starters, usual_of

Entry = dict[str, Any]
LEADING = ("cp_lead", "complaints")
"""The functions that move to the department that leads."""
PARTY_COMMITTEE, SUPERVISORS = "党委", "监事会"


@dataclass(frozen=True)
class Arrangement:
    """Departments, leaders (as starters.yaml has them) and bodies; `lead` is the id of the department that leads
    ("" without departments)."""

    departments: Sequence[Entry]
    leaders: Sequence[Entry]
    bodies: Mapping[str, Entry] = field(default_factory=dict)
    lead: str = ""


def arranged(answers: Answers) -> Arrangement:
    """What is usual, as the answers have it."""
    usual = usual_of(answers.type, answers.tier)
    departments = _with_party(usual["departments"], answers.party)
    departments = _with_functions(departments, usual.get("centralised", ()), answers.centralised)
    departments, lead = _with_lead(departments, answers.lead)
    departments = [entry for entry in departments if entry["functions"] or "front" in entry["lines"]]
    ids = {entry["id"] for entry in departments}
    leaders = [_overseeing(leader, ids, lead) for leader in usual["leaders"]]
    bodies = {id_: _body(body, ids, lead) for id_, body in usual["bodies"].items() if _stays(id_, body, answers)}
    if "board_committee" in bodies:
        bodies["board_committee"] = _of_board(bodies["board_committee"], answers.board)
    if answers.supervision:
        bodies["supervision"] = _supervision(answers.supervision)
    return Arrangement(departments, leaders, bodies, lead)


def _with_party(departments: Sequence[Entry], party: str) -> list[Entry]:
    """Without a Party organisation no department has its functions, or exists for them alone; without a Party
    committee there is no 纪委."""
    gone = set(starters()["party_functions"]) if party == NONE else set()
    found = []
    for entry in departments:
        name = starters()["discipline_department"] if "纪委" in entry["name"] else entry["name"]
        functions = [function for function in entry["functions"] if function not in gone]
        if functions:
            found.append(
                {**entry, "name": entry["name"] if party == PARTY_COMMITTEE else name, "functions": functions}
            )
    return found


def _with_functions(departments: Sequence[Entry], usual: Sequence[str], centralised: Sequence[str]) -> list[Entry]:
    """The departments without the functions that the superior has, and with those that it usually has and here
    hasn't."""
    found = [{**e, "functions": [f for f in e["functions"] if f not in centralised]} for e in departments]
    by_id = {entry["id"]: entry for entry in found}
    for function in (function for function in usual if function not in centralised):
        home = next((by_id[id_] for id_ in starters()["homes"][function] if id_ in by_id), None)
        if home:
            home["functions"].append(function)
    return found


def _with_lead(departments: Sequence[Entry], lead: str) -> tuple[list[Entry], str]:
    """The departments with that one in the lead: one of them, or the usual one under that name."""
    usual = next((entry["id"] for entry in departments if LEADING[0] in entry["functions"]), "")
    if lead in {entry["id"] for entry in departments}:
        return [_leading(entry, leads=entry["id"] == lead) for entry in departments], lead
    return [{**entry, "name": lead} if entry["id"] == usual else entry for entry in departments], usual


def _leading(entry: Entry, *, leads: bool) -> Entry:
    others = [function for function in entry["functions"] if function not in LEADING]
    if not leads:
        return {**entry, "functions": others}
    return {**entry, "functions": [*LEADING, *others]}


def _overseeing(leader: Entry, ids: set[str], lead: str) -> Entry:
    """The leader with the departments that there are; the one that leads is the consumer-protection deputy's."""
    oversees = [id_ for id_ in leader.get("oversees", ()) if id_ in ids and id_ != lead]
    if lead and "cp_deputy" in leader["roles"]:
        oversees.insert(0, lead)
    return {**leader, "oversees": oversees}


def _stays(id_: str, body: Entry, answers: Answers) -> bool:
    return "remove" not in body and not (id_ == "board_committee" and answers.board in ("", NONE))


def _body(body: Entry, ids: set[str], lead: str) -> Entry:
    """The body with an office that there is."""
    return {**body, "office": lead} if body.get("office") and body["office"] not in ids else body


def _supervision(name: str) -> Entry:
    """Who supervises the board; the basis is asked for where it isn't a board of supervisors."""
    basis = {} if name == SUPERVISORS else {"basis": PLACEHOLDER.format(what="公司章程的条款或者决议")}
    return {"name": name, **basis}


def _of_board(body: Entry, board: str) -> Entry:
    """A committee of the board's, called by what the board is called."""
    return {**body, "name": body["name"].replace("董事会", board).replace("理事会", board)}
