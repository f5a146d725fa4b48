"""What a build is to make: which documents, for whom, with or without comments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What `--only` names."""

    SYSTEM = "system"
    CHECKLIST = "checklist"
    MAP = "map"
    LETTERS = "letters"
    MEMO = "memo"


USUAL = frozenset({Part.SYSTEM, Part.CHECKLIST, Part.MAP})


@dataclass(frozen=True)
class Order:
    """`letters_for` are the ids of parties whose letters are wanted (empty: everybody's); `annotate` puts each
    article's source beside it, as a comment."""

    parts: frozenset[Part] = USUAL
    letters_for: tuple[str, ...] = ()
    annotate: bool = False
