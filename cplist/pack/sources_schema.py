"""The schema of sources.yaml. Each key has its Chinese title and description in sources_keys.yaml."""

from __future__ import annotations

from pathlib import Path

from cplist.domain import vocabulary
from cplist.domain.notice import Tier, Trigger
from cplist.domain.sources import Addressee
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
    required,
)

PROVISION: Keys = {
    "id": required(ONE_LINE),
    "where": required(ONE_LINE),
    "text": required(FILLED_TEXT),
    "addressee": required(choice(Addressee, vocabulary.terms()["addressees"])),
    "responsible": TEXTS,
    "tiers": choices(Tier),
    "trigger": choice(Trigger, vocabulary.terms()["triggers"]),
    "note": TEXT,
}
ELEMENT: Keys = {
    "id": required(ONE_LINE),
    "name": required(ONE_LINE),
    "weight": TEXT,
    "clauses": TEXTS,
    "duties": TEXTS,
}
SOURCE: Keys = {
    "id": required(held_to(checks.ID)),
    "title": required(ONE_LINE),
    "short_title": TEXT,
    "number": TEXT,
    "issuer": TEXT,
    "since": held_to(checks.DAY),
    "status": required(ONE_LINE),
    "seen": TEXT,
    "note": TEXT,
    "provisions": entries(PROVISION),
    "elements": entries(ELEMENT),
}
SOURCES = FileSchema(
    name="sources",
    title="其他规定",
    description="cplist 模板包的 sources.yaml：通知以外的规定",
    keys={"schema": FORMAT_VERSION, "sources": required(entries(SOURCE))},
    messages=MESSAGES,
    texts=(Path(__file__).with_name("sources_keys.yaml"),),
)
