"""Who should return a workbook: from a list of names, from profiles (YAML or forms), or from the folder that was
handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cplist.collecting.collection import Expected, folded
from cplist.core.findings import CplistError, FindingsError, InputError
from cplist.core.json_reading import json_object
from cplist.profile.inheritance import Read, resolve
from cplist.yamldoc.document import MOST_BYTES
from cplist.yamldoc.document import read as read_yaml
from cplist.yamldoc.text import decoded

MANIFEST = "build.json"
YAML, FORM = (".yaml", ".yml"), ".xlsx"
NO_FORM = "form-not-ours"
"""What is said of a workbook that is no form of a profile: in a folder it is passed over."""
COMMENT = "#"
APART = " ,;" + "，；、"
"""What may stand behind a name in a list."""


def read_expected(path: Path, read: Read = read_yaml) -> tuple[Expected, ...]:
    """The institutions of a text file (a name a line), of a YAML list or a profile, or of a folder with profiles or
    with what builds wrote there; `read` makes data of a profile. Raises InputError for what is none of these."""
    try:
        found = list(_of_folder(path, read) if path.is_dir() else _of_file(path, read))
    except (OSError, ValueError, CplistError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("expected-unreadable", file=str(path), problem=problem) from error
    if not found:
        raise InputError("expected-empty", file=str(path))
    return tuple(_each_once(found))


def _of_folder(folder: Path, read: Read) -> Iterator[Expected]:
    """build.json of every build under it; where there is none, every profile that is whole."""
    manifests = sorted(folder.rglob(MANIFEST))
    for path in manifests:
        name = json_object(path.read_bytes()).get("institution")
        if isinstance(name, str) and name:
            yield Expected(name, path.parent.name)
    if manifests:
        return
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in (*YAML, FORM)):
        try:
            yield from () if _is_lock(path) else _of_profile(path, read)
        except FindingsError as error:
            if path.suffix.lower() != FORM or {found.rule for found in error.findings} != {NO_FORM}:
                raise


def _is_lock(path: Path) -> bool:
    """Whether a program that has a workbook open put it there, or a system."""
    return path.name.startswith(("~$", "."))


def _of_file(path: Path, read: Read) -> Iterator[Expected]:
    if path.suffix.lower() == FORM:
        yield from _of_profile(path, read)
        return
    content = path.read_bytes()[: MOST_BYTES + 1]
    if path.suffix.lower() in YAML:
        data = read_yaml(content, str(path))[0].data
        if isinstance(data, list):
            yield from (Expected(str(name).strip()) for name in data if str(name).strip())
        else:
            yield from _of_profile(path, read)
        return
    for line in decoded(content).splitlines():
        name = line.partition(COMMENT)[0].strip(APART + "\t")
        if name:
            yield Expected(name)


def _of_profile(path: Path, read: Read) -> Iterator[Expected]:
    """The institution of a profile, its bases merged in; a base by itself names none."""

    def load(base: str, file: str) -> tuple[str, bytes]:
        other = Path(file).parent / base
        return str(other), other.read_bytes()

    data = resolve(path.read_bytes(), str(path), load, read).document.data
    about: Mapping[str, Any] = (data or {}).get("institution") or {}
    name, short = (str(about.get(key) or "") for key in ("name", "short_name"))
    if name or short:
        yield Expected(name or short, short if name else "")


def _each_once(found: Iterable[Expected]) -> list[Expected]:
    """Each institution once, whatever it was called."""
    seen: dict[str, Expected] = {}
    for one in found:
        if not any(folded(name) in seen for name in one.names):
            seen |= {folded(name): one for name in one.names}
    return list(dict.fromkeys(seen.values()))
