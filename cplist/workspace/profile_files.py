"""Reading what a profile is in: a file, its bases, standard input."""

from __future__ import annotations

import os.path
import sys
from pathlib import Path

from cplist.core.findings import InputError
from cplist.yamldoc.document import MOST_BYTES

STANDARD_INPUT = "-"


def content_of(name: str) -> bytes:
    """The file's bytes; of a file that is too large, only so many that this can be told."""
    try:
        if name == STANDARD_INPUT:
            if sys.stdin is None:
                raise InputError("stdin-missing")
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        return _bytes(Path(name))
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unreadable", file=name, problem=problem) from error


def base_of(base: str, file: str) -> tuple[str, bytes]:
    """A base profile, its path relative to the file that extends it."""
    folder = Path() if file == STANDARD_INPUT else Path(file).parent
    path = folder / base
    return os.path.normpath(path), _bytes(path)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
