"""Rules about roles and those who hold them, and about who oversees what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cplist.assignment.parties import Parties, names
from cplist.core.findings import Finding, Severity
from cplist.core.messages import catalogue
from cplist.domain import vocabulary
from cplist.domain.assignment import Party, PartyKind, Status
from cplist.domain.institution import Department, Leader
from cplist.domain.notice import Share
from cplist.lint.case import Case, roles_of
from cplist.lint.posts import vacant_overseers, vacant_roles
from cplist.pack.lint_settings import ALWAYS
from cplist.yamldoc.document import Path


def roles_missing(case: Case) -> Iterator[Finding]:
    """A role that the pack wants filled has nobody, and duties are open for want of them."""
    for role, checks in case.checks.roles.items():
        if not checks.missing or case.institution.tier.value in checks.not_at or case.finders.role(role).parties:
            continue
        if role in _open_roles(case) and role not in vacant_roles(case):
            parent = case.parent_of(role)
            if parent == ("departments",) and not case.institution.departments:
                continue  # no-departments says so already
            yield case.missing(
                checks.missing,
                parent,
                role=case.role_name(role),
                grade=case.grade(role),
                source=checks.source,
                **dict.fromkeys(("text", "count", "duties", "parties", "ids"), ""),
            )


def _open_roles(case: Case) -> set[str]:
    gaps = [a.duty for a in case.assigned.assignments if a.status is Status.GAP]
    return {role for duty in gaps for role in duty.roles_as(Share.RESPONSIBLE)}


def roles_held_by_several(case: Case) -> Iterator[Finding]:
    """More parties than the pack allows hold a role that duties go to."""
    used = {group.role for a in case.assigned.assignments for group in (*a.groups, *a.support)}
    for role in case.pack.roles.values():
        held = _real_first(case, case.finders.role(role.id).parties)
        if not role.at_most or len(held) <= role.at_most or role.id not in used:
            continue
        if len(case.finders.divided(role.id, held)) == len(held):
            continue  # each says which part of it is theirs
        rule = case.checks.of(role.id).several or "role-held-by-several"
        at = case.held_at(held[role.at_most], role.id)
        others = names(held[role.at_most :])
        first = names(held[: role.at_most])
        about = {"role": role.name, "grade": case.grade(role.id), "source": case.source(role.id)}
        yield case.finding(rule, at, first=first, others=others, **about)


def _real_first(case: Case, parties: Parties) -> Parties:
    """Those who stand in come last: where there is a holder, they are the ones too many."""
    substitutes = {leader.id for leader in case.institution.leaders if leader.substitute}
    return tuple(sorted(parties, key=lambda party: party.id in substitutes))


def roles_joined(case: Case) -> Iterator[Finding]:
    """Somebody holds two roles of which the pack has something to say."""
    for role, checks in case.checks.roles.items():
        for party in case.holders(role):
            if party.kind is PartyKind.SUPERIOR:  # what it centralises is its own affair
                continue
            met: dict[str, list[str]] = {}
            for other, rule in checks.joint.items():
                held = {holder.id for holder in case.holders(other)}
                if party.id in held and (_is_error(rule) or not _too_many(case, other, held)):
                    met.setdefault(rule, []).append(other)
            for rule, others in met.items():
                yield _joined(case, party, role, rule, others)


def _joined(case: Case, party: Party, role: str, rule: str, others: list[str]) -> Finding:
    key = "functions" if party.kind is PartyKind.DEPARTMENT else "roles"
    called = "、".join(case.role_name(other) for other in others)
    about = {"party": party.name, "role": case.role_name(role), "others": called}
    sources = [case.source(named) for named in (*others, role)]
    source = "、".join(dict.fromkeys(filter(None, sources)))
    return case.finding(rule, (*case.path(party), key), source=source, **about)


def _too_many(case: Case, role: str, held: set[str]) -> bool:
    """Whether it is open who has the role: that is a finding of its own."""
    at_most = case.pack.roles[role].at_most if role in case.pack.roles else 0
    return 0 < at_most < len(held)


def _is_error(rule: str) -> bool:
    return catalogue()[rule]["severity"] == Severity.ERROR


def substitutes_without_basis(case: Case) -> Iterator[Finding]:
    """A holder whose post is another, without a basis for standing in; or a basis that is none."""
    for path, leader in case.leaders():
        if leader.substitute and _says_nothing(leader.substitute.basis, case.checks.no_basis):
            role = case.role_name(leader.substitute.role)
            at = (*path, "substitute", "basis")
            yield case.finding("substitute-without-basis", at, leader=case.label(leader), role=role)
        for index, role in enumerate(leader.roles):
            posts = case.checks.of(role).posts
            if posts and not leader.substitute and not any(word in leader.post for word in posts):
                yield case.finding(
                    "substitute-without-basis",
                    (*path, "roles", index),
                    leader=case.label(leader),
                    role=case.role_name(role),
                )


def _says_nothing(basis: str, no_basis: tuple[str, ...]) -> bool:
    """Whether there is no word in it, or one that the pack takes for none."""
    bare = re.sub(r"[\W_]", "", basis).upper()
    return not bare or bare in {re.sub(r"[\W_]", "", word).upper() for word in no_basis}


def departments_overseen(case: Case) -> Iterator[Finding]:
    """Each department has one overseer."""
    if not case.checks.oversight:
        return
    for path, department in case.departments():
        overseers = _overseers(case, department.id)
        if case.institution.bodies_over(department.id):
            continue
        if not overseers and department.id not in vacant_overseers(case):
            grade = "、".join(
                case.grade(role)
                for role, checks in case.checks.roles.items()
                if {*department.lines} & {*checks.answers_for}
            )
            yield case.finding("department-overseen-by-nobody", path, department=department.name, grade=grade)
        elif len(overseers) > 1:
            called = names([party for party in map(case.finders.party, [ldr.id for _, ldr in overseers]) if party])
            at = case.item((*overseers[1][0], "oversees"), department.id)
            yield case.finding("department-overseen-by-two", at, department=department.name, leaders=called)


def _overseers(case: Case, department: str) -> list[tuple[Path, Leader]]:
    return [(path, leader) for path, leader in case.leaders() if department in leader.oversees]


def leaders_overseeing_nothing(case: Case) -> Iterator[Finding]:
    """A leader with a role has a field: a department or a level, or one in words; without departments those who
    answer for a field only."""
    if not case.checks.oversight:
        return
    for path, leader in case.leaders():
        everybody = bool(case.institution.departments)
        roles = [role for role in roles_of(leader) if everybody or case.checks.of(role).answers_for]
        field = leader.oversees or leader.assists_with or leader.field
        if field or not roles or any(_may_oversee_nothing(case, role) for role in roles_of(leader)):
            continue
        at = (*path, "oversees") if (*path, "oversees") in case.document.places else path
        called = "、".join(case.role_name(role) for role in roles)
        yield case.finding("leader-oversees-nothing", at, leader=case.label(leader), roles=called)


def _may_oversee_nothing(case: Case, role: str) -> bool:
    unless = case.checks.of(role).may_oversee_nothing
    return unless == ALWAYS or bool(unless and not case.holders(unless))


def overseers_without_role(case: Case) -> Iterator[Finding]:
    """Somebody who oversees departments of certain lines has the role that bears responsibility for them."""
    for role, checks in case.checks.roles.items():
        if not checks.answers_for:
            continue
        for path, leader in case.leaders():
            if role in leader.roles or any(case.checks.of(held).stays_out_of for held in roles_of(leader)):
                continue
            lines = checks.answers_for if roles_of(leader) else tuple(vocabulary.terms()["lines"])
            unanswered = [d for d in _overseen(case, leader, lines) if not _answered(case, d.id, role)]
            head = any(_is_head(case, held) for held in roles_of(leader))
            if unanswered:
                yield case.finding(
                    "overseer-without-role",
                    (*path, "roles"),
                    leader=case.label(leader),
                    departments=_called(unanswered),
                    role=case.role_name(role),
                    word="" if head else role,
                    head=case.role_name(next(iter(leader.roles))) if head else "",
                    grade=case.grade(role),
                    source=checks.source,
                )


def _is_head(case: Case, role: str) -> bool:
    """Whether a role answers for everything, and so need oversee nothing."""
    return case.checks.of(role).may_oversee_nothing == ALWAYS


def _answered(case: Case, department: str, role: str) -> bool:
    return any(role in leader.roles for _, leader in _overseers(case, department))


def _overseen(case: Case, leader: Leader, lines: tuple[str, ...]) -> list[Department]:
    """The departments that a leader oversees which have one of those lines or functions."""
    overseen = [d for d in case.institution.departments if d.id in leader.oversees]
    return [d for d in overseen if {*d.lines, *d.functions} & set(lines)]


def _called(departments: list[Department]) -> str:
    return "、".join(department.name for department in departments)


def supervisors_overseeing_business(case: Case) -> Iterator[Finding]:
    """Who supervises oversees none of what is supervised."""
    for role, checks in case.checks.roles.items():
        for party in case.holders(role) if checks.stays_out_of else ():
            if party.kind is not PartyKind.LEADER:
                continue
            path = case.path(party)
            leader = next(leader for leader in case.institution.leaders if leader.id == party.id)
            own = {d.id for d in case.holders(checks.may_oversee_nothing)}
            overseen = [d for d in _overseen(case, leader, checks.stays_out_of) if d.id not in own]
            if overseen:
                at = case.item((*path, "oversees"), overseen[0].id)
                yield case.finding(
                    "supervisor-over-business",
                    at,
                    leader=party.name,
                    role=case.role_name(role),
                    departments=_called(overseen),
                    source=checks.source,
                )


def overseen_by_another(case: Case) -> Iterator[Finding]:
    """A department whose duties go to one leader's oversight is overseen by another."""
    for role, checks in case.checks.roles.items():
        wanted = {party.id for party in case.holders(checks.overseen_by)} if checks.overseen_by else set()
        holders = case.holders(role)
        for party in holders if wanted and len(holders) == 1 else ():
            overseers = _overseers(case, party.id)
            if len(overseers) == 1 and overseers[0][1].id not in wanted:
                path, leader = overseers[0]
                yield case.finding(
                    "overseen-by-another",
                    case.item((*path, "oversees"), party.id),
                    department=party.name,
                    leader=case.label(leader),
                    role=case.role_name(role),
                    wanted=case.role_name(checks.overseen_by),
                    holder=names(case.holders(checks.overseen_by)),
                    source=case.source(checks.overseen_by),
                )
