"""The look-up of roles for people: each step that was tried, what it found, and which weren't tried any more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cplist.assignment.trace import Attempt, Found, Search
from cplist.cli.explanation.words import ExplainWords
from cplist.explaining.explanation import AskedRole, LeftOut
from cplist.explaining.pack_places import PackPlaces
from cplist.pack.rules import raised_rule

INDENT = "  "


def role_lines(role: AskedRole, words: ExplainWords, places: PackPlaces) -> Iterator[str]:
    """One role that was looked up for a duty."""
    asked = role.asked
    origin, place = words.label(f"from-{role.origin.value}"), words.place(places.role(asked.role))
    yield words.label("role", role=asked.role, name=role.name, origin=origin, place=place)
    if asked.check:
        condition = words.pack.rules.conditions[asked.check.name]
        at = words.place(places.condition(asked.check.name))
        key = "condition-holds" if asked.check.holds else "condition-fails"
        yield INDENT + words.label(key, name=asked.check.name, reason=condition.reason, place=at)
    if asked.found:
        yield from _indented(_found(asked.found, words))
    for why, left in groupby(role.left_out, lambda one: one[1]):
        if why is LeftOut.DECIDED:
            yield INDENT + words.label("left-decided")
        else:
            parties = words.parties(party for party, _ in left)
            yield INDENT + words.label("left-out", parties=parties, why=words.label(f"left-{why.value}"))


def _found(found: Found, words: ExplainWords) -> Iterator[str]:
    for number, attempt in enumerate(found.attempts, 1):
        yield from _attempt(number, attempt, words)
    if found.says:
        yield INDENT + words.label("says", text=found.says)
    if found.finding:
        yield INDENT + words.label("raises", rule=raised_rule(found.finding))
    for number, step in enumerate(found.untried, len(found.attempts) + 1):
        yield words.label("step-untried", number=number, find=words.finder(step.find))


def _attempt(number: int, attempt: Attempt, words: ExplainWords) -> Iterator[str]:
    find = words.finder(attempt.step.find)
    if attempt.search is None:
        condition = words.pack.rules.conditions[attempt.step.when]
        yield words.label(
            "step-skipped", number=number, condition=attempt.step.when, reason=condition.reason, find=find
        )
        return
    key = "step-when" if attempt.check else "step"
    result = words.parties(attempt.parties)
    yield words.label(key, number=number, condition=attempt.step.when, find=find, result=result)
    yield from _indented(_within(attempt.search, words))


def _within(search: Search, words: ExplainWords) -> Iterator[str]:
    """The parts of a search; and the steps of a role that it leads to, unless there was but one simple one."""
    for part in search.parts:
        yield words.label("part", find=words.finder(part.find), result=words.parties(part.parties))
        yield from _indented(_within(part, words))
    if search.role and not _is_simple(search.role):
        yield from _found(search.role, words)


def _is_simple(found: Found) -> bool:
    """Whether the first step of a role has settled it, by one look-up."""
    search = found.attempts[0].search if len(found.attempts) == 1 else None
    return search is not None and not search.parts and not search.role


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (INDENT + line for line in lines)
