"""What a confined process can't do: write outside its own folder, connect, start a process, load foreign code."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_REFUSED = (
    *("socket.", "subprocess.", "ctypes.", "urllib.", "os.exec", "os.fork", "os.forkpty", "os.kill"),
    *("os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.", "winreg."),
)
"""How the names of refused audit events begin (docs.python.org/3/library/audit_events.html)."""
_CHANGES = (
    *("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"),
    *("os.truncate", "os.utime", "shutil."),
)
"""Events that change what their first argument names."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_own_folder: Path | None = None


def shut(folder: str) -> None:
    """Refuse all that from now on, for the rest of this process; files below `folder` are its own. Templates can do
    none of it anyway: this is what stands behind their sandbox."""
    global _own_folder
    _own_folder = Path(folder).resolve()
    sys.addaudithook(_refuse)


def is_confined() -> bool:
    """Whether this process is one of those."""
    return _own_folder is not None


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        refused = bool((flags or 0) & _WRITING) and not _is_own(path)
    elif event.startswith(_CHANGES):
        refused = not _is_own(arguments[0])
    else:
        refused = event.startswith(_REFUSED)
    if refused:
        raise PermissionError(f"{event} is refused in a confined process: {arguments[:1]}")


def _is_own(path: Any) -> bool:
    """Whether a path lies in this process's own folder; a number is a file that is open already."""
    if isinstance(path, int):
        return True
    return _own_folder is not None and Path(os.fsdecode(path)).resolve().is_relative_to(_own_folder)
