"""The nearest known name to a word that isn't known: what findings propose."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST_COMPARED = 50
"""Comparing takes long: of more names only those of about the same length and with the same first letter."""
LONGEST_COMPARED = 80
"""Characters of a word that are looked at."""


def nearest(word: str, known: Iterable[str], alike: float = 0.5) -> str:
    """The known name that is most like the word, or "" where none is. Upper and lower case are the same; `alike` is
    the least likeness, as difflib has it: from 0 (anything) to 1 (the same)."""
    names = list(known)
    folded = {name.lower(): name for name in names}
    if word.lower() in folded:
        return folded[word.lower()]
    if len(names) > MOST_COMPARED:
        names = [name for name in names if name[:1] == word[:1] and abs(len(name) - len(word)) < 3]
    found = difflib.get_close_matches(word[:LONGEST_COMPARED], names[:MOST_COMPARED], 1, alike)
    return found[0] if found else ""
