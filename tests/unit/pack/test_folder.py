"""A pack's folder is read without following anything that stands in it, and without reading too much."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cplist.core.findings import FindingsError
from cplist.pack import folder as module
from cplist.pack.folder import is_link, read_file, read_folder
from cplist.pack.pack import open_pack

TINY = Path(__file__).resolve().parents[2] / "examples" / "packs" / "tiny"
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes, and asks for a right to make links")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with a chapter, and beside it a file and a folder that are nobody else's business."""
    (tmp_path / "secret.txt").write_text("密", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/1.md.j2").write_text("密", "utf-8")
    copy = tmp_path / "pack"
    shutil.copytree(TINY, copy)
    (copy / "chapters/deeper").mkdir(parents=True)
    (copy / "chapters/1.md.j2").write_text("甲", "utf-8")
    return copy


def refused(pack: Path) -> list[tuple[str, str]]:
    """Rule and place, from the pack's folder, of what opening it comes to."""
    try:
        open_pack(str(pack))
    except FindingsError as error:
        assert all(one.location for one in error.findings)
        return [(one.rule, os.path.relpath(str(one.location).rsplit(":", 2)[0], pack)) for one in error.findings]
    return []


def test_a_pack_without_links_is_read_as_ever(pack: Path) -> None:
    assert refused(pack) == []
    assert "chapters/1.md.j2" in open_pack(str(pack)).files


@posix
@pytest.mark.parametrize(
    "place",
    ["words.md.j2", "notes.txt", ".hidden", "chapters/2.md.j2", "chapters/notes.txt", "chapters/deeper/3.md.j2"],
)
@pytest.mark.parametrize("target", ["secret.txt", "elsewhere", "nowhere", "/proc/self/environ", "/dev/zero"])
def test_links_are_refused_wherever_they_stand(pack: Path, place: str, target: str) -> None:
    (pack / place).symlink_to(pack.parent / target)
    assert refused(pack) == [("pack-link", place)]


@posix
@pytest.mark.parametrize("place", ["pack.yaml", "notice.yaml", "system.md.j2"])
def test_a_file_of_the_packs_that_is_a_link_is_refused(pack: Path, place: str) -> None:
    (pack / place).rename(pack.parent / "moved")
    (pack / place).symlink_to(pack.parent / "moved")
    assert refused(pack) == [("pack-link", place)]


@posix
def test_a_folder_that_is_a_link_is_refused_also_to_the_pack_itself(pack: Path) -> None:
    (pack / "more").symlink_to(pack, target_is_directory=True)
    assert refused(pack) == [("pack-link", "more")]


@posix
def test_the_packs_own_folder_may_be_reached_by_a_link(pack: Path) -> None:
    (pack.parent / "name").symlink_to(pack, target_is_directory=True)
    assert refused(pack.parent / "name") == []


@posix
@pytest.mark.parametrize("place", ["words.md.j2", "chapters/2.md.j2"])
def test_hard_links_are_refused(pack: Path, place: str) -> None:
    os.link(pack.parent / "secret.txt", pack / place)
    assert refused(pack) == [("pack-hard-link", place)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Words.md.j2", "words.md.j2"),
        ("chapters/A.md.j2", "chapters/a.md.j2"),
        ("chapters/ﬀ.txt", "chapters/FF.txt"),
        ("caf\u00e9.md.j2", "cafe\u0301.md.j2"),
        ("CAF\u00c9.txt", "cafe\u0301.txt"),
        ("Chapters/1.txt", "chapters/1.md.j2"),
    ],
)
def test_names_that_are_one_on_some_systems_are_refused(pack: Path, one: str, other: str) -> None:
    for name in (one, other):
        (pack / name).parent.mkdir(exist_ok=True)
        (pack / name).write_text("甲", "utf-8")
    if len({entry.name for entry in pack.rglob("*")} & {Path(one).name, Path(other).name}) < 2:
        pytest.skip("one file on this system")
    rules = [rule for rule, _ in refused(pack)]
    assert rules == ["pack-names-alike"]


@posix
def test_a_pack_that_came_with_the_program_may_be_hard_links(pack: Path) -> None:
    """Some installers put them into an environment."""
    os.link(pack / "pack.yaml", pack.parent / "another")
    assert read_folder(pack, shipped=True)["pack.yaml"] == (TINY / "pack.yaml").read_bytes()


@posix
@pytest.mark.parametrize("place", ["pack.yaml", "words.md.j2", "chapters/2.md.j2", "chapters/deeper/notes"])
def test_pipes_are_refused_and_nobody_waits_for_them(pack: Path, place: str) -> None:
    (pack / place).unlink(missing_ok=True)
    os.mkfifo(pack / place)
    assert refused(pack) == [("pack-special-file", place)]


@posix
def test_sockets_are_refused(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pack)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("words.md.j2")
        assert refused(pack) == [("pack-special-file", "words.md.j2")]


@posix
@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null", "/dev/full"])
def test_a_device_is_not_read(name: str) -> None:
    with pytest.raises(FindingsError) as caught:
        read_file(Path(name))
    assert [one.rule for one in caught.value.findings] == ["pack-special-file"]


@posix
def test_a_link_that_was_put_there_after_the_look_is_not_followed(pack: Path) -> None:
    (pack / "late").symlink_to(pack.parent / "secret.txt")
    with pytest.raises(FindingsError) as caught:
        read_file(pack / "late")
    assert [one.rule for one in caught.value.findings] == ["pack-file-unreadable"]


@pytest.mark.parametrize(
    ("tag", "leads"), [(0xA000000C, True), (0xA0000003, True), (0x9000001A, False), (0, False)]
)
def test_links_and_junctions_of_windows_are_links_and_files_in_the_cloud_are_none(tag: int, leads: bool) -> None:
    status: Any = SimpleNamespace(st_mode=stat.S_IFDIR, st_reparse_tag=tag)
    assert is_link(status) is leads


# size


def reading(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read from now on."""
    read: list[Path] = []
    monkeypatch.setattr(module, "read_file", lambda path: read.append(path) or b"")
    return read


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def test_many_large_files_are_refused_before_one_of_them_is_read(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(400):
        sparse(pack / f"{number}.md.j2", module.LARGEST_FILE)
    read = reading(monkeypatch)
    assert refused(pack) == [("pack-too-large", ".")]
    assert read == []


def test_a_file_that_is_too_large_is_named(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sparse(pack / "chapters/2.md.j2", module.LARGEST_FILE + 1)
    read = reading(monkeypatch)
    assert refused(pack) == [("pack-file-too-large", "chapters/2.md.j2")]
    assert read == []


@posix
def test_a_file_that_says_that_it_is_empty_is_not_read_beyond_the_limit(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of /proc do."""
    monkeypatch.setattr(module, "LARGEST_FILE", 10)
    with pytest.raises(FindingsError) as caught:
        read_file(pack / "pack.yaml")
    assert [one.rule for one in caught.value.findings] == ["pack-file-too-large"]


def test_more_files_than_a_pack_has_are_refused(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 30)
    for number in range(30):
        (pack / "chapters" / f"{number}.txt").write_text("", "utf-8")
    assert refused(pack) == [("pack-too-many-files", ".")]


def test_folders_in_folders_end_somewhere(pack: Path) -> None:
    deep = pack / Path(*["a"] * (module.DEEPEST + 2))
    deep.mkdir(parents=True)
    assert refused(pack) == [("pack-too-many-files", ".")]


# what can't be read


@posix
@pytest.mark.skipif(os.name == "posix" and os.getuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("place", ["words.md.j2", "pack.yaml", "chapters"])
def test_what_may_not_be_read_is_named(pack: Path, place: str) -> None:
    (pack / place).touch()
    (pack / place).chmod(0)
    assert refused(pack) == [("pack-file-unreadable", place)]
    (pack / place).chmod(0o700)


@pytest.mark.parametrize("where", ["open", "scandir", "lstat"])
def test_an_error_of_the_system_is_a_finding(pack: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(pack / "pack.yaml"))

    monkeypatch.setattr(module.os, where, fail)
    with pytest.raises(FindingsError) as caught:
        read_folder(pack)
    assert {one.rule for one in caught.value.findings} == {"pack-file-unreadable"}


@posix
def test_a_name_that_is_no_text_is_refused(pack: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(pack) + "/章".encode("gbk") + b".md.j2")).touch()
    except OSError:
        pytest.skip("this file system takes text only")
    assert [rule for rule, _ in refused(pack)] == ["pack-file-name"]
