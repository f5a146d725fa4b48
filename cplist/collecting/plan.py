"""What a pack's collect.yaml asks for: where to read, in which words, and which sheets to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cplist.collecting.schema import COLLECT, SHEETS
from cplist.compose.sheets.names import Where
from cplist.compose.sheets.plan import Plan, plan
from cplist.compose.sheets.schema import CHECKLIST
from cplist.compose.templates import Templates
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.schema.check import checked
from cplist.standing.counts import CLASSES
from cplist.standing.source import FILE, Source
from cplist.yamldoc.document import Document, read

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


def collect_plan(templates: Templates) -> CollectPlan:
    """The pack's plan of a collection. Raises FindingsError for a pack that has none, or one with slips."""
    at = Location(templates.file(FILE))
    if not templates.has(FILE):
        raise FindingsError([finding("collect-unsupported", at, pack=templates.pack.name)])
    document, findings = read(templates.pack.files[FILE], templates.file(FILE))
    usable, slips, _ = checked(document, COLLECT)
    checklist, others, _ = checked(templates.pack.checklist, CHECKLIST)
    findings += slips or others or _problems(usable.data["source"], checklist.data, Where(document))
    if findings:
        raise FindingsError(findings)
    data = usable.data
    compiled = plan(_sheets(document, checklist.data), templates.environment.from_string, SHEETS)
    return CollectPlan(data["file"], _source(templates, data["source"]), data.get("names") or {}, compiled)


def _sheets(document: Document, checklist: Data) -> Document:
    """Of collect.yaml what it shares with checklist.yaml, over what it takes from there."""
    shared = {key: {**(checklist.get(key) or {}), **(document.data.get(key) or {})} for key in SHARED}
    return replace(document, data={"sheets": document.data["sheets"], **shared})


def _source(templates: Templates, described: Data) -> Source:
    """Where to read, with what reading needs of checklist.yaml as plain data that other processes can be given."""
    checklist = {key: templates.pack.checklist.data.get(key) for key in ("sheets", *SHARED)}
    return Source(checklist=checklist, pack=templates.pack.name, **described)


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
