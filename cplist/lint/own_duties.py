"""Rules about the duties that the institution itself gives out."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.core.findings import Finding
from cplist.lint.case import Case


def parties_missing(case: Case) -> Iterator[Finding]:
    """Each of them has a party: not a vacant post in which nobody acts."""
    for number, duty in enumerate(case.institution.own_duties):
        if case.finders.party(duty.party) is None:
            yield case.finding("own-duty-for-nobody", ("own_duties", number, "party"), duty=duty.id, text=duty.text)
