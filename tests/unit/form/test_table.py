"""A table of institutions: each line a profile over the base, each value with its cell."""

from __future__ import annotations

import datetime
import io

import pytest
from openpyxl import Workbook

from cplist.core.findings import FindingsError
from cplist.form.table import Rows, read_table
from cplist.workspace.profile_files import read_rows

HEADINGS = ["institution.name", "institution.short_name", "leaders.chair.name", "# 备注", "levels[outlet].count"]


def book(*rows: list[object]) -> bytes:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def read(*rows: list[object], name: str = "t.xlsx") -> Rows:
    return read_content(book(*rows), name)


def read_content(content: bytes, name: str) -> Rows:
    return read_table(*read_rows(content, name), name, "base.yaml")


def slips(*rows: list[object]) -> list[tuple[str, str]]:
    with pytest.raises(FindingsError) as raised:
        read(*rows)
    return [(found.rule, found.location.within if found.location else "") for found in raised.value.findings]


def test_each_line_is_a_profile_over_the_base() -> None:
    rows = read(HEADINGS, ["甲银行", "甲", "李某", "急", 12], [], ["乙银行", " 乙 ", None, None, None])
    assert list(rows) == ["t.xlsx#2", "t.xlsx#4"]
    first, second = (document.data for document, _ in rows.values())
    assert first == {
        "schema": "1",
        "extends": "base.yaml",
        "institution": {"name": "甲银行", "short_name": "甲"},
        "leaders": [{"id": "chair", "name": "李某"}],
        "levels": [{"tier": "outlet", "count": "12"}],
    }
    assert second["institution"] == {"name": "乙银行", "short_name": "乙"}
    assert "leaders" not in second


def test_values_have_their_cells_and_keys_their_headings() -> None:
    document, findings = read(HEADINGS, ["甲银行", "甲", "李某", None, "12"])["t.xlsx#2"]
    assert document.place(("leaders", 0, "name")).within == "Sheet!C2"
    assert document.key_place(("institution", "name")).within == "Sheet!A1"
    assert findings == []


def test_a_cell_is_read_as_a_form_is() -> None:
    headings = ["document.date", "institution.type", "leaders.vp1.roles", "document.cover"]
    (document, _), *_rest = read(
        headings, [datetime.date(2027, 1, 1), "城市商业银行", "cp_deputy、other", "是"]
    ).values()
    assert document.data["document"] == {"date": "2027-01-01", "cover": "true"}
    assert document.data["institution"] == {"type": "city_bank"}
    assert document.data["leaders"] == [{"id": "vp1", "roles": ["cp_deputy", "other"]}]


def test_a_csv_as_excel_writes_it_in_china() -> None:
    text = "institution.name,institution.short_name\r\n甲银行,甲\r\n"
    rows = read_content(text.encode("gb18030"), "t.csv")
    document, _ = rows["t.csv#2"]
    assert str(document.place(("institution", "short_name"))) == "t.csv:2:5"


def test_all_slips_of_the_headings_are_told_at_once() -> None:
    headings = ["institution.nmae", "leaders.chair", "", "institution.name", "institution.name", "colour"]
    assert slips(headings, ["a", "b", "c", "d", "e", "f"]) == [
        ("table-unknown-path", "Sheet!A1"),
        ("table-path-too-short", "Sheet!B1"),
        ("table-no-path", "Sheet!C1"),
        ("table-column-twice", "Sheet!E1"),
        ("table-unknown-path", "Sheet!F1"),
    ]


def test_a_table_without_lines_is_said() -> None:
    assert slips(HEADINGS) == [("table-empty", "1:1")]


def test_a_cell_without_a_value_is_told_at_its_line() -> None:
    rows = read(HEADINGS, ["#REF!", "甲", None, None, None], ["乙银行", "乙", None, None, None])
    assert [[found.rule for found in findings] for _, findings in rows.values()] == [["form-no-value"], []]
