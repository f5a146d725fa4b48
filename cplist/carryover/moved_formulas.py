"""A user's formula in a row that moved: what it says of its own row, it says of that row at its new place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cplist.carryover.found_table import FoundTable
from cplist.core.workbook import Formula, Sheet, areas
from cplist.formulas.references import letter
from cplist.formulas.tokens import Token, TokenKind, tokens

_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")
"""The address of one cell of the formula's own sheet; ranges and other sheets' cells stay as they are."""


def moved_formula(formula: Formula, old: FoundTable, new: Sheet, row: int, place: int) -> Formula:
    """The formula of a cell in row `row` of the old sheet (from 0), for row `place` of the new table (from 0).
    Cells of other rows stay as they are written: nobody can tell what was meant. Only for a sheet's first table."""
    if not old.above:
        return formula
    titles = {letter(index): title for title, index in old.places.items()}
    columns = {column.title: letter(number) for number, column in enumerate(new.columns)}
    here = {was: columns[title] for was, title in titles.items() if title in columns}
    return replace(formula, text=_moved(formula.text, row + 1, areas(new)[0].first + place, here))


def _moved(text: str, before: int, now: int, columns: Mapping[str, str]) -> str:
    """The formula with the cells of row `before` in row `now` (from 1), each in its column's new place."""
    found = tokens(text)
    return "".join(
        token.text if _in_range(found, number) else _moved_cell(token, before, now, columns)
        for number, token in enumerate(found)
    )


def _in_range(found: Sequence[Token], number: int) -> bool:
    """Whether a token is one end of a range whose other end is no plain address, as in A1:INDEX(B:B,2)."""
    return any(
        token.text == ":" for token in (*found[max(0, number - 1) : number], *found[number + 1 : number + 2])
    )


def _moved_cell(token: Token, before: int, now: int, columns: Mapping[str, str]) -> str:
    cell = _CELL.fullmatch(token.text) if token.kind is TokenKind.ADDRESS else None
    if cell is None or int(cell[4]) != before or cell[2] not in columns:
        return token.text
    return f"{cell[1]}{columns[cell[2]]}{cell[3]}{now}"
