"""Files, folders, patterns and lists: which profiles a command is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from cplist.core.findings import InputError
from cplist.portfolio.sources import Sources, find_sources
from cplist.workspace.profile_files import content_of

WHOLE = "schema: 1\ninstitution: {name: 某某银行}\n"


@pytest.fixture
def clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A consultant's folder: a base, two clients over it, one as Windows writes it, notes, what was built."""
    monkeypatch.chdir(tmp_path)
    files = {
        "clients/base.yaml": WHOLE,
        "clients/a.yaml": f"{WHOLE}extends: base.yaml  # the usual\n",
        "clients/north/b.yml": f'"schema": 1\nextends: "../base.yaml"\n{WHOLE.partition(chr(10))[2]}',
        "clients/notes.yaml": "todo: call\n",
        "clients/readme.txt": WHOLE,
        "clients/.git/c.yaml": WHOLE,
        "clients/output/某某银行/build.json": "{}",
        "clients/output/某某银行/copy.yaml": WHOLE,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.replace("\n", "\r\n").encode("gb18030" if name.endswith("a.yaml") else "utf-8"))
    return tmp_path / "clients"


def found(*names: str | Path, stdin: bytes = b"") -> Sources:
    return find_sources(map(str, names), lambda name: stdin if name == "-" else content_of(name))


def test_a_file_is_itself_whatever_it_holds(clients: Path) -> None:
    assert found("clients/notes.yaml") == Sources(("clients/notes.yaml",))


def test_a_folders_profiles_are_whole_and_extended_by_no_other(clients: Path) -> None:
    seen = found("clients")
    assert seen.profiles == ("clients/a.yaml", "clients/north/b.yml")
    assert seen.passed_over == ("clients/base.yaml", "clients/notes.yaml")
    assert seen.several


def test_a_pattern_is_looked_through_like_a_folder(clients: Path) -> None:
    assert found("clients/*.yaml").profiles == ("clients/a.yaml",)
    assert found("clients/**/*.yml").profiles == ("clients/north/b.yml",)


def test_a_profile_named_and_lying_in_the_folder_counts_once(clients: Path) -> None:
    assert found("clients/a.yaml", clients).profiles == ("clients/a.yaml", str(clients / "north" / "b.yml"))


def test_a_base_that_is_named_is_built(clients: Path) -> None:
    assert found("clients/base.yaml", "clients").profiles[0] == "clients/base.yaml"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\0"])
def test_standard_input_may_be_a_list(clients: Path, end: str) -> None:
    listed = end.join(["clients/a.yaml", "", "clients/north"]) + end
    seen = found("-", stdin=listed.encode())
    assert (seen.profiles, seen.standard_input) == (("clients/a.yaml", "clients/north/b.yml"), None)


def test_standard_input_may_be_a_profile(clients: Path) -> None:
    seen = found("-", stdin=WHOLE.encode())
    assert (seen.profiles, seen.standard_input, seen.several) == (("-",), WHOLE.encode(), False)


def test_what_can_not_be_read_is_built_and_says_so(clients: Path) -> None:
    (clients / "broken.yaml").write_bytes(b"\xff\xfe\x00\xd8schema")
    (clients / "flow.yaml").write_text("{schema: 1, institution: {}}")
    assert {"clients/broken.yaml", "clients/flow.yaml"} <= {*found("clients").profiles}


@pytest.mark.parametrize("name", ["clients/output", "clients/*.toml", "clients/.git"])
def test_nothing_found_is_said(clients: Path, name: str) -> None:
    if name.endswith(".git"):
        (clients / ".git" / "c.yaml").unlink()
    with pytest.raises(InputError) as raised:
        found(name)
    assert (raised.value.rule, raised.value.arguments) == ("portfolio-empty", {"name": name})
