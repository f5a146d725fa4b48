"""A pack's folder, read once: its own files and nothing that they lead to.

A link (symbolic, hard, a junction of Windows) would put any file that the user can read into a document; a pipe or
a device never ends. All of these are refused where they stand, and the sizes are added up before anything is read.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cplist.core.findings import MOST_FINDINGS, Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.yamldoc.text import shown

LARGEST_FILE = 4_000_000
LARGEST_PACK = 20_000_000
"""Bytes of all files together; the shipped pack has not half a million."""
MOST_ENTRIES = 2_000
"""Files and folders in a pack."""
DEEPEST = 8
"""Folders in folders."""
TEMPLATE_ENDING = ".j2"
_LINK_TAGS = (0xA000000C, 0xA0000003)
"""Of Windows' reparse points: a symbolic link, a junction. Others (a file that is still in the cloud) are none."""
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


@dataclass(frozen=True)
class Entry:
    """Something in a pack's folder: where it stands, its name from there with /, what the system says of it."""

    path: Path
    name: str
    status: os.stat_result

    @property
    def is_folder(self) -> bool:
        return stat.S_ISDIR(self.status.st_mode) and not is_link(self.status)

    @property
    def is_taken(self) -> bool:
        """Whether it is one of the pack's files: those in its folder, and templates in folders of it, one down."""
        depth = self.name.count("/")
        return not self.is_folder and (depth == 0 or (depth == 1 and self.name.endswith(TEMPLATE_ENDING)))


def read_folder(folder: Path, *, shipped: bool = False) -> Mapping[str, bytes]:
    """The files of a pack by their names. Raises FindingsError with everything in the folder that isn't read.
    `shipped`: it came with the program, whose installer may have made its files hard links."""
    entries = list(_entries(folder))
    findings = [found for entry in entries for found in _refused(entry, shipped=shipped)]
    findings += _called_alike(entries)
    findings += _too_large(folder, [entry for entry in entries if entry.is_taken])
    if findings:
        raise FindingsError(findings[:MOST_FINDINGS])
    taken = sorted((entry for entry in entries if entry.is_taken), key=lambda entry: entry.path)
    return {entry.name: read_file(entry.path) for entry in taken}


def read_file(path: Path) -> bytes:
    """The bytes of a file that is one, and no link to one, also if it has just been put there. Raises
    FindingsError."""
    try:
        handle = os.open(path, _FLAGS)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise FindingsError([finding("pack-special-file", Location(str(path)))])
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FindingsError([_unreadable(path, error)]) from error
    if len(content) > LARGEST_FILE:  # a file of /proc says that it is empty
        raise FindingsError([finding("pack-file-too-large", Location(str(path)), limit=LARGEST_FILE)])
    return content


def is_link(status: os.stat_result) -> bool:
    """Whether it leads to another file or folder: a symbolic link, or a junction of Windows."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) in _LINK_TAGS


def _entries(folder: Path) -> Iterator[Entry]:
    """Everything in the folder and in its folders but hidden ones. Raises FindingsError where there is too much, or
    what can't be looked at."""
    waiting, count = [(folder, "")], 0
    while waiting:
        where, name = waiting.pop()
        for entry in _entries_of(where, name):
            count += 1
            if count > MOST_ENTRIES or entry.name.count("/") > DEEPEST:
                raise FindingsError([finding("pack-too-many-files", Location(str(folder)), limit=MOST_ENTRIES)])
            if entry.is_folder and not entry.path.name.startswith("."):
                waiting.append((entry.path, f"{entry.name}/"))
            yield entry


def _entries_of(folder: Path, name: str) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            for one in found:
                yield Entry(folder / one.name, f"{name}{one.name}", os.lstat(one.path))
    except OSError as error:
        raise FindingsError([_unreadable(Path(error.filename or folder), error)]) from error


def _refused(entry: Entry, *, shipped: bool) -> Iterator[Finding]:
    """Why something may not stand in a pack's folder."""
    at, status = Location(shown_path(entry.path)), entry.status
    if is_link(status):
        yield finding("pack-link", at)
    elif not stat.S_ISREG(status.st_mode) and not entry.is_folder:
        yield finding("pack-special-file", at)
    elif entry.is_taken and status.st_nlink > 1 and not shipped:
        yield finding("pack-hard-link", at)
    elif entry.is_taken and not _is_text(entry.name):
        yield finding("pack-file-name", at, name=shown(os.fsencode(entry.name).decode("utf-8", "replace")))


def _called_alike(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Files and folders whose names are one on some systems, where one would take the place of the other: without
    case (Windows, macOS), or whichever way their characters are composed (macOS)."""
    first: dict[str, str] = {}
    for entry in sorted(entries, key=lambda one: one.name):
        other = first.setdefault(_folded(entry.name), entry.name)
        if other != entry.name:
            yield finding("pack-names-alike", Location(shown_path(entry.path)), other=shown(other))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _too_large(folder: Path, files: Iterable[Entry]) -> Iterator[Finding]:
    total = 0
    for entry in files:
        total += entry.status.st_size
        if entry.status.st_size > LARGEST_FILE:
            yield finding("pack-file-too-large", Location(shown_path(entry.path)), limit=LARGEST_FILE)
    if total > LARGEST_PACK:
        yield finding("pack-too-large", Location(str(folder)), limit=LARGEST_PACK)


def _unreadable(path: Path, error: OSError) -> Finding:
    return finding("pack-file-unreadable", Location(shown_path(path)), problem=error.strerror or str(error))


def _is_text(name: str) -> bool:
    """Whether a name is text; bytes of another encoding are surrogates in it, which no text can have."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def shown_path(path: Path) -> str:
    """A path that a message can hold."""
    return os.fsencode(path).decode("utf-8", "replace")
