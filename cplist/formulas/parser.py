"""A formula's text → a tree of functions that give its value in a cell.

What a part of a formula makes of whole columns is remembered by the value of the one cell of the row that it reads:
a ledger of thousands of lines is gone through once for each party, not once for each row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cplist.formulas.functions import FUNCTIONS, UnknownError, combined
from cplist.formulas.syntax import MOST_NESTED
from cplist.formulas.tokens import Token, TokenKind, tokens_without_blanks

_BINDING = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
OWN_COLUMN = "[:]"
EXACT = 15
"""Digits of a number that Excel keeps."""

Value = Callable[[Any], Any]
"""Gives the value of a part of a formula in a cell."""


@dataclass(frozen=True)
class Node:
    """A part of a formula: its value in a cell, the cells of that cell's row that it `reads` (how each is written,
    and its value), and whether it is `wide`: whether whole columns are in it."""

    value: Value
    reads: Mapping[str, Value] = field(default_factory=dict)
    wide: bool = False

    @classmethod
    def of_row(cls, text: str, value: Value) -> Node:
        """A reference to the row itself."""
        return cls(value, {text: value})


class Resolver(Protocol):
    """Gives the parts of a formula that depend on its workbook: columns in brackets, and names. Raises
    UnknownError."""

    def reference(self, text: str) -> Node: ...

    def name(self, name: str) -> Node: ...


def parsed(text: str, resolver: Resolver) -> Node:
    """The tree of a formula without = and braces. Raises UnknownError for what isn't understood, and for
    parentheses nested more deeply than Excel has them."""
    return _Parser(text, resolver).whole()


class _Parser:
    """Reads the tokens by recursive descent; `depth` counts the parentheses that are open."""

    def __init__(self, text: str, resolver: Resolver) -> None:
        self.tokens = tokens_without_blanks(text)
        self.resolver = resolver
        self.place = self.depth = 0

    def whole(self) -> Node:
        node = self._expression(0)
        if self.place < len(self.tokens):
            raise UnknownError(self.tokens[self.place].text)
        return node

    def _next(self) -> Token:
        if self.place == len(self.tokens):
            raise UnknownError("")
        self.place += 1
        return self.tokens[self.place - 1]

    def _sees(self, *signs: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place].text in signs

    def _expression(self, least: int) -> Node:
        """Values with operators between them that bind more than `least`, from left to right."""
        left = _Chain(self._operand())
        while self._sees(*_BINDING) and _BINDING[self.tokens[self.place].text] > least:
            sign = self._next().text
            left.add(sign, self._expression(_BINDING[sign]))
        return left.node()

    def _operand(self) -> Node:
        factors: list[int] = []
        while self._sees("+", "-"):
            factors.append(-1 if self._next().text == "-" else 1)
        if not factors:
            return self._value(self._next())
        factor, operand = math.prod(factors), self._expression(_BINDING["*"])
        return _made(lambda cell: combined("*", factor, operand.value(cell)), [operand])

    def _value(self, token: Token) -> Node:
        text = token.text
        if token.kind is TokenKind.TEXT:
            written = text[1:-1].replace('""', '"')
            return Node(lambda _: written)
        if token.kind is TokenKind.NUMBER:
            number = _number(text)
            return Node(lambda _: number)
        if token.kind is TokenKind.REFERENCE:
            return self.resolver.reference(text)
        if token.kind is TokenKind.NAME:
            return self.resolver.name(text)
        if token.kind is TokenKind.CALL:
            return self._call(text[:-1])
        if token.kind is TokenKind.OPEN:
            self._deeper()
            inner = self._expression(0)
            self._close()
            return inner
        raise UnknownError(text)

    def _call(self, name: str) -> Node:
        self._deeper()
        arguments = list(self._arguments(name))
        self._close()
        if name not in FUNCTIONS:
            raise UnknownError(name)
        return _applied(FUNCTIONS[name], arguments)

    def _arguments(self, name: str) -> Iterator[Node]:
        while not self._sees(")"):
            yield self._expression(0)
            if not self._sees(")") and self._next().kind is not TokenKind.COMMA:
                raise UnknownError(name)

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise UnknownError("(")

    def _close(self) -> None:
        if self._next().kind is not TokenKind.CLOSE:
            raise UnknownError(")")
        self.depth -= 1


def _number(text: str) -> int | float:
    """A number as it is written; one that is too large for Excel is not understood."""
    number = int(text) if text.isdecimal() and len(text) <= EXACT else float(text)
    if math.isinf(number):
        raise UnknownError(text)
    return number


class _Chain:
    """Values joined one after the other. They are one node, worked out in a loop: a sum of a thousand values is not
    nested a thousand deep. What was joined so far becomes a node of its own where it can be remembered and the next
    value reads another cell of the row."""

    def __init__(self, first: Node) -> None:
        self.nodes, self.signs = [first], list[str]()
        self.reads, self.wide = dict(first.reads), first.wide

    def add(self, sign: str, value: Node) -> None:
        if self.signs and _is_remembered(self.reads, self.wide) and value.reads.keys() - self.reads.keys():
            self.nodes, self.signs = [self.node()], []
        self.nodes.append(value)
        self.signs.append(sign)
        self.reads |= value.reads
        self.wide = self.wide or value.wide

    def node(self) -> Node:
        if not self.signs:
            return self.nodes[0]
        first, *others = [node.value for node in self.nodes]
        rest = list(zip(self.signs, others, strict=True))

        def value(cell: Any) -> Any:
            found = first(cell)
            for sign, other in rest:
                found = combined(sign, found, other(cell))
            return found

        return _made(value, self.nodes)


def _is_remembered(reads: Mapping[str, Value], wide: bool) -> bool:
    """Whether it is worth it to remember values: whole columns, with at most one cell of the row."""
    return wide and len(reads) <= 1 and OWN_COLUMN not in reads


def _applied(function: Callable[..., Any], arguments: Sequence[Node]) -> Node:
    """A function's value; it asks for its arguments when it needs them."""

    def value(cell: Any) -> Any:
        return function(*(lambda argument=argument: argument.value(cell) for argument in arguments))

    return _made(value, arguments)


def _made(value: Value, parts: Sequence[Node]) -> Node:
    """A part made of others; its values are remembered where that pays."""
    reads = {text: read for part in parts for text, read in part.reads.items()}
    wide = any(part.wide for part in parts)
    if not _is_remembered(reads, wide):
        return Node(value, reads, wide)
    known: dict[tuple[type, Any], Any] = {}

    def remembered(cell: Any) -> Any:
        own = next((read(cell) for read in reads.values()), None)
        key = own.__class__, own  # 1 and TRUE are equal, and not the same
        if key not in known:
            known[key] = value(cell)
        return known[key]

    return Node(remembered, reads, wide)
