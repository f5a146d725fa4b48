"""What was changed since it was built: the files on the disk beside what build.json says of them.

It proves nothing against somebody who changes build.json as well: what stands there is neither signed nor secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

import openpyxl

from cplist.carryover.last_workbook import RefusedError
from cplist.collecting.packs import collecting_pack
from cplist.core.document_properties import saved_by
from cplist.core.findings import Finding, FindingsError, InputError, Severity
from cplist.core.journal import digest
from cplist.core.messages import finding
from cplist.core.opc import UNREADABLE, Parts, unzipped
from cplist.verifying.contents import Contents, marks_of
from cplist.verifying.document import document_changes
from cplist.verifying.verified import State, Verified, VerifiedFile
from cplist.verifying.workbook import workbook_changes
from cplist.workspace.manifest import CONTENTS, MANIFEST, Manifest, mapping_in
from cplist.workspace.targets import Target, look

PACKED = b"PK"
"""How a package begins."""
_OUR_LIBRARY = f"Openpyxl {openpyxl.__version__}"
"""How the name of the program ends that a workbook has from a build."""
MOST_NAMED = 10
"""Parts that a finding names."""
_OF_EVERY_SAVING = ("docProps/", "[Content_Types].xml", "_rels/")
"""Parts that change whenever somebody saves, or with the others."""


class Verifier:
    """Holds files against what was written; `packs` are folders with more packs."""

    def __init__(self, packs: Sequence[Path] = ()) -> None:
        self._source = cache(lambda pack: collecting_pack(pack, packs).facts.source)

    def verify(self, paths: Sequence[Path]) -> Iterator[Verified]:
        """What became of the files of each build.json to which those paths lead, in their order: that of a folder
        and of the folders in it, or, of a single file, that which names it. Raises InputError where there is
        none."""
        for path in paths:
            yield from (self._of_folder(path) if path.is_dir() else [self._of_file(path)])

    def _of_folder(self, folder: Path) -> Iterator[Verified]:
        found = [target for one in sorted(folder.rglob(MANIFEST)) if (target := look(one.parent)).manifest]
        if not found:
            raise InputError("verify-nothing", path=str(folder), file=MANIFEST)
        yield from (self._verified(target, target.written) for target in found)

    def _of_file(self, path: Path) -> Verified:
        if not path.exists():
            raise InputError("verify-nothing", path=str(path), file=MANIFEST)
        for folder in path.absolute().parents[:2]:
            target, name = look(folder), path.absolute().relative_to(folder).as_posix()
            if name in target.written:
                return self._verified(target, {name: target.written[name]})
            if name == MANIFEST and target.manifest:
                return self._verified(target, target.written)
        raise InputError("verify-unknown", path=str(path), file=MANIFEST)

    def _verified(self, target: Target, written: Mapping[str, str]) -> Verified:
        said = target.manifest
        return Verified(
            str(target.folder),
            str(said.get("institution", "")),
            str(mapping_in(said, "build").get("id", "")),
            tuple(self._file(target, name, sha256) for name, sha256 in written.items() if _is_inside(name)),
        )

    def _file(self, target: Target, name: str, sha256: str) -> VerifiedFile:
        path, kind = target.folder / name, str(target.kinds.get(name, ""))
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return VerifiedFile(name, kind, State.MISSING, findings=(finding("verify-missing", file=path),))
        except OSError as error:
            problem = str(error.strerror or error)
            found = finding("verify-changed", file=path, problem=problem)
            return VerifiedFile(name, kind, State.UNREADABLE, findings=(found,))
        if digest(content) == sha256:
            return VerifiedFile(name, kind, State.AS_BUILT)
        return self._changed(target, VerifiedFile(name, kind, State.CHANGED), content)

    def _changed(self, target: Target, file: VerifiedFile, content: bytes) -> VerifiedFile:
        path = target.folder / file.name
        if not content.startswith(PACKED) and path.suffix == ".html":
            return replace(file, findings=(finding("verify-changed", file=path, problem=""),))
        try:
            parts = unzipped(content)
            changes = self._changes_in(target, file, content, parts)
        except RefusedError as refused:
            return replace(file, state=State.UNREADABLE, findings=(refused.finding,))
        except FindingsError as error:
            return replace(file, state=State.UNREADABLE, findings=error.findings)
        except UNREADABLE as error:
            found = finding("verify-changed", file=path, problem=str(error) or type(error).__name__)
            return replace(file, state=State.UNREADABLE, findings=(found,))
        return replace(file, state=_state(path, changes), saved=saved_by(parts), findings=tuple(changes))

    def _changes_in(self, target: Target, file: VerifiedFile, content: bytes, parts: Parts) -> list[Finding]:
        """In what a file that can be read is different. Raises as `document_changes` and `workbook_changes`."""
        path = target.folder / file.name
        kept = Contents.of_data(mapping_in(target.manifest, CONTENTS).get(file.name))
        known = kept if kept and kept.sha256 == target.written[file.name] else None
        program = saved_by(parts).program
        if path.suffix == ".xlsx":
            pack = str(mapping_in(target.manifest, "pack").get("name", ""))
            changes = list(workbook_changes(content, path, self._source(pack)))
            if not changes and program and not program.endswith(_OUR_LIBRARY):
                changes = [finding("verify-workbook-saved", file=path, program=program)]
            return changes or [*_parts(path, parts, known)]
        if known is None:
            return [finding("verify-changed", file=path, problem="")]
        changes = list(document_changes(parts, known, _texts(target.manifest), str(path), rewritten=bool(program)))
        if program:
            return [*changes, finding("verify-saved-otherwise", file=path, program=program)]
        return changes or [*_parts(path, parts, known)]


def _state(path: Path, changes: Sequence[Finding]) -> State:
    filled_in = path.suffix == ".xlsx" and all(found.severity is Severity.NOTE for found in changes)
    return State.FILLED_IN if filled_in else State.CHANGED


def _parts(path: Path, parts: Parts, known: Contents | None) -> Iterator[Finding]:
    """The finding that names the parts that are different, where nothing else tells what is."""
    now = {name: mark for name, mark in marks_of(parts).items() if not name.startswith(_OF_EVERY_SAVING)}
    was = {
        name: mark for name, mark in (known.parts if known else {}).items() if not name.startswith(_OF_EVERY_SAVING)
    }
    changed = [name for name in dict.fromkeys((*was, *now)) if was.get(name) != now.get(name)] if known else []
    yield finding("verify-parts", file=path, parts="、".join(changed) or "docProps")


def _texts(manifest: Manifest) -> Iterator[str]:
    """The paragraphs of articles that a build.json keeps."""
    articles = manifest.get("articles")
    for article in articles if isinstance(articles, list) else ():
        paragraphs = article.get("paragraphs") if isinstance(article, dict) else None
        yield from map(str, paragraphs if isinstance(paragraphs, list) else ())


def _is_inside(name: str) -> bool:
    """Whether a name of a build.json leads into its folder."""
    place = PurePosixPath(name)
    return not place.is_absolute() and ".." not in place.parts and ":" not in name
