"""Rules about responsibility: an arrangement that can't work is found before it is printed.

Each rule is a function of a Case in RULES (leaders, departments, bodies, structure, decisions …); what it says, and
how severe that is, stands in core/messages/responsibility.yaml, and docs/rules.md has a section for it. What the
rules ask for is the pack's (pack.yaml: `checks`), so that nothing here knows a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from cplist.assignment.assign import Assigned
from cplist.core.findings import Finding, Severity
from cplist.core.messages import catalogue, finding
from cplist.core.nearest_names import nearest
from cplist.domain.institution import Institution
from cplist.lint import assumptions as assumptions
from cplist.lint import bodies as bodies
from cplist.lint import decisions as decisions
from cplist.lint import departments as departments
from cplist.lint import leaders as leaders
from cplist.lint import own_duties as own_duties
from cplist.lint import posts as posts
from cplist.lint import powers as powers
from cplist.lint import sources as sources
from cplist.lint import structure as structure
from cplist.lint.case import Case
from cplist.pack.pack import Pack
from cplist.profile.profile import Profile
from cplist.yamldoc.document import Path, path_text

GAP = "gap"


def raised_on_the_way(case: Case) -> Iterator[Finding]:
    """Gaps, and what fallbacks of the pack's rules raise, at what they are about."""
    for found in case.assigned.findings:
        placed = _placed(case, found.arguments.get("concerns", ""))
        yield replace(found, location=placed.location, path=placed.path)


def _placed(case: Case, concerns: str) -> Finding:
    """Where a role or a condition stands in the profile: at the holder of what holds, else at the parent."""
    condition = case.pack.rules.conditions.get(concerns)
    if condition and concerns not in case.pack.rules.roles:
        parties = case.finders.find(condition.find)
        return case.finding(GAP, case.reason_at(parties[0], condition.find) if parties else ())
    return case.missing(GAP, case.parent_of(concerns))


RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    assumptions.party,
    posts.vacancies,
    leaders.roles_missing,
    leaders.roles_held_by_several,
    leaders.roles_joined,
    leaders.substitutes_without_basis,
    assumptions.standings,
    leaders.departments_overseen,
    leaders.leaders_overseeing_nothing,
    assumptions.lead_post,
    posts.without_share,
    posts.assistants,
    posts.letters,
    leaders.overseers_without_role,
    leaders.supervisors_overseeing_business,
    leaders.overseen_by_another,
    assumptions.independence,
    posts.posts_over_business,
    posts.told_apart,
    posts.short_forms,
    departments.no_departments,
    departments.functions_without_department,
    departments.parents,
    departments.divisions,
    departments.consumers,
    departments.centralised_without_superior,
    departments.centralised_and_held,
    departments.usually_above,
    assumptions.governance,
    bodies.bodies_incomplete,
    bodies.committees_mixed_up,
    structure.boards,
    structure.body_above_committee,
    structure.bodies_posts,
    bodies.levels_in_order,
    structure.kinds_of_units,
    assumptions.superior,
    structure.superior,
    structure.subsidiaries,
    bodies.applicability,
    bodies.region,
    bodies.bound_by_the_notice,
    decisions.decisions,
    powers.decided_without_power,
    powers.units_left_out,
    powers.bearers_who_may_not,
    powers.unsupervised,
    own_duties.parties_missing,
    sources.unverified,
    raised_on_the_way,  # gaps come behind what they come from
)


def lint(profile: Profile, institution: Institution, pack: Pack, assigned: Assigned) -> list[Finding]:
    """Everything about responsibility in a profile without errors."""
    case = Case(profile, institution, pack, assigned)
    return [found for rule in RULES for found in rule(case)]


def check_accepted(profile: Profile) -> list[Finding]:
    """What `accept` names that is no rule, or an error, which can't be accepted."""
    return [found for path, rule, _ in _accepted(profile) if (found := _check(profile, path, rule))]


def accept(profile: Profile, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, with warnings that the profile accepts as notes that say why; and what it accepts in vain."""
    reasons = {rule: reason for path, rule, reason in _accepted(profile) if not _check(profile, path, rule)}
    result = [_noted(found, reasons) for found in findings]
    met = {found.rule for found in result if found.accepted}
    noted = {found.rule for found in result} - met
    for path, rule, _ in _accepted(profile):
        if rule in reasons and rule not in met:
            absent, needless = ("", rule) if rule in noted else (rule, "")
            result.append(_at(profile, "accept-unmatched", path, name=absent, noted=needless))
    return result


def _noted(found: Finding, reasons: dict[str, str]) -> Finding:
    if found.severity is not Severity.WARNING or found.rule not in reasons:
        return found
    return replace(found, severity=Severity.NOTE, accepted=reasons[found.rule])


def _accepted(profile: Profile) -> Iterator[tuple[Path, str, str]]:
    data = profile.document.data
    entries = data.get("accept") if isinstance(data, dict) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        rule, reason = (entry.get("rule"), entry.get("reason")) if isinstance(entry, dict) else (None, None)
        if isinstance(rule, str) and isinstance(reason, str):
            yield ("accept", number, "rule"), rule, reason


def _check(profile: Profile, path: Path, rule: str) -> Finding | None:
    if rule not in catalogue():
        return _at(profile, "accept-unknown", path, name=rule, near=nearest(rule, catalogue()))
    if catalogue()[rule]["severity"] == Severity.ERROR:
        return _at(profile, "accept-impossible", path, name=rule)
    return None


def _at(profile: Profile, rule: str, path: Path, **arguments: object) -> Finding:
    return finding(rule, profile.document.place(path), path_text(path), **arguments)
