"""A cache on the disk of what takes time to make and never changes: compiled templates, the workbook's skeleton.

It is what Python does with compiled modules. Only what this user's own runs made is ever read: a folder that others
may write to isn't used.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path

from cplist import __version__
from cplist.core.files import write_whole

SWITCH = "CPLIST_CACHE"
"""The environment variable that names another folder; empty, nothing is kept."""


@dataclass(frozen=True)
class DiskCache:
    """Bytes by key, each in a file of that folder with its checksum. A damaged file counts as missing; where
    nothing can be written, nothing is kept."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        with suppress(OSError):
            digest, _, content = self._path(key).read_bytes().partition(b"\n")
            return content if digest == _digest(content) else None
        return None

    def put(self, key: str, content: bytes) -> None:
        with suppress(OSError):
            write_whole(self._path(key), _digest(content) + b"\n" + content)

    def get_or_make(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under that key; where nothing is, it is made and kept."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.cache"


def version_stamp(module: Path, library: str) -> str:
    """What a key must hold of the code that makes a thing: this program's version, Python's, and the times and
    sizes of the module's file and of the library's. (To ask for the library's version would take longer than what
    is saved.)"""
    found = find_spec(library)
    files = [module, Path(found.origin if found and found.origin else __file__)]
    stamps = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    return f"{__version__}|{sys.version}|{stamps}"


def open_cache() -> DiskCache | None:
    """The cache in the user's cache folder, or in the one that SWITCH names; None where nothing is to be kept, or
    can't be kept safely."""
    named = os.environ.get(SWITCH)
    if named == "":
        return None
    folder = Path(named) if named else user_cache_path("cplist", appauthor=False)
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return DiskCache(folder) if _is_own(folder) else None
    return None


def _is_own(folder: Path) -> bool:
    if os.name != "posix":
        return True
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
