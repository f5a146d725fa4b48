"""Values that can make no structure: their ASCII punctuation is mapped to private-use code points, and back in the
leaves of what was composed of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, TypeVar

_WIDE = [*"、：", *(chr(code) for code in range(128, 0x10000) if chr(code).isspace())]
"""Beside ASCII punctuation: what looks like markup in full width, and blanks that a parser would strip."""
_HIDE = {
    **{code: 0x10FF00 + code for code in range(128) if not chr(code).isalnum() and chr(code) != "_"},
    **{ord(character): 0x10FE00 + number for number, character in enumerate(_WIDE)},
}
_SHOW = {private: code for code, private in _HIDE.items()}
_PRIVATE = re.compile(f"[{chr(min(_SHOW))}-{chr(max(_SHOW))}]")


T = TypeVar("T")


class Plain(str):
    """A string that holds no structure (an id of a catalogue, checked when it was read); it stays as it is, so
    that templates can look things up by it."""


@lru_cache(maxsize=20_000)
def _hidden(text: str) -> str:
    return text if text.isalnum() else text.translate(_HIDE)


def inert(value: T) -> T:
    """The value with no character that Markdown or Jinja reads as structure. Mappings keep their keys, and what
    is shared stays shared."""
    made: T = _inert(value, {})
    return made


def _inert(value: Any, done: dict[int, Any]) -> Any:
    kind = value.__class__
    if kind is str:
        return _hidden(value)
    if kind is dict:
        if id(value) not in done:
            done[id(value)] = {key: _inert(inner, done) for key, inner in value.items()}
        return done[id(value)]
    if kind is list or kind is tuple:
        return [_inert(inner, done) for inner in value]
    if value is None or kind in (bool, int, float, Plain):
        return value
    raise TypeError(f"no plain data: {kind.__name__}")


def shown(text: str) -> str:
    """The text as its value was before it was made inert."""
    return text if text.isascii() else text.translate(_SHOW)


def as_written(value: Any) -> Any:
    """The value as it was before it was made inert."""
    kind = value.__class__
    if kind is str:
        return _PRIVATE.sub(_shown_again, value)
    if kind is dict:
        return {key: as_written(inner) for key, inner in value.items()}
    return [as_written(inner) for inner in value] if kind is list else value


def _shown_again(match: re.Match[str]) -> str:
    return chr(_SHOW.get(ord(match[0]), ord(match[0])))
