"""A table of institutions as profiles over one base."""

from __future__ import annotations

import os.path
from pathlib import Path

from cplist.core.findings import InputError
from cplist.form.table import Rows, read_table
from cplist.workspace.profile_files import LARGEST_FORM, content_of, read_rows


def rows_of(table: Path, base: str) -> Rows:
    """The profile of each line of a table (.xlsx, .csv), over the profile `base`. Raises InputError where one of
    the files can't be read, FindingsError for what is wrong with the table as a whole."""
    content_of(base)
    try:
        content = table.read_bytes()[: LARGEST_FORM + 1]
        relative = os.path.relpath(base, table.parent)
    except (OSError, ValueError) as error:  # ValueError: on another drive of Windows
        problem = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unreadable", file=str(table), problem=problem) from error
    lines, odd = read_rows(content, str(table))
    return read_table(lines, odd, str(table), relative)
