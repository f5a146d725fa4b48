"""What the makers of documents share: what was ordered, what is known, and what they find on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cplist import __version__
from cplist.carryover.previous import Carried, Previous
from cplist.compose.templates import Press
from cplist.core.document import Text
from cplist.core.files import safe_name
from cplist.core.findings import Finding
from cplist.documents.request import Order
from cplist.domain.model import Institution
from cplist.draft import Drafted
from cplist.pack.pack import Pack
from cplist.profile.profile import Profile
from cplist.revisions.kept_versions import facts_of, kept_articles
from cplist.writers.word.document import Comments, Properties, write_docx
from cplist.writers.word.skeleton import skeleton_of

if TYPE_CHECKING:
    from cplist.revisions.earlier_version import Earlier

STYLE = "style.docx"


@dataclass(frozen=True)
class Inputs:
    """All that a build depends on. The previous workbook is one of its inputs, and so are the last build's
    build.json ({}: none) and the version that the system is compared with, if somebody names one."""

    profile: Profile
    pack: Pack
    previous_workbook: Previous | None = None
    order: Order = field(default_factory=Order)
    earlier: Earlier | None = None
    last_build: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """One file of a build."""

    part: str
    name: str
    content: bytes


@dataclass
class Making:
    """One build under way. Its makers add what they find, and what the next build needs (`kept`)."""

    inputs: Inputs
    press: Press
    drafted: Drafted
    findings: list[Finding] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    carried: Carried = field(default_factory=Carried)
    letter_names: frozenset[str] = frozenset()

    @property
    def pack(self) -> Pack:
        return self.inputs.pack

    @property
    def institution(self) -> Institution:
        return self.drafted.institution

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
        return kept_articles(self.drafted.text.articles)

    @cached_property
    def facts(self) -> dict[str, Any]:
        return facts_of(self.institution, self.drafted.assigned, self.pack, self.marks)


def docx_of(making: Making, text: Text, comments: Comments | None = None) -> bytes:
    """The text as a .docx in the pack's look, with the build's marks."""
    pack, institution = making.pack, making.institution
    properties = Properties(
        title=text.title,
        subject=f"{pack.notice.title}（{pack.notice.number}）",
        author=institution.name,
        date=institution.document.date,
        custom={
            "cplist.build": making.marks["id"],
            "cplist.institution": institution.name,
            "cplist.pack": pack.name,
        },
    )
    style = pack.files.get(STYLE)
    if style is None:
        from cplist.writers.word.default_style.package import default_style

        style = default_style()
    file = str(pack.folder / STYLE)
    making.findings += [one for one in skeleton_of(style, file).findings if one not in making.findings]
    named = replace(text, names=(institution.name, institution.short_name))
    return write_docx(named, style, properties, file, comments)


def document_names(institution: Institution, pack: Pack) -> dict[str, str]:
    """The files' names: <short_name>消费者权益保护工作责任制.docx, …责任清单.xlsx, …责任地图.html."""
    endings = {"system": "docx", "checklist": "xlsx", "map": "html"}
    return {kind: f"{safe_name(institution.short_name + pack.names[kind])}.{end}" for kind, end in endings.items()}
