"""Files: written whole or not at all, under names that every system takes."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from itertools import count
from pathlib import Path

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff]+')
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that nobody sees: two names would look the same, or one be read otherwise than it is written."""
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]|CONIN\$|CONOUT\$)(?:\..*)?", re.IGNORECASE)
_KEPT_COPY = re.compile(r"(.+)\.旧\d+")
"""The stem of the name of a copy that was kept of a file before it was replaced."""
LONGEST_NAME = 120
"""Bytes of a name without its suffix: file systems take 255, some 143, and ….新12.docx stands behind it."""
STALE_SECONDS = 600


def write_whole(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file so that a reader (or a crash) sees the old one or the new one, never a part: a temporary
    file in the same folder, flushed to the disk, then renamed. `mode` are its permissions, if not as usual."""
    make_folder(path.parent)
    with _temporary(path, content, mode) as temporary:
        temporary.replace(path)
    _flush_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that isn't there yet, whole or not at all. Raises FileExistsError where there is one."""
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with _temporary(path, content) as temporary:
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # a disk without links
            with path.open("xb") as file:
                file.write(content)
        temporary.unlink()
    _flush_folder(path.parent)


@contextlib.contextmanager
def _temporary(path: Path, content: bytes, mode: int | None = None) -> Iterator[Path]:
    """A file beside `path` with that content, flushed to the disk, of that mode, or of the one that `path` is to
    have; it is gone where anything fails."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".cplist-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_usual_mode(path) if mode is None else mode)
        yield temporary
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def in_the_way(folder: Path) -> Path | None:
    """What stands where that folder, or one above it, should be, and is no folder; None where nothing does. (Of a
    name that is too long Path.exists would raise OSError.)"""
    there = next((one for one in (folder, *folder.parents) if os.path.exists(one)), None)  # noqa: PTH110
    return there if there and not there.is_dir() else None


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, each flushed to the disk before anything is written into it."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in reversed(missing):
        _flush_folder(made.parent)


def remove(path: Path) -> None:
    """Take a file away for good; nothing where there is none."""
    path.unlink(missing_ok=True)
    _flush_folder(path.parent)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let one run after the other write into a folder, which is made; where a system locks none, all at once."""
    make_folder(folder)
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:
        yield
        return
    with contextlib.ExitStack() as opened:
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            opened.callback(os.close, handle)
            flock(handle, LOCK_EX)
        yield


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


def _usual_mode(path: Path) -> int:
    """What the file has already, or what a new one gets."""
    return path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()


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


def safe_name(text: str, ending: str = "") -> str:
    """The text and its ending as a file's name on Windows, macOS and Linux: no separator or reserved word, not too
    long. Where both are too long together, the text is cut: the ending says what the file is."""
    name = _allowed(text + ending)
    if len(name.encode()) > LONGEST_NAME:
        kept = _shortened(_allowed(ending), LONGEST_NAME // 2)
        name = _shortened(_allowed(text), LONGEST_NAME - len(kept.encode())) + kept
    name = name or "_"
    return f"_{name}" if _RESERVED.fullmatch(name) or name.startswith("~$") else name


def folded_name(name: str) -> str:
    """What two names have in common that are one on a disk which knows no capitals."""
    return unicodedata.normalize("NFC", name.casefold())


def _allowed(text: str) -> str:
    """The text without what a name can't have."""
    name = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" .")


def _shortened(name: str, longest: int) -> str:
    while len(name.encode()) > longest:
        name = name[:-1]
    return name.rstrip(" .")
