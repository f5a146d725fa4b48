"""Rules about departments, their functions, and what the superior centralises."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.assignment.parties import names
from cplist.core.circles import circle_from
from cplist.core.findings import Finding
from cplist.domain.notice import Share, Tier
from cplist.lint.case import Case
from cplist.yamldoc.document import Path

MAY_HAVE_NONE = (Tier.COUNTY_BRANCH, Tier.OUTLET)


def no_departments(case: Case) -> Iterator[Finding]:
    """Only counties' branches and outlets may have no department."""
    own = case.institution
    if not own.departments and own.tier not in MAY_HAVE_NONE:
        yield case.missing("no-departments", ("departments",), tier=own.words[own.tier.value])


def functions_without_department(case: Case) -> Iterator[Finding]:
    """Each function that the notice names lies with a department, or with the superior."""
    own, checks = case.institution, case.checks
    held = {function for department in own.departments for function in department.functions}
    named = {**dict.fromkeys(checks.functions, checks.source), **checks.also_named} if own.departments else {}
    for function, source in named.items():
        found = function in checks.also_named and case.holders(function)
        if not (function in held or found or function in own.centralised or _decided(case, function)):
            yield _without_department(case, function, source)


def _without_department(case: Case, function: str, source: str) -> Finding:
    own = case.institution
    in_part = {part.function for part in own.centralised_in_part}
    superior = own.superior.name if own.superior and function not in in_part else ""
    about = {"function": own.functions_called([function]), "word": function, "superior": superior, "source": source}
    instead = names(case.finders.role(function).parties)
    return case.missing("function-without-department", ("departments",), instead=instead, **about)


def _decided(case: Case, role: str) -> bool:
    """Whether the profile itself says of every duty of the function's role what becomes of it."""
    mine = [a for a in case.assigned.assignments if role in a.duty.roles_as(Share.RESPONSIBLE)]
    decisions = [case.institution.decisions.get(a.duty.id) for a in mine]
    return bool(mine) and all(d and (d.lead or d.performed_by or d.not_applicable) for d in decisions)


def parents(case: Case) -> Iterator[Finding]:
    """A department's parent is another department, and not one that belongs to it."""
    by_id = {department.id: department for department in case.institution.departments}
    needs = {id_: [department.parent] if department.parent in by_id else [] for id_, department in by_id.items()}
    for path, department in case.departments():
        if department.parent and (department.parent not in by_id or circle_from(department.id, needs)):
            yield case.finding("parent-unusable", (*path, "parent"), department=department.name)


def divisions(case: Case) -> Iterator[Finding]:
    """Who shares a function says which part of it is theirs, and of no other function."""
    for path, department in case.departments():
        for function, _ in department.handles:
            if function not in department.functions:
                about = {"department": department.name, "function": case.institution.functions_called([function])}
                yield case.finding("handles-without-function", (*path, "handles", function), word=function, **about)
    for function in case.checks.divided:
        sharing = [d for d in case.institution.departments if function in d.functions]
        silent = [d for d in sharing if not d.part_of(function)]
        if len(sharing) > 1 and silent:
            at = case.item((*case.entry("departments", silent[0].id), "functions"), function)
            about = {"function": case.institution.functions_called([function]), "word": function}
            called = "、".join(d.name for d in silent)
            yield case.finding("division-unsaid", at, departments=called, **about)


def consumers(case: Case) -> Iterator[Finding]:
    """What `consumers: none` takes off is something."""
    exempt = {party.id for a in case.assigned.assignments for party in a.exempt}
    for path, department in case.departments():
        if not department.consumers and department.id not in exempt:
            yield case.finding("consumers-none-in-vain", (*path, "consumers"), department=department.name)


def centralised_without_superior(case: Case) -> Iterator[Finding]:
    """What is centralised lies with somebody."""
    own = case.institution
    centralised = (*own.centralised, *(part.function for part in own.centralised_in_part))
    if centralised and not own.superior:
        called = own.functions_called(centralised)
        yield case.missing("centralised-without-superior", ("centralised",), functions=called)


def centralised_and_held(case: Case) -> Iterator[Finding]:
    """What is centralised is not a department's too."""
    for index, function in _wholly_centralised(case):
        holders = [d.name for d in case.institution.departments if function in d.functions]
        if holders:
            name = case.institution.functions_called([function])
            at = ("centralised", index)
            yield case.finding("centralised-and-held", at, function=name, departments="、".join(holders))


def usually_above(case: Case) -> Iterator[Finding]:
    """What the superior usually has at the institution's tier: assumed where the profile says nothing, and worth a
    warning where a department has it all the same."""
    own = case.institution
    about = {"tier": case.tier_name(own.tier)}
    if own.assumed:
        superior = own.superior.called if own.superior else ""
        words = ", ".join(dict.fromkeys((*own.centralised, *own.assumed)))
        named = own.functions_called(own.assumed)
        at: Path = ("centralised",) if "centralised" in case.document.data else ("departments",)
        yield case.missing("centralised-assumed", at, functions=named, words=words, superior=superior, **about)
    unusual = {f for usual in case.pack.rules.usual_above(own.tier) if usual.unusual for f in usual.functions}
    for path, department in case.departments():
        held = [function for function in department.functions if function in unusual - {*own.centralised}]
        if held:
            at = case.item((*path, "functions"), held[0])
            called = {"department": department.name, "functions": own.functions_called(held)}
            yield case.finding("held-below", at, words=", ".join(held), **called, **about)


def _wholly_centralised(case: Case) -> Iterator[tuple[int, str]]:
    """The functions of which no part stays here, with their numbers in the profile's list."""
    entries = case.document.data.get("centralised") or () if case.institution.superior else ()
    for index, entry in enumerate(entries):
        function = entry if isinstance(entry, str) else entry["function"]
        if function in case.institution.centralised:
            yield index, function
