"""A pack's rules.yaml as data: how each role finds its parties, conditions, and what each rule adds to a duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cplist.domain.notice import Tier
from cplist.schema.checks import is_true

Finder = Mapping[str, Any]

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
class Standing:
    """In what capacity somebody holds a role: those whose post has one of the words; anybody without words.
    `finding` is the rule that this raises under the condition `when`."""

    id: str
    posts: tuple[str, ...] = ()
    finding: str = ""
    when: str = ""

    def fits(self, post: str) -> bool:
        return not self.posts or any(word in post for word in self.posts)


@dataclass(frozen=True)
class Condition:
    """Holds when `find` comes to `at_least` parties (or, if `absent`, to none), and the one that it `requires`
    does."""

    find: Finder
    reason: str
    at_least: int = 1
    absent: bool = False
    otherwise: str = ""
    requires: str = ""


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
    """What a rule says of every duty under it, beside the duty's own roles. `else_supervised_by` supervise where
    all of `supervised_by` have a part in it. `personal`: it is the leaders' own and can't be handed on."""

    id: str
    why: str
    supporting: tuple[str, ...] = ()
    overseen_by: tuple[str, ...] = ()
    supervised_by: tuple[str, ...] = ()
    else_supervised_by: tuple[str, ...] = ()
    deliberated_by: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    adds: tuple[Addition, ...] = ()
    personal: bool = False


@dataclass(frozen=True)
class Usual:
    """Functions that the superior usually has at those tiers. `unusual` is whether it is worth a warning where a
    profile has them there all the same."""

    tiers: tuple[Tier, ...]
    functions: tuple[str, ...]
    unusual: bool = False


@dataclass(frozen=True)
class Rules:
    roles: Mapping[str, tuple[Step, ...]]
    conditions: Mapping[str, Condition]
    rules: Mapping[str, Rule]
    levels: Rule
    no_such_tier: str
    lowest_tier: str
    tier_names: Mapping[str, str]
    other_tier: str
    standings: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)

    def standing(self, role: str, post: str) -> str:
        """The first standing in a role that fits a post; "" where the pack tells none apart."""
        return next((one.id for one in self.standings.get(role, ()) if one.fits(post)), "")

    centralised: tuple[Usual, ...] = ()

    def usual_above(self, tier: Tier) -> tuple[Usual, ...]:
        """What the superior usually has, seen from that tier."""
        return tuple(usual for usual in self.centralised if tier in usual.tiers)

    @property
    def findings(self) -> frozenset[str]:
        """The rules of the messages that steps and additions raise."""
        steps = [step.finding for steps in self.roles.values() for step in steps]
        added = [addition for rule in self.rules.values() for addition in rule.adds]
        standings = [standing.finding for several in self.standings.values() for standing in several]
        raised = (*steps, *standings, *(a.finding for a in added), *(a.none_finding for a in added))
        named = {*raised} - {""}
        return frozenset(map(raised_rule, named))


def raised_rule(name: str) -> str:
    """The rule of the messages that a step or an addition raises: its own, or that of a mere severity."""
    return f"fallback-{name}" if name in SEVERITIES else name


def read_rules(data: Mapping[str, Any]) -> Rules:
    """The rules of rules.yaml's data, which fit their schema (rules_schema.py)."""
    default = data["rules"].get("default") or {}
    return Rules(
        roles={role: tuple(_steps(entry)) for role, entry in data["roles"].items()},
        conditions={name: _condition(entry) for name, entry in (data.get("conditions") or {}).items()},
        rules={id_: _rule(id_, {**default, **entry}) for id_, entry in data["rules"].items() if id_ != "default"},
        levels=_rule("levels", data.get("levels") or {"why": ""}),
        no_such_tier=(data.get("tiers") or {}).get("none") or "{tiers}",
        lowest_tier=(data.get("tiers") or {}).get("lowest") or "{parties}",
        tier_names=(data.get("tiers") or {}).get("names") or {},
        other_tier=(data.get("tiers") or {}).get("other") or "",
        standings={role: tuple(map(_standing, entries)) for role, entries in (data.get("standings") or {}).items()},
        centralised=tuple(map(_usual, data.get("centralised") or ())),
    )


def _steps(entry: Mapping[str, Any]) -> Iterator[Step]:
    for step in (entry, *(entry.get("else") or ())):
        yield Step(step["find"], step.get("when") or "", step.get("says") or "", step.get("finding") or "")


def _standing(entry: Mapping[str, Any]) -> Standing:
    posts = tuple(entry.get("posts") or ())
    return Standing(entry["id"], posts, entry.get("finding") or "", entry.get("when") or "")


def _condition(entry: Mapping[str, Any]) -> Condition:
    absent = "absent" in entry
    find = entry["absent" if absent else "exists"]
    at_least, otherwise = int(entry.get("at_least") or 1), entry.get("otherwise") or ""
    return Condition(find, entry["reason"], at_least, absent, otherwise, entry.get("requires") or "")


def _usual(entry: Mapping[str, Any]) -> Usual:
    tiers = tuple(Tier(tier) for tier in entry["tiers"])
    return Usual(tiers, tuple(entry["functions"]), is_true(entry.get("unusual_here")))


def _rule(id_: str, entry: Mapping[str, Any]) -> Rule:
    def several(key: str) -> tuple[str, ...]:
        return tuple(entry.get(key) or ())

    return Rule(
        id=id_,
        why=entry.get("why") or "",
        supporting=several("supporting"),
        overseen_by=several("overseen_by"),
        supervised_by=several("supervised_by"),
        else_supervised_by=several("else_supervised_by"),
        deliberated_by=several("deliberated_by"),
        approved_by=several("approved_by"),
        adds=tuple(_addition(addition) for addition in entry.get("adds") or ()),
        personal=is_true(entry.get("personal")),
    )


def _addition(entry: Mapping[str, Any]) -> Addition:
    return Addition(**{**entry, "not_by": tuple(entry.get("not_by") or ())})
