"""The words among which a column lets users choose, and answers that mean one of them.

A person who types "按期 " in the place of choosing 按期 means that word: blanks and the width of characters don't
tell words apart. Whatever else is typed stays as it is, and is named (answers/unfit.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.carryover.plan import Placement
from cplist.carryover.reasons import CellOutcome
from cplist.core.workbook import CHOICES_NAME, Column, Sheet, Value, areas, column_of_key

Words = Callable[[Sequence[Value]], Collection[Value] | None]
"""The words for a row of a table; None where anything may stand."""
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters that take no room."""


def words_of(
    column: Column, table: Sheet, named: Mapping[str, Sheet], choices: Mapping[str, tuple[str, ...]]
) -> Words | None:
    """The words among which a column of a table lets users choose; None where it takes anything in every row.
    `named` are the workbook's sheets, `choices` its lists."""
    if column.choices:
        return lambda _: choices[column.choices]
    if column.choices_by:
        by = column_of_key(table.columns, column.choices_by) or 0
        return lambda row: choices.get(str(row[by]).removeprefix(CHOICES_NAME))
    if column.choices_from:
        sheet, title = column.choices_from.split("!")
        wanted = {row[named[sheet].places[title]] for row in named[sheet].rows} if sheet in named else set()
        return lambda _: wanted
    return None


def with_words(
    placed: Sequence[Placement], sheets: Sequence[Sheet], choices: Mapping[str, tuple[str, ...]]
) -> tuple[Placement, ...]:
    """What is placed on those sheets, each answer that means a word of its column's as that word."""
    tables = _tables(sheets, choices)
    return tuple(_with_word(one, tables.get(one.target.sheet, ()) if one.target else ()) for one in placed)


@dataclass(frozen=True)
class _Table:
    """A table, the number of its first row on its sheet, from 0, and what its columns let users choose from."""

    table: Sheet
    first: int
    words: Mapping[int, Words]

    def meant(self, row: int, column: int, value: str) -> Iterator[Value]:
        """The words that an answer in that cell of the sheet may mean; none where it is one of them."""
        place = row - self.first
        if column not in self.words or not 0 <= place < len(self.table.rows):
            return
        words = self.words[column](self.table.rows[place]) or ()
        if value not in words:
            plain = _plain(value)
            yield from (word for word in words if isinstance(word, str) and _plain(word) == plain)


def _tables(sheets: Sequence[Sheet], choices: Mapping[str, tuple[str, ...]]) -> Mapping[str, list[_Table]]:
    named = {sheet.name: sheet for sheet in sheets}
    found: dict[str, list[_Table]] = {sheet.name: [] for sheet in sheets}
    for sheet in sheets:
        for table, area in zip((sheet, *sheet.below), areas(sheet), strict=True):
            words = {
                number: made
                for number, column in enumerate(table.columns)
                if (made := words_of(column, table, named, choices))
            }
            found[sheet.name].append(_Table(table, area.first - 1, words))
    return found


def _with_word(one: Placement, tables: Sequence[_Table]) -> Placement:
    at, value = one.target, one.written
    if at is None or one.user_cell.note or one.outcome is CellOutcome.LISTED or not isinstance(value, str):
        return one
    meant = [word for table in tables for word in table.meant(at.row, at.column, value)]
    return replace(one, written=meant[0]) if len(meant) == 1 else one


def _plain(text: str) -> str:
    """A text as it is compared: without blanks, full-width characters as the others."""
    shown = (one for one in unicodedata.normalize("NFKC", text) if one not in _UNSEEN)
    return "".join("".join(shown).split()).casefold()
