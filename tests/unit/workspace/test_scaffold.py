"""Where `init` writes: never over a file that is there, the schema beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cplist.core.findings import InputError
from cplist.profile.schema import JSON_SCHEMA_FILE
from cplist.workspace.file_schemas import profile_json_schema
from cplist.workspace.scaffold import write_starter


def test_the_schema_stands_beside_the_profile(tmp_path: Path) -> None:
    found = write_starter("schema: 1\n名: 甲\n", tmp_path / "p.yaml")
    assert [f.rule for f in found] == ["init-written"]
    assert (tmp_path / "p.yaml").read_bytes() == "schema: 1\n名: 甲\n".encode()
    assert (tmp_path / JSON_SCHEMA_FILE).read_text("utf-8") == profile_json_schema()


def test_a_profile_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("mine", "utf-8")
    with pytest.raises(InputError) as raised:
        write_starter("schema: 1\n", tmp_path / "p.yaml")
    assert raised.value.rule == "init-exists"
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("p.yaml", "mine")]


def test_folders_that_are_not_there_are_made(tmp_path: Path) -> None:
    write_starter("schema: 1\n", tmp_path / "no/such/folder/p.yaml")
    assert (tmp_path / "no/such/folder/p.yaml").read_text("utf-8") == "schema: 1\n"


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "no").write_text("mine", "utf-8")
    with pytest.raises(InputError) as raised:
        write_starter("schema: 1\n", tmp_path / "no/such/p.yaml")
    assert raised.value.rule == "output-no-folder"
    assert raised.value.arguments["file"] == str(tmp_path / "no")


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 300])
def test_what_can_not_be_written_is_an_input_problem(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as raised:
        write_starter("schema: 1\n", tmp_path / name)
    assert raised.value.rule == "file-unwritable"


def test_an_earlier_schema_of_ours_is_brought_up_to_date(tmp_path: Path) -> None:
    schema = tmp_path / JSON_SCHEMA_FILE
    schema.write_text(profile_json_schema().replace('"object"', '"array"', 1), "utf-8")
    assert [f.rule for f in write_starter("a: 1\n", tmp_path / "p.yaml")] == ["init-written"]
    assert schema.read_text("utf-8") == profile_json_schema()


@pytest.mark.parametrize("content", [b"{}", b"mine", b"\xff\xfe"])
def test_anybody_elses_file_of_that_name_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / JSON_SCHEMA_FILE).write_bytes(content)
    found = write_starter("a: 1\n", tmp_path / "p.yaml")
    assert [f.rule for f in found] == ["init-written", "init-schema-kept"]
    assert (tmp_path / JSON_SCHEMA_FILE).read_bytes() == content
