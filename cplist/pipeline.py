"""The pipeline. Read `build` first: it is the program.

It is pure: what it needs of the disk is among its inputs, what it gives are bytes. A batch, a web page and a
notebook call the same function.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cplist.carryover.previous import CarryOver
from cplist.compose.decided.open_matters import open_matters
from cplist.compose.templates import templates_of
from cplist.core.files import folded_name
from cplist.core.findings import Finding, FindingsError, Location, has_errors
from cplist.core.messages import finding, worded
from cplist.documents.job import Inputs, Job, Outcome, OutputFile
from cplist.documents.kinds import DocumentKind, Kind, document_kind
from cplist.documents.request import NOTHING, Request
from cplist.draft import Draft, assigned_duties, checked, composed, judged
from cplist.pack.files import ABOUT
from cplist.pack.pack import Pack
from cplist.profile.profile import Profile


@dataclass(frozen=True)
class Built:
    """What a build gives: the draft, the files, what build.json is to say of them, and everything that was found.

    `carry_over` is what became of the last workbook; `all_names` are the names of the files of every party,
    by their kind, whichever were asked for; `left_by` says what of the manifest each file leaves for the next
    build, by its name.
    """

    draft: Draft
    outputs: tuple[OutputFile, ...]
    manifest: Mapping[str, Any]
    findings: tuple[Finding, ...]
    carry_over: CarryOver = field(default_factory=CarryOver)
    all_names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    left_by: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        """The files by name, relative to the institution's folder, with /."""
        return {output.name: output.content for output in self.outputs}

    @property
    def summary(self) -> dict[str, int]:
        """How many duties have which status."""
        return self.draft.assigned.summary

    @property
    def answers(self) -> bool:
        """Whether the last workbook held anything that people wrote."""
        return bool(self.carry_over.plan.found)

    def file(self, kind: str) -> OutputFile:
        """The first file of that kind. Raises KeyError if there is none."""
        for output in self.outputs:
            if output.kind == kind:
                return output
        raise KeyError(kind)


def build(inputs: Inputs) -> Built:
    """Everything that is asked for of one institution. Raises FindingsError where errors stop it.

    With nothing asked for (`NOTHING`) it only drafts: errors about responsibility are then among the findings, so
    that coverage can show what came of them.
    """
    profile, pack = inputs.profile, inputs.pack
    institution, findings = checked(profile, pack)
    assigned = assigned_duties(pack, institution, profile.name)
    text, values, slips = composed(
        templates_of(pack, inputs.cache), institution, assigned, annotated=inputs.request.annotate
    )
    still_open = open_matters(profile.document, pack, institution, text)
    found = judged(profile, institution, pack, assigned, [*findings, *still_open])
    draft = Draft(institution, assigned, text, values, (*found, *slips))
    kinds = _kinds(inputs.request)
    if kinds:
        _stop_at_errors(draft.findings)
    job = Job(inputs, draft)
    return _built(job, [_made(kind, job) for kind in kinds])


def draft(profile: Profile, pack: Pack) -> Draft:
    """The draft of a profile's system, and nothing written. Raises FindingsError for errors in the profile."""
    return build(Inputs(profile, pack, NOTHING)).draft


def check(profile: Profile, pack: Pack) -> tuple[Finding, ...]:
    """Everything that is to be said of a profile, errors included."""
    try:
        return draft(profile, pack).findings
    except FindingsError as error:
        return error.findings


def _kinds(request: Request) -> list[DocumentKind]:
    return [document_kind(kind) for kind in Kind if kind in request.kinds]


def _made(kind: DocumentKind, job: Job) -> Outcome:
    outcome = kind.make(job)
    files = tuple(replace(file, if_changed=kind.if_changed) for file in outcome.files)
    return replace(outcome, files=files)


def _stop_at_errors(findings: tuple[Finding, ...]) -> None:
    """Raise FindingsError where there is an error among them."""
    if has_errors(findings):
        raise FindingsError(findings)


def _built(job: Job, outcomes: list[Outcome]) -> Built:
    """All of it together; what several kinds find is said once."""
    said: list[Finding] = []
    for outcome in outcomes:
        said += [found for found in outcome.findings if found not in said]
    findings = (*job.draft.findings, *worded(said, job.pack.messages))
    if outcomes:
        _stop_at_errors(findings)
    outputs = tuple(file for outcome in outcomes for file in outcome.files)
    _stop_at_one_name(outputs, job.pack)
    kept = {key: value for outcome in outcomes for key, value in outcome.manifest.items()}
    return Built(
        job.draft,
        outputs,
        {**_manifest(job, outputs), **kept},
        findings,
        carry_over=next((outcome.carry_over for outcome in outcomes if outcome.carry_over), CarryOver()),
        all_names={kind: names for outcome in outcomes for kind, names in outcome.all_names.items()},
        left_by={file.name: outcome.manifest for outcome in outcomes for file in outcome.files},
    )


def _stop_at_one_name(outputs: Iterable[OutputFile], pack: Pack) -> None:
    """Raise FindingsError where two files would stand under one name."""
    named: dict[str, str] = {}
    for output in outputs:
        name = folded_name(output.name)
        if name in named:
            at = Location(str(pack.folder / ABOUT))
            raise FindingsError([finding("outputs-same-name", at, file=output.name, other=named[name])])
        named[name] = output.name


def _manifest(job: Job, outputs: Iterable[OutputFile]) -> dict[str, Any]:
    """What every build leaves for the next one: fingerprints, and what it wrote."""
    return {
        "schema": "cplist.manifest/1",
        "institution": job.institution.name,
        "pack": {"name": job.pack.name, "version": job.pack.version},
        "build": job.marks,
        "outputs": {output.name: hashlib.sha256(output.content).hexdigest() for output in outputs},
        "kinds": {output.name: output.kind for output in outputs},
        "summary": job.draft.assigned.summary,
    }
