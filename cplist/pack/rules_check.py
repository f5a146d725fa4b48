"""What is wrong with a pack's rules.yaml before anything is made of it: a pack author's slips are findings, never a
crash."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.domain import vocabulary
from cplist.pack.rules import COMBINING, Finder, Rules


def rules_problems(rules: Rules) -> Iterator[str]:
    """Conditions and words of the trade that rules.yaml names and that don't exist."""
    for role, steps in rules.roles.items():
        for step in steps:
            if step.when and step.when not in rules.conditions:
                yield f"roles.{role}.when: {step.when}"
            yield from (f"roles.{role}.find: {word}" for word in _unknown_words(step.find))
    for name, condition in rules.conditions.items():
        yield from (f"conditions.{name}: {word}" for word in _unknown_words(condition.find))
    for rule in rules.rules.values():
        yield from (f"rules.{rule.id}.adds: {a.when}" for a in rule.adds if a.when not in rules.conditions)


def _unknown_words(find: Finder) -> Iterator[str]:
    terms = vocabulary.terms()
    known = {
        "leader": (*terms["leader_roles"], "any"),
        "function": tuple(terms["functions"]),
        "line": tuple(terms["lines"]),
    }
    for operation, values in known.items():
        named = find.get(operation) or ()
        yield from (word for word in ([named] if isinstance(named, str) else named) if word not in values)
    for operation in COMBINING:
        for part in find.get(operation) or ():
            yield from _unknown_words(part)
