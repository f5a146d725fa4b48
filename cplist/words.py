"""The trade's words, from data/institution_types.yaml: types and their families, lines, functions, kinds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cplist import yamldoc

DATA = Path(__file__).parent / "data" / "institution_types.yaml"


@cache
def vocabulary() -> Mapping[str, Any]:
    content = DATA.read_bytes()
    document, _ = yamldoc.read(content, "institution_types.yaml")
    words: Mapping[str, Any] = document.data
    return words


def types() -> tuple[str, ...]:
    return tuple(vocabulary()["types"])


def words_of(type_: str) -> dict[str, str]:
    """A type's own words over those of its family."""
    own = vocabulary()["types"][type_]
    return {**vocabulary()["families"][own["family"]], **own}


def called(group: str, ids: tuple[str, ...]) -> str:
    """The Chinese names of lines, functions or leaders' roles, joined."""
    names = vocabulary()[group]
    return "、".join(names.get(id_, id_) for id_ in ids)
