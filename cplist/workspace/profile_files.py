"""The files of profiles: YAML, or a form that was filled in (.xlsx)."""

from __future__ import annotations

import os.path
import sys
from pathlib import Path, PurePath
from typing import BinaryIO

from cplist.core.findings import Finding, FindingsError, InputError, Location
from cplist.core.messages import finding
from cplist.profile.unit_tables import Cell, Row, read_table
from cplist.yamldoc.document import MOST_BYTES, Document
from cplist.yamldoc.document import read as read_yaml

STANDARD_INPUT = "-"
LARGEST_FORM = 20_000_000
"""Bytes of a form; one of ours has sixty thousand."""
_BINARY = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
"""How archives and the workbooks of old begin."""
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


def is_form(content: bytes, name: str) -> bool:
    """Whether a file is a workbook and no YAML: by its first bytes, or by its name."""
    return content.startswith(_BINARY) or PurePath(name).suffix.lower() in _WORKBOOKS


def read_data(content: bytes, name: str) -> tuple[Document, list[Finding]]:
    """The data of a file, and what is wrong with it short of its values. Raises FindingsError where nothing can be
    read."""
    if not is_form(content, name):
        return read_yaml(content, name)
    if len(content) > LARGEST_FORM:
        raise FindingsError([finding("yaml-too-large", Location(name), limit=LARGEST_FORM)])
    from cplist.form.read import read_form  # few profiles are forms

    return read_form(content, name)


def read_rows(content: bytes, name: str) -> tuple[list[Row], list[Finding]]:
    """The rows of a list of units: a CSV, or the first sheet of a workbook (.xlsx) that holds something. Raises
    FindingsError for what is no table."""
    if not is_form(content, name):
        return read_table(content, name)
    from cplist.form.sheets import seen_sheets  # few profiles name such a list

    sheet = next((one for one in seen_sheets(content, name) if one.texts), None)
    if sheet is None:
        raise FindingsError([finding("units-empty", Location(name))])
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, column), text in sorted(sheet.texts.items()):
        by_row.setdefault(row, {})[column] = Cell(text.strip(), sheet.at(row, column))
    return [Row(cells, sheet.at(row, 0)) for row, cells in by_row.items()], list(sheet.odd_cells())


def told(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings as whoever wrote the file reads them: those of cells in the words of the form."""
    if not any(found.location and found.location.sheet for found in findings):
        return findings
    from cplist.form.advice import in_form_words  # few profiles are forms

    return in_form_words(findings)


def content_of(name: str) -> bytes:
    """The bytes of the file of that path, or of standard input; of a file that is too large, only so many that this
    can be told. Raises InputError."""
    try:
        if name == STANDARD_INPUT:
            if sys.stdin is None:
                raise InputError("stdin-missing")
            return _some(sys.stdin.buffer)
        return _bytes(Path(name))
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unreadable", file=name, problem=problem) from error


def base_of(base: str, file: str) -> tuple[str, bytes]:
    """A base profile or a list of units, its path relative to the file that names it."""
    folder = Path() if file == STANDARD_INPUT else Path(file).parent
    path = folder / base
    return os.path.normpath(path), _bytes(path)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return _some(file)


def _some(file: BinaryIO) -> bytes:
    content = file.read(MOST_BYTES + 1)
    return content + file.read(LARGEST_FORM - MOST_BYTES) if is_form(content, "") else content
