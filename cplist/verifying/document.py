"""Which paragraphs and styles of a .docx were changed since it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.opc import Parts
from cplist.verifying.contents import DOCUMENT, STYLES, Contents, mark_of, words_of
from cplist.verifying.style_looks import ASKED, SIZES, Look, style_looks

_PLACE = re.compile(r"(第[一二三四五六七八九十百零]+[章条])\s|(附件[0-9]*)\s*$")
_RULES = {
    (True, True): "verify-paragraph",
    (False, True): "verify-paragraph-new",
    (True, False): "verify-paragraph-gone",
}
"""Whether a paragraph was there, and is there now → what is said of it."""
_EACH_PROGRAMS = re.compile(r"(toc|heading|header|footer|index|list|caption)\b.*|normal|default.*", re.IGNORECASE)
"""Names of built-in styles, which every program writes in its own way."""


def document_changes(
    parts: Parts, contents: Contents, texts: Iterable[str], file: str, *, rewritten: bool
) -> Iterator[Finding]:
    """In what the document of that name differs from the contents that were written. `texts` stood in it, as far
    as they are known; `rewritten` says that another program saved it. Raises what reading it raises
    (opc.UNREADABLE)."""
    paragraphs = [words for words in words_of(parts[DOCUMENT]) if mark_of(words)]
    yield from _paragraphs(paragraphs, contents.paragraphs, {mark_of(text): text for text in texts}, file)
    if STYLES in parts:
        yield from _styles(parts[STYLES], contents.styles, file, rewritten=rewritten)


def _paragraphs(now: Sequence[str], was: Sequence[str], known: Mapping[str, str], file: str) -> Iterator[Finding]:
    marks = [mark_of(words) for words in now]
    for kind, start, end, new_start, new_end in SequenceMatcher(None, was, marks, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for offset in range(max(end - start, new_end - new_start)):
            there, here = start + offset < end, new_start + offset < new_end
            number = min(new_start + offset, new_end if here else new_end - 1)
            rule = (
                "verify-paragraph"
                if there and here
                else "verify-paragraph-new"
                if here
                else "verify-paragraph-gone"
            )
            yield finding(
                rule,
                file=file,
                place=_place(now, number),
                was=known.get(was[start + offset], "") if there else "",
                now=now[new_start + offset] if here else "",
            )


def _place(paragraphs: Sequence[str], number: int) -> str:
    """The article, chapter or annex in which a paragraph stands; "" for one above them all."""
    above = (found for words in reversed(paragraphs[: number + 1]) if (found := _PLACE.match(words)))
    return next((found[1] or found[2] for found in above), "")


def _styles(part: bytes, written: Mapping[str, Look], file: str, *, rewritten: bool) -> Iterator[Finding]:
    now = style_looks(part)
    for name, was in written.items():
        if rewritten and (name not in now or _EACH_PROGRAMS.fullmatch(name)):
            continue
        look = now.get(name, {})
        if was != look:
            told = {key: _moved(key, was, look) for key in ASKED}
            yield finding("verify-style", file=file, style=name, **told)


def _moved(key: str, was: Look, now: Look) -> str:
    """A property before and now; "" for one that is as it was."""
    before, after = (_value(key, look.get(key, "")) for look in (was, now))
    return "" if before == after else f"{before} → {after}"


def _value(name: str, value: str) -> str:
    """A value with its unit: a font's size comes in half points, a distance in twentieths of a point."""
    if name not in SIZES or not value.lstrip("-").isdecimal():
        return value or "—"
    return f"{int(value) / SIZES[name]:g}pt"
