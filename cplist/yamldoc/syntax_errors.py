"""What a YAML syntax error is likely to come from.

A parser names the symptom, often lines later, and in English. The causes that people run into (a full-width
colon, comma, quote or bracket, a tab, a missing blank) can be told from the text around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import yaml

from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.yamldoc.text import Text

MOST_SLIPS = 500
FURTHEST = 200
"""A cause is looked for in so many lines before the place where the parser gave up."""

_KEY = r"[ \t]*(?:- *)*[{,]? *[A-Za-z_]+"
_EVERYWHERE = (
    ("yaml-tab", re.compile(r"^ *(?:- *)?(\t)")),
    ("yaml-full-width-colon", re.compile(rf"^{_KEY}[ \t]*(：)")),
    ("yaml-character", re.compile("^.*?([\x85\u2028\u2029])")),  # YAML ends a line there, and no editor does
    ("yaml-wide-blank", re.compile("^ *([\u3000\u00a0\u200b\ufeff])")),
)
"""Slips that come in numbers: each place of them is named."""
_ON_A_LINE = (
    ("yaml-blank-after-colon", re.compile(rf"^{_KEY}(:)(?:[^\s:/]|[\u3000\u00a0])")),
    ("yaml-dash", re.compile(r"^ *(-(?![ \t\r\n-]|$)|[—–－·•●*](?=[ \u3000]*\w))")),
    (
        "yaml-colon-missing",
        re.compile(r"^ *(?:(?:- +)?[A-Za-z_]+(?:[ \t]*([；;=＝])|()[ \t]+[^:：]*$)|[A-Za-z_]+()$)"),
    ),
)


def syntax(error: yaml.MarkedYAMLError, text: Text, deepest: int) -> list[Finding]:
    """What a syntax error comes from, each place of it; failing that, what the parser says. `deepest` is how deep
    mappings and lists may nest."""
    if "nesting depth" in (error.problem or "") and error.problem_mark:
        return [_too_deep(error.problem_mark.index, text, deepest)]
    return list(_Cause(error, text).findings())


def _too_deep(index: int, text: Text, deepest: int) -> Finding:
    """libyaml reads a nest of brackets to the end before it names the first, and gives up far below our limit."""
    opened: list[int] = []
    for bracket in re.finditer(r"[\[{\]}]", text.text[:index]):
        if bracket[0] in "[{":
            opened.append(bracket.start())
        elif opened:
            opened.pop()
    too_deep = opened[deepest:] or [index]
    return finding("yaml-depth", text.at(too_deep[0]), limit=deepest)


class _Cause:
    """Looks for the cause between the place where the parser's construct began and where it gave up."""

    def __init__(self, error: yaml.MarkedYAMLError, text: Text) -> None:
        self.text, self.lines = text, text.lines
        self.problem, self.context = error.problem or str(error), error.context or ""
        mark = error.problem_mark or error.context_mark
        self.index = min(mark.index, len(text.text)) if mark else 0
        self.begin = min(error.context_mark.index, self.index) if error.context_mark else self.index
        self.place, self.beginning = text.at(self.index), text.at(self.begin)
        self.character = text.text[self.index : self.index + 1]

    def findings(self) -> Iterator[Finding]:
        first = min(self.place.line - 3, self.beginning.line if "flow" in self.context else self.place.line)
        for rule, pattern in _EVERYWHERE:
            if any(pattern.match(line) for _, line in self._near(first)):
                yield from self._everywhere(rule, pattern)
                return
        yield self._here()

    def _near(self, first: int) -> Iterator[tuple[int, str]]:
        """The lines from `first` up to the problem, the last one first."""
        last = min(self.place.line, len(self.lines))
        for number in range(last, max(0, first - 1, last - FURTHEST), -1):
            yield number, self.lines[number - 1]

    def _everywhere(self, rule: str, pattern: re.Pattern[str]) -> Iterator[Finding]:
        matches = ((number, pattern.match(line)) for number, line in enumerate(self.lines, 1))
        for number, match in islice(((number, match) for number, match in matches if match), MOST_SLIPS):
            at = Location(self.text.name, number, match.start(1) + 1)
            yield finding(rule, at, code=f"U+{ord(match[1]):04X}")

    def _here(self) -> Finding:
        if "quoted scalar" in self.context:
            return self._quote()
        if "alias" in self.context or "anchor" in self.context:
            return self._slip(self.beginning.line) or finding("yaml-alias", self.beginning)
        if "unexpected ':'" in self.problem:
            return finding("yaml-blank-after-colon", self.place)
        if "flow" in self.context:
            return self._bracket()
        if "start any token" in self.problem and self.character:
            return finding("yaml-reserved", self.place, character=self.character)
        return self._wide("｛［【", "yaml-full-width-bracket") or self._line()

    def _quote(self) -> Finding:
        if "escape" in self.problem:
            return finding("yaml-escape", self.place)
        return self._wide("“”‘’", "yaml-full-width-quote") or finding("yaml-quote-open", self.beginning)

    def _bracket(self) -> Finding:
        wide = self._wide("，", "yaml-full-width-comma", to=self.index) if self._same_line() else None
        if wide or (wide := self._wide("｛｝［］【】", "yaml-full-width-bracket")):
            return wide
        if "flow node" in self.context and self.character == ",":
            return finding("yaml-comma-extra", self.place)
        bracket = self.text.text[self.begin : self.begin + 1]
        if bracket not in ("[", "{"):  # the parser stopped inside: the last one that was opened
            opened = max(self.text.text.rfind(character, 0, self.index) for character in "[{")
            return finding("yaml-bracket", self.text.at(max(opened, 0)), bracket=self.text.text[opened])
        inside = self._same_line() and self.character not in ("]", "}")
        return finding("yaml-bracket", self.place if inside else self.beginning, bracket=bracket)

    def _same_line(self) -> bool:
        return self.place.line == self.beginning.line

    def _wide(self, characters: str, rule: str, to: int | None = None) -> Finding | None:
        """The last of those characters on the line where the construct began."""
        start = self.text.starts[self.beginning.line - 1]
        line = self.lines[self.beginning.line - 1][: None if to is None else to - start]
        found = max(line.rfind(character) for character in characters)
        if found < 0:
            return None
        return finding(rule, Location(self.text.name, self.beginning.line, found + 1), character=line[found])

    def _line(self) -> Finding:
        """What a line outside brackets can have wrong with it, or with the lines before it."""
        no_colon = "simple key" in self.context
        if slip := self._slip(self.beginning.line if no_colon else self.place.line - 1):
            return slip
        if no_colon:
            return finding("yaml-colon-missing", self.beginning)
        if self.character and self.character in "]}":
            return finding("yaml-bracket", self.place, bracket=self.character)
        before = self.text.text[self.text.starts[self.place.line - 1] : self.index]
        if "entries are not allowed" in self.problem or "mapping keys are not allowed" in self.problem:
            return finding("yaml-reserved", self.place, character=self.character)
        if "mapping values" in self.problem and ": " in before:
            return finding("yaml-colon-in-value", self.place)
        if re.search("block end|expected key|expected '-'|mapping values", self.problem):
            return self._structure(before)
        return finding("yaml-syntax", self.place, problem=self.problem)

    def _slip(self, first: int) -> Finding | None:
        for rule, pattern in _ON_A_LINE:
            for number, line in self._near(first):
                if match := pattern.match(line):
                    column = match.start(match.lastindex or 1) + 1
                    return finding(rule, Location(self.text.name, number, column))
        return None

    def _structure(self, before: str) -> Finding:
        """Something stands where nothing can: behind a closed quote, without a key, or not aligned."""
        if before.strip(" -") == "" and self.character == ":":
            return finding("yaml-key", self.place)
        if before.rstrip().endswith(("'", '"')):
            return self._behind_a_quote()
        column = len(before) - len(before.lstrip()) + 1
        return finding("yaml-indent", Location(self.text.name, self.place.line, column))

    def _behind_a_quote(self) -> Finding:
        """Text behind a quoted value: the quote that was to begin it may have closed one left open above."""
        text = self.text.text
        closed = len(text[: self.index].rstrip()) - 1
        opened = text.rfind(text[closed], 0, closed)
        if opened >= 0 and "\n" in text[opened:closed]:
            return finding("yaml-quote-open", self.text.at(opened))
        return finding("yaml-after-quote", self.place)
