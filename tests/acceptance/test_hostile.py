"""Whatever an institution calls its people, departments and bodies, it stays text and makes no structure."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import CITY_BANK, Build, Builds, Cplist
from .reading import Book, Document

HOSTILE = {
    "a formula": "=1+1",
    "a plus": "+x",
    "an at sign": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a minus": "-2",
    "a quote": "'=1+1",
    "a number": "007",
    "XML": "<w:p/>&<b>粗</b> & > \" '",
    "an entity": "&amp;&#x41;&lt;",
    "a CDATA end": "]]><!-- x -->",
    "a table": "甲 | 乙 | 丙 |",
    "brackets": "[甲](1.1-01) ![乙](丙) [] ()",
    "a heading": "# 甲",
    "a chapter": "## 甲",
    "an article": "::: article purpose 甲",
    "a container's end": ":::",
    "an item": "1. 甲",
    "a bullet": "- 甲",
    "emphasis": "**甲** __乙__ *丙* ~~丁~~ `戊`",
    "an expression": "{{ 7 * 7 }}{{ self }}{{ ''.__class__ }}",
    "a statement": "{% for x in range(9) %}甲{% endfor %}{# 乙 #}",
    "backslashes": "\\甲\\[乙\\]\\",
    "a path": "../../甲/乙",
    "blanks": "甲  乙",
    "wide blanks": "甲\u3000\u00a0乙",
    "a joiner and a mark": "甲\u200d乙\u202e丙",
    "an astral character": "𠮷野家😀",
    "a placeholder": "甲{parties}{0}%s${x}",
    "an Excel escape": "_x000D_甲_x0041_",
    "very long": "很长的名称" * 60,
}
ELSEWHERE: list[tuple[str | int, ...]] = [
    ("institution", "name"),
    ("institution", "self_name"),
    ("document", "number"),
    ("document", "supersedes"),
    ("bodies", "committee", "name"),
    ("levels", 1, "name"),
    ("leaders", 2, "name"),
    ("assignments", 0, "reason"),
    ("assignments", 2, "evidence"),
]
PLACES = ("leaders", "departments")


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """A hostile name for each leader's post and each department of the city bank."""
    data = yaml.safe_load(CITY_BANK.read_text("utf-8"))
    ids = [entry["id"] for place in PLACES for entry in data[place]]
    return dict(zip(ids, HOSTILE.values(), strict=False))


@pytest.fixture(scope="module")
def renamed(build: Builds, names: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Build:
    return build(profile_with(names, tmp_path_factory.mktemp("hostile")), tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def harmless(build: Builds, names: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The same bank with as many names that nobody could mistake."""
    plain = {id_: f"名称{number}" for number, id_ in enumerate(names)}
    return build(profile_with(plain, tmp_path_factory.mktemp("plain")), tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def document(renamed: Build) -> Document:
    return renamed.document


@pytest.fixture(scope="module")
def book(renamed: Build) -> Book:
    return renamed.book


def profile_with(names: dict[str, str], folder: Path) -> Path:
    """The city bank with those names, no two alike, for the posts of leaders and the names of departments."""
    data = yaml.safe_load(CITY_BANK.read_text("utf-8"))
    for place, key in zip(PLACES, ("post", "name"), strict=True):
        for entry in data[place]:
            entry[key] = names[entry["id"]]
    path = folder / "profile.yaml"
    path.write_text(json.dumps(data, ensure_ascii=False, default=str, indent=1), "utf-8")
    return path


def test_every_hostile_name_is_in_the_profile(names: dict[str, str]) -> None:
    assert list(names.values()) == list(HOSTILE.values())


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\u2029"])
def test_a_name_of_two_lines_is_refused(cplist: Cplist, names: dict[str, str], tmp_path: Path, end: str) -> None:
    two_lines = {**names, next(iter(names)): f"甲{end}乙"}
    said = cplist("check", profile_with(two_lines, tmp_path), "--json")
    errors = [found for found in said.data["findings"] if found["severity"] == "error"]
    assert [(found["rule"], found["path"]) for found in errors] == [("profile-line-end", "leaders[0].post")]


def test_names_stand_in_the_word_file_to_the_letter(document: Document, names: dict[str, str]) -> None:
    """As headings of the lists; leaders who bear the same stand below one heading, one after the other."""
    heads = [line.text for line in document.lines if line.style == "附件小标题"]
    (others,) = (line.text for line in document.lines if line.text.startswith("其他负责人："))
    together = others.removeprefix("其他负责人：").partition("。责任定性")[0].split("；")
    assert [name for name in names.values() if name not in heads + together] == []


def test_names_stand_in_the_workbook_to_the_letter(book: Book, names: dict[str, str]) -> None:
    shown = [row[0] for row in book.xlsx["责任定性"].iter_rows(min_row=4, max_col=1, values_only=True)]
    assert [name for name in names.values() if name not in shown] == []


def test_the_structure_of_the_document_is_unchanged(document: Document, harmless: Build) -> None:
    assert document.structure == harmless.document.structure


def test_the_structure_of_the_workbook_is_unchanged(book: Book, harmless: Build) -> None:
    theirs = harmless.book
    assert book.xlsx.sheetnames == theirs.xlsx.sheetnames
    for sheet in book.shown:
        other = theirs.xlsx[sheet.title]
        assert sheet.merged_cells.ranges == other.merged_cells.ranges
        assert (sheet.max_column, sheet.max_row) == (other.max_column, other.max_row), sheet.title


def test_how_a_name_is_written_is_warned_of_and_no_question_of_the_explanation_sheet(
    book: Book, renamed: Build, harmless: Build
) -> None:
    usual = {found["rule"] for found in warnings_of(harmless)}
    odd = [found for found in warnings_of(renamed) if found["rule"] not in usual]
    assert {found["rule"] for found in odd} == {"profile-half-width", "profile-invisible"}
    shown = {value for row in book.xlsx["说明"].iter_rows(values_only=True) for value in row}
    assert not shown & {found["message"] for found in odd}


def warnings_of(built: Build) -> list[dict[str, Any]]:
    return [found for found in built.said.data["builds"][0]["findings"] if found["severity"] == "warning"]


def test_no_cell_is_a_formula_but_the_packs_own(book: Book, harmless: Build) -> None:
    """To the letter those of an institution with a harmless name: no word of a profile is in one."""
    assert formulas(book) == formulas(harmless.book)
    for sheet in book.xlsx:
        for cell in cells(sheet):
            assert cell.data_type in ("s", "n", "d", "f"), f"{sheet.title} {cell.coordinate}: {cell.value!r}"
            assert not (cell.data_type == "n" and isinstance(cell.value, str))


def formulas(book: Book) -> dict[tuple[str, str], str]:
    """Every formula by its place."""
    found = ((sheet.title, cell) for sheet in book.xlsx for cell in cells(sheet) if cell.data_type == "f")
    return {(title, cell.coordinate): getattr(cell.value, "text", cell.value) for title, cell in found}


def test_a_text_that_excel_would_calculate_has_the_mark_of_text(book: Book) -> None:
    """The prefix keeps it a text when somebody edits the cell in Excel."""
    found = 0
    for cell in (cell for sheet in book.shown for cell in cells(sheet)):
        if cell.data_type == "s" and cell.value[0] in "=+-@":
            assert cell.quotePrefix, cell.coordinate
            found += 1
    assert found > 4


def test_no_other_formula_is_in_the_xml_either(renamed: Build, harmless: Build) -> None:
    assert formulas_in(renamed.path("checklist")) == formulas_in(harmless.path("checklist"))


def formulas_in(path: Path) -> dict[str, list[bytes]]:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return {name: re.findall(rb"<f[ >].*?</f>", archive.read(name)) for name in sheets}


def test_the_file_is_named_after_the_institution_only(renamed: Build, harmless: Build) -> None:
    ours, theirs = ({path.name for path in built.folder.iterdir()} for built in (renamed, harmless))
    assert ours == theirs


def test_hostile_words_anywhere_else_make_no_structure(build: Builds, city_bank: Build, tmp_path: Path) -> None:
    data = yaml.safe_load(CITY_BANK.read_text("utf-8"))
    words = [plant(data, number, path) for number, path in enumerate(ELSEWHERE)]
    profile = tmp_path / "profile.yaml"
    profile.write_text(json.dumps(data, ensure_ascii=False, default=str), "utf-8")
    built = build(profile, tmp_path / "out")
    assert built.document.structure == city_bank.document.structure
    assert formulas(built.book) == formulas(city_bank.book)
    shown = "\n".join([built.document.text, *built.book.texts()])
    assert [ELSEWHERE[number] for number, text in enumerate(words) if text not in shown] == []


def plant(data: Any, number: int, path: tuple[str | int, ...]) -> str:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = f"=1+{number}|[甲](1.1-01)::: {{{{ 7*7 }}}}<w:p/># &"
    return str(data[path[-1]])


def cells(sheet: Any) -> Iterable[Any]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
