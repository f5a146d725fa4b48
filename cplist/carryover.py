"""From the last workbook to the next: what people filled in follows its row's hidden key, and nothing is lost.

Every cell that a person wrote either stands in the new workbook at its place, or is listed there: on 已停用 if its
row is no more, on 冲突 if a person has to decide. The file itself is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cplist.blocks import Field, Sheet, Value, Workbook
from cplist.changes import changes, letters
from cplist.errors import Finding
from cplist.foreign import Foreign
from cplist.lastbook import Grid, LastBook, Previous, RefusedError, open_last
from cplist.lists import CHANGES, COMMENT, RETIRED, comments_of, kept_lines, list_sheets, new_lines
from cplist.messages import finding
from cplist.oldtable import OldTable, finds, old_tables
from cplist.ownsheets import foreign_sheets
from cplist.record import read_record
from cplist.rowfill import COPIED, EDITED, GONE, TAKEN, UNKNOWN, Filling, Listed, filled

__all__ = ["Carried", "Previous", "carry_over"]
MOST_NAMED = 12
"""How many rows a message names."""


@dataclass(frozen=True)
class Carried:
    """The new workbook with what was filled in; how many cells were found, stand at their places, are listed."""

    workbook: Workbook | None = None
    found: int = 0
    carried: int = 0
    listed: int = 0
    foreign: tuple[Foreign, ...] = ()
    findings: tuple[Finding, ...] = ()


def carry_over(
    previous: Previous | None, workbook: Workbook, when: str = "", replaced: Mapping[str, str] | None = None
) -> Carried:
    """Fill the new workbook from the previous one (None: there is none). Where that can't be taken over, the
    findings are errors and nothing is filled. `when` is how lists call this build, `replaced` says which duty takes
    the place of which."""
    if previous is None:
        return Carried(workbook=_without_empty(workbook))
    properties = workbook.properties
    try:
        last = open_last(previous, properties.get("cplist.institution", ""), properties.get("cplist.pack", ""))
    except RefusedError as refused:
        return Carried(findings=(refused.finding,))
    return _Carrying(last, list_sheets(workbook), when, replaced or {}).done()


def _without_empty(workbook: Workbook) -> Workbook:
    """The workbook without optional lists that list nothing."""
    return replace(workbook, sheets=tuple(s for s in workbook.sheets if s.rows or not (s.optional and s.lines)))


@dataclass
class _Carrying:
    """Goes through the sheets and keeps the tally."""

    last: LastBook
    workbook: Workbook
    when: str
    replaced: Mapping[str, str]
    found: int = 0
    carried: int = 0
    listed: list[Listed] = field(default_factory=list)
    kept: int = 0
    fillings: list[Filling] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def done(self) -> Carried:
        sheets = [sheet if sheet.lines else self._sheet(sheet) for sheet in self.workbook.sheets]
        others = [name for name in self.last.others() if name not in self.used]
        ours = {sheet.name for sheet in self.workbook.sheets if sheet.lines and self._stands(sheet)}
        foreign, dropped = foreign_sheets(self.last, [n for n in others if n not in ours], self._names())
        self.found += sum(sheet.cells for sheet in foreign)
        self.carried += sum(sheet.cells for sheet in foreign)
        self._comments()
        made = tuple(self._lists(sheet) if sheet.lines else sheet for sheet in sheets)
        workbook = _without_empty(replace(self.workbook, sheets=made))
        findings = (*self._findings(), *_dropped(dropped, self.last.kept_as))
        listed = len(self.listed) + self.kept
        return Carried(workbook, self.found, self.carried, listed, foreign, findings)

    def _names(self) -> set[str]:
        return {sheet.name for sheet in self.workbook.sheets}

    # our own sheets

    def _sheet(self, sheet: Sheet) -> Sheet:
        grid = self._grid(sheet)
        known = self.last.record.tables
        tables = (sheet, *sheet.below)
        recorded = [known.get((sheet.name, number)) for number in range(len(tables))]
        if grid is None:
            if any(column.filled_in for column in sheet.columns) and (not known or recorded[0]):
                self.missing.append(sheet.name)
            return sheet
        olds = old_tables(grid, tables, recorded)
        made = [self._table(table, old, kept) for table, old, kept in zip(tables, olds, recorded, strict=True)]
        self._above(sheet, olds[0])
        return replace(made[0], below=tuple(made[1:]), fields=self._fields(sheet, grid))

    def _grid(self, sheet: Sheet) -> Grid | None:
        """The sheet of that name, or, if it was renamed, another in which its table stands."""
        name = sheet.name if self._stands(sheet) else ""
        known = ({name for name, _ in self.last.record.tables} | self._names()) & set(self.last.sheets)
        for other in self.last.others() if not name else ():
            if other not in known and other not in self.used and finds(self.last.sheets[other], sheet):
                name = other
                break
        if not name:
            return None
        self.used.add(name)
        return self.last.sheets[name]

    def _stands(self, sheet: Sheet) -> bool:
        """Whether a table of ours stands on the sheet of that name, and not something else."""
        grid = self.last.sheets.get(sheet.name)
        return grid is not None and old_tables(grid, [sheet], [None])[0].found

    def _table(self, table: Sheet, old: OldTable, recorded: object) -> Sheet:
        filling = filled(table, old, recorded, self.replaced)  # type: ignore[arg-type]
        self.found += filling.found
        self.carried += filling.carried
        self.listed += filling.listed
        self.missing += [f"{table.name}·{title}" for title in filling.missing]
        self.fillings.append(filling)
        return filling.table

    def _fields(self, sheet: Sheet, grid: Grid) -> tuple[Field, ...]:
        """Single cells above a table: what a person wrote over what they began with."""
        made = []
        for single in sheet.fields:
            old = next((row[1] for row in grid.rows if len(row) > 1 and row[0] == single.name), "")
            began = self.last.record.fields.get(single.name, "")
            if old == "" or _day(old) == str(began):
                made.append(single)
                continue
            self.found += 1
            self.carried += 1
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
            self.found += 1
            self.listed.append(Listed(sheet.name, "", "表头之上", "", cell, "", EDITED))

    def _comments(self) -> None:
        """Comments on cells: their words are kept, their places are not."""
        for found in comments_of(self.last, set(self.last.others())):
            self.found += 1
            self.listed.append(found)

    # lists

    def _lists(self, sheet: Sheet) -> Sheet:
        """A list with its old lines, and those of this build behind them."""
        grid = self.last.sheets.get(sheet.name)
        old, content, answers, columns = kept_lines(sheet, grid)
        self.kept += content
        self.found += content + answers
        self.carried += answers
        sheet = replace(sheet, columns=columns)
        rows = new_lines(sheet, self._new(sheet.lines), self.when)
        return replace(sheet, rows=(*old, *rows))

    def _new(self, lines: str) -> list[Mapping[str, Value]]:
        if lines == CHANGES:
            return changes(self.last.record, read_record(self.workbook.record))
        wanted = lines == RETIRED
        return [_line(listed) for listed in self.listed if (listed.reason == GONE) == wanted]

    # what is to be said

    def _findings(self) -> Iterator[Finding]:
        listed = len(self.listed) + self.kept
        if self.found:
            yield finding("carry-over", cells=self.carried, found=self.found, listed=listed)
        if self.missing:
            yield finding("carry-over-missing", names="、".join(self.missing), file=self.last.kept_as)
        rules = (
            ("carry-over-lost", GONE), ("carry-over-copied", COPIED), ("carry-over-unknown", UNKNOWN),
            ("carry-over-edited", EDITED), ("carry-over-taken", TAKEN), ("carry-over-comment", COMMENT),
        )  # fmt: skip
        for rule, reason in rules:
            found = [one for one in self.listed if one.reason == reason]
            if found:
                yield finding(
                    rule, cells=len(found), rows=_named(_where(one) for one in found), file=self.last.kept_as
                )
        if deleted := [f"{f.table.name}·{key}" for f in self.fillings for key in f.deleted]:
            yield finding("carry-over-deleted", count=len(deleted), rows=_named(deleted), file=self.last.kept_as)
        if rekeyed := [f"{f.table.name}·{key}" for f in self.fillings for key in f.rekeyed]:
            yield finding("carry-over-rekeyed", count=len(rekeyed), rows=_named(rekeyed), file=self.last.kept_as)
        if reviewed := [key for f in self.fillings for key in f.reviewed]:
            yield finding("carry-over-review", count=len(reviewed), rows=_named(reviewed))
        moved = changes(self.last.record, read_record(self.workbook.record))
        if moved:
            yield finding("changes-recorded", count=len(moved), letters="；".join(letters(moved)) or "—")


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


def _where(listed: Listed) -> str:
    return listed.row or f"{listed.sheet}·{listed.subject or listed.column}"


def _named(names: Iterable[str]) -> str:
    """The names, each once; of many the first, and how many more."""
    distinct = list(dict.fromkeys(names))
    more = len(distinct) - MOST_NAMED
    return "、".join(distinct[:MOST_NAMED]) + (f"等{len(distinct)}行" if more > 0 else "")


def _day(value: Value) -> str:
    return str(value).removesuffix(" 00:00:00")


def _dropped(names: Sequence[str], file: str) -> list[Finding]:
    return [finding("carry-over-dropped", names="、".join(names), file=file)] if names else []
