"""The disk on both sides of a build: what stands at the target, and the new files beside or over it.

A .docx that a person changed is kept and the new one goes beside it; a workbook that held answers is kept as
….旧N.xlsx. Each file is written whole or not at all: what is to be written is noted first, and build.json is
written last, so that a build that is killed leaves nothing that the next one would take for a person's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cplist.carryover.previous import Previous
from cplist.core.files import alone_in, kept_copy, remove_leftovers, write_whole
from cplist.core.findings import Finding, InputError
from cplist.core.journal import Note, digest, forget, note_down, notes_of, standing
from cplist.core.messages import finding
from cplist.documents.job import OutputFile
from cplist.documents.kinds import IfChanged, Kind
from cplist.documents.recipients import PARTY_CHECKLIST
from cplist.pack.papers import LETTER
from cplist.pipeline import Built
from cplist.verifying.contents import contents_of
from cplist.workspace.fingerprints import MADE, with_files
from cplist.workspace.manifest import (
    CONTENTS,
    MANIFEST,
    Manifest,
    manifest_bytes,
    manifest_in,
    manifest_of,
    mapping_in,
)
from cplist.workspace.product import Product
from cplist.workspace.unfinished import note_of, settled


@dataclass(frozen=True)
class Output:
    """A file that a build gave: its kind, where it stands, the SHA-256 of its bytes."""

    kind: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Target:
    """The folder of one institution, with what the last build there left behind; `notes` are those of builds that
    didn't end, which `manifest` heeds."""

    folder: Path
    manifest: Manifest
    notes: tuple[Note, ...] = ()

    @property
    def written(self) -> Mapping[str, str]:
        """File name → SHA-256 of what cplist wrote there last."""
        return mapping_in(self.manifest, "outputs")

    @property
    def kinds(self) -> Mapping[str, str]:
        """File name → its kind, of what cplist wrote there."""
        return mapping_in(self.manifest, "kinds")

    @staticmethod
    def is_known(content: bytes) -> bool:
        """Whether that is a manifest, of whatever version."""
        return manifest_in(content) is not None

    def by_us(self, name: str, content: bytes) -> bool:
        """Whether those bytes are what cplist wrote under that name, or under another in this folder."""
        written = digest(content)
        return self.written.get(name) == written or written in self.written.values()


LEFT_OVER = {LETTER: "letter-left-over", PARTY_CHECKLIST: "party-checklist-left-over"}
"""What is said of a file whose party is gone, by its kind."""
OTHER_FORMATS = (".xls", ".xlsm", ".xlsb", ".et", ".ods")
"""Formats in which programs save a workbook that they opened, beside the one that a build carries over."""


class UnwritableError(InputError):
    """A file can't be written. `outputs` are those that were, each whole."""

    def __init__(self, file: Path, error: OSError, outputs: Sequence[Output]) -> None:
        super().__init__("file-unwritable", file=str(file), problem=error.strerror or str(error))
        self.outputs = tuple(outputs)


def look(folder: Path) -> Target:
    """What stands in the folder; a build.json that can't be read counts as none."""
    notes = notes_of(folder)
    return Target(folder, settled(manifest_of(folder), notes, folder), notes)


def previous_workbook(target: Target, name: str) -> Previous | None:
    """The workbook that stands there, which is carried over; None if there is none."""
    try:
        content = _content(target.folder / name)
    except OSError as error:
        raise InputError("file-unreadable", file=str(target.folder / name), problem=str(error.strerror)) from error
    if content is None:
        return None
    kept = kept_copy(target.folder / name, content)
    return Previous(content, name, kept.relative_to(target.folder).as_posix())


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


def store(built: Built | Product, target: Target) -> tuple[list[Output], list[Finding]]:
    """Write a build's files. Raises UnwritableError where one can't be written; those before it are whole."""
    writing = Writing(built, target)
    try:
        with alone_in(target.folder):
            writing.target = look(target.folder)  # another build may have written there in the meantime
            writing.write()
    except OSError as error:
        raise UnwritableError(writing.file, error, writing.outputs) from error
    return writing.outputs, writing.findings


class Writing:
    """The writing of one build, step by step; `file` is the one that is at hand, `outputs` are those that stand."""

    def __init__(self, built: Built | Product, target: Target) -> None:
        self.built, self.target = built, target
        self.file = target.folder
        self.outputs: list[Output] = []
        self.contents: dict[str, Any] = {}
        self.findings: list[Finding] = []

    def write(self) -> None:
        """Everything. Raises OSError."""
        folder = self.target.folder
        for inner in {folder, *((folder / file.name).parent for file in self.built.outputs)}:
            remove_leftovers(inner)
        planned = {self._place(file): file.content for file in self.built.outputs}
        self._keep_anothers_manifest()
        self._note_down({path.relative_to(folder).as_posix(): content for path, content in planned.items()})
        for file, path in zip(self.built.outputs, planned, strict=True):
            self._write(file.kind, path, file.content)
            name, sha256 = path.relative_to(folder).as_posix(), self.outputs[-1].sha256
            self.contents[name] = contents_of(file.content, sha256).data()
        self.findings += _left_over(self.target, self.built)
        self._write("manifest", folder / MANIFEST, self._manifest())
        forget(folder)

    def _keep_anothers_manifest(self) -> None:
        """Keep a file that somebody else put there under the name of the manifest."""
        self.file = self.target.folder / MANIFEST
        there = _content(self.file)
        if there and manifest_in(there) is None:
            kept = kept_copy(self.file, there)
            if not kept.exists():
                write_whole(kept, there)
            self.findings.append(finding("manifest-kept", file=MANIFEST, kept=kept.name))

    def _place(self, file: OutputFile) -> Path:
        self.file = self.target.folder / file.name
        return _PLACES[file.if_changed](self.target, self.built, file, self.findings)

    def _note_down(self, planned: Mapping[str, bytes]) -> None:
        folder = self.target.folder
        self.file = folder
        if any(_content(folder / name) != content for name, content in planned.items()):
            earlier = [note for note in self.target.notes if standing(folder, note)]
            note_down(folder, [*earlier, note_of(self.built, planned)])

    def _manifest(self) -> bytes:
        """build.json, once the other files stand."""
        built, target = self.built, self.target
        named = {output.path.relative_to(target.folder).as_posix(): output for output in self.outputs}
        stand, kinds = ({name: str(getattr(one, key)) for name, one in named.items()} for key in ("sha256", "kind"))
        manifest = {**target.manifest, **built.manifest}
        if MADE in built.manifest:
            manifest[MADE] = with_files(built.manifest[MADE], target.manifest.get(MADE), built.files, stand)
        manifest["outputs"] = dict(sorted({**target.written, **stand}.items()))
        manifest["kinds"] = dict(sorted({**target.kinds, **kinds}.items()))
        manifest[CONTENTS] = dict(sorted({**mapping_in(target.manifest, CONTENTS), **self.contents}.items()))
        return manifest_bytes(manifest)

    def _write(self, kind: str, path: Path, content: bytes) -> None:
        self.file = path
        if _content(path) != content:
            write_whole(path, content)
        self.outputs.append(Output(kind, path, digest(content)))


def _beside_the_old(target: Target, _: Built | Product, file: OutputFile, findings: list[Finding]) -> Path:
    """Where the new document goes: over the old one, or beside it if a person changed that."""
    path = target.folder / file.name
    old = _content(path)
    if old is None or old == file.content or (target.by_us(file.name, old) and _same_kind(target, file)):
        return path
    beside = next(candidate for candidate in _beside(path) if _ours_or_free(candidate, target, file.content))
    findings.append(finding("file-kept", file=file.name, new=beside.name))
    return beside


def _over_the_old(target: Target, built: Built | Product, file: OutputFile, findings: list[Finding]) -> Path:
    """The new workbook goes over the old one, which is kept first if it held answers or was changed."""
    name = file.name
    path = target.folder / name
    old = _content(path)
    if old is None and not (file.answers or built.answers):
        findings += _saved_otherwise(path)
    if old is None or old == file.content or (target.by_us(name, old) and not _answers(target, built, file)):
        return path
    kept = kept_copy(path, old)
    if not kept.exists():
        write_whole(kept, old)
    findings.append(finding("workbook-kept", file=kept.name))
    return path


def _saved_otherwise(path: Path) -> Iterator[Finding]:
    """The findings that the missing workbook stands there in another format, in which it isn't carried over."""
    for suffix in OTHER_FORMATS:
        if (other := path.with_suffix(suffix)).is_file():
            yield finding("workbook-otherwise", file=other.name, new=path.name)


_PLACES = {IfChanged.STAYS: _beside_the_old, IfChanged.SET_ASIDE: _over_the_old}


def _answers(target: Target, built: Built | Product, file: OutputFile) -> bool:
    """Whether the old workbook holds anything that people wrote, as far as this build and the last can tell."""
    known = built.answers or target.manifest.get("answers")
    return bool(file.answers or (file.kind == Kind.CHECKLIST and known))


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


def _same_kind(target: Target, file: OutputFile) -> bool:
    """Whether what stands under a file's name is a document of its kind, as far as the last builds tell."""
    return target.kinds.get(file.name, file.kind) == file.kind


def _ours_or_free(path: Path, target: Target, new: bytes) -> bool:
    old = _content(path)
    return old is None or old == new or target.by_us(path.relative_to(target.folder).as_posix(), old)


def _left_over(target: Target, built: Built | Product) -> list[Finding]:
    """Letters and workbooks of an earlier build whose party is no longer there, or is called otherwise."""
    earlier = [(name, kind) for name, kind in target.kinds.items() if ".新" not in name]
    known = {kind: names for kind, names in built.all_names.items() if names}
    gone = [(name, kind) for name, kind in earlier if kind in known and name not in known[kind]]
    return [finding(LEFT_OVER[kind], file=name) for name, kind in gone if (target.folder / name).exists()]


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
