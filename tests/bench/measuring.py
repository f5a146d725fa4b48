"""Medians of what works take, and tables of them."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Sequence

Clock = Callable[[], float]
Row = tuple[str, str, str, bool]
"""A name, what was measured, the limit in words (or nothing), and whether it was kept."""


def medians(times: int, clock: Clock, *works: Callable[[], object]) -> list[float]:
    """The median seconds of each of the works, run in turn so often, so that whatever else the machine does
    slows all of them down; a first turn doesn't count."""
    spent: list[list[float]] = [[] for _ in works]
    for turn in range(times + 1):
        for work, seconds in zip(works, spent, strict=True):
            gc.collect()
            start = clock()
            work()
            if turn:
                seconds.append(clock() - start)
    return [statistics.median(seconds) for seconds in spent]


def show(table: Sequence[Row]) -> None:
    width = max(len(name) for name, *_ in table)
    for name, measured, limit, kept in table:
        verdict = f"{'OK' if kept else 'over'} ({limit})" if limit else ""
        print(f"{name:<{width}}  {measured:>9}  {verdict}".rstrip())
