"""What goes through a batch: what a build of one profile takes, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cplist.core.findings import Finding, FindingsError, InputError
from cplist.documents.request import Request
from cplist.profile.profile import Profile
from cplist.workspace.product import Product
from cplist.workspace.targets import Output, Target
from cplist.yamldoc.document import Document


@dataclass(frozen=True)
class Result:
    """What became of one profile."""

    profile: str
    institution: str = ""
    built: Product | None = None
    outputs: tuple[Output, ...] = ()
    findings: tuple[Finding, ...] = ()
    unusable: bool = False
    """Whether a file could not be read or written (exit status 2)."""
    unchanged: Unchanged | None = None
    """What stands there already, where nothing had to be made."""

    @property
    def kept(self) -> bool:
        """Whether a person's file was kept and the new one written beside it."""
        return any(found.rule == "file-kept" for found in self.findings)


@dataclass(frozen=True)
class Unchanged:
    """A build that would give what stands there: the institution as a screen calls it, how many duties have which
    status, how many findings of which severity there were when it was made."""

    called: str
    summary: Mapping[str, int]
    found: Mapping[str, int]


@dataclass(frozen=True)
class Checked:
    """What is to be said of one profile, and the profile as it was read (None where it couldn't be); `error` is
    why a file could not be read (exit status 2)."""

    findings: tuple[Finding, ...]
    document: Document | None = None
    error: InputError | None = None


@dataclass(frozen=True)
class Others:
    """Files from elsewhere: the .docx to compare with, the workbook to carry over, the folders with workbooks of
    parties to merge."""

    against: Path | None = None
    carry: Path | None = None
    merge: tuple[Path, ...] = ()


NO_OTHERS = Others()


@dataclass(frozen=True)
class Prepared:
    """A profile that was read and checked, with what a build of it takes."""

    profile: Profile
    target: Target
    request: Request
    others: Others = NO_OTHERS
    fingerprint: str = ""
    """Of what it is made from, where build.json is to keep that."""
    read: Mapping[str, str] = field(default_factory=dict)
    """The files there that it reads and doesn't write, name → SHA-256."""


@dataclass(frozen=True)
class Failure:
    """Why a profile couldn't be built, as plain data: it may come from another process."""

    findings: tuple[Finding, ...] = ()
    rule: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, error: FindingsError | InputError) -> Failure:
        """The failure that an exception is."""
        if isinstance(error, FindingsError):
            return cls(error.findings)
        return cls(rule=error.rule, arguments=error.arguments)

    @property
    def error(self) -> FindingsError | InputError:
        """The exception that it is: InputError where it has a rule."""
        return InputError(self.rule, **self.arguments) if self.rule else FindingsError(self.findings)
