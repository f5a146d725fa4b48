"""What a form consists of: its sheets and what can be filled in on each, made from the schema of profiles.

A mapping is a sheet with a line for each key, a list of mappings a table with a column for each, mappings that are
alike (議) a table with a line for each, a mapping whose keys are the author's own a table of two columns. A list of
closed values is a group of ticks. What is inside an entry of a list and isn't simple has a sheet of its own, whose
lines name the entry that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from cplist.form.marks import MARK
from cplist.form.values import choices_of
from cplist.profile.schema import PROFILE
from cplist.schema.checks import ID
from cplist.schema.file_schema import REMOVE
from cplist.schema.language import Keys, Rule, inner, keys_of

Steps = tuple[str, ...]
"""Keys from the top of a profile, or from an entry of a list, down."""
REST = "其他"
NOTHING = "无"


class SheetKind(StrEnum):
    """What a sheet holds: a mapping, a list of mappings, mappings that are alike, a mapping with its own keys."""

    FIELDS = "fields"
    TABLE = "table"
    ALIKE = "alike"
    NAMED = "named"


class SlotKind(StrEnum):
    """What stands in a cell: a text; several, with 、 between them; a tick for one value of a list, for an empty
    list, for an entry to remove, for a mapping with nothing in it; values of a list that have no tick; which entry
    the line belongs to; a key of the author's own."""

    TEXT = "text"
    LIST = "list"
    TICK = "tick"
    EMPTY = "empty"
    REST = "rest"
    REMOVE = "remove"
    PRESENT = "present"
    PARENT = "parent"
    KEY = "key"


_MARKS = {
    SlotKind.EMPTY: "=",
    SlotKind.REST: "=*",
    SlotKind.REMOVE: "-",
    SlotKind.PRESENT: "+",
    SlotKind.PARENT: "^",
    SlotKind.KEY: "#",
}
TICKS = (SlotKind.TICK, SlotKind.EMPTY, SlotKind.REMOVE, SlotKind.PRESENT)


@dataclass(frozen=True, eq=False)
class Slot:
    """One thing that can be filled in: the value at `path` below what the line (or the sheet) holds. `group` is
    what stands above its title; `value` that of a tick."""

    kind: SlotKind
    path: Steps
    rule: Rule
    title: str
    description: str = ""
    group: str = ""
    required: bool = False
    value: str = ""

    @property
    def mark(self) -> str:
        """By which the program knows it again in a workbook."""
        end = f"={self.value}" if self.kind is SlotKind.TICK else _MARKS.get(self.kind, "")
        return (".".join(self.path) + end) or "."

    @property
    def refers(self) -> bool:
        """Whether it is the id of somebody who stands elsewhere."""
        is_id = self.rule.get("check_with") is ID
        return is_id and (
            self.kind is SlotKind.PARENT or (self.kind is SlotKind.TEXT and self.path[-1:] != ("id",))
        )


@dataclass(frozen=True, eq=False)
class FormSheet:
    """A sheet: what it holds, at `path` from the top of a profile (a list has no step of its own). `parent` is the
    sheet with the entries that its lines belong to, `rows` the keys of mappings that are alike, with title and
    description."""

    kind: SheetKind
    path: Steps
    name: str
    description: str
    slots: tuple[Slot, ...]
    required: bool = False
    parent: FormSheet | None = None
    rows: Mapping[str, tuple[str, str]] | None = None

    @property
    def mark(self) -> str:
        return f"{MARK}{'.'.join(self.path)}"

    @property
    def identity(self) -> Slot | None:
        """What tells the entries of a list apart."""
        key = PROFILE.keyed.get(self.path[0], "id") if len(self.path) == 1 else "id"
        return next((slot for slot in self.slots if slot.path == (key,)), None)


@cache
def layout() -> tuple[FormSheet, ...]:
    """The sheets of a form: first what every profile has, last what is there for the program."""
    keys = PROFILE.described
    simple = {key: rule for key, rule in keys.items() if not _is_deep(rule)}
    sheets = [sheet for key, rule in keys.items() if key not in simple for sheet in _sheets(rule, (key,), None)]
    needed = [sheet for sheet in sheets if keys[sheet.path[0]].get("required")]
    others = [sheet for sheet in sheets if sheet not in needed]
    last = FormSheet(SheetKind.FIELDS, (), PROFILE.title, PROFILE.description, tuple(_slots(simple, ())), True)
    return _named([*needed, *others, last])


def _is_deep(rule: Rule) -> bool:
    """Whether it has a sheet of its own: a mapping, or a list of some."""
    return (rule.get("type") == "dict" or bool(keys_of(rule))) and not _is_scalar_or_mapping(rule)


def _is_scalar_or_mapping(rule: Rule) -> bool:
    return {one["type"] for one in rule.get("anyof", ())} == {"string", "dict"}


def _sheets(rule: Rule, path: Steps, parent: FormSheet | None) -> Iterator[FormSheet]:
    """The sheet of a mapping or a list, then those of what is inside it."""
    meta = rule["meta"]
    kind = _kind(rule)
    keys = {} if kind in (SheetKind.NAMED, SheetKind.ALIKE) else keys_of(rule)
    rows = None
    if kind is SheetKind.NAMED:
        slots = [
            _slot(SlotKind.KEY, (), {}, "代号"),
            _slot(SlotKind.TEXT, (), inner(rule, ""), "填写"),
        ]
    elif kind is SheetKind.ALIKE:
        rows = {key: (one["meta"]["title"], one["meta"]["description"]) for key, one in keys_of(rule).items()}
        slots = [*_slots(_union(keys_of(rule).values()), ()), _slot(SlotKind.PRESENT, (), {}, "只设不填")]
    else:
        slots = [*_own(rule, kind), *_slots(keys, ())]
    if kind is SheetKind.TABLE:
        slots.sort(key=lambda slot: slot.kind in (*TICKS, SlotKind.REST) and _is_wide(slot.rule))
        if len(path) == 1 and path[0] in PROFILE.keyed:
            slots.append(_removal())
    if parent:
        slots.insert(0, _parent(parent))
    sheet = FormSheet(
        kind, path, meta["title"], meta["description"], tuple(slots), bool(rule.get("required")), parent, rows
    )
    yield sheet
    below = sheet if kind is SheetKind.TABLE else parent
    yield from _nested(keys, path, below)


def _nested(keys: Keys, path: Steps, parent: FormSheet | None) -> Iterator[FormSheet]:
    for key, rule in keys.items():
        if _flattened(rule):
            yield from _nested(keys_of(rule), (*path, key), parent)
        elif _is_deep(rule):
            yield from _sheets(rule, (*path, key), parent)


def _flattened(rule: Rule) -> bool:
    """Whether it is a mapping whose keys stand among those of the mapping around it."""
    return (rule.get("type") == "dict" and "valuesrules" not in rule) or _is_scalar_or_mapping(rule)


def _kind(rule: Rule) -> SheetKind:
    if rule["type"] == "list":
        return SheetKind.TABLE
    if "valuesrules" in rule:
        return SheetKind.NAMED
    below = keys_of(rule).values()
    alike = all(_flattened(one) and not _is_scalar_or_mapping(one) for one in below)
    simple = all(not _is_deep(one) for one in _union(below).values())
    return SheetKind.ALIKE if alike and simple else SheetKind.FIELDS


def _union(mappings: Iterable[Rule]) -> Keys:
    """The keys of all of them; one that any of them needs is needed."""
    keys: dict[str, Rule] = {}
    for mapping in mappings:
        for key, rule in keys_of(mapping).items():
            keys[key] = {**rule, "required": rule.get("required") or keys.get(key, {}).get("required")}
    return keys


def _own(rule: Rule, kind: SheetKind) -> Iterator[Slot]:
    """Where an entry of a list may be a text in the place of a mapping: the text."""
    if kind is SheetKind.TABLE and "anyof" in rule["schema"]:
        entry = inner(rule, 0)
        text = next(one for one in entry["anyof"] if one["type"] == "string")
        yield _slot(SlotKind.TEXT, (), {**text, "meta": {**entry["meta"], **text.get("meta", {})}}, "")


def _slots(keys: Keys, above: Steps, group: str = "") -> Iterator[Slot]:
    for key, rule in keys.items():
        path = (*above, key)
        if _flattened(rule):
            if "anyof" in rule:
                yield _slot(SlotKind.TEXT, path, _text_of(rule), "", group)
            yield from _slots(keys_of(rule), path, rule["meta"]["title"])
        elif not _is_deep(rule):
            yield from _simple(rule, path, group)


def _simple(rule: Rule, path: Steps, group: str) -> Iterator[Slot]:
    """A text, or a list of texts."""
    needed = bool(rule.get("required")) and len(path) == 1
    if rule.get("type") == "string":
        yield _slot(SlotKind.TEXT, path, rule, "", group, needed=needed)
        return
    choices = choices_of(inner(rule, 0)) if rule.get("type") == "list" else {}
    if not choices:
        yield _slot(SlotKind.LIST, path, rule, "", group, needed=needed)
        return
    title = rule["meta"]["title"]
    for value, name in choices.items():
        yield Slot(SlotKind.TICK, path, rule, name, rule["meta"]["description"], title, needed, value)
    if "allowed" not in rule["schema"]:
        yield Slot(SlotKind.REST, path, rule, REST, f"没有列出的{title}，写代号", title)
    yield Slot(SlotKind.EMPTY, path, rule, NOTHING, f"没有任何{title}的", title)


def _text_of(rule: Rule) -> Rule:
    text: Rule = next(one for one in rule["anyof"] if one["type"] == "string")
    return {**text, "meta": {**rule["meta"], **text.get("meta", {})}}


def _slot(kind: SlotKind, path: Steps, rule: Rule, title: str, group: str = "", *, needed: bool = False) -> Slot:
    meta = rule.get("meta", {})
    return Slot(kind, path, rule, title or meta.get("title", ""), meta.get("description", ""), group, needed)


def _is_wide(rule: Rule) -> bool:
    """Whether there are so many ticks that the other columns should come first."""
    return len(choices_of(inner(rule, 0))) > 8


def _removal() -> Slot:
    about = PROFILE.descriptions[f"*.{REMOVE}"]
    return Slot(SlotKind.REMOVE, (REMOVE,), {}, about["title"], about["description"])


def _parent(parent: FormSheet) -> Slot:
    identity = parent.identity
    rule = identity.rule if identity else {}
    title = f"属于哪一{'层级' if not identity else parent.name}"
    return Slot(
        SlotKind.PARENT,
        (),
        rule,
        title,
        f"“{parent.name}”表里那一项的{identity.title if identity else ''}",
        required=True,
    )


def _named(sheets: list[FormSheet]) -> tuple[FormSheet, ...]:
    """The sheets under names of their own: two that would be called alike are called after what they belong to."""
    names: dict[str, int] = {}
    for sheet in sheets:
        names[sheet.name] = names.get(sheet.name, 0) + 1
    result: list[FormSheet] = []
    for sheet in sheets:
        alike = names[sheet.name] > 1 and len(sheet.path) > 1
        top = PROFILE.described[sheet.path[0]]["meta"]["title"] if sheet.path else ""
        result.append(replace(sheet, name=f"{top}·{sheet.name}" if alike else sheet.name))
    return tuple(result)
