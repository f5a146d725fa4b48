"""Duties as a reader meets them: sentences of the notice rather than their pieces, and what several bear said once.

Like wording.py, these functions take and give plain data; a value that is inert stays inert.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypedDict

from cplist.compose.party_values import PartyValues
from cplist.compose.values import DutyValues
from cplist.compose.wording import JOINING, follows
from cplist.core.inert import shown

SENTENCE_END = ("。", "；", "：")
ENDS = "，、；：。"
LEAD_IN = "，包括"
"""Leads in the items behind it; without them it says nothing."""
NUMBER = re.compile(r"^\d\W|^其中，")
"""What stands before a sentence in the notice because of those around it."""


class PassageValues(TypedDict):
    """Duties whose words stand in a row in one sentence of the notice: those words, without the marks at their ends
    and without what only joins them to others; `kind` is theirs."""

    ids: Sequence[str]
    text: str
    kind: str


class SharedValues(TypedDict):
    """Duties that the same parties bear."""

    parties: Sequence[PartyValues]
    duties: Sequence[str]


def passages(ids: Iterable[str], duty: Mapping[str, DutyValues], *alike: str) -> list[PassageValues]:
    """The duties sentence by sentence. Those of one passage are of one kind, and have the same value under each of
    the names in `alike` (supporting, overseen_by …)."""
    return [_passage([duty[id_] for id_ in run]) for run in _sentences(ids, duty, ("kind", *alike))]


def _sentences(ids: Iterable[str], duty: Mapping[str, DutyValues], alike: Sequence[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for id_ in ids:
        if run and not _goes_on(duty[run[-1]], duty[id_], alike):
            yield run
            run = []
        run.append(id_)
    if run:
        yield run


def _goes_on(before: Mapping[str, Any], item: Mapping[str, Any], alike: Sequence[str]) -> bool:
    same = all(before[name] == item[name] for name in alike)
    return same and follows(item["id"], before["id"]) and not shown(before["text"]).endswith(SENTENCE_END)


def _passage(duties: Sequence[DutyValues]) -> PassageValues:
    text = "".join(item["text"] for item in duties)
    return {"ids": [item["id"] for item in duties], "text": trimmed(text), "kind": duties[0]["kind"]}


def trimmed(words: str) -> str:
    """Words for a cell of their own: without the marks at their end, and without a number, 其中, 并, 但 or 也 at
    their beginning."""
    seen = shown(words)
    end = len(seen.rstrip(ENDS).removesuffix(LEAD_IN))
    start = number.end() if (number := NUMBER.match(seen)) else 0
    return words[start + seen.startswith(JOINING, start) : end]


def by_bearers(ids: Iterable[str], duty: Mapping[str, DutyValues], kind: str) -> list[SharedValues]:
    """The duties by the parties of that kind (leader, level …) that bear them: each once, in the order of the
    first duty of each set."""
    shared: dict[tuple[str, ...], SharedValues] = {}
    for id_ in ids:
        parties = [party for party in duty[id_]["responsible_list"] if party["kind"] == kind]
        if parties:
            key = tuple(party["id"] for party in parties)
            of_these = shared.setdefault(key, {"parties": parties, "duties": []})
            of_these["duties"] = [*of_these["duties"], id_]
    return list(shared.values())


def alike(items: Iterable[Mapping[str, Any]], key: str) -> list[list[Mapping[str, Any]]]:
    """The items with the same value under `key` together, in the order in which each value first comes."""
    found: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for item in items:
        found.setdefault(tuple(item[key]), []).append(item)
    return list(found.values())
