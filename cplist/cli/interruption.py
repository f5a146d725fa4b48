"""Ctrl-C, and the request to end: what is under way is left as it should be, and the exit status says so."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType

from cplist.cli.signals import end_on_a_signal

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Whether a signal asked the command to end; `status` is then its exit status (130 for Ctrl-C, 143 for
    SIGTERM), else 0."""

    def __init__(self) -> None:
        self.status = 0

    def __call__(self, number: int, _: FrameType | None) -> None:
        """A signal came: what is under way is given up as for KeyboardInterrupt. A second one ends at once."""
        self.status = 128 + number
        end_on_a_signal(*SIGNALS)
        raise KeyboardInterrupt

    def swallowed(self, unraisable: sys.UnraisableHookArgs) -> None:
        """Python can't hand on what is raised in some places, and would print it: the end is made here."""
        if self.status and isinstance(unraisable.exc_value, KeyboardInterrupt):
            os._exit(self.status)
        sys.__unraisablehook__(unraisable)


@contextlib.contextmanager
def interruptible() -> Iterator[Interruption]:
    """Heed signals for as long as a command runs."""
    interruption = Interruption()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    hook, sys.unraisablehook = sys.unraisablehook, interruption.swallowed
    heeded = [number for number, handler in before.items() if handler not in (signal.SIG_IGN, None)]
    try:
        with contextlib.suppress(ValueError):  # not in the main thread: signals are somebody else's
            for number in heeded:
                signal.signal(number, interruption)
        yield interruption
    finally:
        sys.unraisablehook = hook
        with contextlib.suppress(ValueError):
            for number in heeded:
                signal.signal(number, before[number])
