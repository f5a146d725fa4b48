"""The schema of a profile: the one place that says which keys there are and what stands behind them.

Each key has its Chinese title and description in profile_keys.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cplist.domain import vocabulary
from cplist.domain.institution import ANNEXES
from cplist.domain.notice import Tier
from cplist.schema import checks
from cplist.schema.file_schema import FileSchema
from cplist.schema.language import (
    FORMAT_VERSION,
    ONE_LINE,
    TRUE_OR_FALSE,
    Keys,
    Rule,
    choice,
    choices,
    either,
    entries,
    held_to,
    mapping,
    named,
    one_or_several,
    open_choice_of,
    open_choices,
    required,
    several,
)

JSON_SCHEMA_FILE = "cplist.schema.json"
"""The file beside a profile in which an editor finds its JSON Schema."""
TIERS = [tier.value for tier in Tier]
BODIES = ("committee", "working_committee", "deliberation", "board_committee", "board", "supervision")
NEWLY_RESERVED = frozenset(["working_committee", "board", "supervision"])
"""Ids that were free once: a leader or a department that has one keeps it, unless the profile names that body."""
RESERVED = frozenset(["institution", "superior", "party_organisation", "all_staff", "front_staff", *BODIES, *TIERS])
LEADER_ROLES = list(vocabulary.terms()["leader_roles"])
LINES = list(vocabulary.terms()["lines"])
FUNCTIONS = list(vocabulary.terms()["functions"])
TYPE_NAMES = {id_: entry["name"] for id_, entry in vocabulary.terms()["types"].items()}
KEYED = {
    "leaders": "id",
    "departments": "id",
    "levels": "tier",
    "assignments": "duty",
    "own_duties": "id",
    "own_rules": "id",
    "reporting": "level",
    "accept": "rule",
}
"""Lists of mappings, and the key that tells their entries apart."""

TERM = ONE_LINE
"""One line of text that is no prose: a path, a name for the program."""
TEXT: Rule = {**ONE_LINE, "meta": {"prose": True}}
"""One line of text that is printed in the documents."""
ID = held_to(checks.ID)
ID_OF_PACK = TERM
"""An id that the pack declares."""
DAY = held_to(checks.DAY)
COUNT = held_to(checks.COUNT)
YEAR = held_to(checks.YEAR)
IDS = several(ID)
NO_LETTER = choice(["none"])


def _called(group: str) -> Mapping[str, str]:
    names: Mapping[str, str] = vocabulary.terms()[group]
    return names


FUNCTIONS_HELD = open_choices(FUNCTIONS, _called("functions"))
"""Functions of the vocabulary, and those that the pack has beside them (pack.yaml: `functions`)."""
WHO = TEXT
"""The id of somebody, or words for somebody whom the profile doesn't name otherwise."""
_BODY: Keys = {
    "name": required(TEXT),
    "short_name": TEXT,
    "chair": ID,
    "deputy_chairs": IDS,
    "members": several(WHO),
    "office": ID,
    "office_head": WHO,
    "meetings": TEXT,
    "reports_to": one_or_several(WHO),
    "oversees": IDS,
    "basis": TEXT,
}
BODY = mapping(_BODY)
BOARD = mapping({**_BODY, "name": TEXT})
"""The board has its name from institution.board."""
KIND = mapping(
    id=required(ID),
    name=required(TEXT),
    short_name=TEXT,
    count=COUNT,
    units=entries(id=ID, name=required(TEXT)),
    units_from=TERM,
)
FUNCTION = open_choice_of(FUNCTIONS, _called("functions"))

KEYS: Keys = {
    "schema": required(FORMAT_VERSION),
    "pack": either(TERM, mapping(name=required(TERM), version=TERM)),
    "extends": TERM,
    "institution": required(
        mapping(
            name=required(TEXT),
            short_name=required(TEXT),
            self_name=TEXT,
            type=required(choice(vocabulary.types(), TYPE_NAMES)),
            tier=required(choice(TIERS)),
            also=choices(TIERS),
            region=TEXT,
            party=choice(["党委", "党总支", "党支部", "none"]),
            board=choice(["董事会", "理事会", "none"]),
            superior=mapping(name=required(TEXT), kind=TEXT, counts_as_superior=TRUE_OR_FALSE),
            subsidiaries=entries(name=required(TEXT), kind=TEXT, arrangement=TEXT),
            applicability=choice(["direct", "by_reference"]),
        )
    ),
    "document": mapping(
        number=TEXT,
        date=DAY,
        effective=DAY,
        status=choice(["draft", "final"]),
        supersedes=TEXT,
        interpreter=ID,
        title=TEXT,
        approval=TEXT,
        cover=TRUE_OR_FALSE,
        heading=TEXT,
        names=TRUE_OR_FALSE,
        annexes=choices(ANNEXES),
        assessment=TRUE_OR_FALSE,
        period=TEXT,
    ),
    "sources": named(TEXT),
    "levels": required(
        entries(tier=required(choice(TIERS)), name=required(TEXT), count=COUNT, kinds=several(KIND))
    ),
    "bodies": mapping({body: BOARD if body == "board" else BODY for body in BODIES}),
    "leaders": required(
        entries(
            id=required(ID),
            post=required(TEXT),
            name=TEXT,
            roles=required(choices(LEADER_ROLES, _called("leader_roles"))),
            oversees=IDS,
            field=TEXT,
            functions=FUNCTIONS_HELD,
            substitute=mapping(
                **{"for": required(choice(LEADER_ROLES, _called("leader_roles"))), "basis": required(TEXT)}
            ),
            signs_with=ID,
            short_post=TEXT,
            vacant=TRUE_OR_FALSE,
            acting=ID,
            assists=ID,
            external=TERM,
            letter=NO_LETTER,
        )
    ),
    "departments": required(
        entries(
            id=required(ID),
            name=required(TEXT),
            lines=required(choices(LINES, _called("lines"))),
            functions=FUNCTIONS_HELD,
            short_name=TEXT,
            parent=ID,
            handles=named(TEXT),
            consumers=choice(["none"]),
            letter=NO_LETTER,
        )
    ),
    "letters": mapping(year=YEAR, copies=COUNT),
    "centralised": several(either(FUNCTION, mapping(function=required(FUNCTION), what=TEXT, stays=TEXT))),
    "assignments": entries(
        duty=required(TERM),
        lead=ID,
        support=IDS,
        overseen_by=IDS,
        measure=TEXT,
        frequency=TEXT,
        evidence=TEXT,
        reason=TEXT,
        performed_by=choice(["superior"]),
        local_part=TEXT,
        not_applicable=TEXT,
    ),
    "own_duties": entries(
        id=required(ID),
        party=required(ID),
        text=required(TEXT),
        measure=TEXT,
        evidence=TEXT,
        frequency=TEXT,
    ),
    "options": named(TEXT),
    "reporting": entries(
        level=required(TEXT),
        risk=TEXT,
        event=TEXT,
        route=TEXT,
        limit=TEXT,
        contents=TEXT,
    ),
    "measures": named(TEXT),
    "own_rules": entries(id=required(ID_OF_PACK), name=required(TEXT), number=TEXT),
    "accept": entries(rule=required(TERM), reason=required(TEXT)),
}

PROFILE = FileSchema(
    name="profile",
    title="机构档案",
    description="cplist 的机构档案：一家银行保险机构的层级、负责人、部门和自己的决定",
    keys=KEYS,
    messages={
        "top": "profile-not-a-mapping",
        "unknown": "profile-unknown-key",
        "missing": "profile-missing-key",
        "empty": "profile-empty-value",
        "mapping": "profile-wrong-mapping",
        "list": "profile-wrong-list",
        "entries": "profile-wrong-entries",
        "text": "profile-wrong-text",
        "allowed": "profile-not-allowed",
        "line_end": "profile-line-end",
        "id": "profile-wrong-id",
        "day": "profile-wrong-day",
        "impossible_day": "profile-impossible-day",
        "count": "profile-wrong-count",
        "year": "profile-wrong-year",
        "switch": "profile-wrong-switch",
    },
    texts=(Path(__file__).with_name("profile_keys.yaml"),),
    extends="extends",
    keyed=KEYED,
    unique=True,
)
