"""Rows that come back: a duty was taken out of the profile, its answers were listed on 已停用, and now it is there
again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cplist.carryover.cell_values import restored
from cplist.carryover.fill_rows import REVIEW
from cplist.core.workbook import KEY, At, Computed, Link, Sheet, Value

CAME_BACK = "曾列入“已停用”，现恢复，填写的内容沿用"
Line = Mapping[str, Value]
"""A line of 已停用 by its columns' keys."""


@dataclass(frozen=True)
class Returned:
    """The table with the answers of its rows that came back; the numbers of the lines that are no longer needed;
    the keys of those rows."""

    table: Sheet
    lines: frozenset[int]
    keys: tuple[str, ...]


def returned(
    table: Sheet, fresh: set[str], lines: Sequence[Line], links: Mapping[int, Link] | None = None
) -> Returned:
    """Fill the rows with those keys, new in this build, from the lines that list their answers. Of several for one
    cell the last counts; a cell that somebody's answer has by now is left. `links` are those on the lines, by their
    numbers."""
    columns = {column.title: number for number, column in enumerate(table.columns) if column.filled_in}
    index = next((number for number, column in enumerate(table.columns) if column.key == KEY), None)
    wanted = {
        (str(line["row"]), str(line["column"])): number
        for number, line in enumerate(lines)
        if line["sheet"] == table.name and line["row"] in fresh and line["column"] in columns
    }
    if index is None or not wanted:
        return Returned(table, frozenset(), ())
    rows = [list(row) for row in table.rows]
    places = {str(row[index]): row for row in rows}
    used = set()
    led: dict[At, Link] = {}
    numbers = {str(row[index]): number for number, row in enumerate(table.rows)}
    for (key, title), number in wanted.items():
        column = columns[title]
        if places[key][column] == "" and not isinstance(places[key][column], Computed):
            places[key][column] = restored(lines[number]["content"], table.columns[column])
            used.add(number)
            if links and number in links:
                led[numbers[key], column] = links[number]
    keys = tuple(dict.fromkeys(str(lines[number]["row"]) for number in sorted(used)))
    for key in keys:
        _mark(table, places[key])
    table = replace(table, rows=tuple(map(tuple, rows)), links={**table.links, **led})
    return Returned(table, frozenset(used), keys)


def _mark(table: Sheet, row: list[Value]) -> None:
    for number, column in enumerate(table.columns):
        if column.key == REVIEW:
            row[number] = f"{row[number]}；{CAME_BACK}" if row[number] != "" else CAME_BACK
