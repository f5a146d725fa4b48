"""A cache on the disk of what takes time to make and never changes: compiled templates, the workbook's skeleton.

Compiled templates are code. So each entry is signed with a key that only this user can read (own_folder.py), and
only a file that this user wrote, in a folder that nobody else can write to, is ever read.
"""

from __future__ import annotations

import hmac
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_cache_path

from cplist import __version__
from cplist.core.own_folder import own_folder, read_own, signing_key, write_own

SWITCH = "CPLIST_CACHE"
"""The environment variable that names another folder; empty, nothing is kept."""
LARGEST = 100_000_000


@dataclass(frozen=True)
class DiskCache:
    """Bytes by key, each in a file of that folder, signed together with its key by `signer`. One that is damaged,
    somebody else's or not signed so counts as missing; where nothing can be written, nothing is kept."""

    folder: Path
    signer: bytes = field(repr=False)

    def get(self, key: str) -> bytes | None:
        found = read_own(self._path(key), LARGEST)
        if found is None:
            return None
        signature, _, content = found.partition(b"\n")
        return content if hmac.compare_digest(signature, self._signature(key, content)) else None

    def put(self, key: str, content: bytes) -> None:
        with suppress(OSError):
            write_own(self._path(key), self._signature(key, content) + b"\n" + content)

    def get_or_make(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under that key; where nothing is, it is made and kept."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def _path(self, key: str) -> Path:
        return self.folder / f"{sha256(key.encode()).hexdigest()[:32]}.cache"

    def _signature(self, key: str, content: bytes) -> bytes:
        signed = sha256(key.encode()).digest() + content
        return hmac.digest(self.signer, signed, "sha256").hex().encode()


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
    signer = signing_key() if own_folder(folder) else None
    return DiskCache(folder, signer) if signer else None
