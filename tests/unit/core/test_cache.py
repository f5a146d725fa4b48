"""What is kept between runs: never needed, never trusted when it is damaged or could be another's."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from cplist.core.cache import SWITCH, DiskCache, open_cache, version_stamp
from cplist.documents.request import Request
from cplist.workspace.batch import Builder

PROFILE = str(Path(__file__).resolve().parents[3] / "profiles" / "county-branch.yaml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SWITCH, str(tmp_path / "kept"))
    return tmp_path / "kept"


def built(output: Path) -> dict[str, bytes]:
    (result,) = Builder().build([PROFILE], output, Request())
    assert result.built is not None
    return dict(result.built.files)


class TestACachedThing:
    def test_is_made_once(self, tmp_path: Path) -> None:
        cache = DiskCache(tmp_path, b"key")
        assert cache.get_or_make("key", lambda: b"made") == b"made"
        assert cache.get_or_make("key", lambda: b"made again") == b"made"
        assert cache.get_or_make("another key", lambda: b"another") == b"another"

    @pytest.mark.parametrize("damage", [b"", b"no digest", b"\n", b"0" * 64 + b"\nother"])
    def test_is_made_anew_when_it_is_damaged(self, tmp_path: Path, damage: bytes) -> None:
        cache = DiskCache(tmp_path, b"key")
        cache.put("key", b"made")
        (file,) = tmp_path.iterdir()
        file.write_bytes(damage)
        assert cache.get_or_make("key", lambda: b"made again") == b"made again"
        assert cache.get("key") == b"made again"

    def test_may_be_on_a_disk_that_takes_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("no folder")
        assert DiskCache(tmp_path / "file" / "kept", b"key").get_or_make("key", lambda: b"made") == b"made"

    def test_goes_by_the_module_that_makes_it(self, tmp_path: Path) -> None:
        source = tmp_path / "maker.py"
        source.write_text("old")
        before = version_stamp(source, "jinja2")
        source.write_text("newer")
        assert version_stamp(source, "jinja2") != before


class TestTheFolder:
    def test_is_the_users_own(self, folder: Path) -> None:
        cache = open_cache()
        assert cache is not None and cache.folder == folder
        assert sys.platform == "win32" or folder.stat().st_mode & 0o077 == 0

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders from others by itself")
    def test_is_not_used_if_others_can_write_to_it(self, folder: Path) -> None:
        folder.mkdir()
        folder.chmod(0o777)
        assert open_cache() is None

    def test_can_be_done_without(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(SWITCH, "")
        assert open_cache() is None
        assert not folder.exists()

    def test_is_not_used_where_a_file_stands(self, folder: Path) -> None:
        folder.write_text("no folder")
        assert open_cache() is None


@pytest.mark.slow
class TestABuild:
    def test_gives_the_same_bytes_with_and_without(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = built(tmp_path / "a"), built(tmp_path / "b")
        assert len(list(folder.iterdir())) >= 3, "templates and a skeleton"
        monkeypatch.setenv(SWITCH, "")
        assert first == second == built(tmp_path / "c")

    def test_reads_no_template_that_is_damaged(self, folder: Path, tmp_path: Path) -> None:
        first = built(tmp_path / "a")
        for file in folder.iterdir():
            content = file.read_bytes()
            file.write_bytes(content[: len(content) // 2] + os.urandom(32) + content[len(content) // 2 :])
        assert built(tmp_path / "b") == first


class TestSomebodyElsesThing:
    """Compiled templates are code: only what this user's program signed is read."""

    def test_is_not_read_without_the_key(self, tmp_path: Path) -> None:
        DiskCache(tmp_path, b"another key").put("key", b"theirs")
        assert DiskCache(tmp_path, b"key").get("key") is None

    def test_is_not_read_with_a_checksum_alone(self, tmp_path: Path) -> None:
        cache = DiskCache(tmp_path, b"key")
        cache.put("key", b"made")
        (file,) = tmp_path.iterdir()
        file.write_bytes(sha256(b"theirs").hexdigest().encode() + b"\ntheirs")
        assert cache.get("key") is None

    def test_is_not_read_under_another_name(self, tmp_path: Path) -> None:
        cache = DiskCache(tmp_path, b"key")
        cache.put("key", b"made")
        (file,) = tmp_path.iterdir()
        cache.put("another", b"another")
        (other,) = set(tmp_path.iterdir()) - {file}
        other.write_bytes(file.read_bytes())
        assert cache.get("another") is None

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders from others by itself")
    def test_is_not_read_where_others_could_have_written_it(self, tmp_path: Path) -> None:
        cache = DiskCache(tmp_path, b"key")
        cache.put("key", b"made")
        (file,) = tmp_path.iterdir()
        assert file.stat().st_mode & 0o777 == 0o600
        file.chmod(0o620)
        assert cache.get("key") is None

    @pytest.mark.skipif(sys.platform == "win32", reason="there are no owners to change")
    def test_is_not_read_where_another_user_owns_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        cache = DiskCache(tmp_path, b"key")
        cache.put("key", b"made")
        monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
        assert cache.get("key") is None

    @pytest.mark.skipif(sys.platform == "win32", reason="a link needs rights there")
    def test_is_not_read_through_a_link(self, tmp_path: Path) -> None:
        cache = DiskCache(tmp_path / "kept", b"key")
        cache.put("key", b"made")
        (file,) = cache.folder.iterdir()
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
        assert cache.get("key") is None

    def test_is_kept_nowhere_without_a_key_of_ones_own(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "data").write_text("no folder")
        monkeypatch.setenv("CPLIST_DATA", str(tmp_path / "data"))
        assert open_cache() is None
