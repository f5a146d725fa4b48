"""checklist.yaml → sheets: one template for all expressions, findings where something doesn't fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.compose.sandbox import environment
from cplist.compose.sheets.plan import fill, plan
from cplist.core.findings import Finding
from cplist.core.inert import inert
from cplist.core.workbook import LONGEST_TEXT, Sheet, Workbook
from cplist.yamldoc.document import Document

Problems = Callable[..., list[Finding]]
CONTEXT = {
    "items": [
        {"id": "1", "text": "甲", "kind": "x"},
        {"id": "2", "text": "乙", "kind": "y"},
        {"id": "3", "text": "丙", "kind": "y"},
    ],
    "people": [{"name": "张", "duties": ["1", "2"]}, {"name": "李", "duties": []}, {"name": "王", "duties": ["3"]}],
    "title": "示例银行",
}
FORMATS: dict[str, dict[str, str]] = {
    **{name: {} for name in ("title", "note", "header", "header_turned", "banner")},
    "text": {"size": "10.5"},
    "centred": {"font": "黑体", "across": "center", "bold": "true", "border": "false"},
}


def checklist(**sheet: Any) -> dict[str, Any]:
    columns = [{"title": "编号", "width": "8", "value": "item.id"}]
    whole = {"name": "表", "title": "题", "rows": "item in items", "columns": columns, **sheet}
    return {"formats": FORMATS, "choices": {"whose": ["甲", "乙"]}, "sheets": [whole]}


def workbook(data: Mapping[str, Any], values: Mapping[str, Any] = CONTEXT) -> Workbook:
    made = plan(Document("checklist.yaml", data), environment(lambda name: None).from_string)
    return fill(made, inert(dict(values)), "示例银行", "标题", {"a": "b"})


def sheet(values: Mapping[str, Any] = CONTEXT, **how: Any) -> Sheet:
    return workbook(checklist(**how), values).sheets[0]


def column(title: str = "列", **how: Any) -> dict[str, Any]:
    return {"title": title, "width": "8", "value": "item.text", **how}


class TestRows:
    def test_are_what_the_loop_gives(self) -> None:
        assert sheet().rows == (("1",), ("2",), ("3",))

    def test_may_be_chosen(self) -> None:
        assert sheet(rows='item in items if item.kind == "y"').rows == (("2",), ("3",))

    def test_may_be_none(self) -> None:
        assert sheet(rows="item in []").rows == ()

    def test_have_a_cell_for_each_column(self) -> None:
        made = sheet(columns=[column("一", value="item.id"), column("二", value='item.text ~ "！"'), column()])
        assert made.rows[0] == ("1", "甲！", "甲")

    def test_leave_to_people_what_has_no_value(self) -> None:
        columns = [column(key="key"), {"title": "备注", "width": "8", "filled_in": "true"}]
        assert sheet(columns=columns).rows[0] == ("甲", "")

    def test_may_come_from_within_another_loop(self) -> None:
        made = sheet(
            within="person in people", rows="id in person.duties", columns=[column(value="person.name ~ id")]
        )
        assert made.rows == (("张1",), ("张2",), ("王3",))

    def test_may_end_in_a_total(self) -> None:
        columns = [column("一", total='"合计"'), column(value="item.id", type="number", total="items | length")]
        assert sheet(columns=columns).rows[-1] == ("合计", 3)

    def test_hold_numbers_where_the_column_is_of_numbers(self) -> None:
        rows = sheet(columns=[column("一", value="item.id", type="number"), column(value="item.id")]).rows
        assert rows[0] == (1, "1")

    @pytest.mark.parametrize("value", ["", "—", "1.5", "-1", "一"])
    def test_hold_text_where_it_is_none(self, value: str) -> None:
        values = {**CONTEXT, "items": [{"text": value}]}
        assert sheet(values, columns=[column(type="number")]).rows == ((value,),)

    @given(st.text("#*[](){}|\\\n\t .-+1甲，`<>&!~^=$@\"'%", min_size=1, max_size=12))
    def test_hold_any_value_verbatim(self, value: str) -> None:
        values = {**CONTEXT, "items": [{"text": value}], "title": value}
        made = sheet(
            values,
            title="甲{{ title }}乙",
            columns=[column(), column("甲{{ title }}乙", value='"甲" ~ item.text')],
        )
        assert made.rows == ((value, f"甲{value}"),)
        assert made.title == made.columns[1].title == f"甲{value}乙"


BY = {"banner_by": "person.name", "banner": "{{ person.name }}：{{ person.duties | length }}项"}


class TestBanners:
    def test_stand_over_each_group_and_over_no_empty_one(self) -> None:
        made = sheet(within="person in people", rows="id in person.duties", columns=[column(value="id")], **BY)
        assert made.rows == (("张：2项",), ("1",), ("2",), ("王：1项",), ("3",))
        assert made.banners == {0, 3}

    def test_stand_where_a_value_changes(self) -> None:
        made = sheet(banner_by="item.kind", banner="{{ item.kind }}", columns=[column("一"), column("二")])
        assert made.rows == (("x", ""), ("甲", "甲"), ("y", ""), ("乙", "乙"), ("丙", "丙"))
        assert made.banners == {0, 2}


class TestColumns:
    def test_may_be_repeated(self) -> None:
        columns = [
            column("编号", value="item.id"),
            {
                "each": "person in people",
                "title": "{{ person.name }}",
                "width": "5",
                "value": "item.id ~ person.name",
            },
            column("末", value="item.text"),
        ]
        made = sheet(columns=columns)
        assert [c.title for c in made.columns] == ["编号", "张", "李", "王", "末"]
        assert [c.width for c in made.columns] == [8, 5, 5, 5, 8]
        assert made.rows[1] == ("2", "2张", "2李", "2王", "乙")

    def test_may_be_repeated_for_nobody(self) -> None:
        columns = [column(), {"each": "person in []", "title": "x", "width": "5", "value": "person"}]
        assert [c.title for c in sheet(columns=columns).columns] == ["列"]

    def test_have_the_key_of_their_title_unless_they_have_one(self) -> None:
        made = sheet(columns=[column("甲"), column("乙", key="key")])
        assert [c.key for c in made.columns] == ["甲", "key"]

    def test_are_what_their_entry_says(self) -> None:
        told = {"hidden": "true", "filled_in": "true", "type": "date", "format": "centred"}
        columns = [column("标识", key="key"), column(choices="whose", choices_by="key", **told)]
        made = sheet(columns=columns).columns[1]
        assert (made.hidden, made.filled_in, made.choices, made.choices_by) == (True, True, "whose", "key")
        assert (made.date, made.number, made.format) == (True, False, "centred")

    def test_are_not_hidden_where_the_entry_says_so(self) -> None:
        assert not sheet(columns=[column(hidden="false")]).columns[0].hidden


class TestSheets:
    def test_have_their_title_and_note_from_values_too(self) -> None:
        made = sheet(title="{{ title }}清单", note="共{{ items | length }}项。")
        assert (made.title, made.note) == ("示例银行清单", "共3项。")

    def test_lie_and_are_filtered_as_they_say(self) -> None:
        plain, told = (
            sheet(),
            sheet(orientation="portrait", filter="false", paper="A3", freeze="2", turned_header="true"),
        )
        assert (plain.landscape, plain.filtered, plain.paper, plain.frozen_columns) == (True, True, "A4", 0)
        assert (told.landscape, told.filtered, told.paper, told.frozen_columns) == (False, False, "A3", 2)
        assert told.turned_header

    def test_keep_their_order_and_do_not_mix(self) -> None:
        data = checklist()
        data["sheets"].append({**data["sheets"][0], "name": "另", "rows": "item in items[1:]"})
        made = workbook(data).sheets
        assert [(s.name, len(s.rows)) for s in made] == [("表", 3), ("另", 2)]


def test_formats_are_read() -> None:
    made = workbook(checklist()).formats
    assert (made["centred"].font, made["centred"].bold, made["centred"].border) == ("黑体", True, False)
    assert (made["text"].size, made["text"].wrap) == (10.5, True)


def test_choices_are_read_in_order() -> None:
    data = {**checklist(), "choices": {"whose": ["甲", "乙"]}}
    assert workbook(data).choices == {"whose": ("甲", "乙")}


class TestFindings:
    def rules(
        self, problems: Problems, data: Mapping[str, Any], values: Mapping[str, Any] = CONTEXT
    ) -> list[Finding]:
        return problems(lambda: list(workbook(data, values).sheets)[:0])

    @pytest.mark.parametrize("missing", ["sheets", "formats"])
    def test_of_what_is_missing(self, problems: Problems, missing: str) -> None:
        data = {key: value for key, value in checklist().items() if key != missing}
        found = self.rules(problems, data)
        assert [(f.rule, f.arguments["key"]) for f in found] == [("checklist-missing-key", missing)]

    @pytest.mark.parametrize("missing", ["title", "rows", "columns"])
    def test_of_what_is_missing_in_a_sheet(self, problems: Problems, missing: str) -> None:
        data = checklist()
        del data["sheets"][0][missing]
        assert [f.rule for f in self.rules(problems, data)] == ["checklist-missing-key"]

    @pytest.mark.parametrize(
        ("how", "rule"),
        [
            ({"columns": [column(value="item.")]}, "checklist-expression"),
            ({"rows": "item of items"}, "checklist-expression"),
            ({"title": "{{ title"}, "checklist-expression"),
            ({"columns": [column(value="item.nothing")]}, "template-failed"),
            ({"columns": [column(value="item.__class__")]}, "template-failed"),
            ({"rows": "item in nobody"}, "template-failed"),
        ],
    )
    def test_of_expressions(self, problems: Problems, how: dict[str, Any], rule: str) -> None:
        found = self.rules(problems, checklist(**how))
        assert [(f.rule, f.location.file) for f in found] == [(rule, "checklist.yaml")]

    def test_of_a_cell_that_excel_would_cut(self, problems: Problems) -> None:
        values = {**CONTEXT, "items": [{"text": "甲"}, {"text": "乙" * (LONGEST_TEXT + 1)}]}
        found = self.rules(problems, checklist(columns=[column()]), values)
        assert [(f.rule, f.arguments["row"], f.arguments["column"]) for f in found] == [
            ("checklist-cell", "2", "列")
        ]

    def test_of_a_cell_that_just_fits_there_is_none(self, problems: Problems) -> None:
        values = {**CONTEXT, "items": [{"text": "乙" * LONGEST_TEXT}]}
        assert self.rules(problems, checklist(columns=[column()]), values) == []

    def test_of_a_cell_that_excel_counts_longer(self, problems: Problems) -> None:
        values = {**CONTEXT, "items": [{"text": "𠮷" * (LONGEST_TEXT // 2 + 1)}]}
        assert [f.rule for f in self.rules(problems, checklist(columns=[column()]), values)] == ["checklist-cell"]

    def test_of_rows_with_other_cells_than_the_header(self, problems: Problems) -> None:
        columns = [
            {"each": "id in (item.id if item is defined else '12')", "title": "x", "width": "5", "value": "id"}
        ]
        found = self.rules(problems, checklist(columns=columns))
        assert [f.rule for f in found] == ["checklist-shape"]
        assert (found[0].arguments["found"], found[0].arguments["wanted"]) == ("1", "2")
