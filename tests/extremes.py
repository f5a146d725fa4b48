"""Profiles that are too much, and one with many mistakes: the tests count what they take, `make bench` times it."""

from __future__ import annotations

from typing import NamedTuple

from command import ROOT
from decided import DECISIONS

GOOD = (ROOT / "profiles" / "city-bank.yaml").read_text("utf-8") + DECISIONS
BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


class TooMuch(NamedTuple):
    """A text, the rule of the one thing that is found in it, and the effort that this may take at most: so many
    times that of reading a good profile."""

    name: str
    text: str
    rule: str
    effort: float


TOO_MUCH = (
    TooMuch("a comment of 5 MB", f"{GOOD}# {'x' * 5_000_000}", "yaml-too-large", 0.1),
    TooMuch("2000 open brackets", "a: " + "[" * 2000, "yaml-depth", 0.1),
    TooMuch("2000 lists in lists", "a: " + "[" * 2000 + "]" * 2000, "yaml-depth", 0.1),
    TooMuch("2000 open braces", "{a: " * 2000, "yaml-depth", 0.1),
    TooMuch("900 levels of indentation", "".join("  " * n + "a:\n" for n in range(900)), "yaml-depth", 0.15),
    TooMuch("aliases of aliases", BOMB, "yaml-alias", 0.1),
    TooMuch("an alias of itself", "a: &a [*a, *a]\n", "yaml-alias", 0.1),
    TooMuch("100,000 keys", "".join(f"k{n}: x\n" for n in range(100_000)), "yaml-nodes", 25),
    TooMuch("400,000 entries", "- x\n" * 400_000, "yaml-nodes", 60),
)


def with_mistakes(quarter: int) -> str:
    """The good profile with four times so many mistakes."""
    leaders = "".join(
        f"  - {{id: boss{n}, post: 副行长, roles: [othr], oversees: [nobody{n}]}}\n" for n in range(quarter)
    )
    decisions = "".join(f"  - {{duty: 9.9-{n:02}, frequncy: 每季}}\n" for n in range(quarter))
    text = GOOD.replace("leaders:\n", f"leaders:\n{leaders}")
    return text.replace("assignments:\n", f"assignments:\n{decisions}")
