"""The responsibility map as one HTML page."""

from __future__ import annotations

from typing import Any

from cplist.core.findings import Finding
from cplist.documents.checklist import filled_in
from cplist.documents.job import Job, Outcome, OutputFile
from cplist.documents.kinds import USUAL, DocumentKind, Kind
from cplist.documents.map_data import map_data
from cplist.writers.web.page import write_map


def make(job: Job) -> Outcome:
    """The map; of what people filled in it shows how far each row is and when it is due, and nothing else."""
    names = {kind.value: job.file_name(kind) for kind in USUAL}
    state, findings = _state(job)
    data = {**map_data(job.draft, job.pack, job.marks, names), **state}
    return Outcome((OutputFile("map", names[Kind.MAP], write_map(data, job.properties)),), findings)


def _state(job: Job) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The state of the workbook that was carried over; the findings that say why it can't be."""
    if job.inputs.previous_workbook is None and not job.inputs.returns:
        return {}, ()
    made = job.once(filled_in)
    if made.workbook is None:
        return {}, made.findings
    from cplist.documents.map_state import map_state  # a first build does without
    from cplist.standing.source import source_of

    source = source_of(job.templates)
    return (map_state(made.workbook, source) if source else {}), ()


KIND = DocumentKind(Kind.MAP, ".html", make)
