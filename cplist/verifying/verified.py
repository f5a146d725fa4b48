"""What became of files since they were built: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cplist.core.document_properties import SavedBy
from cplist.core.findings import Finding


class State(StrEnum):
    """What became of a file since it was built."""

    AS_BUILT = "as_built"
    FILLED_IN = "filled_in"
    """A workbook in which people filled in what is theirs, and changed nothing else that the program knows."""
    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    """It was changed, and can't be read any more as what it was."""


@dataclass(frozen=True)
class VerifiedFile:
    """A file beside what was written under its name, which is relative to its institution's folder, with /. `saved`
    is what it says of who saved it last, `findings` say what is different."""

    name: str
    kind: str
    state: State
    saved: SavedBy = field(default_factory=SavedBy)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Verified:
    """The files of one build.json, the institution that it names, its build."""

    folder: str
    institution: str
    build: str
    files: tuple[VerifiedFile, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was changed but for what people fill in."""
        return all(file.state in (State.AS_BUILT, State.FILLED_IN) for file in self.files)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(found for file in self.files for found in file.findings)
