"""Writing what a person starts from, never over a file that is there: a profile and its schema, a style.docx."""

from __future__ import annotations

from pathlib import Path

from cplist.core.files import in_the_way, make_folder, write_new, write_whole
from cplist.core.findings import Finding, InputError
from cplist.core.messages import finding
from cplist.profile.schema import JSON_SCHEMA_FILE, PROFILE
from cplist.schema.json_schema import is_ours
from cplist.workspace.file_schemas import profile_json_schema


def write_starter(text: str, file: Path, rule: str = "init-written") -> list[Finding]:
    """Write the profile and, beside it, the schema that its first line names; `rule` says that it is written.
    Raises InputError."""
    written = write_new_file(text.encode(), file, rule)
    return [*written, *_write_schema(file.parent / JSON_SCHEMA_FILE)]


def write_new_file(content: bytes, file: Path, rule: str) -> list[Finding]:
    """Write a profile's file; `rule` says that it is written. Raises InputError."""
    _write_new(content, file, "init-exists")
    return [finding(rule, file=file)]


def write_style(content: bytes, file: Path) -> list[Finding]:
    """Write a fresh style.docx. Raises InputError."""
    _write_new(content, file, "style-exists")
    return [finding("style-written", file=file)]


def _write_new(content: bytes, file: Path, exists: str) -> None:
    """Write a file that isn't there yet, whole or not at all, and the folders above it; `exists` is the problem if
    it is."""
    if there := in_the_way(file.parent):
        raise InputError("output-no-folder", folder=str(file.parent), file=str(there))
    try:
        make_folder(file.parent)
        write_new(file, content)
    except FileExistsError as error:
        raise InputError(exists, file=str(file)) from error
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unwritable", file=str(file), problem=problem) from error


def _write_schema(file: Path) -> list[Finding]:
    """An earlier schema of ours is brought up to date; anybody else's file stays."""
    ours = profile_json_schema().encode()
    try:
        there = file.read_bytes() if file.exists() else None
        if there is not None and not is_ours(there, PROFILE):
            return [finding("init-schema-kept", file=file)]
        if there != ours:
            write_whole(file, ours)
    except OSError as error:
        raise InputError("file-unwritable", file=str(file), problem=error.strerror or str(error)) from error
    return []
