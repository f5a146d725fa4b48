"""Jinja for packs from anybody: an immutable sandbox, plain data that can't make structure, nothing outside.

Every value is made inert before a template sees it: its ASCII punctuation is mapped to private-use code points,
and back in the leaves of what was composed. Escaping in `finalize` would leak through `~` and `join`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cplist.errors import FindingsError, Location
from cplist.messages import finding

LONGEST_TEXT = 20_000_000
"""Characters of a rendered template; the shipped pack's have a hundred thousand."""
LONGEST_SECONDS = 30
_HIDE = {code: 0x10FF00 + code for code in range(128) if not chr(code).isalnum() and chr(code) != "_"}
_SHOW = {private: code for code, private in _HIDE.items()}


class Plain(str):
    """A string that holds no structure (an id of a catalogue, checked when it was read); it stays as it is, so
    that templates can look things up by it."""


@lru_cache(maxsize=20_000)
def _hidden(text: str) -> str:
    return text if text.isalnum() else text.translate(_HIDE)


def inert(value: Any) -> Any:
    """The value with no character that Markdown or Jinja reads as structure. Mappings keep their keys, and what
    is shared stays shared."""
    return _inert(value, {})


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


def environment(loader: Callable[[str], str | None]) -> ImmutableSandboxedEnvironment:
    """The environment of one pack; `loader` gives a template's text by name, or None."""
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(loader),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.clear()
    made.globals["range"] = lambda *bounds: range(*bounds)[:1000]
    made.globals["namespace"] = jinja2.utils.Namespace
    return made


def render(template: Callable[[], jinja2.Template], context: Mapping[str, Any], file: str) -> str:
    """The rendered text; a template's mistake is a FindingsError at its line."""
    try:
        return "".join(_bounded(template().generate(context), file))
    except jinja2.TemplateSyntaxError as error:
        at = Location(error.filename or file, error.lineno)
        raise FindingsError([finding("template-syntax", at, problem=error.message or "")]) from error
    except (
        jinja2.TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
    ) as error:
        at = Location(file, _line(error))
        raise FindingsError([finding("template-failed", at, problem=f"{type(error).__name__}: {error}")]) from error


def _bounded(pieces: Iterable[str], file: str) -> Iterator[str]:
    """The pieces, as long as they stay within the size and the time that a document can need."""
    size, deadline = 0, time.monotonic() + LONGEST_SECONDS
    for piece in pieces:
        size += len(piece)
        if size > LONGEST_TEXT or time.monotonic() > deadline:
            raise FindingsError(
                [finding("template-endless", Location(file), size=LONGEST_TEXT, seconds=LONGEST_SECONDS)]
            )
        yield piece


def _line(error: Exception) -> int:
    """The template's line that raised: the last frame of the traceback that is a template's."""
    line, trace = 1, error.__traceback__
    while trace:
        if (
            trace.tb_frame.f_code.co_name in ("root", "top-level template code")
            or "<template>" in trace.tb_frame.f_code.co_filename
        ):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
