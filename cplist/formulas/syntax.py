"""Whether Excel can read a formula, and where it can't: Excel takes a workbook with a broken one for damaged.

The limits are those of “Excel specifications and limits” (Microsoft): characters of a formula, levels of nested
functions (here: of parentheses), arguments of a function.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from cplist.formulas.tokens import Token, TokenKind, tokens_without_blanks

LONGEST, MOST_NESTED, MOST_ARGUMENTS = 8192, 64, 255
_VALUES = (
    TokenKind.TEXT,
    TokenKind.NUMBER,
    TokenKind.REFERENCE,
    TokenKind.ADDRESS,
    TokenKind.ERROR,
    TokenKind.NAME,
)
_BEGINS = (TokenKind.CALL, TokenKind.OPEN)
_AFTER_OPERAND = (TokenKind.OPERATOR, TokenKind.SIGN, TokenKind.PERCENT, TokenKind.CLOSE, TokenKind.COMMA)


class Fault(StrEnum):
    """What Excel can't read."""

    BROKEN = "broken"
    LONG = "long"
    NESTED = "nested"
    ARGUMENTS = "arguments"


class Slip(NamedTuple):
    """The first thing that Excel can't read; `start` is where (characters from 0, the text's length for a missing
    end)."""

    fault: Fault
    start: int


class Reading(NamedTuple):
    """A formula as far as it can be read: its tokens without blanks, and the slip that ended the reading."""

    tokens: Sequence[Token]
    slip: Slip | None


def without_braces(formula: str) -> str:
    """The formula inside the braces that stand around an array formula; any other one as it is."""
    bare = formula.strip()
    return bare[1:-1] if bare.startswith("{") and bare.endswith("}") else formula


def read_formula(formula: str) -> Reading:
    """Read a formula without = and braces, up to the first slip."""
    found = tokens_without_blanks(formula)
    if len(formula) > LONGEST:
        return Reading(found, Slip(Fault.LONG, LONGEST))
    reader = _Reader()
    for number, token in enumerate(found):
        if fault := reader.fault_of(token.kind):
            return Reading(found[:number], Slip(fault, token.start))
    return Reading(found, None if reader.is_whole else Slip(Fault.BROKEN, len(formula)))


class _Reader:
    """Takes token after token: values and what stands between them take turns, parentheses come in pairs."""

    def __init__(self) -> None:
        self.operand = False
        """Whether what was read so far ends in a value."""
        self.last: TokenKind | None = None
        self.commas: list[int] = []
        """For each open parenthesis, how many commas stood in it."""

    @property
    def is_whole(self) -> bool:
        return self.operand and not self.commas

    def fault_of(self, kind: TokenKind) -> Fault | None:
        """What is wrong with a token of that kind at this place; where nothing is, it is taken."""
        if not self._fits(kind):
            return Fault.BROKEN
        if kind in _BEGINS:
            self.commas.append(0)
        elif kind is TokenKind.CLOSE:
            self.commas.pop()
        elif kind is TokenKind.COMMA:
            self.commas[-1] += 1
        self.operand = kind in _VALUES or kind in (TokenKind.PERCENT, TokenKind.CLOSE)
        self.last = kind
        if len(self.commas) > MOST_NESTED:
            return Fault.NESTED
        return Fault.ARGUMENTS if kind is TokenKind.COMMA and self.commas[-1] >= MOST_ARGUMENTS else None

    def _fits(self, kind: TokenKind) -> bool:
        """An operator needs a value before it; arguments may be left out."""
        if kind is TokenKind.CLOSE:
            return bool(self.commas) and (self.operand or self.last in (TokenKind.CALL, TokenKind.COMMA))
        if kind is TokenKind.COMMA:
            return bool(self.commas) and (self.operand or self.last in (TokenKind.CALL, TokenKind.COMMA))
        if kind is TokenKind.SIGN:
            return True
        if kind in _AFTER_OPERAND:
            return self.operand
        return (kind in _VALUES or kind in _BEGINS) and not self.operand
