"""How far a command is, on a terminal, once it has taken longer than two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from cplist.cli.language import language
from cplist.cli.terminal.colours import moves_its_cursor, shows_colours

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

LABELS: Mapping[str, tuple[str, str]] = {
    "build": ("生成", "building"),
    "check": ("检查", "checking"),
    "collect": ("汇总", "collecting"),
}
PATIENCE = 2.0
"""Seconds before anything is shown."""


class Progress:
    """A line on stderr with how much of the work is done, and about how long the rest takes; it is gone when the
    work ends. To be told of each step: `progress(done, total)`."""

    def __init__(self, command: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.command, self.clock = command, clock
        self.begun = clock()
        self.bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        if self.bar is None and moves_its_cursor(sys.stderr) and self.clock() - self.begun >= PATIENCE:
            self.bar = _bar()
            self.bar.start()
            self.bar.add_task(LABELS[self.command][language() == "en"], total=total)
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], completed=done, refresh=True)

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.stop()


def _bar() -> Bar:
    """It draws when it is told to: with a thread of its own, further processes couldn't be started safely."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(file=sys.stderr, no_color=not shows_colours(sys.stderr))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Bar(*columns, console=console, transient=True, auto_refresh=False)
