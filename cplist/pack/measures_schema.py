"""The schema of measures.yaml. Each key has its Chinese title and description in measures_keys.yaml."""

from __future__ import annotations

from pathlib import Path

from cplist.pack.pack_schema import MESSAGES, TYPE_NAMES
from cplist.schema.file_schema import FileSchema
from cplist.schema.language import (
    FILLED_TEXT,
    FORMAT_VERSION,
    ONE_LINE,
    TEXT,
    Keys,
    choices,
    mapping,
    named,
    required,
)

TRADE: Keys = {"name": required(ONE_LINE), "types": required(choices(TYPE_NAMES, TYPE_NAMES))}
SUGGESTED: Keys = {"measure": required(FILLED_TEXT), "evidence": TEXT, "frequency": TEXT}
MEASURES = FileSchema(
    name="measures",
    title="各行业的措施",
    description="cplist 模板包的 measures.yaml：建议的措施按行业另写的",
    keys={
        "schema": FORMAT_VERSION,
        "trades": required(named(mapping(TRADE))),
        "measures": required(named(named(mapping(SUGGESTED)))),
    },
    messages=MESSAGES,
    texts=(Path(__file__).with_name("measures_keys.yaml"),),
)
