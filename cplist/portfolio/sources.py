"""Which profiles a command is given: files, folders, patterns, lists on standard input."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cplist.core.findings import FindingsError, InputError
from cplist.workspace.manifest import MANIFEST
from cplist.workspace.profile_files import STANDARD_INPUT, is_form
from cplist.yamldoc.text import decode

YAML = (".yaml", ".yml")
FORM = ".xlsx"
_MAGIC = re.compile(r"[*?\[]")
_KEY = re.compile(r"""^["']?(schema|institution|extends)["']?[ \t]*:[ \t]*(.*?)[ \t\r]*(?:#.*)?$""", re.MULTILINE)
_MAPPING = re.compile(r":(?:\s|$)")
"""What every profile has, and no list of files: a key and its colon."""


@dataclass(frozen=True)
class Sources:
    """The profiles to work on, in order; `passed_over` are files of folders that are none by themselves: bases,
    lists, workbooks. `standard_input` is a profile that came that way; `several` whether more than one was asked
    for."""

    profiles: tuple[str, ...]
    passed_over: tuple[str, ...] = ()
    standard_input: bytes | None = None
    several: bool = False


def find_sources(names: Iterable[str], read: Callable[[str], bytes]) -> Sources:
    """The profiles of what a command was given. Those of a folder, and of a pattern such as clients/*.yaml, are the
    files that have `schema` and `institution` and that no other one of them extends; standard input is a profile,
    or a list of names, one a line. `read` gives the bytes of a file or of standard input. Raises InputError for a
    folder or pattern without a profile, and where `read` does."""
    given = list(names)
    standard_input = None
    if STANDARD_INPUT in given:
        content = read(STANDARD_INPUT)
        if listed := _listed(content):
            at = given.index(STANDARD_INPUT)
            given[at : at + 1] = listed
        else:
            standard_input = content
    found: list[str] = []
    passed_over: list[str] = []
    for name in given:
        files = _files(name)
        if files is None:
            found.append(name)
            continue
        profiles = _profiles(files, read)
        if not profiles:
            raise InputError("portfolio-empty", name=name)
        taken = {*map(_same, found)}
        found += [one for one in profiles if _same(one) not in taken]
        passed_over += [one for one in files if one not in profiles]
    several = len(given) > 1 or len(found) > 1 or any(_files(name) is not None for name in given)
    return Sources(tuple(found), tuple(dict.fromkeys(passed_over)), standard_input, several)


def _listed(content: bytes) -> list[str]:
    """The names in a list, of which one at least is there; [] for a profile, and for whatever is no text."""
    if is_form(content, ""):
        return []
    try:
        text = decode(content, STANDARD_INPUT)
    except FindingsError:
        return []
    lines = text.split("\0") if "\0" in text else text.splitlines()
    names = [line.strip() for line in lines if line.strip()]
    listed = not any(map(_MAPPING.search, names)) and any(map(_is_there, names))
    return names if listed else []


def _is_there(name: str) -> bool:
    """Whether there is a file or folder of that name, or one that fits the pattern."""
    return Path(name).exists() or bool(_MAGIC.search(name) and _files(name))


def _files(name: str) -> list[str] | None:
    """The files that may be profiles, of a folder or a pattern; None for the name of a file."""
    path = Path(name)
    if name != STANDARD_INPUT and path.is_dir():
        return sorted(_below(path))
    if _MAGIC.search(name) and not path.exists():
        there = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)
        return [*dict.fromkeys(file for one in there for file in (_files(one) or [one]) if _fits(file))]
    return None


def _below(folder: Path) -> Iterator[str]:
    """What lies in a folder and the folders below it, but for hidden ones and those that a build wrote."""
    for place, folders, files in os.walk(folder):
        if MANIFEST in files:
            folders.clear()
            continue
        folders[:] = [one for one in folders if not one.startswith(".")]
        yield from (str(Path(place, file)) for file in files if _fits(file))


def _fits(file: str) -> bool:
    path = Path(file)
    return path.suffix.lower() in (*YAML, FORM) and not path.name.startswith((".", "~$"))


def _profiles(files: list[str], read: Callable[[str], bytes]) -> list[str]:
    """Those of the files that are an institution's whole profile; what can't be read is one too, and says so when
    it is built."""
    profiles, bases = [], set()
    for file in files:
        keys = _top_keys(file, read)
        if keys is None or {"schema", "institution"} <= keys.keys():
            profiles.append(file)
        if keys and (base := keys.get("extends", "").strip("\"'")):
            bases.add(_same(str(Path(file).parent / base)))
    return [file for file in profiles if _same(file) not in bases]


def _top_keys(file: str, read: Callable[[str], bytes]) -> dict[str, str] | None:
    """What stands behind a file's keys, as far as it matters here; None where that can't be told."""
    content = read(file)
    if is_form(content, file):
        return _form_keys(content, file)
    keys = dict(_KEY.findall(content.decode("utf-8", "replace").lstrip("\ufeff")))
    if keys:
        return keys
    return None if _is_odd(content, file) else {}


def _is_odd(content: bytes, file: str) -> bool:
    """Whether a file without such keys at the beginning of its lines may still be a profile."""
    try:
        return decode(content, file).lstrip().startswith("{")
    except FindingsError:
        return True


def _form_keys(content: bytes, file: str) -> dict[str, str] | None:
    """As _top_keys, of a workbook: {} for one that is no form."""
    from cplist.form.read import read_form  # few profiles are forms

    try:
        data = read_form(content, file)[0].data
    except FindingsError as error:
        return {} if any(found.rule == "form-not-ours" for found in error.findings) else None
    return {key: str(value) for key, value in data.items()} if isinstance(data, dict) else {}


def _same(name: str) -> str:
    """A file's name in one form, however it was written."""
    return os.path.normcase(Path(name).resolve())
