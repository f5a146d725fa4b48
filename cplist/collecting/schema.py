"""The schema of collect.yaml, which shares its sheets with checklist.yaml (compose/sheets/schema.py).

Each key has its Chinese title and description in collect_keys.yaml, or in those of checklist.yaml.
"""

from __future__ import annotations

from pathlib import Path

from cplist.collecting.lines import LISTS
from cplist.compose.sheets.schema import CHOICES, FORMATS, MESSAGES, SHEET, TEXTS_FILE
from cplist.schema.checks import SOME_ENTRIES
from cplist.schema.file_schema import FileSchema
from cplist.schema.language import (
    FILLED_TEXT,
    FORMAT_VERSION,
    TEXT,
    Keys,
    choice,
    entries,
    held_to,
    mapping,
    named,
    required,
)
from cplist.standing.source import SOURCE

_SHEETS: Keys = {
    "formats": FORMATS,
    "choices": CHOICES,
    "sheets": required(held_to(SOME_ENTRIES, entries({**SHEET, "lines": choice(LISTS)}))),
}
COLLECT = FileSchema(
    name="collect",
    title="汇总的模板",
    description="cplist 模板包的 collect.yaml：从报送的工作簿读取什么，汇总成怎样的工作簿",
    keys={
        "schema": FORMAT_VERSION,
        "file": required(FILLED_TEXT),
        "source": required(mapping(SOURCE)),
        "names": named(TEXT),
        **_SHEETS,
    },
    messages=MESSAGES,
    texts=(TEXTS_FILE, Path(__file__).with_name("collect_keys.yaml")),
)
SHEETS = FileSchema(
    name="sheets", title=COLLECT.title, description="", keys=_SHEETS, messages=MESSAGES, texts=COLLECT.texts
)
"""What of it is like checklist.yaml."""
