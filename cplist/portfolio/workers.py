"""Where the work is done: in this process, or in several."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, TypeVar

Given = TypeVar("Given")
Answer = TypeVar("Answer")
AHEAD = 2
"""Tasks for each process that are handed out before the first of them is answered."""
ATTEMPTS = 2
"""How often a task is tried whose process ended without an answer."""
_METHODS = ("forkserver", "spawn")
"""Ways to start a process from one that hasn't read anything yet; the first that the system has."""


class LostError(Exception):
    """The process that had the task ended without an answer, each time that it was tried."""


@dataclass(frozen=True)
class HandedOut(Generic[Given, Answer]):
    """A task, and its answer to come; `pool` are the processes that have it (None: it is done here)."""

    given: Given
    pool: ProcessPoolExecutor | None = None
    future: Future[Answer] | None = None

    @property
    def answered(self) -> bool:
        future = self.future
        return future is not None and future.done() and not (future.cancelled() or future.exception())


class Workers(Generic[Given, Answer]):
    """Gives the answers to tasks. `task` is a function of a module; what it is given and what it answers can be
    pickled.

    With one job the work is done here. What a process takes along when it ends is done again by another one; a task
    that ends every process that it is given to has no answer.
    """

    def __init__(self, task: Callable[[Given], Answer], jobs: int = 1) -> None:
        self.task, self.jobs = task, jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers[Given, Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @property
    def ahead(self) -> int:
        """How many tasks are handed out before the first of them has to be answered."""
        return 1 if self.jobs == 1 else AHEAD * self.jobs

    def answers(self, given: Iterable[Given]) -> Iterator[Answer | LostError]:
        """The answer to each task, in their order; LostError where it has none."""
        waiting: deque[HandedOut[Given, Answer]] = deque()
        for one in given:
            waiting.append(self.hand_out(one))
            if len(waiting) >= self.ahead:
                yield self.answer(waiting.popleft())
        while waiting:
            yield self.answer(waiting.popleft())

    def hand_out(self, given: Given) -> HandedOut[Given, Answer]:
        """Give a task to the processes."""
        if self.jobs == 1:
            return HandedOut(given)
        pool = self._running()
        try:
            return HandedOut(given, pool, pool.submit(self.task, given))
        except BrokenProcessPool:
            return HandedOut(given, pool)

    def answer(self, first: HandedOut[Given, Answer]) -> Answer | LostError:
        """The answer to a task, which is handed out again where its processes have ended."""
        if first.pool is None:
            return self.task(first.given)
        for _ in range(ATTEMPTS):
            if first.pool is not self._pool and not first.answered:  # they ended with another task
                first = self.hand_out(first.given)
            try:
                if first.future:
                    return first.future.result()
            except BrokenProcessPool:
                pass
            self._end()
        return LostError()

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            methods = multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context(next(one for one in _METHODS if one in methods))
            self._pool = ProcessPoolExecutor(self.jobs, context, _begin)
        return self._pool

    def _end(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _begin() -> None:
    """In each process: an interruption is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
