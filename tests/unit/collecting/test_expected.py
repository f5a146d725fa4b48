"""Who should return a workbook: however the list is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from cplist.collecting.collection import Expected
from cplist.collecting.expected import read_expected
from cplist.core.findings import InputError
from cplist.form.convert import as_form, blank_form
from cplist.workspace.profile_files import read_data
from cplist.yamldoc.document import read

PROFILE = "schema: 1\ninstitution: {name: 泰山银行股份有限公司, short_name: 泰山银行}\n"


def names(path: Path) -> list[str]:
    return [one.name for one in read_expected(path)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_has_a_name_a_line_as_any_editor_saves_it(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("# 应报\r\n泰山银行，\r\n\r\n  沂蒙银行 # 分行\n泰山银行\n泰山 银行\n".encode(encoding))
    assert names(path) == ["泰山银行", "沂蒙银行"]


def test_a_yaml_list_or_a_profile_is_read_as_what_it_is(tmp_path: Path) -> None:
    listed, profile = tmp_path / "list.yaml", tmp_path / "profile.yaml"
    listed.write_text("- 泰山银行\n- 沂蒙银行\n", "utf-8")
    profile.write_text(PROFILE, "utf-8")
    assert names(listed) == ["泰山银行", "沂蒙银行"]
    assert read_expected(profile) == (Expected("泰山银行股份有限公司", "泰山银行"),)


def test_a_folder_of_profiles_counts_what_each_inherits_and_bases_not(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "group.yaml").write_text("institution: {type: city_bank}\n", "utf-8")
    (tmp_path / "a.yaml").write_text(PROFILE, "utf-8")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\ninstitution: {name: 泰山银行济南分行}\n", "utf-8")
    assert names(tmp_path) == ["泰山银行股份有限公司"]  # b has a's short name
    (tmp_path / "b.yaml").write_text(
        "extends: a.yaml\ninstitution: {name: 泰山银行济南分行, short_name: 济南分行}\n", "utf-8"
    )
    assert names(tmp_path) == ["泰山银行股份有限公司", "泰山银行济南分行"]


def test_profiles_that_are_forms_count_too(tmp_path: Path) -> None:
    form, _ = as_form(read(PROFILE.encode(), "p")[0], {})
    (tmp_path / "a.xlsx").write_bytes(form)
    (tmp_path / "~$a.xlsx").write_bytes(b"lock")
    book = Workbook()
    book.save(tmp_path / "notes.xlsx")
    (tmp_path / "b.yaml").write_text("institution: {name: 沂蒙银行}\n", "utf-8")
    (tmp_path / "c.yaml").write_text("extends: a.xlsx\ninstitution: {name: 黄河银行, short_name: 黄河}\n", "utf-8")
    both = read_expected(tmp_path, read_data)
    assert [one.name for one in both] == ["泰山银行股份有限公司", "沂蒙银行", "黄河银行"]
    assert read_expected(tmp_path / "a.xlsx", read_data) == both[:1]
    (tmp_path / "a.xlsx").write_bytes(form[:3000])
    with pytest.raises(InputError) as failed:
        read_expected(tmp_path, read_data)
    assert failed.value.rule == "expected-unreadable"
    with pytest.raises(InputError):
        (tmp_path / "blank.xlsx").write_bytes(blank_form({}))
        read_expected(tmp_path / "blank.xlsx", read_data)


def test_what_was_handed_out_is_known_by_its_manifests(tmp_path: Path) -> None:
    for short, name in (("甲银行", "甲银行股份有限公司"), ("乙银行", "乙银行股份有限公司")):
        (tmp_path / short).mkdir()
        (tmp_path / short / "build.json").write_text(f'{{"institution": "{name}"}}', "utf-8")
    (tmp_path / "stray.yaml").write_text(PROFILE, "utf-8")
    assert set(read_expected(tmp_path)) == {
        Expected("甲银行股份有限公司", "甲银行"),
        Expected("乙银行股份有限公司", "乙银行"),
    }


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("list.txt", b"# nobody\n", "expected-empty"),
        ("list.yaml", b"- [\n", "expected-unreadable"),
        ("list.txt", b"\xff\xff\xff", "expected-unreadable"),
        ("nowhere.txt", None, "expected-unreadable"),
    ],
)
def test_what_names_nobody_is_said_to_be_so(name: str, content: bytes | None, rule: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as failed:
        read_expected(tmp_path / name)
    assert failed.value.rule == rule
