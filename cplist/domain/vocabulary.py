"""The trade's words, from institution_types.yaml: types and their families, lines, functions, kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cplist.yamldoc.document import read

DATA = Path(__file__).parent / "institution_types.yaml"
LEGAL_ENTITY = "legal_entity"


@cache
def terms() -> Mapping[str, Any]:
    content = DATA.read_bytes()
    document, _ = read(content, "institution_types.yaml")
    words: Mapping[str, Any] = document.data
    return words


def types() -> tuple[str, ...]:
    return tuple(terms()["types"])


def words_of(type_: str) -> dict[str, str]:
    """A type's own words over those of its family."""
    own = terms()["types"][type_]
    return {**terms()["families"][own["family"]], **own}


def has_head_office(type_: str, tier: str) -> bool:
    """Whether institutions of that type at that tier are by their nature part of another: branches, and such as are
    legal entities at no tier."""
    return tier != LEGAL_ENTITY or "head_office" in words_of(type_)


def usual_party(type_: str, tier: str) -> str:
    """The Party organisation that institutions of that type and tier usually have; "none" for none."""
    usual: str = _usual("usual_party", type_)[tier]
    return usual


def usual_board(type_: str) -> str:
    """The board that a legal entity of that type usually has; "none" for none."""
    usual: str = _usual("usual_board", type_)
    return usual


def _usual(group: str, type_: str) -> Any:
    """What stands there of a type, else of its family."""
    return terms()[group].get(type_) or terms()[group][terms()["types"][type_]["family"]]


def called(group: str, ids: tuple[str, ...]) -> str:
    """The Chinese names of lines, functions or leaders' roles, joined."""
    names = terms()[group]
    return "、".join(names.get(id_, id_) for id_ in ids)


def replaced(text: str, groups: tuple[str, ...]) -> str:
    """The text with the words that some institutions don't use (`replaced`) exchanged, the longest first."""
    for group in groups:
        text = _pattern(group).sub(lambda match, group=group: terms()["replaced"][group][match[0]], text)  # type: ignore[misc]
    return text


@cache
def _pattern(group: str) -> re.Pattern[str]:
    longest_first = sorted(terms()["replaced"][group], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
