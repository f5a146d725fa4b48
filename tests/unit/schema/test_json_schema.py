"""The JSON Schema and the Cerberus schema are of one mind about every example, good and bad."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from soak import times

from cplist.profile.inheritance import resolve
from cplist.profile.schema import PROFILE
from cplist.profile.schema_check import check_schema
from cplist.schema.checks import DAY, day
from cplist.schema.json_schema import json_schema, json_text
from cplist.schema.language import keys_of
from cplist.workspace.starter_profile import starter
from cplist.workspace.usual import pairs
from cplist.yamldoc.document import read

ROOT = Path(__file__).parents[3]
FOLDERS = ("profiles", "tests/examples/profiles", "tests/examples/schema", "tests/examples/lint")
EXAMPLES = sorted(file for folder in FOLDERS for file in (ROOT / folder).glob("**/*.yaml"))
SCHEMA = Draft202012Validator(json_schema(PROFILE))


class EditorsLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, as an editor's language server reads it: 6 is a number, NO and 12:30 are text."""


EditorsLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    EditorsLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))
EditorsLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^$"), [""])


def editors_verdict(text: str) -> bool:
    return bool(SCHEMA.is_valid(yaml.load(text, Loader=EditorsLoader)))


def our_verdict(file: Path) -> bool:
    def load(base: str, name: str) -> tuple[str, bytes]:
        path = Path(name).parent / base
        return str(path), path.read_bytes()

    resolved = resolve(file.read_bytes(), str(file), load)
    return not [*resolved.findings, *check_schema(resolved.document)]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: str(file.relative_to(ROOT)))
def test_both_schemas_have_the_same_verdict(file: Path) -> None:
    assert editors_verdict(file.read_text("utf-8")) == our_verdict(file)


@pytest.mark.parametrize(("folder", "verdict"), [("good", True), ("bad", False)])
def test_the_examples_are_what_their_folder_says(folder: str, verdict: bool) -> None:
    files = sorted((ROOT / "tests/examples/schema" / folder).glob("*.yaml"))
    assert len(files) >= 8
    assert [file.name for file in files if our_verdict(file) != verdict] == []


@pytest.mark.slow
def test_what_init_writes_is_valid_in_an_editor() -> None:
    assert [pair for pair in pairs() if not editors_verdict(starter(*pair))] == []


def test_the_schema_is_a_schema_in_plain_json() -> None:
    Draft202012Validator.check_schema(json_schema(PROFILE))
    assert json.loads(json_text(PROFILE)) == json_schema(PROFILE)


def test_days_agree_with_the_calendar() -> None:
    pattern = re.compile(DAY.json["pattern"])
    years = ["0000", "0001", "0004", "0100", "1900", "2000", "2023", "2024", "2026", "2096", "2100", "2400", "9996"]
    days = [f"{year}-{month:02}-{number:02}" for year in years for month in range(14) for number in range(33)]
    assert [text for text in days if bool(pattern.search(text)) != (day(text) is not None)] == []


def paths(schema: dict[str, Any], above: str = "") -> set[str]:
    found = set()
    for key, rule in schema.items():
        path = re.sub(r"^bodies\.\w+\.", "bodies.*.", f"{above}{key}")
        found |= {path, *paths(keys_of(rule), f"{path}.")}
    return found


def test_every_key_has_a_title_and_a_description_and_nothing_else_has() -> None:
    assert set(PROFILE.descriptions) == paths(PROFILE.keys) | {"*.remove"}
    for path, about in PROFILE.descriptions.items():
        assert about["title"] and about["description"], path
        assert set(about) <= {"title", "description", "choices", "usual", "words"}, path


def test_no_object_takes_unknown_keys() -> None:
    def objects(node: Any) -> list[dict[str, Any]]:
        if isinstance(node, list):
            return [found for part in node for found in objects(part)]
        if not isinstance(node, dict):
            return []
        own = [node] if "properties" in node else []
        return own + [found for part in node.values() for found in objects(part)]

    assert len(objects(json_schema(PROFILE))) > 20
    assert all(found["additionalProperties"] is False for found in objects(json_schema(PROFILE)))


VALUES = [
    *(
        "",
        " ",
        "　",
        "x",
        "甲",
        "0",
        "1",
        "-1",
        "007",
        "999999",
        "1000000",
        "true",
        "TRUE",
        "no",
        "~",
        "null",
        "a b",
    ),
    *("2024-02-29", "2026-02-29", "2026-1-1", "2026-12-01 ", "甲\n乙", "甲\n", "a\n", "1\n", "true\n", "甲\u2028"),
    *("chief", "front", "none", "党委", "city_bank", "legal_entity", "draft", "superior", "_a", "A_1", "é", "ａ"),
    *([], {}, ["x"], ["chief"], [""], [[]], {"a": "b"}, {"name": "甲"}, None),
]
KEYS = ["x", "name", "id", "remove", "roles", "count", "names", "tier", "duty"]
WHOLE = [
    data
    for file in (*(ROOT / "profiles").glob("*.yaml"), ROOT / "tests/examples/schema/good/everything.yaml")
    if "extends" not in (data := yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader))
]


def spots(data: Any) -> list[tuple[Any, Any]]:
    """Each value in the data: what holds it, and its key or number there."""
    steps = list(data) if isinstance(data, dict) else list(range(len(data))) if isinstance(data, list) else []
    return [(data, step) for step in steps] + [spot for step in steps for spot in spots(data[step])]


def written(data: Any) -> str:
    """The data as YAML, with words and numbers as bare as a person writes them."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(written, data)) + "]"
    bare = data is None or re.fullmatch("[A-Za-z0-9_.~][A-Za-z0-9_.~-]*", data)
    return str(data or "null") if bare else json.dumps(data)


@pytest.mark.slow
@pytest.mark.soak
@settings(max_examples=times(60, 5_000))
@given(st.data())
def test_both_schemas_have_the_same_verdict_of_whatever_is_changed(given_: st.DataObject) -> None:
    data = copy.deepcopy(given_.draw(st.sampled_from(WHOLE)))
    for _ in range(given_.draw(st.integers(1, 2))):
        holder, step = given_.draw(st.sampled_from(spots(data)))
        value = copy.deepcopy(given_.draw(st.sampled_from(VALUES)))
        if given_.draw(st.booleans()):
            holder[step] = value
        elif isinstance(holder, dict):
            holder[given_.draw(st.sampled_from(KEYS))] = value
        else:
            del holder[step]
    text = written(data)
    document, findings = read(text.encode(), "p.yaml")
    assert editors_verdict(text) == (not [*findings, *check_schema(document)])
