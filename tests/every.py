"""Many cases in one test, where each alone is nothing: thousands of items take longer to deal out than to run."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection
from typing import Any

MOST_SHOWN = 50


def every(name: str, cases: Collection[Any], *, least: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test for each case, as parametrize does, but in one item; all cases that fail are reported together.

    There must be `least` cases: where a search finds nothing, nothing would be tested.
    """

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def run(*arguments: Any, **fixtures: Any) -> None:
            assert len(cases) >= least, f"{len(cases)} cases, of {least} at least"
            failed = {}
            for case in cases:
                try:
                    test(*arguments, **fixtures, **{name: case})
                except Exception as error:
                    failed[case] = f"{type(error).__name__}: {error}"
            shown = "\n".join(f"{name}={case!r}: {problem}" for case, problem in list(failed.items())[:MOST_SHOWN])
            assert not failed, f"{len(failed)} of {len(cases)} cases fail\n{shown}"

        own = inspect.signature(test)
        others = [parameter for parameter in own.parameters.values() if parameter.name != name]
        run.__signature__ = own.replace(parameters=others)  # type: ignore[attr-defined]
        return run

    return decorate
