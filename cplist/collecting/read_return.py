"""One returned workbook: what its people filled in, what they changed that isn't theirs, how far they are.

The pack's collect.yaml says in which sheet and columns to look; the pack's own formulas judge each row again, on
the day that the collection is made for, whatever program saved the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cplist.carryover.carry_over import Compared, compared
from cplist.carryover.fill_rows import REVIEW
from cplist.carryover.last_workbook import LastBook, RefusedError, properties_of, read_book
from cplist.carryover.previous import Previous
from cplist.carryover.snapshot import DUTY_FIELDS
from cplist.carryover.unplaced import COMMENT
from cplist.collecting.as_handed_out import handed_out
from cplist.collecting.cell_values import as_day, clean, plain, shown
from cplist.collecting.returns import ATTENTION, BLANK, Change, Return, Row, Source
from cplist.core.messages import finding
from cplist.core.workbook import KEY, Column, Computed, Sheet, Value
from cplist.formulas.calculate import calculated

DELETED, REKEYED, MISSING, RENAMED = "deleted", "rekeyed", "missing", "renamed"
"""Beside the reasons of carryover/unplaced.py: a row that is no more, one that was only known by its cells; a
column or sheet that isn't there, a sheet of another name."""
APART = "·"
"""Between a sheet and a row or a column of it, in the tally of a carry-over."""
COLLECTION = "cplist.collection"
"""The property of a workbook that `collect` wrote."""


def read_return(content: bytes, file: str, digest: str, source: Source, day: datetime.date | None) -> Return | None:
    """What was returned, judged on `day` (None: on the day that the workbook itself has). None for a collection of
    ours. Raises RefusedError for what can't be read or isn't a workbook of that pack."""
    if COLLECTION in properties_of(content):
        return None
    last = read_book(Previous(content, file, file))
    if not last.record.tables or not last.about("institution"):
        raise RefusedError(finding("returned-not-ours", file=file))
    if last.about("pack") != source.pack:
        raise RefusedError(finding("returned-other-notice", file=file, pack=last.about("pack")))
    handed = handed_out(last.record, source.checklist)
    found = compared(last, handed)
    if source.sheet in found.tally.missing or all(sheet.name != source.sheet for sheet in found.workbook.sheets):
        raise RefusedError(finding("returned-without", file=file, sheet=source.sheet))
    return _Reading(last, found, source, day).made(file, digest)


class _Reading:
    def __init__(self, last: LastBook, found: Compared, source: Source, day: datetime.date | None) -> None:
        self.last, self.found, self.source = last, found, source
        self.day = day or self._own_day()
        own = f"{source.sheet}{APART}"
        self.deleted = {name.removeprefix(own) for name in found.tally.deleted if name.startswith(own)}

    def made(self, file: str, digest: str) -> Return:
        last = self.last
        named = ("institution", "short_name", "type", "tier", "pack_version", "build")
        about = {name: clean(last.about(name)) for name in named}
        return Return(
            file=file,
            sha256=digest,
            saved=last.saved,
            day=self.day,
            rows=tuple(self._rows()),
            changes=tuple(self._changes()),
            duties=dict(self._statuses()),
            acts=tuple(self._acts()),
            **{**about, "short_name": about["short_name"] or about["institution"]},
        )

    def _own_day(self) -> datetime.date | None:
        """The date that people typed into the workbook, or that it was made with."""
        fields = (single for sheet in self.found.workbook.sheets for single in sheet.fields)
        value = next((single.value for single in fields if single.name == self.source.day), "")
        return as_day(value)

    # rows

    def _rows(self) -> Iterator[Row]:
        sheet = self._judged()
        titles = [column.title for column in sheet.columns]
        key = next(number for number, column in enumerate(sheet.columns) if column.key == KEY)
        days = {column.title for column in sheet.columns if self._shows_days(column)}
        for row in sheet.rows:
            if row[key] == "":
                continue
            cells = {
                title: shown(value, title in days)
                for title, value in zip(titles, row, strict=True)
                if plain(value) != ""
            }
            yield self._row(str(row[key]), cells, sheet)

    def _row(self, key: str, cells: Mapping[str, Value], sheet: Sheet) -> Row:
        source = self.source
        review = next((column.title for column in sheet.columns if column.key == REVIEW), "")
        state, judged = (str(cells.get(title, "")) for title in (source.state, source.judged))
        blank = ATTENTION if state else BLANK
        return Row(
            key=clean(key),
            cells=cells,
            judged=judged,
            kind=source.words.get(judged, blank),
            state=state,
            measure=str(cells.get(source.measure, "")),
            due=as_day(cells.get(source.due, "")),
            review=str(cells.get(review, "")),
            deleted=key in self.deleted,
        )

    def _judged(self) -> Sheet:
        """The sheet with what its formulas give on that day."""
        made = calculated(replace(self.found.workbook, sheets=tuple(map(self._bare, self.found.workbook.sheets))))
        return next(sheet for sheet in made.sheets if sheet.name == self.source.sheet)

    def _bare(self, sheet: Sheet) -> Sheet:
        """A sheet with days that were typed as text, and without formulas that don't matter here."""
        columns = sheet.columns
        if sheet.name == self.source.sheet:
            sheet = replace(sheet, rows=tuple(_with_days(row, columns) for row in sheet.rows))
        else:
            columns = tuple(replace(column, formula="") for column in columns)
        fields = tuple(
            replace(single, value=self.day or 0) if single.name == self.source.day else single
            for single in sheet.fields
        )
        return replace(sheet, columns=columns, fields=fields)

    def _shows_days(self, column: Column) -> bool:
        format_ = self.source.checklist["formats"].get(column.format) or {}
        return column.date or "yy" in str(format_.get("number") or "")

    # what shouldn't have been changed

    def _changes(self) -> Iterator[Change]:
        tally = self.found.tally
        for one in tally.listed:
            if one.reason != COMMENT:
                generated, content = (shown(value, False) for value in (one.generated, one.content))
                sheet, row, subject, column = map(clean, (one.sheet, one.row, one.subject, one.column))
                yield Change(sheet, row, subject, column, generated, content, one.reason)
        for reason, keys in ((DELETED, tally.deleted), (REKEYED, tally.rekeyed)):
            for name in keys:
                sheet, _, key = clean(name).partition(APART)
                yield Change(sheet, key, "", "", "", "", reason)
        for name in tally.missing:
            sheet, _, column = clean(name).partition(APART)
            if column:
                yield Change(sheet, "", "", column, "", "", MISSING)
        yield from self._sheets()

    def _sheets(self) -> Iterator[Change]:
        """Sheets that aren't there any more, or that are called otherwise."""
        for sheet in self.found.workbook.sheets:
            now = self.found.used.get(sheet.name, "")
            if now != sheet.name:
                yield Change(clean(sheet.name), "", "", "", "", clean(now), RENAMED if now else MISSING)

    # the rest

    def _statuses(self) -> Iterator[tuple[str, str]]:
        place = DUTY_FIELDS.index("status") + 1
        for duty, row in self.last.record.duties.items():
            yield clean(duty), str(row[place]) if len(row) > place else ""

    def _acts(self) -> Iterator[datetime.date | None]:
        """The day of each act; None for one without."""
        for sheet in self.found.workbook.sheets:
            if sheet.name != self.source.ledger:
                continue
            places = [number for number, column in enumerate(sheet.columns) if column.title == self.source.act]
            for row in sheet.rows:
                if any(plain(cell) != "" and not isinstance(cell, Computed) for cell in row):
                    yield as_day(row[places[0]]) if places else None


def _with_days(row: Sequence[Value], columns: Iterable[Column]) -> tuple[Value, ...]:
    return tuple(
        (as_day(cell) or cell) if column.date and isinstance(cell, str) else cell
        for cell, column in zip(row, columns, strict=True)
    )
