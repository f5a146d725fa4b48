"""What the tests of workers let them do."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def doubled(number: int) -> int:
    return number * 2


def killed_once(mark: str) -> str:
    """End the process the first time, as a lack of memory does; answer the second time."""
    if mark.startswith("/") and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark


def killed_each_time(mark: str) -> str:
    if mark == "bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return mark
