"""What needs a pack that isn't trusted is done in a confined process; a limit that is reached is a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from cplist.confined.limits import ENDED, MEMORY, OUTPUT, TIME, Limits, StoppedError
from cplist.confined.parent import run_confined
from cplist.confined.plain import typed
from cplist.core.findings import Finding, FindingsError, Location
from cplist.core.messages import finding
from cplist.pack.files import ABOUT
from cplist.pack.pack import PackFolder, find_pack, open_folder
from cplist.pack.trust import TrustedPack

T = TypeVar("T")
LIMITS = Limits()
"""A build with the shipped pack takes a second, a hundred million bytes, and gives one million."""
_RULES: Mapping[str, str] = {TIME: "pack-time", MEMORY: "pack-memory", OUTPUT: "pack-output", ENDED: "pack-ended"}


def confined(folder: Path, kind: type[T], task: Callable[..., T], *arguments: Any) -> T:
    """What the task gives, which opens the pack in that folder. Raises FindingsError where it reaches a limit, and
    what the task raises."""
    try:
        return typed(run_confined(task, *arguments, limits=LIMITS), kind)
    except StoppedError as stopped:
        raise FindingsError([_finding(folder, stopped)]) from stopped


def ended(folder: Path, problem: str) -> Finding:
    """That a confined process came to no answer that can be used."""
    return _finding(folder, StoppedError(ENDED, problem))


def _finding(folder: Path, stopped: StoppedError) -> Finding:
    limits = {TIME: LIMITS.seconds, MEMORY: LIMITS.memory // 1_000_000, OUTPUT: LIMITS.output // 1_000_000}
    at = Location(str(folder / ABOUT))
    limit = limits.get(stopped.reason, "")
    return finding(_RULES[stopped.reason], at, limit=limit, problem=stopped.problem, folder=folder)


def described(path: str) -> tuple[TrustedPack, tuple[int, int]]:
    """What the pack in that folder would be trusted as, and how many files and bytes it has. Raises FindingsError
    for one that can't be opened, InputError where there is none."""
    found = find_pack(path)
    name, version = confined(found.folder, tuple[str, str], _name_of, found)
    size = len(found.files), sum(map(len, found.files.values()))
    return TrustedPack(found.sha256, name, version, str(found.folder.resolve())), size


def _name_of(found: PackFolder) -> tuple[str, str]:
    pack = open_folder(found)
    return pack.name, pack.version
