"""Cells as XML: texts go to the shared strings as they come, formulas with their values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import lru_cache

from cplist.core.excel_days import serial_number
from cplist.core.namespaces import SPREADSHEET
from cplist.core.workbook import Formula, Value
from cplist.core.xml_text import DECLARATION, escaped
from cplist.formulas.references import letter

ADDRESS = "\0"
"""Stands for the address of the cell that an array formula is written in."""
MOST_COLUMNS = 16_384
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as the code of a character (_x0041_ as A)."""
BARE = (0, 0)
"""The styles of a cell without any format."""


class Cells:
    """Writes cells. `styles` are the numbers of the formats (plain, with a quote prefix). What is written leaves
    its texts in `strings`, each with its number, and in `to_calculate` whether a formula's value wasn't known."""

    def __init__(self, styles: Mapping[str, tuple[int, int]]) -> None:
        self.styles = styles
        self.strings: dict[str, int] = {}
        self.to_calculate = False

    def ending(self, value: Value, styles: tuple[int, int]) -> str:
        """A cell's XML behind its row number. A text that Excel would read as a formula gets a quote prefix."""
        if isinstance(value, Formula):
            return self._formula(value, styles[0])
        if not isinstance(value, str):
            return f'" s="{styles[0]}">{_typed(value)}</c>'
        if not value:
            return f'" s="{styles[0]}"/>'
        style = styles[1] if value[0] in "=+-@'\t" else styles[0]
        return f'" s="{style}" t="s"><v>{self.strings.setdefault(value, len(self.strings))}</v></c>'

    def _formula(self, formula: Formula, style: int) -> str:
        """A formula with its value; one whose value isn't known is worked out by whoever opens the file."""
        if formula.format:
            style = self.styles[formula.format][0]
        self.to_calculate = self.to_calculate or formula.value is None
        kind, value = _stored(formula.value)
        text = escaped(formula.text.removeprefix("="))
        if not formula.array:
            return f'" s="{style}"{kind}><f>{text}</f>{value}</c>'
        return f'" s="{style}"{kind}><f t="array" ref="{ADDRESS}">{text}</f>{value}</c>'

    def shared_strings(self) -> str:
        """The part with all texts."""
        texts = "".join([f'<si><t xml:space="preserve">{stored_text(text)}</t></si>' for text in self.strings])
        count = len(self.strings)
        return f'{DECLARATION}<sst xmlns="{SPREADSHEET}" uniqueCount="{count}">{texts}</sst>'


def stored_text(text: str) -> str:
    """A text as XML of a workbook, in which _x0041_ is the code of a character."""
    return escaped(_ESCAPE.sub("_x005F_", text) if "_x" in text else text)


@lru_cache(maxsize=64)
def letters(count: int) -> tuple[str, ...]:
    """The letters of the first columns, that many."""
    return tuple(letter(number) for number in range(count))


def _stored(value: int | float | str | bool | None) -> tuple[str, str]:
    """A formula's value as a cell keeps it: the kind of the cell, its value."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, str):
        return ' t="str"', f"<v>{stored_text(value)}</v>"
    return "", f"<v>{_number(value)}</v>"


@lru_cache(maxsize=1)
def cell_starts() -> tuple[str, ...]:
    """How the cells of every possible column begin."""
    return tuple(f'<c r="{letter(column)}' for column in range(MOST_COLUMNS))


def _typed(value: Value) -> str:
    """What stands in a cell that is neither text nor formula: a number, a day (as Excel's serial number)."""
    if isinstance(value, datetime.date):
        return f"<v>{serial_number(value):.15g}</v>"
    return f"<v>{_number(value)}</v>"


def _number(value: Value) -> str:
    """As Excel writes it: a whole number without a fraction."""
    return repr(value).removesuffix(".0")
