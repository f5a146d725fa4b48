"""The kinds of documents that a build can make.

A kind is a module of this package with a `KIND`; its name in `Kind` registers it. Nothing else knows how many
kinds there are: `--only`, the pipeline, the disk and build.json go by what stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cplist.documents.job import Job, Outcome


class Kind(StrEnum):
    """Every kind, in the order in which a build makes them. Each is the name of a module of this package,
    with - for _."""

    SYSTEM = "system"
    CHECKLIST = "checklist"
    PARTY_CHECKLISTS = "party-checklists"
    MAP = "map"
    LETTERS = "letters"
    MEMO = "memo"


USUAL = (Kind.SYSTEM, Kind.CHECKLIST, Kind.MAP)
"""The kinds that a build makes unless it is asked for others."""


class IfChanged(Enum):
    """What becomes of an earlier file that a person changed."""

    STAYS = "stays"
    """It stays, and the new one goes beside it as ….新."""
    SET_ASIDE = "set aside"
    """The new one has taken over what it held and takes its place; it is kept as ….旧N."""


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document: its name for `--only`, its files' suffix, how it is made of a job, and what becomes of
    an earlier file that a person changed."""

    name: Kind
    suffix: str
    make: Callable[[Job], Outcome]
    if_changed: IfChanged = IfChanged.STAYS


def document_kind(name: Kind) -> DocumentKind:
    """The kind of that name. Its module is loaded only now: a kind that nobody asked for costs no import."""
    kind: DocumentKind = import_module(f"{__package__}.{name.replace('-', '_')}").KIND
    return kind
