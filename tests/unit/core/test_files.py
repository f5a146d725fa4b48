"""Files: whole or not at all, the same bytes for the same content, names that every system takes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cplist.core import files
from cplist.core.files import (
    LONGEST_NAME,
    folded_name,
    in_the_way,
    kept_copy,
    original_of,
    remove_leftovers,
    safe_name,
    write_new,
    write_whole,
)

PARTS = {"[Content_Types].xml": b"<x/>" * 50, "b.xml": "甲".encode(), "a.xml": b""}


class TestWritingAFile:
    def test_makes_its_folder(self, tmp_path: Path) -> None:
        write_whole(tmp_path / "a" / "b" / "c.docx", b"new")
        assert (tmp_path / "a" / "b" / "c.docx").read_bytes() == b"new"

    def test_replaces_the_old_one(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        path.write_bytes(b"old and longer")
        write_whole(path, b"new")
        assert path.read_bytes() == b"new"
        assert [file.name for file in tmp_path.iterdir()] == ["a.docx"]

    @pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
    def test_leaves_the_old_one_where_it_fails(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        path = tmp_path / "a.docx"
        path.write_bytes(b"old")
        monkeypatch.setattr(*((os, "fsync", fail) if step == "fsync" else (Path, step, fail)))
        with pytest.raises(OSError, match="No space"):
            write_whole(path, b"new")
        monkeypatch.undo()
        assert path.read_bytes() == b"old"
        assert [file.name for file in tmp_path.iterdir()] == ["a.docx"]

    @pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, MemoryError])
    def test_leaves_the_old_one_where_it_is_interrupted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]
    ) -> None:
        def fail(_: int) -> None:
            raise interruption

        path = tmp_path / "a.docx"
        path.write_bytes(b"old")
        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(interruption):
            write_whole(path, b"new")
        assert path.read_bytes() == b"old"
        assert [file.name for file in tmp_path.iterdir()] == ["a.docx"]

    @pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's")
    def test_leaves_the_old_one_where_it_is_killed(self, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        path.write_bytes(b"old")
        killed = (
            "import os, pathlib, cplist.core.files as f\n"
            "os.fsync = lambda handle: os.kill(os.getpid(), 9)\n"
            f"f.write_whole(pathlib.Path({str(path)!r}), b'new')\n"
        )
        assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == -9
        assert path.read_bytes() == b"old"

    def test_is_flushed_before_it_is_renamed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        steps: list[str] = []
        flush, rename = os.fsync, Path.replace
        monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("flush"), flush(handle))[1])
        monkeypatch.setattr(Path, "replace", lambda self, to: (steps.append("rename"), rename(self, to))[1])
        write_whole(tmp_path / "a", b"new")
        assert steps[:2] == ["flush", "rename"]

    def test_happens_in_the_same_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        moved: list[tuple[Path, Path]] = []
        rename = Path.replace
        monkeypatch.setattr(Path, "replace", lambda self, to: (moved.append((self, to)), rename(self, to))[1])
        write_whole(tmp_path / "a", b"new")
        assert [(one.parent, other) for one, other in moved] == [(tmp_path, tmp_path / "a")]

    @pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
    def test_keeps_the_mode_of_the_old_one_and_follows_the_umask(self, tmp_path: Path) -> None:
        old = tmp_path / "old"
        old.write_bytes(b"")
        old.chmod(0o640)
        before = os.umask(0o027)
        try:
            write_whole(old, b"x")
            write_whole(tmp_path / "new", b"x")
        finally:
            os.umask(before)
        assert stat.S_IMODE(old.stat().st_mode) == 0o640
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640

    def test_takes_away_what_a_killed_one_left_and_nothing_younger(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in (".cplist-old.tmp", ".cplist-young.tmp", "people.tmp"):
            (tmp_path / name).write_bytes(b"")
        monkeypatch.setattr(files.time, "time", lambda: 2_000_000_000.0)
        for name, age in ((".cplist-old.tmp", 1), ("people.tmp", 1), (".cplist-young.tmp", -1)):
            moment = 2_000_000_000 - files.STALE_SECONDS - age
            os.utime(tmp_path / name, (moment, moment))
        remove_leftovers(tmp_path)
        assert sorted(file.name for file in tmp_path.iterdir()) == [".cplist-young.tmp", "people.tmp"]

    def test_needs_no_folder_to_clean(self, tmp_path: Path) -> None:
        remove_leftovers(tmp_path / "none")


class TestWritingANewFile:
    def test_leaves_one_that_is_there(self, tmp_path: Path) -> None:
        path = tmp_path / "a"
        write_new(path, b"first")
        with pytest.raises(FileExistsError):
            write_new(path, b"second")
        assert path.read_bytes() == b"first" and [one.name for one in tmp_path.iterdir()] == ["a"]

    def test_goes_without_links_where_a_disk_has_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "hardlink_to", fail)
        write_new(tmp_path / "a", b"new")
        assert (tmp_path / "a").read_bytes() == b"new" and len(list(tmp_path.iterdir())) == 1


class TestAFolder:
    def test_is_flushed_from_above_when_it_is_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        flushed: list[Path] = []
        monkeypatch.setattr(files, "_flush_folder", flushed.append)
        write_whole(tmp_path / "a" / "b" / "c", b"new")
        assert flushed == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]

    def test_can_not_stand_where_a_file_does(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"")
        assert in_the_way(tmp_path / "a" / "b" / "c") == in_the_way(tmp_path / "a") == tmp_path / "a"
        assert in_the_way(tmp_path / "b" / "c") is None


class TestASafeName:
    @pytest.mark.parametrize("text", ["泰山银行", "岱岳银行消费者权益保护工作责任制", "A-B_c.1", "银行（筹）"])
    def test_is_the_text_itself_where_it_can_be(self, text: str) -> None:
        assert safe_name(text) == text

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("a/b", "a_b"),
            ("a\\b", "a_b"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\x", "C_x"),
            ('a<>:"|?*b', "a_b"),
            ("a\x00b\nc\td", "a_b_c_d"),
            ("a  b\u3000c", "a b c"),
            ("  a. ", "a"),
            ("...", "_"),
            ("", "_"),
            ("/", "_"),
            ("a\ud800b", "a_b"),
            ("a\x85b", "a_b"),
            ("a\u202eb\u200bc", "abc"),
        ],
    )
    def test_has_no_separator_or_forbidden_character(self, text: str, name: str) -> None:
        assert safe_name(text) == name

    @pytest.mark.parametrize("text", ["CON", "con", "nul.txt", "COM1", "lpt9.a.b", "Aux", "PRN", "COM¹", "conin$"])
    def test_is_no_reserved_word(self, text: str) -> None:
        assert safe_name(text) == f"_{text}"

    @pytest.mark.parametrize("text", ["CONSUMER", "COM10", "console", "nulla", "LPT"])
    def test_may_begin_like_one(self, text: str) -> None:
        assert safe_name(text) == text

    def test_is_no_lock_file_of_office(self) -> None:
        assert not safe_name("~$甲").startswith("~$")

    @pytest.mark.parametrize("text", ["银" * 200, "a" * 500, "😀" * 100, "a. " * 200])
    def test_is_not_too_long(self, text: str) -> None:
        name = safe_name(text)
        assert len(name.encode()) <= LONGEST_NAME
        assert not name.endswith((" ", "."))

    def test_that_is_cut_keeps_what_the_file_is(self) -> None:
        for length in (29, 40, 200):
            names = {safe_name("银" * length, ending) for ending in ("责任制", "责任清单", "起草说明")}
            assert len(names) == 3 and all(len(name.encode()) <= LONGEST_NAME for name in names)
            assert {name.strip("银") for name in names} == {"责任制", "责任清单", "起草说明"}

    def test_is_one_with_another_that_differs_in_capitals_alone(self) -> None:
        assert folded_name("ABC银行") == folded_name("abc银行") != folded_name("abd银行")

    def test_is_the_same_however_the_text_was_composed(self) -> None:
        assert safe_name("Cafe\u0301") == safe_name("Caf\u00e9")

    @given(st.text(max_size=300))
    def test_names_one_file_in_the_folder_whatever_the_text(self, text: str) -> None:
        name = safe_name(text)
        assert name not in ("", ".", "..")
        assert Path(name).name == name
        assert not set(name) & set('<>:"/\\|?*') and all(ord(c) >= 32 for c in name)
        assert name == name.strip() == name.rstrip(".")
        assert len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME + 1
        assert safe_name(name) == name


class TestACopyThatIsKept:
    def test_has_the_first_number_that_is_free(self, tmp_path: Path) -> None:
        path = tmp_path / "清单.xlsx"
        assert kept_copy(path, b"old").name == "清单.旧1.xlsx"
        kept_copy(path, b"old").write_bytes(b"old")
        assert kept_copy(path, b"older").name == "清单.旧2.xlsx"

    def test_is_kept_once(self, tmp_path: Path) -> None:
        path = tmp_path / "清单.xlsx"
        for content in (b"old", b"older"):
            kept_copy(path, content).write_bytes(content)
        assert kept_copy(path, b"old").name == "清单.旧1.xlsx"
        assert kept_copy(path, b"older").name == "清单.旧2.xlsx"

    @pytest.mark.parametrize(
        ("name", "original"),
        [("表.旧1.xlsx", "表.xlsx"), ("a.旧2.旧13.xlsx", "a.旧2.xlsx"), ("表.旧.xlsx", None), ("表.xlsx", None)],
    )
    def test_names_the_file_that_it_is_a_copy_of(self, tmp_path: Path, name: str, original: str | None) -> None:
        assert original_of(tmp_path / name) == (tmp_path / original if original else None)
