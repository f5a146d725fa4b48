"""A profile as a form and back: every value is the same, or is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from every import every
from hypothesis import HealthCheck, Phase, given, settings

from cplist.form.convert import as_form, as_yaml
from cplist.form.fill import sheets_with_lines
from cplist.form.layout import SheetKind
from cplist.form.marks import FILLED_IN, HEAD, NOTE
from cplist.form.read import document_of, read_form
from cplist.form.sheets import SeenSheet
from cplist.workspace.conversion import comments_of
from cplist.yamldoc.document import Document, read

from .profiles import PROFILES

ROOT = Path(__file__).parents[3]
EVERY = [*sorted((ROOT / "profiles").glob("*.yaml")), ROOT / "tests" / "acceptance" / "every_key.yaml"]
NAMES = {"options": {"list-updates": "更新清单", "handover": "交接"}, "own_rules": {"review": "审查制度"}}


def seen(data: Any) -> list[SeenSheet]:
    """The sheets of a form with those data, without a file: what the program knows a line or a column by, and the
    texts to be filled in."""
    found = []
    for number, (form, lines) in enumerate(sheets_with_lines(data, NAMES), 1):
        texts = {(0, 0): form.mark, (1, 0): HEAD}
        if form.kind is SheetKind.FIELDS:
            texts[0, 2] = FILLED_IN
            for row, slot in enumerate(form.slots, 2):
                texts |= {(row, 0): slot.mark, (row, 2): lines[0].texts.get(slot.mark, "")}
        else:
            texts |= {(0, column): slot.mark for column, slot in enumerate(form.slots, 1)}
            texts[0, 90] = NOTE
            for row, line in enumerate(lines, 2):
                texts |= {(row, 0): line.key, (row, 90): line.note}
                texts |= {(row, column): line.texts.get(slot.mark, "") for column, slot in enumerate(form.slots, 1)}
        found.append(SeenSheet("f.xlsx", form.name, number, {at: text for at, text in texts.items() if text}))
    return found


def comes_back(document: Document) -> None:
    back, slips = document_of(seen(document.data), "f.xlsx")
    assert (back.data, slips) == (document.data, [])
    text, changed = as_yaml(back)
    assert changed == []
    assert read(text.encode(), "p.yaml")[0].data == document.data


@every("file", EVERY, least=19)
def test_every_profile_comes_back(file: Path) -> None:
    comes_back(read(file.read_bytes(), file.name)[0])


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize=True,
)
@given(PROFILES)
def test_any_profile_comes_back(data: dict[str, Any]) -> None:
    comes_back(Document("p.yaml", data))


def test_a_profile_comes_back_from_a_file() -> None:
    """One with every key; its keys stand in another order than those of the format."""
    document, _ = read(EVERY[-1].read_bytes(), "p.yaml")
    content, found = as_form(document, NAMES)
    assert [one.rule for one in found] == ["convert-order"]
    assert content == as_form(document, NAMES)[0]
    back, slips = read_form(content, "f.xlsx")
    assert (back.data, slips) == (document.data, [])


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"institution": {"name": " 甲 "}}, "institution.name"),
        ({"institution": {"name": "甲" * 40_000}}, "institution.name"),
        ({"institution": {"nicht": "甲"}}, "institution.nicht"),
        ({"institution": {"superior": {}}}, "institution.superior"),
        ({"institution": "甲"}, "institution"),
        ({"leaders": [{"id": "a", "post": ["甲"]}]}, "leaders[0].post"),
        ({"leaders": [{"id": "a", "post": None}]}, "leaders[0].post"),
        ({"leaders": [{"id": "a", "roles": ["chief", "chief"]}]}, "leaders[0].roles"),
        ({"levels": [{"name": "甲", "kinds": [{"id": "k"}]}]}, "levels[0].kinds"),
        ({"extra": {"a": "b"}}, "extra"),
    ],
)
def test_what_has_no_place_is_named(data: dict[str, Any], path: str) -> None:
    _, found = as_form(Document("p.yaml", data), {})
    assert path in [one.path for one in found if one.rule == "convert-changed"]


def test_keys_in_another_order_are_named_once() -> None:
    _, found = as_form(Document("p.yaml", {"institution": {"type": "city_bank", "name": "甲"}}), {})
    assert [one.rule for one in found] == ["convert-order"]


def test_comments_are_found_where_they_stand() -> None:
    text = "# yaml-language-server: $schema=a\n# 甲\na: 'x # y' # 乙\nb: [1, # 丙\n  2]\nc: d#e\n"
    assert list(comments_of(text)) == [2, 3, 4]
