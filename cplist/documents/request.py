"""What a build is asked for: which documents, for whom, with or without comments."""

from __future__ import annotations

from dataclasses import dataclass

from cplist.documents.kinds import USUAL, Kind


@dataclass(frozen=True)
class Request:
    """`letters_for` are the ids of parties whose letters are wanted, `checklists_for` of those whose checklists are
    (empty: everybody's); `annotate` puts each article's source beside it, as a comment."""

    kinds: tuple[Kind, ...] = USUAL
    letters_for: tuple[str, ...] = ()
    annotate: bool = False
    checklists_for: tuple[str, ...] = ()


NOTHING = Request(kinds=())
"""No document: the system is drafted, to be looked at, and nothing is written."""
