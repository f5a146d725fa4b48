"""Findings, and the exceptions that end a command: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

MOST_FINDINGS = 1000
"""So many findings of one file are told at most."""


class Severity(StrEnum):
    """How much a finding weighs: errors stop a build, warnings are printed and kept, notes are shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file; lines and columns count from 1, columns in characters. In a workbook it is a cell: of the
    sheet with that name and number, in that row and column."""

    file: str
    line: int = 1
    column: int = 1
    sheet: str = ""
    sheet_number: int = 0

    def __str__(self) -> str:
        whole_workbook = not self.sheet and self.file.lower().endswith(".xlsx") and self.line == self.column == 1
        return self.file if whole_workbook else f"{self.file}:{self.within}"

    @property
    def within(self) -> str:
        """Where in its file: 12:3, or 负责人!C7."""
        return f"{self.sheet}!{self.cell}" if self.sheet else f"{self.line}:{self.column}"

    @property
    def on_line(self) -> str:
        """The same without the column: 12, or 负责人!C7."""
        return self.within if self.sheet else str(self.line)

    @property
    def cell(self) -> str:
        """The address of the cell; "" where the file is no workbook."""
        return f"{column_letters(self.column)}{self.line}" if self.sheet else ""


def column_letters(number: int) -> str:
    """What a workbook calls its column of that number, from 1: A, Z, AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell, or a range of cells, of a person's workbook that a finding is about: of which file ("" where there is
    only one), on which sheet, its address ("" for the whole sheet); and where it is now: on that sheet of the new
    workbook, in that cell ("" and "" where it is in the person's file only)."""

    sheet: str
    address: str = ""
    now_sheet: str = ""
    now_address: str = ""
    file: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing to know about a profile, a pack or a file.

    `rule` names its wording in core/messages, `path` the value concerned (leaders[2].roles), `arguments` fill the
    wording's placeholders; `accepted` is why the profile accepts it ("" where it doesn't); `wording` is what a pack
    says in the place of cplist's words (zh, en, hint_zh, hint_en; empty where it says nothing else); `cells` are
    those of a person's workbook that it is about.
    """

    rule: str
    severity: Severity
    location: Location | None = None
    path: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    accepted: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[FoundCell, ...] = ()


class CplistError(Exception):
    """The base of everything that cplist raises on purpose."""


class FindingsError(CplistError):
    """Work can't go on; the findings say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{finding.location} {finding.rule}" for finding in self.findings))


class InputError(CplistError):
    """A file can't be read or written, or the command was given something that it can't use (exit status 2)."""

    def __init__(self, rule: str, **arguments: str) -> None:
        self.rule, self.arguments = rule, arguments
        super().__init__(rule, arguments)

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is told to another process."""
        return partial(InputError, self.rule, **self.arguments), ()


class UntrustedPackError(CplistError):
    """A pack in that folder may be opened in a confined process only. `standard_input` is what was read of it
    before that was known."""

    def __init__(self, folder: Path, standard_input: bytes = b"") -> None:
        self.folder, self.standard_input = folder, standard_input
        super().__init__(str(folder))


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def by_place(findings: Iterable[Finding], files: Sequence[str]) -> list[Finding]:
    """Findings in the order of those files and of the places in them; at one place in the order given."""
    numbers = {file: number for number, file in enumerate(files)}
    return sorted(findings, key=lambda found: _position(found.location, numbers))


def _position(at: Location | None, numbers: Mapping[str, int]) -> tuple[int, int, int, int]:
    return (numbers.get(at.file, len(numbers)), at.sheet_number, at.line, at.column) if at else (0, 0, 0, 0)
