"""Where a duty stands in the documents beside the system: rows of the checklist, letters of responsibility."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from cplist.assignment.trace import Use
from cplist.core.workbook import KEY, Area, Sheet, Workbook, areas
from cplist.documents.checklist import generated
from cplist.documents.job import Job
from cplist.documents.letters import letter_writer
from cplist.explaining.explanation import LetterAt, RowAt
from cplist.pack.papers import LETTER


class OtherDocuments:
    """The checklist and the letters of one institution, as a first build writes them."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @cached_property
    def _checklist(self) -> Workbook:
        return generated(self._job)

    def rows(self, duty: str) -> tuple[RowAt, ...]:
        """The rows about a duty. Raises FindingsError where the pack's checklist.yaml can't be used."""
        return tuple(
            row
            for sheet in self._checklist.sheets
            for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True)
            for row in _rows(duty, sheet.name, table, area)
        )

    def letters(self, duty: str) -> tuple[LetterAt, ...]:
        """The letters in which a duty stands; none where the pack has no letters."""
        if LETTER not in self._job.pack.papers.documents:
            return ()
        writer, found = letter_writer(self._job), []
        for addressee in writer.addressees():
            its = writer.duties_of(addressee.party)
            for use, ids in ((Use.RESPONSIBLE, its.duties), (Use.SUPPORTING, its.supports)):
                found += [LetterAt(addressee.name, addressee.party, use)] if duty in ids else []
        return tuple(found)


def _rows(duty: str, sheet: str, table: Sheet, area: Area) -> Iterator[RowAt]:
    """Those whose key names the duty; in a table without keys, those with its id in a cell."""
    keyed = [number for number, column in enumerate(table.columns) if column.key == KEY]
    for number, row in enumerate(table.rows):
        keys = [str(row[at]) for at in keyed] or [cell for cell in row if isinstance(cell, str)]
        if key := next((key for key in keys if duty in key.split("|")), ""):
            yield RowAt(sheet, area.first + number, key)
