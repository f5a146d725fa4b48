"""What a workbook's skeleton depends on, and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cplist.core.workbook import Format, Sheet, areas

SENTINEL = 777_000
"""Stands for a sheet's last row in the skeleton, plus the sheet's number."""
HEADER_TEXT = "CPLIST-HEADER"


@dataclass(frozen=True)
class Layout:
    """All of a sheet that doesn't change with its words: what the skeleton depends on."""

    name: str
    columns: tuple[tuple[float, bool], ...]
    header_row: int
    paper: str
    landscape: bool
    filtered: bool
    frozen_columns: int
    has_breaks: bool
    fields: tuple[str, ...] = ()
    first_field: int = 0
    one_page: bool = False

    @classmethod
    def of(cls, sheet: Sheet) -> Layout:
        return cls(
            name=sheet.name,
            columns=tuple((column.width, column.hidden) for column in sheet.columns),
            header_row=areas(sheet)[0].header,
            paper=sheet.paper,
            landscape=sheet.landscape,
            filtered=sheet.filtered,
            frozen_columns=sheet.frozen_columns,
            has_breaks=bool(sheet.banners or sheet.charts) and not sheet.one_page,
            fields=tuple(field.name for field in sheet.fields),
            first_field=2 + bool(sheet.note),
            one_page=sheet.one_page,
        )


@dataclass(frozen=True)
class Skeleton:
    """The parts that stay; each sheet's XML around its rows; style numbers by format (plain, quoted), and those of
    the looks that a condition gives to cells."""

    parts: Mapping[str, str]
    workbook: str
    sheets: tuple[tuple[str, str, str], ...]
    styles: Mapping[str, tuple[int, int]]
    looks: Mapping[str, int]


@dataclass(frozen=True)
class Frame:
    """All that a skeleton depends on. `conditional` are the formats that conditions give to cells."""

    layouts: tuple[Layout, ...]
    formats: tuple[Format, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    conditional: tuple[str, ...] = ()
