"""How sheets were shown and printed, what was printed of them, and what was said of the whole workbook, beside the
same of the new one."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from cplist.carryover.inventory.cells import OFF, CellThings
from cplist.carryover.inventory.things import Thing, local
from cplist.core.document_properties import WRITTEN, Said
from cplist.core.shown import GROUPS, ROW_BREAKS, Properties, differing, of_a_person, shown
from cplist.core.xml_reading import Element
from cplist.formulas.references import letter

PRINTED = {"_xlnm.Print_Area": "Print_Area", "_xlnm.Print_Titles": "Print_Titles"}
"""The names of what is printed of a sheet, and what is printed on each of its pages."""
_SHEET = re.compile(r"(?:'(?:[^']|'')*'|[^',!]+)!|[$\s]")
_ALL_COLUMNS = 16_384
_CALCULATED: Mapping[str, str] = {"calcMode": "auto", "iterate": "false", "fullPrecision": "true", "refMode": "A1"}
"""How a workbook is calculated where nothing is said of it."""
_WORDS = {"1": "true", "0": "false"}


def shown_otherwise(old: Element, new: Element, made: Properties | None, *, own: bool) -> Iterator[str]:
    """The kinds of what a person had a sheet show or print in a way of their own, and the new one doesn't. `made`
    is what the program had set (None: nothing tells); `own`: the sheet is a person's."""
    were, are = (shown(one for one in root if local(one) in GROUPS) for root in (old, new))
    breaks = int(were.pop(ROW_BREAKS, "0"))
    yield from differing(were if own else of_a_person(were, made), are)
    there = are.get(ROW_BREAKS, "0") if own else (made or {}).get(ROW_BREAKS, str(breaks))
    if not there.isdecimal() or breaks > int(there):
        yield ROW_BREAKS


def hidden_columns(root: Element, attribute: str = "hidden") -> Iterator[int]:
    """The numbers of a sheet's hidden columns, from 0; with outlineLevel, of those that are grouped."""
    for column in (one for group in root if local(group) == "cols" for one in group):
        first, last = (int(text) if (text := column.get(end, "")).isdecimal() else 0 for end in ("min", "max"))
        if column.get(attribute, "").lower() not in OFF and 0 < first <= last <= _ALL_COLUMNS:
            yield from range(first - 1, last)


def as_range(columns: set[int]) -> str:
    """Columns as people call them, from the first to the last."""
    return ":".join(dict.fromkeys((letter(min(columns)), letter(max(columns)))))


def rows_otherwise(old: CellThings, new: CellThings, places: Mapping[int, int]) -> Iterator[tuple[str, str]]:
    """The kinds of what was done to rows and isn't done to those that continue them, with the rows as people call
    them. Whatever a filter hides is one thing."""
    filters = (one for group in old.root if local(group) == "autoFilter" for one in group)
    if hidden := _left(old.hidden, new.hidden, places):
        filtered = any(local(one) == "filterColumn" for one in filters)
        runs = [(min(hidden), max(hidden))] if filtered else _runs(hidden)
        yield from (("filterColumn" if filtered else "row", _rows(*run)) for run in runs)
    yield from (("outlineLevel", _rows(*run)) for run in _runs(_left(old.grouped, new.grouped, places)))


def _left(were: Iterable[int], are: Container[int], places: Mapping[int, int]) -> set[int]:
    return {row for row in were if places.get(row, -1) not in are}


def _runs(rows: Collection[int]) -> list[tuple[int, int]]:
    """Rows that are below each other, from the first to the last."""
    starts = sorted(row for row in rows if row - 1 not in rows)
    ends = sorted(row for row in rows if row + 1 not in rows)
    return list(zip(starts, ends, strict=True))


def _rows(first: int, last: int) -> str:
    return f"{first + 1}:{last + 1}"


def printed(workbook: Element) -> dict[str, set[Thing]]:
    """What the names for printing say, by the name of their sheet."""
    sheets = [one.get("name", "") for group in workbook if local(group) == "sheets" for one in group]
    found: dict[str, set[Thing]] = {}
    for name in (one for group in workbook if local(group) == "definedNames" for one in group):
        kind, number = PRINTED.get(name.get("name", "")), name.get("localSheetId", "")
        if kind and number.isdecimal() and int(number) < len(sheets) and "#REF!" not in (name.text or ""):
            thing = Thing(kind, ",".join(sorted(_SHEET.sub("", name.text or "").split(","))))
            found.setdefault(sheets[int(number)], set()).add(thing)
    return found


def titles_made(made: Properties | None) -> set[Thing]:
    """What the program had printed on each page of a sheet: its header."""
    row = (made or {}).get("pane/ySplit", "")
    return {Thing("Print_Titles", f"{row}:{row}")}


def calculated_otherwise(old: Element, new: Element) -> Iterator[str]:
    """The kinds of what a workbook said of its calculation, and the new one doesn't."""
    were, are = (dict(_calculation(root)) for root in (old, new))
    yield from (f"calcPr/{name}" for name, value in were.items() if are.get(name) != value)


def _calculation(workbook: Element) -> Iterator[tuple[str, str]]:
    for one in (one for one in workbook if local(one) == "calcPr"):
        for name, usual in _CALCULATED.items():
            value = _WORDS.get(one.get(name, usual), one.get(name, usual))
            if value != usual:
                yield name, value


def said_otherwise(old: Said, new: Said) -> Iterator[str]:
    """The names of what was said of a workbook and isn't said of the new one; of title, subject and author, only if
    nothing is said any more."""
    pairs = ((old.core, new.core), (old.custom, new.custom), (old.extended, new.extended))
    for were, are in pairs:
        for name, value in were.items():
            if are.get(name) != value and not (name in WRITTEN and name in are):
                yield name
