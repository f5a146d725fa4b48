"""The last workbook as it is read: checked before it is opened, never changed, never trusted."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from cplist.carryover.grid import Grid, read_grid
from cplist.carryover.previous import Previous
from cplist.carryover.record import ABOUT_FIELDS, VERSION, Record, read_record
from cplist.core.document_properties import CUSTOM, custom_properties_of
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.opc import unzipped, zipped
from cplist.core.workbook import CHOICES_SHEET, RECORD_SHEET, Formula, Value
from cplist.core.xml_reading import declares_document_type
from cplist.formulas.references import formula_mark

LARGEST = 60_000_000
"""Unpacked, in bytes: a workbook of cplist has two or three million."""
LARGEST_PROPERTIES = 1_000_000
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xls begins, and an .xlsx with a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class LastWorkbook:
    """The last workbook: its sheets in order, and its record (empty if a user took it out, or an older program made
    the workbook). `content` is the file, in the transitional form if it was saved in the strict one; `chart_sheets`
    are the names of sheets that are nothing but a chart."""

    name: str
    kept_as: str
    content: bytes
    sheets: Mapping[str, Grid]
    record: Record
    properties: Mapping[str, str]
    chart_sheets: tuple[str, ...] = ()
    saved: str = ""
    """When the program that saved it says that it did (ISO, UTC); "" for one as a build wrote it."""

    def about(self, name: str) -> str:
        """What the workbook says of itself (ABOUT_FIELDS), as a property or in its record; "" if nothing."""
        recorded = dict(zip(ABOUT_FIELDS, map(str, self.record.about[1:]), strict=False))
        return self.properties.get(f"cplist.{name}") or recorded.get(name, "")

    def others(self) -> list[str]:
        """The names of sheets that are neither lists of choices nor the record."""
        return [name for name in self.sheets if name not in (CHOICES_SHEET, RECORD_SHEET)]


class RefusedError(Exception):
    """A file that can't be carried over, with the finding that says why."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.rule)
        self.finding = found


def open_last(previous: Previous, institution: str, pack: str) -> LastWorkbook:
    """Read the workbook of that institution and that pack. Raises RefusedError for one of another, or for one that
    can't be read safely."""
    last = read_book(previous)
    _check_owner(previous, last, institution, pack)
    return last


def read_book(previous: Previous) -> LastWorkbook:
    """Read any workbook. Raises RefusedError if it can't be read safely, or if a newer program made it."""
    _check_bytes(previous)
    try:
        last = _read(previous)
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        problem = f"{type(error).__name__}: {error}"
        raise refused(previous, "workbook-unreadable", problem=problem) from error
    version = str(last.record.about[0]) if last.record.about else ""
    if version.isdigit() and int(version) > int(VERSION):
        raise refused(previous, "workbook-newer", version=version)
    return last


def properties_of(content: bytes) -> dict[str, str]:
    """What a workbook says of itself, without reading its sheets; {} for what is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = archive.getinfo(CUSTOM)
            xml = archive.read(part) if part.file_size < LARGEST_PROPERTIES else b""
        return custom_properties_of({CUSTOM: xml})
    except Exception:  # damaged in whatever way: whoever reads it whole says how
        return {}


def _read(previous: Previous) -> LastWorkbook:
    content = _transitional(previous.content)
    book = _loaded(content)
    sheets = {sheet.title: read_grid(sheet) for sheet in book.worksheets}
    properties = {p.name: str(p.value) for p in book.custom_doc_props.props}
    record = read_record(sheets[RECORD_SHEET].rows) if RECORD_SHEET in sheets else Record()
    sheets = _with_values(sheets, record, content)
    charts = tuple(sheet.title for sheet in book.chartsheets)
    about = (properties, charts, _saved(book.properties))
    return LastWorkbook(previous.name, previous.kept_as, content, sheets, record, *about)


def _saved(properties: Any) -> str:
    """When a user saved it (ISO 8601); "" for one as a build wrote it, which has the document's date twice."""
    created, modified = properties.created, properties.modified
    return modified.isoformat() if modified and modified != created else ""


_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|drawingml|spreadsheetml)/")


def _transitional(content: bytes) -> bytes:
    """The workbook in the usual form; Excel can save a strict one, whose namespaces openpyxl doesn't know."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        strict = "xl/workbook.xml" in archive.namelist() and _STRICT.search(archive.read("xl/workbook.xml"))
    if not strict:
        return content
    parts = unzipped(content).items()
    return zipped({name: _renamed(part) if _is_xml(name) else part for name, part in parts})


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def _renamed(part: bytes) -> bytes:
    part = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", part)
    return part.replace(b"/customProperties", b"/custom-properties").replace(
        b"/extendedProperties", b"/extended-properties"
    )


def _with_values(sheets: Mapping[str, Grid], record: Record, content: bytes) -> dict[str, Grid]:
    """The sheets with the values of formulas that users wrote into the program's tables. The program's own formulas
    are calculated anew."""
    marks = {str(cell) for table in record.tables.values() for row in table.rows for cell in row}
    names = {name for name, _ in record.tables} & set(sheets)
    names = {name for name in names if any(_unknown(cell, marks) for cell in _cells(sheets[name]))}
    if not names:
        return dict(sheets)
    values = _loaded(content, values=True)
    return {name: _valued(grid, values[name]) if name in names else grid for name, grid in sheets.items()}


def _cells(grid: Grid) -> list[Value]:
    return [cell for row in grid.rows for cell in row]


def _unknown(cell: Value, marks: set[str]) -> bool:
    return isinstance(cell, Formula) and formula_mark(cell.text) not in marks


def _valued(grid: Grid, values: Any) -> Grid:
    def valued(cell: Value, row: int, column: int) -> Value:
        if not isinstance(cell, Formula):
            return cell
        value = values.cell(row, column).value
        return replace(cell, value=value) if isinstance(value, int | float | str) else cell

    rows = (
        tuple(valued(cell, number, column) for column, cell in enumerate(row, 1))
        for number, row in enumerate(grid.rows, 1)
    )
    return replace(grid, rows=tuple(rows))


def refused(previous: Previous, rule: str, **arguments: Any) -> RefusedError:
    return RefusedError(finding(rule, file=previous.name, **arguments))


def _check_bytes(previous: Previous) -> None:
    """What can be told from the file's outside."""
    content = previous.content
    if content.startswith(_OLD_FORMAT):
        raise refused(previous, "workbook-password" if _ENCRYPTED in content else "workbook-xls")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if sum(part.file_size for part in parts) > LARGEST:
                raise refused(previous, "workbook-too-large", limit=LARGEST)
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            entities = any(_declares(archive, name) for name in names if name.endswith((".xml", ".rels")))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise refused(previous, "workbook-unreadable", problem=problem) from error
    except Exception as error:
        if isinstance(error, RefusedError):
            raise
        raise refused(previous, "workbook-unreadable", problem=type(error).__name__) from error
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise refused(previous, "workbook-macros")
    if entities:
        raise refused(previous, "workbook-unreadable", problem="DOCTYPE")


def _declares(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part declares a document type, and so perhaps entities, which no Office file does."""
    with archive.open(name) as part:
        return declares_document_type(cast(BinaryIO, part))


def _loaded(content: bytes, *, values: bool = False) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that it leaves out; what matters of them is named elsewhere
        return load_workbook(io.BytesIO(content), keep_links=False, data_only=values)


def _check_owner(previous: Previous, last: LastWorkbook, institution: str, pack: str) -> None:
    other = last.about("institution") or institution
    if other != institution:
        raise refused(previous, "workbook-other", institution=other)
    notice = last.about("pack") or pack
    if notice != pack:
        raise refused(previous, "workbook-other-notice", pack=notice)
