"""What takes long to make, made once in a run of the tests, whichever of its processes needs it first."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock


@dataclass(frozen=True)
class Store:
    """Folders by key, below one that all processes of a run share. Whoever is given a folder only reads in it."""

    root: Path

    def folder(self, key: str, make: Callable[[Path], object]) -> Path:
        """The folder of that key: filled by `make`, unless this run has done so; who comes meanwhile waits.

        `key` names everything that the content depends on and that differs within a run.
        """
        folder = self.root / hashlib.sha256(key.encode()).hexdigest()[:20]
        done = folder.with_suffix(".done")
        with FileLock(folder.with_suffix(".lock")):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # left by a `make` that failed
                folder.mkdir(parents=True)
                make(folder)
                done.touch()
        return folder

    def file(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes of that key, made once."""
        folder = self.folder(key, lambda folder: (folder / "content").write_bytes(make()))
        return (folder / "content").read_bytes()


def digest(*parts: bytes | str) -> str:
    """Inputs as part of a key."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()
