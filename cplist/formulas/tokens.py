"""A formula's text → its tokens, each with its kind and its place. Every formula is read here and nowhere else.

The language is Excel's (ECMA-376 part 1, 18.17.2), with one addition: formulas of checklist.yaml have columns in
brackets instead of addresses (references.py). Nothing is refused: what is no token of the language is one of the
kind OTHER, so that the texts of all tokens together are the formula.

openpyxl has a tokeniser too. It isn't used because importing it takes longer than all that a build does with
formulas, and because it raises an IndexError for `)`; the tests hold this one to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class TokenKind(StrEnum):
    """What a token is. OPERATOR and SIGN stand between two values, SIGN also before one."""

    BLANK = "blank"
    TEXT = "text"
    """In double quotes, "" for one inside."""
    REFERENCE = "reference"
    """A column in brackets: [列], [表!列]; also Excel's own brackets, as in a table's columns."""
    ADDRESS = "address"
    """A cell or a range of cells, on this sheet or another: A1, $B$2:C9, '表'!A1."""
    LINES = "lines"
    """Whole columns or rows: A:B, '表'!$1:$3."""
    NUMBER = "number"
    ERROR = "error"
    """#N/A, #REF!, #DIV/0! …"""
    CALL = "call"
    """A function's name with the parenthesis behind it: SUM(."""
    NAME = "name"
    OPERATOR = "operator"
    SIGN = "sign"
    PERCENT = "percent"
    OPEN = "open"
    CLOSE = "close"
    COMMA = "comma"
    BRACE = "brace"
    OTHER = "other"


class Token(NamedTuple):
    """A piece of a formula; `start` counts characters from 0."""

    kind: TokenKind
    text: str
    start: int


LONGEST_SHEET = 255
"""Characters of a sheet's name in quotes, with the path of another workbook."""
_SHEET = rf"(?:'(?:[^']|''){{1,{LONGEST_SHEET}}}+'|[^\W\d][\w.]*+(?::[^\W\d][\w.]*+)?)!"
_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[0-9]++"
_END = r"(?![\w.(!])"
_PATTERNS = {
    TokenKind.COMMA: r",",
    TokenKind.BRACE: r"[{}]",
    TokenKind.OPEN: r"\(",
    TokenKind.CLOSE: r"\)",
    TokenKind.OPERATOR: r"<>|<=|>=|[=<>&*/^]",
    TokenKind.SIGN: r"[+-]",
    TokenKind.PERCENT: r"%",
    TokenKind.BLANK: r"\s++",
    TokenKind.TEXT: r'"[^"]*+(?:""[^"]*+)*+"',
    TokenKind.REFERENCE: r"\[[^\[\]]++\]",
    TokenKind.ERROR: r"#[A-Z/0]+[!?A]",
    TokenKind.CALL: r"[^\W\d][\w.]*+\(",
    TokenKind.ADDRESS: rf"(?:{_SHEET})?{_COLUMN}{_ROW}(?::{_COLUMN}{_ROW})?{_END}",
    TokenKind.LINES: rf"(?:{_SHEET})?(?:{_COLUMN}:{_COLUMN}|{_ROW}:{_ROW}){_END}",
    TokenKind.NUMBER: r"[0-9]++(?:\.[0-9]++)?(?:[Ee][+-]?[0-9]++)?",
    TokenKind.NAME: r"[^\W\d][\w.]*+",
    TokenKind.OTHER: r".",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.DOTALL)
_KINDS: dict[str | None, TokenKind] = {kind.value: kind for kind in TokenKind}


def tokens(formula: str) -> list[Token]:
    """All tokens of a formula, with or without its =, in order; their texts together are the formula."""
    return [Token(_KINDS[found.lastgroup], found[0], found.start()) for found in _TOKEN.finditer(formula)]


def tokens_without_blanks(formula: str) -> list[Token]:
    """The tokens that mean something."""
    return [token for token in tokens(formula) if token.kind is not TokenKind.BLANK]


def texts(formula: str, instead: Mapping[str, str]) -> list[str]:
    """The texts of all tokens; those of some kinds replaced by what `instead` has for the kind."""
    return [
        found[0] if (text := instead.get(found.lastgroup or "")) is None else text
        for found in _TOKEN.finditer(formula)
    ]
