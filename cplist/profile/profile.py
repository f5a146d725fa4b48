"""A profile → an Institution: read, merged over its bases, held to the schema, references followed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cplist.core.findings import MOST_FINDINGS, Finding, Location, Severity, by_place, has_errors
from cplist.core.messages import finding
from cplist.domain import vocabulary
from cplist.domain.duty_ids import nearest_duty
from cplist.domain.institution import (
    Decision,
    Institution,
    LetterWork,
    PaperWork,
)
from cplist.domain.notice import Tier
from cplist.domain.post_names import party_of
from cplist.profile import structure
from cplist.profile.decided import ALL, decided_findings, measures, own_rules, reporting, source_findings
from cplist.profile.duplicates import check_repeats
from cplist.profile.inheritance import Load, Read, resolve
from cplist.profile.people import departments_of, leaders_of, own_duties_of, vacancies_of, with_lead_post
from cplist.profile.punctuation import check_prose
from cplist.profile.references import check_references, entries, functions_in
from cplist.profile.schema import PROFILE
from cplist.profile.schema_check import ProfileWording, check_schema
from cplist.profile.unit_lists import Tables
from cplist.profile.unit_tables import read_table
from cplist.schema.checks import is_id
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.document import read as read_yaml
from cplist.yamldoc.text import shown


@dataclass(frozen=True)
class Profile:
    """A profile that has been read; its data may still break the schema (see `findings`). `chain` are the file
    that it stands in and those that it extends."""

    document: Document
    findings: tuple[Finding, ...]
    chain: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def pack(self) -> str:
        """The name of the pack that the profile asks for ("" if it doesn't say)."""
        name = self._pack.get("name")
        return name.strip() if isinstance(name, str) else ""

    @property
    def pack_version(self) -> str:
        """The versions of the pack that the profile allows, such as >=1.0,<2 ("": any)."""
        return str(self._pack.get("version") or "")

    @property
    def _pack(self) -> Mapping[str, Any]:
        pack = self.document.data.get("pack") if isinstance(self.document.data, dict) else None
        return pack if isinstance(pack, dict) else {"name": pack}

    def catalogue_findings(self, duties: frozenset[str]) -> list[Finding]:
        """References to duties that the pack's notice doesn't have."""
        return [
            finding(
                "profile-unknown-duty",
                self.document.place(path),
                path_text(path),
                duty=shown(duty),
                near=nearest_duty(duty, duties),
            )
            for path, duty in self._duties()
            if duty not in duties
        ]

    def function_findings(self, functions: Mapping[str, str]) -> list[Finding]:
        """Functions that neither the vocabulary nor the pack has, whose own are `functions`: id → name."""
        known = {**vocabulary.terms()["functions"], **functions}
        wording = ProfileWording(PROFILE, self.document)
        unknown = [(path, word) for path, word in functions_in(self.document.data) if word not in known]
        return [wording.not_allowed(path, word, list(known), known) for path, word in unknown if is_id(word)]

    def decided_findings(self, options: Mapping[str, str], own_rules: Mapping[str, str]) -> list[Finding]:
        """Decisions about what the pack doesn't have, whose own are `options` and `own_rules`: id → its words."""
        return list(decided_findings(self.document, options, own_rules))

    def source_findings(self, sources: Collection[str]) -> list[Finding]:
        """Rules that are said to be verified and that the pack doesn't have, whose own are `sources`."""
        return list(source_findings(self.document, sources))

    def _duties(self) -> Iterator[tuple[Path, str]]:
        for number, entry in enumerate(entries(self.document.data, "assignments")):
            if isinstance(entry, dict) and isinstance(entry.get("duty"), str):
                yield ("assignments", number, "duty"), entry["duty"]
        adopted = self.document.data.get("measures") if isinstance(self.document.data, dict) else None
        yield from ((("measures", id_), id_) for id_ in adopted or () if id_ != ALL)


def no_bases(_base: str, _file: str) -> tuple[str, bytes]:
    """For profiles that come from elsewhere: what they extend is not looked for."""
    raise FileNotFoundError


def read_profile(
    content: bytes, name: str, load: Load = no_bases, read: Read = read_yaml, tables: Tables = read_table
) -> Profile:
    """Read a profile and its bases. `name` is what findings call the file; `load` gives the bases that it extends
    and the lists of units that it names, `read` makes data of each of these profiles, `tables` rows of these lists.

    Raises FindingsError where the YAML itself can't be read; anything else that is wrong is among the profile's
    findings.
    """
    resolved = resolve(content, name, load, read, tables)
    document = resolved.document
    findings = [*resolved.findings, *check_schema(document, partial=not resolved.complete)]
    if resolved.complete:
        findings += [*check_repeats(document), *check_references(document)]
    findings += check_prose(document)
    return Profile(document, _some(in_order(findings, resolved.chain)), resolved.chain)


def in_order(findings: Iterable[Finding], chain: tuple[str, ...]) -> list[Finding]:
    """Findings in the order of the file, and then of those that it extends; the same one only once."""
    seen: dict[tuple[str, Location | None, str], Finding] = {}
    for found in findings:
        seen.setdefault((found.rule, found.location, found.path), found)
    return by_place(seen.values(), chain)


def _some(findings: list[Finding]) -> tuple[Finding, ...]:
    """MOST_FINDINGS at most, and a last one that says so; never without the errors that there are."""
    if len(findings) <= MOST_FINDINGS:
        return tuple(findings)
    rest = any(found.severity is Severity.ERROR for found in findings[MOST_FINDINGS:])
    last = findings[MOST_FINDINGS - 1].location
    more = [finding("profile-too-many", last, limit=MOST_FINDINGS)] if rest else []
    return (*findings[:MOST_FINDINGS], *more)


def institution_of(
    profile: Profile, types_by_reference: frozenset[str], functions: Mapping[str, str] | None = None
) -> Institution:
    """The institution of a profile without errors; `types_by_reference` are the pack's 参照执行 types, `functions`
    the names of the functions that it has beside those of the vocabulary."""
    assert not has_errors(profile.findings)
    data = profile.document.data
    own = data["institution"]
    words = vocabulary.words_of(own["type"])
    levels, bodies = tuple(map(structure.level, data["levels"])), data.get("bodies") or {}
    board = structure.board(own, bodies) or _usual_board(own)
    whole, in_part = structure.centralised(data.get("centralised") or ())
    tiers = tuple(Tier(tier) for tier in dict.fromkeys([own["tier"], *(own.get("also") or ())]))
    by_reference = own["type"] in types_by_reference or own.get("applicability") == "by_reference"
    leaders = leaders_of(data["leaders"], data["departments"])
    return Institution(
        name=own["name"],
        short_name=own["short_name"],
        self_name=own.get("self_name") or words["self_name"],
        type=own["type"],
        tiers=tiers,
        region=own.get("region") or "",
        party=own.get("party") or party_of(leader["post"] for leader in data["leaders"]),
        board=board,
        by_reference=by_reference,
        superior=structure.superior(own, tiers[0]),
        document=_paper_work(data.get("document") or {}),
        levels=levels,
        bodies=structure.bodies(bodies, board),
        leaders=leaders if data["departments"] else with_lead_post(leaders),
        vacancies=vacancies_of(data["leaders"]),
        departments=departments_of(data["departments"]),
        own_duties=tuple(own_duties_of(data.get("own_duties") or ())),
        options=dict(data.get("options") or {}),
        own_rules=own_rules(data),
        measures=measures(data),
        reporting=reporting(data),
        function_names={**vocabulary.terms()["functions"], **(functions or {})},
        decisions={entry["duty"]: _decision(entry) for entry in data.get("assignments") or ()},
        sources={id_: said for id_, said in (data.get("sources") or {}).items() if said},
        centralised=whole,
        centralised_in_part=in_part,
        subsidiaries=structure.subsidiaries(own.get("subsidiaries") or ()),
        letters=_letter_work(data.get("letters") or {}),
        words={**words, **{level.tier.value: level.name for level in levels}},
    )


def _usual_board(own: Mapping[str, Any]) -> str:
    """What the text takes as the board where a legal entity's profile says nothing; a branch has none."""
    return vocabulary.usual_board(own["type"]) if own["tier"] == Tier.LEGAL_ENTITY.value else ""


def _paper_work(data: Mapping[str, Any]) -> PaperWork:
    papers = ("number", "date", "effective", "supersedes")
    texts = (*papers, "interpreter", "title", "approval", "heading", "period")
    return PaperWork(
        **{key: data.get(key) or "" for key in texts},
        status=data.get("status") or "draft",
        cover=str(data.get("cover")).lower() == "true",
        names=str(data.get("names")).lower() != "false",
        annexes=tuple(data.get("annexes") or ()),
        assessment=str(data.get("assessment")).lower() == "true",
    )


def _letter_work(data: Mapping[str, Any]) -> LetterWork:
    return LetterWork(year=data.get("year") or "", copies=data.get("copies") or "")


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
