"""What a collection takes from its pack: facts as data, and the workbook made of its lines.

A pack that isn't trusted gives both in a confined process; the returned workbooks are read in this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from cplist.collecting.collection import Collection
from cplist.collecting.plan import CollectPlan, collect_plan
from cplist.collecting.remarks import Places
from cplist.collecting.workbook import collection_workbook, collection_xlsx, places_in
from cplist.compose.templates import templates_of
from cplist.core.findings import UntrustedPackError
from cplist.domain.notice import Notice
from cplist.pack.pack import Pack
from cplist.pack.trust import open_trusted
from cplist.standing.source import Source


@dataclass(frozen=True)
class PackFacts:
    """What a collection needs of a pack: what it is (name, version, fingerprint), its notice, its own wording of
    findings; the name of the collection's files, and where to read in the workbooks."""

    pack: Mapping[str, str]
    notice: Notice
    messages: Mapping[str, Mapping[str, str]]
    file: str
    source: Source


@dataclass(frozen=True)
class CollectionFile:
    """A collection's workbook, and where each answer stands in it: file, key and column of the return, then sheet
    and cell."""

    content: bytes
    places: tuple[tuple[str, str, str, str, str], ...]

    @property
    def where(self) -> Places:
        return {(file, key, column): (sheet, cell) for file, key, column, sheet, cell in self.places}


class CollectingPack(Protocol):
    """A pack, wherever it is opened."""

    @property
    def facts(self) -> PackFacts: ...

    def workbook(self, collection: Collection) -> CollectionFile:
        """The collection's workbook. Raises FindingsError where an expression of the pack fails."""


def collecting_pack(name: str, packs: Sequence[Path]) -> CollectingPack:
    """The pack of that name. Raises FindingsError where it can't collect, InputError where there is none."""
    try:
        return _Opened(open_trusted(name, packs))
    except UntrustedPackError as untrusted:
        return _Confined(untrusted.folder, name, packs)


class _Opened:
    """A pack that is opened in this process."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._plan: CollectPlan = collect_plan(templates_of(pack))

    @cached_property
    def facts(self) -> PackFacts:
        pack = self._pack
        named = {"name": pack.name, "version": pack.version, "fingerprint": pack.fingerprint}
        return PackFacts(named, pack.notice, pack.messages, self._plan.file, self._plan.source)

    def workbook(self, collection: Collection) -> CollectionFile:
        made = collection_workbook(collection, self._plan)
        places = ((*answer, *place) for answer, place in places_in(made, collection).items())
        return CollectionFile(collection_xlsx(made, collection), tuple(places))


class _Confined:
    """A pack that is opened in a confined process, once for its facts and once for the workbook."""

    def __init__(self, folder: Path, name: str, packs: Sequence[Path]) -> None:
        self._folder, self._given = folder, (name, packs)

    @cached_property
    def facts(self) -> PackFacts:
        from cplist.pack.strangers import confined  # starts processes: few need it

        return confined(self._folder, PackFacts, _facts_of, *self._given)

    def workbook(self, collection: Collection) -> CollectionFile:
        from cplist.pack.strangers import confined

        return confined(self._folder, CollectionFile, _workbook_of, *self._given, collection)


def _facts_of(name: str, packs: Sequence[Path]) -> PackFacts:
    return collecting_pack(name, packs).facts


def _workbook_of(name: str, packs: Sequence[Path], collection: Collection) -> CollectionFile:
    return collecting_pack(name, packs).workbook(collection)
