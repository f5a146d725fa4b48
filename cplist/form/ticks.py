"""Ticks as people make them: √, 是, a number that says the order, a letter that may mean yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.workbook import At
from cplist.form.building import Building
from cplist.form.layout import TICKS, FormSheet, Slot, SlotKind
from cplist.form.sheets import SeenSheet
from cplist.form.values import is_x, items_of, rank_of, ticked
from cplist.yamldoc.document import Path

_LAST = 100


class Ticks:
    """The ticks of a sheet. An x is a tick where nobody made any other; beside others it may be a cross, and is
    asked about."""

    KINDS: ClassVar[tuple[SlotKind, ...]] = TICKS

    def __init__(self, sheet: SeenSheet, form: FormSheet, cells: Iterable[At]) -> None:
        self.sheet, self.form = sheet, form
        texts = {cell: text for cell in cells if (text := sheet.text(*cell))}
        others = any(ticked(text) for text in texts.values())
        self._on = {cell for cell, text in texts.items() if ticked(text) or (is_x(text) and not others)}
        self._unclear = {cell for cell, text in texts.items() if ticked(text) is None and cell not in self._on}
        self._off = texts.keys() - self._on - self._unclear

    @property
    def findings(self) -> list[Finding]:
        """The cells that can't be told to be ticks."""
        return [
            finding("form-unclear-tick", self.sheet.at(*cell), value=self.sheet.text(*cell))
            for cell in sorted(self._unclear)
        ]

    def is_on(self, cell: At) -> bool:
        return cell in self._on

    def is_off(self, cell: At) -> bool:
        """Whether the cell says no."""
        return cell in self._off

    def put(self, cells: Mapping[Slot, At], path: Path, building: Building) -> None:
        """Put the list there that the cells of its ticks say."""
        found: list[tuple[str, At]] = []
        on = [(slot, cell) for slot, cell in cells.items() if slot.kind is SlotKind.TICK and cell in self._on]
        for slot, cell in sorted(on, key=lambda one: rank_of(self.sheet.text(*one[1])) or _LAST):
            found.append((slot.value, cell))
        for slot, cell in cells.items():
            if slot.kind is SlotKind.REST and (text := self.sheet.text(*cell)):
                items = items_of(text, slot.rule)
                found += [(item, cell) for item in ([items] if isinstance(items, str) else items)]
        nothing = next((c for slot, c in cells.items() if slot.kind is SlotKind.EMPTY and c in self._on), None)
        first = self.sheet.at(*next(iter(cells.values())))
        if nothing and found:
            building.say("form-nothing-and-ticks", self.sheet.at(*nothing), path)
        if found:
            building.put(path, [value for value, _ in found], self.sheet.at(*found[0][1]))
            for number, (_, cell) in enumerate(found):
                building.places[*path, number] = self.sheet.at(*cell)
        elif nothing:
            building.put(path, [], self.sheet.at(*nothing))
        else:
            building.blanks[path] = first
