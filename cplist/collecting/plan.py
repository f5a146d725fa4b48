"""The keys of collect.yaml, as compose/sheets/keys.py has those of checklist.yaml, whose sheets it shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cplist.collecting.lines import LISTS
from cplist.collecting.returns import CLASSES, Source
from cplist.compose.sheets.keys import CHECKLIST, SHEET, Entry, Many, Named, Scalar
from cplist.compose.sheets.names import Where
from cplist.compose.sheets.plan import Plan, plan
from cplist.compose.sheets.shape import well_formed
from cplist.compose.templates import Templates
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.yamldoc.document import read

_TEXT = Scalar()
SOURCE = Entry(
    {
        **dict.fromkeys(("sheet", "state", "judged", "measure", "due", "day", "ledger", "act"), _TEXT),
        "words": Named(_TEXT),
    },
    ("sheet", "state", "judged", "measure", "words"),
)
SHEETS = Entry(
    {
        "formats": CHECKLIST.keys["formats"],
        "choices": CHECKLIST.keys["choices"],
        "sheets": Many(Entry({**SHEET.keys, "lines": Scalar(allowed=tuple(LISTS))}, SHEET.required)),
    },
    ("sheets",),
)
"""What of it is like checklist.yaml."""
COLLECT = Entry(
    {
        "schema": CHECKLIST.keys["schema"],
        "file": _TEXT,
        "source": SOURCE,
        "names": Named(_TEXT),
        **SHEETS.keys,
    },
    ("file", "source", "sheets"),
)


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


def collect_plan(templates: Templates) -> CollectPlan:
    """The pack's plan of a collection. Raises FindingsError for a pack that has none, or one with slips."""
    at = Location(templates.file(FILE))
    if not templates.has(FILE):
        raise FindingsError([finding("collect-unsupported", at, pack=templates.pack.name)])
    document, findings = read(templates.pack.files[FILE], templates.file(FILE))
    checklist = templates.pack.checklist.data
    shared = {key: {**(checklist.get(key) or {}), **(document.data.get(key) or {})} for key in SHARED}
    document = replace(document, data={**document.data, **shared})
    data, slips = well_formed(document, COLLECT)
    findings += slips or _problems(data["source"], checklist, Where(document))
    if findings:
        raise FindingsError(findings)
    sheets = replace(document, data={key: document.data[key] for key in ("sheets", *SHARED)})
    compiled = plan(sheets, templates.environment.from_string, SHEETS)
    return CollectPlan(data["file"], _source(templates, data["source"]), data.get("names") or {}, compiled)


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
