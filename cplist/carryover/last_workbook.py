"""The last workbook as it is read: checked before it is opened, never changed, never trusted."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cplist.carryover.grid import Grid
from cplist.carryover.previous import Previous
from cplist.carryover.reading.kinds import LARGEST, refusal
from cplist.carryover.reading.parts import DamagedError, SheetPart, WorkbookParts, unpacked
from cplist.carryover.reading.sheets import SheetReader, sheet_reader
from cplist.carryover.record import ABOUT_FIELDS, VERSION, Record, read_record
from cplist.core.document_properties import CUSTOM, custom_properties_of
from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.core.opc import Parts
from cplist.core.workbook import CHOICES_SHEET, RECORD_SHEET

LARGEST_PROPERTIES = 1_000_000
WORKSHEET, CHART_SHEET = "worksheet", "chartsheet"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(officeDocument|drawingml|spreadsheetml)/")


@dataclass(frozen=True)
class LastWorkbook:
    """The last workbook: its sheets in order, and its record (empty if a user took it out, or an older program made
    the workbook). `content` is the file, `parts` are its parts, in the transitional form if it was saved in the
    strict one, and `places` where its sheets stand there; `chart_sheets` are the names of sheets that are nothing
    but a chart, `unread` those of sheets that are no tables of the program's and can't be read."""

    name: str
    kept_as: str
    content: bytes
    sheets: Mapping[str, Grid]
    record: Record
    properties: Mapping[str, str]
    chart_sheets: tuple[str, ...] = ()
    saved: str = ""
    """When the program that saved it says that it did (ISO, UTC); "" for one as a build wrote it."""
    parts: Parts = field(default_factory=dict, repr=False)
    places: Mapping[str, SheetPart] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    strings: tuple[str, ...] = field(default=(), repr=False)
    """The shared strings, to which sheets that users added refer by their numbers."""

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


def open_last(previous: Previous, institution: str, pack: str, owner: tuple[str, str] = ("", "")) -> LastWorkbook:
    """Read the workbook of that institution and that pack; `owner` are the ids of the party and the unit of
    one that is a party's. Raises RefusedError for one of another, or for one that can't be read safely."""
    last = read_book(previous)
    _check_owner(previous, last, institution, pack)
    if (last.about("party"), last.about("unit")) != owner and last.record.about:
        raise refused(previous, "workbook-other-party", party=last.about("party_name"))
    return last


def read_book(previous: Previous) -> LastWorkbook:
    """Read any workbook. Raises RefusedError if it can't be read safely, or if a newer program made it."""
    if found := refusal(previous.content, previous.name, LARGEST):
        raise RefusedError(found)
    try:
        last = _read(previous)
    except DamagedError as error:
        raise refused(previous, "workbook-unreadable", problem=str(error)) from error
    version = str(last.record.about[0]) if last.record.about else ""
    if version.isdecimal() and version.isascii() and int(version[:9]) > int(VERSION):
        raise refused(previous, "workbook-newer", version=version[:9])
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
    workbook = unpacked(previous.content)
    sheets = [one for one in workbook.sheets() if one.name]
    reader = sheet_reader(workbook)
    known = {one: reader.grid(one) for one in sheets if one.name == RECORD_SHEET}
    record = _record(known.values())
    grids, unread = _grids(reader, sheets, {name for name, _ in record.tables} | {RECORD_SHEET}, known)
    return LastWorkbook(
        *(previous.name, previous.kept_as, previous.content, grids, record, workbook.custom_properties()),
        chart_sheets=tuple(one.name for one in sheets if one.kind == CHART_SHEET),
        saved=workbook.saved(),
        parts=_transitional(workbook),
        places={one.name: one for one in sheets},
        unread=unread,
        strings=reader.strings,
    )


def _record(grids: Iterable[Grid]) -> Record:
    """The record of the workbook, empty where there is none. Raises DamagedError for one that is none."""
    rows = next((grid.rows for grid in grids), ())
    try:
        return read_record(rows)
    except (ValueError, IndexError) as error:
        raise DamagedError(RECORD_SHEET, str(error)) from error


def _grids(
    reader: SheetReader, sheets: Sequence[SheetPart], needed: set[str], known: Mapping[SheetPart, Grid]
) -> tuple[dict[str, Grid], tuple[str, ...]]:
    """The sheets by name, those that are `known` as they were read, and the names of those that can't be read.
    Raises DamagedError where one is `needed`."""
    grids, unread = {}, []
    for sheet in sheets:
        if sheet.kind not in (CHART_SHEET, WORKSHEET) and sheet.name not in needed:
            unread.append(sheet.name)
        elif sheet.kind != CHART_SHEET:
            try:
                grids[sheet.name] = known[sheet] if sheet in known else reader.grid(sheet)
            except DamagedError:
                if sheet.name in needed:
                    raise
                unread.append(sheet.name)
    return grids, tuple(unread)


def _transitional(workbook: WorkbookParts) -> Parts:
    """The parts in the usual form; Excel can save a strict one, whose namespaces others don't know."""
    if not _STRICT.search(workbook.parts[workbook.workbook]):
        return workbook.parts
    return {name: _renamed(part) if _is_xml(name) else part for name, part in workbook.parts.items()}


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def _renamed(part: bytes) -> bytes:
    part = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", part)
    return part.replace(b"/customProperties", b"/custom-properties").replace(
        b"/extendedProperties", b"/extended-properties"
    )


def refused(previous: Previous, rule: str, **arguments: Any) -> RefusedError:
    return RefusedError(finding(rule, file=previous.name, **arguments))


def _check_owner(previous: Previous, last: LastWorkbook, institution: str, pack: str) -> None:
    other = last.about("institution") or institution
    if other != institution:
        raise refused(previous, "workbook-other", institution=other)
    notice = last.about("pack") or pack
    if notice != pack:
        raise refused(previous, "workbook-other-notice", pack=notice)
