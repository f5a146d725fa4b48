"""The responsibility system as a .docx."""

from __future__ import annotations

from typing import Any

from cplist.documents.annotations import comments_on
from cplist.documents.job import Job, Outcome, OutputFile
from cplist.documents.kinds import DocumentKind, Kind
from cplist.revisions.kept_versions import version_before


def make(job: Job) -> Outcome:
    """The system, with comments where they were asked for; the next build compares with what it keeps of it."""
    draft = job.draft
    comments = None
    if job.inputs.request.annotate:
        comments = comments_on(draft.text.articles, draft.context["duty"], job.pack.name)
    file = OutputFile("system", job.file_name(Kind.SYSTEM), job.docx(draft.text, comments))
    return Outcome((file,), job.style_findings, _manifest(job))


def _manifest(job: Job) -> dict[str, Any]:
    kept: dict[str, Any] = {"articles": job.articles, "facts": job.facts}
    if before := version_before(job.inputs.last_build, job.articles):
        kept["before"] = before
    return kept


KIND = DocumentKind(Kind.SYSTEM, ".docx", make)
