"""A profile examined and its system composed: who bears what, by which words, and what is to be said about that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cplist.assignment.assign import Assigned, assign
from cplist.compose.context import article_values, context
from cplist.compose.templates import INDEX, TEMPLATE, Press
from cplist.compose.text.composer import Index, compose
from cplist.core.document import Article, Text
from cplist.core.findings import Finding, FindingsError, Location, has_errors
from cplist.core.messages import finding
from cplist.domain.model import Institution, Status
from cplist.lint.rules import accept, check_accepted, lint
from cplist.pack.pack import Pack, within
from cplist.profile.profile import Profile, by_place, in_order, institution_of


@dataclass(frozen=True)
class Drafted:
    """An institution, its assignments and its composed system: what coverage needs, and half of a build."""

    institution: Institution
    assigned: Assigned
    text: Text
    context: dict[str, Any]
    findings: tuple[Finding, ...]


def draft(profile: Profile, pack: Pack, press: Press) -> Drafted:
    """Assign every duty and compose the system. Raises FindingsError if the profile itself has errors; those about
    responsibility are among the findings, so that coverage can show what came of them."""
    institution, assigned, findings = examine(profile, pack)
    values = context(pack, institution, assigned)
    text, composed = compose(press.text(TEMPLATE, values), press.file(TEMPLATE), _index(press, values))
    tracing = _tracing(assigned, text, str(pack.folder / TEMPLATE))
    return Drafted(institution, assigned, text, values, (*findings, *composed, *tracing))


def _index(press: Press, values: Mapping[str, Any]) -> Index | None:
    """What follows the system once its articles are numbered, where the pack has that."""
    if not press.has(INDEX):
        return None

    def rendered(articles: Iterable[Article]) -> str:
        return press.text(INDEX, {**values, "articles": article_values(articles)})

    return rendered


def examine(profile: Profile, pack: Pack) -> tuple[Institution, Assigned, tuple[Finding, ...]]:
    """Who bears what in an institution, and what is to be said about that. Raises FindingsError as `draft`."""
    findings = check(profile, pack)
    if has_errors(findings):
        raise FindingsError([*findings, finding("rules-not-run", Location(profile.name))])
    institution = institution_of(profile, pack.types_by_reference)
    role_names = {role.id: role.name for role in pack.roles.values()}
    assigned = assign(pack.notice, pack.rules, role_names, institution, profile.name)
    findings += lint(profile, institution, pack, assigned)
    return institution, assigned, tuple(by_place(accept(profile, findings), profile.chain))


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
