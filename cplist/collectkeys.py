"""The keys of collect.yaml, as checklistkeys.py has those of checklist.yaml, whose sheets it shares."""

from __future__ import annotations

from cplist.checklistkeys import CHECKLIST, SHEET, Entry, Many, Named, Scalar
from cplist.collectlines import LISTS

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
