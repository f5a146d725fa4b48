"""Whether what a build would make of a profile stands there already, as the last build wrote it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import cplist
from cplist.core.findings import Finding
from cplist.core.journal import digest_of
from cplist.documents.kinds import Kind
from cplist.documents.request import Request
from cplist.profile.profile import Profile

MADE = "made"
"""Where build.json keeps it."""
Made = Mapping[str, Any]
"""What build.json keeps of a build: `from`, the fingerprint of what it was made from; `files`, name → SHA-256, and
`read`, those that were only read; `found`, severity → how many findings; `called`, the institution's name, type and
tier."""


def request_key(request: Request) -> str:
    """Under which build.json keeps what was made on that request: a word for what was asked for."""
    parties = dict.fromkeys((*request.letters_for, *request.checklists_for))
    return ",".join([*request.kinds, *(["annotate"] if request.annotate else []), *parties])


def fingerprint(profile: Profile, pack: str) -> str:
    """Of everything that a build's files depend on beside those that stand in the folder: the profile with its
    bases and the places of its values (not their folders), the pack by its SHA-256, the program."""
    document = profile.document
    places = sorted((repr(path), Path(at.file).name, at.within) for path, at in document.places.items())
    given = json.dumps([document.data, places, pack, _program()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(given.encode()).hexdigest()


@cache
def _program() -> str:
    """The SHA-256 of cplist's own files."""
    folder = Path(cplist.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode() + digest_of(path).encode())
    return whole.hexdigest()


def about(fingerprint: str, called: str, findings: Iterable[Finding], read: Mapping[str, str]) -> Made:
    """What build.json is to keep of a build, but for its files; `read` are the files that it read there and didn't
    write, name → SHA-256."""
    found = dict(Counter(one.severity.value for one in findings))
    return {"from": fingerprint, "called": called, "found": found, "read": dict(read)}


def only_read(folder: Path, kinds: Mapping[str, str], request: Request) -> dict[str, str]:
    """The workbooks in the folder that a build on that request shows and doesn't write, name → SHA-256; `kinds` are
    those of the files there."""
    if Kind.MAP not in request.kinds or Kind.CHECKLIST in request.kinds:
        return {}
    return {name: digest_of(folder / name) for name, kind in sorted(kinds.items()) if kind == Kind.CHECKLIST}


def with_files(
    made: Mapping[str, Made], earlier: Any, planned: Collection[str], files: Mapping[str, str]
) -> dict[str, Made]:
    """What build.json is to keep: what was made now with its `files`, name → SHA-256, and what was made earlier
    from the same. No files where one stands under another name than was planned, beside a person's."""
    same = {one["from"] for one in made.values()}
    kept = earlier.items() if isinstance(earlier, dict) else ()
    last = {key: one for key, one in kept if isinstance(one, dict) and one.get("from") in same}
    as_planned = dict(sorted(files.items())) if files.keys() == set(planned) else {}
    return dict(sorted({**last, **{key: {**one, "files": as_planned} for key, one in made.items()}}.items()))


def standing_as_made(
    folder: Path, manifest: Mapping[str, Any], request: Request, fingerprint: str, read: Mapping[str, str]
) -> Made | None:
    """What build.json says of the same build, where its files stand as they were written; else None."""
    kept = manifest.get(MADE)
    last = kept.get(request_key(request)) if isinstance(kept, dict) else None
    if (
        not isinstance(last, dict)
        or last.get("from") != fingerprint
        or last.get("read") != read
        or not isinstance(last.get("files"), dict)
    ):
        return None
    files = last["files"]
    whole = all(".." not in name and digest_of(folder / name) == sha256 for name, sha256 in files.items())
    return last if whole and files else None
