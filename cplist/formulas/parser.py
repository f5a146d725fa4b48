"""A formula's text → a tree of functions that can be called cell by cell.

What a part of a formula makes of whole columns is remembered by the one cell of the row that it depends on: a
ledger of thousands of lines is looked through once for each party, not once for each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cplist.formulas.functions import FUNCTIONS, UnknownError, combined

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)|(?P<reference>\[[^\[\]]+\])"""
    r"""|(?P<name>[^\W\d]\w*)|(?P<sign><>|<=|>=|[=<>&+\-*/(),]))"""
)
_BINDING = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
OWN_COLUMN = "[:]"


Value = Callable[[Any], Any]
"""What a part of a formula is in a cell."""


@dataclass(frozen=True)
class Node:
    """A part of a formula: its value in a cell, what of the cell's row it `reads` (how that is written, and how to
    get it), and whether whole columns are in it."""

    value: Value
    reads: Mapping[str, Value] = field(default_factory=dict)
    wide: bool = False

    @classmethod
    def of_row(cls, text: str, value: Value) -> Node:
        """A reference to the row itself."""
        return cls(value, {text: value})


class Resolver(Protocol):
    """Gives the parts that a formula has from its workbook."""

    def reference(self, text: str) -> Node: ...

    def name(self, name: str) -> Node: ...


def parsed(text: str, resolver: Resolver) -> Node:
    """A formula's tree. Raises UnknownError for what is not understood."""
    return _Parser(text, resolver).whole()


class _Parser:
    """A formula's text → one function. Raises UnknownError for what it doesn't understand."""

    def __init__(self, text: str, resolver: Resolver) -> None:
        self.tokens = list(_tokens(text))
        self.resolver = resolver

    def whole(self) -> Node:
        node = self._expression(0)
        if self.tokens:
            raise UnknownError(self.tokens[0][1])
        return node

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise UnknownError("")
        return self.tokens.pop(0)

    def _sees(self, *signs: str) -> bool:
        return bool(self.tokens) and self.tokens[0][0] == "sign" and self.tokens[0][1] in signs

    def _expression(self, least: int) -> Node:
        left = self._operand()
        while self._sees(*_BINDING) and _BINDING[self.tokens[0][1]] > least:
            sign = self._next()[1]
            left = _joined(sign, left, self._expression(_BINDING[sign]))
        return left

    def _operand(self) -> Node:
        kind, text = self._next()
        if kind == "text":
            written = text[1:-1].replace('""', '"')
            return Node(lambda _: written)
        if kind == "number":
            number = float(text) if "." in text else int(text)
            return Node(lambda _: number)
        if kind == "reference":
            return self.resolver.reference(text)
        if kind == "name":
            return self._call(text) if self._sees("(") else self.resolver.name(text)
        if text == "(":
            inner = self._expression(0)
            self._close()
            return inner
        if text in "+-":
            factor = Node(lambda _: -1 if text == "-" else 1)
            return _joined("*", factor, self._expression(4))
        raise UnknownError(text)

    def _call(self, name: str) -> Node:
        self._next()
        arguments: list[Node] = []
        while not self._sees(")"):
            arguments.append(self._expression(0))
            if not self._sees(")") and self._next()[1] != ",":
                raise UnknownError(name)
        self._close()
        if name not in FUNCTIONS:
            raise UnknownError(name)
        return _applied(FUNCTIONS[name], arguments)

    def _close(self) -> None:
        if not self._sees(")"):
            raise UnknownError(")")
        self._next()


def _joined(sign: str, left: Node, right: Node) -> Node:
    return _made(lambda cell: combined(sign, left.value(cell), right.value(cell)), (left, right))


def _applied(function: Callable[..., Any], arguments: Sequence[Node]) -> Node:
    """A function over arguments that it asks for when it needs them."""

    def value(cell: Any) -> Any:
        return function(*(lambda argument=argument: argument.value(cell) for argument in arguments))

    return _made(value, arguments)


def _made(value: Value, parts: Sequence[Node]) -> Node:
    """A part made of others; its values are remembered where that is worth it."""
    reads = {text: read for part in parts for text, read in part.reads.items()}
    wide = any(part.wide for part in parts)
    if not wide or len(reads) > 1 or OWN_COLUMN in reads:
        return Node(value, reads, wide)
    known: dict[tuple[type, Any], Any] = {}

    def remembered(cell: Any) -> Any:
        own = next((read(cell) for read in reads.values()), None)
        key = own.__class__, own  # 1 and TRUE are equal, and not the same
        if key not in known:
            known[key] = value(cell)
        return known[key]

    return Node(remembered, reads, wide)


def _tokens(text: str) -> Sequence[tuple[str, str]]:
    found, place = [], 0
    while place < len(text.rstrip()):
        token = _TOKEN.match(text, place)
        if token is None or token.lastgroup is None:
            raise UnknownError(text[place:])
        found.append((token.lastgroup, token[token.lastgroup]))
        place = token.end()
    return found
