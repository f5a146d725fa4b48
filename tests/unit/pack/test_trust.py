"""Which packs are trusted: the shipped ones, and those that the user named, as they were then."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from cplist.core.findings import InputError, UntrustedPackError
from cplist.pack.pack import find_pack
from cplist.pack.trust import FILE, TrustedPack, open_trusted, take_back, trust, trusted_packs

ROOT = Path(__file__).resolve().parents[3]
TINY = ROOT / "tests" / "examples" / "packs" / "tiny"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has said nothing yet."""
    monkeypatch.setenv("CPLIST_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "packs" / "tiny"))


def as_trusted(folder: Path) -> TrustedPack:
    return TrustedPack(find_pack(str(folder)).sha256, "tiny", "1.0.0", str(folder))


def is_opened(folder: Path) -> bool:
    try:
        open_trusted(str(folder))
    except UntrustedPackError as error:
        assert error.folder == folder
        return False
    return True


class TestAShippedPack:
    def test_is_trusted(self) -> None:
        assert open_trusted("shandong-2022-1").name == "shandong-2022-1"

    def test_is_another_one_elsewhere(self, tmp_path: Path) -> None:
        copy = shutil.copytree(ROOT / "templates" / "shandong-2022-1", tmp_path / "shandong-2022-1")
        assert not is_opened(Path(copy))
        with pytest.raises(UntrustedPackError):
            open_trusted("shandong-2022-1", [tmp_path])


class TestAPackOfSomebodyElses:
    def test_is_not_opened_here_until_it_is_trusted(self, pack: Path) -> None:
        assert not is_opened(pack)
        trust(as_trusted(pack))
        assert is_opened(pack)

    def test_is_trusted_wherever_it_lies(self, pack: Path, tmp_path: Path) -> None:
        trust(as_trusted(pack))
        assert is_opened(Path(shutil.copytree(pack, tmp_path / "elsewhere")))

    @pytest.mark.parametrize("name", ["system.md.j2", "notice.yaml", "style.docx", "more.md.j2"])
    def test_is_another_one_when_a_file_changes_or_is_added(self, pack: Path, name: str) -> None:
        trust(as_trusted(pack))
        with (pack / name).open("ab") as file:
            file.write(b"\n")
        assert not is_opened(pack)

    def test_is_another_one_when_two_files_change_names_or_where_they_end(self, pack: Path) -> None:
        known = find_pack(str(pack)).sha256
        first, second = pack / "one.md.j2", pack / "two.md.j2"
        seen = {known}
        for contents in ((b"a\0two.md.j2\0b", b""), (b"a", b"b"), (b"b", b"a"), (b"ab", b"")):
            first.write_bytes(contents[0])
            second.write_bytes(contents[1])
            seen.add(find_pack(str(pack)).sha256)
        assert len(seen) == 5

    def test_is_trusted_no_more_when_that_is_taken_back(self, pack: Path) -> None:
        trust(as_trusted(pack))
        take_back(as_trusted(pack))
        assert trusted_packs() == () and not is_opened(pack)


class TestTheList:
    def test_has_a_pack_once(self, pack: Path) -> None:
        trust(as_trusted(pack))
        trust(as_trusted(pack))
        assert trusted_packs() == (as_trusted(pack),)

    @pytest.mark.parametrize(
        "content", [b"", b"[", b"[]", b"{}", b'{"packs": 1}', b'{"packs": [1]}', b'{"packs": [{}]}', b"[" * 100_000]
    )
    def test_that_can_not_be_read_is_empty(self, data: Path, content: bytes) -> None:
        data.mkdir(mode=0o700)
        (data / FILE).write_bytes(content)
        (data / FILE).chmod(0o600)
        assert trusted_packs() == ()

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders from others by itself")
    def test_that_others_can_write_trusts_nobody(self, pack: Path, data: Path) -> None:
        trust(as_trusted(pack))
        assert (data / FILE).stat().st_mode & 0o777 == 0o600
        (data / FILE).chmod(0o666)
        assert not is_opened(pack)
        (data / FILE).chmod(0o600)
        data.chmod(0o777)
        assert not is_opened(pack)
        with pytest.raises(InputError, match="trust-unsafe"):
            trust(as_trusted(pack))

    def test_is_plain_data(self, pack: Path, data: Path) -> None:
        trust(as_trusted(pack))
        (entry,) = json.loads((data / FILE).read_bytes())["packs"]
        assert entry == {
            "sha256": find_pack(str(pack)).sha256,
            "name": "tiny",
            "version": "1.0.0",
            "folder": str(pack),
        }
