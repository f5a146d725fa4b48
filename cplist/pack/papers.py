"""What pack.yaml says of the documents beside system and checklist: letters, memo, comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LETTER, PLEDGE, MEMO, COMPARISON = "letter", "pledge", "memo", "comparison"
KINDS = (LETTER, PLEDGE, MEMO, COMPARISON)
"""The kinds of documents beside system and checklist."""
SIGNING = ("pledged_by", "left_open", "leader", "department", "level")


@dataclass(frozen=True)
class Paper:
    """A document's template, the name of its file, the folder that its files stand in ("": the institution's),
    and whether its pages are turned."""

    template: str
    name: str
    folder: str = ""
    landscape: bool = False


@dataclass(frozen=True)
class Signing:
    """Who signs a letter beside the one whose it is, as roles of the pack.

    Who holds a role of `pledged_by` signs alone, a pledge; for one of `left_open` the pack doesn't say who the
    next one up is. `leader`, `department` and `level` are tried in their order.
    """

    pledged_by: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    leader: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    level: tuple[str, ...] = ()


@dataclass(frozen=True)
class Papers:
    documents: Mapping[str, Paper] = field(default_factory=dict)
    signing: Signing = field(default_factory=Signing)


def read_papers(about: Mapping[str, Any]) -> Papers:
    """`documents` and `letters` of pack.yaml's data, which fit their schema (pack_schema.py)."""
    documents = {kind: _paper(data) for kind, data in (about.get("documents") or {}).items()}
    signing = about.get("letters") or {}
    return Papers(documents, Signing(**{key: tuple(signing.get(key) or ()) for key in SIGNING}))


def _paper(data: Mapping[str, Any]) -> Paper:
    landscape = data.get("orientation") == "landscape"
    return Paper(data["template"], data["name"], data.get("folder") or "", landscape)
