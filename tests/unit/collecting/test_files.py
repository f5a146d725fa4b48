"""Files of a collection: what is said of those that aren't counted, and whose fault it is."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import cplist.cli.main  # noqa: F401  (the commands add themselves)
from cplist.cli.app import app
from cplist.collecting import files
from cplist.collecting.files import OUR_FAULT, Task, read_all
from cplist.core.messages import DATA

from .office import PACKS, SHEET, Office, person

ON = datetime.date(2026, 12, 31)


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


@pytest.fixture
def returned(office: Office, tmp_path: Path) -> Path:
    """A folder with two workbooks that came back: one as handed out, one in which people did things."""
    folder = tmp_path / "returned"
    folder.mkdir()
    edits = (("merge", 0, 1), ("day", 4, 9), ("copy_sheet", 5, 0), ("own_sheet", 0, 0), ("comment", 5, 0))
    folder.joinpath("a.xlsx").write_bytes(person(office, edits).saved())
    return folder


def collected(folder: Path, output: Path) -> tuple[int, dict[str, Any]]:
    """The status of the command, and what it wrote."""
    arguments = ["collect", str(folder), "-o", str(output), "--packs", str(PACKS), "--on", ON.isoformat()]
    status = CliRunner().invoke(app, arguments).exit_code
    return status, json.loads(next(output.glob("*.json")).read_bytes())


def test_a_fault_of_the_program_is_not_the_senders(
    office: Office, returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is called what it is, the other files are counted, and the command says that it has a bug."""

    def fails(content: bytes, file: str, *more: Any) -> Any:
        if file == "b.xlsx":
            raise KeyError("filled")
        return read(content, file, *more)

    read = files.read_return
    returned.joinpath("b.xlsx").write_bytes(office.handed)
    monkeypatch.setattr(files, "read_return", fails)
    status, data = collected(returned, tmp_path / "collected")
    assert status == 101
    assert [(one["file"], one["rule"]) for one in data["problems"]] == [("b.xlsx", OUR_FAULT)]
    assert "KeyError" in data["problems"][0]["message"] and len(data["institutions"]) == 1


def test_a_damaged_file_is_the_senders(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(office.handed[:2_000])
    (problem,) = read_all([Task(path, "a.xlsx")], office.source, ON)
    assert isinstance(problem, files.Problem) and problem.finding.rule == "returned-unreadable"


def test_each_finding_names_the_cells_and_where_they_are_now(returned: Path, tmp_path: Path) -> None:
    """The sheet and the cell of the file, and the cell of the collection that holds what stood there."""
    _, data = collected(returned, tmp_path / "collected")
    cells = {one["rule"]: one.get("cells") for one in data["findings"]}
    range_, unfit, second = cells["collect-range"], cells["collect-unfit"], cells["collect-second"]
    assert [(one["file"], one["sheet"], one["now"]["sheet"]) for one in range_] == [("a.xlsx", SHEET, "明细")]
    assert (range_[0]["cell"], range_[0]["now"]["cell"]) == ("H3:H5", "D3")
    assert [one["cell"][0] for one in unfit] == ["G"]
    assert [(one["sheet"].startswith(SHEET), one["now"]) for one in second] == [(True, None)]
    assert [one["cell"] for one in cells["collect-sheet"]] == [None]
    assert [one["cell"][0] for one in cells["collect-beside"]] == ["H"]


def test_no_advice_loses_answers() -> None:
    """Nobody is told to move a workbook out of the way or to delete it."""
    entries = {
        rule: entry
        for name in ("carryover", "collecting")
        for rule, entry in yaml.safe_load(DATA.joinpath(f"{name}.yaml").read_text("utf-8")).items()
    }
    away = [rule for rule, entry in entries.items() if re.search(r"移走|move (it|the other) away", str(entry))]
    assert len(entries) > 40
    assert away == []
