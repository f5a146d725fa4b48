"""What a child process may use, and how the system is told to hold it to that."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from cplist.core.findings import CplistError

TIME, MEMORY, OUTPUT, ENDED = "time", "memory", "output", "ended"


@dataclass(frozen=True)
class Limits:
    """Seconds of the processor for the task, bytes of memory, bytes of what it answers or writes into one file;
    seconds for starting Python and importing cplist, which without compiled modules take as long as a build."""

    seconds: int = 8
    memory: int = 400_000_000
    output: int = 64_000_000
    starting: int = 6


class StoppedError(CplistError):
    """A confined process reached a limit or came to no answer: `reason` is TIME, MEMORY, OUTPUT or ENDED; `problem`
    says more of the last."""

    def __init__(self, reason: str, problem: str = "") -> None:
        self.reason, self.problem = reason, problem
        super().__init__(reason, problem)


def hold_to(limits: Limits) -> None:
    """Hold this process to the limits from now on: all three on Linux, not the memory on macOS, none on Windows.
    The parent looks at all of them too (parent.py)."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_CPU, math.ceil(time.process_time()) + limits.seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (wanted, hard))
        except (OSError, ValueError):  # macOS takes no limit of memory
            continue
