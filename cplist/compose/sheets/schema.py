"""The schema of checklist.yaml: which keys there are, which are needed, and what each of them holds.

Each key has its Chinese title and description in checklist_keys.yaml.
"""

from __future__ import annotations

from pathlib import Path

from cplist.schema.checks import CELL_FORMAT, COLOR, FEW, NUMBER, SOME_ENTRIES, SOME_KEYS
from cplist.schema.file_schema import FileSchema
from cplist.schema.language import (
    FILLED_TEXT,
    FORMAT_VERSION,
    TEXT,
    TEXTS,
    TRUE_OR_FALSE,
    Keys,
    Rule,
    Shared,
    choice,
    either,
    entries,
    held_to,
    mapping,
    named,
    required,
    several,
)

HOLDS = "holds"
"""In a text's `meta`: what it is made of, one of the following."""
TOO, ONLY = "too", "only"
"""What a sheet's `party` may be: it stands in the workbook of one party as well, or there alone."""
JINJA, EXPRESSION, LOOP = "jinja", "expression", "loop"
"""Words with Jinja in them, a Jinja expression, the head of a Jinja loop."""


def _holding(what: str, rule: Rule = TEXT) -> Rule:
    return {**rule, "meta": {HOLDS: what}}


_EXPRESSION, _LOOP, _FORMULA = _holding(EXPRESSION), _holding(LOOP), TEXT
_TITLE = required(_holding(JINJA, FILLED_TEXT))
_NAME = required(FILLED_TEXT)
_COUNT, _SIZE, _COLOR = held_to(FEW), held_to(NUMBER), held_to(COLOR)
_TYPE = choice(["text", "number", "date"])

FORMAT = Shared(
    "format",
    {
        "font": TEXT,
        "size": _SIZE,
        "color": _COLOR,
        "fill": _COLOR,
        "across": choice(["left", "center", "right", "justify"]),
        "down": choice(["top", "center", "bottom", "justify"]),
        "number": held_to(CELL_FORMAT),
        **dict.fromkeys(("bold", "border", "wrap", "turned", "underline"), TRUE_OR_FALSE),
    },
)
LINK: Keys = {"document": _EXPRESSION, "sheet": TEXT, "row": _EXPRESSION, "to": _EXPRESSION}
COLUMN = Shared(
    "column",
    {
        "title": _TITLE,
        "final_title": _holding(JINJA),
        "key": TEXT,
        "width": required(_SIZE),
        "format": TEXT,
        "value": _EXPRESSION,
        "each": _LOOP,
        "total": either(several(_EXPRESSION), _EXPRESSION),
        "hidden": TRUE_OR_FALSE,
        "filled_in": TRUE_OR_FALSE,
        "choices": TEXT,
        "choices_by": TEXT,
        "choices_from": TEXT,
        "type": _TYPE,
        "formula": _FORMULA,
        "formula_when": _EXPRESSION,
        "formula_format": TEXT,
        "link": mapping(LINK),
        "review": TRUE_OR_FALSE,
        "check": _FORMULA,
        "says": TEXT,
        "header": TEXT,
    },
)
FIELD: Keys = {
    "name": _NAME,
    "value": required(_holding(EXPRESSION, FILLED_TEXT)),
    "type": _TYPE,
    "format": TEXT,
    "hint": TEXT,
}
BETWEEN: Keys = {"after": _NAME, "before": _NAME}
BEHIND: Keys = {"after": _NAME, "before": TEXT}
"""The columns behind one, or between two."""
CONDITION = Shared(
    "condition",
    {"when": required(FILLED_TEXT), "format": _NAME, "columns": either(TEXTS, mapping(BEHIND))},
)
BARS: Keys = {"columns": required(TEXTS), "color": required(_COLOR)}
CHART: Keys = {
    "title": required(FILLED_TEXT),
    "series": required(either(held_to(SOME_ENTRIES, TEXTS), mapping(BETWEEN))),
    "categories": TEXT,
    "stacked": TRUE_OR_FALSE,
    "colors": several(_COLOR),
}
_COLUMNS = required(held_to(SOME_ENTRIES, entries(COLUMN)))
BELOW: Keys = {
    "title": _TITLE,
    "rows": _LOOP,
    "within": _LOOP,
    "columns": _COLUMNS,
    "spare": _COUNT,
    "conditions": entries(CONDITION),
}
SHEET: Keys = {
    "name": _NAME,
    **BELOW,
    "note": _holding(JINJA),
    "banner": _holding(JINJA),
    "banner_by": _EXPRESSION,
    "paper": choice(["A4", "A3"]),
    "orientation": choice(["landscape", "portrait"]),
    "filter": TRUE_OR_FALSE,
    "freeze": _COUNT,
    "turned_header": TRUE_OR_FALSE,
    "one_page": TRUE_OR_FALSE,
    "optional": TRUE_OR_FALSE,
    "party": choice([TOO, ONLY]),
    "tab": _COLOR,
    "lines": choice(["changes", "retired", "conflicts", "units"]),
    "fields": entries(FIELD),
    "bars": entries(BARS),
    "charts": entries(CHART),
    "below": entries(BELOW),
}
TABLE_LAYOUT: Keys = {
    "sheet": _NAME,
    "table": _COUNT,
    "columns": required(TEXTS),
    "filled_in": TEXTS,
    "formulas": TEXTS,
    "repeated": mapping(BETWEEN),
    "now": named(FILLED_TEXT),
}
EARLIER: Keys = {"layout": required(_COUNT), "tables": required(entries(TABLE_LAYOUT))}
FORMATS = named({**mapping(FORMAT), "nullable": True})
"""A format may say nothing of its own."""
CHOICES = named(held_to(SOME_ENTRIES, several(FILLED_TEXT)))
TEXTS_FILE = Path(__file__).with_name("checklist_keys.yaml")
MESSAGES = {
    "top": "checklist-not-a-mapping",
    "unknown": "checklist-unknown-key",
    "missing": "checklist-missing-key",
    "empty": "checklist-empty",
    "mapping": "checklist-not-a-mapping",
    "list": "checklist-not-a-list",
    "entries": "checklist-not-a-list",
    "text": "checklist-not-text",
    "allowed": "checklist-not-allowed",
    "number": "checklist-not-number",
    "few": "checklist-not-count",
    "switch": "checklist-not-switch",
    "color": "checklist-not-color",
    "cell_format": "checklist-not-format",
}
CHECKLIST = FileSchema(
    name="checklist",
    title="责任清单的模板",
    description="cplist 模板包的 checklist.yaml：责任清单工作簿的格式、下拉列表和工作表",
    keys={
        "schema": FORMAT_VERSION,
        "layout": _COUNT,
        "earlier": entries(EARLIER),
        "formats": required(held_to(SOME_KEYS, FORMATS)),
        "choices": CHOICES,
        "sheets": required(held_to(SOME_ENTRIES, entries(SHEET))),
    },
    messages=MESSAGES,
    texts=(TEXTS_FILE,),
)
