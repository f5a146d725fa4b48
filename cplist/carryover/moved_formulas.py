"""A person's formula in a row that moved: what it says of its own row, it says of that row at its new place."""

from __future__ import annotations

import re
from dataclasses import replace

from cplist.carryover.found_table import OldTable
from cplist.core.workbook import Formula, Sheet, areas
from cplist.formulas.references import letter

_WORDS = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'![$A-Z0-9:]+|[^\W\d]\w*![$A-Z0-9:]+)""")
"""What is left alone: texts, and references to other sheets."""
_CELL = re.compile(r"(?<![\w$.!:])(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(!:.])")


def moved_formula(formula: Formula, old: OldTable, new: Sheet, row: int, place: int) -> Formula:
    """The formula of a cell in row `row` of the old sheet (from 0), for row `place` of the new table (from 0).
    Cells of other rows stay as they are written: nobody can tell what was meant. Only for a sheet's first table."""
    if not old.above:
        return formula
    now = areas(new)[0].first + place
    columns = {letter(index): title for title, index in old.places.items()}
    places = {column.title: letter(number) for number, column in enumerate(new.columns)}

    def moved(found: re.Match[str]) -> str:
        title = columns.get(found[2], "")
        if int(found[4]) != row + 1 or title not in places:
            return found[0]
        return f"{found[1]}{places[title]}{found[3]}{now}"

    parts = _WORDS.split(formula.text)
    return replace(formula, text="".join(p if n % 2 else _CELL.sub(moved, p) for n, p in enumerate(parts)))
