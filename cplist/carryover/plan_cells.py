"""Where the user cells of a table go: into the rows that continue theirs, or onto a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cplist.carryover.cell_values import fitting, same
from cplist.carryover.found_table import FoundRow
from cplist.carryover.matched import RowMatch, TableMatch
from cplist.carryover.moved_formulas import moved_formula
from cplist.carryover.plan import CarryOverPlan, Cell, Placement, Remark, RemarkKind, UserCell
from cplist.carryover.reasons import Reason
from cplist.core.findings import FoundCell
from cplist.core.workbook import Area, At, Computed, Formula, Sheet, Value, column_of_key

REVIEW = "review"
"""The key of the column that says what must be looked at again."""
OUTSIDE = re.compile(r"\[\d+\]")
"""How a formula refers to another workbook."""
SUBJECT_WORDS, LONGEST_SUBJECT = 4, 200
_NOT_MATCHED = (Reason.COPIED, Reason.UNKNOWN)


def plan_table(match: TableMatch, area: Area) -> CarryOverPlan:
    """The plan of a table that stands at `area` on its sheet of the new workbook. In the order in which lists have
    them: what stood in rows that the new table doesn't continue comes first."""
    remarks = tuple(_remarks(match, area))
    if match.found.header is None:
        return CarryOverPlan(remarks=remarks)
    planner = _Planner(match, area)
    placed = (*planner.titles(), *planner.not_matched(), *planner.matched(), *planner.comments())
    remarks = (*remarks, *planner.remarks, *planner.ranges())
    return CarryOverPlan(placed=placed, marks=planner.marks, remarks=remarks)


class _Planner:
    """Plans one table. `held` are the cells of the new table that hold something by now, by their places in it."""

    def __init__(self, match: TableMatch, area: Area) -> None:
        self.match, self.table, self.first = match, match.table, area.first - 1
        self.held: dict[At, Value] = {}
        self.marks: dict[Cell, str] = {}
        self.remarks: list[Remark] = []

    def _cell(self, place: int, number: int) -> Cell:
        """A cell of the new workbook by its row and its column in the table."""
        return Cell(self.table.name, self.first + place, number)

    def _there(self, place: int, number: int | None) -> Value:
        """What that cell holds by now; a column that the new table doesn't have holds nothing."""
        return "" if number is None else self.held.get((place, number), self.table.rows[place][number])

    def _user_cell(self, row: FoundRow, title: str, value: Value) -> UserCell:
        found = self.match.found
        cell = Cell(found.grid.name, *found.at(row.number, title))
        hung = found.attached(row.number, title)
        url = hung.url if value != "" else ""
        return UserCell(cell, value, self.table.name, title, row.key, subject(self.match, row), url, hung.look)

    # cells that no row continues

    def titles(self) -> Iterator[Placement]:
        """The titles that users gave to columns of the program."""
        found = self.match.found
        for title, name in found.renamed.items():
            cell = Cell(found.grid.name, found.header or 0, found.places[title])
            if (written := found.grid[cell.row, cell.column]) != "":
                user_cell = UserCell(cell, written, self.table.name, title, subject=f"列标题：{name}")
                yield Placement(user_cell, Reason.RETITLED, generated=title)

    def not_matched(self) -> Iterator[Placement]:
        """What stood in the place of a row's key, and what users wrote in rows that no key tells."""
        key = self.match.generated.key
        for one in self.match.rows:
            if key in one.row.cells and one.lost_key and not self.match.is_known(one.lost_key):
                yield Placement(self._user_cell(one.row, key, one.lost_key), Reason.EDITED, generated=one.row.key)
            if one.reason in _NOT_MATCHED:
                yield from self._unplaced(one)

    def _unplaced(self, one: RowMatch) -> Iterator[Placement]:
        """What users wrote in a row that isn't continued: all that the program hadn't written there."""
        generated, row = self.match.generated, one.row
        known = generated.of(row.key)
        for title, value in row.all_cells.items():
            written = same(known[title], value) if title in known else generated.wrote(title, value)
            unrecorded = not generated.recorded and not self.match.is_users(title)
            own_key = title == self.match.hidden_key and (self.match.is_known(row.key) or not generated.recorded)
            if not (written or unrecorded or own_key):
                yield Placement(self._user_cell(row, title, value), one.reason, generated=known.get(title, ""))

    # cells of rows that are continued

    def matched(self) -> Iterator[Placement]:
        """What users wrote in rows that are continued, or whose key is no more."""
        for one in self.match.rows:
            if one.continued:
                yield from self._continued(one)
            elif one.reason not in _NOT_MATCHED:
                yield from self._unplaced(one)

    def _continued(self, one: RowMatch) -> Iterator[Placement]:
        row, match = one.row, self.match
        answered = bool(row.added)
        for title, value in self._cells(one):
            if match.is_answer(row, title):
                placements = list(self._answer(one, title, value))
                answered |= placements[0].reason is one.reason and not self._is_review(title)
                yield from placements
            elif match.is_edited(row, title):
                yield self._edited(one, title, value)
        for title in match.emptied(row):
            yield self._edited(one, title, "")
        if one.reason is not Reason.LINE:
            self._review(one, answered=answered)

    def _cells(self, one: RowMatch) -> Iterable[tuple[str, Value]]:
        """The cells that may be a user's; of a line of their own, those in the order of the columns."""
        cells = one.row.all_cells
        if one.reason is not Reason.LINE:
            return cells.items()
        titles = (column.title for column in self.table.columns if column.filled_in)
        return [(title, cells[title]) for title in titles if title in cells]

    def _is_review(self, title: str) -> bool:
        number = self.table.places.get(title)
        return number is not None and self.table.columns[number].key == REVIEW

    def _answer(self, one: RowMatch, title: str, value: Value) -> Iterator[Placement]:
        """An answer at its place, if that is free, and in further rows."""
        user_cell, number = self._user_cell(one.row, title, value), self.table.places.get(title)
        place, *further = one.places
        there = self._there(place, number)
        if number is None or isinstance(there, Computed) or not self.table.columns[number].filled_in:
            yield Placement(user_cell, Reason.TAKEN, generated=self.match.generated.now.get(title, there))
        elif (place, number) in self.held:
            yield Placement(user_cell, Reason.MERGED, generated=there)
        else:
            yield self._put(one.row, user_cell, one.reason, (place, number))
            for other in further:
                if (other, number) not in self.held and not isinstance(self.table.rows[other][number], Computed):
                    yield self._put(one.row, user_cell, Reason.SHARED, (other, number))

    def _put(self, row: FoundRow, user_cell: UserCell, reason: Reason, at: At) -> Placement:
        """The cell at that place of the table; a formula goes on speaking of its own row."""
        value = user_cell.value
        if isinstance(value, Formula):
            value = _inside(moved_formula(value, self.match.found, self.table, row.number, at[0]))
        self.held[at] = fitting(value, self.table.columns[at[1]])
        return Placement(user_cell, reason, self._cell(*at), self.held[at])

    def _edited(self, one: RowMatch, title: str, value: Value) -> Placement:
        """A generated cell that a user changed; where the program now writes the same, all is well."""
        user_cell, number = self._user_cell(one.row, title, value), self.table.places.get(title)
        now = self._there(one.places[0], number)
        if not same(now, value):
            return Placement(user_cell, Reason.EDITED, generated=now)
        target = None if number is None else self._cell(one.places[0], number)
        return Placement(user_cell, Reason.SAME_AS_GENERATED, target, now)

    def comments(self) -> Iterator[Placement]:
        """The comments on cells of rows that are continued, and on the columns' titles."""
        taken: set[Cell] = set()
        for one in self.match.rows:
            if one.continued:
                yield from self._notes(one.row, one.places[0], one.reason, taken)
        header = FoundRow("", {}, {}, self.match.found.header or 0)
        yield from self._notes(header, -1, Reason.COLUMN, taken)

    def _notes(self, row: FoundRow, place: int, reason: Reason, taken: set[Cell]) -> Iterator[Placement]:
        found = self.match.found
        for title, column in found.places.items():
            note, number = found.attached(row.number, title).note, self.table.places.get(title)
            if note and number is not None and (target := self._cell(place, number)) not in taken:
                taken.add(target)
                cell = Cell(found.grid.name, row.number, column)
                user_cell = UserCell(cell, note.text, self.table.name, title, row.key, note=note)
                yield Placement(user_cell, reason, target, note.text)

    def ranges(self) -> Iterator[Remark]:
        """The ranges that users merged over rows that are continued, where anything stands in them."""
        found = self.match.found
        places = {one.row.number: one.places[0] for one in self.match.rows if one.continued}
        titles = {column: title for title, column in found.places.items()}
        for one in found.merged:
            if one.top in places and found.grid[one.first] != "":
                number = self.table.places.get(titles.get(found.counted_in(one), ""))
                now = None if number is None else self._cell(places[one.top], number)
                cell = FoundCell(found.grid.name, str(one), now.sheet if now else "", now.address if now else "")
                yield Remark(RemarkKind.RANGE, self.table.name, str(one), cells=(cell,))

    # what is to be reviewed

    def _review(self, one: RowMatch, *, answered: bool) -> None:
        """Say in each row that got answers what has changed since they were written."""
        for number, place in enumerate(one.places):
            if number:
                self._remark(RemarkKind.SHARED, one.row, place, _shown_column(self.table))
            if number or answered:
                self._mark(one.row, place, "；".join(self._changes(one.row, place)))

    def _changes(self, row: FoundRow, place: int) -> Iterator[str]:
        known = self.match.generated.of(row.key) or row.cells
        if (duty := row.key.partition("|")[0]) != self._key(place).partition("|")[0]:
            yield f"事项原为“{duty}”"
        for number, column in enumerate(self.table.columns):
            before = str(known.get(column.title, ""))
            there = self._there(place, number)
            if column.review and before and not (same(before, there) or self._is_apart(before, there, place)):
                yield f"{column.title}原为“{before}”"

    def _is_apart(self, before: str, there: Value, place: int) -> bool:
        """Whether what stood in one cell now stands in two, the other of them in a column that was not there."""
        known = self.match.generated.titles
        return any(
            isinstance(value, str) and value and f"{value}{there}" == before and column.title not in known
            for column, value in zip(self.table.columns, self.table.rows[place], strict=False)
        )

    def _mark(self, row: FoundRow, place: int, note: str) -> None:
        """Add a note to the row's review column, unless it says that already."""
        number = column_of_key(self.table.columns, REVIEW)
        there = self._there(place, number)
        if number is not None and note and note not in str(there):
            text = f"{there}；{note}" if there != "" else note
            self.held[place, number] = self.marks[self._cell(place, number)] = text
            self._remark(RemarkKind.REVIEWED, row, place, number)

    def _key(self, place: int) -> str:
        """The key of a row of the new table; "" in a table without keys."""
        key = self.table.key_column
        return "" if key is None else str(self.table.rows[place][key])

    def _remark(self, kind: RemarkKind, row: FoundRow, place: int, number: int) -> None:
        cells = (_moved(self.match, row.number, self._cell(place, number)),)
        self.remarks.append(Remark(kind, self.table.name, self._key(place), cells=cells))


def subject(match: TableMatch, row: FoundRow) -> str:
    """What a reader knows a row by: its short generated cells, in their order."""
    cells = match.generated.of(row.key) or row.cells
    hidden = {column.title for column in match.table.columns if column.hidden or column.filled_in}
    shown = (str(value) for title, value in cells.items() if title not in hidden)
    words = [word for word in shown if not word.startswith("=")]
    return "　".join(words[:SUBJECT_WORDS])[:LONGEST_SUBJECT]


def _inside(formula: Formula) -> Value:
    """The formula; of one that speaks of another workbook, which isn't taken over, what it gives."""
    if not OUTSIDE.search(formula.text):
        return formula
    return formula.text if formula.value is None else formula.value


def _remarks(match: TableMatch, area: Area) -> Iterator[Remark]:
    """What is to be said of a table's columns and rows, whatever was written in them."""
    table, name = match.table, match.table.name
    titles = (*match.found.renamed, *match.given_up)
    header = match.found.header or 0
    heads = {
        title: (_moved(match, header, Cell(name, area.header - 1, table.places[title]), title),) for title in titles
    }
    yield from (Remark(RemarkKind.MISSING, name, title) for title in _missing(match))
    yield from (Remark(RemarkKind.RENAMED, name, t, now, heads[t]) for t, now in match.found.renamed.items())
    yield from (Remark(RemarkKind.GIVEN_UP, name, t, str(n), heads[t]) for t, n in match.given_up.items())
    first, shown = area.first - 1, _shown_column(table)
    for key in match.deleted:
        made = Cell(name, first + match.by_key[key], shown) if key in match.by_key else None
        cells = (FoundCell(name, "", made.sheet, made.address),) if made else ()
        yield Remark(RemarkKind.DELETED, name, key, subject(match, FoundRow(key, {})), cells)
    for one in match.rows:
        if one.lost_key:
            now = Cell(name, first + one.places[0], shown) if one.places else None
            yield Remark(RemarkKind.REKEYED, name, one.row.key, cells=(_moved(match, one.row.number, now),))


def _shown_column(table: Sheet) -> int:
    """The first column that users see."""
    return next((number for number, column in enumerate(table.columns) if not column.hidden), 0)


def _moved(match: TableMatch, row: int, now: Cell | None, title: str = "") -> FoundCell:
    """A cell in that row of the last workbook, and where it is now; without a title that of the column which users
    see first."""
    found, title = match.found, title or match.table.columns[_shown_column(match.table)].title
    cell = Cell(found.grid.name, row, found.places.get(title, 0))
    return FoundCell(cell.sheet, cell.address, now.sheet if now else "", now.address if now else "")


def _missing(match: TableMatch) -> list[str]:
    """The columns to fill in that the last workbook was made with and no longer has."""
    filled_in = [column.title for column in match.table.columns if column.filled_in]
    if match.found.header is None and not match.generated.recorded:
        return []
    missing = set(match.found.missing)
    if match.found.header is not None:
        missing &= set(match.generated.titles)
    return [title for title in filled_in if title in missing]
