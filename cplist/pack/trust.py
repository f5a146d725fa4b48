"""Which packs are trusted: the shipped ones, and those that `cplist pack trust` was told of, each known by the
SHA-256 over its files.

Nothing else grants trust, no profile and no workbook. A pack that isn't trusted is opened in a confined process
only (strangers.py); one whose files have changed is another pack.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from cplist.confined.guard import is_confined
from cplist.core.findings import InputError, UntrustedPackError
from cplist.core.own_folder import data_folder, own_folder, read_own, write_own
from cplist.pack.pack import Pack, PackFolder, find_pack, open_folder

FILE = "trusted.json"
SCHEMA = "cplist.trusted/1"


@dataclass(frozen=True)
class TrustedPack:
    """A pack that the user trusts: the SHA-256 over its files, and what it was called and where it lay then."""

    sha256: str
    name: str
    version: str
    folder: str


def open_trusted(name: str, extra: Sequence[Path] = ()) -> Pack:
    """As open_pack. Raises UntrustedPackError for a pack that this process mustn't open."""
    pack = find_pack(name, extra)
    if not (pack.shipped or is_confined() or is_trusted(pack)):
        raise UntrustedPackError(pack.folder)
    return open_folder(pack)


def is_trusted(pack: PackFolder) -> bool:
    """Whether the user has said that this pack is to be trusted, as it is."""
    return pack.sha256 in {one.sha256 for one in trusted_packs()}


def trusted_packs() -> tuple[TrustedPack, ...]:
    """The packs that the user trusts; none where that can't be read, or where others could have written it."""
    content = read_own(_file()) if own_folder(data_folder()) else None
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        entries = json.loads(content or b"{}")["packs"]
        return tuple(TrustedPack(**{key: str(value) for key, value in entry.items()}) for entry in entries)
    return ()


def trust(pack: TrustedPack) -> None:
    """Trust that pack from now on. Raises InputError where that can't be kept safely."""
    _keep([*(one for one in trusted_packs() if one.sha256 != pack.sha256), pack])


def take_back(pack: TrustedPack) -> None:
    """Trust that pack no more. Raises InputError where that can't be kept."""
    _keep([one for one in trusted_packs() if one.sha256 != pack.sha256])


def _keep(packs: Sequence[TrustedPack]) -> None:
    data = {"schema": SCHEMA, "packs": [asdict(pack) for pack in packs]}
    if not own_folder(data_folder()):
        raise InputError("trust-unsafe", folder=str(data_folder()))
    try:
        write_own(_file(), (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise InputError("file-unwritable", file=str(_file()), problem=str(error.strerror or error)) from error


def _file() -> Path:
    return data_folder() / FILE
