"""The responsibility map as one HTML page."""

from __future__ import annotations

from cplist.documents.job import Job, Outcome, OutputFile
from cplist.documents.kinds import USUAL, DocumentKind, Kind
from cplist.documents.map_data import map_data
from cplist.writers.web.page import write_map


def make(job: Job) -> Outcome:
    """The map; it looks at nothing that people filled in, so that it can be handed around."""
    names = {kind.value: job.file_name(kind) for kind in USUAL}
    data = map_data(job.draft, job.pack, job.marks, names)
    return Outcome((OutputFile("map", names[Kind.MAP], write_map(data, job.properties)),))


KIND = DocumentKind(Kind.MAP, ".html", make)
