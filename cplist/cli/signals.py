"""What a signal does to a command that has nothing to leave in order."""

from __future__ import annotations

import os
import signal


def end_on_a_signal(*numbers: signal.Signals) -> None:
    """Let those signals (none named: Ctrl-C's) end the process at once, as shells count it: 128 and the number. A
    signal that whoever started the process wants ignored stays so."""
    for number in numbers or (signal.SIGINT,):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    os._exit(128 + number)
