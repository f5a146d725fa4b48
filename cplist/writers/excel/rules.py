"""What stands behind a sheet's rows: conditional formats, validations of what is entered, and hyperlinks (ECMA-376
part 1, 18.3.1.18, 18.3.1.33 and 18.3.1.48).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from cplist.core.workbook import CHOICES_NAME, Column, ConditionalFormat, Link, Sheet
from cplist.core.xml_text import escaped
from cplist.formulas.references import Addresses, PlacedTable, letter, quoted
from cplist.writers.excel.skeleton import OPAQUE

CHOOSE = ("不在选项中", "请从下拉列表中选择。")
DAY = ("不是日期", "请填写日期，如2026-12-01。")
EARLIEST_DAY = 36526
"""2000-01-01, as Excel counts days."""
REFUSED = "不符合填写要求"


@dataclass(frozen=True)
class SheetRules:
    """Writes one sheet's rules. `looks` are the numbers of the formats that conditions give, `targets` the ids of
    the relationships: of "" to the Word file, of a link that a user made to where that leads."""

    addresses: Addresses
    tables: tuple[PlacedTable, ...]
    looks: Mapping[str, int]
    targets: Mapping[str, str] = field(default_factory=dict)
    _rows: dict[str, Mapping[str, int]] = field(default_factory=dict)

    def xml(self) -> str:
        """In the order of the schema: conditional formats, validations, hyperlinks."""
        conditions = "".join((*self._conditions(), *self._bars()))
        validations = list(self._validations())
        links = "".join(self._links())
        allowed = f'<dataValidations count="{len(validations)}">{"".join(validations)}</dataValidations>'
        return (
            conditions + (allowed if validations else "") + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        )

    # conditional formats

    def _conditions(self) -> Iterator[str]:
        priority = 0
        for table in self.tables:
            for condition in table.sheet.conditions:
                priority += 1
                first = table.places[condition.columns[0]] if condition.columns else 0
                formula = escaped(self.addresses.first(condition.when, table, first))
                rule = f'<cfRule type="expression" dxfId="{self.looks[condition.format]}" priority="{priority}">'
                where = " ".join(_ranges(table, condition))
                yield (
                    f'<conditionalFormatting sqref="{where}">{rule}<formula>{formula}</formula></cfRule>'
                    "</conditionalFormatting>"
                )

    # bars

    def _bars(self) -> Iterator[str]:
        priority = sum(len(table.sheet.conditions) for table in self.tables)
        for table in self.tables:
            for bars in table.sheet.bars:
                priority += 1
                where = " ".join(_down(table, table.places[title]) for title in bars.columns)
                ends = '<cfvo type="num" val="0"/><cfvo type="num" val="1"/>'
                yield (
                    f'<conditionalFormatting sqref="{where}"><cfRule type="dataBar" priority="{priority}">'
                    f'<dataBar>{ends}<color rgb="{OPAQUE}{bars.color}"/></dataBar></cfRule></conditionalFormatting>'
                )

    # validations

    def _validations(self) -> Iterator[str]:
        for table in self.tables:
            for number, column in enumerate(table.sheet.columns):
                if made := self._validation(table, number, column):
                    yield made
            if table is self.tables[0]:
                yield from self._fields(table.sheet)

    def _validation(self, table: PlacedTable, number: int, column: Column) -> str:
        where = _down(table, number)
        if column.check:
            return _allowed("custom", where, self.addresses.first(column.check, table), REFUSED, column.says)
        if formula := self._list(table, column):
            return _allowed("list", where, formula, *CHOOSE, says=column.says)
        if column.date and column.filled_in:
            return _day(where, column.says)
        return _told(where, column.says) if column.says else ""

    def _list(self, table: PlacedTable, column: Column) -> str:
        """The formula of a column's choices."""
        if column.choices:
            return f"{CHOICES_NAME}{column.choices}"
        if column.choices_from:
            return self.addresses.column(*column.choices_from.split("!"))
        if column.choices_by:
            keys = [other.key for other in table.sheet.columns]
            return f"INDIRECT(${letter(keys.index(column.choices_by))}{table.area.first})"
        return ""

    @staticmethod
    def _fields(sheet: Sheet) -> Iterator[str]:
        for row, single in enumerate(sheet.fields, 2 + bool(sheet.note)):
            if single.date:
                yield _day(f"B{row}", single.hint)

    # links

    def _links(self) -> Iterator[str]:
        for table in self.tables:
            for (row, column), link in table.sheet.links.items():
                cell = f"{letter(column)}{table.area.first + row}"
                if link.sheet:
                    yield from self._to_sheet(cell, link)
                elif link.url.startswith("#"):
                    yield f'<hyperlink ref="{cell}" location="{escaped(link.url[1:])}"/>'
                elif link.url:
                    yield f'<hyperlink ref="{cell}" r:id="{self.targets[link.url]}"/>'
                elif "" in self.targets:
                    yield f'<hyperlink ref="{cell}" location="{escaped(link.target)}" r:id="{self.targets[""]}"/>'

    def _to_sheet(self, cell: str, link: Link) -> Iterator[str]:
        row = self._rows_of(link.sheet).get(link.target) if link.target else int(link.sheet in self.addresses.named)
        if row:
            yield f'<hyperlink ref="{cell}" location="{escaped(quoted(link.sheet))}!A{row}"/>'

    def _rows_of(self, sheet: str) -> Mapping[str, int]:
        """The numbers of a sheet's rows (from 1) by key."""
        if sheet not in self._rows:
            table = self.addresses.named.get(sheet)
            self._rows[sheet] = {} if table is None else _rows_by_key(table)
        return self._rows[sheet]


def _rows_by_key(table: PlacedTable) -> Mapping[str, int]:
    """The number of each row of a table by its key."""
    index = table.sheet.key_column
    if index is None:
        return {}
    return {str(row[index]): number for number, row in enumerate(table.sheet.rows, table.area.first)}


def _ranges(table: PlacedTable, condition: ConditionalFormat) -> Iterator[str]:
    if not condition.columns:
        yield f"A{table.area.first}:{letter(len(table.sheet.columns) - 1)}{_last(table)}"
    for first, last in _runs(sorted(table.places[title] for title in condition.columns)):
        yield f"{letter(first)}{table.area.first}:{letter(last)}{_last(table)}"


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of numbers that follow each other."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]


def _down(table: PlacedTable, number: int) -> str:
    return f"{letter(number)}{table.area.first}:{letter(number)}{_last(table)}"


def _last(table: PlacedTable) -> int:
    return max(table.area.last - table.sheet.totals, table.area.first)


def _allowed(kind: str, where: str, formula: str, title: str, error: str = "", says: str = "") -> str:
    text = escaped(error or title)
    return (
        f'<dataValidation type="{kind}" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
        f'errorTitle="{escaped(title)}" error="{text}"{_prompt(says)} sqref="{where}">'
        f"<formula1>{escaped(formula)}</formula1></dataValidation>"
    )


def _day(where: str, says: str) -> str:
    title, error = DAY
    return (
        '<dataValidation type="date" operator="greaterThanOrEqual" allowBlank="1" showInputMessage="1" '
        f'showErrorMessage="1" errorTitle="{title}" error="{error}"{_prompt(says or error)} sqref="{where}">'
        f"<formula1>{EARLIEST_DAY}</formula1></dataValidation>"
    )


def _told(where: str, says: str) -> str:
    return f'<dataValidation allowBlank="1" showInputMessage="1"{_prompt(says)} sqref="{where}"/>'


def _prompt(says: str) -> str:
    return f' prompt="{escaped(says)}"' if says else ""
