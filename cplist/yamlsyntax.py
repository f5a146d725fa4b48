"""What a syntax error is likely to come from.

A parser names the symptom, lines later and in English. The causes that people run into (a full-width colon,
comma, quote or bracket, a tab, a missing blank) can be told from the text around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import yaml

from cplist.errors import Finding, Location
from cplist.messages import finding
from cplist.yamltext import Text

MOST_SLIPS = 500

_KEY = r"[ \t]*(?:- *)*[{,]? *[A-Za-z_]+"
_TAB = re.compile(r"^ *(?:- *)?(\t)")
_COLON = re.compile(rf"^{_KEY}[ \t]*(：)")
_BLANK = re.compile("^ *([\u3000\u00a0])")
_NO_BLANK = re.compile(rf"^{_KEY}(:)[^\s:/]")
_NO_COLON = re.compile(r"^ *[A-Za-z_]+()(?:[ \t]+[^:：]*)?$")


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

    def findings(self) -> Iterator[Finding]:
        for rule, pattern in (
            ("yaml-tab", _TAB),
            ("yaml-full-width-colon", _COLON),
            ("yaml-wide-blank", _BLANK),
        ):
            if any(pattern.match(line) for _, line in self._near()):
                yield from self._everywhere(rule, pattern)
                return
        yield self._here()

    def _near(self) -> Iterator[tuple[int, str]]:
        """The lines up to the problem that may hold its cause, the last one first."""
        first = min(self.place.line - 3, self.beginning.line if "flow" in self.context else self.place.line)
        for number in range(min(self.place.line, len(self.lines)), max(0, first - 1, self.place.line - 200), -1):
            yield number, self.lines[number - 1]

    def _everywhere(self, rule: str, pattern: re.Pattern[str]) -> Iterator[Finding]:
        matches = ((number, pattern.match(line)) for number, line in enumerate(self.lines, 1))
        found = (Location(self.text.name, number, match.start(1) + 1) for number, match in matches if match)
        return (finding(rule, at) for at in islice(found, MOST_SLIPS))

    def _here(self) -> Finding:
        if "quoted scalar" in self.context:
            return self._quote()
        if "alias" in self.context or "anchor" in self.context:
            return finding("yaml-alias", self.beginning)
        if "unexpected ':'" in self.problem:
            return finding("yaml-blank-after-colon", self.place)
        if "flow" in self.context:
            return self._bracket()
        character = self.text.text[self.index : self.index + 1]
        if "start any token" in self.problem and character:
            return finding("yaml-reserved", self.place, character=character)
        return self._wide("｛［【", "yaml-full-width-bracket") or self._line(character)

    def _quote(self) -> Finding:
        if "escape" in self.problem:
            return finding("yaml-escape", self.place)
        return self._wide("“”‘’", "yaml-full-width-quote") or finding("yaml-quote-open", self.beginning)

    def _bracket(self) -> Finding:
        wide = self._wide("，", "yaml-full-width-comma", to=self.index) if self._same_line() else None
        if wide or (wide := self._wide("｛｝［］【】", "yaml-full-width-bracket")):
            return wide
        bracket = self.text.text[self.begin : self.begin + 1]
        if bracket not in ("[", "{"):  # the parser stopped inside: the last one that was opened
            opened = max(self.text.text.rfind(character, 0, self.index) for character in "[{")
            return finding("yaml-bracket", self.text.at(max(opened, 0)), bracket=self.text.text[opened])
        inside = self._same_line() and self.text.text[self.index : self.index + 1] not in ("]", "}")
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

    def _line(self, character: str) -> Finding:
        """What a line outside brackets can have wrong with it, or with the lines before it."""
        for rule, pattern in (("yaml-blank-after-colon", _NO_BLANK), ("yaml-colon-missing", _NO_COLON)):
            for number, line in self._near():
                if number >= self.place.line - 1 and (match := pattern.match(line)):
                    return finding(rule, Location(self.text.name, number, match.start(1) + 1))
        before = self.text.text[self.text.starts[self.place.line - 1] : self.index]
        if character and character in "]}":
            return finding("yaml-bracket", self.place, bracket=character)
        if "mapping values" in self.problem and re.search(r": ", before):
            return finding("yaml-colon-in-value", self.place)
        if re.search("expected key|expected '-'|mapping values|entries are not allowed", self.problem):
            return finding("yaml-indent", self._indent(before))
        return finding("yaml-syntax", self.place, problem=self.problem)

    def _indent(self, before: str) -> Location:
        return Location(self.text.name, self.place.line, len(before) - len(before.lstrip()) + 1)
