"""Things that need themselves by way of others."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def circle_from(start: T, needs: Mapping[T, Sequence[T]]) -> list[T]:
    """The shortest way from one back to itself, without the end; [] where none leads back. `needs` are those that
    each of them needs."""
    ways, seen = deque([[start]]), {start}
    while ways:
        way = ways.popleft()
        for wanted in needs.get(way[-1], ()):
            if wanted == start:
                return way
            if wanted not in seen:
                seen.add(wanted)
                ways.append([*way, wanted])
    return []
