"""Whatever people do to a workbook, with whatever program: every value that a reader sees is counted once, by
build and by collect. Losses that are cut in show that this is seen."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from doings import KEY, PROGRAMS, WHAT, WITHOUT_FORMATS, Do, Person, Seen, parts_of, written_by
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from soak import times

from cplist.carryover.last_workbook import RefusedError
from cplist.collecting.returns import Return
from cplist.core.excel_days import serial_number
from cplist.core.findings import FindingsError
from cplist.core.workbook import CHOICES_SHEET, RECORD_SHEET

from .office import DAY, SHEET, STATES, TEXT, Office, person

pytestmark = pytest.mark.slow

THEIRS = (STATES[0], DAY, TEXT)
Table = dict[tuple[str, str], Any]


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


def in_build(content: bytes) -> Table:
    """The cells to fill in that hold something, by their row's key, as a reader of the new workbook sees them."""
    sheet = load_workbook(io.BytesIO(content))[SHEET]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    header = next(row for row in rows if KEY in row)
    return {
        (row[header.index(KEY)], title): row[header.index(title)]
        for row in rows[rows.index(header) + 1 :]
        for title in THEIRS
        if row[header.index(title)] is not None
    }


def in_collection(found: Return) -> Table:
    return {(row.key, title): value for row in found.rows for title, value in row.cells.items() if title in THEIRS}


def plain(value: Any, *, formats: bool) -> str:
    """A value as it is compared: a day as its number where the program kept no formats."""
    if isinstance(value, datetime.date) and not formats:
        return f"{serial_number(value):g}"
    return str(value).removesuffix(" 00:00:00")


def differing(seen: Mapping[tuple[str, str], Seen], counted: Table, program: str) -> list[str]:
    """The cells in which something else is counted than is seen, or something that isn't there."""
    found = []
    for place in {*seen, *counted}:
        formats = program not in WITHOUT_FORMATS or place[1] == DAY
        one, other = (plain(cells.get(place, ""), formats=formats) for cells in (seen, counted))
        if one != other:
            found.append(f"{place}: {one!r} seen, {other!r} counted")
    return sorted(found)


def texts(content: bytes) -> str:
    sheets = load_workbook(io.BytesIO(content)).worksheets
    shown = (sheet for sheet in sheets if sheet.title not in (CHOICES_SHEET, RECORD_SHEET))
    return "\n".join(str(cell) for sheet in shown for row in sheet.iter_rows(values_only=True) for cell in row)


def rows_in(addresses: Iterable[str]) -> set[int]:
    """The rows of the ranges of whole rows among those addresses."""
    ends = (address.split(":") for address in addresses if re.fullmatch(r"\d+:\d+", address))
    return {row for first, last in ends for row in range(int(first), int(last) + 1)}


def check(office: Office, one: Person, program: str) -> None:
    """As `check_returned`, of the file as that program writes it."""
    check_returned(office, one, written_by(program, one.saved()), program)


def check_returned(office: Office, one: Person, returned: bytes, program: str) -> None:
    """Every value that a reader sees stands in both at its place, and nothing else; what stands beside it is along
    or named."""
    built, found = office.built(returned), office.collected(returned)
    content = built.file("checklist").content
    assert differing(one.seen, in_build(content), program) == []
    assert differing(one.seen, in_collection(found), program) == []
    assert [word for word in one.elsewhere if word not in texts(content)] == []
    named = {(cell.sheet, cell.address) for told in built.findings for cell in told.cells}
    told = {(remark.cell.sheet, remark.cell.address) for remark in found.remarks}
    assert one.merged <= {address for _, address in named} & {address for _, address in told}
    assert one.second <= named & told
    assert one.pictures <= told
    assert one.hidden <= rows_in(address for sheet, address in named if sheet == SHEET)
    assert not one.floating or (SHEET, "") in named
    zoom = load_workbook(io.BytesIO(content))[SHEET].sheet_view.zoomScale or 100
    assert one.zoom in (0, zoom) or program == "LibreOffice"
    assert not one.pictures or b"cellImages" in b"".join(parts_of(content).values())


EDITS = st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 60), st.integers(0, 60)), max_size=14)


@pytest.mark.soak
@settings(
    max_examples=times(10, 2_000),
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(edits=EDITS, program=st.sampled_from(sorted(PROGRAMS)))
def test_every_value_that_is_seen_is_counted_once(office: Office, edits: list[Do], program: str) -> None:
    check(office, person(office, edits), program)


EVERYTHING: tuple[Do, ...] = (
    *(("word", 0, 0), ("state", 1, 1), ("look", 1, 1), ("percent", 2, 0), ("day_in_text", 3, 0), ("escape", 4, 0)),
    *(
        ("escape", 5, 1),
        ("day", 0, 2),
        ("day", 1, 0),
        ("day", 2, 8),
        ("day", 3, 9),
        ("link", 6, 0),
        ("range_name", 0, 0),
    ),
    *(("comment", 0, 0), ("chart", 0, 0), ("own_sheet", 0, 0), ("merge", 7, 1), ("copy_sheet", 1, 0)),
    *(("filter_rows", 2, 0), ("picture", 0, 0), ("cell_picture", 8, 0), ("page", 0, 7)),
    *(("loose_state", 4, 2), ("merge_across", 8, 1)),
)


@pytest.mark.parametrize("program", list(PROGRAMS))
def test_whatever_program_wrote_it(office: Office, program: str) -> None:
    check(office, person(office, EVERYTHING), program)


READING = "cplist.carryover.reading"
LOSSES: dict[str, tuple[str, Callable[..., Any], str]] = {
    "escapes": (f"{READING}.values.decoded", lambda text: text, "openpyxl"),
    "runs of texts": (f"{READING}.sheets.text_of", lambda element: "", "Excel with rich text"),
    "texts in cells": (f"{READING}.cells.text_of", lambda element: "", "openpyxl"),
    "days of formats": (f"{READING}.cells.shown", lambda stored, code, mac: stored, "openpyxl"),
    "days of digits": ("cplist.carryover.cell_values.typed_day", lambda value: None, "openpyxl"),
    "merged ranges": ("cplist.carryover.found_table._seen_below", lambda grid, merged, numbers: (), "openpyxl"),
    "ranges that are named": ("cplist.carryover.plan_cells._Planner.ranges", lambda self: (), "openpyxl"),
    "copies of sheets": ("cplist.carryover.plan_sheets._second", lambda match, copy: (), "openpyxl"),
    "choices": ("cplist.carryover.plan_sheets.with_words", lambda placed, sheets, choices: placed, "openpyxl"),
    "values over columns": (
        "cplist.carryover.matched.TableMatch.with_first_answers",
        lambda self: self,
        "openpyxl",
    ),
    "hidden rows": (
        "cplist.carryover.inventory.left_behind.rows_otherwise",
        lambda old, new, places: (),
        "openpyxl",
    ),
    "own sheets": ("cplist.carryover.carry_over.with_own_sheets", lambda plan, match: plan, "openpyxl"),
    "pages": ("cplist.carryover.carry_over.with_pages", lambda plan, match: plan, "openpyxl"),
    "what is placed": ("cplist.carryover.write._add", lambda placement, sheet, at: None, "openpyxl"),
}


@pytest.mark.parametrize("what", list(LOSSES))
def test_a_loss_would_be_seen(office: Office, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Each of the ways on which a value comes along, cut off."""
    name, loss, program = LOSSES[what]
    monkeypatch.setattr(name, loss)
    with pytest.raises((AssertionError, FindingsError, RefusedError)):
        check(office, person(office, EVERYTHING), program)
