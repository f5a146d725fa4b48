"""Many profiles at once: each read, built and stored; one that fails stops no other."""

from __future__ import annotations

import os.path
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cplist.compose.templates import Press
from cplist.core.bookmarks import duty_bookmark
from cplist.core.cache import open_kept
from cplist.core.files import safe_name
from cplist.core.findings import Finding, FindingsError, InputError, Location
from cplist.core.messages import finding
from cplist.documents.job import Inputs, document_names
from cplist.documents.request import Order, Part
from cplist.draft import Drafted, draft
from cplist.pack.pack import DEFAULT_PACK, Pack, open_pack
from cplist.pipeline import Built, build
from cplist.profile.profile import Profile, in_order, read_profile
from cplist.revisions.kept_versions import facts_of_build
from cplist.workspace.targets import (
    Output,
    Target,
    carried_workbook,
    edited,
    look,
    other_institution,
    previous_workbook,
    store,
)
from cplist.yamldoc.document import MOST_BYTES

if TYPE_CHECKING:
    from cplist.revisions.earlier_version import Earlier

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Result:
    """What became of one profile."""

    profile: str
    institution: str = ""
    built: Built | None = None
    outputs: tuple[Output, ...] = ()
    findings: tuple[Finding, ...] = ()
    unusable: bool = False
    """Whether a file could not be read or written (exit status 2)."""

    @property
    def kept(self) -> bool:
        """Whether a person's file was kept and the new one written beside it."""
        return any(found.rule == "file-kept" for found in self.findings)


@dataclass(frozen=True)
class Others:
    """Files from elsewhere: the .docx to compare with, the workbook to carry over."""

    against: Path | None = None
    carry: Path | None = None


class Workshop:
    """Opens each pack once. `packs` are folders to look for packs in, before those shipped with cplist."""

    def __init__(self, packs: Sequence[Path] = ()) -> None:
        self.packs = packs
        self._presses: dict[str, Press] = {}
        self._kept = open_kept()

    def press(self, name: str) -> Press:
        if name not in self._presses:
            self._presses[name] = Press(open_pack(name, self.packs), self._kept)
        return self._presses[name]

    def profile(self, name: str) -> Profile:
        """Read a profile by its path, or from standard input. Raises FindingsError, InputError."""
        return read_profile(_content(name), name, _load_base)

    def draft(self, name: str) -> tuple[Drafted, Pack]:
        return self.draft_of(self.profile(name))

    def draft_of(self, profile: Profile) -> tuple[Drafted, Pack]:
        press = self._press_of(profile)
        return draft(profile, press.pack, press), press.pack

    def _press_of(self, profile: Profile) -> Press:
        try:
            return self.press(profile.pack or DEFAULT_PACK)
        except InputError as error:
            at = profile.document.place(("pack",))
            found = finding(error.rule, at, "pack", **error.arguments)
            raise FindingsError(in_order([*profile.findings, found], profile.chain)) from error

    def build(
        self,
        names: Sequence[str],
        folder: Path,
        order: Order | None = None,
        against: Path | None = None,
        carry: Path | None = None,
    ) -> Iterator[Result]:
        """Build what is ordered of every profile into its institution's folder under `folder`; `against` is the
        .docx that the new system is compared with, `carry` a workbook from elsewhere to take over what people
        filled in, in the place of the one in the folder."""
        others = Others(against, carry)
        taken: dict[Path, str] = {}
        for name in names:
            try:
                yield self._build(name, folder, taken, order or Order(), others)
            except FindingsError as error:
                yield Result(name, findings=error.findings)
            except InputError as error:
                yield Result(
                    name, findings=(finding(error.rule, Location(name), **error.arguments),), unusable=True
                )

    def _build(self, name: str, folder: Path, taken: dict[Path, str], order: Order, files: Others) -> Result:
        profile = self.profile(name)
        press = self._press_of(profile)
        drafted = draft(profile, press.pack, press)
        institution = drafted.institution
        own = folder / safe_name(institution.short_name)
        if own in taken:
            raise FindingsError([*drafted.findings, finding("same-folder", Location(name), folder=own)])
        taken[own] = name
        target = look(own)
        if others := other_institution(target, institution.name):
            raise FindingsError([*drafted.findings, *others])
        workbook = document_names(institution, press.pack)["checklist"]
        previous = None
        if Part.CHECKLIST in order.parts:
            previous = carried_workbook(files.carry) if files.carry else previous_workbook(target, workbook)
        earlier = _earlier(files.against, drafted, target) if files.against else None
        system = document_names(institution, press.pack)["system"]
        unseen = Part.MEMO in order.parts and not files.against and edited(target, system)
        inputs = Inputs(profile, press.pack, previous, order, earlier, target.manifest)
        built = build(inputs, press, drafted)
        outputs, stored = store(built, target)
        noted = [finding("comparison-edited", Location(name), file=system)] if unseen else []
        return Result(name, institution.name, built, tuple(outputs), (*built.findings, *noted, *stored))


def _earlier(path: Path, drafted: Drafted, target: Target) -> Earlier:
    """The earlier version in that .docx, with what the build that wrote it left in build.json."""
    from cplist.revisions.earlier_version import LARGEST, from_docx  # only `--against` needs it

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unreadable", file=str(path), problem=problem) from error
    bookmarks = {duty_bookmark(a.duty.id): a.duty.id for a in drafted.assigned.assignments}
    earlier = from_docx(content, str(path), drafted.institution.name, bookmarks)
    return replace(earlier, facts=facts_of_build(target.manifest, earlier.build))


def _content(name: str) -> bytes:
    """The file's bytes; of a file that is too large, only so many that this can be told."""
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        return _bytes(Path(name))
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unreadable", file=name, problem=problem) from error


def _load_base(base: str, file: str) -> tuple[str, bytes]:
    """A base profile, its path relative to the file that extends it."""
    folder = Path() if file == STANDARD_INPUT else Path(file).parent
    path = folder / base
    return os.path.normpath(path), _bytes(path)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
