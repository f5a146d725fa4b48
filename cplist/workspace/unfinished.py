"""What builds that were killed had written: told by their notes, and counted as what the last build left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cplist.core.journal import Note, digest, standing
from cplist.pipeline import Built
from cplist.workspace.manifest import Manifest, mapping_in
from cplist.workspace.product import Product


def note_of(built: Built | Product, planned: Mapping[str, bytes]) -> Note:
    """What a build notes before it writes: of each file in the folder its digest, its kind, and what build.json is
    to keep of it; and what build.json is to say of the build. `planned` are the files' bytes by the names under
    which they will stand, in the order of the build's outputs."""
    files = {
        name: {"sha256": digest(content), "kind": output.kind, "leaves": dict(built.left_by.get(output.name, {}))}
        for output, (name, content) in zip(built.outputs, planned.items(), strict=True)
    }
    kept = {key for one in files.values() for key in one["leaves"]}
    about = {key: value for key, value in built.manifest.items() if key not in {*kept, "outputs", "kinds"}}
    return {"build": about, "files": files}


def settled(manifest: Manifest, notes: Iterable[Note], folder: Path) -> Manifest:
    """What build.json would say if the builds of those notes had said what they wrote: whatever stands in the
    folder as one of them wrote it is the program's own."""
    for note in notes:
        if written := standing(folder, note):
            manifest = _with(manifest, note, written)
    return manifest


def _with(manifest: Manifest, note: Note, written: Mapping[str, Mapping[str, Any]]) -> Manifest:
    left = {key: value for about in written.values() for key, value in dict(about.get("leaves") or {}).items()}
    added = {**manifest, **dict(note.get("build") or {}), **left}
    outputs = {name: str(about["sha256"]) for name, about in written.items()}
    kinds = {name: str(about.get("kind")) for name, about in written.items()}
    return {
        **added,
        "outputs": {**mapping_in(manifest, "outputs"), **outputs},
        "kinds": {**mapping_in(manifest, "kinds"), **kinds},
    }
