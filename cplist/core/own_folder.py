"""What the program keeps for its user: files in the user's data folder that nobody else could have written."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from cplist.core.files import write_whole

SWITCH = "CPLIST_DATA"
"""The environment variable that names another folder."""
OWNERS_ONLY = 0o600
KEY, KEY_BYTES = "key", 32
LARGEST = 4_000_000
_READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""No link, and no waiting at a pipe."""


def data_folder() -> Path:
    """The user's data folder of this program."""
    named = os.environ.get(SWITCH)
    return Path(named) if named else user_data_path("cplist", appauthor=False)


def own_folder(folder: Path) -> bool:
    """Whether the folder is there, or could be made, belongs to this user, and nobody else can write to it."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _is_own(folder.stat())
    return False


def read_own(path: Path, largest: int = LARGEST) -> bytes | None:
    """The file's bytes; None where there is none, or where anybody but this user could have written it."""
    with suppress(OSError):
        handle = os.open(path, _READING)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if stat.S_ISREG(status.st_mode) and _is_own(status) and status.st_size <= largest:
                return file.read()
    return None


def write_own(path: Path, content: bytes) -> None:
    """Write a file that only this user can read and write. Raises OSError."""
    write_whole(path, content, OWNERS_ONLY)


def signing_key() -> bytes | None:
    """The key of this user, made when it is first asked for; None where none can be kept safely."""
    folder = data_folder()
    if not own_folder(folder):
        return None
    path = folder / KEY
    if not path.exists():
        with suppress(OSError):
            write_own(path, secrets.token_bytes(KEY_BYTES))
    key = read_own(path)
    return key if key and len(key) == KEY_BYTES else None


def _is_own(status: os.stat_result) -> bool:
    """Whether what has that status is this user's, and writable for nobody else. Windows keeps others out of a
    user's folders itself."""
    if os.name != "posix":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
