"""build.json: what a build leaves in an institution's folder for the next one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cplist.workspace.fingerprints import MADE

MANIFEST = "build.json"
SCHEMA = "cplist.manifest/"
"""How what it says of its own form begins."""
CONTENTS = "contents"
"""Where it keeps what is in the files, by their names, as `Contents.data` gives it."""
KEYS = (
    *("schema", "institution", "pack", "build", "outputs", "kinds", "summary"),
    *("articles", "facts", "before", "answers", MADE, CONTENTS),
)
"""What it holds, in its order. The second line is what the last builds left."""

Manifest = Mapping[str, Any]
"""The data of a build.json."""


def manifest_of(folder: Path) -> Manifest:
    """The build.json of a folder; empty where there is none that can be read."""
    try:
        return manifest_in((folder / MANIFEST).read_bytes()) or {}
    except OSError:
        return {}


def manifest_in(content: bytes) -> Manifest | None:
    """The build.json that those bytes are, of whatever version; None for anything else."""
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        return None
    known = isinstance(manifest, dict) and str(manifest.get("schema", "")).startswith(SCHEMA)
    return manifest if known else None


def manifest_bytes(manifest: Manifest) -> bytes:
    """A build.json with that data, in its order."""
    ordered = {key: manifest[key] for key in KEYS if key in manifest}
    return (json.dumps(ordered, ensure_ascii=False, indent=1) + "\n").encode()


def mapping_in(manifest: Manifest, key: str) -> Mapping[str, Any]:
    """What it holds under that key; empty for what is no mapping."""
    found = manifest.get(key)
    return found if isinstance(found, dict) else {}
