"""A pack's rules.yaml as data: how each role finds its parties, conditions, and what each rule adds to a duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Finder = Mapping[str, Any]

COMBINING = ("any", "all", "first")
SEARCHING = (
    *("leader", "function", "line", "departments", "body", "chair"),
    *("role", "levels", "unit", "overseers", "overseen"),
)
OPERATIONS = frozenset((*COMBINING, *SEARCHING))
MODIFIERS = frozenset(["except", "limit"])
SEVERITIES = ("warning", "note")


@dataclass(frozen=True)
class Step:
    """One way to find a role's parties; `says` is printed where this step was taken, `finding` raised: a severity,
    or a rule of the messages."""

    find: Finder
    when: str = ""
    says: str = ""
    finding: str = ""


@dataclass(frozen=True)
class Condition:
    """Holds when `find` comes to `at_least` parties (or, if `absent`, to none)."""

    find: Finder
    reason: str
    at_least: int = 1
    absent: bool = False
    otherwise: str = ""


@dataclass(frozen=True)
class Addition:
    """A supporting role that a rule adds under a condition; `none_says` and `none_finding` where nobody has it.

    A profile confirms it by supporting the duty with one of the role, or with another of its own choice that has
    none of the roles `not_by`.
    """

    role: str
    when: str
    says: str = ""
    finding: str = ""
    none_says: str = ""
    none_finding: str = ""
    not_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What a rule says of every duty under it, beside the duty's own roles. `personal`: it is the leaders' own and
    can't be handed on."""

    id: str
    why: str
    supporting: tuple[str, ...] = ()
    overseen_by: tuple[str, ...] = ()
    supervised_by: tuple[str, ...] = ()
    deliberated_by: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    adds: tuple[Addition, ...] = ()
    personal: bool = False


@dataclass(frozen=True)
class Rules:
    roles: Mapping[str, tuple[Step, ...]]
    conditions: Mapping[str, Condition]
    rules: Mapping[str, Rule]
    levels: Rule
    no_such_tier: str
    tier_names: Mapping[str, str]
    other_tier: str

    @property
    def findings(self) -> frozenset[str]:
        """The rules of the messages that steps and additions raise."""
        steps = [step.finding for steps in self.roles.values() for step in steps]
        added = [addition for rule in self.rules.values() for addition in rule.adds]
        named = {*steps, *(a.finding for a in added), *(a.none_finding for a in added)} - {""}
        return frozenset(map(raised_rule, named))


def raised_rule(name: str) -> str:
    """The rule of the messages that a step or an addition raises: its own, or that of a mere severity."""
    return f"fallback-{name}" if name in SEVERITIES else name


def read_rules(data: Mapping[str, Any]) -> Rules:
    """rules.yaml's plain data → Rules. Raises KeyError, TypeError or ValueError with what is wrong."""
    default = data["rules"].get("default") or {}
    return Rules(
        roles={role: tuple(_steps(entry)) for role, entry in data["roles"].items()},
        conditions={name: _condition(entry) for name, entry in (data.get("conditions") or {}).items()},
        rules={id_: _rule(id_, {**default, **entry}) for id_, entry in data["rules"].items() if id_ != "default"},
        levels=_rule("levels", data.get("levels") or {"why": ""}),
        no_such_tier=(data.get("tiers") or {}).get("none") or "{tiers}",
        tier_names=(data.get("tiers") or {}).get("names") or {},
        other_tier=(data.get("tiers") or {}).get("other") or "",
    )


def _steps(entry: Mapping[str, Any]) -> Iterator[Step]:
    for step in (entry, *(entry.get("else") or ())):
        _check(step["find"])
        yield Step(step["find"], step.get("when") or "", step.get("says") or "", step.get("finding") or "")


def _condition(entry: Mapping[str, Any]) -> Condition:
    absent = "absent" in entry
    find = entry["absent" if absent else "exists"]
    _check(find)
    return Condition(find, entry["reason"], int(entry.get("at_least") or 1), absent, entry.get("otherwise") or "")


def _rule(id_: str, entry: Mapping[str, Any]) -> Rule:
    def several(key: str) -> tuple[str, ...]:
        return tuple(entry.get(key) or ())

    return Rule(
        id=id_,
        why=entry.get("why") or "",
        supporting=several("supporting"),
        overseen_by=several("overseen_by"),
        supervised_by=several("supervised_by"),
        deliberated_by=several("deliberated_by"),
        approved_by=several("approved_by"),
        adds=tuple(_addition(addition) for addition in entry.get("adds") or ()),
        personal=entry.get("personal") == "true",
    )


def _addition(entry: Mapping[str, Any]) -> Addition:
    return Addition(**{**entry, "not_by": tuple(entry.get("not_by") or ())})


def _check(find: Finder) -> None:
    unknown = set(find) - OPERATIONS - MODIFIERS
    if unknown or len(set(find) & OPERATIONS) != 1:
        raise ValueError(f"find: {dict(find)}")
    for operation in COMBINING:
        for part in find.get(operation) or ():
            _check(part)


def roles_named(rules: Rules) -> frozenset[str]:
    """Every role that the rules lean on: within finders, and beside a duty's own roles."""
    finders = [step.find for steps in rules.roles.values() for step in steps]
    finders += [condition.find for condition in rules.conditions.values()]
    named = {role for find in finders for role in _roles_in(find)}
    for rule in (*rules.rules.values(), rules.levels):
        named |= {*rule.supporting, *rule.overseen_by, *rule.supervised_by, *rule.deliberated_by}
        named |= {*rule.approved_by, *(role for added in rule.adds for role in (added.role, *added.not_by))}
    return frozenset(named)


def _roles_in(find: Finder) -> Iterator[str]:
    if "role" in find:
        yield find["role"]
    yield from find.get("except") or ()
    for operation in COMBINING:
        for part in find.get(operation) or ():
            yield from _roles_in(part)
