"""What a catalogue must keep to: the notice's text to the letter, duties that tile their clauses, unique ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.domain.notice import Kind
from cplist.pack.notice_schema import PRINTED
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

AROUND = 8
"""So many characters before and behind the first that differs are shown."""
BEFORE, BEHIND = PRINTED[:3], PRINTED[3:]
"""The printed lines before the clauses and behind them."""
Piece = tuple[Path, str]


def catalogue_problems(notice: Document, lost: Collection[Path], source: str) -> Iterator[Finding]:
    """All of them, each at its place. `source` is the notice's text; `lost` are the paths of what broke the schema
    and was left out of the document: nothing is said of texts that lack it."""
    if not any(map(_is_text, lost)):
        yield from _text(notice, source)
    yield from _tiling(notice, lost)
    yield from _ids(notice)
    yield from _responsible(notice)
    yield from _replaced(notice)


def _is_text(path: Path) -> bool:
    """Whether what stands at that path makes the notice's text."""
    if path[:1] == ("clauses",):
        return path[2:3] in ((), ("heading",), ("text",))
    return path[:1] in ((), ("printed",))


def _pieces(notice: Document) -> Iterator[Piece]:
    """The notice as the catalogue gives it, piece by piece."""
    for key in BEFORE:
        yield ("printed", key), notice.data["printed"][key]
    for number, clause in enumerate(notice.data["clauses"]):
        for key in ("heading", "text"):
            yield ("clauses", number, key), clause.get(key, "")
    for key in BEHIND:
        yield ("printed", key), notice.data["printed"][key]


def _text(notice: Document, source: str) -> Iterator[Finding]:
    """Where the catalogue's text first differs from the source's, blanks and line ends apart."""
    pieces = [(path, _bare(text)) for path, text in _pieces(notice)]
    ours, theirs = "".join(text for _, text in pieces), _bare(source)
    if ours == theirs:
        return
    pairs = zip(ours, theirs, strict=False)
    index = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(ours), len(theirs)))
    path = _at(pieces, index)
    start, end = max(0, index - AROUND), index + AROUND
    where = f"{ours[start:end]} / {theirs[start:end]}"
    yield finding("catalogue-text", notice.place(path), path_text(path), where=where)


def _bare(text: str) -> str:
    return "".join(text.split())


def _at(pieces: list[Piece], index: int) -> Path:
    """The piece that the character of that number is in, or the last one."""
    for path, text in pieces:
        if index < len(text):
            return path
        index -= len(text)
    return pieces[-1][0]


def _tiling(notice: Document, lost: Collection[Path]) -> Iterator[Finding]:
    """Clauses whose duties, one behind the other, are not their text."""
    broken = {path[1] for path in lost if path[:1] == ("clauses",) and len(path) > 1 and _matters(path)}
    for number, clause in enumerate(notice.data.get("clauses") or ()):
        duties = "".join(duty.get("text", "") for duty in clause.get("duties") or ())
        if number not in broken and _bare(duties) != _bare(clause.get("text", "")):
            path = ("clauses", number)
            id_ = shown(clause.get("id", ""))
            yield finding("catalogue-tiling", notice.place(path), path_text(path), clause=id_)


def _matters(path: Path) -> bool:
    """Whether a clause or its duties lack a text for what was left out at that path."""
    return len(path) == 2 or (path[2] in ("text", "duties") and (len(path) < 5 or path[4] == "text"))


def _ids(notice: Document) -> Iterator[Finding]:
    """Ids that stand twice, at the second place, or that are none."""
    seen: Counter[str] = Counter()
    for path, id_ in _all_ids(notice):
        seen[id_] += 1
        malformed = not re.fullmatch(r"\w+(?:[.-]\w+)*", id_, re.ASCII)
        if seen[id_] == 2 or (malformed and seen[id_] == 1):
            yield finding("catalogue-id", notice.place(path), path_text(path), id=shown(id_))


def _all_ids(notice: Document) -> Iterator[Piece]:
    for number, clause in enumerate(notice.data.get("clauses") or ()):
        entries: list[tuple[Path, Mapping[str, Any]]] = [(("clauses", number), clause)]
        entries += [(("clauses", number, "duties", i), duty) for i, duty in enumerate(clause.get("duties") or ())]
        yield from (((*path, "id"), entry["id"]) for path, entry in entries if entry.get("id"))


def _responsible(notice: Document) -> Iterator[Finding]:
    """Obligations and prohibitions that nobody is responsible for."""
    for number, clause in enumerate(notice.data.get("clauses") or ()):
        for index, duty in enumerate(clause.get("duties") or ()):
            asks = duty.get("kind") in (Kind.OBLIGATION, Kind.PROHIBITION)
            if asks and not duty.get("responsible"):
                path = ("clauses", number, "duties", index)
                duty_id = shown(duty.get("id", ""))
                yield finding("catalogue-responsible", notice.place(path), path_text(path), duty=duty_id)


def _replaced(notice: Document) -> Iterator[Finding]:
    """Ids that a duty replaces and that the catalogue still has, or that it replaces twice: nothing tells then to
    which duty the answers belong."""
    ids = {id_ for _, id_ in _all_ids(notice)}
    for number, clause in enumerate(notice.data.get("clauses") or ()):
        for index, duty in enumerate(clause.get("duties") or ()):
            old = [str(id_) for id_ in duty.get("replaces") or ()]
            for place, id_ in enumerate(old):
                if id_ in ids or id_ in old[:place]:
                    path = ("clauses", number, "duties", index, "replaces", place)
                    names = {"duty": shown(duty.get("id", "")), "old": shown(id_)}
                    yield finding("catalogue-replaces", notice.place(path), path_text(path), **names)
