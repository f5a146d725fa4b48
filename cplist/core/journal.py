"""What a run is about to write into a folder, noted before it writes there and taken away when it is done.

A run that was killed leaves its note, by which the next one knows the program's own files from those of a person.
The file is hidden, and written whole like any other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cplist.core.files import remove, write_whole

JOURNAL = ".cplist-journal.json"
_SCHEMA = "cplist.journal/1"

Note = Mapping[str, Any]
"""What one run was about to write: under `files` each file's name in the folder, with /, → its `sha256` and what
else the run notes of it."""


def notes_of(folder: Path) -> tuple[Note, ...]:
    """The notes of the runs that didn't end, in their order; none where there is no journal that can be read."""
    try:
        found = json.loads((folder / JOURNAL).read_bytes())
        notes = found["notes"] if found["schema"] == _SCHEMA else []
        return tuple(note for note in notes if _is_note(note))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ()


def _is_note(note: Any) -> bool:
    files = note.get("files") if isinstance(note, dict) else None
    return isinstance(files, dict) and all(isinstance(one, dict) and "sha256" in one for one in files.values())


def standing(folder: Path, note: Note) -> dict[str, Mapping[str, Any]]:
    """Those files of a note that stand in the folder as the run wrote them."""
    return {name: about for name, about in note["files"].items() if digest_of(folder / name) == about["sha256"]}


def note_down(folder: Path, notes: Sequence[Note]) -> None:
    """Note what is about to be written, beside earlier notes that still hold. Raises OSError."""
    content = {"schema": _SCHEMA, "notes": list(notes)}
    write_whole(folder / JOURNAL, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def forget(folder: Path) -> None:
    """Take the notes away: everything is written, and what the next run needs stands elsewhere. Raises OSError."""
    if (folder / JOURNAL).exists():
        remove(folder / JOURNAL)


def digest(content: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; "" where there is none that can be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
