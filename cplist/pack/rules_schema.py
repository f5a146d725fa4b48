"""The schema of rules.yaml. Each key has its Chinese title and description in rules_keys.yaml."""

from __future__ import annotations

from pathlib import Path

from cplist.domain import vocabulary
from cplist.domain.notice import Tier
from cplist.pack.pack_schema import FUNCTIONS, LINES, MESSAGES
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
    Shared,
    choice,
    choices,
    entries,
    held_to,
    mapping,
    named,
    one_or_several,
    required,
    several,
)

COMBINING = ("any", "all", "first")
"""Ways to find parties by several others."""
SEARCHING = (
    *("leader", "function", "line", "departments", "body", "chair"),
    *("role", "levels", "unit", "overseers", "overseen", "posts", "staff"),
)
WAYS = (*SEARCHING, *COMBINING)
"""Ways to find parties: a finder has one of them."""
ANYBODY = "any"
"""As a leader's role: whoever is a leader."""

_LEADERS = {**vocabulary.terms()["leader_roles"], ANYBODY: "任何负责人"}
_BODIES = {
    "committee": "消保委员会",
    "working_committee": "消保工作委员会",
    "deliberation": "其他议事机构",
    "board_committee": "董事会专门委员会",
    "board": "董（理）事会",
    "supervision": "监督机构",
}
_UNITS = {"institution": "本机构", "superior": "上级机构", "party_organisation": "党组织"}
_STAFF = {"all": "全体人员", "front": "前台人员"}
_DEPARTMENTS = {"all": "所有部门", "unassigned": "不在责任主体之列的部门"}

FINDER = Shared("finder")
FIND = held_to(checks.exactly_one(WAYS), mapping(FINDER))
"""How to find parties: one way, and perhaps whom to leave out and how many to take."""
FINDER.keys = {
    "leader": choice(_LEADERS, _LEADERS),
    "function": one_or_several(held_to(checks.open_choice(FUNCTIONS))),
    "line": choice(LINES, LINES),
    "departments": choice(_DEPARTMENTS, _DEPARTMENTS),
    "body": choice(_BODIES, _BODIES),
    "chair": choice(_BODIES, _BODIES),
    "role": ONE_LINE,
    "levels": choice(["below"]),
    "unit": choice(_UNITS, _UNITS),
    "posts": one_or_several(held_to(checks.open_choice(FUNCTIONS))),
    "staff": choice(_STAFF, _STAFF),
    "overseers": choice(["responsible"]),
    "overseen": choice(["responsible"]),
    **dict.fromkeys(COMBINING, held_to(checks.SOME_ENTRIES, several(FIND))),
    "except": TEXTS,
    "standing": ONE_LINE,
    "limit": held_to(checks.SOME),
    "called": TEXTS,
}
STANDING: Keys = {"id": required(ONE_LINE), "posts": several(FILLED_TEXT), "finding": TEXT, "when": TEXT}
STEP: Keys = {"find": required(FIND), "when": TEXT, "says": TEXT, "finding": TEXT}
ROLE: Keys = {**STEP, "else": entries(STEP)}
CONDITION: Keys = {
    "exists": FIND,
    "absent": FIND,
    "at_least": held_to(checks.SOME),
    "reason": required(FILLED_TEXT),
    "otherwise": choice(["levels"]),
    "requires": ONE_LINE,
}
ADDITION: Keys = {
    "role": required(ONE_LINE),
    "when": required(ONE_LINE),
    "says": TEXT,
    "finding": TEXT,
    "none_says": TEXT,
    "none_finding": TEXT,
    "not_by": TEXTS,
}
RULE = Shared(
    "rule",
    {
        "why": TEXT,
        "supporting": TEXTS,
        "overseen_by": TEXTS,
        "supervised_by": TEXTS,
        "else_supervised_by": TEXTS,
        "deliberated_by": TEXTS,
        "approved_by": TEXTS,
        "adds": entries(ADDITION),
        "personal": TRUE_OR_FALSE,
    },
)
USUAL: Keys = {
    "tiers": required(choices(Tier)),
    "functions": required(TEXTS),
    "unusual_here": TRUE_OR_FALSE,
}
RULES = FileSchema(
    name="rules",
    title="分配规则",
    description="cplist 模板包的 rules.yaml：责任角色落到谁，责任领导、监督主体是谁",
    keys={
        "schema": FORMAT_VERSION,
        "roles": required(named(mapping(ROLE))),
        "standings": named(entries(STANDING)),
        "conditions": named(held_to(checks.exactly_one(("exists", "absent")), mapping(CONDITION))),
        "levels": mapping(RULE),
        "centralised": entries(USUAL),
        "tiers": mapping(other=TEXT, none=TEXT, lowest=TEXT, names=mapping({tier.value: TEXT for tier in Tier})),
        "rules": required(named(mapping(RULE))),
    },
    messages=MESSAGES,
    texts=(Path(__file__).with_name("rules_keys.yaml"),),
)
