"""A pack: a folder with one notice's catalogue, rules, templates and style. Opened once, trusted never.

Whatever is wrong with a pack's YAML is a finding at its place in that file. Templates run in an immutable
sandbox over plain data and load nothing from outside the pack.
"""

from __future__ import annotations

import hashlib
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cplist.core.findings import Finding, FindingsError, InputError, Location, has_errors
from cplist.core.messages import catalogue, finding
from cplist.domain.model import Notice, Role
from cplist.pack.lint_settings import TIERS, Checks, read_checks
from cplist.pack.notice import check_catalogue, read_notice
from cplist.pack.own_messages import FILE as OWN_MESSAGES
from cplist.pack.own_messages import Messages, read_messages
from cplist.pack.papers import Papers, papers_problems, read_papers
from cplist.pack.rules import Rules, read_rules, roles_named
from cplist.pack.rules_check import rules_problems
from cplist.yamldoc.document import Document, read
from cplist.yamldoc.text import shown

LARGEST_FILE = 4_000_000
TEMPLATE_ENDING = ".j2"
DEFAULT_PACK = "shandong-2022-1"
NAMES = {"map": "责任地图"}
"""How files are called where a pack doesn't say."""


@dataclass(frozen=True, eq=False)
class Pack:
    """An opened pack. `files` are its files' bytes by name: the folder is read once."""

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

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits over every file of the pack."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            digest.update(name.encode() + b"\0" + self.files[name] + b"\0")
        return digest.hexdigest()[:16]

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


def places(extra: Sequence[Path] = ()) -> list[Path]:
    """Where packs are looked for: the given folders, then those shipped with cplist."""
    here = Path(__file__).resolve().parents[1]
    return [*extra, here / "templates", here.parent / "templates"]


def open_pack(name: str, extra: Sequence[Path] = ()) -> Pack:
    """The pack of that name, or in that folder (a path). Raises InputError if there is none, FindingsError
    if it can't be read."""
    for folder in _candidates(name, extra):
        if _is_pack(folder):
            return _open(folder)
    raise InputError("pack-missing", pack=shown(name), places="、".join(str(place) for place in places(extra)))


def _is_pack(folder: Path) -> bool:
    try:
        return (folder / "pack.yaml").is_file()
    except OSError:  # a name that is too long for the system
        return False


def _candidates(name: str, extra: Sequence[Path]) -> list[Path]:
    if re.fullmatch(r"[A-Za-z0-9._-]+", name) and name not in (".", ".."):
        return [place / name for place in places(extra)] + [Path(name)]
    return [Path(name)]


def _open(folder: Path) -> Pack:
    files = {path.relative_to(folder).as_posix(): _bytes(path) for path in _paths(folder)}
    about, notice_data, rules_data = (_data(folder, files, f"{part}.yaml") for part in ("pack", "notice", "rules"))
    try:
        part = "pack.yaml"
        roles = {role["id"]: _role(role) for role in about["roles"]}
        types = about.get("types") or {}
        part = "rules.yaml"
        rules = read_rules(rules_data)
        part = "notice.yaml"
        notice = read_notice(notice_data)
        part = "pack.yaml"
        pack = Pack(
            name=about["name"],
            version=about["version"],
            title=about["title"],
            folder=folder,
            roles=roles,
            rules=rules,
            notice=notice,
            types_by_reference=frozenset(types.get("by_reference") or ()),
            types_by_profile=frozenset(types.get("by_profile") or ()),
            names={**NAMES, **about["files"]},
            files=files,
            findings=(),
            checks=read_checks(about),
            papers=read_papers(about),
            messages=_messages(folder, files),
            lead=about.get("lead") or "",
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        at = Location(str(folder / part))
        raise FindingsError([finding("pack-invalid", at, problem=f"{type(error).__name__}: {error}")]) from error
    findings = [*_check(pack), *_check_papers(pack, about), *_check_style(pack)]
    if has_errors(findings):
        raise FindingsError(findings)
    return pack


def _paths(folder: Path) -> list[Path]:
    """The pack's files: those in its folder, and the templates in folders of it, one level down."""
    folders = (path for path in folder.iterdir() if not path.name.startswith(".") and not path.is_symlink())
    below = (path for inner in folders if inner.is_dir() for path in inner.glob(f"*{TEMPLATE_ENDING}"))
    return sorted(path for path in (*folder.iterdir(), *below) if path.is_file())


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise FindingsError([finding("pack-file-too-large", Location(str(path)), limit=LARGEST_FILE)])
    return path.read_bytes()


def _data(folder: Path, files: Mapping[str, bytes], name: str) -> Mapping[str, Any]:
    at = str(folder / name)
    if name not in files:
        raise FindingsError([finding("pack-file-missing", Location(at), name=name)])
    document, findings = read(files[name], at)
    if has_errors(findings) or not isinstance(document.data, dict):
        raise FindingsError(findings or [finding("profile-not-a-mapping", document.place(()))])
    return document.data


def _messages(folder: Path, files: Mapping[str, bytes]) -> Messages:
    return read_messages(files[OWN_MESSAGES], str(folder / OWN_MESSAGES)) if OWN_MESSAGES in files else {}


def _role(data: Mapping[str, Any]) -> Role:
    return Role(
        id=data["id"],
        name=data["name"],
        collective=data.get("collective") or "",
        address=data.get("address") or "",
        substituted=data.get("substituted") or "",
        at_most=int(data.get("at_most") or 0),
    )


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, "<": operator.lt,
}  # fmt: skip


def within(version: str, wanted: str) -> bool:
    """Whether a version (1.2.0) is among the wanted ones (>=1.0,<2; 1.2.0 alone means exactly that)."""

    def numbers(text: str) -> list[int]:
        found = [int(part) for part in re.findall(r"\d+", text)]
        return found + [0] * (6 - len(found))

    for part in filter(None, (part.strip() for part in wanted.split(","))):
        sign = next((sign for sign in _COMPARE if part.startswith(sign)), "")
        if not _COMPARE[sign or "=="](numbers(version), numbers(part.removeprefix(sign))):
            return False
    return True


def _check(pack: Pack) -> list[Finding]:
    """The catalogue's contract, and names that lead nowhere: rules, roles, conditions, parts."""
    at = Location(str(pack.folder / "notice.yaml"))
    findings = []
    if "notice.txt" in pack.files:
        source = pack.files["notice.txt"].decode("utf-8", "replace")
        findings += check_catalogue(pack.notice, source, str(pack.folder / "notice.yaml"))
    ids = {duty.id for duty in pack.notice.duties}
    roles, rules = set(pack.roles), pack.rules
    for duty in pack.notice.duties:
        unknown = {use.role for use in duty.roles} | set(duty.overseen_by or ())
        missing = [role for role in sorted(unknown) if role not in roles or role not in rules.roles]
        missing += [duty.rule] if duty.rule not in rules.rules else []
        missing += [duty.condition] if duty.condition and duty.condition not in rules.conditions else []
        missing += [part for part in (*duty.parts, *duty.failing) if part not in ids]
        findings += [finding("pack-unknown", at, f"duties.{duty.id}", name=name) for name in missing]
    named = roles_named(rules) - set(rules.roles)
    named |= {rule for rule in rules.findings if rule not in catalogue()}
    at = Location(str(pack.folder / "rules.yaml"))
    findings += [finding("pack-unknown", at, name=name) for name in (*sorted(named), *rules_problems(rules))]
    return findings + _check_checks(pack)


def _check_checks(pack: Pack) -> list[Finding]:
    """Roles, conditions and rules that pack.yaml leans on for lint."""
    at = Location(str(pack.folder / "pack.yaml"))
    unknown = set()
    for role, checks in pack.checks.roles.items():
        unknown |= {name for name in (role, *checks.roles) if name not in pack.rules.roles}
        unknown |= {rule for rule in checks.rules if rule not in catalogue()}
    conditions = {reason.unless for reason in pack.checks.reasons} - {"", TIERS}
    unknown |= conditions - set(pack.rules.conditions)
    return [finding("pack-unknown", at, name=name) for name in sorted(unknown)]


def _check_papers(pack: Pack, about: Mapping[str, Any]) -> list[Finding]:
    """Kinds of documents that there aren't, and roles that nobody defines."""
    at = Location(str(pack.folder / "pack.yaml"))
    unknown = sorted((pack.papers.signing.roles | {pack.lead}) - {"", *pack.rules.roles})
    return [finding("pack-unknown", at, name=name) for name in (*papers_problems(about), *unknown)]


def _check_style(pack: Pack) -> list[Finding]:
    """A look under a name that nothing reads: the documents would have another one, and nobody would know."""
    meant = [name for name in pack.files if name.lower().startswith("style.") and "style.docx" not in pack.files]
    return [finding("style-name", Location(str(pack.folder / name)), file=name) for name in meant]
