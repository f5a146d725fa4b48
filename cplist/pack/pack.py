"""A pack: a folder with one notice's catalogue, rules, templates and style. Opened once, trusted never.

Whatever is wrong with its YAML is a finding at its place (files.py), all of it at once. Templates run in an
immutable sandbox over plain data and load nothing from outside the pack.
"""

from __future__ import annotations

import hashlib
import json
import os.path
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cplist.core.findings import Finding, FindingsError, InputError, Location, has_errors
from cplist.core.messages import finding
from cplist.domain.notice import Notice, Role
from cplist.domain.sources import Source
from cplist.pack.files import ABOUT, Contents, read_pack_files
from cplist.pack.folder import read_folder
from cplist.pack.lint_settings import Checks, read_checks
from cplist.pack.measures import TradeMeasures, read_measures
from cplist.pack.notice import read_notice
from cplist.pack.own_messages import FILE as OWN_MESSAGES
from cplist.pack.own_messages import Messages, read_messages
from cplist.pack.papers import Papers, read_papers
from cplist.pack.rules import Rules, read_rules
from cplist.pack.sources import read_sources
from cplist.pack.template_names import unknown_names
from cplist.yamldoc.document import Document, read
from cplist.yamldoc.text import shown

DEFAULT_PACK = "shandong-2022-1"
NAMES = {"map": "责任地图"}
"""How files are called where a pack doesn't say."""


@dataclass(frozen=True)
class PackFolder:
    """A pack's folder, read and not opened: its files' bytes by name, and whether it came with cplist."""

    folder: Path
    files: Contents
    shipped: bool

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 over every file of the pack, by which it is trusted."""
        return sha256_of(self.files)


@dataclass(frozen=True, eq=False)
class Pack:
    """An opened pack. `files` are its files' bytes by name: the folder is read once; `functions` are the names of
    the functions that it has beside those of the vocabulary, `options` what is decided by each of its optional
    items, `own_rules` what the kinds of an institution's own rules are called, `sources` the rules beside the
    notice, `measures` what it suggests to some trades in other words."""

    name: str
    version: str
    title: str
    folder: Path
    roles: Mapping[str, Role]
    rules: Rules
    notice: Notice
    types_by_reference: frozenset[str]
    types_by_profile: frozenset[str]
    names: Mapping[str, str]
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    checks: Checks = field(default_factory=Checks)
    papers: Papers = field(default_factory=Papers)
    messages: Messages = field(default_factory=dict)
    lead: str = ""
    functions: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    own_rules: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    measures: TradeMeasures = field(default_factory=TradeMeasures)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits over every file of the pack."""
        return sha256_of(self.files)[:16]

    @property
    def role_names(self) -> Mapping[str, str]:
        """Role id → its Chinese name."""
        return {role.id: role.name for role in self.roles.values()}

    @cached_property
    def checklist(self) -> Document:
        """checklist.yaml, read. Raises FindingsError where there is none, or none that can be read."""
        name = "checklist.yaml"
        at = str(self.folder / name)
        if name not in self.files:
            raise FindingsError([finding("pack-file-missing", Location(at), name=name)])
        document, findings = read(self.files[name], at)
        if has_errors(findings):
            raise FindingsError(findings)
        return document


def sha256_of(files: Contents) -> str:
    """The SHA-256 over files: over the SHA-256 of each and its name, so that no two packs come to the same."""
    each = [(name, hashlib.sha256(files[name]).hexdigest()) for name in sorted(files)]
    return hashlib.sha256(json.dumps(each).encode()).hexdigest()


def places(extra: Sequence[Path] = ()) -> list[Path]:
    """Where packs are looked for: the given folders, then those shipped with cplist."""
    here = Path(__file__).resolve().parents[1]
    return [*extra, here / "templates", here.parent / "templates"]


def open_pack(name: str, extra: Sequence[Path] = ()) -> Pack:
    """The pack of that name, or in that folder (a path). Raises InputError if there is none, FindingsError
    with all that is wrong with it.

    It is opened in this process, whoever made it: a pack from a stranger needs open_trusted (trust.py)."""
    return open_folder(find_pack(name, extra))


def find_pack(name: str, extra: Sequence[Path] = ()) -> PackFolder:
    """The folder of that pack, read and not opened. Raises InputError if there is none, FindingsError for files
    that a pack can't have."""
    for folder in _candidates(name, extra):
        if _is_pack(folder):
            return _read(folder)
    raise InputError("pack-missing", pack=shown(name), places="、".join(str(place) for place in places(extra)))


def _is_pack(folder: Path) -> bool:
    return os.path.lexists(folder / ABOUT)  # a link that leads nowhere is refused by name


def _candidates(name: str, extra: Sequence[Path]) -> list[Path]:
    if re.fullmatch(r"[A-Za-z0-9._-]+", name) and name not in (".", ".."):
        return [place / name for place in places(extra)] + [Path(name)]
    return [Path(name)]


def _read(folder: Path) -> PackFolder:
    shipped = folder.resolve().parent in places()
    return PackFolder(folder, read_folder(folder, shipped=shipped), shipped)


def open_folder(pack: PackFolder) -> Pack:
    """The pack in that folder. Raises FindingsError with all that is wrong with it."""
    folder, files = pack.folder, pack.files
    documents, findings = read_pack_files(files, folder)
    messages, slips = _messages(files, folder)
    findings += [*slips, *_style_names(files, folder)]
    if has_errors(findings):
        raise FindingsError(findings)
    about, rules, notice, sources, measures = (document.data for document in documents)
    if slips := [*unknown_names(files, folder, about)]:
        raise FindingsError(slips)
    types = about.get("types") or {}
    return Pack(
        name=about["name"],
        version=about["version"],
        title=about["title"],
        folder=folder,
        roles={role["id"]: _role(role) for role in about["roles"]},
        rules=read_rules(rules),
        notice=read_notice(notice),
        types_by_reference=frozenset(types.get("by_reference") or ()),
        types_by_profile=frozenset(types.get("by_profile") or ()),
        names={**NAMES, **about["files"]},
        files=files,
        findings=(),
        checks=read_checks(about),
        papers=read_papers(about),
        messages=messages,
        lead=about.get("lead") or "",
        functions=_texts(about, "functions", "name"),
        options=_texts(about, "options", "decides"),
        own_rules=_texts(about, "own_rules", "name"),
        sources=read_sources(sources),
        measures=read_measures(measures),
    )


def _texts(about: Mapping[str, Any], key: str, text: str) -> Mapping[str, str]:
    """Of a mapping of pack.yaml the text of each id."""
    return {id_: entry[text] for id_, entry in (about.get(key) or {}).items()}


def _messages(files: Contents, folder: Path) -> tuple[Messages, Sequence[Finding]]:
    """The pack's own wording of findings, and what is wrong with it."""
    if OWN_MESSAGES not in files:
        return {}, ()
    try:
        return read_messages(files[OWN_MESSAGES], str(folder / OWN_MESSAGES)), ()
    except FindingsError as error:
        return {}, error.findings


def _role(data: Mapping[str, Any]) -> Role:
    return Role(
        id=data["id"],
        name=data["name"],
        collective=data.get("collective") or "",
        address=data.get("address") or "",
        substituted=data.get("substituted") or "",
        stand_in=data.get("stand_in") or "",
        at_most=int(data.get("at_most") or 0),
    )


def _style_names(files: Contents, folder: Path) -> Iterator[Finding]:
    """A style under a name that nothing reads: the documents would have another one, and nobody would know."""
    if "style.docx" not in files:
        meant = (name for name in files if name.lower().startswith("style."))
        yield from (finding("style-name", Location(str(folder / name)), file=name) for name in meant)
