"""The pipeline: profile → institution → assignments → documents. Pure: disk and console are others' business.

Read `build` first: it is the program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cplist import __version__
from cplist.assign import Assigned, assign
from cplist.blocks import Place, Text, Workbook
from cplist.carryover import Carried, Previous, carry_over
from cplist.compose import compose, place_text
from cplist.context import context
from cplist.errors import Finding, FindingsError, Location, Severity, has_errors
from cplist.files import safe_name
from cplist.lint import accept, check_accepted, lint
from cplist.messages import finding, message
from cplist.model import Institution, Status
from cplist.pack import Pack, within
from cplist.profile import Profile, in_order, institution_of
from cplist.sandbox import environment, inert, render
from cplist.sheets import Plan, fill, plan
from cplist.word import Properties, write_docx

TEMPLATE, CHECKLIST, STYLE = "system.md.j2", "checklist.yaml", "style.docx"


@dataclass(frozen=True)
class Inputs:
    """All that a build depends on; the previous workbook is one of its inputs."""

    profile: Profile
    pack: Pack
    previous_workbook: Previous | None = None


@dataclass(frozen=True)
class Built:
    """What a build gives: files by kind (system, checklist) with their names, and what it found."""

    institution: Institution
    assigned: Assigned
    text: Text
    names: Mapping[str, str]
    files: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    findings: tuple[Finding, ...]
    carried: Carried = field(default_factory=Carried)

    @property
    def summary(self) -> dict[str, int]:
        return self.assigned.summary


@dataclass(frozen=True)
class Drafted:
    """An institution, its assignments and its composed system: what coverage needs, and half of a build."""

    institution: Institution
    assigned: Assigned
    text: Text
    context: dict[str, Any]
    findings: tuple[Finding, ...]


class Press:
    """A pack's templates, compiled once for any number of institutions."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.environment = environment(self._load)
        self._plan: Plan | None = None

    def _load(self, name: str) -> str | None:
        content = self.pack.files.get(name)
        return None if content is None else content.decode("utf-8")

    def system(self, values: Mapping[str, Any]) -> str:
        file = str(self.pack.folder / TEMPLATE)
        return render(lambda: self.environment.get_template(TEMPLATE), values, file)

    def checklist(self) -> Plan:
        if self._plan is None:
            file = str(self.pack.folder / CHECKLIST)
            self._plan = plan(self.pack.checklist, self.environment.from_string, file)
        return self._plan


def build(inputs: Inputs, press: Press | None = None, drafted: Drafted | None = None) -> Built:
    """Everything for one institution: files by name, findings. Raises FindingsError where errors stop it.

    `press` and `drafted` are what an earlier step has of the same pack and profile, to spare the work.
    """
    press = press or Press(inputs.pack)
    drafted = drafted or draft(inputs.profile, inputs.pack, press)
    if has_errors(drafted.findings):
        raise FindingsError(drafted.findings)
    marks = _marks(inputs)
    workbook = _workbook(drafted, press, marks)
    carried = carry_over(inputs.previous_workbook, workbook, drafted.institution.name)
    if has_errors(carried.findings):
        raise FindingsError([*drafted.findings, *carried.findings])
    names = document_names(drafted.institution, inputs.pack)
    files = {
        "system": _docx(drafted, inputs.pack, marks),
        "checklist": _xlsx(carried.workbook or workbook, drafted.institution, inputs.pack),
    }
    manifest = {**_manifest(drafted, inputs.pack, marks, names, files), "answers": carried.carried}
    findings = (*drafted.findings, *carried.findings)
    return Built(drafted.institution, drafted.assigned, drafted.text, names, files, manifest, findings, carried)


def draft(profile: Profile, pack: Pack, press: Press) -> Drafted:
    """Assign every duty and compose the system. Raises FindingsError if the profile itself has errors; those about
    responsibility are among the findings, so that coverage can show what came of them."""
    institution, assigned, findings = examine(profile, pack)
    values = context(pack, institution, assigned)
    text, composed = compose(press.system(values), str(pack.folder / TEMPLATE))
    tracing = _tracing(assigned, text, str(pack.folder / TEMPLATE))
    return Drafted(institution, assigned, text, values, (*findings, *composed, *tracing))


def examine(profile: Profile, pack: Pack) -> tuple[Institution, Assigned, tuple[Finding, ...]]:
    """Who bears what in an institution, and what is to be said about that. Raises FindingsError as `draft`."""
    findings = check(profile, pack)
    if has_errors(findings):
        raise FindingsError([*findings, finding("rules-not-run", Location(profile.name))])
    institution = institution_of(profile, pack.types_by_reference)
    role_names = {role.id: role.name for role in pack.roles.values()}
    assigned = assign(pack.notice, pack.rules, role_names, institution, profile.name)
    findings += lint(profile, institution, pack, assigned)
    return institution, assigned, tuple(accept(profile, findings))


def check(profile: Profile, pack: Pack) -> list[Finding]:
    """What is wrong with the profile itself, with what it says of the pack's duties, and with what it accepts."""
    duties = frozenset(duty.id for duty in pack.notice.duties)
    findings = [*profile.findings, *profile.catalogue_findings(duties), *check_accepted(profile)]
    if not within(pack.version, profile.pack_version):
        at = profile.document.place(("pack", "version"))
        wanted = profile.pack_version
        findings.append(
            finding("pack-version", at, "pack.version", name=pack.name, wanted=wanted, version=pack.version)
        )
    return in_order(findings, profile.chain)


def _tracing(assigned: Assigned, text: Text, file: str) -> list[Finding]:
    """Each duty that applies is carried by an article, and no article carries another."""
    at = Location(file)
    by_id = {assignment.duty.id: assignment for assignment in assigned.assignments}
    findings = [
        finding("duty-not-carried", at, duty=id_, text=assignment.duty.text)
        for id_, assignment in by_id.items()
        if assignment.applies and assignment.status is not Status.STATEMENT and id_ not in text.places
    ]
    for duty, places in text.places.items():
        if duty not in by_id:
            findings.append(finding("duty-unknown", at, duty=duty, key=places[0].article))
        elif not by_id[duty].applies:
            findings.append(finding("duty-not-applicable", at, duty=duty, key=places[0].article))
    return findings


def _marks(inputs: Inputs) -> dict[str, str]:
    """Fingerprints of what the documents were made from, and the build's id over them all."""
    data = json.dumps(inputs.profile.document.data, ensure_ascii=False, sort_keys=True)
    profile = hashlib.sha256(data.encode()).hexdigest()[:16]
    together = f"{profile}|{inputs.pack.fingerprint}|{__version__}"
    id_ = hashlib.sha256(together.encode()).hexdigest()[:16]
    return {"id": id_, "profile": profile, "pack": inputs.pack.fingerprint, "program": __version__}


def _workbook(drafted: Drafted, press: Press, marks: Mapping[str, str]) -> Workbook:
    values = {
        **drafted.context,
        "article": {
            a.duty.id: _article(drafted.text.places.get(a.duty.id, ())) for a in drafted.assigned.assignments
        },
        "build": inert(marks),
        "warnings": inert(_explained(drafted.findings)),
    }
    institution = drafted.institution
    title = f"{institution.short_name}{press.pack.names['checklist']}"
    properties = {
        "cplist.build": marks["id"],
        "cplist.institution": institution.name,
        "cplist.pack": press.pack.name,
    }
    return fill(press.checklist(), values, institution.name, title, properties)


def _explained(findings: Iterable[Finding]) -> list[list[str]]:
    """The rows of the explanation sheet: warnings, and those that the profile accepts, with the reason."""
    kept = [found for found in findings if found.severity is Severity.WARNING or found.accepted]
    return [
        ["已接受的警告" if found.accepted else "警告", message(found, "zh"), f"检查规则 {found.rule}"]
        for found in kept
    ]


def _article(places: tuple[Place, ...]) -> str:
    return "、".join(dict.fromkeys(place_text(place) for place in places)) or "—"


def _docx(drafted: Drafted, pack: Pack, marks: Mapping[str, str]) -> bytes:
    properties = Properties(
        title=drafted.text.title,
        subject=f"{pack.notice.title}（{pack.notice.number}）",
        author=drafted.institution.name,
        date=drafted.institution.document.date,
        custom={
            "cplist.build": marks["id"],
            "cplist.institution": drafted.institution.name,
            "cplist.pack": pack.name,
        },
    )
    style = pack.files.get(STYLE)
    if style is None:
        from cplist.style import default_style

        style = default_style()
    return write_docx(drafted.text, style, properties, str(pack.folder / STYLE))


def _xlsx(workbook: Workbook, institution: Institution, pack: Pack) -> bytes:
    from cplist.excel import write_xlsx  # openpyxl takes a third of the time that `check` has

    return write_xlsx(workbook, pack.notice.number, institution.name, institution.document.date)


def document_names(institution: Institution, pack: Pack) -> dict[str, str]:
    """The files' names: <short_name>消费者权益保护工作责任制.docx, …责任清单.xlsx."""
    endings = {"system": "docx", "checklist": "xlsx"}
    return {kind: f"{safe_name(institution.short_name + pack.names[kind])}.{end}" for kind, end in endings.items()}


def _manifest(
    drafted: Drafted,
    pack: Pack,
    marks: Mapping[str, str],
    names: Mapping[str, str],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """What the next build needs: fingerprints, and per article key the paragraphs as written."""
    return {
        "schema": "cplist.manifest/1",
        "institution": drafted.institution.name,
        "pack": {"name": pack.name, "version": pack.version},
        "build": dict(marks),
        "outputs": {names[kind]: hashlib.sha256(content).hexdigest() for kind, content in files.items()},
        "summary": drafted.assigned.summary,
        "articles": [
            {
                "key": a.key,
                "number": a.number,
                "title": a.title,
                "paragraphs": list(a.paragraphs),
                "duties": list(a.duties),
            }
            for a in drafted.text.articles
        ],
    }
