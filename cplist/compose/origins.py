"""Where the words of a composed text come from: file and line of the pack's templates.

A rendered text doesn't have the lines of its template. Two things lead back to them. Jinja knows which line printed
each piece of it; that tells which file counts where one extends another. And the templates hold `::: article KEY`,
and the ids of duties beside their words (`template_source.py`); that gives the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from types import GeneratorType
from typing import Any

import jinja2

from cplist.compose.template_source import Found, source
from cplist.compose.templates import TEMPLATE, Templates
from cplist.compose.text.words import LINK
from cplist.core.findings import Location

ENDING = ".j2"
ARTICLE = re.compile(r"^[ \t]*:::[ \t]*article[ \t]+(([a-z0-9-]+)[^\n]*)\n([^\n]*)", re.MULTILINE)
CLOSING = re.compile(r"^[ \t]*:::[ \t]*$", re.MULTILINE)
FAR = 1_000_000
"""More lines than a template has."""


class Origins:
    """The places of one institution's system in the templates of its pack. `values` are what those see."""

    def __init__(self, templates: Templates, values: Mapping[str, Any]) -> None:
        self._templates, self._pieces = templates, _Pieces()
        self._text = templates.text(TEMPLATE, values, self._pieces.watch)
        self._articles = {match[2]: match for match in ARTICLE.finditer(self._text)}
        files = {name: content for name, content in templates.pack.files.items() if name.endswith(ENDING)}
        self._sources = [source(templates.file(name), content) for name, content in files.items()]

    def article(self, key: str) -> Location:
        """Where an article begins: at its `::: article`, or else at the line that prints it."""
        rendered = self._articles[key]
        printed = self._printed(rendered.start())
        return _best((f for s in self._sources for f in s.articles(rendered[1], rendered[3])), printed)

    def named(self, key: str) -> Location | None:
        """Where an article of that key begins, whether or not this institution's system has it."""
        return next((at for source_ in self._sources if (at := source_.article_named(key))), None)

    def words(self, key: str, duty: str, number: int, words: str) -> Location:
        """Where the words are written by which that article carries the duty for the first, second … time (from 0):
        beside the duty's id, or else at the line that prints them."""
        start = self._articles[key].start()
        closing = CLOSING.search(self._text, start)
        links = LINK.finditer(self._text, start, closing.start() if closing else len(self._text))
        carried = [link for link in links if link[1] and link[2] == duty]
        printed = self._printed(carried[number].start())
        found = [f for s in self._sources for f in s.words(duty, words)]
        fitting = [one for one in found if one.fit or len(found) == 1]
        return _best(fitting, self.article(key)) if fitting else printed

    def _printed(self, offset: int) -> Location:
        return self._templates.place(*self._pieces.at(offset))


class _Pieces:
    """Notes while a template is rendered where each piece begins, and which line of which template prints it."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._printed: list[tuple[jinja2.Template, int]] = []

    def watch(self, pieces: Iterator[str]) -> Iterator[str]:
        length = 0
        for piece in pieces:
            self._starts.append(length)
            self._printed.append(_statement(pieces))
            length += len(piece)
            yield piece

    def at(self, offset: int) -> tuple[str, int]:
        """The template and the line that printed the character there."""
        template, line = self._printed[bisect_right(self._starts, offset) - 1]
        return template.name or "", template.get_corresponding_lineno(line)


def _statement(pieces: Iterator[str]) -> tuple[jinja2.Template, int]:
    """The template that is being rendered, the innermost block's, and at which line of its compiled code."""
    inner: Any = pieces
    while isinstance(inner.gi_yieldfrom, GeneratorType):
        inner = inner.gi_yieldfrom
    return inner.gi_frame.f_globals["__jinja_template__"], inner.gi_frame.f_lineno


def _best(found: Iterable[Found], near: Location) -> Location:
    """The place that fits best; of several the first one behind `near` (a tag's line stands for the text that
    follows it), else the one nearest to it. `near`, where nothing was found."""
    return min(found, key=lambda one: (-one.fit, *_apart(one.at, near)), default=Found(near, 0)).at


def _apart(at: Location, near: Location) -> tuple[bool, int]:
    lines = at.line - near.line
    return at.file != near.file, lines if lines >= 0 else FAR - lines
