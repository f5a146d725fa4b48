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

Replaced = Mapping[str, tuple[str, ...]]
"""The id of a duty that is no more → those of the duties that take its place."""
NO_KEY = "—"
"""What a row's lost key is called where nothing stood in its place."""


def with_rows(match: TableMatch, replaced: Replaced) -> TableMatch:
    """The match of a table with those of its rows. `replaced` says which duties take the place of which."""
    if match.table.key_column is not None:
        return _keyed(match, replaced)
    if match.table.spare:
        return _with_lines(match)
    return replace(match, rows=tuple(_changed(match)))


# tables whose rows have a key


def _keyed(match: TableMatch, replaced: Replaced) -> TableMatch:
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


def _with_places(match: TableMatch, rows: Sequence[RowMatch], replaced: Replaced) -> Iterator[RowMatch]:
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
    gone: Mapping[str, bool], come: Sequence[str], there: Collection[str], replaced: Replaced
) -> dict[str, tuple[str, ...]]:
    """Old key → new keys (`duty|party`), for rows that are no more (`gone`: whether they hold answers): those of
    the same party in every duty that replaces theirs, as far as they are `there`; else, for those with answers,
    those of the parties that have come to their duty or to such a one. Of several that left, each goes to one that
    came, in their order; all that came beyond take over from the last that left."""
    moved = {key: own for key in gone if (own := _of_same_party(key, there, replaced))}
    taken = {key for keys in moved.values() for key in keys}
    left: dict[str, list[str]] = {}
    for key, answered in gone.items():
        if answered and key not in moved:
            for duty in replaced.get(_duty(key), (_duty(key),)):
                left.setdefault(duty, []).append(key)
    for duty, keys in left.items():
        new = [key for key in come if _duty(key) == duty and key not in taken]
        for number, key in enumerate(keys[: len(new)]):
            further = new[number:] if number == len(keys) - 1 else new[number : number + 1]
            moved[key] = (*moved.get(key, ()), *further)
    return moved


def _of_same_party(key: str, there: Collection[str], replaced: Replaced) -> tuple[str, ...]:
    """The rows of the party of a row, in the duties that replace its duty."""
    duty, bar, party = key.partition("|")
    keys = (new + bar + party for new in replaced.get(duty, ()))
    return tuple(new for new in keys if new in there)


def _duty(key: str) -> str:
    return key.partition("|")[0]


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
