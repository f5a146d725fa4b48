"""The files of before that a build needs: the workbook to carry over, the earlier version to compare with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cplist.core.bookmarks import duty_bookmark
from cplist.core.findings import InputError
from cplist.pack.pack import Pack
from cplist.revisions.kept_versions import facts_of_build
from cplist.workspace.targets import Target, carried_workbook, previous_workbook

if TYPE_CHECKING:
    from cplist.carryover.previous import Previous
    from cplist.revisions.earlier_version import EarlierVersion


def former_workbook(target: Target, name: str, carry: Path | None) -> Previous | None:
    """The workbook whose answers are carried over: the one to `carry`, else the one at the target under that name.
    Raises InputError for a file that can't be read."""
    return carried_workbook(carry) if carry else previous_workbook(target, name)


def earlier_version(path: Path, institution: str, pack: Pack, target: Target) -> EarlierVersion:
    """The earlier version in that .docx, with what the build that wrote it left in build.json. Raises InputError,
    FindingsError."""
    from cplist.revisions.earlier_version import LARGEST, from_docx  # only `--against` needs it

    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unreadable", file=str(path), problem=problem) from error
    bookmarks = {duty_bookmark(duty.id): duty.id for duty in pack.notice.duties}
    earlier = from_docx(content, str(path), institution, bookmarks)
    return replace(earlier, facts=facts_of_build(target.manifest, earlier.build))
