"""`extends`: a profile over its base, merged by the keys of the contract, each value with its own file's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cplist.core.findings import Finding
from cplist.profile.inheritance import LONGEST_CHAIN, Load, over, resolve
from cplist.yamldoc.document import Document, read


def loader(files: Mapping[str, str]) -> Load:
    def load(base: str, file: str) -> tuple[str, bytes]:
        if base not in files:
            raise FileNotFoundError(base)
        return base, files[base].encode()

    return load


def merged(text: str, **files: str) -> Document:
    """The profile "top" over bases named without their suffix: base="…" is base.yaml."""
    named = {f"{name}.yaml": content for name, content in files.items()}
    resolved = resolve(text.encode(), "top.yaml", loader(named))
    assert resolved.findings == []
    assert resolved.complete
    return resolved.document


def data(text: str, **files: str) -> Any:
    return {key: value for key, value in merged(text, **files).data.items() if key != "extends"}


class TestMappings:
    def test_merge(self) -> None:
        base = "institution: {name: 甲, type: city_bank}\ndocument: {number: 一}"
        top = "extends: base.yaml\ninstitution: {name: 乙, region: 山东}"
        assert data(top, base=base) == {
            "institution": {"name": "乙", "type": "city_bank", "region": "山东"},
            "document": {"number": "一"},
        }

    def test_merge_at_every_depth(self) -> None:
        base = "bodies: {committee: {name: 委员会, chair: a}, deliberation: {name: 行务会}}"
        top = "extends: base.yaml\nbodies: {committee: {chair: b}}"
        assert data(top, base=base)["bodies"] == {
            "committee": {"name": "委员会", "chair": "b"},
            "deliberation": {"name": "行务会"},
        }

    def test_an_empty_value_replaces(self) -> None:
        assert data("extends: base.yaml\na:\n", base="a: {b: 1}") == {"a": None}

    @pytest.mark.parametrize("value", ["x", "[y]", "{z: 1}"])
    def test_what_has_another_shape_replaces(self, value: str) -> None:
        assert data(f"extends: base.yaml\na: {value}", base="a: 1")["a"] != "1"

    def test_scalars_and_other_lists_replace(self) -> None:
        assert data("extends: base.yaml\ncentralised: [it]\nschema: 1", base="centralised: [a, b]\nschema: 0") == {
            "centralised": ["it"],
            "schema": "1",
        }


class TestKeyedLists:
    @pytest.mark.parametrize(
        ("section", "key"),
        [("leaders", "id"), ("departments", "id"), ("levels", "tier"), ("assignments", "duty"), ("accept", "rule")],
    )
    def test_merge_entry_by_entry(self, section: str, key: str) -> None:
        base = f"{section}:\n  - {{{key}: a, x: 1, y: 1}}\n  - {{{key}: b, x: 2}}\n"
        top = f"extends: base.yaml\n{section}:\n  - {{{key}: c, x: 3}}\n  - {{{key}: a, x: 9}}\n"
        assert data(top, base=base)[section] == [
            {key: "a", "x": "9", "y": "1"},
            {key: "b", "x": "2"},
            {key: "c", "x": "3"},
        ]

    @pytest.mark.parametrize("section", ["leaders", "departments"])
    def test_take_an_entry_out(self, section: str) -> None:
        base = f"{section}:\n  - {{id: a}}\n  - {{id: b}}\n"
        top = f"extends: base.yaml\n{section}:\n  - {{id: a, remove: true}}\n"
        assert data(top, base=base)[section] == [{"id": "b"}]

    def test_take_nothing_out_for_anything_but_true(self) -> None:
        top = "extends: base.yaml\nleaders: [{id: a, remove: false}]"
        assert data(top, base="leaders: [{id: a}]")["leaders"] == [{"id": "a", "remove": "false"}]

    def test_lists_within_an_entry_replace(self) -> None:
        base = "leaders: [{id: a, roles: [chief, other], oversees: [x]}]"
        top = "extends: base.yaml\nleaders: [{id: a, roles: [chief]}]"
        assert data(top, base=base)["leaders"] == [{"id": "a", "roles": ["chief"], "oversees": ["x"]}]

    def test_elsewhere_are_no_keyed_lists(self) -> None:
        top = "extends: base.yaml\nassignments: [{duty: a, support: [x]}]"
        assert data(top, base="assignments: [{duty: a, support: [y, z], lead: q}]")["assignments"] == [
            {"duty": "a", "support": ["x"], "lead": "q"}
        ]

    def test_of_which_one_is_none_replace(self) -> None:
        assert data("extends: base.yaml\nleaders: x", base="leaders: [{id: a}]")["leaders"] == "x"

    def test_keep_entries_that_are_no_mappings(self) -> None:
        top = "extends: base.yaml\nleaders: [x, {id: a}]"
        assert data(top, base="leaders: [y, {id: a, z: 1}]")["leaders"] == ["y", {"id": "a", "z": "1"}, "x"]


class TestChains:
    def test_are_followed_to_their_end(self) -> None:
        top = "extends: b.yaml\nx: top"
        middle = "extends: c.yaml\nx: b\ny: b\n"
        assert data(top, b=middle, c="x: c\ny: c\nz: c") == {"x": "top", "y": "b", "z": "c"}

    def test_an_entry_removed_half_way_stays_away(self) -> None:
        assert data(
            "extends: b.yaml\nleaders: []",
            b="extends: c.yaml\nleaders: [{id: a, remove: true}]",
            c="leaders: [{id: a}, {id: b}]",
        )["leaders"] == [{"id": "b"}]

    def test_know_whose_base_is_looked_for(self) -> None:
        asked = []

        def load(base: str, file: str) -> tuple[str, bytes]:
            asked.append((base, file))
            return f"folder/{base}", b"extends: c.yaml\n" if base == "b.yaml" else b"x: 1\n"

        resolved = resolve(b"extends: b.yaml", "top.yaml", load)
        assert resolved.chain == ("top.yaml", "folder/b.yaml", "folder/c.yaml")
        assert asked == [("b.yaml", "top.yaml"), ("c.yaml", "folder/b.yaml")]

    def test_of_the_longest_kind_are_fine(self) -> None:
        files = {f"f{number}": f"extends: f{number + 1}.yaml\n" for number in range(1, LONGEST_CHAIN - 1)}
        assert data("extends: f1.yaml", **files, **{f"f{LONGEST_CHAIN - 1}": "x: 1"}) == {"x": "1"}


def stopped(text: str, **files: str) -> list[Finding]:
    """What is found in a profile whose bases can't all be read; what could be read is there all the same."""
    resolved = resolve(
        text.encode(), "top.yaml", loader({f"{name}.yaml": content for name, content in files.items()})
    )
    assert not resolved.complete
    assert resolved.document.data
    return resolved.findings


class TestWhatStopsIt:
    def problems_of(self, text: str, **files: str) -> list[tuple[str, str, str]]:
        return [(f.rule, str(f.location), f.path) for f in stopped(text, **files)]

    def test_a_missing_base(self) -> None:
        assert self.problems_of("a: 1\nextends: gone.yaml") == [("extends-missing", "top.yaml:2:10", "extends")]

    def test_a_missing_base_of_a_base(self) -> None:
        found = self.problems_of("extends: b.yaml", b="extends:\n  gone.yaml")
        assert found == [("extends-missing", "b.yaml:2:3", "extends")]

    @pytest.mark.parametrize(
        ("files", "chain"),
        [
            ({"top": "extends: top.yaml"}, "top.yaml → top.yaml"),
            ({"b": "extends: top.yaml", "top": "extends: b.yaml"}, "top.yaml → b.yaml → top.yaml"),
        ],
    )
    def test_a_cycle(self, files: dict[str, str], chain: str) -> None:
        first = "b" if "b" in files else "top"
        found = stopped(f"extends: {first}.yaml", **files)
        assert [f.rule for f in found] == ["extends-cycle"]
        assert found[0].arguments["chain"] == chain

    def test_a_chain_that_is_too_long(self) -> None:
        files = {f"f{number}": f"extends: f{number + 1}.yaml" for number in range(1, 30)}
        assert self.problems_of("extends: f1.yaml", **files) == [
            ("extends-too-long", f"f{LONGEST_CHAIN - 1}.yaml:1:10", "extends")
        ]

    def test_a_base_that_cant_be_read(self) -> None:
        assert self.problems_of("extends: b.yaml", b="a: @") == [("yaml-reserved", "b.yaml:1:4", "")]

    def test_nothing_where_extends_is_no_text(self) -> None:
        found = resolve(b"extends: [a]\nb: 1", "top.yaml", loader({}))
        assert found.document.data == {"extends": ["a"], "b": "1"}
        assert not found.complete


class TestPlaces:
    TOP = "extends: base.yaml\ninstitution:\n  name: 乙\nleaders:\n  - {id: b, post: 行长}\n"
    BASE = (
        "institution:\n  name: 甲\n  type: city_bank\n"
        "leaders:\n  - {id: a, post: 主任}\n  - {id: b, roles: [chief]}\n"
    )

    @pytest.fixture
    def document(self) -> Document:
        return merged(self.TOP, base=self.BASE)

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            (("institution", "name"), "top.yaml:3:9"),
            (("institution", "type"), "base.yaml:3:9"),
            (("leaders", 0, "post"), "base.yaml:5:19"),
            (("leaders", 1, "post"), "top.yaml:5:19"),
            (("leaders", 1, "roles", 0), "base.yaml:6:21"),
            (("leaders", 1), "top.yaml:5:5"),
        ],
    )
    def test_each_value_keeps_the_file_it_comes_from(
        self, document: Document, path: tuple[str | int, ...], place: str
    ) -> None:
        assert str(document.place(path)) == place

    def test_keys_do_too(self, document: Document) -> None:
        assert str(document.keys["institution", "type"]) == "base.yaml:3:3"
        assert str(document.keys["institution", "name"]) == "top.yaml:3:3"

    def test_findings_of_every_file_are_kept(self) -> None:
        resolved = resolve(b"extends: b.yaml\na: 1\na: 2", "top.yaml", loader({"b.yaml": "x: \x07\n"}))
        assert [(f.rule, str(f.location)) for f in resolved.findings] == [
            ("yaml-duplicate-key", "top.yaml:3:1"),
            ("yaml-character", "b.yaml:1:4"),
        ]


def test_the_base_itself_is_left_as_it_was() -> None:
    base, _ = read(b"leaders: [{id: a}]\nx: {y: 1}", "base.yaml")
    top, _ = read(b"leaders: [{id: a, z: 1}]\nx: {y: 2}", "top.yaml")
    before = str(base)
    assert over(top, base).data == {"leaders": [{"id": "a", "z": "1"}], "x": {"y": "2"}}
    assert str(base) == before
