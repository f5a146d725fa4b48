"""From the last workbook to the next: what people filled in follows its row's hidden key, and nothing is lost.

Every cell that a person wrote either stands in the new workbook at its place, or is listed there: on 已停用 if its
row is no more, on 冲突 if a person has to decide. The file itself is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cplist.carryover.cell_looks import Looks
from cplist.carryover.changes import changes
from cplist.carryover.fill_rows import filled
from cplist.carryover.found_table import OldTable, finds, old_tables
from cplist.carryover.grid import Grid
from cplist.carryover.last_workbook import LastBook, RefusedError, open_last, refused
from cplist.carryover.list_sheets import (
    CHANGES,
    RETIRED,
    KeptLines,
    comments_of,
    kept_lines,
    list_sheets,
    new_lines,
    new_links,
)
from cplist.carryover.own_sheets import foreign_sheets, left_behind
from cplist.carryover.previous import Carried, Previous, without_empty
from cplist.carryover.record import RecordedTable, read_record
from cplist.carryover.recorded_table import by_todays_titles
from cplist.carryover.restored_rows import returned
from cplist.carryover.tally import Tally, findings_of
from cplist.carryover.unplaced import EDITED, GONE, Listed
from cplist.core.workbook import At, Field, Sheet, Value, Workbook
from cplist.writers.excel.foreign.sheets import Foreign

__all__ = ["Carried", "Compared", "Previous", "carry_over", "compared"]


def carry_over(
    previous: Previous, workbook: Workbook, when: str = "", replaced: Mapping[str, str] | None = None
) -> Carried:
    """Fill the new workbook from the previous one. Where that can't be taken over, the
    findings are errors and nothing is filled. `when` is how lists call this build, `replaced` says which duty takes
    the place of which."""
    properties = workbook.properties
    try:
        last = open_last(previous, properties.get("cplist.institution", ""), properties.get("cplist.pack", ""))
        if not last.record.about and not _has_ours(last, workbook):
            raise refused(previous, "workbook-not-ours")
    except RefusedError as problem:
        return Carried(findings=(problem.finding,))
    return _Carrying(last, list_sheets(workbook), when, replaced or {}).done()


@dataclass(frozen=True)
class Compared:
    """A workbook as it was handed out, with what people filled in; all that isn't as it was; how each of its sheets
    is called now (one that isn't there any more isn't in it)."""

    workbook: Workbook
    tally: Tally
    used: Mapping[str, str]


def compared(last: LastBook, workbook: Workbook) -> Compared:
    """What people did to a workbook that was handed out as `workbook`."""
    work = _Carrying(last, workbook, "", {})
    sheets = tuple(work.filled_sheets(Looks(workbook.formats)))
    return Compared(replace(workbook, sheets=sheets), work.tally, work.used)


def _has_ours(last: LastBook, workbook: Workbook) -> bool:
    """Whether any table of ours in which people write stands there."""
    ours = [sheet for sheet in workbook.sheets if any(column.filled_in for column in sheet.columns)]
    return any(finds(last.sheets[name], sheet) for name in last.others() for sheet in ours)


@dataclass
class _Carrying:
    """Goes through the sheets and keeps the tally. `used` says which sheet of the last workbook stands behind each
    of ours, `noted` where in it the comments stood that came along."""

    last: LastBook
    workbook: Workbook
    when: str
    replaced: Mapping[str, str]
    tally: Tally = field(default_factory=Tally)
    used: dict[str, str] = field(default_factory=dict)
    noted: dict[str, set[At]] = field(default_factory=dict)
    fresh: dict[str, set[str]] = field(default_factory=dict)
    kept: dict[str, KeptLines] = field(default_factory=dict)

    def done(self) -> Carried:
        looks = Looks(self.workbook.formats)
        sheets = self.filled_sheets(looks)
        self.kept = {sheet.lines: self._kept(sheet) for sheet in sheets if sheet.lines}
        sheets = [sheet if sheet.lines else self._returned(sheet) for sheet in sheets]
        foreign = self._foreign()
        self._comments()
        moved = changes(self.last.record, read_record(self.workbook.record))
        made = [self._list(sheet, moved) if sheet.lines else sheet for sheet in sheets]
        workbook = without_empty(replace(self.workbook, sheets=tuple(made), formats=looks.formats))
        tally = self.tally
        findings = tuple(findings_of(tally, moved, workbook, self.last.kept_as))
        return Carried(workbook, tally.found, tally.carried, tally.count_listed, foreign, findings)

    # our own sheets

    def filled_sheets(self, looks: Looks) -> list[Sheet]:
        """Every sheet but the lists, with what people filled in."""
        return [sheet if sheet.lines else self._sheet(sheet, looks) for sheet in self.workbook.sheets]

    def _sheet(self, sheet: Sheet, looks: Looks) -> Sheet:
        grid = self._grid(sheet)
        tables = (sheet, *sheet.below)
        recorded = self._recorded(sheet)
        if grid is None:
            if any(column.filled_in for column in sheet.columns) and (not self.last.record.tables or recorded[0]):
                self.tally.missing.append(sheet.name)
            return sheet
        olds = old_tables(grid, tables, recorded)
        made = [self._table(*each, looks) for each in zip(tables, olds, recorded, strict=True)]
        self._above(sheet, olds[0])
        return replace(made[0], below=tuple(made[1:]), fields=self._fields(sheet, grid))

    def _recorded(self, sheet: Sheet) -> list[RecordedTable | None]:
        known = self.last.record.tables
        tables = enumerate((sheet, *sheet.below))
        return [by_todays_titles(known.get((sheet.name, number)), table) for number, table in tables]

    def _grid(self, sheet: Sheet) -> Grid | None:
        """The sheet of that name, or, if it was renamed, another in which its table stands."""
        name = sheet.name if self._stands(sheet) else ""
        known = ({name for name, _ in self.last.record.tables} | self._names()) & set(self.last.sheets)
        for other in self.last.others() if not name else ():
            if other not in known and other not in self.used.values() and finds(self.last.sheets[other], sheet):
                name = other
                break
        if not name:
            return None
        self.used[sheet.name] = name
        return self.last.sheets[name]

    def _names(self) -> set[str]:
        return {sheet.name for sheet in self.workbook.sheets}

    def _stands(self, sheet: Sheet) -> bool:
        """Whether a table of ours stands on the sheet of that name, and not something else."""
        grid = self.last.sheets.get(sheet.name)
        return grid is not None and old_tables(grid, [sheet], [None])[0].found

    def _table(self, table: Sheet, old: OldTable, recorded: RecordedTable | None, looks: Looks) -> Sheet:
        filling = filled(table, old, recorded, self.replaced)
        self.tally.add(filling, old)
        self.noted.setdefault(old.grid.name, set()).update(filling.noted)
        self.fresh[table.name] = self.fresh.get(table.name, set()) | filling.fresh
        return looks.give(filling.table, filling.looks)

    def _fields(self, sheet: Sheet, grid: Grid) -> tuple[Field, ...]:
        """Single cells above a table: what a person wrote over what they began with."""
        made = []
        for single in sheet.fields:
            old = next((row[1] for row in grid.rows if len(row) > 1 and row[0] == single.name), "")
            began = self.last.record.fields.get(single.name, "")
            if old == "" or _day(old) == str(began):
                made.append(single)
                continue
            self.tally.carry(1)
            made.append(replace(single, value=old))
        return tuple(made)

    def _above(self, sheet: Sheet, old: OldTable) -> None:
        """What people wrote over a sheet's header is listed: no key tells where it belongs."""
        top = self.last.record.tops.get(sheet.name)
        if top is None:
            return
        ours = {*top, *(single.name for single in sheet.fields), *(single.hint for single in sheet.fields)}
        theirs = [cell for cell in old.above if str(cell) not in ours]
        values = {str(self.last.record.fields.get(single.name, "")) for single in sheet.fields}
        fields = sum(1 for single in sheet.fields if single.value != "")
        for cell in theirs:
            if sheet.fields and fields and (_day(cell) in values or not isinstance(cell, str)):
                fields -= 1
                continue
            self.tally.list([Listed(sheet.name, "", "表头之上", "", cell, "", EDITED)])

    def _returned(self, sheet: Sheet) -> Sheet:
        """The sheet with the answers of rows that came back, which leave 已停用."""
        kept = self.kept.get(RETIRED)
        if kept is None or not self.fresh.get(sheet.name):
            return sheet
        links = {row: link for (row, _), link in kept.links.items()}
        back = returned(sheet, self.fresh[sheet.name], kept.lines, links)
        if not back.keys:
            return sheet
        self.kept[RETIRED] = kept.without(back.lines)
        self.tally.carry(kept.content - self.kept[RETIRED].content)
        self.tally.returned += [f"{sheet.name}·{key}" for key in back.keys]
        return back.table

    # what isn't ours

    def _foreign(self) -> tuple[Foreign, ...]:
        lists = {sheet.name for sheet in self.workbook.sheets if sheet.lines and self._stands(sheet)}
        others = [name for name in self.last.others() if name not in {*self.used.values(), *lists}]
        foreign, dropped = foreign_sheets(self.last, others, self._names())
        self.tally.carry(sum(sheet.cells for sheet in foreign))
        self.tally.dropped += [*dropped, *left_behind(self.last, self.used, self.workbook)]
        return foreign

    def _comments(self) -> None:
        """Comments on our cells: those whose cells are no more are listed."""
        for name in self.used.values():
            grid = self.last.sheets[name]
            noted = self.noted.get(name, set())
            self.tally.carry(len(noted))
            self.tally.list(comments_of(grid, noted))

    # lists

    def _kept(self, sheet: Sheet) -> KeptLines:
        grid = self.last.sheets.get(sheet.name) if self._stands(sheet) else None
        kept = kept_lines(sheet, grid)
        if grid is not None:
            self.used[sheet.name] = sheet.name
            self.noted[sheet.name] = set(kept.noted)
        return kept

    def _list(self, sheet: Sheet, moved: Iterable[Mapping[str, Value]]) -> Sheet:
        """A list with its old lines, and those of this build behind them."""
        kept = self.kept[sheet.lines]
        self.tally.keep(kept.content)
        self.tally.carry(kept.answers)
        retired = sheet.lines == RETIRED
        listed = [one for one in self.tally.listed if (one.reason == GONE) == retired]
        sheet = replace(sheet, columns=kept.columns, notes=kept.notes)
        if sheet.lines == CHANGES:
            return replace(sheet, rows=(*kept.rows, *new_lines(sheet, moved, self.when)), links=kept.links)
        links = {**kept.links, **new_links(sheet, [one.url for one in listed], len(kept.rows))}
        return replace(sheet, rows=(*kept.rows, *new_lines(sheet, map(_line, listed), self.when)), links=links)


def _line(listed: Listed) -> dict[str, Value]:
    return {
        "sheet": listed.sheet,
        "row": listed.row,
        "subject": listed.subject,
        "column": listed.column,
        "content": listed.content,
        "generated": listed.generated,
        "reason": listed.reason,
    }


def _day(value: Value) -> str:
    return str(value).removesuffix(" 00:00:00")
