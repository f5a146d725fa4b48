"""Small pieces of Chinese that templates are put together from: names joined, ids as ranges, modal words.

Every function takes plain data and gives plain data. Values may be inert (see sandbox): nothing here looks into
them for markup or gives them their characters back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from cplist.compose.party_values import PartyValues
from cplist.compose.values import DutyValues

MODALS = ("应当", "不得", "不能", "可以")
"""A duty's words that hold one of these need no 应当 in front of them."""
JOINING = ("并", "但", "也")
"""Words that join a duty to the one before it; none begins a sentence."""


def joined(names: Iterable[str], last: str = "、") -> str:
    """Names in a row: `joined(["甲", "乙", "丙"], "和")` is 甲、乙和丙."""
    *first, end = [*names] or [""]
    return "、".join(first) + last + end if first else end


def consisting_of(parties: Iterable[Mapping[str, Any]]) -> str:
    """What a kind of departments consists of: 包括甲、乙, 即甲, or "" for nobody. A superior is none of them."""
    names = [party["name"] for party in parties if party.get("kind") != "superior"]
    return ("包括" if len(names) > 1 else "即") + joined(names) if names else ""


def ranges(ids: Iterable[str]) -> str:
    """Ids of duties in their order, three or more in a row as a range: 1.1-03至1.1-06、1.1-08、1.2-01."""
    return "、".join(_range(run) for run in _runs([*ids]))


def _range(ids: Sequence[str]) -> str:
    return f"{ids[0]}至{ids[-1]}" if len(ids) > 2 else "、".join(ids)


def _runs(ids: Sequence[str]) -> Iterator[list[str]]:
    run = [*ids[:1]]
    for before, id_ in pairwise(ids):
        if not follows(id_, before):
            yield run
            run = []
        run.append(id_)
    if run:
        yield run


def follows(id_: str, before: str) -> bool:
    """Whether the duty of that id comes right behind the other one, in the same clause."""
    clause, _, number = id_.rpartition("-")
    clause_before, _, number_before = before.rpartition("-")
    return clause == clause_before and int(number) == int(number_before) + 1


def by_clause(ids: Iterable[str], duty: Mapping[str, DutyValues], whole: bool = False) -> str:
    """Ids with the label of their clause, a clause apart by ；: 一（一）：1.1-03至1.1-06；一（二）：1.2-01. `whole`
    writes every id."""
    groups = groupby(ids, lambda id_: str(duty[id_]["clause"]))
    clauses = [[*group] for _, group in groups]
    write = "、".join if whole else ranges
    return "；".join(f"{duty[group[0]]['clause_label']}：{write(group)}" for group in clauses)


def texts(duties: Iterable[DutyValues]) -> str:
    """The notice's words of several duties for one cell: those in a row run on, others begin a line."""
    text, before = "", ""
    for duty in duties:
        text += (" // " if before and not follows(duty["id"], before) else "") + duty["text"]
        before = duty["id"]
    return text


def runs(items: Iterable[Mapping[str, Any]], key: str) -> list[list[Mapping[str, Any]]]:
    """The items in their order, those next to each other with the same value under `key` as one list."""
    return [[*group] for _, group in groupby(items, lambda item: item[key])]


def looked_up(ids: Iterable[str], values: Mapping[str, Any]) -> list[Any]:
    """What a mapping holds under each of those keys."""
    return [values[id_] for id_ in ids]


def in_common(duties: Iterable[DutyValues], kind: str) -> list[str]:
    """The ids of the duties that several parties of that kind (leader, department …) bear."""
    return [duty["id"] for duty in duties if _count(duty["responsible_list"], kind) > 1]


def _count(parties: Iterable[PartyValues], kind: str) -> int:
    return sum(party["kind"] == kind for party in parties)


def spoken(words: str, begins: bool = True, modal: bool = False) -> str:
    """A duty's words behind their subject: those that begin a sentence (`begins`) lose 并, 但 or 也, and 应当 comes
    before words without a modal, where the sentence has none yet (`modal`: it has)."""
    words = without_joining(words) if begins else words.lstrip("；")
    return words if modal or any(word in words for word in MODALS) else f"应当{words}"


def unmodal(words: str, begins: bool = True) -> str:
    """A duty's words without 应当, as an item under 应当履行下列责任, or as what a superior does."""
    words = without_joining(words) if begins else words.lstrip("；")
    return words.replace("应当", "", 1)


def without_joining(words: str) -> str:
    words = words.lstrip("；")
    return words[1:] if words.startswith(JOINING) else words
