"""The user's data folder: what nobody else could have written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from cplist.core.own_folder import KEY, SWITCH, own_folder, read_own, signing_key, write_own

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows keeps a user's folders from others by itself"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(SWITCH, str(tmp_path / "data"))
    return tmp_path / "data"


class TestTheKey:
    def test_is_made_once_and_is_the_users_alone(self, folder: Path) -> None:
        key = signing_key()
        assert key is not None and len(key) == 32
        assert signing_key() == key
        assert folder.stat().st_mode & 0o077 == 0
        assert (folder / KEY).stat().st_mode & 0o777 == 0o600

    def test_is_another_one_for_another_user(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        key = signing_key()
        monkeypatch.setenv(SWITCH, str(folder / "other"))
        assert signing_key() not in (None, key)

    @pytest.mark.parametrize("mode", [0o620, 0o602])
    def test_is_not_used_where_others_can_write_it(self, folder: Path, mode: int) -> None:
        signing_key()
        (folder / KEY).chmod(mode)
        assert signing_key() is None

    def test_is_not_used_where_others_can_write_to_its_folder(self, folder: Path) -> None:
        signing_key()
        folder.chmod(0o777)
        assert signing_key() is None

    def test_is_not_used_where_it_is_too_short(self, folder: Path) -> None:
        signing_key()
        write_own(folder / KEY, b"short")
        assert signing_key() is None


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    assert own_folder(tmp_path / "a" / "b")


def test_a_file_that_is_too_large_a_pipe_or_a_link_is_not_read(tmp_path: Path) -> None:
    write_own(tmp_path / "file", b"four")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    assert read_own(tmp_path / "file") == b"four"
    assert read_own(tmp_path / "file", 3) is None
    assert read_own(tmp_path / "link") is None
    assert read_own(tmp_path / "pipe") is None
    assert read_own(tmp_path / "none") is None
