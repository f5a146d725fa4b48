"""A workbook for each leader, department, level below and unit: their rows of the checklist, with the same keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.carryover.last_workbook import properties_of
from cplist.carryover.previous import Previous
from cplist.compose.templates import CHECKLIST
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.core.nearest_names import nearest
from cplist.documents.checklist import carried_over, generated, written
from cplist.documents.job import Job, Outcome, OutputFile
from cplist.documents.kinds import DocumentKind, IfChanged, Kind
from cplist.documents.recipients import PARTY_CHECKLIST, Recipient, chosen, recipients_of
from cplist.yamldoc.text import shown

MOVED = "changes-recorded"
"""What moved between parties is said of the institution's workbook, which lists it."""


def make(job: Job) -> Outcome:
    """The workbooks that were asked for, with what was filled in in the last ones. Raises FindingsError for an id
    that nobody with rows has, and where the pack has no sheet for such a workbook."""
    if not job.templates.checklist(party=True).numbers:
        at = Location(job.templates.file(CHECKLIST))
        raise FindingsError([finding("party-checklist-unsupported", at, pack=job.pack.name)])
    everybody, wanted = recipients_of(job), job.inputs.request.checklists_for
    _check(everybody, wanted, job)
    before = _Before(job.inputs.party_workbooks)
    files: list[OutputFile] = []
    findings = [] if everybody else [finding("party-checklist-nobody", Location(job.inputs.profile.name))]
    for recipient in chosen(everybody, job.institution, wanted):
        previous = before.of(recipient)
        made, content = written(job, carried_over(job, generated(job, recipient), previous))
        findings += _located(made.findings, recipient)
        if content is not None:
            answers = bool(made.plan.found) or before.is_anothers(recipient)
            files.append(OutputFile(PARTY_CHECKLIST, recipient.file, content, answers=answers))
    names = frozenset(recipient.file for recipient in everybody)
    return Outcome(tuple(files), tuple(findings), all_names={PARTY_CHECKLIST: names})


def _located(findings: Iterable[Finding], recipient: Recipient) -> list[Finding]:
    """What was found, with the name of the file that it is about."""
    at = Location(recipient.file)
    return [replace(found, location=found.location or at) for found in findings if found.rule != MOVED]


def _check(everybody: Sequence[Recipient], wanted: Sequence[str], job: Job) -> None:
    unknown = [id_ for id_ in dict.fromkeys(wanted) if not chosen(everybody, job.institution, [id_])]
    called = {one.name: one.id for one in everybody}
    ids = [one.id for one in everybody]
    if unknown:
        at = job.inputs.profile.document.place(())
        raise FindingsError(
            finding(
                *("party-checklist-unknown", at),
                id=shown(id_),
                near=called.get(id_) or nearest(id_, ids, 0.6),
                known="、".join(ids),
            )
            for id_ in unknown
        )


@dataclass(frozen=True)
class _Owned:
    """A workbook that stands there, with the ids of whose it is ("" where it doesn't say)."""

    previous: Previous
    party: str
    unit: str


class _Before:
    """The workbooks of before, found by what they say of whose they are, whatever they are called now."""

    def __init__(self, workbooks: Mapping[str, Previous]) -> None:
        self._owned = {name: _owned(previous) for name, previous in workbooks.items()}

    def of(self, recipient: Recipient) -> Previous | None:
        """Theirs: the one under its name of now, else under another; one that doesn't say by its name."""
        there = self._owned.get(recipient.file)
        if there and not self._is_anothers(there, recipient):
            return there.previous
        own = (one.previous for one in self._owned.values() if _ids(one) == (recipient.party, recipient.unit))
        return next(own, None)

    def is_anothers(self, recipient: Recipient) -> bool:
        """Whether somebody else's workbook stands under its name."""
        there = self._owned.get(recipient.file)
        return there is not None and self._is_anothers(there, recipient)

    @staticmethod
    def _is_anothers(there: _Owned, recipient: Recipient) -> bool:
        return bool(there.party) and _ids(there) != (recipient.party, recipient.unit)


def _owned(previous: Previous) -> _Owned:
    about = properties_of(previous.content)
    return _Owned(previous, about.get("cplist.party", ""), about.get("cplist.unit", ""))


def _ids(owned: _Owned) -> tuple[str, str]:
    return owned.party, owned.unit


KIND = DocumentKind(Kind.PARTY_CHECKLISTS, ".xlsx", make, IfChanged.SET_ASIDE)
