"""Excel's operators and functions (ECMA-376 part 1, 18.17), as far as a checklist's formulas need them.

A value is a number, a text, a truth value, or a list: the values of a whole column. What Excel would give an error
for, and what isn't understood, raises UnknownError or an ArithmeticError.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

Late = Callable[[], Any]
"""An argument of a function, worked out when the function asks for it."""


class UnknownError(Exception):
    """Something that isn't understood here, or that has no value."""


def combined(sign: str, left: Any, right: Any) -> Any:
    """`left sign right`, cell by cell where one of them is a column."""
    if isinstance(left, list) or isinstance(right, list):
        pairs = _paired(left, right)
        if sign == "*" and _all_numbers(left) and _all_numbers(right):
            return [a * b for a, b in pairs]
        return [combined(sign, a, b) for a, b in pairs]
    if left is None or right is None:
        raise UnknownError(sign)
    if sign == "&":
        return _text(left) + _text(right)
    if sign in _COMPARED:
        return _COMPARED[sign](*_ordered(left, right))
    return _COUNTED[sign](_number(left), _number(right))


_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
_COUNTED: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def _all_numbers(value: Any) -> bool:
    """Whether a value, or all of a column, can be multiplied as it is."""
    kinds = set(map(type, value)) if isinstance(value, list) else {type(value)}
    return kinds <= {int, float, bool}


def _paired(left: Any, right: Any) -> Iterable[tuple[Any, Any]]:
    """Two columns cell by cell (blanks fill up the shorter one), or a column with the same value beside each
    cell."""
    if not isinstance(left, list):
        return [(left, value) for value in right]
    if not isinstance(right, list):
        return [(value, right) for value in left]
    length = max(len(left), len(right))
    return zip(_padded(left, length), _padded(right, length), strict=True)


def _padded(values: list[Any], length: int) -> list[Any]:
    return values if len(values) == length else [*values, *[""] * (length - len(values))]


def _ordered(left: Any, right: Any) -> tuple[Any, Any]:
    """As Excel compares: numbers before texts before truth values; texts whatever their case; a blank is 0 beside a
    number and "" beside a text."""
    if left == "" and not isinstance(right, str):
        left = 0
    if right == "" and not isinstance(left, str):
        right = 0
    return _rank(left), _rank(right)


def _rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def _number(value: Any) -> Any:
    if isinstance(value, str):
        if value == "":
            return 0
        raise UnknownError(value)
    return int(value) if isinstance(value, bool) else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _if(test: Late, then: Late, other: Late = lambda: False) -> Any:
    found = test()
    if isinstance(found, list):
        wanted = then()
        values = _padded(wanted, len(found)) if isinstance(wanted, list) else [wanted] * len(found)
        return [value if hit else False for hit, value in zip(found, values, strict=True)]
    if isinstance(found, str) or found is None:
        raise UnknownError("IF")
    return then() if found else other()


def _flat(arguments: Iterable[Late]) -> list[Any]:
    values: list[Any] = []
    for argument in arguments:
        value = argument()
        values += value if isinstance(value, list) else [value]
    if None in values:
        raise UnknownError("")
    return values


def _sum(*arguments: Late) -> Any:
    return sum(_numbers(arguments))


def _max(*arguments: Late) -> Any:
    return max(_numbers(arguments), default=0)


def _numbers(arguments: Iterable[Late]) -> list[Any]:
    """The numbers among the values; texts and truth values don't count."""
    return [value for value in _flat(arguments) if value.__class__ in (int, float)]


def _product(*arguments: Late) -> Any:
    """SUMPRODUCT of columns: texts count as nothing."""
    columns = [argument() for argument in arguments]
    if len(columns) == 1 and isinstance(columns[0], list) and set(map(type, columns[0])) <= {int, float}:
        return sum(columns[0])
    rows = zip(*(column if isinstance(column, list) else [column] for column in columns), strict=True)
    total = 0
    for row in rows:
        product: Any = 1
        for value in row:
            product *= value if isinstance(value, int | float) and not isinstance(value, bool) else 0
        total += product
    return total


def _count_if(*arguments: Late) -> int:
    """COUNTIF and COUNTIFS: how many rows meet all the conditions."""
    values = [argument() for argument in arguments]
    masks = [_mask(tuple(column), wanted) for column, wanted in zip(values[::2], values[1::2], strict=True)]
    together = masks[0]
    for mask in masks[1:]:
        together &= mask
    return together.bit_count()


@lru_cache(maxsize=20_000)
def _mask(column: tuple[Any, ...], wanted: Any) -> int:
    """A bit for each row that meets the condition: bit 0 for the first one."""
    if None in column:
        raise UnknownError("")
    keeps = _condition(wanted)
    return sum(1 << number for number, value in enumerate(column) if keeps(value))


def _condition(wanted: Any) -> Callable[[Any], bool]:
    if not isinstance(wanted, str):
        return lambda value: not isinstance(value, str) and value == wanted
    if wanted.startswith("<>"):
        inner = _condition(wanted[2:])
        return lambda value: not inner(value)
    if wanted == "":
        return lambda value: value == ""
    if re.match(r"[<>=]", wanted):
        raise UnknownError(wanted)
    if not re.search(r"[*?~]", wanted):
        folded = wanted.casefold()
        return lambda value: isinstance(value, str) and value.casefold() == folded
    return _wild(wanted)


def _wild(wanted: str) -> Callable[[Any], bool]:
    inner = wanted[1:-1]
    if len(wanted) > 2 and wanted[0] == wanted[-1] == "*" and not re.search(r"[*?~]", inner):
        folded = inner.casefold()
        return lambda value: isinstance(value, str) and folded in value.casefold()
    parts = re.findall(r"~.|.", wanted, re.DOTALL)
    made = "".join({"*": ".*", "?": "."}.get(p, re.escape(p[-1])) for p in parts)
    pattern = re.compile(made, re.DOTALL | re.IGNORECASE)
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _index(column: Late, place: Late) -> Any:
    """INDEX of a column: the value at that place, from 1."""
    values, number = column(), place()
    if not isinstance(values, list) or not isinstance(number, int) or not 0 < number <= len(values):
        raise UnknownError("INDEX")
    return 0 if values[number - 1] == "" else values[number - 1]


def _match(wanted: Late, column: Late, exact: Late) -> Any:
    """MATCH of a number: its first place in a column, from 1. Raises ArithmeticError where it isn't there."""
    value, values = wanted(), column()
    if exact() != 0 or not isinstance(values, list) or isinstance(value, str):
        raise UnknownError("MATCH")
    if value not in (found for found in values if not isinstance(found, str)):
        raise ArithmeticError("#N/A")
    return values.index(value) + 1


def _small(column: Late, place: Late) -> Any:
    """SMALL: the smallest number of a column, the next one, and so on. Raises ArithmeticError beyond the last."""
    numbers, number = sorted(_numbers([column])), place()
    if not isinstance(number, int) or number < 1:
        raise UnknownError("SMALL")
    if number > len(numbers):
        raise ArithmeticError("#NUM!")
    return numbers[number - 1]


def _round(value: Late, digits: Late) -> Any:
    """ROUND: halves go away from zero."""
    places = Decimal(1).scaleb(-int(digits()))
    rounded = Decimal(repr(_number(value()))).quantize(places, ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _is_number(argument: Late) -> Any:
    def numeric(value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool)

    value = argument()
    return [numeric(inner) for inner in value] if isinstance(value, list) else numeric(value)


def _find(needle: Late, text: Late) -> Any:
    """FIND: where the one begins in the other, from 1; where it doesn't stand there, no number."""

    def place(sought: Any) -> Any:
        return within.find(_text(sought)) + 1 or "#VALUE!"

    sought, within = needle(), _text(text())
    return [place(inner) for inner in sought] if isinstance(sought, list) else place(sought)


def _or_else(argument: Late, other: Late) -> Any:
    try:
        return argument()
    except ArithmeticError:
        return other()


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "IF": _if,
    "AND": lambda *tests: all(test() for test in tests),
    "OR": lambda *tests: any(test() for test in tests),
    "NOT": lambda test: not test(),
    "IFERROR": _or_else,
    "COUNTIF": _count_if,
    "COUNTIFS": _count_if,
    "SUM": _sum,
    "MAX": _max,
    "SUMPRODUCT": _product,
    "ISNUMBER": _is_number,
    "FIND": _find,
    "INDEX": _index,
    "MATCH": _match,
    "SMALL": _small,
    "ROUND": _round,
    "LEFT": lambda text, count: _text(text())[: int(count())],
    "LEN": lambda text: len(_text(text())),
}
