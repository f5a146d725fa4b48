"""A YAML file as text: its encoding, the places in it, and what a syntax error is likely to come from.

A parser names the symptom, lines later and in English. The causes that people run into (a full-width colon,
comma, quote or bracket, a tab, a missing blank) can be told from the text around it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

import yaml

from cplist.errors import Finding, FindingsError, Location
from cplist.messages import finding

NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\U0010fd00-\U0010ffff]"
)
LINE_END = re.compile(r"\r\n|\r|\n")
MOST_SLIPS = 500
LONGEST_SHOWN = 60

_KEY = r"[ \t]*(?:- *)*[{,]? *[A-Za-z_]+"
_TAB = re.compile(r"^ *(?:- *)?(\t)")
_COLON = re.compile(rf"^{_KEY}[ \t]*(：)")
_BLANK = re.compile("^ *([\u3000\u00a0])")
_NO_BLANK = re.compile(rf"^{_KEY}(:)[^\s:/]")
_NO_COLON = re.compile(r"^ *[A-Za-z_]+()(?:[ \t]+[^:：]*)?$")


class Text:
    """The decoded text of a file, and where in it an index stands (lines as an editor counts them)."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name

    @cached_property
    def starts(self) -> list[int]:
        """The index at which each line begins."""
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]

    def at(self, index: int) -> Location:
        line = bisect_right(self.starts, index)
        return Location(self.name, line, index - self.starts[line - 1] + 1)

    @property
    def end(self) -> Location:
        return self.at(len(self.text))

    @property
    def lines(self) -> list[str]:
        return LINE_END.split(self.text)


def shown(value: object) -> str:
    """Somebody's words fit for one line of a message: not too long, nothing invisible, no line end."""
    text = str(value)
    text = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return "".join(c if c == " " or _visible(c) else f"<U+{ord(c):04X}>" for c in text)


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def decode(content: bytes, name: str) -> str:
    """The text of a UTF-8 file. Raises FindingsError that names the encoding that it seems to have."""
    encoding = "UTF-16" if _looks_like_utf16(content) else ""
    try:
        if not encoding:
            return content.decode("utf-8-sig")
        at = Location(name)
    except UnicodeDecodeError as error:
        encoding = "GBK" if _looks_like_gbk(content) else ""
        first = re.search(rb"[\x80-\xff]", content)  # bytes of GBK may look like UTF-8 for a while
        wrong = first.start() if encoding and first else error.start
        at = Text(content[:wrong].decode("utf-8-sig", "replace"), name).end
    raise FindingsError([finding("yaml-encoding", at, encoding=encoding)])


def _looks_like_utf16(content: bytes) -> bool:
    return content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:4000].count(0) > len(content[:4000]) // 4


def _looks_like_gbk(content: bytes) -> bool:
    """GBK text is no UTF-8 throughout; a UTF-8 file with one broken place is UTF-8 nearly throughout."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    as_utf8 = content.decode("utf-8", "replace")
    return as_utf8.count("\ufffd") > sum("\u4e00" <= c <= "\u9fff" for c in as_utf8)


def syntax(error: yaml.MarkedYAMLError, text: Text) -> list[Finding]:
    """What a syntax error comes from, each place of it; failing that, what the parser says."""
    return list(_Cause(error, text).findings())


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
