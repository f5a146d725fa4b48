"""What people call types, tiers and functions of institutions, and which of them an answer means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cplist.domain import vocabulary
from cplist.yamldoc.document import read

DATA = Path(__file__).parent / "usual_names.yaml"
Names = Mapping[str, Sequence[str]]
"""Id → what it is called."""
_AROUND = " \t.,;)(\"'" + "。．、，；）（“”"
"""What may stand around an answer and means nothing: the full stop behind a number, quotation marks."""


@cache
def usual() -> Mapping[str, Any]:
    names: Mapping[str, Any] = read(DATA.read_bytes(), DATA.name)[0].data
    return names


def usual_types() -> Names:
    """What each type is called; nothing for one that goes by its name alone."""
    return {type_: usual()["types"].get(type_, ()) for type_ in vocabulary.types()}


def usual_tiers(type_: str) -> Names:
    """What institutions of the type's family call their tiers."""
    found: Names = usual()["tiers"][vocabulary.terms()["types"][type_]["family"]]
    return found


def usual_functions() -> Names:
    found: Names = usual()["functions"]
    return found


def is_none(answer: str) -> bool:
    """Whether an answer says that there is none."""
    return plain(answer) in usual()["none"]


def plain(answer: str) -> str:
    """An answer as it is compared: full-width letters and digits made narrow, in lower case, without what stands
    around it."""
    return unicodedata.normalize("NFKC", answer).strip(_AROUND).casefold()


def meant(answer: str, official: Mapping[str, str], names: Names, *, numbered: bool = True) -> list[str]:
    """The ids that an answer can mean, of those in `official` (id → official name): by number if they are
    `numbered`, by id, official or usual name, else by the longest name that the answer holds. One id if it is
    clear, none if nothing fits."""
    text = plain(answer)
    if text.isdecimal():
        number = int(text) if numbered and len(text) < 4 else 0
        return list(official)[number - 1 : number] if number else []
    called = {id_: [*_parts(id_, name), *names.get(id_, ())] for id_, name in official.items()}
    for known in (_parts_of(official), called):
        if found := [id_ for id_, all_names in known.items() if text in map(plain, all_names)]:
            return found
    return _holding(text, called) if text else []


def _parts_of(official: Mapping[str, str]) -> Names:
    return {id_: _parts(id_, name) for id_, name in official.items()}


def _parts(id_: str, name: str) -> list[str]:
    """An id, an official name, and each of the names in it (支行、分理处)."""
    return [id_, name, *name.split("、")]


def _holding(text: str, called: Names) -> list[str]:
    """The ids whose names the text holds: those of the longest."""
    lengths = {id_: _longest(text, names) for id_, names in called.items()}
    longest = max(lengths.values(), default=0)
    return [id_ for id_, length in lengths.items() if length == longest > 1]


def _longest(text: str, names: Iterable[str]) -> int:
    return max((len(name) for name in map(plain, names) if name in text), default=0)
