"""Rules about the rules beside the notice that a text rests on."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.assignment.provisions import applying
from cplist.core.findings import Finding
from cplist.domain.sources import NOTICE
from cplist.lint.case import Case


def unverified(case: Case) -> Iterator[Finding]:
    """A final text rests on no rule of which nobody has said that it was verified."""
    own = case.institution
    if not own.document.is_final:
        return
    open_ = [(NOTICE, case.pack.notice.title)] if case.pack.notice.validity and NOTICE not in own.sources else []
    provisions = applying(case.pack.sources, own)
    open_ += [
        (source.id, source.title)
        for source in case.pack.sources
        if source.rests_on_it(provisions, assessment=own.document.assessment) and source.id not in own.sources
    ]
    if open_:
        titles = "、".join(f"《{title}》" for _, title in open_)
        ids = ", ".join(id_ for id_, _ in open_)
        yield case.finding("source-unverified", ("document", "status"), titles=titles, ids=ids)
