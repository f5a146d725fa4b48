"""Files: written whole or not at all, under names that every system takes."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
import unicodedata
from itertools import count
from pathlib import Path

_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$)(?:\..*)?", re.IGNORECASE)
_KEPT_COPY = re.compile(r"(.+)\.旧\d+")
"""The stem of the name of a copy that was kept of a file before it was replaced."""
LONGEST_NAME = 120
STALE_SECONDS = 600


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader (or a crash) sees the old one or the new one, never a part: a temporary
    file in the same folder, flushed to the disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".cplist-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _flush_folder(path.parent)


def remove_leftovers(folder: Path) -> None:
    """Take away the temporary files of builds that were killed; those of one that still runs are younger."""
    for leftover in folder.glob(".cplist-*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > STALE_SECONDS:
                leftover.unlink()


def kept_copy(path: Path, content: bytes) -> Path:
    """Where a file with that content is kept before it is replaced: the first of NAME.旧1.SUFFIX, NAME.旧2.SUFFIX …
    that is free, or that holds that content already. Raises OSError for one that can't be read."""
    copies = (path.with_name(f"{path.stem}.旧{number}{path.suffix}") for number in count(1))
    return next(copy for copy in copies if not copy.exists() or copy.read_bytes() == content)


def original_of(path: Path) -> Path | None:
    """The file of which that one is a kept copy, by its name; None for a file that is no such copy."""
    name = _KEPT_COPY.fullmatch(path.stem)
    return path.with_name(f"{name[1]}{path.suffix}") if name else None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _flush_folder(folder: Path) -> None:
    """Make the rename last; systems that can't open a folder do without."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def safe_name(text: str) -> str:
    """The text as a file's name on Windows, macOS and Linux: no separator or reserved word, not too long."""
    name = unicodedata.normalize("NFC", text)
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]+', "_", name)
    name = re.sub(r"\s+", " ", name).strip(" .")
    name = _shortened(name) or "_"
    return f"_{name}" if _RESERVED.fullmatch(name) or name.startswith("~$") else name


def _shortened(name: str) -> str:
    while len(name.encode()) > LONGEST_NAME:
        name = name[:-1]
    return name.rstrip(" .")
