"""Many profiles, in one process or several: each built or checked by itself, its files written by this process."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cplist.core.findings import Finding, Location
from cplist.core.messages import finding
from cplist.documents.request import Request
from cplist.portfolio.workers import HandedOut, LostError, Workers
from cplist.workspace.batch import Builder
from cplist.workspace.product import Product
from cplist.workspace.results import NO_OTHERS, Checked, Failure, Others, Prepared, Result

Attempt = Product | Failure


@dataclass(frozen=True)
class _Task:
    """What a process is given: folders of packs, and a profile that is to be built or checked."""

    packs: tuple[Path, ...]
    profile: Prepared | str


@dataclass(frozen=True)
class Portfolio:
    """The profiles of `names`, as `builder` reads them; `jobs` is how many processes work."""

    builder: Builder
    names: Sequence[str]
    jobs: int = 1

    def build(
        self, folder: Path, request: Request, others: Others = NO_OTHERS, *, again: bool = True
    ) -> Iterator[Result]:
        """Build each into its institution's folder below `folder`, and say what became of it, in the order of the
        names. Unless it is to be made `again`, what stands there as it was made from the same is left alone."""
        taken: dict[str, str] = {}
        waiting: deque[Result | tuple[Prepared, HandedOut[_Task, Attempt]]] = deque()
        with Workers(self._attempt if self._jobs == 1 else _attempt, self._jobs) as workers:

            def done() -> Result:
                first = waiting.popleft()
                return first if isinstance(first, Result) else self._stored(first[0], workers.answer(first[1]))

            for name in self.names:
                prepared = self.builder.prepared(name, folder, taken, request, others)
                if not again and isinstance(prepared, Prepared):
                    prepared = self.builder.unchanged(prepared)
                if isinstance(prepared, Prepared):
                    waiting.append((prepared, workers.hand_out(self._task(prepared))))
                else:
                    waiting.append(prepared)
                while waiting and (len(waiting) >= workers.ahead or isinstance(waiting[0], Result)):
                    yield done()
            while waiting:
                yield done()

    def check(self) -> Iterator[Checked]:
        """What is to be said of each, in the order of the names."""
        here = self.builder.rows or self.builder.given is not None  # what only this process has read
        jobs = 1 if here else self._jobs
        with Workers(self._check if jobs == 1 else _check, jobs) as workers:
            answers = workers.answers(map(self._task, self.names))
            for name, answer in zip(self.names, answers, strict=True):
                yield Checked((_lost(name),)) if isinstance(answer, LostError) else answer

    @property
    def _jobs(self) -> int:
        return max(1, min(self.jobs, len(self.names)))

    def _task(self, profile: Prepared | str) -> _Task:
        return _Task(tuple(self.builder.packs), profile)

    def _attempt(self, task: _Task) -> Attempt:
        assert isinstance(task.profile, Prepared)
        return self.builder.attempt(task.profile)

    def _check(self, task: _Task) -> Checked:
        return self.builder.check(str(task.profile))

    def _stored(self, prepared: Prepared, attempt: Attempt | LostError) -> Result:
        """What became of it, without the bytes that are written: thousands of results are kept to the end."""
        if isinstance(attempt, LostError):
            attempt = Failure((_lost(prepared.profile.name),))
        result = self.builder.stored(prepared, attempt)
        return replace(result, built=replace(result.built, outputs=())) if result.built else result


@cache
def _builder(packs: tuple[Path, ...]) -> Builder:
    """The builder of a process: it opens each pack once."""
    return Builder(packs)


def _attempt(task: _Task) -> Attempt:
    assert isinstance(task.profile, Prepared)
    return _builder(task.packs).attempt(task.profile)


def _check(task: _Task) -> Checked:
    checked = _builder(task.packs).check(str(task.profile))
    return Checked(checked.findings, error=checked.error)


def _lost(name: str) -> Finding:
    return finding("worker-lost", Location(name))
