"""A pack's collect.yaml: where its workbooks have what is collected, the words, the sheets of the collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cplist.checklistnames import Where
from cplist.checklistshape import well_formed
from cplist.collectkeys import COLLECT, SHEETS
from cplist.errors import Finding, FindingsError, Location
from cplist.filing import CLASSES, Source
from cplist.messages import finding
from cplist.press import Press
from cplist.sheets import Plan, plan
from cplist.yamldoc import read

FILE = "collect.yaml"
COLUMNS = ("state", "judged", "measure", "due")
"""The keys of `source` that name columns of its sheet."""
SHARED = ("formats", "choices")
"""What a collection takes from checklist.yaml, where it has none of its own."""
Data = Mapping[str, Any]


@dataclass(frozen=True)
class CollectPlan:
    """What collect.yaml says: the name of the files, where to read, the words, the sheets."""

    file: str
    source: Source
    names: Mapping[str, str]
    sheets: Plan


def collect_plan(press: Press) -> CollectPlan:
    """The pack's plan of a collection. Raises FindingsError for a pack that has none, or one with slips."""
    at = Location(press.file(FILE))
    if not press.has(FILE):
        raise FindingsError([finding("collect-unsupported", at, pack=press.pack.name)])
    document, findings = read(press.pack.files[FILE], press.file(FILE))
    checklist = press.pack.checklist.data
    shared = {key: {**(checklist.get(key) or {}), **(document.data.get(key) or {})} for key in SHARED}
    document = replace(document, data={**document.data, **shared})
    data, slips = well_formed(document, COLLECT)
    findings += slips or _problems(data["source"], checklist, Where(document))
    if findings:
        raise FindingsError(findings)
    sheets = replace(document, data={key: document.data[key] for key in ("sheets", *SHARED)})
    compiled = plan(sheets, press.environment.from_string, SHEETS)
    return CollectPlan(data["file"], _source(press, data["source"]), data.get("names") or {}, compiled)


def _source(press: Press, described: Data) -> Source:
    """Where to read, with what reading needs of checklist.yaml as plain data that other processes can be given."""
    checklist = {key: press.pack.checklist.data.get(key) for key in ("sheets", *SHARED)}
    return Source(checklist=checklist, pack=press.pack.name, **described)


def _problems(source: Data, checklist: Data, where: Where) -> Iterator[Finding]:
    """Sheets, columns and classes that aren't there."""
    sheets = {sheet["name"]: [column["title"] for column in sheet["columns"]] for sheet in checklist["sheets"]}
    for key in ("sheet", "ledger"):
        if source.get(key) and source[key] not in sheets:
            yield where.unknown(("source", key), source[key], sheets)
    places = [*((key, source["sheet"]) for key in COLUMNS), ("act", source.get("ledger", ""))]
    for key, sheet in places:
        if source.get(key) and sheet in sheets and source[key] not in sheets[sheet]:
            yield where.unknown(("source", key), source[key], sheets[sheet])
    for word, kind in source["words"].items():
        if kind not in CLASSES:
            yield where.unknown(("source", "words", word), kind, CLASSES)
