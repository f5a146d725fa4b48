"""Where a template says something: the lines at which articles begin, and those at which duties' words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cplist.core.findings import Location

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
OPENING = re.compile(r":::[ \t]*article[ \t]+([^\n]*)\n?([^\n]*)")
TEXT = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|([^\"'{}~\[\]]+)")
NEXT_KEY = re.compile(r"[\"'][^\"'\n]*[\"']\s*:")
CHANGED = re.compile(r"应当|\W")
"""What sentences change of the words that a template writes: they put 应当 in or leave it out, and punctuation."""


@dataclass(frozen=True)
class Found:
    """A place in a template; `fit` says how well what stands there fits what was rendered (0: not at all)."""

    at: Location
    fit: int


@dataclass(frozen=True)
class Source:
    """The text of one template, without its comments."""

    file: str
    text: str

    def articles(self, opening: str, first: str) -> Iterator[Found]:
        """Where an article may begin that was rendered as ::: article `opening`, with `first` as its first line."""
        for match in OPENING.finditer(self.text):
            if re.fullmatch(_pattern(match[1]), opening):
                begins = TAG.split(match[2].strip())[0]
                yield Found(self._at(match.start()), 2 if first.strip().startswith(begins) else 1)

    def article_named(self, key: str) -> Location | None:
        """Where an article of that key begins, if one is written here in full."""
        match = re.search(rf":::[ \t]*article[ \t]+{re.escape(key)}(?![\w-])", self.text)
        return self._at(match.start()) if match else None

    def words(self, duty: str, words: str) -> Iterator[Found]:
        """Where a duty's words may stand: beside its id, as [words](id) or "id": words."""
        id_ = re.escape(duty)
        for match in re.finditer(rf"\[([^\[\]]+)\]\({id_}\)", self.text):
            yield Found(self._at(match.start()), _fit(match[1], words))
        for match in re.finditer(rf"([\"']){id_}\1\s*:\s*([^\n]*)", self.text):
            yield Found(self._at(match.start()), _fit(NEXT_KEY.split(match[2])[0], words))

    def _at(self, offset: int) -> Location:
        return Location(self.file, self.text.count("\n", 0, offset) + 1)


def source(file: str, content: bytes) -> Source:
    """The template in that file; comments become blanks, so that lines stay."""
    text = content.decode("utf-8")
    return Source(file, COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text))


def _pattern(written: str) -> str:
    """What a line of a template may be rendered as."""
    return ".*?".join(re.escape(part) for part in TAG.split(written.rstrip()))


def _fit(written: str, words: str) -> int:
    """How many characters of what is written there stand together in the words."""
    pieces = (CHANGED.sub("", "".join(piece)) for piece in TEXT.findall(written))
    plain = CHANGED.sub("", words)
    return max((len(piece) for piece in pieces if piece in plain), default=0)
