"""What tests run in a confined process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

from cplist.core.findings import FindingsError, InputError, Location
from cplist.core.messages import finding


def _most_time() -> int:
    """Seconds of the processor that this process may use; -1 where nothing is said."""
    return resource.getrlimit(resource.RLIMIT_CPU)[0] if resource else -1


MOST_TIME_AT_IMPORT = _most_time()


def most_time() -> list[int]:
    """What this process may use, as it was when this module was imported, and as it is."""
    return [MOST_TIME_AT_IMPORT, _most_time()]


def doubled(number: int) -> int:
    return number * 2


def spin() -> None:
    while True:
        pass


def power() -> int:
    """One step of Python's that takes for ever: nothing but the system can stop it."""
    return len(str((10**9) ** (10**9)))


def fill() -> None:
    kept = b"a" * 600_000_000
    while kept:
        pass


def talk() -> str:
    return "a" * 3_000_000


def end() -> None:
    os._exit(7)


def stumble() -> None:
    {}["missing"]


def find() -> None:
    raise FindingsError([finding("gap", Location("p.yaml", 3, 4), "duties", duty="1-01", text="事项")])


def refuse() -> None:
    raise InputError("file-unreadable", file="p.yaml", problem="gone")


def print_and_give() -> str:
    print("no answer")
    sys.stderr.write("nor this")
    return "answer"


def write(path: str) -> None:
    Path(path).write_text("written")


def remove(path: str) -> None:
    Path(path).unlink()


def temporary() -> str:
    with tempfile.NamedTemporaryFile("w+") as file:
        file.write("kept")
        file.seek(0)
        return file.read()


def connect() -> None:
    socket.create_connection(("127.0.0.1", 9))


def start() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)


def attempt(name: str, *arguments: Any) -> str:
    """What comes of a task that is refused."""
    try:
        globals()[name](*arguments)
    except PermissionError:
        return "refused"
    return "done"
