"""A profile → an Institution: read, merged over its bases, held to the schema, references followed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cplist import words
from cplist.errors import Finding, has_errors
from cplist.inherit import Load, resolve
from cplist.messages import finding
from cplist.model import (
    Body,
    Decision,
    Department,
    Institution,
    Leader,
    Level,
    PaperWork,
    Substitute,
    Superior,
    Tier,
)
from cplist.schema import RESERVED, TIERS, check_schema, nearest
from cplist.yamldoc import Document, Path, path_text


@dataclass(frozen=True)
class Profile:
    """A profile that has been read; its data may still break the schema (see `findings`)."""

    document: Document
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def pack(self) -> str:
        """The name of the pack that the profile asks for ("" if it doesn't say)."""
        pack = self.document.data.get("pack") if isinstance(self.document.data, dict) else None
        return str(pack.get("name") or "") if isinstance(pack, dict) else pack or ""

    @property
    def pack_version(self) -> str:
        """The versions of the pack that the profile allows, such as >=1.0,<2 ("": any)."""
        pack = self.document.data.get("pack") if isinstance(self.document.data, dict) else None
        return str(pack.get("version") or "") if isinstance(pack, dict) else ""

    def catalogue_findings(self, duties: frozenset[str]) -> list[Finding]:
        """References to duties that the pack's notice doesn't have."""
        return [
            finding(
                "profile-unknown-duty",
                self.document.place(path),
                path_text(path),
                duty=duty,
                near=nearest(duty, duties),
            )
            for path, duty in self._duties()
            if duty not in duties
        ]

    def _duties(self) -> Iterator[tuple[Path, str]]:
        for number, entry in enumerate(_list(self.document.data, "assignments")):
            if isinstance(entry, dict) and isinstance(entry.get("duty"), str):
                yield ("assignments", number, "duty"), entry["duty"]


def read_profile(content: bytes, name: str, load: Load) -> Profile:
    """Read a profile and its bases; raises FindingsError where the YAML itself can't be read."""
    document, findings = resolve(content, name, load)
    findings = [*findings, *check_schema(document)]
    if isinstance(document.data, dict):
        findings += _References(document).findings()
    ordered = sorted(findings, key=lambda found: found.location or document.place(()))
    return Profile(document, tuple(ordered))


def institution_of(profile: Profile, types_by_reference: frozenset[str]) -> Institution:
    """The institution of a profile without errors; `types_by_reference` are the pack's 参照执行 types."""
    assert not has_errors(profile.findings)
    data = profile.document.data
    own = data["institution"]
    vocabulary = words.words_of(own["type"])
    tiers = tuple(Tier(tier) for tier in dict.fromkeys([own["tier"], *(own.get("also") or ())]))
    by_reference = own["type"] in types_by_reference or own.get("applicability") == "by_reference"
    return Institution(
        name=own["name"],
        short_name=own["short_name"],
        self_name=own.get("self_name") or vocabulary["self_name"],
        type=own["type"],
        tiers=tiers,
        region=own.get("region") or "",
        party=own.get("party") or "",
        board=own.get("board") or "",
        by_reference=by_reference,
        superior=_superior(own, tiers[0]),
        document=_paper_work(data.get("document") or {}),
        levels=tuple(_level(level) for level in data["levels"]),
        bodies={id_: _body(id_, body) for id_, body in (data.get("bodies") or {}).items()},
        leaders=tuple(_leader(leader) for leader in data["leaders"]),
        departments=tuple(_department(department) for department in data["departments"]),
        decisions={entry["duty"]: _decision(entry) for entry in data.get("assignments") or ()},
        centralised=tuple(data.get("centralised") or ()),
        words={**vocabulary, **{level["tier"]: level["name"] for level in data["levels"]}},
    )


def _superior(own: Mapping[str, Any], tier: Tier) -> Superior | None:
    if own.get("superior"):
        return Superior(own["superior"]["name"], own["superior"].get("kind") or "")
    return None if tier is Tier.LEGAL_ENTITY else Superior("上级机构")  # a branch has one by its nature


def _paper_work(data: Mapping[str, Any]) -> PaperWork:
    texts = ("number", "date", "effective", "supersedes", "interpreter", "title")
    return PaperWork(
        **{key: data.get(key) or "" for key in texts},
        status=data.get("status") or "draft",
        names=data.get("names") != "false",
    )


def _level(data: Mapping[str, Any]) -> Level:
    return Level(Tier(data["tier"]), data["name"], int(data["count"]) if data.get("count") else None)


def _body(id_: str, data: Mapping[str, Any]) -> Body:
    return Body(id_, data["name"], data.get("chair") or "", data.get("office") or "")


def _leader(data: Mapping[str, Any]) -> Leader:
    substitute = data.get("substitute")
    return Leader(
        id=data["id"],
        post=data["post"],
        roles=tuple(data["roles"]),
        name=data.get("name") or "",
        oversees=tuple(data.get("oversees") or ()),
        substitute=Substitute(substitute["for"], substitute["basis"]) if substitute else None,
    )


def _department(data: Mapping[str, Any]) -> Department:
    return Department(data["id"], data["name"], tuple(data["lines"]), tuple(data.get("functions") or ()))


def _decision(data: Mapping[str, Any]) -> Decision:
    texts = (
        "lead",
        "measure",
        "frequency",
        "evidence",
        "reason",
        "performed_by",
        "local_part",
        "not_applicable",
    )
    return Decision(
        duty=data["duty"],
        support=tuple(data["support"]) if data.get("support") is not None else None,
        overseen_by=tuple(data["overseen_by"]) if data.get("overseen_by") is not None else None,
        **{key: data.get(key) or "" for key in texts},
    )


def _list(data: Any, *keys: str) -> list[Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, list) else []


class _References:
    """Follows every id in a profile, whatever else is wrong with it."""

    def __init__(self, document: Document) -> None:
        self.document, self.data = document, document.data
        self.leaders = self._ids("leaders")
        self.departments = self._ids("departments")
        levels = [e.get("tier") for e in _list(self.data, "levels") if isinstance(e, dict)]
        bodies = self.data.get("bodies")
        self.others = {tier for tier in levels if tier in TIERS} | set(bodies if isinstance(bodies, dict) else ())
        institution = self.data.get("institution")
        if isinstance(institution, dict) and (institution.get("superior") or institution.get("tier") != TIERS[0]):
            self.others |= {"superior"}

    def _ids(self, key: str) -> list[str]:
        entries = [entry.get("id") for entry in _list(self.data, key) if isinstance(entry, dict)]
        return [id_ for id_ in entries if isinstance(id_, str)]

    def findings(self) -> list[Finding]:
        return [*self._identities(), *self._repeats(), *self._unknown(), *self._structure()]

    def _structure(self) -> Iterator[Finding]:
        """Departments where there must be some; levels that begin with the institution itself."""
        institution = self.data.get("institution")
        tier = institution.get("tier") if isinstance(institution, dict) else None
        if self.data.get("departments") == [] and tier not in (Tier.COUNTY_BRANCH, Tier.OUTLET):
            at = self.document.keys.get(("departments",), self.document.place(()))
            yield finding("profile-empty-value", at, "departments", key="departments")
        levels = [entry.get("tier") for entry in _list(self.data, "levels") if isinstance(entry, dict)]
        if tier in TIERS and levels and levels[0] != tier:
            path: Path = ("levels", 0, "tier")
            yield finding("profile-own-level", self.document.place(path), path_text(path), tier=tier)

    def _identities(self) -> Iterator[Finding]:
        counts = Counter(self.leaders + self.departments)
        seen: set[str] = set()
        for key in ("leaders", "departments"):
            for number, entry in enumerate(_list(self.data, key)):
                id_ = entry.get("id") if isinstance(entry, dict) else None
                path = (key, number, "id")
                if not isinstance(id_, str):
                    continue
                if id_ in RESERVED:
                    yield finding("profile-reserved-id", self.document.place(path), path_text(path), id=id_)
                elif counts[id_] > 1 and id_ in seen:
                    yield finding("profile-id-twice", self.document.place(path), path_text(path), id=id_)
                seen.add(id_)

    def _repeats(self) -> Iterator[Finding]:
        for key, field in (("levels", "tier"), ("assignments", "duty")):
            seen: set[str] = set()
            for number, entry in enumerate(_list(self.data, key)):
                value = entry.get(field) if isinstance(entry, dict) else None
                path = (key, number, field)
                if isinstance(value, str) and value in seen:
                    yield finding("profile-twice", self.document.place(path), path_text(path), value=value)
                elif isinstance(value, str):
                    seen.add(value)

    def _unknown(self) -> Iterator[Finding]:
        parties = [*self.leaders, *self.departments, *self.others]
        for path, id_, known in self._references(parties):
            if isinstance(id_, str) and id_ not in known:
                yield finding(
                    "profile-unknown-id",
                    self.document.place(path),
                    path_text(path),
                    id=id_,
                    near=nearest(id_, known),
                )

    def _references(self, parties: list[str]) -> Iterator[tuple[Path, Any, list[str]]]:
        levels = [*self.departments, *(id_ for id_ in self.others if id_ in TIERS)]
        for number, leader in enumerate(_list(self.data, "leaders")):
            for index, id_ in enumerate(_list(leader, "oversees")):
                yield ("leaders", number, "oversees", index), id_, levels
        for number, entry in enumerate(_list(self.data, "assignments")):
            if isinstance(entry, dict) and "lead" in entry:
                yield ("assignments", number, "lead"), entry["lead"], parties
            for index, id_ in enumerate(_list(entry, "support")):
                yield ("assignments", number, "support", index), id_, parties
            for index, id_ in enumerate(_list(entry, "overseen_by")):
                yield ("assignments", number, "overseen_by", index), id_, self.leaders
        yield from self._bodies()

    def _bodies(self) -> Iterator[tuple[Path, Any, list[str]]]:
        bodies = self.data.get("bodies")
        for name, body in (bodies if isinstance(bodies, dict) else {}).items():
            if isinstance(body, dict):
                if "chair" in body:
                    yield ("bodies", name, "chair"), body["chair"], self.leaders
                if "office" in body:
                    yield ("bodies", name, "office"), body["office"], self.departments
        paper = self.data.get("document")
        if isinstance(paper, dict) and "interpreter" in paper:
            yield ("document", "interpreter"), paper["interpreter"], self.departments
