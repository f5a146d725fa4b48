"""Which rows of a new table continue which of the last one: by their keys, by what the program had written in them,
by who takes over from whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from cplist.carryover.cell_values import Shape, comparable, shape
from cplist.carryover.found_table import FoundRow
from cplist.carryover.matched import RowMatch, TableMatch
from cplist.carryover.reasons import Reason

NO_KEY = "—"
"""What a row's lost key is called where nothing stood in its place."""


def with_rows(match: TableMatch, replaced: Mapping[str, str]) -> TableMatch:
    """The match of a table with those of its rows. `replaced` says which duty takes the place of which."""
    if match.table.key_column is not None:
        return _keyed(match, replaced)
    if match.table.spare:
        return _with_lines(match)
    return replace(match, rows=tuple(_changed(match)))


# tables whose rows have a key


def _keyed(match: TableMatch, replaced: Mapping[str, str]) -> TableMatch:
    rows = tuple(_by_key(match))
    found = {one.row.key for one in rows if one.continued}
    written = match.generated.by_key
    known_by_key = match.generated.key not in match.found.missing
    match = replace(
        match,
        fresh=frozenset(match.by_key) - found - set(written),
        deleted=tuple(key for key in written if key not in found) if known_by_key else (),
    )
    return replace(match, rows=tuple(_with_places(match, rows, replaced)))


def _by_key(match: TableMatch) -> Iterator[RowMatch]:
    """The rows with their keys: of several with one key the first counts; banners and totals are left out."""
    keyless = match.generated.keyless()
    seen: set[str] = set()
    for row, lost in _recognised(match):
        if row.key in seen:
            yield RowMatch(row, Reason.COPIED, lost_key=lost)
        elif row.key and (match.is_known(row.key) or not match.generated.recorded):
            seen.add(row.key)
            yield RowMatch(row, Reason.SAME_CELLS if lost else Reason.SAME_KEY, lost_key=lost)
        elif not _is_generated(row, keyless):
            yield RowMatch(row, Reason.UNKNOWN)


def _recognised(match: TableMatch) -> Iterator[tuple[FoundRow, str]]:
    """Each row with the key that its generated cells show it to have, and with what stood there instead: somebody
    may have lost or changed the key, or sorted the other columns away from it. What can't be told that way keeps
    its key."""
    generated, missing = match.generated, match.found.missing
    others = {c.title for c in match.table.columns if c.hidden or c.filled_in or c.formula}
    shown = [title for title in generated.titles if title not in others and title not in missing]
    keys: dict[tuple[str, ...], list[str]] = {}
    for key, cells in generated.by_key.items():
        keys.setdefault(tuple(comparable(cells.get(title, "")) for title in shown), []).append(key)
    for row in match.found.rows:
        owns = keys.get(tuple(comparable(row.cells.get(title, "")) for title in shown), [])
        lost = len(owns) == 1 and owns[0] != row.key and generated.key not in shown
        yield (replace(row, key=owns[0]), row.key or NO_KEY) if lost else (row, "")


def _with_places(match: TableMatch, rows: Sequence[RowMatch], replaced: Mapping[str, str]) -> Iterator[RowMatch]:
    """The rows with those of the new table that continue them."""
    reviewable = any(column.review for column in match.table.columns)
    answered = {
        one.row.key: reviewable and any(match.is_answer(one.row, title) for title in one.row.all_cells)
        for one in rows
        if one.continued and one.row.key not in match.by_key
    }
    come = [key for key in match.by_key if key in match.fresh]
    moved = successors(answered, come, match.by_key, replaced)
    for one in rows:
        keys = moved.get(one.row.key, (one.row.key,))
        places = tuple(match.by_key[key] for key in keys if key in match.by_key)
        if not one.continued:
            yield one
        elif not places:
            yield replace(one, reason=Reason.GONE)
        else:
            yield replace(one, places=places, reason=Reason.SUCCESSOR if one.row.key in moved else one.reason)


def successors(
    gone: Mapping[str, bool], come: Sequence[str], there: Collection[str], replaced: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Old key → new keys (`duty|party`), for rows that are no more (`gone`: whether they hold answers): that of the
    duty which replaces theirs, if it is `there`; else, for those with answers, those of the duty's parties that
    have come. Of several that left, each goes to one that came, in their order; all that came beyond take over from
    the last that left."""
    moved: dict[str, tuple[str, ...]] = {key: (_replaced(key, replaced),) for key in gone}
    taken = {key for keys in moved.values() for key in keys}
    left: dict[str, list[str]] = {}
    for key, answered in gone.items():
        if answered and moved[key][0] not in there:
            left.setdefault(moved[key][0].partition("|")[0], []).append(key)
    for duty, keys in left.items():
        new = [key for key in come if key.partition("|")[0] == duty and key not in taken]
        for number, key in enumerate(keys[: len(new)]):
            moved[key] = tuple(new[number:]) if number == len(keys) - 1 else (new[number],)
    return moved


def _replaced(key: str, replaced: Mapping[str, str]) -> str:
    duty, bar, party = key.partition("|")
    return replaced.get(duty, duty) + bar + party


# tables without keys


def _with_lines(match: TableMatch) -> TableMatch:
    """Every line that users wrote, in their order, before the blank ones that wait for more."""
    table = match.table
    titles = [column.title for column in table.columns if column.filled_in]
    lines = [row for row in match.found.rows if any(title in row.all_cells for title in titles)]
    start = len(table.rows) - table.spare
    rows = (*table.rows[:start], *[table.rows[-1]] * len(lines), *table.rows[start:])
    found = (RowMatch(row, Reason.LINE, (place,)) for place, row in enumerate(lines, start))
    return replace(match, table=replace(table, rows=rows), rows=tuple(found))


def _changed(match: TableMatch) -> Iterator[RowMatch]:
    """Nothing is filled in here: the rows that aren't as the program wrote them."""
    written = Counter(map(shape, match.generated.rows))
    for row in match.found.rows:
        if match.generated.recorded and not _is_generated(row, written):
            yield RowMatch(row, Reason.EDITED)


def _is_generated(row: FoundRow, written: Counter[Shape]) -> bool:
    """Whether the program wrote that row, which is then taken off those that it wrote."""
    found = shape(row.cells)
    if row.added or not written[found]:
        return False
    written[found] -= 1
    return True
