"""`cplist schema` prints the JSON Schema of a profile, or of one of a pack's files."""

from __future__ import annotations

import pytest
import yaml
from jsonschema import Draft202012Validator

from cplist.pack.pack import open_pack

from .conftest import PACKS, ROOT, Cplist

pytestmark = pytest.mark.slow

FILES = ("pack", "rules", "notice", "checklist", "collect")
SHIPPED = ROOT / "templates" / "shandong-2022-1"


@pytest.mark.parametrize("file", FILES)
def test_a_packs_file_has_its_schema_which_takes_the_shipped_one_and_refuses_a_slip(
    cplist: Cplist, file: str
) -> None:
    said = cplist("schema", f"--{file}")
    schema = said.data
    Draft202012Validator.check_schema(schema)
    assert said.status == 0
    assert schema["$id"] == f"urn:cplist:{file}:1"
    for pack in (SHIPPED, PACKS / "tiny"):
        path = pack / f"{file}.yaml"
        if path.is_file():
            data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
            assert [error.message for error in Draft202012Validator(schema).iter_errors(data)] == []
            assert list(Draft202012Validator(schema).iter_errors({**data, "no_such_key": "1"}))


def test_without_an_option_it_is_the_profiles(cplist: Cplist) -> None:
    assert cplist("schema").data["$id"] == "urn:cplist:profile:1"


def test_editors_are_told_the_ids_that_the_pack_declares(cplist: Cplist) -> None:
    keys = cplist("schema").data["$defs"]["whole"]["properties"]
    pack = open_pack("shandong-2022-1")
    assert {id_: about["description"] for id_, about in keys["options"]["properties"].items()} == pack.options
    assert keys["own_rules"]["items"]["properties"]["id"]["examples"] == list(pack.own_rules)
    assert isinstance(keys["options"]["additionalProperties"], dict)  # another pack has other ids


def test_one_file_at_a_time(cplist: Cplist) -> None:
    said = cplist("schema", "--pack", "--notice")
    assert (said.status, said.out) == (2, "")
    assert "--pack、--notice" in said.err
