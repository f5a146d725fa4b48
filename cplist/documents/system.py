"""The responsibility system as a .docx."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.documents.annotations import comments_on
from cplist.documents.job import Made, Making, document_names, docx_of
from cplist.revisions.kept_versions import version_before


def make(making: Making) -> Iterator[Made]:
    """The system, with comments where they were ordered; the next build compares with what it keeps of it."""
    drafted = making.drafted
    comments = None
    if making.inputs.order.annotate:
        comments = comments_on(drafted.text.articles, drafted.context["duty"], making.pack.name)
    making.kept |= {"articles": making.articles, "facts": making.facts}
    if before := version_before(making.inputs.last_build, making.articles):
        making.kept["before"] = before
    name = document_names(making.institution, making.pack)["system"]
    yield Made("system", name, docx_of(making, drafted.text, comments))
