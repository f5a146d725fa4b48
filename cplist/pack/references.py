"""Names in a pack's files that lead nowhere, stand twice or lead back to themselves, each at its place.

Works on what of the three files fits their schemas: one that is broken, or can't be read, hides nothing of the
others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cplist.core.circles import circle_from
from cplist.core.findings import Finding
from cplist.core.messages import catalogue, finding
from cplist.core.nearest_names import nearest
from cplist.domain import vocabulary
from cplist.domain.duty_ids import nearest_duty
from cplist.pack.lint_settings import TIERS
from cplist.pack.rules import SEVERITIES
from cplist.pack.rules_schema import COMBINING
from cplist.schema.checks import is_true
from cplist.yamldoc.document import Document, Path, path_text
from cplist.yamldoc.text import shown

ROLE, DUTY_ROLE, RULE, CONDITION, DUTY, MESSAGE = "role", "duty's role", "rule", "condition", "duty", "finding"
FUNCTION = "function"
"""What a name may stand for; the role of a duty needs a name in pack.yaml, others need only be found."""
UNKNOWN = {
    ROLE: "pack-unknown-role",
    DUTY_ROLE: "pack-unknown-role",
    RULE: "pack-unknown-rule",
    CONDITION: "pack-unknown-condition",
    DUTY: "pack-unknown-duty",
    MESSAGE: "pack-unknown-finding",
    FUNCTION: "pack-unknown-function",
}
ALIKE, MUCH_ALIKE = 0.6, 0.75
DEFAULT = "default"
"""In `rules`: what holds for all rules that don't say otherwise."""
LISTED_ROLES = (
    *("supporting", "overseen_by", "supervised_by", "else_supervised_by"),
    *("deliberated_by", "approved_by"),
)
DUTY_ROLES = ("responsible", "supporting", "overseen_by", "bearers", "may_not")
Data = Mapping[str, Any]


class Reference(NamedTuple):
    """A name in a document, and what it stands for."""

    document: Document
    path: Path
    sort: str
    name: str

    def finding(self, rule: str, **arguments: str) -> Finding:
        at = self.document.place(self.path)
        return finding(rule, at, path_text(self.path), name=shown(self.name), **arguments)


def reference_problems(about: Document, rules: Document, notice: Document) -> Iterator[Finding]:
    """Every name that leads nowhere, roles that stand twice or that rules.yaml doesn't find, and circles. The
    documents are those of pack.yaml, rules.yaml and notice.yaml: what of them fits their schemas."""
    known = _Known(about, rules, notice)
    references = [*_of_about(about), *references_of_rules(rules), *_of_notice(notice)]
    yield from (found for reference in references if (found := known.unknown(reference)))
    yield from _twice(about)
    yield from known.not_found({reference.name for reference in references if reference.sort in (ROLE, DUTY_ROLE)})
    yield from _circles(rules)


class _Known:
    """The names that there are, by what they stand for. Where they can't all be known, because a file or a part of
    it is missing, an unknown one is only told if it is much like a known one."""

    def __init__(self, about: Document, rules: Document, notice: Document) -> None:
        self.about = about
        self.roles = [role["id"] for role in about.data.get("roles") or () if role.get("id")]
        self.finding_roles = list(rules.data.get("roles") or ())
        self.names: Mapping[str, Collection[str]] = {
            ROLE: list(dict.fromkeys([*self.roles, *self.finding_roles])),
            DUTY_ROLE: self.roles or self.finding_roles,
            RULE: [rule for rule in rules.data.get("rules") or () if rule != DEFAULT],
            CONDITION: list(rules.data.get("conditions") or ()),
            DUTY: [duty["id"] for _, duty in duties_of(notice) if duty.get("id")],
            MESSAGE: [*SEVERITIES, *catalogue()],
            FUNCTION: [*vocabulary.terms()["functions"], *(about.data.get("functions") or ())],
        }
        roles_open = len(self.roles) < len(about.data.get("roles") or ("none",))
        self.open = {
            ROLE: roles_open or not self.finding_roles,
            DUTY_ROLE: roles_open if self.roles else not self.finding_roles,
            RULE: not rules.data.get("rules"),
            CONDITION: not rules.data,
            DUTY: any(not duty.get("id") for _, duty in duties_of(notice)),
            MESSAGE: False,
            FUNCTION: not about.data,
        }

    def unknown(self, reference: Reference) -> Finding | None:
        """The finding of a name that leads nowhere."""
        known = self.names[reference.sort]
        if reference.name in known:
            return None
        look_up = nearest_duty if reference.sort == DUTY else nearest
        if self.open[reference.sort] and not look_up(reference.name, known, MUCH_ALIKE):
            return None
        near = look_up(reference.name, known, ALIKE)
        return reference.finding(UNKNOWN[reference.sort], near=near)

    def not_found(self, used: Collection[str]) -> Iterator[Finding]:
        """Roles of pack.yaml that are used and for which rules.yaml doesn't say how they are found."""
        for number, role in enumerate((self.about.data.get("roles") or ()) if self.finding_roles else ()):
            id_ = role.get("id", "")
            if id_ and id_ not in self.finding_roles and (id_ in used or role.get("checks")):
                near = nearest(id_, [name for name in self.finding_roles if name not in self.roles], ALIKE)
                role_id = Reference(self.about, ("roles", number, "id"), ROLE, id_)
                yield role_id.finding("pack-role-not-found", near=near)


def duties_of(notice: Document) -> Iterator[tuple[Path, Data]]:
    """The duties of notice.yaml with their paths."""
    for number, clause in enumerate(notice.data.get("clauses") or ()):
        for index, duty in enumerate(clause.get("duties") or ()):
            yield ("clauses", number, "duties", index), duty


def _one(document: Document, path: Path, sort: str, data: Data, key: str) -> Iterator[Reference]:
    if data.get(key):
        yield Reference(document, (*path, key), sort, data[key])


def _several(document: Document, path: Path, sort: str, data: Data, keys: Iterable[str]) -> Iterator[Reference]:
    for key in keys:
        for number, name in enumerate(data.get(key) or ()):
            if name:
                yield Reference(document, (*path, key, number), sort, name)


def _of_about(about: Document) -> Iterator[Reference]:
    """The names in pack.yaml."""
    data: Data = about.data
    for number, role in enumerate(data.get("roles") or ()):
        yield from _of_role_checks(about, ("roles", number, "checks"), role.get("checks") or {})
    for number, reason in enumerate((data.get("checks") or {}).get("reasons") or ()):
        if reason.get("unless") != TIERS:
            yield from _one(about, ("checks", "reasons", number), CONDITION, reason, "unless")
    yield from _several(about, ("checks",), FUNCTION, data.get("checks") or {}, ("functions", "divided"))
    yield from _one(about, (), ROLE, data, "lead")
    letters = data.get("letters") or {}
    yield from _several(about, ("letters",), ROLE, letters, letters)


def _of_role_checks(about: Document, path: Path, checks: Data) -> Iterator[Reference]:
    for key in ("missing", "several"):
        yield from _one(about, path, MESSAGE, checks, key)
    for role, rule in (checks.get("joint") or {}).items():
        yield Reference(about, (*path, "joint", role), MESSAGE, rule)
        yield Reference(about, (*path, "joint", role), ROLE, role)
    for number, word in enumerate(checks.get("stays_out_of") or ()):
        if word not in vocabulary.terms()["lines"]:
            yield Reference(about, (*path, "stays_out_of", number), FUNCTION, word)
    yield from _one(about, path, ROLE, checks, "overseen_by")
    if not is_true(checks.get("may_oversee_nothing")):
        yield from _one(about, path, ROLE, checks, "may_oversee_nothing")


def references_of_rules(rules: Document) -> Iterator[Reference]:
    """The names in rules.yaml."""
    for id_, role in (rules.data.get("roles") or {}).items():
        for path, step in _steps(role, ("roles", id_)):
            yield from _one(rules, path, CONDITION, step, "when")
            yield from _one(rules, path, MESSAGE, step, "finding")
            yield from _of_finder(rules, (*path, "find"), step.get("find") or {})
    for name, condition in (rules.data.get("conditions") or {}).items():
        for key in ("exists", "absent"):
            yield from _of_finder(rules, ("conditions", name, key), condition.get(key) or {})
    for id_, rule in (rules.data.get("rules") or {}).items():
        yield from _of_rule(rules, ("rules", id_), rule)
    yield from _of_rule(rules, ("levels",), rules.data.get("levels") or {})
    for number, usual in enumerate(rules.data.get("centralised") or ()):
        yield from _several(rules, ("centralised", number), FUNCTION, usual, ("functions",))


def _steps(role: Data, path: Path) -> Iterator[tuple[Path, Data]]:
    yield path, role
    for number, step in enumerate(role.get("else") or ()):
        yield (*path, "else", number), step


def _of_finder(rules: Document, path: Path, find: Data) -> Iterator[Reference]:
    yield from _one(rules, path, ROLE, find, "role")
    yield from _several(rules, path, ROLE, find, ("except",))
    if isinstance(find.get("function"), str):
        yield from _one(rules, path, FUNCTION, find, "function")
    else:
        yield from _several(rules, path, FUNCTION, find, ("function",))
    for way in COMBINING:
        for number, part in enumerate(find.get(way) or ()):
            yield from _of_finder(rules, (*path, way, number), part)


def _of_rule(rules: Document, path: Path, rule: Data) -> Iterator[Reference]:
    yield from _several(rules, path, ROLE, rule, LISTED_ROLES)
    for number, addition in enumerate(rule.get("adds") or ()):
        at = (*path, "adds", number)
        yield from _one(rules, at, ROLE, addition, "role")
        yield from _several(rules, at, ROLE, addition, ("not_by",))
        yield from _one(rules, at, CONDITION, addition, "when")
        for key in ("finding", "none_finding"):
            yield from _one(rules, at, MESSAGE, addition, key)


def _of_notice(notice: Document) -> Iterator[Reference]:
    """The names in notice.yaml."""
    for path, duty in duties_of(notice):
        yield from _several(notice, path, DUTY_ROLE, duty, DUTY_ROLES)
        yield from _one(notice, path, RULE, duty, "rule")
        yield from _one(notice, path, CONDITION, duty, "condition")
        yield from _one(notice, path, CONDITION, duty, "power")
        yield from _several(notice, path, DUTY, duty, ("parts", "failing"))


def _twice(about: Document) -> Iterator[Finding]:
    """Roles of pack.yaml whose id another one has."""
    seen: set[str] = set()
    for number, role in enumerate(about.data.get("roles") or ()):
        id_ = role.get("id", "")
        if id_ and id_ in seen:
            yield Reference(about, ("roles", number, "id"), ROLE, id_).finding("pack-twice")
        seen.add(id_)


Node = tuple[str, str]
"""A part of rules.yaml and a name in it."""


def _circles(rules: Document) -> Iterator[Finding]:
    """Roles and conditions that are looked for by way of themselves."""
    needs = dict(_needs(rules))
    told: set[Node] = set()
    for start in needs:
        circle = circle_from(start, needs)
        if circle and not told & {*circle}:
            told |= {*circle}
            way = " → ".join(shown(name) for _, name in (*circle, start))
            yield finding("pack-circular", rules.key_place(start), path_text(start), way=way)


def _needs(rules: Document) -> Iterator[tuple[Node, list[Node]]]:
    """The roles and conditions that each of them leans on."""
    for id_, role in (rules.data.get("roles") or {}).items():
        yield ("roles", id_), [node for _, step in _steps(role, ()) for node in _needed(rules, step, ("find",))]
    for name, condition in (rules.data.get("conditions") or {}).items():
        yield ("conditions", name), list(_needed(rules, condition, ("exists", "absent")))


def _needed(rules: Document, entry: Data, finders: Iterable[str]) -> Iterator[Node]:
    if entry.get("when"):
        yield "conditions", entry["when"]
    for key in finders:
        references = _of_finder(rules, (), entry.get(key) or {})
        yield from (("roles", reference.name) for reference in references if reference.sort == ROLE)
