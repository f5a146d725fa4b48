"""The schema of notice.yaml. Each key has its Chinese title and description in notice_keys.yaml."""

from __future__ import annotations

from pathlib import Path

from cplist.domain import vocabulary
from cplist.domain.notice import SUPERIORS, UNITS, Kind, Tier, Trigger
from cplist.pack.pack_schema import MESSAGES
from cplist.schema import checks
from cplist.schema.file_schema import FileSchema
from cplist.schema.language import (
    FILLED_TEXT,
    FORMAT_VERSION,
    ONE_LINE,
    TEXT,
    TEXTS,
    Keys,
    choice,
    choices,
    entries,
    held_to,
    mapping,
    required,
)

PRINTED = ("title", "number", "addressees", "signature", "date")
"""The lines around the clauses, as they stand in the notice."""
PRESUPPOSED = ("consumers",)
"""What a duty may presuppose: who has none of it doesn't have the duty."""
DUTY: Keys = {
    "id": required(FILLED_TEXT),
    "text": required(FILLED_TEXT),
    "kind": required(choice(Kind, vocabulary.terms()["kinds"])),
    "rule": required(ONE_LINE),
    "responsible": TEXTS,
    "supporting": TEXTS,
    "overseen_by": TEXTS,
    "bearers": TEXTS,
    "grade": TEXT,
    "trigger": choice(Trigger, vocabulary.terms()["triggers"]),
    "modal": TEXT,
    "addressee": TEXT,
    "topic": TEXT,
    "tiers": choices(Tier),
    "condition": TEXT,
    "scope": TEXT,
    "binds": choice((UNITS, SUPERIORS)),
    "power": TEXT,
    "superior_at": choices(Tier),
    "local_part": TEXT,
    "may_not": TEXTS,
    "presupposes": choice(PRESUPPOSED),
    "note": TEXT,
    "measure": TEXT,
    "evidence": TEXT,
    "frequency": TEXT,
    "parts": TEXTS,
    "failing": TEXTS,
    "replaces": TEXTS,
}
CLAUSE: Keys = {
    "id": required(FILLED_TEXT),
    "label": required(TEXT),
    "heading": TEXT,
    "topic": TEXT,
    "text": TEXT,
    "duties": entries(DUTY),
}
NOTICE = FileSchema(
    name="notice",
    title="通知的目录",
    description="cplist 模板包的 notice.yaml：通知的条款和责任事项",
    keys={
        "schema": FORMAT_VERSION,
        "title": required(FILLED_TEXT),
        "number": required(TEXT),
        "issuer": required(TEXT),
        "date": required(held_to(checks.DAY)),
        "effective": required(held_to(checks.DAY)),
        "validity": TEXT,
        "regulator_today": TEXT,
        "printed": required(mapping(dict.fromkeys(PRINTED, required(TEXT)))),
        "clauses": required(entries(CLAUSE)),
    },
    messages=MESSAGES,
    texts=(Path(__file__).with_name("notice_keys.yaml"),),
)
