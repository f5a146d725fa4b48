"""A list of units that is handed in: whatever programs save it, each slip at its line or cell."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import Workbook

from cplist.core.findings import Finding
from cplist.profile.inheritance import Load, Resolved, resolve
from cplist.workspace.profile_files import read_rows

TOP = """levels:
  - tier: outlet
    name: 支行
    kinds:
      - {id: branch, name: 支行, units_from: ⌖}
"""
LIST = "支行名单,,\n机构号,机构名称,地址\n0101,东关支行,东关街1号\nB-2,西关支行,\n"
UNITS = [{"id": "branch_0101", "name": "东关支行"}, {"id": "B_2", "name": "西关支行"}]


def loader(files: Mapping[str, bytes]) -> Load:
    def load(path: str, file: str) -> tuple[str, bytes]:
        if path not in files:
            raise FileNotFoundError(path)
        return path, files[path]

    return load


def read(content: str | bytes, name: str = "a.csv", top: str = TOP) -> Resolved:
    content = content.encode() if isinstance(content, str) else content
    return resolve(top.replace("⌖", name).encode(), "top.yaml", loader({name: content}), tables=read_rows)


def kind(resolved: Resolved) -> Any:
    return resolved.document.data["levels"][0]["kinds"][0]


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(found.rule, str(found.location)) for found in findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("divided", [",", "\t", ";", "，"])
def test_a_csv_is_read_as_any_program_saves_it(encoding: str, divided: str) -> None:
    resolved = read(LIST.replace(",", divided).replace("\n", "\r\n").encode(encoding))
    assert resolved.findings == [] and kind(resolved) == {"id": "branch", "name": "支行", "units": UNITS}


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    book.active.title = "封面"
    page = book.create_sheet("网点")
    for row in rows:
        page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_read_too_with_its_cells() -> None:
    content = workbook(
        ("支行名单",), ("序号", "名 称", "代号"), (1, "东关支行", "01０1"), (), (2, " 西关支行", "B-2")
    )
    resolved = read(content, "名单.xlsx")
    assert resolved.findings == [] and kind(resolved)["units"] == UNITS
    units = ("levels", 0, "kinds", 0, "units")
    places = [str(resolved.document.place((*units, 1, key))) for key in ("id", "name")]
    assert places == ["名单.xlsx:网点!C5", "名单.xlsx:网点!B5"]
    assert str(resolved.document.place(units)) == "名单.xlsx:网点!B2"


def test_without_codes_the_units_are_names() -> None:
    assert kind(read("机构名称\n东关支行\n"))["units"] == [{"name": "东关支行"}]


def test_a_cell_of_several_lines_keeps_the_places_behind_it() -> None:
    resolved = read('地址,id,name\n"东关街\n1号",b1,"东关, 支行"\n"x ""y""",b2,西关支行\n')
    assert [one["name"] for one in kind(resolved)["units"]] == ["东关, 支行", "西关支行"]
    where = [resolved.document.place(("levels", 0, "kinds", 0, "units", n, "id")).within for n in (0, 1)]
    assert where == ["3:5", "4:11"]


def test_each_slip_is_told_at_its_place() -> None:
    slips = "代号,名称\n0101,东关支行\n,西关支行\n0103,\n0104,东关支行\n合计,4家\n0101,南关\a支行\n"
    assert told(read(slips).findings) == [
        ("yaml-character", "a.csv:7:6"),
        ("units-no-name", "a.csv:4:1"),
        ("units-no-code", "a.csv:3:1"),
        ("profile-twice", "a.csv:5:6"),
    ]
    cells = workbook(("代号", "名称"), (101, "东关支行"), (None, "西关支行"), (103, None))
    assert told(read(cells, "b.xlsx").findings) == [
        ("units-no-name", "b.xlsx:网点!B4"),
        ("units-no-code", "b.xlsx:网点!A3"),
    ]


@pytest.mark.parametrize(
    ("content", "name", "rule", "place"),
    [
        ("东关支行\n西关支行\n", "a.csv", "units-no-header", "a.csv:1:1"),
        ("\n代号,名称\n,\n", "a.csv", "units-empty", "a.csv:2:4"),
        ("", "a.csv", "units-no-header", "a.csv:1:1"),
        (b"\xff\xff\xff", "a.csv", "units-unreadable", "a.csv:1:1"),
        (b"PK\3\4", "a.xlsx", "workbook-unreadable", "a.xlsx"),
        (workbook(), "a.xlsx", "units-empty", "a.xlsx"),
    ],
)
def test_what_is_no_list_is_said_to_be_none(content: str | bytes, name: str, rule: str, place: str) -> None:
    assert told(read(content, name).findings) == [(rule, place)]


def test_a_list_that_is_not_there_or_stands_beside_another_is_told_where_it_is_named() -> None:
    missing = resolve(TOP.replace("⌖", "b.csv").encode(), "top.yaml", loader({}))
    assert told(missing.findings) == [("units-missing", "top.yaml:5:44")]
    both = read(LIST, top=TOP.replace("units_from", "units: [{name: 东关}], units_from"))
    assert told(both.findings) == [("units-either", "top.yaml:5:65")]
    assert kind(both)["units"] == [{"name": "东关"}]


def test_a_base_names_lists_from_its_own_folder() -> None:
    files = {"base.yaml": TOP.replace("⌖", "a.csv").encode(), "a.csv": LIST.encode()}
    resolved = resolve(b"extends: base.yaml\n", "top.yaml", loader(files))
    assert resolved.findings == [] and kind(resolved)["units"] == UNITS
