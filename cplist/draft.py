"""The first half of a build: a profile checked, its duties assigned, its system composed.

Each function here is one stage of the pipeline (pipeline.py), and takes nothing but what the stages before it gave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cplist.assignment.assign import Assigned, assign
from cplist.assignment.centralisation import with_usual
from cplist.compose.context import article_values, context
from cplist.compose.templates import INDEX, TEMPLATE, Templates
from cplist.compose.text.composer import Index, compose
from cplist.compose.values import Values
from cplist.core.document import Article, ComposedText
from cplist.core.findings import Finding, FindingsError, Location, by_place, has_errors
from cplist.core.messages import finding, worded
from cplist.domain.assignment import Status
from cplist.domain.institution import ANNEXES, Institution
from cplist.domain.sources import NOTICE
from cplist.lint.rules import accept, check_accepted, lint
from cplist.pack.pack import Pack
from cplist.pack.versions import within
from cplist.profile.profile import Profile, in_order, institution_of


@dataclass(frozen=True)
class Draft:
    """An institution, its assignments and its composed system: what coverage needs, and half of a build.

    `context` is what the pack's templates see of it; `findings` are those of every stage so far, errors about
    responsibility among them.
    """

    institution: Institution
    assigned: Assigned
    text: ComposedText
    context: Values
    findings: tuple[Finding, ...]


def checked(profile: Profile, pack: Pack) -> tuple[Institution, list[Finding]]:
    """The institution of a profile, and what is to be said of the profile itself. Raises FindingsError with all of
    that where there is an error in it: then nothing can be told about responsibility."""
    findings = profile_findings(profile, pack)
    if has_errors(findings):
        raise FindingsError([*findings, finding("rules-not-run", Location(profile.name))])
    institution = institution_of(profile, pack.types_by_reference, pack.functions)
    return with_usual(institution, pack.rules), findings


def profile_findings(profile: Profile, pack: Pack) -> list[Finding]:
    """What is wrong with the profile itself, with what it says of the pack's duties, and with what it accepts."""
    duties = frozenset(duty.id for duty in pack.notice.duties)
    findings = [*profile.findings, *profile.catalogue_findings(duties), *check_accepted(profile)]
    findings += profile.function_findings(pack.functions)
    findings += profile.decided_findings(pack.options, pack.own_rules)
    findings += profile.source_findings([NOTICE, *(source.id for source in pack.sources)])
    if not within(pack.version, profile.pack_version):
        at = profile.document.place(("pack", "version"))
        wanted = profile.pack_version
        findings.append(
            finding("pack-version", at, "pack.version", name=pack.name, wanted=wanted, version=pack.version)
        )
    return list(worded(in_order(findings, profile.chain), pack.messages))


def assigned_duties(pack: Pack, institution: Institution, file: str) -> Assigned:
    """Who bears each duty of the pack's notice. `file` is the profile, for findings."""
    return assign(pack.notice, pack.rules, pack.role_names, institution, file)


def judged(
    profile: Profile, institution: Institution, pack: Pack, assigned: Assigned, findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Those findings and what the rules about responsibility find, in the order of the file; warnings that the
    profile accepts are notes with its reason."""
    found = [*findings, *lint(profile, institution, pack, assigned)]
    return worded(by_place(accept(profile, found), profile.chain), pack.messages)


def composed(
    templates: Templates, institution: Institution, assigned: Assigned, *, annotated: bool = False
) -> tuple[ComposedText, Values, list[Finding]]:
    """The system, what templates see of the institution, and what was found: slips of the template, and duties that
    are not where they should be. One that is to be `annotated` has all tables that can be asked for."""
    if annotated:
        institution = replace(institution, document=replace(institution.document, annexes=ANNEXES))
    values = context(templates.pack, institution, assigned)
    text, found = compose(templates.text(TEMPLATE, values), templates.file(TEMPLATE), _index(templates, values))
    slips = [*found, *_tracing(assigned, text, templates.file(TEMPLATE))]
    return text, values, list(worded(slips, templates.pack.messages))


def _index(templates: Templates, values: Mapping[str, Any]) -> Index | None:
    """What follows the system once its articles are numbered, where the pack has that."""
    if not templates.has(INDEX):
        return None

    def rendered(articles: Iterable[Article]) -> str:
        return templates.text(INDEX, {**values, "articles": article_values(articles)})

    return rendered


def _tracing(assigned: Assigned, text: ComposedText, file: str) -> Iterator[Finding]:
    """Each duty that applies is carried by an article, and no article carries another."""
    at = Location(file)
    by_id = {assignment.duty.id: assignment for assignment in assigned.assignments}
    for id_, assignment in by_id.items():
        if assignment.applies and assignment.status is not Status.STATEMENT and id_ not in text.places:
            yield finding("duty-not-carried", at, duty=id_, text=assignment.duty.text)
    for duty, places in text.places.items():
        if duty not in by_id:
            yield finding("duty-unknown", at, duty=duty, key=places[0].article)
        elif not by_id[duty].applies:
            yield finding("duty-not-applicable", at, duty=duty, key=places[0].article)
