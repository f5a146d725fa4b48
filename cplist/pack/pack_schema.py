"""The schema of pack.yaml. Each key has its Chinese title and description in pack_keys.yaml."""

from __future__ import annotations

from pathlib import Path

from cplist.domain import vocabulary
from cplist.domain.notice import Tier
from cplist.pack.papers import KINDS, SIGNING
from cplist.schema import checks
from cplist.schema.file_schema import FileSchema
from cplist.schema.language import (
    FILLED_TEXT,
    FORMAT_VERSION,
    ONE_LINE,
    TEXT,
    TEXTS,
    TRUE_OR_FALSE,
    Keys,
    choice,
    choices,
    either,
    entries,
    held_to,
    mapping,
    named,
    open_choices,
    required,
    several,
)

TYPE_NAMES = {id_: entry["name"] for id_, entry in vocabulary.terms()["types"].items()}
LINES, FUNCTIONS = vocabulary.terms()["lines"], vocabulary.terms()["functions"]
MESSAGES = {
    "top": "pack-not-a-mapping",
    "unknown": "pack-unknown-key",
    "missing": "pack-missing-key",
    "empty": "pack-empty",
    "mapping": "pack-not-a-mapping",
    "list": "pack-not-a-list",
    "entries": "pack-not-a-list",
    "text": "pack-not-text",
    "allowed": "pack-not-allowed",
    "line_end": "pack-line-end",
    "day": "pack-not-day",
    "impossible_day": "pack-not-day",
    "count": "pack-not-count",
    "some": "pack-not-count",
    "switch": "pack-not-switch",
    "version": "pack-not-version",
    "one_of": "pack-not-one",
}
"""How slips in a pack's own files are worded."""

_WORDS: Keys = {
    "says": required(held_to(checks.SOME_ENTRIES, several(held_to(checks.SOME_ENTRIES, several(FILLED_TEXT))))),
    "but_not": several(FILLED_TEXT),
}
ROLE_CHECKS: Keys = {
    "source": TEXT,
    "missing": ONE_LINE,
    "several": ONE_LINE,
    "joint": named(ONE_LINE),
    "posts": several(FILLED_TEXT),
    "answers_for": choices(LINES, LINES),
    "stays_out_of": open_choices([*LINES, *FUNCTIONS], {**LINES, **FUNCTIONS}),
    "may_oversee_nothing": ONE_LINE,
    "overseen_by": ONE_LINE,
    "not_at": choices(Tier),
}
POST: Keys = {
    "words": required(several(FILLED_TEXT)),
    "stays_out_of": required(choices(LINES, LINES)),
    "basis": required(ONE_LINE),
}
INDEPENDENCE: Keys = {
    "functions": required(open_choices(FUNCTIONS, FUNCTIONS)),
    "overseen_by": required(TEXTS),
    "posts": several(FILLED_TEXT),
    "basis": required(ONE_LINE),
}
ROLE: Keys = {
    "id": required(ONE_LINE),
    "name": required(ONE_LINE),
    "collective": TEXT,
    "address": TEXT,
    "substituted": TEXT,
    "stand_in": TEXT,
    "at_most": held_to(checks.COUNT),
    "checks": mapping(ROLE_CHECKS),
}
_DOCUMENT = mapping(
    template=required(ONE_LINE),
    name=required(ONE_LINE),
    folder=TEXT,
    orientation=choice(["landscape", "portrait"]),
)
PACK = FileSchema(
    name="pack",
    title="模板包",
    description="cplist 模板包的 pack.yaml：名称、版本、责任角色、适用的机构类型、文件名",
    keys={
        "schema": FORMAT_VERSION,
        "name": required(ONE_LINE),
        "version": required(held_to(checks.VERSION)),
        "title": required(ONE_LINE),
        "publisher": TEXT,
        "regions": mapping(
            within=TEXT,
            places=several(FILLED_TEXT),
            seated_elsewhere=choices(TYPE_NAMES, TYPE_NAMES),
            **{"except": several(either(FILLED_TEXT, mapping(name=required(FILLED_TEXT), because=TEXT)))},
        ),
        "types": mapping(by_reference=choices(TYPE_NAMES, TYPE_NAMES), by_profile=choices(TYPE_NAMES, TYPE_NAMES)),
        "checks": mapping(
            oversight=TRUE_OR_FALSE,
            completeness=TRUE_OR_FALSE,
            functions=open_choices(FUNCTIONS, FUNCTIONS),
            divided=open_choices(FUNCTIONS, FUNCTIONS),
            source=TEXT,
            posts=entries(POST),
            also_named=named(TEXT),
            independent=entries(INDEPENDENCE),
            reasons=entries({"name": required(ONE_LINE), **_WORDS, "unless": TEXT}),
            superior_instead=mapping(_WORDS),
            no_basis=several(FILLED_TEXT),
        ),
        "functions": named(mapping(name=required(ONE_LINE))),
        "options": named(mapping(decides=required(ONE_LINE))),
        "own_rules": named(mapping(name=required(ONE_LINE))),
        "files": required(mapping(system=required(ONE_LINE), checklist=required(ONE_LINE), map=ONE_LINE)),
        "documents": mapping(dict.fromkeys(KINDS, _DOCUMENT)),
        "lead": ONE_LINE,
        "letters": mapping(dict.fromkeys(SIGNING, TEXTS)),
        "roles": required(entries(ROLE)),
    },
    messages=MESSAGES,
    texts=(Path(__file__).with_name("pack_keys.yaml"),),
)
