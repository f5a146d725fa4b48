"""Writing what `init` makes: the profile, never over a file that is there, and the schema beside it."""

from __future__ import annotations

from pathlib import Path

from cplist.errors import Finding, InputError
from cplist.files import write_whole
from cplist.jsonschema import FILE_NAME, is_ours, json_text
from cplist.messages import finding


def write_starter(text: str, file: Path) -> list[Finding]:
    """Write the profile and, beside it, the schema that its first line names. Raises InputError."""
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise InputError("init-exists", file=str(file)) from error
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unwritable", file=str(file), problem=problem) from error
    return [finding("init-written", file=file), *_write_schema(file.parent / FILE_NAME)]


def _write_schema(file: Path) -> list[Finding]:
    """An earlier schema of ours is brought up to date; anybody else's file stays."""
    ours = json_text().encode()
    try:
        there = file.read_bytes() if file.exists() else None
        if there is not None and not is_ours(there):
            return [finding("init-schema-kept", file=file)]
        if there != ours:
            write_whole(file, ours)
    except OSError as error:
        raise InputError("file-unwritable", file=str(file), problem=error.strerror or str(error)) from error
    return []
