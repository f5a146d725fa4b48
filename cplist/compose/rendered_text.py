"""What a template gave is text that a document can hold, and that can be read in a reasonable time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding

_UNFIT = "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\U0010ff00-\U0010ff08\U0010ff0b-\U0010ff1f"
_UNFIT_IN_SHEETS = re.compile(f"[{_UNFIT}\U0010fd00-\U0010fdcf\U0010fdd7-\U0010fdff\U0010ff7f-\U0010ffff]")
_UNFIT_IN_TEXT = re.compile(f"[{_UNFIT}\U0010fd00-\U0010fdff\U0010ff7f-\U0010ffff]")
"""Characters that XML can't hold, also where sandbox.py has hidden them, and the program's own marks."""
BEFORE = 20
"""Characters before one of them that a finding quotes."""
LONGEST_LINE = 20_000
MOST_BRACKETS = 500
"""Opening brackets of one line that is no table's: Markdown takes a time for them that grows with their square."""


def check_characters(text: str, file: str, *, sheets: bool = False) -> None:
    """Raise FindingsError for a character that no document can hold. `sheets`: it is the text of a workbook."""
    match = (_UNFIT_IN_SHEETS if sheets else _UNFIT_IN_TEXT).search(text)
    if match:
        before = text[max(0, match.start() - BEFORE) : match.start()].replace("\n", " ")
        code = f"U+{ord(match[0]):04X}"
        raise FindingsError([finding("text-character", Location(file), code=code, before=_readable(before))])


def check_lines(text: str, file: str) -> None:
    """Raise FindingsError for lines that would take too long to read as Markdown."""
    if found := [*_too_long(text, file)]:
        raise FindingsError(found[:1])


def _too_long(text: str, file: str) -> Iterator[Finding]:
    if len(max(text.split("\n"), key=len)) <= MOST_BRACKETS:
        return
    for line in text.split("\n"):
        begin = _readable(line[:BEFORE])
        if len(line) > LONGEST_LINE:
            yield finding("text-line", Location(file), limit=LONGEST_LINE, text=begin)
        elif line.count("[") > MOST_BRACKETS and not line.lstrip(" ").startswith("|"):
            yield finding("text-brackets", Location(file), limit=MOST_BRACKETS, text=begin)


def _readable(text: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
