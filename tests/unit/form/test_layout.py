"""The form is made from the schema: every key has its place, drop-down lists and ticks have what it allows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from cplist.core.opc import unzipped
from cplist.core.xml_reading import local_name, tree
from cplist.form.convert import as_form, blank_form
from cplist.form.layout import FormSheet, SheetKind, SlotKind, layout
from cplist.form.words import in_words
from cplist.profile.schema import PROFILE
from cplist.schema.language import Keys, keys_of
from cplist.writers.excel.fonts import ORDER
from cplist.yamldoc.document import Document


def leaves(keys: Keys, above: str = "") -> Iterator[str]:
    for key, rule in keys.items():
        below = keys_of(rule)
        yield from leaves(below, f"{above}{key}.") if below else [f"{above}{key}"]


def placed(sheet: FormSheet) -> Iterator[str]:
    start = [".".join(sheet.path)] if sheet.path else []
    for slot in sheet.slots:
        for row in sheet.rows or [None]:
            steps = [*start, *([row] if row else []), *slot.path]
            yield ".".join(steps)


def test_every_key_of_the_schema_has_its_place() -> None:
    there = {path for sheet in layout() for path in placed(sheet)}
    assert set(leaves(PROFILE.described)) - there == set()


def test_every_sheet_and_every_mark_is_there_once() -> None:
    assert len({sheet.name for sheet in layout()}) == len({sheet.mark for sheet in layout()}) == len(layout())
    for sheet in layout():
        marks = [slot.mark for slot in sheet.slots]
        assert len(set(marks)) == len(marks), sheet.name


def test_what_every_profile_has_comes_first() -> None:
    tops = [sheet.path[0] for sheet in layout() if sheet.path and sheet.required]
    assert tops == ["institution", "levels", "leaders", "departments"]
    assert [sheet.required for sheet in layout() if len(sheet.path) == 1][:4] == [True] * 4


def test_closed_lists_have_a_tick_for_each_value() -> None:
    departments = next(sheet for sheet in layout() if sheet.path == ("departments",))
    ticks = [slot.value for slot in departments.slots if slot.kind is SlotKind.TICK and slot.path == ("lines",)]
    assert ticks == ["front", "middle", "back"]
    assert {sheet.kind for sheet in layout()} == set(SheetKind)


def book() -> Any:
    return load_workbook(io.BytesIO(blank_form({"options": {"handover": "办理交接"}})))


def test_a_form_opens_as_a_person_can_read_it() -> None:
    made = book()
    assert made.sheetnames == ["从这里开始", *(sheet.name for sheet in layout()), "选项"]
    for sheet in layout():
        shown = made[sheet.name]
        assert shown.freeze_panes, sheet.name
        assert shown.row_dimensions[1].hidden and shown.column_dimensions["A"].hidden
    post = made["负责人"]["C3"]
    assert (post.value, post.font.color.rgb[-6:]) == ("职务 *", "C00000")
    assert made["负责人"]["C6"].number_format == "@"


def test_drop_down_lists_offer_the_names_of_the_values() -> None:
    made = book()
    lists = {
        name: [cell.value for (cell,) in made["选项"][where.attr_text.split("!")[1].replace("$", "")]]
        for name, where in made.defined_names.items()
        if name != "people"
    }
    offered = {
        str(cells): lists.get(one.formula1)
        for one in made["机构"].data_validations.dataValidation
        for cells in one.sqref.ranges
    }
    assert offered["C7"][:2] == ["国有商业银行", "股份制商业银行"]
    assert ["keep（保留）", "drop（删去）"] in [
        lists.get(one.formula1) for one in made["可选内容"].data_validations.dataValidation
    ]


def test_what_is_said_is_said_in_the_words_of_the_form() -> None:
    slots = {slot.path: slot for sheet in layout() if sheet.path == ("leaders",) for slot in sheet.slots}
    vacant = slots["vacant",]
    assert (
        in_words(vacant.description, vacant.rule)
        == "职务空缺的写是：不列责任事项，不出责任书；由谁代行写在“代行人”"
    )
    roles = next(slot for sheet in layout() for slot in sheet.slots if slot.mark == "roles=chief")
    assert in_words(roles.description, roles.rule) == "可兼多项；“其他负责人”就分管领域负直接领导责任"


def test_lines_are_as_high_as_what_stands_in_them() -> None:
    basis = "本公司未设党组织和纪律监督机构，经董事会决议由合规负责人履行监督职责"
    leader = {"id": "a", "post": "合规负责人", "substitute": {"for": "discipline_secretary", "basis": basis}}
    content, _ = as_form(Document("p.yaml", {"leaders": [leader]}), {})
    sheet = load_workbook(io.BytesIO(content))["负责人"]
    assert sheet.row_dimensions[6].height >= 31
    assert sheet.row_dimensions[4].height >= 14 * len("消保工作分管负责人")


def test_fonts_are_as_the_schema_of_excel_has_them() -> None:
    """openpyxl writes what a font says in an order of its own, which the validator of the Open XML SDK refuses."""
    styles = unzipped(blank_form({}))["xl/styles.xml"]
    fonts = [
        [local_name(child.tag) for child in font] for font in tree(styles).iter() if local_name(font.tag) == "font"
    ]
    assert len(fonts) > 8
    assert [font for font in fonts if font != sorted(font, key=ORDER.index)] == []
