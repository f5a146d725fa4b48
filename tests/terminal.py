"""A command as a person runs it at a terminal: what the screen shows, what is typed."""

from __future__ import annotations

import os
import pty
import select
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

CONTROL_C, CONTROL_D, ENTER, BACKSPACE = "\x03", "\x04", "", "\x7f"
PATIENCE = 120
"""Seconds after which a screen that shows nothing more has failed, so that no test waits for ever."""


class Terminal:
    """`python -m cplist` on a terminal of its own. `screen` is all that it has shown, what was typed included."""

    def __init__(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self.screen, self.read_to, self.status = "", 0, -1
        self.process, self.handle = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            words = [sys.executable, "-m", "cplist", *arguments]
            os.execve(sys.executable, words, {**environment, "COLUMNS": "100"})

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *raised: object) -> None:
        os.close(self.handle)

    def shows(self, text: str) -> None:
        """Wait until the screen shows that text, behind what it was known to show before."""
        while (at := self.screen.find(text, self.read_to)) < 0:
            assert self._more(), f"no “{text}” on the screen:\n{self.screen}"
        self.read_to = at + len(text)

    def types(self, text: str) -> None:
        """Type a line, with Enter; control characters as they are."""
        os.write(self.handle, text.encode() + (b"" if text in (CONTROL_C, CONTROL_D) else b"\r"))

    def answers(self, *lines: tuple[str, str]) -> None:
        """Wait for each question, and type its answer."""
        for question, answer in lines:
            self.shows(question)
            self.types(answer)

    def ends(self) -> int:
        """Wait for the end of the command; its exit status."""
        while self._more():
            pass
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        return self.status

    def _more(self) -> bool:
        ready, _, _ = select.select([self.handle], [], [], PATIENCE)
        assert ready, f"nothing more on the screen:\n{self.screen}"
        try:
            piece = os.read(self.handle, 65536)
        except OSError:  # Linux says so at the end
            return False
        self.screen += piece.decode(errors="replace").replace("\r\n", "\n")
        return bool(piece)
