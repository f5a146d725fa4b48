"""One build as every kind of document sees it: what it depends on, its draft, and what a kind gives back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from cplist import __version__
from cplist.carryover.merging.returned import PartyReturn
from cplist.carryover.previous import CarryOver, Previous
from cplist.compose.templates import Templates, templates_of
from cplist.core.document import ComposedText
from cplist.core.files import safe_name
from cplist.core.findings import Finding
from cplist.core.inert import as_written
from cplist.documents.kinds import DocumentKind, IfChanged, Kind, document_kind
from cplist.documents.request import Request
from cplist.domain.institution import Institution
from cplist.draft import Draft
from cplist.pack.pack import Pack
from cplist.profile.profile import Profile
from cplist.revisions.kept_versions import facts_of, kept_articles
from cplist.writers.word.body import Comments
from cplist.writers.word.document import Properties, write_docx
from cplist.writers.word.layout.pages import pages_of
from cplist.writers.word.skeleton import skeleton_of

if TYPE_CHECKING:
    from cplist.core.cache import DiskCache
    from cplist.revisions.earlier_version import EarlierVersion

STYLE = "style.docx"
T = TypeVar("T")


@dataclass(frozen=True)
class Inputs:
    """All that a build depends on.

    `previous_workbook` is the workbook whose answers are carried over, `party_workbooks` are those of single
    parties by the names of their files, `returns` what parties returned, to be merged (None: nothing is);
    `last_build` the last build's build.json ({}: none), `earlier` the version that the system is compared with, if
    somebody names one. `cache` only spares time: what is built is the same with and without.
    """

    profile: Profile
    pack: Pack
    request: Request = field(default_factory=Request)
    previous_workbook: Previous | None = None
    party_workbooks: Mapping[str, Previous] = field(default_factory=dict)
    returns: tuple[PartyReturn, ...] | None = None
    earlier: EarlierVersion | None = None
    last_build: Mapping[str, Any] = field(default_factory=dict)
    cache: DiskCache | None = None


@dataclass(frozen=True)
class OutputFile:
    """One file of a build. `kind` is what the JSON of a build calls it (system, letter …); `name` is relative to
    the institution's folder, with /; `if_changed` comes from its document kind, `answers` says whether the file
    that it takes over from held anything that people wrote."""

    kind: str
    name: str
    content: bytes
    if_changed: IfChanged = IfChanged.STAYS
    answers: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a kind of document gives: its files, what it found, what build.json keeps of it for the next build.

    `carry_over` is what became of the last workbook; `all_names` are, by what JSON calls such files, the names of
    those of every party, whichever were asked for (none of a kind that makes one file).
    """

    files: tuple[OutputFile, ...]
    findings: tuple[Finding, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)
    carry_over: CarryOver | None = None
    all_names: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """One build under way: its inputs, and the draft that its documents are made of."""

    inputs: Inputs
    draft: Draft
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[[Job], T]) -> T:
        """What `make` makes of this job: made once, for every kind that needs it."""
        if make not in self._made:
            self._made[make] = make(self)
        found: T = self._made[make]
        return found

    @property
    def pack(self) -> Pack:
        return self.inputs.pack

    @property
    def templates(self) -> Templates:
        return templates_of(self.inputs.pack, self.inputs.cache)

    @property
    def institution(self) -> Institution:
        return self.draft.institution

    @cached_property
    def marks(self) -> dict[str, str]:
        """Fingerprints of what the documents were made from, and the build's id over them all."""
        data = json.dumps(self.inputs.profile.document.data, ensure_ascii=False, sort_keys=True)
        profile = hashlib.sha256(data.encode()).hexdigest()[:16]
        together = f"{profile}|{self.pack.fingerprint}|{__version__}"
        id_ = hashlib.sha256(together.encode()).hexdigest()[:16]
        return {"id": id_, "profile": profile, "pack": self.pack.fingerprint, "program": __version__}

    @cached_property
    def articles(self) -> list[dict[str, Any]]:
        """The system's articles as build.json keeps them."""
        return kept_articles(self.draft.text.articles)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What build.json keeps to tell why an article changed."""
        return facts_of(self.institution, self.draft.assigned, self.pack, self.marks)

    @cached_property
    def properties(self) -> dict[str, str]:
        """The custom properties that every document bears."""
        return {
            "cplist.build": self.marks["id"],
            "cplist.institution": self.institution.name,
            "cplist.pack": self.pack.name,
        }

    @property
    def drafter(self) -> str:
        """Whose the comments are: 泰山银行消费者权益保护部, the department that drafts."""
        lead = as_written(self.draft.context["lead"])
        return self.institution.short_name + ("" if lead["stands_in"] else str(lead["names"]))

    def file_name(self, kind: Kind) -> str:
        """The name of that kind's file."""
        return file_name(self.institution, self.pack, document_kind(kind))

    def docx(self, text: ComposedText, comments: Comments | None = None) -> bytes:
        """The text as a .docx in the pack's look, with the build's marks."""
        institution, notice = self.institution, self.pack.notice
        properties = Properties(
            title=text.title,
            subject=f"{notice.title}（{notice.number}）",
            author=institution.name,
            date=institution.document.date,
            custom=self.properties,
            drafter=self.drafter,
        )
        names = (institution.name, institution.short_name)
        named = replace(text, names=names, words=self.pack.checks.region_names)
        return write_docx(named, self._style, properties, self._style_file, comments)

    def pages(self, text: ComposedText) -> int:
        """How many pages a text takes up to its first annex, by the lengths in style.docx."""
        return pages_of(text.blocks, skeleton_of(self._style, self._style_file).typography)

    @property
    def style_findings(self) -> tuple[Finding, ...]:
        """What is to be said of the pack's style.docx, by each kind that is written in it."""
        return skeleton_of(self._style, self._style_file).findings

    @cached_property
    def _style(self) -> bytes:
        style = self.pack.files.get(STYLE)
        if style is None:
            from cplist.writers.word.default_style.package import default_style

            style = default_style()
        return style

    @property
    def _style_file(self) -> str:
        return str(self.pack.folder / STYLE)


def file_name(institution: Institution, pack: Pack, kind: DocumentKind) -> str:
    """The name of an institution's file of that kind, which the pack names: its short name before the pack's words,
    as in <short_name>消费者权益保护工作责任制.docx; the kind's own name where the pack has no words for it."""
    return f"{safe_name(institution.short_name, pack.names.get(kind.name, kind.name))}{kind.suffix}"
