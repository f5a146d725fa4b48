"""The keys of checklist.yaml: which there are, which are needed, and what each of them holds.

docs/packs.md says what they mean; a test holds both to each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TEXT, JINJA, EXPRESSION, LOOP, FORMULA = "text", "jinja", "expression", "loop", "formula"
"""Plain words, words with Jinja in them, a Jinja expression, the head of a Jinja loop, a formula in brackets."""
NUMBER, COUNT, SWITCH, COLOR = "number", "count", "switch", "color"


@dataclass(frozen=True)
class Scalar:
    """One value, of that kind; if it has `allowed` values, one of them."""

    kind: str = TEXT
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A mapping with these keys."""

    keys: Mapping[str, Shape]
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Named:
    """A mapping with names of the author's own, all of one shape."""

    inner: Shape


@dataclass(frozen=True)
class Many:
    """A list; `or_one` may be a single value instead, `some` may not be empty."""

    inner: Shape
    or_one: bool = False
    some: bool = False


@dataclass(frozen=True)
class ListOr:
    """Either a list or a mapping."""

    many: Many
    entry: Entry


Shape = Scalar | Entry | Named | Many | ListOr

_TEXT, _JINJA, _EXPRESSION, _LOOP = Scalar(), Scalar(JINJA), Scalar(EXPRESSION), Scalar(LOOP)
_FORMULA, _SWITCH, _COUNT, _COLOR = Scalar(FORMULA), Scalar(SWITCH), Scalar(COUNT), Scalar(COLOR)
_TYPE = Scalar(allowed=("text", "number", "date"))
_TEXTS = Many(_TEXT)

FORMAT = Entry(
    {
        "font": _TEXT,
        "size": Scalar(NUMBER),
        "color": _COLOR,
        "fill": _COLOR,
        "across": Scalar(allowed=("left", "center", "right", "justify")),
        "down": Scalar(allowed=("top", "center", "bottom", "justify")),
        "number": _TEXT,
        **dict.fromkeys(("bold", "border", "wrap", "turned", "underline"), _SWITCH),
    }
)
LINK = Entry({"document": _EXPRESSION, "sheet": _TEXT, "row": _EXPRESSION})
COLUMN = Entry(
    {
        "title": _JINJA,
        "key": _TEXT,
        "width": Scalar(NUMBER),
        "format": _TEXT,
        "value": _EXPRESSION,
        "each": _LOOP,
        "total": Many(_EXPRESSION, or_one=True),
        "hidden": _SWITCH,
        "filled_in": _SWITCH,
        "choices": _TEXT,
        "choices_by": _TEXT,
        "choices_from": _TEXT,
        "type": _TYPE,
        "formula": _FORMULA,
        "formula_when": _EXPRESSION,
        "formula_format": _TEXT,
        "link": LINK,
        "review": _SWITCH,
        "check": _FORMULA,
        "says": _TEXT,
    },
    ("title", "width"),
)
FIELD = Entry(
    {"name": _TEXT, "value": _EXPRESSION, "type": _TYPE, "format": _TEXT, "hint": _TEXT}, ("name", "value")
)
BETWEEN = Entry({"after": _TEXT, "before": _TEXT}, ("after", "before"))
BEHIND = Entry(BETWEEN.keys, ("after",))
"""The columns behind one, or between two."""
CONDITION = Entry({"when": _FORMULA, "format": _TEXT, "columns": ListOr(_TEXTS, BEHIND)}, ("when", "format"))
CHART = Entry(
    {
        "title": _TEXT,
        "series": ListOr(_TEXTS, BETWEEN),
        "categories": _TEXT,
        "stacked": _SWITCH,
        "colors": Many(_COLOR),
    },
    ("title", "series"),
)
_TABLE: Mapping[str, Shape] = {
    "title": _JINJA,
    "rows": _LOOP,
    "within": _LOOP,
    "columns": Many(COLUMN),
    "spare": _COUNT,
    "conditions": Many(CONDITION),
}
BELOW = Entry(_TABLE, ("title", "columns"))
SHEET = Entry(
    {
        "name": _TEXT,
        **_TABLE,
        "note": _JINJA,
        "banner": _JINJA,
        "banner_by": _EXPRESSION,
        "paper": Scalar(allowed=("A4", "A3")),
        "orientation": Scalar(allowed=("landscape", "portrait")),
        "filter": _SWITCH,
        "freeze": _COUNT,
        "turned_header": _SWITCH,
        "one_page": _SWITCH,
        "optional": _SWITCH,
        "lines": Scalar(allowed=("changes", "retired", "conflicts")),
        "fields": Many(FIELD),
        "charts": Many(CHART),
        "below": Many(BELOW),
    },
    ("name", "title", "columns"),
)
CHECKLIST = Entry(
    {
        "schema": Scalar(allowed=("1",)),
        "formats": Named(FORMAT),
        "choices": Named(Many(_TEXT, some=True)),
        "sheets": Many(SHEET),
    },
    ("formats", "sheets"),
)
