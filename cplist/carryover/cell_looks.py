"""Looks that people gave to their cells: formats of their own, beside those of the pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cplist.carryover.grid import Look
from cplist.core.workbook import At, Format, Formula, Sheet


class Looks:
    """Gathers the formats that cells with looks of their own need."""

    def __init__(self, formats: Mapping[str, Format]) -> None:
        self.formats = dict(formats)
        self._names: dict[Format, str] = {}

    def give(self, table: Sheet, looks: Mapping[At, Look]) -> Sheet:
        """The table, whose cells at those places look so."""
        named = {}
        for (row, number), look in sorted(looks.items()):
            base = self.formats[table.columns[number].format]
            value = table.rows[row][number]
            counted = isinstance(value, int | float | Formula)
            made = _format(base, look if counted else replace(look, number=""))
            if made != base:
                named[row, number] = self._name(base, made)
        return replace(table, looks={**table.looks, **named}) if named else table

    def _name(self, base: Format, made: Format) -> str:
        if made not in self._names:
            name = f"{base.name} {len(self._names) + 1}"
            self._names[made] = name
            self.formats[name] = replace(made, name=name)
        return self._names[made]


def _format(base: Format, look: Look) -> Format:
    return replace(
        base,
        fill=look.fill or base.fill,
        color=look.color or base.color,
        bold=look.bold or base.bold,
        number=look.number or base.number,
    )
