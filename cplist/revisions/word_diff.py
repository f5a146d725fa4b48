"""What changed in the words of an article: its paragraphs in pieces, those marked that only one version has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

ALIKE = 0.5
"""The least likeness, from 0 to 1, of two paragraphs that count as versions of one (difflib's ratio)."""
SHORTEST = 3
"""Characters that stayed between two changes; fewer count as changed, as they don't help a reader."""
_WORDS = r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|."


class Piece(NamedTuple):
    """Words of a paragraph, and whether only this version has them."""

    text: str
    changed: bool = False


class Marked(NamedTuple):
    """A paragraph in pieces; `same` if the other version has the same one."""

    pieces: tuple[Piece, ...]
    same: bool = False


def marked(old: Sequence[str], new: Sequence[str], names: Iterable[str] = ()) -> tuple[list[Marked], list[Marked]]:
    """The paragraphs of two versions in pieces; a name that changed is marked as a whole."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    words = re.compile("|".join([*map(re.escape, known), _WORDS]), re.DOTALL)
    left: list[Marked] = []
    right: list[Marked] = []
    for before, after in _paired(old, new):
        if before is None or after is None:
            left += [Marked((Piece(before, changed=True),))] if before is not None else []
            right += [Marked((Piece(after, changed=True),))] if after is not None else []
            continue
        pieces_before, pieces_after = _pieces(words.findall(before), words.findall(after))
        left.append(Marked(pieces_before, same=before == after))
        right.append(Marked(pieces_after, same=before == after))
    return left, right


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Paragraphs that are versions of one, in order; alone where the other version has none."""
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from _by_likeness(old[a:b], new[c:d])


def _by_likeness(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    next_ = 0
    for before in old:
        likeness = [_likeness(before, after) for after in new[next_:]]
        best = max(likeness, default=0.0)
        if best < ALIKE:
            yield before, None
            continue
        at = next_ + likeness.index(best)
        yield from ((None, after) for after in new[next_:at])
        yield before, new[at]
        next_ = at + 1
    yield from ((None, after) for after in new[next_:])


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _pieces(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    operations = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    left: list[Piece] = []
    right: list[Piece] = []
    for number, (what, a, b, c, d) in enumerate(operations):
        words = "".join(old[a:b])
        inside = 0 < number < len(operations) - 1
        changed = what != "equal" or (inside and len(words) < SHORTEST)
        left.append(Piece(words, changed))
        right.append(Piece("".join(new[c:d]), changed))
    return _joined(left), _joined(right)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbouring pieces of one sort as one; no empty ones."""
    groups = groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.changed)
    return tuple(Piece("".join(piece.text for piece in group), changed) for changed, group in groups)
