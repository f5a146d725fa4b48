"""The standard streams as a command finds them: there, missing, closed by whoever reads them, or full.

What a stream can't take is lost and stops no command: the files are written all the same. Who stopped reading (a
pipe into head) or closed a stream has no wish for the rest; a stream that is full is said on the other one, and in
the exit status.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO

WRITTEN = ((1, "stdout"), (2, "stderr"))
_NOT_READ = (errno.EPIPE, errno.ESHUTDOWN, *((errno.EINVAL,) if os.name == "nt" else ()))
"""How systems say that nobody reads any more."""


class Careful:
    """A stream for text that takes whatever it is given; `problem` is what kept it from writing, if somebody was to
    read it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.problem: OSError | None = None

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError as error:
            self._lose(error)
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._lose(error)

    def _lose(self, error: OSError) -> None:
        """Let what is still to come, and what Python flushes when it ends, go nowhere."""
        if error.errno not in _NOT_READ:
            self.problem = self.problem or error
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


@contextlib.contextmanager
def careful() -> Iterator[tuple[Careful, Careful]]:
    """Standard output and standard error, in whatever state they are, for as long as a command runs. Chinese comes
    out whatever the locale's encoding."""
    _fill_gaps()
    before = {name: getattr(sys, name) for _, name in WRITTEN}
    for stream in (sys.stdin, *before.values()):
        _in_utf8(stream)
    made = [Careful(before[name] or _nowhere(number)) for number, name in WRITTEN]
    for (_, name), stream in zip(WRITTEN, made, strict=True):
        setattr(sys, name, stream)
    try:
        yield made[0], made[1]
    finally:
        for stream in made:
            stream.flush()
        for name, old in before.items():
            setattr(sys, name, old)


def _fill_gaps() -> None:
    """Where a standard stream is closed its number is free, and the next file that is opened would get it, with
    whatever else is written to that number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)


def _nowhere(number: int) -> TextIO:
    return open(number, "w", encoding="utf-8", closefd=False)


def _in_utf8(stream: TextIO | None) -> None:
    encoding = (getattr(stream, "encoding", "") or "").lower().replace("-", "")
    if encoding != "utf8" and isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
