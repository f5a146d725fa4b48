"""Answers of parties → the cells of the institution's workbook, and what a person has to decide.

Of several files that fill in one cell the one that was saved last has it; whatever else was filled in there is
listed. A value of the institution's own stays. So the order in which files come doesn't matter, nor how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cplist.carryover.cell_values import fitting
from cplist.carryover.merging.memory import Known, Memory
from cplist.carryover.merging.returned import Answer, PartyReturn, Place, text_of
from cplist.carryover.plan_cells import REVIEW
from cplist.core.workbook import Computed, Formula, Sheet, Value, Workbook

NO_PLACE = "机构的工作簿中没有这一格，或者这一格不由人填写"
DIFFERS = "与机构的工作簿中填写的不一致"
EARLIER = "与最后保存的一份填写的不一致"


@dataclass(frozen=True)
class Decision:
    """Something that a person has to decide: what came, from whom and in which file, and what stands there now."""

    answer: Answer
    known: Known
    reason: str
    there: Value = ""

    @property
    def words(self) -> str:
        saved = f"，保存于{self.known.saved.replace('T', ' ')}" if self.known.saved else ""
        return f"{self.reason}：{self.known.name}（{self.known.file}{saved}）"


@dataclass(frozen=True)
class _Came:
    """An answer and the file that it came in."""

    answer: Answer
    known: Known


def _fitted(one: _Came, value: Value) -> _Came:
    """What came, as the column shows it."""
    return _Came(replace(one.answer, value=value), replace(one.known, text=text_of(value)))


@dataclass
class Cells:
    """The keyed cells of a workbook, while answers come. `written` are those that change, `decisions` what is to be
    listed, in an order that doesn't depend on who came first."""

    workbook: Workbook
    memory: Memory
    written: dict[Place, Value] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tables = {sheet.name: _Keyed(sheet) for sheet in self.workbook.sheets}

    def take(self, returns: Iterable[PartyReturn]) -> None:
        """Bring in all answers of those files."""
        came: dict[Place, list[_Came]] = {}
        for returned in sorted(returns, key=lambda one: one.age):
            for answer in returned.answers:
                known = Known(answer.text, returned.name, returned.file, returned.saved)
                came.setdefault(answer.place, []).append(_Came(answer, known))
        for place in sorted(came):
            apart = [one for one in came[place] if one.answer.aside]
            for one in apart:
                self._decide(one, one.answer.aside)
            if answers := [one for one in came[place] if not one.answer.aside]:
                self._cell(place, answers)

    def _cell(self, place: Place, came: list[_Came]) -> None:
        table = self._tables.get(place[0])
        if table and table.is_review(place[2]):
            return
        if table is None or not table.has(place):
            for one in came:
                self._decide(one, NO_PLACE)
            return
        came = [_fitted(one, table.fitting(place, one.answer.value)) for one in came]
        there = table.value(place)
        before = self.memory.standing.get(place)
        if there != "" and (before is None or before.text != text_of(there)):
            self._beside_own(place, came, there)
        else:
            self._last_saved(place, came, there, before)

    def _beside_own(self, place: Place, came: list[_Came], there: Value) -> None:
        """The institution's own value stays; what differs is listed."""
        self.memory.standing.pop(place, None)
        for one in came:
            if one.known.text == text_of(there):
                self.memory.note(place, one.known, stands=False)
            else:
                self._decide(one, DIFFERS, there)

    def _last_saved(self, place: Place, came: list[_Came], there: Value, before: Known | None) -> None:
        """The value of the file that was saved last stands; what differs is listed."""
        last = came[-1]
        stays = before is not None and there != "" and before.age >= last.known.age
        value = there if stays else last.answer.value
        standing = before if stays and before else last.known
        if not stays and before and there != "" and before.text != last.known.text:
            answer = Answer(*place, there, last.answer.subject)
            self._decide(_Came(answer, before), EARLIER, value, again=True)
        if text_of(value) != text_of(there):
            self.written[place] = value
        self.memory.note(place, standing, stands=True)
        for one in came:
            if one.known.text != standing.text:
                self._decide(one, EARLIER, value)

    def _decide(self, one: _Came, reason: str, there: Value = "", *, again: bool = False) -> None:
        """List what came, unless that was done before, or it stood in the cell until now."""
        place = one.answer.place
        seen = self.memory.seen.get(place, {})
        if one.known.text not in seen or again:
            self.decisions.append(Decision(one.answer, one.known, reason, there))
        if one.known.text not in seen:
            self.memory.note(place, one.known, stands=False)


class _Keyed:
    """A sheet's own table, whose rows are known by their keys."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, key = sheet, sheet.key_column
        rows = enumerate(sheet.rows)
        self.rows: Mapping[str, int] = (
            {} if key is None else {str(row[key]): n for n, row in rows if row[key] != ""}
        )

    def is_review(self, title: str) -> bool:
        """Whether the column is the one in which the program says what is to be looked at again."""
        number = self.sheet.places.get(title)
        return number is not None and self.sheet.columns[number].key == REVIEW

    def has(self, place: Place) -> bool:
        """Whether users fill in that cell."""
        _, key, title = place
        number = self.sheet.places.get(title)
        if number is None or key not in self.rows or not self.sheet.columns[number].filled_in:
            return False
        return not isinstance(self.value(place), Computed | Formula)

    def value(self, place: Place) -> Value:
        return self.sheet.rows[self.rows[place[1]]][self.sheet.places[place[2]]]

    def fitting(self, place: Place, value: Value) -> Value:
        """The value as that column shows it."""
        return fitting(value, self.sheet.columns[self.sheet.places[place[2]]])


def with_cells(workbook: Workbook, written: Mapping[Place, Value]) -> Workbook:
    """The workbook with those values in its cells."""
    by_sheet: dict[str, dict[tuple[str, str], Value]] = {}
    for (sheet, key, title), value in written.items():
        by_sheet.setdefault(sheet, {})[key, title] = value
    sheets = tuple(_with(sheet, by_sheet.get(sheet.name, {})) for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets)


def _with(sheet: Sheet, values: Mapping[tuple[str, str], Value]) -> Sheet:
    if not values:
        return sheet
    keyed = _Keyed(sheet)
    rows = [list(row) for row in sheet.rows]
    for (key, title), value in values.items():
        rows[keyed.rows[key]][sheet.places[title]] = value
    return replace(sheet, rows=tuple(map(tuple, rows)))
