"""Where a pack's workbook says how far its rows are: sheet, columns and words, as collect.yaml has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cplist.compose.sheets.schema import MESSAGES
from cplist.compose.templates import Templates
from cplist.core.findings import FindingsError
from cplist.schema.check import checked
from cplist.schema.file_schema import FileSchema
from cplist.schema.language import FILLED_TEXT, TEXT, Keys, mapping, named, required
from cplist.yamldoc.document import read

FILE = "collect.yaml"
SOURCE: Keys = {
    "sheet": required(FILLED_TEXT),
    "state": required(FILLED_TEXT),
    "judged": required(FILLED_TEXT),
    "measure": required(FILLED_TEXT),
    "words": required(named(TEXT)),
    "due": TEXT,
    "day": TEXT,
    "period": TEXT,
    "ledger": TEXT,
    "act": TEXT,
}
_ONLY_SOURCE = FileSchema("source", "", "", {"source": required(mapping(SOURCE))}, MESSAGES, ())


@dataclass(frozen=True)
class Source:
    """Where a pack's workbook has what is collected: sheet and columns by their names. `words` say which class each
    word of the column `judged` means; `due` is the column with the day that a row is due, `day` and `period` the
    names of the single cells with the date and with the period, `ledger` the sheet with one line per act and `act`
    its column of dates."""

    checklist: Mapping[str, Any]
    sheet: str
    state: str
    judged: str
    measure: str
    words: Mapping[str, str]
    due: str = ""
    day: str = ""
    period: str = ""
    ledger: str = ""
    act: str = ""
    pack: str = ""


def source_of(templates: Templates) -> Source | None:
    """Where the pack's workbook says so; None for a pack whose workbooks can't be collected. Raises FindingsError
    for slips."""
    if not templates.has(FILE):
        return None
    document, findings = read(templates.pack.files[FILE], templates.file(FILE))
    data = {"source": document.data["source"]} if "source" in document.data else {}
    usable, slips, _ = checked(replace(document, data=data), _ONLY_SOURCE)
    if findings := [*findings, *slips]:
        raise FindingsError(findings)
    return Source(checklist=templates.pack.checklist.data, pack=templates.pack.name, **usable.data["source"])
