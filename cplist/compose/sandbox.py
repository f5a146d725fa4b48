"""Jinja for packs from anybody: an immutable sandbox, plain data that can't make structure, nothing outside.

Every value is made inert before a template sees it: its ASCII punctuation is mapped to private-use code points,
and back in the leaves of what was composed. Escaping in `finalize` would leak through `~` and `join`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import jinja2.nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cplist.compose.decided.functions import UnknownNameError
from cplist.compose.rendered_text import check_characters
from cplist.compose.template_functions import FUNCTIONS
from cplist.confined.guard import is_confined
from cplist.core.findings import FindingsError, Location
from cplist.core.messages import finding

LONGEST_TEXT = 20_000_000
"""Characters of a rendered template; the shipped pack's have a hundred thousand."""
LONGEST_SECONDS = 30
"""Seconds of the processor: what else a machine does, or that it slept, is not the template's."""
_Place = Callable[[str, int], Location]
Watch = Callable[[Iterator[str]], Iterator[str]]
"""Passes on the pieces that a template yields, and looks at them."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox; what a mapping holds is found at once, not behind an AttributeError, as it is nearly always
    asked for. Everything else goes Jinja's way."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if obj.__class__ is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def compile(
        self, source: Any, name: str | None = None, filename: str | None = None, raw: Any = False, *rest: Any
    ) -> Any:
        """As Jinja does; what is nested too deeply for Python is a mistake of the template."""
        try:
            return super().compile(source, name, filename, raw, *rest)
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise jinja2.TemplateSyntaxError("nested too deeply", 1, name, filename) from error
        except ValueError as error:
            raise jinja2.TemplateSyntaxError("a number of too many digits", 1, name, filename) from error


_METHODS = frozenset(dir(dict))


def environment(
    loader: Callable[[str], str | None], cache: jinja2.BytecodeCache | None = None
) -> ImmutableSandboxedEnvironment:
    """The environment of one pack; `loader` gives a template's text by name, or None; `cache` keeps what was
    compiled."""
    made = _Sandbox(
        loader=jinja2.FunctionLoader(lambda name: _named(loader(name), name)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # it folds constants, of which templates have none, and takes its time
        auto_reload=False,
        bytecode_cache=cache,
    )
    made.globals.clear()
    made.globals.update(FUNCTIONS)
    made.globals["range"] = _counted
    made.globals["namespace"] = jinja2.utils.Namespace
    del made.filters["random"]
    return made


def _named(text: str | None, name: str) -> tuple[str, str, None] | None:
    """A template with its name, which its mistakes then carry."""
    return None if text is None else (text, name, None)


def _counted(*bounds: int) -> Iterator[int]:
    """range, of at most a thousand, which ends with the time that a template has."""
    for number in range(*bounds)[:1000]:
        if _spent() > _deadline.get():
            raise _EndlessError
        yield number


class _EndlessError(Exception):
    """A template took longer than a document can need."""


_spent = time.thread_time
"""Seconds of the processor that this thread has had."""
_deadline: ContextVar[float] = ContextVar("deadline", default=0.0)
"""What this thread may have spent when the template that is being rendered in it must have ended."""


class Limits(NamedTuple):
    """Characters and seconds that a rendering may take."""

    size: int
    seconds: float


def render(
    template: Callable[[], jinja2.Template],
    context: Mapping[str, Any],
    file: str,
    place: _Place | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
    *,
    sheets: bool = False,
) -> str:
    """The rendered text; a template's mistake is a FindingsError at its line. `place` says where a line of the
    template of a name comes from, where that isn't that line of the file beside `file`; `watch` sees the pieces of
    the text as they come; `sheets`: it is a workbook's text, with its separators."""
    limits, place = limits or Limits(LONGEST_TEXT, LONGEST_SECONDS), place or partial(_beside, file)
    before = _deadline.set(_spent() + limits.seconds)
    try:
        made = template()
        if unknown := _unknown_blocks(made):
            raise FindingsError([finding("template-block", Location(file), block=name) for name in unknown])
        pieces = made.generate(context)
        text = "".join(_bounded(watch(pieces) if watch else pieces, limits))
    except _EndlessError as error:
        raise FindingsError([finding("template-endless", Location(file), **limits._asdict())]) from error
    except UnknownNameError as error:
        at = place(*_raised(error))
        raise FindingsError([finding(error.rule, at, name=error.name, near=error.near)]) from error
    except jinja2.TemplateSyntaxError as error:
        at = place(error.filename or "", error.lineno)
        raise FindingsError([finding("template-syntax", at, problem=error.message or "")]) from error
    except (
        *(jinja2.TemplateError, TypeError, ValueError, ArithmeticError),
        *(LookupError, AttributeError, RecursionError, MemoryError),
    ) as error:
        if isinstance(error, MemoryError) and is_confined():
            raise  # the limit is the process's, which says so
        at = place(*_raised(error))
        if isinstance(error, RecursionError):
            raise FindingsError([finding("template-circle", at)]) from error
        raise FindingsError([finding("template-failed", at, problem=f"{type(error).__name__}: {error}")]) from error
    finally:
        _deadline.reset(before)
    check_characters(text, file, sheets=sheets)
    return text


def _unknown_blocks(template: jinja2.Template) -> list[str]:
    """The blocks of a template that the one it extends doesn't have: a misspelt name would change nothing."""
    environment, name = template.environment, template.name
    if not name or environment.loader is None:
        return []
    source = environment.loader.get_source(environment, name)[0]
    if "extends" not in source:
        return []
    unknown: list[str] = []
    for extends in environment.parse(source).find_all(jinja2.nodes.Extends):
        if isinstance(extends.template, jinja2.nodes.Const):
            base = environment.get_template(str(extends.template.value))
            unknown += sorted(set(template.blocks) - set(base.blocks)) + _unknown_blocks(base)
    return unknown


def _beside(file: str, name: str, line: int) -> Location:
    """That line of another template of the pack, by its name."""
    return Location(file if not name or name.startswith("<") else str(Path(file).with_name(Path(name).name)), line)


def _bounded(pieces: Iterable[str], limits: Limits) -> Iterator[str]:
    """The pieces, as long as they stay within the size and the time that a document can need."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limits.size or _spent() > _deadline.get():
            raise _EndlessError
        yield piece


def _raised(error: Exception) -> tuple[str, int]:
    """The template's name and line that raised: the last frame of the traceback that is no Python file's."""
    name, line, trace = "", 1, error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if not code.co_filename.endswith(".py") and not code.co_filename.startswith(("<frozen", "<string")):
            name, line = code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return name, line
