"""sources.yaml: rules other than the notice, and names in it that lead nowhere or stand twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.domain.notice import Tier, Trigger
from cplist.domain.sources import NOTICE, Addressee, Element, Provision, Source
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

ALIKE = 0.6
Data = Mapping[str, Any]


def read_sources(data: Data) -> tuple[Source, ...]:
    """The sources of a file's data, which fit their schema (sources_schema.py)."""
    return tuple(_source(source) for source in data.get("sources") or ())


def _source(data: Data) -> Source:
    texts = ("short_title", "number", "issuer", "since", "status", "seen", "note")
    return Source(
        id=data["id"],
        title=data["title"],
        provisions=tuple(_provision(one, data["id"]) for one in data.get("provisions") or ()),
        elements=tuple(_element(one) for one in data.get("elements") or ()),
        **{key: data.get(key) or "" for key in texts},
    )


def _provision(data: Data, source: str) -> Provision:
    return Provision(
        id=data["id"],
        source=source,
        where=data["where"],
        text=data["text"],
        addressee=Addressee(data["addressee"]),
        roles=tuple(data.get("responsible") or ()),
        tiers=tuple(Tier(tier) for tier in data.get("tiers") or ()),
        trigger=Trigger(data.get("trigger") or Trigger.CONTINUOUS),
        note=data.get("note") or "",
    )


def _element(data: Data) -> Element:
    clauses, duties = tuple(data.get("clauses") or ()), tuple(data.get("duties") or ())
    return Element(data["id"], data["name"], data.get("weight") or "", clauses, duties)


def source_problems(sources: Document, notice: Document, about: Document) -> Iterator[Finding]:
    """Ids that stand twice, here or in the notice, and roles, clauses and duties that there aren't. The documents
    are those of sources.yaml, notice.yaml and pack.yaml: what of them fits their schemas."""
    clauses = [clause for clause in notice.data.get("clauses") or () if clause.get("id")]
    duties = [duty["id"] for clause in clauses for duty in clause.get("duties") or () if duty.get("id")]
    known = {
        "responsible": [role["id"] for role in about.data.get("roles") or () if role.get("id")],
        "clauses": [clause["id"] for clause in clauses],
        "duties": duties,
    }
    yield from _twice(sources, {NOTICE, *known["clauses"], *duties})
    for path, key, names in _references(sources):
        for number, name in enumerate(names):
            if known[key] and name not in known[key]:
                yield _unknown(sources, (*path, key, number), _RULES[key], name, known[key])


_RULES = {"responsible": "pack-unknown-role", "clauses": "pack-unknown-clause", "duties": "pack-unknown-duty"}


def _unknown(sources: Document, path: Path, rule: str, name: str, known: Collection[str]) -> Finding:
    near = nearest(name, known, ALIKE)
    return finding(rule, sources.place(path), path_text(path), name=shown(name), near=near)


def _references(sources: Document) -> Iterator[tuple[Path, str, list[str]]]:
    for number, source in enumerate(sources.data.get("sources") or ()):
        for index, provision in enumerate(source.get("provisions") or ()):
            yield ("sources", number, "provisions", index), "responsible", provision.get("responsible") or []
        for index, element in enumerate(source.get("elements") or ()):
            for key in ("clauses", "duties"):
                yield ("sources", number, "elements", index), key, element.get(key) or []


def _twice(sources: Document, taken: Collection[str]) -> Iterator[Finding]:
    seen = set(taken)
    for path, id_ in _ids(sources):
        if id_ in seen:
            yield finding("pack-source-twice", sources.place(path), path_text(path), id=shown(id_))
        seen.add(id_)


def _ids(sources: Document) -> Iterator[tuple[Path, str]]:
    for number, source in enumerate(sources.data.get("sources") or ()):
        path: Path = ("sources", number)
        entries: list[tuple[Path, Data]] = [(path, source)]
        for key in ("provisions", "elements"):
            entries += [((*path, key, index), one) for index, one in enumerate(source.get(key) or ())]
        yield from (((*at, "id"), entry["id"]) for at, entry in entries if entry.get("id"))
