"""The last workbook, opened with care: what it is, who made it, what it holds. Never changed, never trusted."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cplist.blocks import Formula, Value
from cplist.errors import Finding
from cplist.messages import finding
from cplist.record import CHOICES_SHEET, RECORD_SHEET, VERSION, Record, read_record

LARGEST = 60_000_000
"""Unpacked, in bytes: a workbook of cplist has two or three million."""
BOOKMARK = "cp_"
"""How the names of the Word file's bookmarks begin that our links lead to."""
MOST_CELLS = 2_000_000
"""Of one sheet, blanks between others included."""
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xls begins, and an .xlsx with a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Previous:
    """The workbook to carry over: its bytes, its name, and the name under which it will be kept."""

    content: bytes
    name: str
    kept_as: str


@dataclass(frozen=True)
class Grid:
    """A sheet's cells, row by row ("" where blank), the widths of its columns, its comments by (row, column)."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    widths: Mapping[int, float] = field(default_factory=dict)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class LastBook:
    """The last workbook: its sheets in order, and its own record (empty if an older program made it)."""

    name: str
    kept_as: str
    content: bytes
    sheets: Mapping[str, Grid]
    record: Record
    properties: Mapping[str, str]

    def others(self) -> list[str]:
        """The names of sheets that are neither lists of choices nor the record."""
        return [name for name in self.sheets if name not in (CHOICES_SHEET, RECORD_SHEET)]


class RefusedError(Exception):
    """A file that can't be carried over, with the finding that says why."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.rule)
        self.finding = found


def open_last(previous: Previous, institution: str, pack: str) -> LastBook:
    """Read the workbook. Raises RefusedError for one that is none of ours, or that can't be read safely."""
    _check_bytes(previous)
    try:
        book = _loaded(previous.content)
        sheets = {sheet.title: _grid(sheet) for sheet in book.worksheets}
        properties = {p.name: str(p.value) for p in book.custom_doc_props.props}
        record = read_record(sheets[RECORD_SHEET].rows) if RECORD_SHEET in sheets else Record()
    except RefusedError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        problem = f"{type(error).__name__}: {error}"
        raise _refused(previous, "workbook-unreadable", problem=problem) from error
    last = LastBook(previous.name, previous.kept_as, previous.content, sheets, record, properties)
    _check_owner(previous, last, institution, pack)
    return last


def _refused(previous: Previous, rule: str, **arguments: Any) -> RefusedError:
    return RefusedError(finding(rule, file=previous.name, **arguments))


def _check_bytes(previous: Previous) -> None:
    """What can be told from the file's outside."""
    content = previous.content
    if content.startswith(_OLD_FORMAT):
        raise _refused(previous, "workbook-password" if _ENCRYPTED in content else "workbook-xls")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if sum(part.file_size for part in parts) > LARGEST:
                raise _refused(previous, "workbook-too-large", limit=LARGEST)
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            entities = any(_declares(archive, name) for name in names if name.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise _refused(previous, "workbook-unreadable", problem=problem) from error
    except Exception as error:
        if isinstance(error, RefusedError):
            raise
        raise _refused(previous, "workbook-unreadable", problem=type(error).__name__) from error
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise _refused(previous, "workbook-macros")
    if entities:
        raise _refused(previous, "workbook-unreadable", problem="DOCTYPE")


def _declares(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part declares entities, which no Office file does."""
    with archive.open(name) as part:
        return b"<!DOCTYPE" in part.read(2_000)


def _loaded(content: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(content), keep_links=False)


def _check_owner(previous: Previous, last: LastBook, institution: str, pack: str) -> None:
    about = dict(zip(("version", "institution", "pack", "build"), map(str, last.record.about), strict=False))
    version = about.get("version", "0")
    if version.isdigit() and int(version) > int(VERSION):
        raise _refused(previous, "workbook-newer", version=version)
    other = last.properties.get("cplist.institution") or about.get("institution") or institution
    if other != institution:
        raise _refused(previous, "workbook-other", institution=other)
    notice = last.properties.get("cplist.pack") or about.get("pack") or pack
    if notice != pack:
        raise _refused(previous, "workbook-other-notice", pack=notice)


def _grid(sheet: Any) -> Grid:
    """A sheet's cells without the blanks around them."""
    cells = sheet._cells
    filled = {
        place: cell for place, cell in cells.items() if cell.value not in (None, "") and not _is_bare_link(cell)
    }
    last_row = max((row for row, _ in filled), default=0)
    last_column = max((column for _, column in filled), default=0)
    if last_row * max(1, last_column) > MOST_CELLS:
        raise ValueError(f"more than {MOST_CELLS} cells in {sheet.title}")
    rows: list[list[Value]] = [[""] * last_column for _ in range(last_row)]
    for (row, column), cell in filled.items():
        rows[row - 1][column - 1] = value_of(cell)
    comments = {
        (row - 1, column - 1): str(cell.comment.text) for (row, column), cell in cells.items() if cell.comment
    }
    return Grid(sheet.title, tuple(map(tuple, rows)), dict(_widths(sheet)), comments)


def _is_bare_link(cell: Any) -> bool:
    """Whether a cell holds nothing but a link of ours whose row was deleted: openpyxl then shows its target."""
    link = cell.hyperlink
    if link is None or not isinstance(cell.value, str):
        return False
    if (link.location or "").startswith(BOOKMARK) and cell.value == link.target:
        return True
    return cell.value == link.location and re.fullmatch(r"'[^']+'!A\d+", cell.value) is not None


def _widths(sheet: Any) -> Iterator[tuple[int, float]]:
    from openpyxl.utils import column_index_from_string

    for letters, dimension in sheet.column_dimensions.items():
        if dimension.width and dimension.customWidth:
            yield column_index_from_string(letters) - 1, float(dimension.width)


def value_of(cell: Any) -> Value:
    """What a cell of openpyxl's holds, as ours would."""
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", value)), array=not isinstance(value, str))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, str):
        return re.sub(r"\r\n?", "\n", value)
    if isinstance(value, int | float | datetime.date):
        return value
    return str(value)
