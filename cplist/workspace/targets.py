"""The disk on both sides of a build: what stands at the target, and the new files beside or over it.

A .docx that a person changed is kept and the new one goes beside it; a workbook that held answers is kept as
….旧N.xlsx; build.json is written last. Each file is written whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cplist.carryover.previous import Previous
from cplist.core.files import kept_copy, remove_leftovers, write_whole
from cplist.core.findings import Finding, InputError
from cplist.core.messages import finding
from cplist.documents.job import OutputFile
from cplist.documents.kinds import IfChanged
from cplist.pack.papers import LETTER
from cplist.pipeline import Built

MANIFEST = "build.json"
MANIFEST_KEYS = (
    *("schema", "institution", "pack", "build", "outputs", "kinds", "summary"),
    *("articles", "facts", "before", "answers"),
)
"""What build.json holds, in its order. The second line is what the last system and the last checklist left."""


@dataclass(frozen=True)
class Output:
    """A file that a build gave: its kind, where it stands, the SHA-256 of its bytes."""

    kind: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Target:
    """The folder of one institution, with what the last build there left behind."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def written(self) -> Mapping[str, str]:
        """File name → SHA-256 of what cplist wrote there last."""
        outputs = self.manifest.get("outputs")
        return outputs if isinstance(outputs, dict) else {}

    @property
    def kinds(self) -> Mapping[str, str]:
        """File name → its kind, of what cplist wrote there."""
        kinds = self.manifest.get("kinds")
        return kinds if isinstance(kinds, dict) else {}

    def by_us(self, name: str, content: bytes) -> bool:
        """Whether those bytes are what cplist wrote under that name, or under another in this folder."""
        digest = _digest(content)
        return self.written.get(name) == digest or digest in self.written.values()


def look(folder: Path) -> Target:
    """What stands in the folder; a build.json that can't be read counts as none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        manifest = {}
    return Target(folder, manifest if isinstance(manifest, dict) else {})


def previous_workbook(target: Target, name: str) -> Previous | None:
    """The workbook that stands there, which is carried over; None if there is none."""
    try:
        content = _content(target.folder / name)
    except OSError as error:
        raise InputError("file-unreadable", file=str(target.folder / name), problem=str(error.strerror)) from error
    if content is None:
        return None
    return Previous(content, name, kept_copy(target.folder / name, content).name)


def other_institution(target: Target, institution: str) -> list[Finding]:
    """The finding that the folder is somebody else's."""
    other = target.manifest.get("institution", institution)
    return [] if other == institution else [finding("folder-other", folder=target.folder, institution=other)]


def edited(target: Target, name: str) -> bool:
    """Whether a person changed the file of that name since cplist wrote it."""
    try:
        content = _content(target.folder / name)
    except OSError:
        return False
    return content is not None and name in target.written and not target.by_us(name, content)


def store(built: Built, target: Target) -> tuple[list[Output], list[Finding]]:
    """Write a build's files. Raises InputError where one can't be written; those before it are whole."""
    findings: list[Finding] = []
    outputs: list[Output] = []
    try:
        for folder in {target.folder, *((target.folder / file.name).parent for file in built.outputs)}:
            remove_leftovers(folder)
        for file in built.outputs:
            path = _PLACES[file.if_changed](target, built, file, findings)
            if _content(path) != file.content:
                write_whole(path, file.content)
            outputs.append(Output(file.kind, path, _digest(file.content)))
        findings += _left_over(target, built)
        outputs.append(_store_manifest(built, target, outputs))
    except OSError as error:
        raise InputError(
            "file-unwritable", file=str(error.filename or target.folder), problem=str(error)
        ) from error
    return outputs, findings


def _store_manifest(built: Built, target: Target, outputs: list[Output]) -> Output:
    names = {output: output.path.relative_to(target.folder).as_posix() for output in outputs}
    written = {**target.written, **{name: output.sha256 for output, name in names.items()}}
    kinds = {**target.kinds, **{name: output.kind for output, name in names.items()}}
    manifest = {**target.manifest, **built.manifest}
    manifest |= {"outputs": dict(sorted(written.items())), "kinds": dict(sorted(kinds.items()))}
    manifest = {key: manifest[key] for key in MANIFEST_KEYS if key in manifest}
    content = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    path = target.folder / MANIFEST
    if _content(path) != content:
        write_whole(path, content)
    return Output("manifest", path, _digest(content))


def _beside_the_old(target: Target, _: Built, file: OutputFile, findings: list[Finding]) -> Path:
    """Where the new document goes: over the old one, or beside it if a person changed that."""
    path = target.folder / file.name
    old = _content(path)
    if old is None or old == file.content or target.by_us(file.name, old):
        return path
    beside = next(candidate for candidate in _beside(path) if _ours_or_free(candidate, target, file.content))
    findings.append(finding("file-kept", file=file.name, new=beside.name))
    return beside


def _over_the_old(target: Target, built: Built, file: OutputFile, findings: list[Finding]) -> Path:
    """The new workbook goes over the old one, which is kept first if it held answers or was changed."""
    name = file.name
    path = target.folder / name
    old = _content(path)
    if old is None or old == file.content or (target.by_us(name, old) and not _answers(target, built)):
        return path
    kept = kept_copy(path, old)
    if not kept.exists():
        write_whole(kept, old)
    findings.append(finding("workbook-kept", file=kept.name))
    return path


_PLACES = {IfChanged.STAYS: _beside_the_old, IfChanged.SET_ASIDE: _over_the_old}


def _answers(target: Target, built: Built) -> bool:
    """Whether the old workbook holds anything that people wrote, as far as this build and the last can tell."""
    return bool(built.carry_over.plan.found or target.manifest.get("answers"))


def carried_workbook(path: Path) -> Previous:
    """A workbook from anywhere. Raises InputError if it can't be read."""
    try:
        return Previous(path.read_bytes(), path.name, path.name)
    except OSError as error:
        raise InputError("file-unreadable", file=str(path), problem=str(error.strerror or error)) from error


def _beside(path: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield path.with_name(f"{path.stem}.新{number if number > 1 else ''}{path.suffix}")
        number += 1


def _ours_or_free(path: Path, target: Target, new: bytes) -> bool:
    old = _content(path)
    return old is None or old == new or target.by_us(path.relative_to(target.folder).as_posix(), old)


def _left_over(target: Target, built: Built) -> list[Finding]:
    """Letters of an earlier build whose party is no longer there, or is called otherwise."""
    if not built.letter_names:
        return []
    earlier = [name for name, kind in target.kinds.items() if kind == LETTER and ".新" not in name]
    gone = [name for name in earlier if name not in built.letter_names and (target.folder / name).exists()]
    return [finding("letter-left-over", file=name) for name in gone]


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
