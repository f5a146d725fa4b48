"""A profile's data in the cells of a form. What has no place there isn't put anywhere: whoever writes a form reads
it again and compares (convert.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from cplist.form.layout import FormSheet, SheetKind, Slot, SlotKind, Steps, layout
from cplist.form.values import NOTHING, TICK, choices_of, joined, shown
from cplist.schema.language import inner

Names = Mapping[str, Mapping[str, str]]
"""Of keys whose names a pack declares: name → what it means."""
Data = Mapping[str, Any]


@dataclass
class Line:
    """A line of a sheet: the texts of its cells by the marks of the slots; the key of a mapping that is alike
    others, and what a key of the author's own means (of a line that is there to be filled in)."""

    texts: dict[str, str] = field(default_factory=dict)
    key: str = ""
    note: str = ""


def lines_of(sheet: FormSheet, data: Data, names: Names) -> list[Line]:
    """The lines of a sheet: one for a mapping, one for each entry of a list or key of a mapping."""
    match sheet.kind:
        case SheetKind.FIELDS:
            held = _at(data, sheet.path)
            return [Line(dict(_texts(sheet.slots, held if isinstance(held, dict) else {})))]
        case SheetKind.ALIKE:
            held = _at(data, sheet.path)
            there = [key for key in held if key in (sheet.rows or {})] if isinstance(held, dict) else []
            return [_alike(sheet, held, key) for key in dict.fromkeys([*there, *(sheet.rows or {})])]
    lines = [line for holder, parent in _holders(sheet, data) for line in _entries(sheet, holder, parent)]
    if sheet.kind is SheetKind.NAMED:
        lines += _proposed(sheet, lines, names)
    return lines


def _at(data: Any, path: Steps) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _alike(sheet: FormSheet, held: Any, key: str) -> Line:
    one = held.get(key) if isinstance(held, dict) else None
    texts = dict(_texts(sheet.slots, one)) if isinstance(one, dict) else {}
    return Line({"+": TICK} if one == {} else texts, key)


def _holders(sheet: FormSheet, data: Data) -> Iterator[tuple[Any, str]]:
    """Lists or mappings of a sheet, and which entry each belongs to."""
    if sheet.parent is None:
        yield _at(data, sheet.path), ""
        return
    identity = sheet.parent.identity
    below = sheet.path[len(sheet.parent.path) :]
    for entry in _all_entries(sheet.parent, data):
        if isinstance(entry, dict) and (held := _at(entry, below)) is not None:
            id_ = entry.get(identity.path[0]) if identity else None
            yield held, shown(id_, identity.rule) if identity and isinstance(id_, str) else ""


def _all_entries(sheet: FormSheet, data: Data) -> Iterator[Any]:
    """The entries of a list; of one inside entries of another, those of all."""
    if sheet.parent is None:
        found = _at(data, sheet.path)
        yield from found if isinstance(found, list) else ()
        return
    for above in _all_entries(sheet.parent, data):
        found = _at(above, sheet.path[len(sheet.parent.path) :])
        yield from found if isinstance(found, list) else ()


def _entries(sheet: FormSheet, held: Any, parent: str) -> Iterator[Line]:
    first = next(slot.mark for slot in sheet.slots if slot.kind is not SlotKind.PARENT)
    of_parent = {"^": parent} if sheet.parent else {}
    if held in ([], {}):
        yield Line({**of_parent, first: NOTHING})
    elif sheet.kind is SheetKind.NAMED:
        rule = sheet.slots[-1].rule
        for key, value in held.items() if isinstance(held, dict) else ():
            yield Line({**of_parent, "#": key, ".": shown(value, rule) if isinstance(value, str) else ""})
    else:
        for entry in held if isinstance(held, list) else ():
            yield Line({**of_parent, **dict(_texts(sheet.slots, entry))})


def _proposed(sheet: FormSheet, lines: list[Line], names: Names) -> Iterator[Line]:
    """Beside the keys that are there, those that the pack declares: to be filled in."""
    declared = names.get(".".join(sheet.path), {})
    there = {line.texts.get("#"): line for line in lines}
    for id_, said in declared.items():
        if id_ in there:
            there[id_].note = said
        else:
            yield Line({"#": id_}, note=said)


def _texts(slots: tuple[Slot, ...], held: Any) -> Iterator[tuple[str, str]]:
    """The texts of the cells of a mapping, by the marks of their slots."""
    for slot in slots:
        value = held if not slot.path and isinstance(held, str) else _at(held, slot.path) if slot.path else None
        if value is None:
            continue
        if slot.kind is SlotKind.TEXT and isinstance(value, str):
            yield slot.mark, shown(value, slot.rule)
        elif slot.kind is SlotKind.LIST and (isinstance(value, str) or _is_texts(value)):
            yield slot.mark, joined(value, slot.rule)
        elif slot.kind is SlotKind.REMOVE and value == "true":
            yield slot.mark, TICK
        elif _is_texts(value):
            yield from _ticks(slot, value)


def _is_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _ticks(slot: Slot, values: list[str]) -> Iterator[tuple[str, str]]:
    """The cell of a list with ticks: numbers say the order where it isn't that of the columns. Where some have no
    tick, and don't come last, all stand in the cell for those."""
    known = list(choices_of(inner(slot.rule, 0)))
    ticked = [value for value in values if value in known]
    rest = [value for value in values if value not in known]
    if rest and [*ticked, *rest] != values:
        ticked, rest = [], values
    in_order = ticked == sorted(ticked, key=known.index)
    if slot.kind is SlotKind.TICK and slot.value in ticked:
        yield slot.mark, TICK if in_order else str(ticked.index(slot.value) + 1)
    elif slot.kind is SlotKind.REST and rest:
        yield slot.mark, joined(rest, slot.rule)
    elif slot.kind is SlotKind.EMPTY and not values:
        yield slot.mark, TICK


def sheets_with_lines(data: Data, names: Names) -> list[tuple[FormSheet, list[Line]]]:
    """Every sheet of the form with its lines."""
    return [(sheet, lines_of(sheet, data, names)) for sheet in layout()]
