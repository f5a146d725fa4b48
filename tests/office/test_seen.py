"""What people do to a workbook, with LibreOffice in between: every value that a reader sees is counted once."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from doings import WHAT, Do
from soak import times
from unit.collecting.office import Office, person
from unit.collecting.test_seen import EVERYTHING, check_returned

pytestmark = pytest.mark.slow

PROGRAM = "LibreOffice"
OF_WPS = ("cell_picture",)
"""What it doesn't keep: pictures in cells."""
ToXlsx = Callable[[Path], Path]


@pytest.fixture(scope="module")
def head_office() -> Office:
    return Office()


def some(seed: int) -> list[Do]:
    dice = random.Random(seed)
    what = [one for one in WHAT if one not in OF_WPS]
    return [(dice.choice(what), dice.randrange(61), dice.randrange(61)) for _ in range(12)]


def saved_by_libreoffice(content: bytes, to_xlsx: ToXlsx, folder: Path) -> bytes:
    path = folder / "returned.xlsx"
    path.write_bytes(content)
    return to_xlsx(path).read_bytes()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(times(2, 40)))
def test_every_value_is_counted_once_with_libreoffice_in_between(
    head_office: Office, to_xlsx: ToXlsx, tmp_path: Path, seed: int
) -> None:
    edits = some(seed) if seed else [one for one in EVERYTHING if one[0] not in OF_WPS]
    one = person(head_office, edits)
    check_returned(head_office, one, saved_by_libreoffice(one.saved(), to_xlsx, tmp_path), PROGRAM)


def test_what_a_person_set_of_a_page_is_theirs_after_libreoffice_too(
    head_office: Office, to_xlsx: ToXlsx, tmp_path: Path
) -> None:
    one = person(head_office, [("word", 0, 0), ("page", 0, 7)])
    built = head_office.built(saved_by_libreoffice(one.saved(), to_xlsx, tmp_path))
    page = built.carry_over.plan.pages["履职情况"].properties
    assert (page["oddHeader"].startswith("&L第7稿"), page["pageMargins/left"]) == (True, "1")
    assert built.carry_over.plan.left_behind == ()
    assert head_office.built(built.file("checklist").content).carry_over.plan.left_behind == ()
